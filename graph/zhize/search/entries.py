"""What the index keeps of a task: its words by sentence, who holds it, what it cites and targets, with spans.

An entry is kept as one JSON array; its text is the source's without white space and Markdown marks.
"""

from __future__ import annotations

import json
from typing import Any, NamedTuple


class Sentence(NamedTuple):
    """A sentence of a task."""

    start: int
    """Where it begins in the entry's text."""
    end: int
    source_start: int
    """Where it begins in the source."""
    source_end: int
    acts: bool
    """True where it orders enforcement: 严厉打击, 查处 …"""


class Keeper(NamedTuple):
    """A department of a task."""

    name: str
    role: str
    function: str | None
    region: str | None
    collective: bool
    surface: str
    start: int
    """First code point, in the source, of the words that name it."""
    end: int
    sentence: int
    """Number of the sentence they stand in; -1 outside the task."""
    quote: str
    """The sentence around them where they stand outside the task, else empty."""
    en: str
    """Its name in English where the tables have one, else empty."""


class Cite(NamedTuple):
    """An instrument cited."""

    name: str
    start: int
    end: int
    sentence: int
    """Number of the sentence that cites it; -1 outside the task."""


class Target(NamedTuple):
    """A product category or violation type that a task targets, by one surface."""

    concept: str
    surface: str
    product: bool


class Link(NamedTuple):
    """A duty paragraph that takes up a sentence of a task which names nobody."""

    sentence: int
    path: str
    weight: float


class Entry(NamedTuple):
    """A task of a campaign as the index has it."""

    campaign: str
    path: str
    kind: str
    title: str
    year: int | None
    region: str | None
    text: str
    """The words of the task, in the order of the source."""
    match: str
    """The same, folded; names of bodies and titles of laws are blank, so that they are not taken for the subject."""
    sentences: tuple[Sentence, ...]
    heading: int
    """Where the title ends in the text."""
    keepers: tuple[Keeper, ...]
    generic: tuple[str, ...]
    cites: tuple[Cite, ...]
    targets: tuple[Target, ...]
    found: dict[str, tuple[tuple[int, float], ...]]
    """Concepts that the text names: the sentences that do, each with how surely."""
    laws: tuple[str, ...]
    """Names of the instruments cited, each once."""
    products: tuple[str, ...]
    """Words for the products targeted, each once."""
    violations: tuple[str, ...]
    aims: frozenset[str]
    """Those that it targets, or that its words for a target name."""
    links: tuple[Link, ...]
    dated: bool = False
    """True where it sets a deadline."""

    def sentence_at(self, position: int) -> int:
        """Return the number of the sentence in which a position of the text lies."""
        low, high = 0, len(self.sentences) - 1
        while low < high:
            middle = (low + high) // 2
            if self.sentences[middle].end <= position:
                low = middle + 1
            else:
                high = middle
        return low

    def quote(self, sentence: int) -> str:
        """Return the words of a sentence."""
        return self.text[self.sentences[sentence].start : self.sentences[sentence].end]


def dumps(entry: Entry) -> str:
    """Return an entry as JSON."""
    fields: list[Any] = [
        entry.campaign, entry.path, entry.kind, entry.title, entry.year, entry.region, entry.text,
        "" if entry.match == entry.text else entry.match, entry.sentences, entry.heading, entry.keepers, entry.generic,
        entry.cites, entry.targets, entry.found, sorted(entry.aims), entry.links, int(entry.dated),
    ]  # fmt: skip
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


def loads(text: str) -> Entry:
    """Return the entry of a JSON text that `dumps` made."""
    (
        campaign, path, kind, title, year, region, words, match, sentences, heading, keepers, generic, cites, targets,
        found, aims, links, dated,
    ) = json.loads(text)  # fmt: skip
    named = tuple(Cite(*each) for each in cites)
    aimed = tuple(Target(*each) for each in targets)
    return Entry(
        campaign, path, kind, title, year, region, words, match or words,
        tuple(Sentence(*each) for each in sentences), heading,
        tuple(Keeper(*each) for each in keepers), tuple(generic), named, aimed,
        {label: tuple((at, sure) for at, sure in hits) for label, hits in found.items()},
        tuple(dict.fromkeys(cite.name for cite in named)),
        tuple(dict.fromkeys(target.surface for target in aimed if target.product)),
        tuple(dict.fromkeys(target.surface for target in aimed if not target.product)),
        frozenset(aims), tuple(Link(*each) for each in links), bool(dated),
    )  # fmt: skip


class Plan(NamedTuple):
    """A campaign as the index has it."""

    campaign: str
    title: str
    year: int | None
    region: str | None
    places: tuple[str, ...]
    """Its region and those above it, 全国 only for the nation's own."""
    date: str
    speaks: bool
    """True where duty paragraphs say who does what for tasks that name nobody."""


def dumps_plan(plan: Plan) -> str:
    """Return a plan as JSON."""
    fields: list[Any] = [plan.campaign, plan.title, plan.year, plan.region, plan.places, plan.date, plan.speaks]
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


def loads_plan(text: str) -> Plan:
    """Return the plan of a JSON text that `dumps_plan` made."""
    campaign, title, year, region, places, date, speaks = json.loads(text)
    return Plan(campaign, title, year, region, tuple(places), date, speaks)
