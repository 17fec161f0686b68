"""pdf to text: the text layer of a PDF as paragraphs; what has none, or one that says nothing, is refused."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from zhize.errors import InputError
from zhize.reading.decoding import share_of_common
from zhize.reading.pagelines import Page, paragraphs_of
from zhize.reading.pageruns import Piece
from zhize.reading.source import Extract, listed, shown, weight

#: Bounds of the process that reads a PDF: processor seconds, seconds in all, bytes of memory.
MAX_SECONDS = 30
MAX_WAIT = 90
MAX_MEMORY = 768 * 1024 * 1024
MAX_PAGES = 2000

#: The least share of characters in common use in a text layer that says something.
_LEGIBLE = 0.6
#: The least share of Chinese characters, of all.
_CHINESE = 0.2
#: How a process ends that has used up its time.
_STOPPED = frozenset((-signal.SIGKILL, -signal.SIGXCPU)) if sys.platform != "win32" else frozenset[int]()
_OCR = "recognise its text first (for instance: ocrmypdf -l chi_sim), or take the plan as docx or html"


def extract_pdf(data: bytes, name: str) -> Extract:
    """Return the text of the PDF file ``name``.

    Raises InputError where pypdf is not installed, and where the file is encrypted, damaged, too large, a scan
    without text, or in fonts that do not say which characters they show.
    """
    if find_spec("pypdf") is None:
        raise InputError(f"{shown(name)}: reading pdf needs an extra: pip install 'zhize[pdf]'")
    pages = _pages(_worked(data, name), name)
    if sum(weight(piece.text) for page in pages for piece in page.pieces) < 2 * len(pages) + 8:
        pictures = any(page.picture for page in pages)
        what = "a scan without a text layer" if pictures else "holds no text"
        raise InputError(f"{shown(name)}: {what}: {_OCR}")
    lines, dropped = paragraphs_of(pages)
    text = "\n".join(lines)
    _refuse_illegible(text, name)
    blank = [str(at) for at, page in enumerate(pages, 1) if page.picture and not page.pieces]
    notes = (f"pages without text, perhaps scans: {', '.join(blank)}",) if blank else ()
    return Extract(text, listed(dropped), 0, notes)


def _refuse_illegible(text: str, name: str) -> None:
    """Raise InputError where the fonts of a PDF do not say which characters they show."""
    chinese = sum(0x3400 <= ord(char) <= 0x9FFF for char in text)
    if share_of_common(text) >= _LEGIBLE and chinese >= _CHINESE * weight(text):
        return
    sample = shown(" ".join(text[:24].split()))
    raise InputError(
        f"{shown(name)}: its fonts do not say which characters they show (“{sample}”), or it is not Chinese: {_OCR}"
    )


def _worked(data: bytes, name: str) -> bytes:
    """Return what the process of its own says of a PDF; InputError where it fails or takes too much."""
    command = [sys.executable, "-P", str(Path(__file__).with_name("pdfworker.py"))]
    bounds = [str(MAX_SECONDS), str(MAX_MEMORY), str(MAX_PAGES)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        # The command is this interpreter and a file of this package; only the PDF comes from outside, as data.
        done = subprocess.run(  # noqa: S603
            command + bounds, input=data, capture_output=True, timeout=MAX_WAIT, env=environment, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise InputError(f"{shown(name)}: takes more than {MAX_WAIT} s to read: print it anew to pdf") from error
    except OSError as error:
        raise InputError(f"{shown(name)}: the process that reads pdf cannot start: {error.strerror}") from error
    if done.returncode == 0:
        return done.stdout
    last = done.stderr.decode("utf-8", "replace").strip().rsplit("\n", 1)[-1]
    if done.returncode in _STOPPED:
        raise InputError(f"{shown(name)}: takes more than {MAX_SECONDS} s to read: print it anew to pdf")
    if last.startswith(("MemoryError", "pypdf.errors.LimitReachedError")):
        raise InputError(f"{shown(name)}: unpacks to more than a plan holds: print it anew to pdf")
    raise InputError(f"{shown(name)}: the pdf is damaged ({shown(last[:160])}): print or download it anew")


def _pages(answer: bytes, name: str) -> list[Page]:
    """Return the pages of the answer; InputError where it is a refusal."""
    result = json.loads(answer)
    if result.get("refused") == "encrypted":
        raise InputError(f"{shown(name)}: encrypted with a password: save it without one")
    if result.get("refused") == "pages":
        raise InputError(f"{shown(name)}: {result['count']} pages, more than {MAX_PAGES}: give the plan alone")
    return [
        Page(
            page["box"][3] - page["box"][1], page["box"][1], page["picture"],
            tuple(Piece(*piece) for piece in page["pieces"]), tuple(tuple(rule) for rule in page["rules"]),
        )
        for page in result["pages"]
    ]
