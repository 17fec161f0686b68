"""What lies where in a store.

::

    CURRENT                  number of the generation that readers open
    LOCK                     held by the one writer; its process id
    generations/7/           never changed once it is there
        MANIFEST.json        what the generation holds
        FILES.json           size and SHA-256 of every other file
        graph.nq             all quads, sorted
        sources/             the texts in which the spans count
        db/                  Oxigraph: the named graphs, and in the default graph their union
"""

from __future__ import annotations

import errno
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from zhize.errors import StoreError

SCHEMA = 1
"""Version of this layout and of what the graph means by it; a reader refuses a newer one."""

CURRENT = "CURRENT"
LOCK = "LOCK"
GENERATIONS = "generations"
MANIFEST = "MANIFEST.json"
FILES = "FILES.json"
GRAPH = "graph.nq"
SOURCES = "sources"
DATABASE = "db"

_ADVICE = {
    errno.ENOSPC: "no space left on the disk: free some and build again",
    errno.EDQUOT: "the disk quota is used up: free some space and build again",
    errno.EFBIG: "a file would grow beyond the limit of this process: raise `ulimit -f` and build again",
    errno.EROFS: "the file system is read-only: choose another folder with --store",
    errno.EACCES: "permission denied: choose another folder with --store",
    errno.EPERM: "permission denied: choose another folder with --store",
    errno.EMFILE: "too many open files: raise `ulimit -n` to 256 or more",
    errno.ENFILE: "too many open files on this machine",
    errno.ENOTDIR: "a file stands where a folder should be: choose another folder with --store",
    errno.EEXIST: "a file stands where a folder should be: choose another folder with --store",
    errno.EIO: "the disk reports an error",
}
_ROCKSDB_ADVICE = {
    "No space left on device": _ADVICE[errno.ENOSPC],
    "Disk quota exceeded": _ADVICE[errno.EDQUOT],
    "File too large": _ADVICE[errno.EFBIG],
    "file descriptors": _ADVICE[errno.EMFILE],
    "Too many open files": _ADVICE[errno.EMFILE],
    "Permission denied": _ADVICE[errno.EACCES],
    "Read-only file system": _ADVICE[errno.EROFS],
}


class StoredSource(NamedTuple):
    """The source of a document, kept beside the graph."""

    document: str
    """Id of the document."""
    file: str
    """Its file below the generation; named by its content, whatever the id is like."""
    characters: int
    sha256: str
    """Of the text in UTF-8."""


class Manifest(NamedTuple):
    """What a generation holds; the same input gives the same manifest."""

    schema: int
    vocabulary: str
    """Version of the vocabulary."""
    base: str
    """Where the IRIs of its resources begin."""
    quads: int
    graphs: Mapping[str, int]
    """Quads of each named graph, by its IRI."""
    sha256: str
    """Of `graph.nq`."""
    sources: Mapping[str, StoredSource]
    """By id of the document."""

    def to_json(self) -> str:
        """Return the manifest as the text of its file."""
        content = {
            "schema": self.schema,
            "vocabulary": self.vocabulary,
            "base": self.base,
            "quads": self.quads,
            "graphs": dict(sorted(self.graphs.items())),
            "sha256": self.sha256,
            "sources": {
                name: {"file": each.file, "characters": each.characters, "sha256": each.sha256}
                for name, each in sorted(self.sources.items())
            },
        }
        return json.dumps(content, ensure_ascii=False, indent=1) + "\n"

    @classmethod
    def from_content(cls, content: Mapping[str, Any]) -> Manifest:
        """Return the manifest of a file's content; KeyError, TypeError or AttributeError if it is none."""
        sources = {
            name: StoredSource(name, each["file"], each["characters"], each["sha256"])
            for name, each in content["sources"].items()
        }
        return cls(**{**{name: content[name] for name in cls._fields}, "sources": sources})


def read_json(path: Path) -> Any:
    """Return the content of a JSON file of the store; StoreError where it is damaged."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise damaged(path, "is missing") from error
    except OSError as error:
        raise trouble(path, error) from error
    except ValueError as error:
        raise damaged(path, "is no JSON") from error


def listed(generation: Path) -> dict[str, tuple[int, str]]:
    """Return size and SHA-256 of every file of a generation by its name; StoreError where the list is damaged."""
    path = generation / FILES
    content = read_json(path)
    try:
        return {name: (int(size), str(digest)) for name, (size, digest) in content.items()}
    except (AttributeError, TypeError, ValueError) as error:
        raise damaged(path, "is no list of files") from error


def current(folder: Path) -> Path | None:
    """Return the generation that readers open, or None where nothing was published; StoreError if damaged."""
    path = folder / CURRENT
    try:
        number = path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None
    except NotADirectoryError:
        return None
    except OSError as error:
        raise trouble(path, error) from error
    except UnicodeDecodeError as error:
        raise damaged(path, "names no generation") from error
    if not number.isdecimal():
        raise damaged(path, "names no generation")
    return folder / GENERATIONS / number


def damaged(path: Path, what: str) -> StoreError:
    """Return the error that says that a file of the store is not as it was written."""
    return StoreError(f"{path}: {what}: the store is damaged, build it again")


def trouble(path: Path, error: OSError) -> StoreError:
    """Return the error of the operating system or of the database as one line that says what to do."""
    text = " ".join(str(error).split())
    advice = _ADVICE.get(error.errno) if error.errno is not None else None
    if advice is None:
        advice = next((known for words, known in _ROCKSDB_ADVICE.items() if words in text), None)
    return StoreError(f"{path}: {advice or error.strerror or text}")
