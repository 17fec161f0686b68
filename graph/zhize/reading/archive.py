"""Zip files that hold documents: refused by their directory where they would unpack to more than a document."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from io import BytesIO

from zhize.errors import InputError
from zhize.reading.source import shown
from zhize.reading.xmltree import Node, parse_xml

#: Most bytes that all members may have together when unpacked.
MAX_UNPACKED = 200 * 1024 * 1024
#: How many times larger than the file its members may be together.
MAX_RATIO = 100
MAX_MEMBERS = 2000

_DAMAGED = "the docx is damaged: open it in Word or WPS and save it again"


class Archive:
    """A document in a zip file, its parts read on demand."""

    def __init__(self, data: bytes, name: str) -> None:
        """Open the file ``name`` of content ``data``; InputError where its directory is damaged or a bomb."""
        self.name = shown(name)
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
            members = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise InputError(f"{self.name}: {_DAMAGED} ({error})") from error
        unpacked = sum(member.file_size for member in members)
        reason = None
        if len(members) > MAX_MEMBERS:
            reason = f"{len(members)} members, more than {MAX_MEMBERS}"
        elif unpacked > MAX_UNPACKED:
            reason = f"{unpacked / 2**20:.0f} MB unpacked, more than {MAX_UNPACKED // 2**20}"
        elif unpacked > MAX_RATIO * len(data):
            reason = f"unpacks to {unpacked // max(1, len(data))} times its size, more than {MAX_RATIO}"
        elif len({member.header_offset for member in members}) < len(members):
            reason = "members that lie over one another"
        elif any(member.flag_bits & 1 for member in members):
            raise InputError(f"{self.name}: locked with a password: save it without one")
        if reason is not None:
            raise InputError(f"{self.name}: no honest docx but {reason}: save the plan anew as docx or pdf")

    def part(self, path: str) -> bytes | None:
        """Return a part of the document, None where there is none of that name."""
        try:
            return self._zip.read(path)
        except KeyError:
            return None
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            ValueError,
            NotImplementedError,
            RuntimeError,
        ) as error:
            raise InputError(f"{self.name}: {_DAMAGED} ({path}: {shown(str(error))})") from error

    def tree(self, path: str) -> Node | None:
        """Return a part as a tree, None where there is none of that name."""
        data = self.part(path)
        return None if data is None else parse_xml(data, self.name, path)

    def related(self, path: str) -> list[tuple[str, str]]:
        """Return the parts that a part refers to, as (kind, path), sorted; ``path`` empty for the whole document.

        The kind is the last word of the relationship's type: ``officeDocument``, ``styles``, ``header`` …
        What lies outside the file is left aside.
        """
        folder, base = posixpath.split(path)
        tree = self.tree(posixpath.join(folder, "_rels", f"{base}.rels"))
        found: set[tuple[str, str]] = set()
        for relation in tree.children if tree is not None else ():
            target = relation.attributes.get("Target", "")
            if relation.attributes.get("TargetMode") == "External" or not target:
                continue
            full = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found.add((relation.attributes.get("Type", "").rsplit("/", 1)[-1], full))
        return sorted(found)
