"""Writing the index: words, concepts and bodies of every task, and what an answer says of it."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from zhize.authority import Tables
from zhize.catalogue import CampaignEntry, Evidence, TaskEntry
from zhize.model import Level, TaskKind
from zhize.rdf.bodies import Bodies
from zhize.resolve import Resolver
from zhize.search import schema
from zhize.search.entries import Cite, Entry, Keeper, Plan, Sentence, Target, dumps, dumps_plan
from zhize.search.linking import Linker
from zhize.search.marking import Marker
from zhize.text import fold
from zhize.understanding import Vocabulary
from zhize.understanding.making import plain, write_vocabulary

_WORDS: Final = re.compile(r"[^\s*]+")
_HEAP: Final = 64_000_000
_NATION: Final = "全国"


def write_index(folder: Path, campaigns: Sequence[CampaignEntry], tables: Tables) -> None:
    """Write the index of campaigns into the folder ``index`` of a folder: words for understanding questions, all tasks.

    There must be none yet. The same campaigns give the same answers.
    """
    import tantivy

    words = folder / schema.FOLDER / schema.VOCABULARY
    engine = folder / schema.FOLDER / schema.ENGINE
    (folder / schema.FOLDER).mkdir(parents=True)
    words.mkdir()
    engine.mkdir()
    ordered = sorted(campaigns, key=lambda campaign: campaign.id)
    write_vocabulary(words, tables, {campaign.region for campaign in ordered if campaign.region})
    marker = Marker(tables)
    linker = Linker(Vocabulary(words))
    bodies = Bodies(tables)
    resolver = Resolver(tables)
    index = tantivy.Index(schema.engine_schema(), path=str(engine))
    writer = index.writer(heap_size=_HEAP, num_threads=1)
    for campaign in ordered:
        plan = _plan(campaign, resolver)
        writer.add_document(schema.plan_document(plan, dumps_plan(plan)))
        for entry in entries_of(campaign, marker, bodies, linker):
            writer.add_document(schema.task_document(entry, plan, marker.above(entry.found), dumps(entry)))
    writer.commit()
    writer.wait_merging_threads()


def _plan(campaign: CampaignEntry, resolver: Resolver) -> Plan:
    named = [name for level, name in resolver.place(campaign.region).names if level is not Level.NATIONAL]
    places = tuple(dict.fromkeys((*((campaign.region,) if campaign.region else ()), *named)))
    return Plan(
        campaign=campaign.id,
        title=campaign.title,
        year=campaign.year,
        region=campaign.region,
        places=places,
        date=campaign.date,
        speaks=any(task.kind is TaskKind.DUTY and task.holders for task in campaign.tasks),
    )


def entries_of(campaign: CampaignEntry, marker: Marker, bodies: Bodies, linker: Linker) -> list[Entry]:
    """Return the entries of a campaign's tasks; those that name nobody are linked to the duty paragraphs."""
    return linker.linked([_entry(campaign, task, marker, bodies) for task in campaign.tasks])


def _entry(campaign: CampaignEntry, task: TaskEntry, marker: Marker, bodies: Bodies) -> Entry:
    spots = [found.span() for found in _WORDS.finditer(task.text)]
    text = "".join(task.text[start:end] for start, end in spots)
    offsets = [task.start + at for start, end in spots for at in range(start, end)]
    proofs = [proof for many in (task.holders, task.laws) for each in many for proof in each.evidence]
    match = _blank(_folded(text), offsets, proofs)
    heading = _heading(text, task.title)
    targets = tuple(_targets(task))
    spans = _sentences(text, heading)
    sentences = tuple(
        Sentence(start, end, offsets[start], offsets[end - 1] + 1, marker.acts(match[start:end]))
        for start, end in spans
    )
    cites = tuple(_cites(task, sentences))
    return Entry(
        campaign=campaign.id, path=task.path, kind=task.kind.value, title=task.title, year=campaign.year,
        region=campaign.region, text=text, match=match, sentences=sentences, heading=heading,
        keepers=tuple(_keepers(task, sentences, bodies)), generic=task.generic, cites=cites, targets=targets,
        found=marker.found(match, spans), laws=tuple(dict.fromkeys(cite.name for cite in cites)),
        products=tuple(dict.fromkeys(target.surface for target in targets if target.product)),
        violations=tuple(dict.fromkeys(target.surface for target in targets if not target.product)),
        aims=frozenset(t.concept for t in targets) | marker.names(plain(t.surface) for t in targets), links=(),
        dated=bool(task.deadlines),
    )  # fmt: skip


def _folded(text: str) -> str:
    """Return a text folded, in small letters, its length unchanged."""
    folded = fold(text).lower()
    if len(folded) == len(text):
        return folded
    return "".join(char if len(char) == 1 else "\0" for char in (each.lower() for each in fold(text)))


def _blank(text: str, offsets: Sequence[int], proofs: Iterable[Evidence]) -> str:
    """Return a text with the words of some proofs made blank, so that they are not taken for its subject."""
    chars = list(text)
    for proof in proofs:
        start, end = bisect_left(offsets, proof.start), bisect_left(offsets, proof.end)
        chars[start:end] = "\0" * (end - start)
    return "".join(chars)


def _heading(text: str, title: str) -> int:
    """Return where the title ends in the text; 0 where it is not in it, or is all there is."""
    bare = re.sub(r"[\s*]+", "", title)
    at = text.find(bare) if bare else -1
    if not 0 <= at <= _NUMBERING:
        return 0
    end = at + len(bare)
    end += text[end : end + 1] in _STOPS
    return end if end < len(text) else 0


_STOPS: Final = frozenset("。；！？：;!?:")
_NUMBERING: Final = 12
"""A number before a title has at most so many characters."""


def _sentences(text: str, heading: int) -> list[tuple[int, int]]:
    """Return the spans of the sentences of a text; its heading is one."""
    ends = [found.end() for found in re.finditer(r"[。；！？;!?]+[”’」』）)]*", text)]
    cuts = sorted({0, len(text), *ends, *([heading] if heading else [])})
    return [(start, end) for start, end in itertools.pairwise(cuts) if end > start] or [(0, len(text))]


def _at(proof: Evidence, sentences: Sequence[Sentence]) -> int:
    """Return the number of the sentence in which a proof begins; -1 outside the task."""
    inside = (n for n, each in enumerate(sentences) if each.source_start <= proof.start < each.source_end)
    return next(inside, -1)


def _cites(task: TaskEntry, sentences: Sequence[Sentence]) -> Iterable[Cite]:
    for law in task.laws:
        for proof in law.evidence:
            yield Cite(law.name, proof.start, proof.end, _at(proof, sentences))


def _keepers(task: TaskEntry, sentences: Sequence[Sentence], bodies: Bodies) -> Iterable[Keeper]:
    for holder in task.holders:
        proof = holder.evidence[0]
        at = _at(proof, sentences)
        yield Keeper(
            holder.name, holder.role.value, holder.function, holder.region, holder.collective, holder.surface,
            proof.start, proof.end, at, "" if at >= 0 else proof.quote, _english(holder.name, bodies),
        )  # fmt: skip


@cache
def _english(name: str, bodies: Bodies) -> str:
    """Return the English name of a body with that of its region; empty where the tables have none."""
    body = bodies.find(name)
    if body is None or not body.pattern.en:
        return ""
    placed = "{" in body.pattern.name and body.region is not None and body.region.en
    return f"{body.pattern.en}, {body.region.en}" if placed and body.region is not None else body.pattern.en


def _targets(task: TaskEntry) -> Iterable[Target]:
    for product, aims in ((True, task.products), (False, task.violations)):
        for aim in aims:
            for surface in aim.surfaces:
                yield Target(aim.concept, surface, product)
