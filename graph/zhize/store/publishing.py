"""Publishing a graph: whole or not at all, whatever stops the process.

A generation is built beside the others, forced to disk, renamed, and only then named by CURRENT. A process
that is killed leaves the old graph or the new one; what it left half done the next publisher removes.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox

from zhize import vocab
from zhize.errors import StoreError
from zhize.store import layout
from zhize.store.layout import Manifest, StoredSource


def publish(
    folder: Path,
    graphs: Mapping[str, Sequence[str]],
    sources: Mapping[str, str],
    base: str = vocab.BASE,
    beside: Callable[[Path], None] = lambda _: None,
) -> Manifest:
    """Make a store hold exactly these graphs and sources, and return what it then holds.

    ``graphs`` gives the N-Quads lines of each named graph by its IRI, ``sources`` the text of each document
    by its id; ``beside`` is called with the folder of the generation, to add files to it. StoreError where
    another process is publishing or the disk does not let us; the old graph then stays.
    """
    with _writing(folder):
        generations = folder / layout.GENERATIONS
        published = {path.name for path in generations.iterdir() if path.name.isdecimal()}
        _tidy(generations, published)
        before = _before(folder)
        number = 1 + max(map(int, published), default=0)
        building = generations / f"{number}.tmp"
        try:
            manifest = _fill(building, graphs, sources, base, beside)
            _sync_tree(building)
            building.rename(generations / str(number))
            _sync(generations)
            _point(folder, number)
        except BaseException:
            _remove(building)
            raise
        _tidy(generations, {str(number), before})
        return manifest


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    """Hold the lock of a store; errors of the disk come out as StoreError."""
    try:
        (folder / layout.GENERATIONS).mkdir(parents=True, exist_ok=True)
        with (folder / layout.LOCK).open("a+", encoding="ascii") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                lock.seek(0)
                holder = lock.read().strip() or "unknown"
                text = f"{folder}: process {holder} is building this store: wait for it, or stop it"
                raise StoreError(text) from error
            lock.truncate(0)
            lock.write(f"{os.getpid()}\n")
            lock.flush()
            yield
    except OSError as error:
        raise layout.trouble(folder, error) from error


def _fill(
    folder: Path,
    graphs: Mapping[str, Sequence[str]],
    sources: Mapping[str, str],
    base: str,
    beside: Callable[[Path], None],
) -> Manifest:
    """Write all files of a generation."""
    folder.mkdir()
    lines = sorted({line for graph in graphs.values() for line in graph})
    text = "".join(f"{line}\n" for line in lines).encode()
    # The database is loaded by the engine's own threads, which need no Python, while Python writes what stands beside it.
    with ThreadPoolExecutor(max_workers=1) as engine:
        loading = engine.submit(_load, folder / layout.DATABASE, text + _union(graphs).encode())
        (folder / layout.GRAPH).write_bytes(text)
        kept = _keep_sources(folder, sources)
        beside(folder)
        loading.result()
    manifest = Manifest(
        schema=layout.SCHEMA,
        vocabulary=vocab.VERSION,
        base=base,
        quads=len(lines),
        graphs={graph: len(set(lines)) for graph, lines in graphs.items()},
        sha256=_digest(text),
        sources=kept,
    )
    (folder / layout.MANIFEST).write_text(manifest.to_json(), encoding="utf-8")
    files = {
        path.relative_to(folder).as_posix(): [path.stat().st_size, _digest(path.read_bytes())]
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    (folder / layout.FILES).write_text(json.dumps(files, indent=1) + "\n", encoding="utf-8")
    return manifest


def _union(graphs: Mapping[str, Sequence[str]]) -> str:
    """Return the union of the graphs as lines of the default graph.

    The union is loaded, not made at query time, because a triple of two graphs would then answer twice.
    """
    union: list[str] = []
    for graph, lines in sorted(graphs.items()):
        ending = f" <{graph}> ."
        if not all(line.endswith(ending) for line in lines):
            raise StoreError(f"a line among those of the graph {graph} is not of that graph")
        size = len(ending)
        union += [f"{line[:-size]} .\n" for line in lines]
    return "".join(union)


def _load(folder: Path, text: bytes) -> None:
    """Load quads into a database of their own, in one go."""
    try:
        store = ox.Store(folder)
        store.bulk_load(input=text, format=ox.RdfFormat.N_QUADS)
        store.flush()
    except (SyntaxError, ValueError) as error:
        raise StoreError(f"a line of the graph is no N-Quads: {error}") from error
    del store
    for log in folder.glob("LOG*"):
        log.unlink()


def _keep_sources(folder: Path, sources: Mapping[str, str]) -> dict[str, StoredSource]:
    """Write the sources, each once, under names that hold whatever the ids are like."""
    (folder / layout.SOURCES).mkdir()
    kept: dict[str, StoredSource] = {}
    for document, text in sorted(sources.items()):
        content = text.encode("utf-8", "surrogatepass")
        digest = _digest(content)
        file = f"{layout.SOURCES}/{digest}.txt"
        (folder / file).write_bytes(content)
        kept[document] = StoredSource(document, file, len(text), digest)
    return kept


def _digest(content: bytes) -> str:
    import hashlib

    return hashlib.sha256(content).hexdigest()


def _point(folder: Path, number: int) -> None:
    """Make readers open a generation from now on."""
    beside = folder / f"{layout.CURRENT}.tmp"
    beside.write_text(f"{number}\n", encoding="ascii")
    _sync(beside)
    beside.replace(folder / layout.CURRENT)
    _sync(folder)


def _before(folder: Path) -> str:
    """Return the name of the generation that readers open now; empty if none, or if CURRENT is damaged."""
    try:
        now = layout.current(folder)
    except StoreError:
        return ""
    return "" if now is None else now.name


def _tidy(generations: Path, kept: set[str]) -> None:
    """Remove the generations that are not to be kept, and those that a killed process left half done."""
    for path in sorted(generations.iterdir()):
        if path.name not in kept:
            _remove(path)


def _remove(folder: Path) -> None:
    for parent, folders, files in os.walk(folder, topdown=False):
        for name in files:
            Path(parent, name).unlink(missing_ok=True)
        for name in folders:
            Path(parent, name).rmdir()
    if folder.is_dir():
        folder.rmdir()


def _sync_tree(folder: Path) -> None:
    for parent, _, files in os.walk(folder):
        for name in files:
            _sync(Path(parent, name))
        _sync(Path(parent))


def _sync(path: Path) -> None:
    """Force a file, or the entries of a folder, to disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
