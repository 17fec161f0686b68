"""Responsibility clauses: who leads, who supports, who shares, in the words of the clause.

A clause is a run of names and role words: 市公安局牵头，市交通局、市城管局配合; 责任单位：A、B；配合单位：C; A会同B按职责分工负责.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from zhize.authority import Cues
from zhize.extraction.context import Actor, Context, Hint
from zhize.extraction.names import Name, names_at, names_in

#: The rule, stated once, that the first named body leads: 排在第一位的为牵头单位，下同.
FIRST_LEADS = re.compile(
    r"(?:列|排|排在|居)?(?:第一位|首位|第一|首个|最前|第一家|排名第一|排第一)[^。；，]{0,10}(?:为|是|系)?[^。；，]{0,6}牵头|第一责任单位为牵头|牵头(?:单位|部门)[^。；，]{0,6}(?:列|排)[^。；，]{0,4}第一"
)

_LABEL_HINT = {
    "label-lead": Hint.LEAD,
    "label-support": Hint.SUPPORT,
    "label-hold": Hint.HOLD,
    "label-joint": Hint.JOINT,
}
_ROLE_HINT = {
    "role-lead": Hint.LEAD,
    "role-support": Hint.SUPPORT,
    "role-joint": Hint.JOINT,
    "role-hold": Hint.HOLD,
}


@dataclass(frozen=True, slots=True)
class Token:
    """A word that tells a role: its kind is the kind of the cue."""

    kind: str
    start: int
    end: int




class RoleWords:
    """Finds the role words and labels of a text."""

    _cache: dict[int, RoleWords] = {}  # noqa: RUF012 - one set of cues lives as long as the process

    def __init__(self, cues: Cues) -> None:
        roles = ("role-lead", "role-support", "role-joint", "role-hold", "role-with")
        labels = ("label-lead", "label-support", "label-hold", "label-joint", "label-time", "label-other")
        self._kind = {word: kind for kind in (*roles[::-1],) for word in cues.of(kind)}
        self._label_kind = {word: kind for kind in labels[::-1] for word in cues.of(kind)}
        role_words = sorted(self._kind, key=lambda w: (-len(w), w))
        label_words = sorted(self._label_kind, key=lambda w: (-len(w), w))
        self._pattern = re.compile(
            rf"(?P<label>{'|'.join(map(re.escape, label_words))})(?:（[^（）]{{0,12}}）)?(?:：|\t|(?:为|是)(?!牵头|第)(?=[^，。]{{2,16}}[局委办部厅])|(?=$)(?<=单位))"
            rf"|(?P<role>{'|'.join(map(re.escape, role_words))})"
        )

    @classmethod
    def of(cls, cues: Cues) -> RoleWords:
        """Return the role words of the cues, made once."""
        key = id(cues)
        if key not in cls._cache:
            cls._cache[key] = cls(cues)
        return cls._cache[key]

    def find(self, text: str, start: int, end: int) -> Iterator[Token]:
        """Yield the tokens of ``text[start:end]``."""
        for found in self._pattern.finditer(text, start, end):
            if found["label"]:
                yield Token(self._label_kind[found["label"]], found.start(), found.end())
            else:
                yield Token(self._kind[found["role"]], found.start(), found.end())

    def kind_of_label(self, name: str) -> str | None:
        """Return the kind of a column's head or label, or None."""
        return self._label_kind.get(name)

    def label_at(self, text: str, start: int, end: int) -> Token | None:
        """Return the label that opens ``text`` at ``start``, or None."""
        found = self._pattern.match(text, start, end)
        if found is None or not found["label"]:
            return None
        return Token(self._label_kind[found["label"]], found.start(), found.end())


#: What a body does, in brackets after its name; 市公安局（牵头） has a role alone.
_ASIDE = re.compile(r"（(?:(?:负责|承担|主要负责|具体负责|牵头)[^（）：，；]{4,60}|[^（）]*(?:下同|第一|首位)[^（）]*)）")


def read_clause(
    context: Context, start: int, end: int, rule: str, *, told: bool = False
) -> tuple[list[Actor], bool]:
    """Return the actors of the clause ``text[start:end]``, and whether it is one: names and role words only.

    With ``told`` its place alone tells that it names bodies. Positions are offsets into the view; the clause's brackets are outside of it.
    """
    text = context.text
    words = RoleWords.of(context.tables.cues)
    asides = [m.span() for m in _ASIDE.finditer(text, start, end)]
    tokens = [t for t in words.find(text, start, end) if not any(a < t.start < b for a, b in asides)]
    actors: list[Actor] = []
    label: Hint | None = None
    ignored = False
    partner = False
    position = start
    foreign = False
    for token in (*tokens, None):
        stop = token.start if token is not None else end
        bodies, generic, whole = names_in(text, position, stop, context, told=told or bool(tokens))
        content = re.sub(r"[，、；。：\s等由并]", "", text[position:stop])
        if content and not whole and not bodies and not generic:
            foreign = True
        hint = _hint(token, label, partner)
        if not ignored:
            actors.extend(_actors(bodies, hint, start, rule, generic=False))
            actors.extend(_actors(generic, hint, start, rule, generic=True))
        if token is None:
            break
        position = token.end
        if token.kind.startswith("label-"):
            label = _LABEL_HINT.get(token.kind)
            ignored = label is None
            partner = False
        elif token.kind == "role-with":
            partner = True
        else:
            partner = partner and text[token.end : token.end + 1] not in "，；。"
            if label is not None and text[token.end : token.end + 1] in "，；。":
                label = None
            ignored = token.kind == "role-support" and text[token.end : token.end + 1] not in "，；。、）" and bool(
                names_at(text, token.end, end, context)[0]
            )
    return actors, bool(actors) and (bool(tokens) or not foreign)


def _hint(token: Token | None, label: Hint | None, partner: bool) -> Hint:
    """Return the hint for names that stand before a token, after a label, or after 会同."""
    if label is not None:
        return label
    if token is not None and token.kind == "role-with":
        return Hint.LEAD
    if partner and (token is None or token.kind in ("role-hold", "role-joint")):
        return Hint.JOINT
    if token is not None and token.kind in _ROLE_HINT:
        return _ROLE_HINT[token.kind]
    return Hint.JOINT if partner else Hint.NAMED


def _actors(names: list[Name], hint: Hint, clause: int, rule: str, *, generic: bool) -> Iterator[Actor]:
    for name in names:
        yield Actor(name.start, name.end, name.surface, hint, clause, rule, generic)
