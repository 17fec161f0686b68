"""What a file is: by the ending of its name, and by the bytes it begins with."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

from zhize.reading.source import Format

#: Endings of the files that are read.
ENDINGS: dict[str, Format] = {
    ".txt": Format.TXT,
    ".text": Format.TXT,
    ".md": Format.MD,
    ".markdown": Format.MD,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".shtml": Format.HTML,
    ".xhtml": Format.HTML,
    ".docx": Format.DOCX,
    ".pdf": Format.PDF,
}

#: Endings of plans in formats that are not read: found in a folder, they are refused aloud, not passed over.
OTHER_ENDINGS = frozenset({".doc", ".wps", ".wpt", ".ofd", ".ceb", ".rtf", ".odt", ".mht", ".mhtml"})

_CONVERT = "save it as docx or pdf"
_PLAN = "give the plan as txt, html, docx or pdf"

#: First bytes -> what the file is and what to do.
_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an OLE file, that is an old doc or wps, or a docx under a password",
     "open it in Word or WPS and save it as docx without a password, or as pdf"),
    (b"{\\rtf", "an RTF file", _CONVERT),
    (b"Founder CEB", "a Founder CEB file", "open it in Apabi Reader and print it to pdf"),
    (b"MIME-Version:", "a web archive (mht)", "save the page as html only"),
    (b"From: <Saved by", "a web archive (mht)", "save the page as html only"),
    (b"%!PS", "a PostScript file", "convert it to pdf"),
    (b"\x89PNG\r\n", "a PNG picture", "take the text of the plan, or a pdf with a text layer"),
    (b"\xff\xd8\xff", "a JPEG picture", "take the text of the plan, or a pdf with a text layer"),
    (b"GIF8", "a GIF picture", "take the text of the plan, or a pdf with a text layer"),
    (b"II*\0", "a TIFF picture", "take the text of the plan, or a pdf with a text layer"),
    (b"MM\0*", "a TIFF picture", "take the text of the plan, or a pdf with a text layer"),
    (b"RIFF", "a RIFF media file", _PLAN),
    (b"\x1f\x8b", "a gzip archive", "unpack it"),
    (b"Rar!\x1a\x07", "a RAR archive", "unpack it"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "unpack it"),
    (b"BZh", "a bzip2 archive", "unpack it"),
    (b"\xfd7zXZ\0", "an xz archive", "unpack it"),
    (b"SQLite format 3\0", "an SQLite database", _PLAN),
    (b"\x7fELF", "a program", _PLAN),
    (b"MZ\x90\0", "a program", _PLAN),
)  # fmt: skip

#: A member of a zip file -> what the file is and what to do.
_MEMBERS: tuple[tuple[str, str, str], ...] = (
    ("OFD.xml", "an OFD file", _CONVERT),
    ("xl/workbook.xml", "an Excel workbook", "save the sheet with the plan as docx or html"),
    ("ppt/presentation.xml", "a PowerPoint file", _CONVERT),
    ("META-INF/container.xml", "an e-book (epub)", _CONVERT),
    ("content.xml", "an OpenDocument file", _CONVERT),
)

_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)


def format_of(name: str) -> Format | None:
    """Return the format that the ending of a file name stands for, None where it is not one that is read.

    >>> format_of("2020-上海.PDF"), format_of("plan.doc")
    (<Format.PDF: 'pdf'>, None)
    """
    return ENDINGS.get(_ending(name))


def is_plan_name(name: str) -> bool:
    """Tell whether a file of a folder is meant to be a plan, by its name: hidden files and README files are not.

    >>> [is_plan_name(n) for n in ("方案.txt", "方案.wps", "README.md", ".方案.txt", "~$方案.docx", "gold.yaml")]
    [True, True, False, False, False, False]
    """
    if name.startswith((".", "~$")) or name.lower().startswith(("readme", "license")):
        return False
    ending = _ending(name)
    return ending in ENDINGS or ending in OTHER_ENDINGS


def _ending(name: str) -> str:
    dot = name.rfind(".")
    return name[dot:].lower() if dot > 0 else ""


def sniff(data: bytes) -> Format | tuple[str, str] | None:
    """Return what the first bytes of a file say it is.

    A format that is read; or what the file is and what to do with it; or None for what may be text.
    """
    if b"%PDF-" in data[:1024]:
        return Format.PDF
    for magic, what, advice in _MAGIC:
        if data.startswith(magic):
            return what, advice
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zip(data)
    return None


def _zip(data: bytes) -> Format | tuple[str, str]:
    """Return what a zip file is by the names of its members."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return "a damaged zip file", "copy or download the file again"
    for member, what, advice in _MEMBERS:
        if member in names:
            return what, advice
    if any(name.startswith("word/") for name in names) or "[Content_Types].xml" in names:
        return Format.DOCX
    return "a zip archive", "unpack it"


def looks_like_page(text: str) -> bool:
    """Tell whether a text begins as a web page does.

    >>> looks_like_page("<!DOCTYPE html><p>方案"), looks_like_page("<方案> html")
    (True, False)
    """
    return _PAGE.match(text[:4096]) is not None
