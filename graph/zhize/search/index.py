"""The index as it is asked: plans and tasks by place, year, concept, word, law and function."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from zhize.errors import StoreError
from zhize.search import schema
from zhize.search.entries import Entry, Plan, loads, loads_plan
from zhize.understanding import Scope, Unit, Vocabulary

if TYPE_CHECKING:
    import tantivy

_CACHED: Final = 20_000
"""So many entries are kept in memory."""
_COUNTED: Final = 200_000
"""So many frequencies are kept in memory."""
_MANY: Final = 1_000
"""A list has at most so many tasks."""
_NAME: Final = 4.0
_ABOVE: Final = 2.0
"""What it counts that a task names a concept, or one below it; a word counts 1."""
_SAID: Final = 5
_KNOWN: Final = 2
"""So many words of a unit are looked for, and so many where plans name the concept it means."""


class Index:
    """An index that `write_index` made, open for reading. StoreError where there is none."""

    def __init__(self, folder: Path) -> None:
        folder = folder / schema.FOLDER
        self.vocabulary = Vocabulary(folder / schema.VOCABULARY)
        self._engine = _engine(folder / schema.ENGINE)
        self._schema = self._engine.schema
        self._searcher = self._engine.searcher()
        self._entries: dict[tuple[int, int], Entry] = {}
        self._plans: dict[str, Plan | None] = {}
        self._frequencies: dict[tuple[str, str], int] = {}
        self._rarities: dict[tuple[str, str], float] = {}
        self._scopes: dict[Scope, Scope] = {}
        self._duties: dict[str, list[Entry]] = {}
        self._held: dict[Scope, tuple[Plan, ...]] = {}

    @cached_property
    def size(self) -> int:
        """Number of tasks."""
        return self.frequency(schema.SORT, "task")

    def frequency(self, field: str, term: str) -> int:
        """Return the number of documents that have a term in a field."""
        key = (field, term)
        count = self._frequencies.get(key)
        if count is None:
            if len(self._frequencies) >= _COUNTED:
                self._frequencies.clear()
            count = self._frequencies[key] = self._searcher.doc_freq(field, term)
        return count

    def rarity(self, field: str, term: str) -> float:
        """Return how telling a term is: 1 where one task has it, near 0 where all have it, -1 where none has."""
        key = (field, term)
        rarity = self._rarities.get(key)
        if rarity is None:
            if len(self._rarities) >= _COUNTED:
                self._rarities.clear()
            count = self.frequency(field, term)
            rarity = math.log(1 + self.size / count) / math.log(1 + self.size) if count else -1.0
            self._rarities[key] = rarity
        return rarity

    def heard(self, label: str) -> bool:
        """Tell whether any task names a concept or one below it."""
        return self.frequency(schema.NAMED, label) > 0 or self.frequency(schema.ABOVE, label) > 0

    def known(self, campaign: str) -> bool:
        """Tell whether there is a campaign of that id."""
        return self.frequency(schema.CAMPAIGN, campaign) > 0

    def plan(self, campaign: str) -> Plan | None:
        """Return the plan of a campaign; None where the index has none."""
        if campaign not in self._plans:
            found = self.plans(Scope((campaign,), (), ()))
            self._plans[campaign] = found[0] if found else None
        return self._plans[campaign]

    def plans(self, scope: Scope, limit: int = 1000) -> list[Plan]:
        """Return the plans in a scope, the newest first."""
        if scope in self._held and len(self._held[scope]) < limit:
            return list(self._held[scope])
        hits = self._search([self._must(schema.SORT, ["plan"]), *self._within(scope)], limit)
        found = [loads_plan(self._kept(address)) for _, address in hits]
        found.sort(key=lambda plan: (-(plan.year or 0), plan.campaign))
        if len(found) < limit and len(self._held) < _CACHED:
            self._held[scope] = tuple(found)
        return found

    def narrowed(self, scope: Scope) -> Scope:
        """Return the scope with the first set of regions for which there is a plan, the others left out."""
        if scope not in self._scopes and len(self._scopes) < _CACHED:
            self._scopes[scope] = self._narrowed(scope)
        return self._scopes.get(scope) or self._narrowed(scope)

    def _narrowed(self, scope: Scope) -> Scope:
        for places in scope.places:
            narrow = Scope(scope.campaigns, scope.years, (places,))
            if self._search([self._must(schema.SORT, ["plan"]), *self._within(narrow)], 1):
                return narrow
        return Scope(scope.campaigns, scope.years, scope.places[:1])

    def tasks(self, units: Sequence[Unit], scope: Scope, limit: int) -> list[tuple[float, Entry]]:
        """Return the tasks in a scope that say most of the units, each with the engine's score, best first."""
        import tantivy

        wanted = [(tantivy.Occur.Should, query) for unit in units for query in self._queries(unit)]
        if not wanted:
            return []
        clauses = [self._must(schema.SORT, ["task"]), *self._within(scope)]
        clauses.append((tantivy.Occur.Must, tantivy.Query.boolean_query(wanted)))
        return [(score, self._entry(address)) for score, address in self._search(clauses, limit)]

    def listed(self, field: str, terms: Iterable[str], scope: Scope, limit: int = _MANY) -> list[Entry]:
        """Return all tasks in a scope that have one of the terms in a field, by campaign and in the order of the plan."""
        many = tuple(terms)
        most = min(limit, sum(self.frequency(field, term) for term in many))
        if not most:
            return []
        clauses = [self._must(schema.SORT, ["task"]), self._must(field, many), *self._within(scope)]
        found = [self._entry(address) for _, address in self._search(clauses, most)]
        return sorted(found, key=lambda entry: (-(entry.year or 0), entry.campaign, _order(entry.path)))

    def duties(self, campaign: str) -> list[Entry]:
        """Return the duty paragraphs of a campaign that name their body, in the order of the plan."""
        if campaign not in self._duties:
            if len(self._duties) >= _CACHED:
                self._duties.clear()
            self._duties[campaign] = self.listed(schema.SORT, ["duty"], Scope((campaign,), (), ()))
        return self._duties[campaign]

    def _queries(self, unit: Unit) -> Iterable[tantivy.Query]:
        import tantivy

        terms: dict[tuple[str, str], float] = {}
        for label, sure in unit.concepts:
            terms[schema.ABOVE, label] = _ABOVE * sure
            terms[schema.NAMED, label] = _NAME * sure
            for broader, close in self.vocabulary.above(label).items():
                terms.setdefault((schema.NAMED, broader), _NAME * sure * close)
        known = any(self.frequency(field, term) for field, term in terms)
        for word, sure in unit.words[: _KNOWN if known else _SAID]:
            for token in schema.word_tokens(word):
                terms.setdefault((schema.WORDS, token), sure)
        for (field, term), weight in terms.items():
            if self.frequency(field, term):
                query = tantivy.Query.term_query(self._schema, field, term)
                yield tantivy.Query.boost_query(query, weight * unit.weight)

    def _within(self, scope: Scope) -> list[tuple[tantivy.Occur, tantivy.Query]]:
        clauses = []
        if scope.campaigns:
            clauses.append(self._must(schema.CAMPAIGN, scope.campaigns))
        if scope.years:
            clauses.append(self._must(schema.YEAR, map(str, scope.years)))
        if scope.places:
            clauses.append(self._must(schema.PLACE, scope.places[0]))
        return clauses

    def _must(self, field: str, terms: Iterable[str]) -> tuple[tantivy.Occur, tantivy.Query]:
        """Return the clause that one of the terms is in the field; it does not count for the score."""
        import tantivy

        many = [tantivy.Query.term_query(self._schema, field, term) for term in terms]
        query = many[0] if len(many) == 1 else tantivy.Query.boolean_query([(tantivy.Occur.Should, q) for q in many])
        return tantivy.Occur.Must, tantivy.Query.const_score_query(query, 0.0)

    def _search(
        self, clauses: Sequence[tuple[tantivy.Occur, tantivy.Query]], limit: int
    ) -> list[tuple[float, tantivy.DocAddress]]:
        import tantivy

        return list(self._searcher.search(tantivy.Query.boolean_query(list(clauses)), limit, count=False).hits)

    def _kept(self, address: tantivy.DocAddress) -> str:
        return bytes(self._searcher.doc(address)[schema.KEPT][0]).decode()

    def _entry(self, address: tantivy.DocAddress) -> Entry:
        key = (address.segment_ord, address.doc)
        entry = self._entries.get(key)
        if entry is None:
            if len(self._entries) >= _CACHED:
                self._entries.clear()
            entry = self._entries[key] = loads(self._kept(address))
        return entry


def _engine(folder: Path) -> tantivy.Index:
    """Return the search engine of a folder. StoreError where there is none."""
    import tantivy

    try:
        return tantivy.Index.open(str(folder))
    except ValueError as error:
        if "Lockfile" not in str(error):
            raise StoreError(f"{folder}: the index cannot be opened ({error}); run zhize build again") from error
    # The engine locks even to read; where it may not write, it reads through links from a folder where it may.
    import tempfile

    with tempfile.TemporaryDirectory(prefix="zhize-", ignore_cleanup_errors=True) as links:
        for file in folder.iterdir():
            if file.suffix != ".lock":
                (Path(links) / file.name).symlink_to(file.resolve())
        try:
            opened = tantivy.Index.open(links)
            opened.searcher()  # maps the files, so that the links may go
        except ValueError as error:
            raise StoreError(f"{folder}: the index cannot be opened ({error})") from error
        return opened


def _order(path: str) -> tuple[int, ...]:
    return tuple(int(part) for part in path.split(".") if part.isdigit())
