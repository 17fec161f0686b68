"""The normalised view of a source, with an offset map: patterns see clean text, spans fall in the source.

Characters are folded one to one (width, punctuation, traditional forms), white space and Markdown marks inside
lines are left out, hard-wrapped lines are joined, page furniture is dropped and listed.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from zhize.numbering import MEASURE, mark_at

#: Characters that say nothing: zero-width and directional marks, soft hyphen, BOM, controls.
_SILENT = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\u00ad\ufeff"


def _folding() -> dict[int, str]:
    """Return the one-to-one folding table of `fold`."""
    table = {code + 0xFEE0: chr(code) for code in range(0x21, 0x7F)}
    for plain, wide in zip("(),:;?!", "（），：；？！", strict=True):
        table[ord(plain)] = table[ord(wide)] = wide
    for code in (0x09, 0x2028, 0x2029, 0x85, 0x0B, 0x0C, 0x0D):
        table[code] = "\n"
    table[0x09] = "\t"
    for code in (0x3000, 0xA0, 0x2002, 0x2003, 0x2009, 0x202F, 0x205F, *range(0x2000, 0x200B)):
        table[code] = " "
    for char in "﹝［[":
        table[ord(char)] = "〔"
    for char in "﹞］]":
        table[ord(char)] = "〕"
    for char in "–—―－〜～~":
        table[ord(char)] = "-"
    for char in "＂〝〞":
        table[ord(char)] = '"'
    table |= {ord("﹒"): ".", ord("•"): "·", ord("｡"): "。", ord("､"): "、", ord("︰"): "：", ord("﹐"): "，"}
    for code in (*range(0x09), *range(0x0E, 0x20), 0x7F, 0xFFFE, 0xFFFF):
        table[code] = "\0"
    for code in range(0x2F00, 0x2FD6):
        table[code] = unicodedata.normalize("NFKC", chr(code))
    for char in _SILENT:
        table[ord(char)] = "\0"
    return table


_FOLD = _folding()

#: Characters that only traditional texts use, common enough to tell one from a few quoted names.
_TRADITIONAL = re.compile("[們個國發業務產權與對過處這會關開東車長門書見風馬類廣無體應場點經網絡違禁廳縣協]")


@cache
def _simplified() -> dict[int, str]:
    """Return the one-to-one map of traditional to simplified characters (OpenCC's TSCharacters)."""
    from importlib.resources import files

    table: dict[int, str] = {}
    data = files("opencc").joinpath("dictionary", "TSCharacters.txt").read_text(encoding="utf-8")
    for line in data.splitlines():
        traditional, _, simplified = line.partition("\t")
        if len(traditional) == 1 and simplified[:1] and traditional not in "乾著":
            table[ord(traditional)] = simplified[0]
    return table


#: A full stop typed as a point between Chinese characters.
_POINT = re.compile(r"(?<=[\u4e00-\u9fff])\.(?=[\u4e00-\u9fff]|\s*\n)(?<![一二三四五六七八九十]\.)|(?<=[^一二三四五六七八九十\d]）)\.(?=[\u4e00-\u9fff])")


#: Square brackets that hold no year do the work of round ones: 〔商务部牵头〕.
_SQUARE = re.compile(r"[〔〖](?!(?:19|20)\d{2}〕)([^〔〕〖〗]{0,300})[〕〗]")


def fold(source: str) -> str:
    """Return ``source`` with each character replaced by its plain form, length unchanged.

    >>> fold("ＡＰＰ（网站）,２０２１")
    'APP（网站），2021'
    """
    folded = _POINT.sub("。", source.translate(_FOLD))
    folded = _SQUARE.sub(r"（\1）", folded)
    sample = folded[:20000]
    if len(_TRADITIONAL.findall(sample)) * 100 > len(sample):
        folded = folded.translate(_simplified())
    return folded


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the view."""

    start: int
    end: int
    bold: bool
    """True where the whole paragraph was set in ``**``."""
    spread: bool
    """True where wide gaps divide it: a row of a table, a line of signatures."""
    indent: int
    """Width of the white space before its first line, an em counted as two."""


@dataclass(frozen=True, slots=True)
class View:
    """Clean text, its paragraphs, and where each character stands in the source."""

    source: str
    text: str
    """Paragraphs divided by ``\\n``; gaps inside a paragraph are ``\\t``."""
    paragraphs: tuple[Paragraph, ...]
    dropped: tuple[tuple[int, int], ...]
    """Spans of the source left out as page furniture."""
    _starts: tuple[int, ...]
    _sources: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the source that the view's ``text[start:end]`` stands for."""
        if end <= start:
            at = self._at(start) if start < len(self.text) else len(self.source)
            return at, at
        return self._at(start), min(self._at(end - 1) + 1, len(self.source))

    def _at(self, position: int) -> int:
        run = bisect_right(self._starts, position) - 1
        return self._sources[run] + position - self._starts[run]


@dataclass(slots=True)
class _Line:
    """One line of the source: its kept pieces as (text, offset in the source)."""

    start: int
    end: int
    pieces: list[tuple[str, int]]
    text: str
    bold: bool
    spread: bool
    indent: int
    blanks: int = 0


#: Page furniture: page numbers, crumbs, footers of web pages, marks left by word processors.
_FURNITURE = re.compile(
    r"""
      -+\s*\d{1,4}\s*-+ | 第\d{1,4}页(?:[，/]?共\d{1,4}页)? | \d{1,3}/\d{1,3} | \d{1,3}      # page numbers
    | [〔（]bookmark：.*[〕）]
    | （此件(?:公开发布|依申请公开|主动公开|不予公开)） | （此页无正文）
    | (?:文章附件|相关链接|相关文章|相关阅读|附件下载|责任编辑|信息来源|来源|编辑|浏览次数|点击数?|字体|字号)[：:].{0,40}
    | (?:打印本页|关闭窗口|关闭|打印|收藏|返回顶部|上一篇|下一篇|分享到|扫一扫).{0,30}
    | (?:首页|您的位置|您现在的位置|当前位置|你的位置)\s*[：:>\-/].{0,120} | 首页(?:>.+)+
    | 版权所有.{0,60} | 主办(?:单位)?：.{0,60} | 承办单位：.{0,60}技术支持.{0,60} | 技术支持：.{0,60}
    | .{0,30}ICP备.{0,40} | .{0,20}公网安备.{0,30} | 网站标识码.{0,30} | 网站地图.{0,40}
    | https?：//\S+ | www\.\S+ | [A-Za-z0-9._+-]+@[A-Za-z0-9.-]+ | 投资咨询热线.{0,60}
    | 预览已结束.{0,40}
    """,
    re.VERBOSE,
)

_PAGE = re.compile(r"[-·•.\s]*(?:第\s*)?\d{1,4}(?:\s*页)?[-·•.\s]*")
_ENDS = "。！？；："
_BODY = re.compile(r"[。；！？]")
_STARTER = re.compile(r"附件|附表|附：|抄送|主送|【|注：|说明：|备注|填报|项目\t|序号\t|#")
_LABEL = re.compile(r"[\u4e00-\u9fff（）/、]{2,12}：")
#: A line that holds nothing but a document number (文号).
_NUMBERED = re.compile(r"[\u4e00-\u9fff（）]{2,16}〔(?:19|20)\d{2}〕第?\d{1,4}号")
_DATE_LINE = re.compile(r"(?:\d{2,4}|[二〇零○一九]{4})年?\d{0,2}.{0,12}[月日]?$")
_MARKDOWN = re.compile(
    r"[ ]{0,6}(?:#{1,6}[ ]+|>[ ]+|[-+*][ ]+(?=[^\s]))+|[ ]*(?:-{2,3}|[●■◆▲★※◎□◇])[ ]*(?=[\u4e00-\u9fff“《])"
)
_MARK_ALONE = re.compile(r"（?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[）.、．]|[①-⑳]|第[一二三四五六七八九十百\d]{1,4}[条章]")
#: A line of duties that opens with its body: 市公安局：负责….
_HOLDER = re.compile(r"[\u4e00-\u9fff（）、]{2,24}(?:局|委|办|厅|部|署|院|会|海关|部门|机关|支队|大队|中心|政府|公司|社|行)(?:：|--)")
#: An article of the law whose name ends the line before.
_ARTICLE = re.compile(r"第[〇零一二三四五六七八九十百\d]+条")
_SIGNED = re.compile(r"(?:局|委|部|厅|会|院|署|海关|办公室|办|队|社|行|政府|秘书局|公司|站|中心)$")


def _line(source: str, folded: str, start: int, end: int) -> _Line:
    """Return the line of ``folded[start:end]`` with its kept pieces."""
    raw = folded[start:end]
    markdown = _MARKDOWN.match(raw)
    if markdown is not None:
        raw = " " * markdown.end() + raw[markdown.end() :]
    stripped = raw.strip(" \t\0")
    lead = len(raw) - len(raw.lstrip(" \t\0"))
    indent = lead + source.count("\u3000", start, start + lead)
    bold = len(stripped) > 4 and stripped.startswith("**") and stripped.find("**", 2) == len(stripped) - 2
    bold = bold or (markdown is not None and "#" in markdown[0])
    pieces: list[tuple[str, int]] = []
    spread = False
    for found in re.finditer(r"[^ \t\0*]+|\*+(?!\*)|[ \t\0*]+", raw):
        piece = found.group()
        if piece[0] not in " \t\0*":
            pieces.append((piece, start + found.start()))
            continue
        gap = _gap(piece, raw, found.start(), found.end())
        if gap:
            first = piece.index("\t") if "\t" in piece else piece.index(" ")
            at = max(found.start() + first, markdown.end() if markdown is not None and found.start() == 0 else 0)
            pieces.append((gap, start + at))
            spread = spread or gap[0] == "\t"
    text = "".join(piece for piece, _ in pieces)
    spread = spread or text.count("|") >= 2
    return _Line(start, end, pieces, text, bold, spread, indent)


def _gap(piece: str, raw: str, start: int, end: int) -> str:
    """Return what a run of white space between two words stands for: nothing, a space or a table's gap."""
    before, after = raw[max(0, start - 60) : start].rstrip(" \t\0*"), raw[end : end + 60].lstrip(" \t\0*")
    if "\t" in piece:
        return "\t" * piece.count("\t")
    if not before or not after or not piece.count(" ") or _MARK_ALONE.fullmatch(before.lstrip()):
        return ""
    if before[-1].isascii() and after[0].isascii() and before[-1].isalnum() and after[0].isalnum():
        return " "
    if piece.count(" ") < 2:
        return "\t" if _SIGNED.search(before) and _SIGNED.search(raw.rstrip(" \t\0*")) and _names_only(raw, after) else ""
    word_before = before.rsplit(" ", 1)[-1].rsplit("\t", 1)[-1]
    word_after = re.split(r"[ \t]", after, maxsplit=1)[0]
    if len(word_before) == 1 or len(word_after) == 1:
        return ""
    return "\t" if len(word_before) < 40 and len(word_after) < 40 else ""


def _names_only(raw: str, after: str) -> bool:
    """Tell whether a line holds nothing but names with a space between them: a row of signatures."""
    names = raw.replace("\0", "").split() if len(raw) < 600 else []
    return len(names) > 1 and len(after) > 3 and all(
        len(name) > 3 and _SIGNED.search(name) and not re.search(r"[，。、；：（）《》\d]", name) for name in names
    )


def _lines(source: str, folded: str) -> tuple[list[_Line], list[tuple[int, int]]]:
    """Return the lines that carry text and the spans dropped as furniture."""
    lines: list[_Line] = []
    dropped: list[tuple[int, int]] = []
    blanks = 0
    for position, end in _line_spans(source, folded):
        raw = folded[position:end]
        line = _line(source, folded, position, end)
        if not line.text.strip("\t -_=#>|*"):
            blanks += 1
        elif _FURNITURE.fullmatch(line.text) or _PAGE.fullmatch(raw.strip(" \t\0")):
            dropped.append((position, end))
        else:
            line.blanks = blanks
            blanks = 0
            lines.append(line)
    return lines, dropped


def _line_spans(source: str, folded: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of the lines; where a text has lost its line breaks, ideographic spaces stand between them."""
    lost = folded.count("\n") * _LOST < len(folded)
    position = 0
    for raw in folded.split("\n"):
        end = position + len(raw)
        start = position
        if lost and len(raw) > _LOST:
            for gap in _WIDE.finditer(source, position, end):
                if gap.start() > start:
                    yield start, gap.start()
                start = gap.start()
        yield start, end
        position = end + 1


_LOST = 800
"""A text with fewer line breaks than one in so many characters has lost them."""
_WIDE = re.compile("\u3000+")


def _width(line: _Line) -> int:
    """Return the columns that a line takes, its white space before included."""
    return line.indent + sum(1 if char.isascii() else 2 for char in line.text)


@dataclass(frozen=True, slots=True)
class _Setting:
    """How the text was set: at what width its lines were broken by force, and what tells its paragraphs."""

    wrap: int
    """Width of a full line; a huge one where lines were not broken."""
    blank: bool
    """True where blank lines stand between paragraphs and nowhere else."""
    indent: bool
    """True where paragraphs begin with white space."""

    def full(self, line: _Line) -> bool:
        """Tell whether a line could hold no further character, but for one kept with the next by the rules of breaking."""
        return _width(line) >= self.wrap - 4


    def goes_on(self, line: _Line) -> bool:
        """Tell whether nothing before a line says that a paragraph begins with it, where something would."""
        return (self.blank and not line.blanks) or (self.indent and not line.indent)


_NEVER = 10**9


def _setting(lines: list[_Line]) -> _Setting:
    """Return how the text was set."""
    widths = [_width(line) for line in lines if not line.spread]
    full = max(widths, default=0)
    if len(widths) < 6 or full > 200:
        return _Setting(_NEVER, False, False)
    counts = Counter(widths)
    near = {w: sum(counts[w - back] for back in range(5)) for w in counts if w * 10 >= full * 6}
    wrap = max(near, key=lambda w: (near[w], w))
    # Few lines tell little: half of them must be full, a fifth of many.
    if near[wrap] * (2 if len(widths) < 12 else 5) < len(widths) or wrap < 30:
        wrap = _uneven(lines)
        if wrap == _NEVER:
            return _Setting(_NEVER, False, False)
    gaps = sum(1 for line in lines if line.blanks)
    indented = sum(1 for line in lines if line.indent >= 2)
    return _Setting(wrap, 0 < gaps * 10 < len(lines) * 7, 0 < indented * 10 < len(lines) * 6)


def _uneven(lines: list[_Line]) -> int:
    """Return the width from which on a line is broken by force in a text broken at no one width; a huge one if it is not.

    Such a text has many lines that end within a sentence, though what follows opens nothing new.
    """
    broken = [
        _width(line)
        for line, after in pairwise(lines)
        if not line.spread and not line.bold and not after.spread and not after.blanks
        and line.text[-1] not in "。！？；：）》” " and _width(line) >= 40
        and not mark_at(after.text) and not _STARTER.match(after.text) and not _LABEL.match(after.text)
        and not after.indent > line.indent
    ]  # fmt: skip
    if len(broken) < 8 or len(broken) * 4 < len(lines):
        return _NEVER
    return sorted(broken)[len(broken) // 10]


def _open_brackets(text: str) -> bool:
    """Tell whether a bracket or book title is left open at the end of the text."""
    tail = text[-200:]
    return tail.rfind("（") > tail.rfind("）") or tail.rfind("《") > tail.rfind("》")


def _joins(current: str, continued: bool, before: _Line, line: _Line, setting: _Setting) -> bool:
    """Tell whether ``line`` goes on with the paragraph ``current``, whose last line is ``before``."""
    last, text = current[-1], line.text
    if before.spread or line.spread or before.bold or line.bold or line.text[0] == "|" or before.text[0] == "|":
        return False
    if _NUMBERED.fullmatch(text) or _NUMBERED.fullmatch(before.text):
        return False
    if _STARTER.match(text) or (last in _ENDS and (_DATE_LINE.fullmatch(text) or _DATE_LINE.fullmatch(before.text))):
        return False
    if last in _ENDS and (_HOLDER.match(text) or (len(text) < 32 and _SIGNED.search(text) and not _BODY.search(text))):
        return False
    wrapped = setting.full(before)
    if last == "》" and wrapped and _ARTICLE.match(text):
        return True
    opens = mark_at(text) is not None or (
        MEASURE.match(text) is not None and last in _ENDS and not (wrapped and setting.goes_on(line))
    )
    if _open_brackets(current) and len(current) - max(current.rfind("（"), current.rfind("《")) < 160:
        return not opens
    if text[0] in "，、。；：）》”" and last not in "。！？":
        return True
    if wrapped and not opens and last in _ENDS and last != "：":
        return setting.goes_on(line) and (setting.blank or bool(before.indent or continued))
    if opens or last in _ENDS or (last in "）》”" and text[0] in "（"):
        return False
    if setting.blank and line.blanks and setting.wrap < _NEVER and not _BODY.search(current):
        return False
    if last in "，、" or current.endswith(("关于印发", "关于转发")):
        return True
    body = continued or bool(_BODY.search(current))
    if wrapped and not (line.indent >= 4 and line.indent > before.indent and last in "）”"):
        return True
    if last in "）”》":
        return False
    if body and setting.wrap < _NEVER:
        return not _DATE_LINE.fullmatch(text) and not _LABEL.match(text)
    if setting.wrap == _NEVER and len(current) >= 40 and (body or _BODY.search(text)):
        return not _DATE_LINE.fullmatch(text) and not _LABEL.match(text)
    return False


def view(source: str) -> View:
    """Return the normalised view of a source.

    >>> v = view("整治**刷单**（含\\n\\n炒信）行为。")
    >>> v.text
    '整治刷单（含炒信）行为。\\n'
    >>> v.source[slice(*v.span(4, 9))]
    '（含\\n\\n炒信）'
    """
    folded = fold(source)
    lines, dropped = _lines(source, folded)
    setting = _setting(lines)
    groups: list[list[_Line]] = []
    current = ""
    for line in lines:
        if groups and _joins(current, len(groups[-1]) > 1, groups[-1][-1], line, setting):
            groups[-1].append(line)
            current += line.text
        else:
            groups.append([line])
            current = line.text
    return _assemble(source, groups, dropped)


def _assemble(source: str, groups: list[list[_Line]], dropped: list[tuple[int, int]]) -> View:
    """Return the view of lines grouped into paragraphs."""
    texts: list[str] = []
    starts: list[int] = []
    sources: list[int] = []
    paragraphs: list[Paragraph] = []
    position = 0
    for group in groups:
        begin = position
        for line in group:
            for piece, at in line.pieces:
                texts.append(piece)
                starts.append(position)
                sources.append(at)
                position += len(piece)
        first = group[0]
        bold = all(line.bold for line in group)
        spread = any(line.spread for line in group)
        paragraphs.append(Paragraph(begin, position, bold, spread, first.indent))
        texts.append("\n")
        starts.append(position)
        sources.append(group[-1].end)
        position += 1
    return View(source, "".join(texts), tuple(paragraphs), tuple(dropped), tuple(starts), tuple(sources))


def lines_of(view_: View) -> list[tuple[int, int]]:
    """Return the spans of the view's paragraphs, in order."""
    return [(paragraph.start, paragraph.end) for paragraph in view_.paragraphs]


def balanced(text: str) -> bool:
    """Tell whether brackets and book titles of a text are balanced.

    >>> balanced("（一）《法》"), balanced("〔2017")
    (True, False)
    """
    return all(text.count(opening) == text.count(closing) for opening, closing in ("（）", "〔〕", "《》"))
