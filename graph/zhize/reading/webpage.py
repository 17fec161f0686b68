"""Web pages to text: what a reader sees of the plan, without the site around it.

The main content is found by what it is, not by the site it is on: the smallest part of the page that holds all its
sentences, with its surroundings as long as they are not mostly links.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from zhize.reading.layout import Line, lines_of_page
from zhize.reading.source import Extract, listed, weight
from zhize.reading.tags import Element, parse, preorder, unescape

_LABEL = re.compile(
    rb"""<meta\s[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,30})   # <meta charset=…>, or in the content of http-equiv
    |^\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([\w-]{2,30})""",
    re.IGNORECASE | re.VERBOSE,
)
_MARKUP = re.compile(r"<(?:[a-zA-Z][\w-]*[\s/>]|!--|!doctype)", re.IGNORECASE)

#: Facts of a document that stand around its text: its number, its dates with their label, its annexes.
_FACT = re.compile(
    r"""(?:发文字号|文号|文\s*号|公文字号|标\s*题|名\s*称|发文机关|发布机构|发布机关|制发机关)\s*[：:]
    | (?:发布时间|发布日期|发文日期|成文日期|成文时间|印发日期|公开日期|生成日期|日期|时间)\s*[：:]
    | ^[\u4e00-\u9fff]{2,14}\s?[〔［\[（(]\s?\d{4}\s?[〕］\]）)]\s?(?:第\s?)?\d{1,5}\s?号$
    """,
    re.VERBOSE,
)
_ANNEX = re.compile(r"附\s?[件表录]")
_SITE = re.compile(r"\s*(?:[_|｜]|--+|——|\s[-–]\s|-(?=[\u4e00-\u9fff]{2,20}$))\s*")
#: The least share of a page's sentences that tells content in an element marked as furniture.
_SUBSTANTIAL = 0.3
#: The most linked text, as a share, in what may be added around the sentences.
_LINKED = 0.3


@dataclass(slots=True)
class _Sums:
    """What the lines of an element weigh together, those of its parts included."""

    text: int = 0
    linked: int = 0
    body: int = 0


@dataclass(slots=True)
class _Page:
    """A page while it is read."""

    lines: list[Line]
    dropped: Counter[str]
    sums: dict[int, _Sums] = field(default_factory=dict)
    """By identity of the element."""


def label_of(data: bytes) -> str | None:
    """Return what the head of a page says of its encoding.

    >>> label_of(b'<meta http-equiv="Content-Type" content="text/html; charset=gb2312">')
    'gb2312'
    """
    found = _LABEL.search(data[:8192])
    return None if found is None else (found.group(1) or found.group(2)).decode("ascii", "replace").lower()


def has_markup(text: str) -> bool:
    """Tell whether a text has a tag in it; a plain text named html keeps its lines."""
    return _MARKUP.search(text) is not None


def extract_page(text: str, label: str | None, encoding: str) -> Extract:
    """Return the plan of a page, given its decoded text; ``label`` is the encoding the page claims."""
    root = parse(text.removeprefix("\ufeff"))
    elements = preorder(root)
    lines, dropped, title, added = lines_of_page(root, elements)
    page = _Page(lines, dropped)
    _weigh(page, elements)
    main = _main(root, page)
    kept = _kept(page, main, _title_of(title))
    head = [] if _has_title(kept, _title_of(title)) else [_title_of(title)]
    page.dropped["page title"] += weight(title) - sum(map(weight, head))
    added -= sum(line.added for line in lines if line not in kept) if added else 0
    body = "\n".join(head + [line.text for line in kept])
    return Extract(body, listed(page.dropped), added, _note(label, encoding))
