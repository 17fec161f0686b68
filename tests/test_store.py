"""The store: published whole or not at all, read as plain values, written in any format."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from zhize import vocab
from zhize.errors import QueryError, StoreError
from zhize.store import SCHEMA, Graph, Manifest, layout, open_store, publish, publishing

HERE = Path(__file__).parent
BASE = vocab.BASE
LABEL = f"<{vocab.RDFS_LABEL}>"
FIRST, SECOND = f"{BASE}doc/一", f"{BASE}doc/二"


def graphs(*versions: str) -> dict[str, list[str]]:
    """Return two graphs that share one triple; the versions stand in the first."""
    shared = f'<{BASE}department/甲> {LABEL} "甲"@zh'
    return {
        FIRST: [
            f"{shared} <{FIRST}> .",
            *(f'<{FIRST}> <{vocab.PATH}> "{version}" <{FIRST}> .' for version in versions or ("1",)),
            f'<{FIRST}> <{vocab.YEAR}> "2020"^^<{vocab.XSD_INTEGER}> <{FIRST}> .',
            f'<{FIRST}> <{vocab.SCORE}> "0.5"^^<{vocab.XSD_DECIMAL}> <{FIRST}> .',
            f'<{FIRST}> <{vocab.TRUNCATED}> "true"^^<{vocab.XSD_BOOLEAN}> <{FIRST}> .',
            f'<{FIRST}> <{vocab.STARTS}> "2020-11"^^<{vocab.XSD_G_YEAR_MONTH}> <{FIRST}> .',
            f'<{FIRST}> <{vocab.DCTERMS_TITLE}> "说\\"好\\"\\n（一）"@zh <{FIRST}> .',
        ],
        SECOND: [f"{shared} <{SECOND}> .", f"<{SECOND}> <{vocab.CITES}> <{BASE}law/法> <{SECOND}> ."],
    }


SOURCES = {"一": "\ufeff第一\r\n文件\u2028。", "二": "第二", "a/../b": "第二"}


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    folder = tmp_path_factory.mktemp("store")
    publish(folder, graphs(), SOURCES)
    return open_store(folder)


def version(folder: Path) -> list[object]:
    """Return the versions that readers find."""
    return [row[0] for row in open_store(folder).query("SELECT ?v { ?s zz:path ?v } ORDER BY ?v")]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "generations").iterdir())


# --- what is published is what is read -------------------------------------------------------------


def test_manifest(graph: Graph) -> None:
    lines = sorted(line for each in graphs().values() for line in each)
    text = "".join(f"{line}\n" for line in lines).encode()
    manifest = graph.manifest
    assert graph.dump("nquads") == text
    assert (manifest.schema, manifest.base, manifest.vocabulary) == (SCHEMA, BASE, vocab.VERSION)
    assert (manifest.quads, manifest.graphs) == (9, {FIRST: 7, SECOND: 2})
    assert manifest.sha256 == hashlib.sha256(text).hexdigest()
    assert {name: each.characters for name, each in manifest.sources.items()} == {
        name: len(text) for name, text in SOURCES.items()
    }
    assert Manifest.from_content(json.loads(manifest.to_json())) == manifest


@pytest.mark.parametrize("document", SOURCES)
def test_sources_come_back_to_the_character(graph: Graph, document: str) -> None:
    assert graph.source(document) == SOURCES[document]


def test_an_unknown_document_is_an_error(graph: Graph) -> None:
    with pytest.raises(QueryError, match="no document '三'"):
        graph.source("三")


def test_the_same_input_gives_the_same_manifest_and_bytes(tmp_path: Path, graph: Graph) -> None:
    backwards = {name: each[::-1] for name, each in reversed(graphs().items())}
    manifest = publish(tmp_path, backwards, dict(reversed(SOURCES.items())))
    assert manifest.to_json() == graph.manifest.to_json()
    assert open_store(tmp_path).dump("nquads") == graph.dump("nquads")


def test_files_beside_the_graph_belong_to_the_generation(tmp_path: Path) -> None:
    def index(folder: Path) -> None:
        (folder / "index").mkdir()
        (folder / "index" / "words").write_text("词", encoding="utf-8")

    publish(tmp_path, graphs(), {}, beside=index)
    opened = open_store(tmp_path)
    assert (opened.folder / "index" / "words").read_text(encoding="utf-8") == "词"
    (opened.folder / "index" / "words").write_text("改", encoding="utf-8")
    assert len(opened.verify()) == 1


# --- generations -----------------------------------------------------------------------------------


def test_the_previous_generation_is_kept_and_older_ones_go(tmp_path: Path) -> None:
    for number in range(1, 5):
        publish(tmp_path, graphs(str(number)), SOURCES)
        assert version(tmp_path) == [str(number)]
    assert names(tmp_path) == ["3", "4"]


def test_a_reader_keeps_what_it_opened(tmp_path: Path) -> None:
    publish(tmp_path, graphs("1"), SOURCES)
    reader = open_store(tmp_path)
    publish(tmp_path, graphs("2"), SOURCES)
    assert list(reader.query("SELECT ?v { ?s zz:path ?v }")) == [("1",)]
    assert reader.source("一") == SOURCES["一"]
    assert reader.verify() == []


def test_reading_changes_no_file(tmp_path: Path) -> None:
    publish(tmp_path, graphs(), SOURCES)

    def state() -> dict[str, tuple[int, bytes]]:
        files = (path for path in tmp_path.rglob("*") if path.is_file())
        return {str(path): (path.stat().st_mtime_ns, path.read_bytes()) for path in files}

    before = state()
    opened = open_store(tmp_path)
    opened.query("SELECT * { ?s ?p ?o }")
    opened.dump("trig")
    assert opened.verify() == []
    assert state() == before


def test_what_a_killed_publisher_left_is_removed(tmp_path: Path) -> None:
    publish(tmp_path, graphs("1"), SOURCES)
    for left in ("2.tmp", "7"):
        (tmp_path / "generations" / left / "db").mkdir(parents=True)
        (tmp_path / "generations" / left / "db" / "x.sst").write_text("half")
    (tmp_path / "CURRENT.tmp").write_text("")
    assert version(tmp_path) == ["1"]
    publish(tmp_path, graphs("2"), SOURCES)
    assert version(tmp_path) == ["2"]
    assert names(tmp_path) == ["1", "8"]
    assert not (tmp_path / "CURRENT.tmp").exists()


def test_a_line_of_another_graph_is_refused_and_the_old_graph_stays(tmp_path: Path) -> None:
    publish(tmp_path, graphs("1"), SOURCES)
    for lines in ([f"<{FIRST}> <{vocab.PATH}> 1 <{SECOND}> ."], [f"<{FIRST}> nonsense <{FIRST}> ."]):
        with pytest.raises(StoreError):
            publish(tmp_path, {FIRST: lines}, {})
    assert (version(tmp_path), names(tmp_path)) == (["1"], ["1"])


# --- what can go wrong -----------------------------------------------------------------------------


def test_two_publishers_at_once(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from zhize.store import publish\n"
        "def wait(folder): print('building', flush=True); sys.stdin.read()\n"
        "publish(Path(sys.argv[1]), {}, {}, beside=wait)\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "building\n"
        with pytest.raises(StoreError, match=rf"process {other.pid} is building this store"):
            publish(tmp_path, graphs("1"), SOURCES)
        other.communicate("")
    publish(tmp_path, graphs("1"), SOURCES)
    assert version(tmp_path) == ["1"]


def test_no_store(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nothing"):
        with pytest.raises(StoreError, match="holds no graph: run `zhize build` first"):
            open_store(folder)
    assert list(tmp_path.iterdir()) == []


def test_a_file_where_the_store_should_be(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("x")
    for folder in (file, file / "below"):
        with pytest.raises(StoreError, match="a file stands where a folder should be"):
            publish(folder, graphs(), SOURCES)
        with pytest.raises(StoreError, match="holds no graph"):
            open_store(folder)


def rewritten(name: str, change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    """Return what changes a file: of the store, or of its one generation."""

    def apply(folder: Path) -> None:
        pattern = name if name == "CURRENT" else f"generations/1/{name}"
        path = sorted(folder.glob(pattern))[0]
        path.write_bytes(change(path.read_bytes()))

    return apply


def removed(name: str) -> Callable[[Path], None]:
    def apply(folder: Path) -> None:
        sorted(folder.glob(f"generations/1/{name}"))[0].unlink()

    return apply


def flipped(content: bytes, at: int = 12) -> bytes:
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


def quads_flipped(folder: Path) -> None:
    path = max(folder.glob("generations/1/db/*.sst"), key=lambda each: (each.stat().st_size, each.name))
    path.write_bytes(flipped(path.read_bytes()))


DAMAGE = {
    "CURRENT empty": rewritten("CURRENT", lambda _: b""),
    "CURRENT garbled": rewritten("CURRENT", lambda _: b"\xff\xfe"),
    "CURRENT elsewhere": rewritten("CURRENT", lambda _: b"../../x"),
    "CURRENT too high": rewritten("CURRENT", lambda _: b"9"),
    "manifest gone": removed("MANIFEST.json"),
    "manifest empty": rewritten("MANIFEST.json", lambda _: b""),
    "manifest a list": rewritten("MANIFEST.json", lambda _: b"[]"),
    "manifest without graphs": rewritten("MANIFEST.json", lambda c: c.replace(b'"graphs"', b'"grephs"')),
    "manifest no text": rewritten("MANIFEST.json", lambda _: b"\xff"),
    "list of files gone": removed("FILES.json"),
    "list of files no list": rewritten("FILES.json", lambda _: b"[1]"),
    "list of files without sizes": rewritten("FILES.json", lambda _: b'{"graph.nq": 1}'),
    "graph cut": rewritten("graph.nq", lambda content: content[:-10]),
    "graph gone": removed("graph.nq"),
    "database cut": rewritten("db/*.sst", lambda content: content[:-10]),
    "database file gone": removed("db/*.sst"),
    "end of the database flipped": rewritten("db/*.sst", lambda content: flipped(content, len(content) // 2)),
    "database's own manifest cut": rewritten("db/MANIFEST-*", lambda content: content[:-10]),
    "database's own pointer gone": removed("db/CURRENT"),
}
HIDDEN = {
    "graph flipped": rewritten("graph.nq", flipped),
    "quads of the database flipped": quads_flipped,
    "source flipped": rewritten("sources/*", lambda content: flipped(content, 0)),
    "source gone": removed("sources/*"),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_store_is_not_opened_and_can_be_built_again(tmp_path: Path, damage: str) -> None:
    publish(tmp_path, graphs("1"), SOURCES)
    DAMAGE[damage](tmp_path)
    with pytest.raises(StoreError) as raised:
        open_store(tmp_path)
    assert re.fullmatch(rf"{re.escape(str(tmp_path))}[^\n]*build it again", str(raised.value))
    publish(tmp_path, graphs("2"), SOURCES)
    assert version(tmp_path) == ["2"]


@pytest.mark.parametrize("damage", HIDDEN)
def test_damage_that_opening_does_not_see_is_found_by_verification(tmp_path: Path, damage: str) -> None:
    publish(tmp_path, graphs(), SOURCES)
    HIDDEN[damage](tmp_path)
    (problem,) = open_store(tmp_path).verify()
    assert problem.startswith(str(tmp_path))


def test_a_source_that_was_changed_is_not_shown(tmp_path: Path) -> None:
    publish(tmp_path, graphs(), {"一": "第一"})
    HIDDEN["source flipped"](tmp_path)
    with pytest.raises(StoreError, match="is not the text that was read"):
        open_store(tmp_path).source("一")


@pytest.mark.parametrize(("schema", "words"), [(SCHEMA + 1, "newer zhize"), (0, "damaged"), ('"1"', "damaged")])
def test_a_store_of_another_layout(tmp_path: Path, schema: int | str, words: str) -> None:
    publish(tmp_path, graphs(), SOURCES)
    rewritten("MANIFEST.json", lambda c: c.replace(b'"schema": 1', f'"schema": {schema}'.encode()))(tmp_path)
    with pytest.raises(StoreError, match=words):
        open_store(tmp_path)


@contextmanager
def failing(monkeypatch: pytest.MonkeyPatch, nth: int, error: OSError) -> Iterator[list[int]]:
    """Let the nth step of publishing fail that touches the disk; the list counts the steps."""
    steps = [0]

    def limited(what: Callable[..., object]) -> Callable[..., object]:
        def step(*arguments: object, **more: object) -> object:
            steps[0] += 1
            if steps[0] == nth:
                raise error
            return what(*arguments, **more)

        return step

    with monkeypatch.context() as patch:
        patch.setattr(publishing, "_sync", limited(publishing._sync))
        patch.setattr(publishing, "_load", limited(publishing._load))
        for name in ("mkdir", "rename", "replace", "write_bytes", "write_text"):
            patch.setattr(Path, name, limited(getattr(Path, name)))
        yield steps


def test_whichever_step_fails_the_old_graph_or_the_new_one_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(tmp_path, graphs("0"), SOURCES)
    held = "0"
    for nth in range(1, 100):
        full = OSError(errno.ENOSPC, "No space left on device")
        with failing(monkeypatch, nth, full) as steps, suppress(StoreError):
            publish(tmp_path, graphs(str(nth)), SOURCES)
            assert steps[0] < nth, "a step failed and nobody was told"
        found = open_store(tmp_path)
        assert found.verify() == []
        ((now,),) = found.query("SELECT ?v { ?s zz:path ?v }")
        assert now in (held, str(nth))
        held = str(now)
        if steps[0] < nth:
            break
    assert nth > 20
    assert held == str(nth)
    assert len(names(tmp_path)) == 2


LIMITED = """
import resource, sys
from pathlib import Path
from zhize.errors import StoreError
from zhize.store import open_store, publish
resource.setrlimit(getattr(resource, sys.argv[2]), (int(sys.argv[3]),) * 2)
try:
    if sys.argv[4] == "publish":
        graph = "http://e/g"
        lines = [f'<http://e/{n}> <http://e/p> "{n * 77}" <{graph}> .' for n in range(9000)]
        publish(Path(sys.argv[1]), {graph: lines}, {})
    else:
        open_store(Path(sys.argv[1])).query("ASK { ?s ?p ?o }")
except StoreError as error:
    print(error)
"""


@pytest.mark.parametrize(
    ("limit", "value", "act", "words"),
    [
        ("RLIMIT_FSIZE", 100_000, "publish", "raise `ulimit -f` and build again"),
        ("RLIMIT_NOFILE", 40, "publish", "raise `ulimit -n`"),
        ("RLIMIT_NOFILE", 16, "open", "raise `ulimit -n`"),
    ],
)
def test_limits_of_the_process_are_told_in_one_line(
    tmp_path: Path, limit: str, value: int, act: str, words: str
) -> None:
    publish(tmp_path, graphs("1"), SOURCES)
    command = [sys.executable, "-c", LIMITED, str(tmp_path), limit, str(value), act]
    said = subprocess.run(command, capture_output=True, text=True, check=True)
    assert re.fullmatch(rf"{re.escape(str(tmp_path))}[^\n]*{re.escape(words)}[^\n]*\n", said.stdout), said
    assert version(tmp_path) == ["1"]
    assert open_store(tmp_path).verify() == []


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.EROFS, "the file system is read-only: choose another folder with --store"),
        (errno.EACCES, "permission denied: choose another folder with --store"),
        (errno.EMFILE, "too many open files: raise `ulimit -n` to 256 or more"),
        (errno.EIO, "the disk reports an error"),
        (errno.EDQUOT, "the disk quota is used up: free some space and build again"),
        (errno.ENXIO, os.strerror(errno.ENXIO)),
    ],
)
def test_errors_of_the_disk_say_what_to_do(number: int, words: str) -> None:
    assert str(layout.trouble(Path("s"), OSError(number, os.strerror(number)))) == f"s: {words}"


def test_killed_at_any_moment_the_old_graph_or_the_new_one_is_whole(tmp_path: Path) -> None:
    script = HERE / "soak" / "kill_build.py"
    command = [sys.executable, str(script), "--cycles", "10", "--seed", "1", "--folder", str(tmp_path)]
    report = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert report["troubles"] == []
    assert report["cycles"] == 10
