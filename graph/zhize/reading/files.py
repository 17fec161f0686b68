"""Files to sources: what stands at a path is checked, its format found, its text read and accounted for."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

from zhize.errors import InputError
from zhize.reading.decoding import decode
from zhize.reading.kinds import format_of, is_plan_name, looks_like_page, sniff
from zhize.reading.source import Extract, Format, Source, shown

#: Largest file that is read, in bytes.
MAX_BYTES = 64 * 1024 * 1024


def read(path: Path) -> Source:
    """Return the source of the plan in a file.

    Raises InputError where there is no such file, or it is a folder, a device, too large, empty, binary, in an
    unknown encoding, or of a format that cannot be read; its line names the file and says what to do.
    """
    return read_bytes(_content(Path(path)), _legible(Path(path).name))


def read_bytes(data: bytes, name: str) -> Source:
    """Return the source of the plan in ``data``, the content of a file called ``name``; errors as `read`."""
    if len(data) > MAX_BYTES:
        raise InputError(_too_large(name, len(data)))
    if not data:
        raise InputError(f"{shown(name)}: the file is empty: give a file with a plan in it")
    found = sniff(data)
    if isinstance(found, tuple):
        what, advice = found
        raise InputError(f"{shown(name)}: {what}: {advice}")
    format_ = _agreed(name, found)
    if format_ is Format.DOCX or format_ is Format.PDF:
        extract, encoding = _extract(data, name, format_), None
    else:
        format_, extract, encoding = _text(data, name, format_)
    if not extract.text.strip():
        raise InputError(f"{shown(name)}: holds no text: give a file with a plan in it")
    digest = hashlib.sha256(data).hexdigest()
    return Source(
        name, extract.text, format_, encoding, digest, extract.dropped, extract.added, extract.notes
    )  # fmt: skip


def readable(path: Path) -> bool:
    """Tell by its name alone whether a file is a plan in a format that is read."""
    return is_plan_name(path.name) and format_of(path.name) is not None


def plans_in(folder: Path) -> list[Path]:
    """Return the plans in a folder, sorted by name; not those in folders inside it.

    Hidden files and README files are left aside, plans in formats that are not read (doc, wps, ofd …) are not:
    `read` refuses each with its reason. Raises InputError where there is no such folder.
    """
    try:
        entries = sorted(Path(folder).iterdir())
    except OSError as error:
        raise InputError(f"{shown(str(folder))}: {_reason(error)}: give a folder with plans in it") from error
    return [entry for entry in entries if is_plan_name(entry.name) and not entry.is_dir()]


def _content(path: Path) -> bytes:
    """Return the bytes of a regular file."""
    name = shown(str(path))
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (OSError, ValueError) as error:
        raise InputError(f"{name}: {_reason(error)}: give a file with a plan in it") from error
    try:
        before = os.fstat(handle)
        if not stat.S_ISREG(before.st_mode):
            raise InputError(f"{name}: not a file but {_sort(before.st_mode)}: give a file with a plan in it")
        if before.st_size > MAX_BYTES:
            raise InputError(_too_large(str(path), before.st_size))
        with os.fdopen(handle, "rb", closefd=False) as file:
            data = file.read(MAX_BYTES + 1)
        after = os.fstat(handle)
    except OSError as error:
        raise InputError(f"{name}: {_reason(error)}: give a file with a plan in it") from error
    finally:
        os.close(handle)
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise InputError(f"{name}: was changed while it was read: read it again when it is complete")
    return data


def _reason(error: OSError | ValueError) -> str:
    """Return why a path cannot be opened, without the path."""
    if isinstance(error, FileNotFoundError):
        return "there is no such file or folder"
    if isinstance(error, IsADirectoryError):
        return "not a file but a folder"
    if isinstance(error, NotADirectoryError):
        return "not a folder"
    if isinstance(error, PermissionError):
        return "you may not read it"
    return (error.strerror or str(error)) if isinstance(error, OSError) else str(error)


def _sort(mode: int) -> str:
    """Return what an entry of the file system is."""
    if stat.S_ISDIR(mode):
        return "a folder"
    return "a pipe" if stat.S_ISFIFO(mode) else "a socket" if stat.S_ISSOCK(mode) else "a device"


def _too_large(name: str, size: int) -> str:
    limit = MAX_BYTES // 2**20
    return f"{shown(name)}: {size / 2**20:.0f} MB, more than the {limit} MB that are read: give the plan alone"


def _legible(name: str) -> str:
    """Return a file name as text: bytes that are not of the file system's encoding are read as GB18030."""
    raw = os.fsencode(name)
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("ascii", "backslashreplace")


def _agreed(name: str, found: Format | None) -> Format | None:
    """Return the format on which name and content agree; None where the name says nothing and it may be text."""
    named = format_of(name)
    if named is None or named is found:
        return found
    if found is not None:
        raise InputError(f"{shown(name)}: its content is a {found} file: rename it so that it ends in .{found}")
    if named is Format.DOCX or named is Format.PDF:
        raise InputError(
            f"{shown(name)}: its content is no {named}: copy or download it again, or rename a text to .txt"
        )
    return named


def _text(data: bytes, name: str, format_: Format | None) -> tuple[Format, Extract, str]:
    """Return format, text and encoding of a txt, md or html file."""
    if format_ is Format.TXT or format_ is Format.MD:
        decoded = decode(data, name)
        if looks_like_page(decoded.text):
            raise InputError(f"{shown(name)}: its content is a web page: rename it so that it ends in .html")
        return format_, Extract(decoded.text), decoded.encoding
    from zhize.reading.webpage import extract_page, has_markup, label_of

    label = label_of(data)
    decoded = decode(data, name, label)
    if format_ is None:
        format_ = Format.HTML if looks_like_page(decoded.text) else Format.TXT
    if format_ is Format.TXT or not has_markup(decoded.text):
        return format_, Extract(decoded.text), decoded.encoding
    return format_, extract_page(decoded.text, name, label, decoded.encoding), decoded.encoding


def _extract(data: bytes, name: str, format_: Format) -> Extract:
    """Return the text of a docx or pdf file."""
    if format_ is Format.DOCX:
        from zhize.reading.word import extract_docx

        return extract_docx(data, name)
    from zhize.reading.pdf import extract_pdf

    return extract_pdf(data, name)
