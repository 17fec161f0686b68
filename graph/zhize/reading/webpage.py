"""Web pages to text: what a reader sees of the plan, without the site around it.

The content is found by what it is, not by the site it is on: it reaches from the first sentence of the page to the
last. Around it, elements marked as navigation, header or footer and parts made of links are left out, and listed;
anything else is kept, so that no title, date, signature or annex is lost.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from zhize.reading.decoding import candidate
from zhize.reading.layout import Line, lines_of_page
from zhize.reading.source import Extract, listed, weight
from zhize.reading.tags import Element, parse, preorder

_LABEL = re.compile(
    rb"""<meta\s[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,30})   # also in the content of http-equiv
    |^\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([\w-]{2,30})""",
    re.IGNORECASE | re.VERBOSE,
)
_MARKUP = re.compile(r"<(?:[a-zA-Z][\w-]{0,20}[\s/>]|!--|!doctype)", re.IGNORECASE)

#: Facts of a document that stand around its text: its number and its dates.
_FACT = re.compile(
    r"""(?:发文字号|公文字号|文\s?号|标\s{0,4}题|发文机关|发布机构|发布机关|制发机关)\s?[：:]
    | (?:发布时间|发布日期|发文日期|成文日期|成文时间|印发日期|公开日期|生成日期)\s?[：:]
    | (?<![\u4e00-\u9fff])(?:日期|时间)[：:]\s?(?:19|20)\d\d
    | ^[\u4e00-\u9fff]{2,14}\s?[〔［\[（(]\s?\d{4}\s?[〕］\]）)]\s?(?:第\s?)?\d{1,5}\s?号$
    """,
    re.VERBOSE,
)
#: An annex, which is a link to a file.
_ANNEX = re.compile(r"附\s?[件表录]|\.(?:docx?|xlsx?|pdf|wps|et|ofd|zip|rar)\b", re.IGNORECASE)
#: What parts the title of a document from the name of the site in the title of a page.
_SITE = re.compile(r"[_|｜]|--+|——|\s[-–]\s|-(?=[\u4e00-\u9fff]{2,20}$)")
#: The least share of a page's sentences that tells content in an element marked as furniture.
_SUBSTANTIAL = 0.3


@dataclass(slots=True)
class _Sums:
    """What the lines of an element weigh together, those of its parts included."""

    text: int = 0
    linked: int = 0
    body: int = 0


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


def extract_page(text: str, name: str, label: str | None, encoding: str) -> Extract:
    """Return the plan of the page ``name``, given its decoded text; ``label`` is the encoding it claims."""
    root = parse(text, name)
    elements = preorder(root)
    lines, dropped, title = lines_of_page(root, elements)
    plan = _title_of(title)
    kept = _kept(lines, elements, plan, dropped)
    head = [plan] if plan and not _has_title(kept, plan) else []
    dropped["page title"] -= sum(map(weight, head))
    body = "\n".join(head + [line.text for line in kept])
    return Extract(body, listed(dropped), sum(line.added for line in kept), _notes(label, encoding))


def _notes(label: str | None, encoding: str) -> tuple[str, ...]:
    if label is None or candidate(label) == encoding or label == encoding:
        return ()
    return (f"the page calls itself {label}, its text is {encoding}",)


def _sums(lines: list[Line], elements: list[Element]) -> dict[int, _Sums]:
    """Return what the lines of each element weigh, by the element's identity."""
    sums = {id(element): _Sums() for element in elements}
    for line in lines:
        own = sums[id(line.owner)]
        own.text += line.weight
        own.linked += line.linked
        own.body += line.body
    for element in reversed(elements):
        if element.parent is not None:
            own, above = sums[id(element)], sums[id(element.parent)]
            above.text += own.text
            above.linked += own.linked
            above.body += own.body
    return sums


def _kept(lines: list[Line], elements: list[Element], title: str, dropped: Counter[str]) -> list[Line]:
    """Return the lines of the content with the facts around it; the others are counted as dropped."""
    sums = _sums(lines, elements)
    everything = sums[id(elements[0])].body
    inside: list[Line] = []
    kept: set[int] = set()
    for line in lines:
        around = line.furniture
        if around is None or sums[id(around.element)].body > _SUBSTANTIAL * everything:
            inside.append(line)
        elif _is_fact(line, title):
            kept.add(id(line))
        else:
            dropped[around.reason] += line.weight - line.added
    bodies = [index for index, line in enumerate(inside) if line.body]
    first, last = (bodies[0], bodies[-1]) if bodies else (0, len(inside) - 1)
    listings = _listings(inside, elements)
    for index, line in enumerate(inside):
        attached = index > last and _ANNEX.search(line.text)
        linked = line.linked * 5 >= line.weight * 4 or id(line.owner) in listings
        if first <= index <= last or attached or not linked or _is_fact(line, title):
            kept.add(id(line))
        else:
            dropped["links around the content"] += line.weight - line.added
    return [line for line in lines if id(line) in kept]


def _listings(lines: list[Line], elements: list[Element]) -> set[int]:
    """Return the identities of the elements in parts of the page that hold no sentence and are mostly links."""
    sums = _sums(lines, elements)
    listings: set[int] = set()
    for element in elements:
        own = sums[id(element)]
        above = element.parent is not None and id(element.parent) in listings
        if above or (own.text and not own.body and own.linked * 2 > own.text):
            listings.add(id(element))
    return listings


def _is_fact(line: Line, title: str) -> bool:
    """Tell whether a line says the title, the number or the date of the document."""
    bare = _bare(line.text)
    if len(bare) >= 6 and bare in _bare(title):
        return True
    return line.weight < 200 and _FACT.search(line.text) is not None


def _bare(text: str) -> str:
    return "".join(text.split())


def _title_of(title: str) -> str:
    """Return the title of the document from the title of the page, the name of the site left out.

    >>> _title_of("2020网络市场监管专项行动方案_通知公告_上海市市场监督管理局")
    '2020网络市场监管专项行动方案'
    """
    pieces = [" ".join(piece.split()).rstrip(".…") for piece in _SITE.split(" ".join(title.split()))]
    return max(pieces, key=len)


def _has_title(lines: list[Line], title: str) -> bool:
    """Tell whether the lines before the first sentence have a heading, or the title on one or more lines."""
    before: list[str] = []
    for line in lines:
        if line.heading:
            return True
        before.append(_bare(line.text))
        if line.body and "\t" not in line.text:
            break
    return _bare(title) in "".join(before)
