"""From files to the graph: read, extract, align, publish; and what is asked of the whole."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from zhize import resources, scoring, scoring_alignment, scoring_questions, vocab
from zhize.answers import answer
from zhize.authority import shipped
from zhize.catalogue import CampaignEntry, of_record
from zhize.comparison import Comparer, as_json
from zhize.errors import InputError
from zhize.extraction import Reader
from zhize.kinship import correspondences
from zhize.model import Record, TaskKind, document_id
from zhize.rdf import (
    GRAPH_ALIGNMENT,
    GRAPH_AUTHORITY,
    GRAPH_ONTOLOGY,
    Correspondence,
    alignment_quads,
    authority_quads,
    bodies_in_use,
    document_iri,
    iri,
    official_names,
    quads,
    vocabulary_quads,
)
from zhize.reading import Source, plans_in, read
from zhize.review import FOLDER, new_rows, write_review
from zhize.search import write_index
from zhize.store import open_store, publish
from zhize.store.layout import current

if TYPE_CHECKING:
    from rdflib import Dataset


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that could not be used, and why."""

    file: Path
    reason: str


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made."""

    records: tuple[Record, ...]
    refused: tuple[Refusal, ...]
    links: int
    """Links between tasks of different campaigns."""
    quads: int
    """Statements in the store; 0 where nothing was published."""
    review: dict[str, int] = field(default_factory=dict)
    """How many rows each table lacks, by its file name; they lie in the folder ``review`` of the store."""


@cache
def _reader(without: str | None = None) -> Reader:
    """Return the reader with the shipped tables, made once."""
    return Reader(shipped(without))


def extract(path: Path) -> tuple[Record, Source]:
    """Return the record of a file, and its source. InputError where it cannot be read or holds no task."""
    source = read(path)
    return _extract(source, path), source


def _extract(source: Source, path: Path, without: str | None = None) -> Record:
    record = _reader(without).read(source.text, source.name)
    if not record.tasks:
        raise InputError(f"{path}: no task found: is it a plan that assigns work to departments?")
    return record


def files_of(paths: Sequence[Path]) -> list[Path]:
    """Return the files that paths name, folders opened; the shipped campaigns where there is no path."""
    if not paths:
        return plans_in(resources.campaigns())
    found: list[Path] = []
    for path in paths:
        found.extend(plans_in(path) if path.is_dir() else [path])
    return list(dict.fromkeys(found))


_MANY: Final = 16
"""So many files are read by several processes."""


def _extracted(files: Sequence[Path]) -> Iterator[tuple[Path, tuple[Record, Source] | str]]:
    """Yield the files in order with what `extract` returns, or with the reason why it refuses them."""
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    workers = min(4, os.cpu_count() or 1)
    if len(files) < _MANY or workers < 2 or "fork" not in multiprocessing.get_all_start_methods():
        yield from ((path, _tried(path)) for path in files)
        return
    # What the first file loads, tables and dictionary, the processes then share.
    yield files[0], _tried(files[0])
    left = list(files[1:])
    try:
        with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("fork")) as pool:
            for result in pool.map(_tried, files[1:], chunksize=4):
                yield left.pop(0), result
    except BrokenProcessPool:  # one was killed, and nobody knows over which file
        yield from ((path, _tried_apart(path)) for path in left)


def _tried_apart(path: Path) -> tuple[Record, Source] | str:
    """Return what `_tried` returns of a file, read by a process of its own: where that is killed, the rest goes on."""
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("fork")) as pool:
        try:
            return pool.submit(_tried, path).result()
        except BrokenProcessPool:
            return f"{path}: the process that read it was killed, perhaps for want of memory: leave the file out, or split it"


def _tried(path: Path) -> tuple[Record, Source] | str:
    """Return what `extract` returns of a file, or the reason why it refuses it."""
    try:
        return extract(path)
    except InputError as error:
        return str(error)


def build(
    paths: Sequence[Path], store: Path, base: str = vocab.BASE, told: Callable[[str], None] = lambda _: None
) -> Built:
    """Read the files and make the store hold exactly them; files that cannot be used are listed, the rest is published.

    ``told`` hears of progress. InputError where two files have one id, or where nothing is left: the store stays.
    """
    records: list[Record] = []
    sources: dict[str, str] = {}
    homes: dict[str, Path] = {}
    refused: list[Refusal] = []
    for path, result in _extracted(files_of(paths)):
        if isinstance(result, str):
            refused.append(Refusal(path, result))
            continue
        record, source = result
        if record.id in homes:
            raise InputError(f"two files have the id {record.id}: {homes[record.id]} and {path}; rename one")
        homes[record.id] = path
        records.append(record)
        sources[record.id] = source.text
        told(f"{path.name}: {len(record.tasks)} tasks")
    if not records:
        return Built((), tuple(refused), 0, 0)
    entries = [of_record(record, sources[record.id]) for record in records]
    links = list(correspondences(entries, shipped()))
    graphs = _graphs(records, sources, links, base)
    publish(store, graphs, sources, base, lambda folder: write_index(folder, entries, shipped()))
    lacking = new_rows(records, shipped())
    write_review(store, lacking)
    counts = {name: len(rows) for name, rows in lacking.items()}
    return Built(tuple(records), tuple(refused), len(links), sum(map(len, graphs.values())), counts)


def _graphs(
    records: Iterable[Record], sources: dict[str, str], links: Iterable[Correspondence], base: str
) -> dict[str, list[str]]:
    """Return the lines of every named graph."""
    tables = shipped()
    records = list(records)
    names = {each.name for record in records for each in (*record.issuers, *record.addressees)}
    vouched = official_names(tables, sorted(names))
    graphs = {document_iri(base, r.id): quads(r, sources[r.id], base, vouched) for r in records}
    bodies = {name for record in records for name in bodies_in_use(record, vouched)}
    graphs[iri(base, *GRAPH_AUTHORITY.split("/"))] = authority_quads(tables, base, sorted(bodies))
    graphs[iri(base, *GRAPH_ALIGNMENT.split("/"))] = alignment_quads(links, base)
    graphs[iri(base, *GRAPH_ONTOLOGY.split("/"))] = vocabulary_quads(base)
    return graphs


def evaluate(gold: Path, sources: Path | None = None, *, leave_one_out: bool = False) -> scoring.Scores:
    """Score extraction on the gold files of a folder; their sources lie in ``sources``, beside them, or ship with zhize.

    With ``leave_one_out`` no row of a table counts whose only source is the plan that is being scored.
    """
    files = sorted(gold.glob("*.yaml"))
    if not files:
        raise InputError(f"{gold}: no gold file (*.yaml) there")
    made = []
    for file in files:
        expected = scoring.read_gold(file)
        name = str(expected["document"])
        source = read(_source_of(name, file, sources))
        reader = _reader(Path(name).stem if leave_one_out else None)
        made.append(scoring.score(expected, reader.read(source.text, name)))
    return scoring.merge(made)


def evaluate_questions(questions: Path) -> str:
    """Return the scores of answers to question sets over the shipped plans, as text.

    ``questions`` is a file, or a folder whose files are scored one after the other.
    """
    files = sorted(questions.glob("*.yaml")) if questions.is_dir() else [questions]
    if not files:
        raise InputError(f"{questions}: no questions (*.yaml) there")
    sets = [(file.name, scoring_questions.read_questions(file)) for file in files]
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        build([], store)
        generation = current(store)
        if generation is None:
            raise InputError(f"{store}: nothing was built to ask")
        reports = [
            (name, scoring_questions.evaluate(asked, lambda text, options: answer(text, generation, **options)))
            for name, asked in sets
        ]
    return "\n\n".join(f"{name}\n{scoring_questions.report(verdicts)}" for name, verdicts in reports)


def evaluate_alignment(gold: Path, sources: Path | None = None) -> str:
    """Return the scores of comparisons against the expert pairs of a folder, as text.

    The plans lie in ``sources`` or in folders below it, or ship with zhize.
    """
    files = sorted(gold.glob("*.yaml"))
    if not files:
        raise InputError(f"{gold}: no pair (*.yaml) there")
    pairs = [(file, scoring_alignment.read_gold(file)) for file in files]
    comparer = Comparer(shipped())
    entries: dict[str, CampaignEntry] = {}
    for file, expected in pairs:
        for side in ("from", "to"):
            if (name := str(expected[side])) not in entries:
                record, source = extract(_plan_of(name, file, sources))
                entries[name] = of_record(record, source.text)
    scores = []
    for _, expected in pairs:
        one, other = (entries[str(expected[side])] for side in ("from", "to"))
        duties = [task.path for task in one.tasks if task.kind is TaskKind.DUTY]
        scores.append(scoring_alignment.score(expected, as_json(comparer.compare(one, other)), duties))
    return scoring_alignment.report(scores)


def _plan_of(name: str, gold: Path, sources: Path | None) -> Path:
    """Return the file of a plan that the gold of a pair names by its id."""
    folders = [resources.campaigns()]
    if sources is not None:
        folders[:0] = [sources, *sorted(each for each in sources.rglob("*") if each.is_dir())]
    for folder in folders:
        for path in plans_in(folder):
            if document_id(path.name) == name:
                return path
    raise InputError(f"{gold}: its plan {name} is not in {sources or folders[0]}: say where with --sources")


def _source_of(name: str, gold: Path, sources: Path | None) -> Path:
    """Return the file of a gold's document."""
    places = [sources] if sources is not None else [gold.parent, resources.campaigns()]
    for place in places:
        if (place / name).is_file():
            return place / name
    raise InputError(f"{gold}: its document {name} is not in {' or '.join(map(str, places))}: say where with --sources")


def summary(built: Built) -> dict[str, int]:
    """Return the counts that a build's summary shows."""
    tasks = [task for record in built.records for task in record.tasks]
    bodies = {d.name for task in tasks for d in task.departments if d.resolved}
    laws = {law.name for task in tasks for law in task.laws} | {
        law.name for record in built.records for law in record.laws_cited
    }
    duties = sum(len(task.departments) for task in tasks)
    cited = sum(len(task.laws) for task in tasks) + sum(len(r.laws_cited) for r in built.records)
    aimed = sum(len(task.products) + len(task.violations) for task in tasks)
    return {
        "documents": len(built.records),
        "tasks": len(tasks),
        "departments": len(bodies),
        "laws": len(laws),
        "products": len({t.concept for task in tasks for t in task.products}),
        "violations": len({t.concept for task in tasks for t in task.violations}),
        "edges": duties + cited + aimed,
        "links": built.links,
        "statements": built.quads,
    }


def summary_text(built: Built, store: Path) -> str:
    """Return a build's summary as text: the counts, and what was not understood."""
    counts = summary(built)
    lines = [f"{store}: {counts['documents']} documents, {counts['tasks']} tasks, {counts['departments']} departments, "
             f"{counts['laws']} laws, {counts['products']} product categories, {counts['violations']} violation types",
             f"  {counts['edges']} proven edges, {counts['links']} links between campaigns, {counts['statements']} statements"]  # fmt: skip
    if built.review:
        rows = ", ".join(f"{count} for {name}" for name, count in sorted(built.review.items()))
        lines.append(f"new terms to review: {rows}: see {store / FOLDER}")
    noted = [(record, note) for record in built.records for note in record.remarks]
    lines.append(f"not understood: {len(noted)}")
    kinds: dict[str, list[str]] = {}
    for record, note in noted:
        kinds.setdefault(note.kind, []).append(f"    {record.id} at {note.start}: {note.text} ({note.detail})")
    for kind, shown in sorted(kinds.items()):
        lines.append(f"  {kind}: {len(shown)}")
        lines += shown[:8]
        if len(shown) > 8:
            lines.append(f"    … {len(shown) - 8} more: zhize extract FILE --report")
    return "\n".join(lines)


def coverage(record: Record, source: Source) -> list[dict[str, object]]:
    """Return what was not understood of a document, a mapping each, in order of the text."""
    noted: list[dict[str, object]] = [
        {"kind": n.kind, "text": n.text, "span": [n.start, n.end], "detail": n.detail} for n in record.remarks
    ]
    noted += [{"kind": "dropped", "text": str(each), "span": None, "detail": ""} for each in source.dropped]
    return noted


def coverage_text(noted: Iterable[dict[str, object]]) -> str:
    """Return what was not understood as lines."""
    lines = [f"{n['kind']}: {n['text']} {n['detail']} {n['span'] or ''}".rstrip() for n in noted]
    return "\n".join(lines) or "everything was understood"


def dataset(store: Path) -> Dataset:
    """Return the graph of a store as an rdflib Dataset whose default graph is the union."""
    return open_store(store).dataset()
