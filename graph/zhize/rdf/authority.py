"""The authority tables as quads of one graph: regions, functions, bodies and lineage, laws, taxonomies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from zhize import vocab
from zhize.authority import Concept, Region, Reorganisation, Tables
from zhize.rdf.bodies import Bodies, Body, fill, placed
from zhize.rdf.levels import LEVELS
from zhize.rdf.terms import GRAPH_AUTHORITY, Triples, iri, literal, ref, truth

_SCHEMES = {
    "product": (vocab.ProductCategory, "商品服务分类", "product categories"),
    "violation": (vocab.ViolationType, "违法行为分类", "violation types"),
}


@dataclass(frozen=True, slots=True)
class _Event:
    """A reorganisation with its places filled in."""

    names: tuple[str, ...]
    """Its path below ``reorganisation/``: the id, and the region where it is one of many alike."""
    row: Reorganisation
    before: tuple[str, ...]
    after: tuple[str, ...]

    def gives_way(self, exception: _Event) -> bool:
        """Tell whether a row limited to some regions says of this region what a general row says of all."""
        return (
            not self.row.regions
            and self.row.kind == exception.row.kind
            and self.names[1:] == exception.names[1:]
            and not set(self.after).isdisjoint(exception.after)
            and not set(self.before).isdisjoint(exception.before)
        )


def authority_quads(tables: Tables, base: str = vocab.BASE, bodies: Iterable[str] = ()) -> list[str]:
    """Return the sorted N-Quads lines of the graph ``graph/authority`` below the base.

    ``bodies`` are the full official names in use, see `bodies_in_use`; they, and the bodies from which and
    into which reorganisations turned them, become nodes. The other tables are written whole.
    """
    triples = Triples()
    _regions(triples, base, tables)
    _functions(triples, base, tables)
    _bodies(triples, base, Bodies(tables), tables, set(bodies))
    _laws(triples, base, tables)
    _scheme(triples, base, "product", tables.products)
    _scheme(triples, base, "violation", tables.violations)
    return triples.quads(iri(base, *GRAPH_AUTHORITY.split("/")))


def _regions(triples: Triples, base: str, tables: Tables) -> None:
    for region in tables.regions:
        node = ref(iri(base, "region", region.name))
        triples.kind(node, vocab.Region)
        triples.label(node, region.name)
        triples.label(node, region.en, "en")
        triples.text(node, vocab.CODE, region.code)
        triples.add(node, vocab.LEVEL, LEVELS[region.level])
        for short in region.short:
            triples.add(node, vocab.SKOS_ALT_LABEL, literal(short, "zh"))
        above = tables.region_codes.get(region.parent)
        if above is not None and above is not region:
            triples.add(node, vocab.DCTERMS_IS_PART_OF, ref(iri(base, "region", above.name)))


def _functions(triples: Triples, base: str, tables: Tables) -> None:
    for function in tables.functions:
        node = ref(iri(base, "function", function.name))
        triples.kind(node, vocab.Function)
        _names(triples, node, function.name, function.words, (function.en,))


def _names(triples: Triples, node: str, name: str, others: Iterable[str], english: tuple[str, ...]) -> None:
    """Write the labels of a concept: one preferred in each language, the rest as alternatives."""
    preferred = {"zh": name, "en": english[0] if english else ""}
    for lang, label in preferred.items():
        triples.label(node, label, lang)
        if label:
            triples.add(node, vocab.SKOS_PREF_LABEL, literal(label, lang))
    for lang, labels in (("zh", others), ("en", english[1:])):
        for label in labels:
            if label != preferred[lang]:
                triples.add(node, vocab.SKOS_ALT_LABEL, literal(label, lang))


def _bodies(triples: Triples, base: str, bodies: Bodies, tables: Tables, names: set[str]) -> None:
    """Write the bodies in use, the reorganisations they went through, and the bodies at the other ends."""
    events, names = _lineage(bodies, tables, names)
    for event in events:
        _event(triples, base, event)
    for name in names:
        _body(triples, base, name, bodies.find(name))


def _body(triples: Triples, base: str, name: str, body: Body | None) -> None:
    node = ref(iri(base, "department", name))
    triples.kind(node, vocab.Department)
    triples.label(node, name)
    triples.add(node, vocab.RESOLVED, truth(value=True))
    if body is None:
        return
    triples.add(node, vocab.LEVEL, LEVELS[body.level])
    triples.add(node, vocab.FUNCTION, ref(iri(base, "function", body.pattern.function)))
    triples.date(node, vocab.SINCE, body.pattern.since)
    triples.date(node, vocab.UNTIL, body.pattern.until)
    triples.text(node, vocab.DCTERMS_SOURCE, body.pattern.source)
    english = body.pattern.en
    if body.region is not None:
        region = ref(iri(base, "region", body.region.name))
        triples.kind(region, vocab.Region)
        triples.label(region, body.region.name)
        triples.add(node, vocab.JURISDICTION, region)
        if english and body.region.en and placed(body.pattern.name):
            english = f"{english}, {body.region.en}"
    triples.label(node, english, "en")


def _lineage(bodies: Bodies, tables: Tables, names: set[str]) -> tuple[list[_Event], set[str]]:
    """Return the reorganisations through which the names came and went, and all bodies that took part."""
    located = [body.region for body in map(bodies.find, sorted(names)) if body is not None]
    regions = {region.name: region for region in located if region is not None}
    possible = [event for row in tables.reorganisations for event in _events(bodies, row, regions.values())]
    exceptions = [event for event in possible if event.row.regions]
    possible = [event for event in possible if not any(event.gives_way(other) for other in exceptions)]
    passed = [*_followed(possible, names, back=True), *_followed(possible, names, back=False)]
    found = {event.names: event for event in passed}
    return list(found.values()), names.union(*({*event.before, *event.after} for event in found.values()))


def _followed(events: list[_Event], names: set[str], *, back: bool) -> Iterator[_Event]:
    """Yield the events met when the names are followed back, or on, through one after another."""
    reached = set(names)
    while near := [event for event in events if not reached.isdisjoint(event.after if back else event.before)]:
        yield from near
        events = [event for event in events if event not in near]
        reached.update(name for event in near for name in (event.before if back else event.after))


def _events(bodies: Bodies, row: Reorganisation, regions: Iterable[Region]) -> Iterator[_Event]:
    """Yield the reorganisation of a row: as it is, or once for each region where it is a pattern."""
    if not any(map(placed, (*row.before, *row.after))):
        yield _Event((row.id,), row, row.before, row.after)
        return
    for region in regions:
        if region.level not in row.levels or not bodies.within(region, row.regions):
            continue
        before, after = (
            tuple(name for name in (fill(pattern, region) for pattern in side) if _stood(bodies, name))
            for side in (row.before, row.after)
        )
        if bool(before) == bool(row.before) and bool(after) == bool(row.after):
            yield _Event((row.id, region.name), row, before, after)


def _stood(bodies: Bodies, name: str) -> bool:
    """Tell whether the tables know a body of that name, and no exception for its region denies it."""
    body = bodies.find(name)
    return body is not None and bodies.stands(body)


def _event(triples: Triples, base: str, event: _Event) -> None:
    node = ref(iri(base, "reorganisation", *event.names))
    row = event.row
    triples.kind(node, vocab.Reorganisation)
    ends = ["、".join(side) for side in (event.before, event.after)]
    triples.label(node, " → ".join(end for end in ends if end))
    for name in event.before:
        triples.add(node, vocab.ORG_ORIGINAL_ORGANIZATION, ref(iri(base, "department", name)))
    for name in event.after:
        triples.add(node, vocab.ORG_RESULTING_ORGANIZATION, ref(iri(base, "department", name)))
    triples.date(node, vocab.DATE, row.date)
    triples.text(node, vocab.REORGANISATION_KIND, row.kind)
    triples.text(node, vocab.MOVED_FUNCTION, row.function)
    triples.text(node, vocab.BASIS, row.basis)
    triples.text(node, vocab.SKOS_NOTE, row.note)
    triples.text(node, vocab.DCTERMS_SOURCE, row.source)
    triples.add(node, vocab.VERIFIED, truth(value=row.verified))


def _laws(triples: Triples, base: str, tables: Tables) -> None:
    for law in tables.laws:
        node = ref(iri(base, "law", law.name))
        triples.kind(node, vocab.Law)
        triples.label(node, law.name)
        triples.label(node, law.en, "en")
        for short in law.short:
            triples.add(node, vocab.SKOS_ALT_LABEL, literal(short, "zh"))
        triples.text(node, vocab.LAW_TYPE, law.type)
        triples.date(node, vocab.ADOPTED, law.adopted)
        triples.date(node, vocab.IN_FORCE_FROM, law.in_force)
        for day in law.amended:
            triples.date(node, vocab.AMENDED, day)
        triples.date(node, vocab.IN_FORCE_UNTIL, law.until)
        if law.replaced_by:
            triples.add(node, vocab.REPLACED_BY, ref(iri(base, "law", law.replaced_by)))
        triples.text(node, vocab.ISSUER_NAME, law.issuer)
        triples.text(node, vocab.DCTERMS_SOURCE, law.source)


def _scheme(triples: Triples, base: str, kind: str, concepts: Iterable[Concept]) -> None:
    """Write a taxonomy as a SKOS concept scheme; ``kind`` is the first name on the path of its concepts."""
    scheme = ref(iri(base, "scheme", kind))
    cls, zh, en = _SCHEMES[kind]
    triples.kind(scheme, vocab.SKOS_CONCEPT_SCHEME)
    triples.label(scheme, zh)
    triples.label(scheme, en, "en")
    for concept in concepts:
        node = ref(iri(base, kind, concept.label))
        triples.kind(node, cls)
        triples.add(node, vocab.SKOS_IN_SCHEME, scheme)
        _names(triples, node, concept.label, concept.alt, concept.en)
        if concept.broader:
            triples.add(node, vocab.SKOS_BROADER, ref(iri(base, kind, concept.broader)))
        else:
            triples.add(scheme, vocab.SKOS_HAS_TOP_CONCEPT, node)
            triples.add(node, vocab.SKOS_TOP_CONCEPT_OF, scheme)
        for law in concept.laws:
            triples.add(node, vocab.FORBIDDEN_BY, ref(iri(base, "law", law)))
        for source in concept.source:
            triples.text(node, vocab.DCTERMS_SOURCE, source)
