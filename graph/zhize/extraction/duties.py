"""From the actors of a task to its departments with their roles: the one place where a duty is made."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from zhize.extraction.context import Actor, Context, Hint
from zhize.model import Department, Mention, Role
from zhize.resolve import Resolution

_ORDER = {Role.LEAD: 0, Role.SOLE: 1, Role.JOINT: 2, Role.SUPPORT: 3}
_OWN_LEAD = re.compile(r"(?<!配合)(?<!协助)牵头(?!部门|单位|科室)|总牵头")


def departments(context: Context, actors: list[Actor], body: str) -> tuple[tuple[Department, ...], tuple[Mention, ...]]:
    """Return the departments of a task with roles, and its non-specific actors.

    ``body`` is the task's own text, from which a holder's part is read.
    """
    named = _resolved([actor for actor in actors if not actor.generic], context)
    generic = tuple(context.mention(actor.start, actor.end, actor.rule) for actor in actors if actor.generic)
    roles = _roles(context, actors, named, body)
    grouped: dict[str, list[tuple[Actor, Resolution]]] = {}
    for actor, resolution in named:
        grouped.setdefault(resolution.name, []).append((actor, resolution))
    made = []
    for name, group in grouped.items():
        first = group[0][1]
        role = min((roles[actor] for actor, _ in group), key=_ORDER.__getitem__)
        made.append(
            Department(
                name,
                role,
                tuple(context.mention(actor.start, actor.end, actor.rule) for actor, _ in group),
                first.function,
                first.region,
                first.resolved and not first.collective,
                first.collective,
                first.reason,
            )
        )
    return tuple(made), generic


def _resolved(actors: Iterable[Actor], context: Context) -> list[tuple[Actor, Resolution]]:
    """Return the actors with what their names mean; a bare name shares the place of the names before it."""
    found: list[tuple[Actor, Resolution]] = []
    before: Resolution | None = None
    clause = -1
    for actor in actors:
        if actor.clause != clause:
            before, clause = None, actor.clause
        resolution = context.resolve(actor.surface, before)
        own_name = resolution.reason.startswith("a body with a name of its own")
        if resolution.resolved and not resolution.collective and resolution.region is not None and not own_name:
            before = resolution
        found.append((actor, resolution))
    return found


@dataclass(frozen=True, slots=True)
class _Clause:
    """What the actors of one clause say together."""

    first: Actor
    many: bool
    led: bool
    supported: bool
    peers: int
    """Bodies that neither lead nor support."""
    joined: bool
    """True where 会同 joins a partner."""


def _clauses(actors: Iterable[Actor]) -> dict[int, _Clause]:
    """Return the clauses of a task by where they begin."""
    grouped: dict[int, list[Actor]] = {}
    for actor in actors:
        if not actor.generic:
            grouped.setdefault(actor.clause, []).append(actor)
    return {
        start: _Clause(
            first=group[0],
            many=len(group) > 1,
            led=any(actor.hint is Hint.LEAD for actor in group),
            supported=any(actor.hint is Hint.SUPPORT for actor in group),
            peers=sum(1 for actor in group if actor.hint in (Hint.HOLD, Hint.NAMED, Hint.JOINT)),
            joined=any(actor.rule == "partner" for actor in group),
        )
        for start, group in grouped.items()
    }


def _roles(
    context: Context, actors: list[Actor], named: list[tuple[Actor, Resolution]], body: str
) -> dict[Actor, Role]:
    """Return the role of each named actor, all clauses of the task taken together."""
    count = len({resolution.name for _, resolution in named})
    beside = any(a.generic and a.hint is not Hint.HOLDER and a.rule != "subject" for a in actors)
    alone = count == 1 and not beside
    clauses = _clauses(actors)
    partnered = any(clause.joined for clause in clauses.values())
    return {actor: _role(context, actor, clauses[actor.clause], body, alone=alone, partnered=partnered) for actor, _ in named}


def _role(context: Context, actor: Actor, clause: _Clause, body: str, *, alone: bool, partnered: bool) -> Role:
    """Return the role of one actor in its clause."""
    if actor.hint is Hint.LEAD:
        return Role.LEAD
    if actor.hint is Hint.SUPPORT:
        return Role.SUPPORT
    if actor.hint is Hint.HOLDER:
        return Role.LEAD if partnered else _holder_role(body, alone=alone)
    if context.first_leads and not clause.led and clause.many and actor.rule in ("closing-clause", "label", "table"):
        return Role.LEAD if actor is clause.first else Role.JOINT
    if actor.hint in (Hint.HOLD, Hint.NAMED) and clause.supported and not clause.led and clause.peers == 1:
        return Role.LEAD
    return Role.SOLE if alone else Role.JOINT


def _holder_role(body: str, *, alone: bool) -> Role:
    """Return the role of a body that a heading names, from what its paragraph says of its part."""
    if _OWN_LEAD.search(body):
        return Role.LEAD
    sentences = [s for s in re.split(r"[。；\n]", body) if len(s) > 3]
    if sentences and all(re.match(r"[^，]{0,12}?(?:配合|协助|参与|支持)", s) for s in sentences):
        own = any(re.search(r"负责|牵头|组织|查处|开展", s.split("配合")[0].split("协助")[0]) for s in sentences)
        if not own:
            return Role.SUPPORT
    return Role.SOLE if alone else Role.JOINT
