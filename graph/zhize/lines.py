"""Lines of a source: what of them is kept, at what width they were broken, which of them go on with the one before.

Patterns expect the folded characters of `zhize.text`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from zhize.numbering import MEASURE, mark_at


@dataclass(slots=True)
class Line:
    """One line of the source: its kept pieces as (text, offset in the source)."""

    start: int
    end: int
    pieces: list[tuple[str, int]]
    text: str
    bold: bool
    spread: bool
    indent: int
    columns: int
    """Columns that it takes as it was set, the white space before it included; a Chinese character takes two."""
    size: int
    """Its characters, counted likewise."""
    blanks: int = 0


#: Page furniture: page numbers, crumbs, footers of web pages, marks left by word processors.
_FURNITURE = re.compile(
    r"""
      -+\s*\d{1,4}\s*-+ | 第\d{1,4}页(?:[，/]?共\d{1,4}页)? | \d{1,3}/\d{1,3} | \d{1,3}      # page numbers
    | [〔（]bookmark：.*[〕）]
    | （此件(?:公开发布|依申请公开|主动公开|不予公开)） | （此页无正文）
    | (?:文章附件|相关链接|相关文章|相关阅读|附件下载|责任编辑|信息来源|来源|编辑|浏览次数|点击数?|字体|字号)[：:].{0,40}
    | (?:打印本页|关闭窗口|返回顶部|上一篇|下一篇|分享到|扫一扫).{0,30} | (?:[【】〔〕（）|/\s]*(?:关闭|打印|收藏|分享)(?:本页|窗口|页面|此页)?)+[【】〔〕（）|/\s]*
    | (?:首页|您的位置|您现在的位置|当前位置|你的位置)\s*[：:>\-/].{0,120} | 首页(?:>.+)+
    | 版权所有(?![者人权]).{0,60} | 承办单位：.{0,60}技术支持.{0,60} | 技术支持：.{0,60}
    | .{0,30}ICP备\D{0,10}\d{5}.{0,40} | .{0,20}公网安备\D{0,10}\d{5}.{0,30} | 网站标识码.{0,30} | 网站地图.{0,40}
    | https?：//\S+ | www\.\S+ | [A-Za-z0-9._+-]+@[A-Za-z0-9.-]+ | 投资咨询热线.{0,60}
    | 预览已结束.{0,40}
    """,
    re.VERBOSE,
)

#: Furniture only beside other furniture: it labels a task's bodies too.
_FOOTER = re.compile(r"主办(?:单位)?：.{0,60}")
_PAGE = re.compile(r"[-·•.\s]*(?:第\s*)?\d{1,4}(?:\s*页)?[-·•.\s]*")
_ENDS = "。！？；："
_BODY = re.compile(r"[。；！？]")
_STARTER = re.compile(r"附件|附表|附：|抄送|主送|【|注：|说明：|备注|填报|项目\t|序号\t|#")
_LABEL = re.compile(r"[\u4e00-\u9fff（）/、]{2,12}：")
#: A line that holds nothing but a document number (文号).
_NUMBERED = re.compile(r"[\u4e00-\u9fff][\u4e00-\u9fff（）]{1,15}〔(?:19|20)\d{2}〕第?\d{1,4}号")
_DATE_LINE = re.compile(r"(?:\d{2,4}|[二〇零○一九]{4})年?\d{0,2}.{0,12}[月日]?$")
_MARKDOWN = re.compile(
    r"[ ]{0,6}(?:#{1,6}[ ]+|>[ ]+|[-+*][ ]+(?=[^\s]))+|[ ]*(?:-{2,3}|[●■◆▲★※◎□◇])[ ]*(?=[\u4e00-\u9fff“《])"
)
_MARK_ALONE = re.compile(r"（?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[）.、．]|[①-⑳]|第[一二三四五六七八九十百\d]{1,4}[条章]")
#: A line of duties that opens with its body: 市公安局：负责….
_HOLDER = re.compile(r"[\u4e00-\u9fff（）、]{2,24}(?:局|委|办|厅|部|署|院|会|海关|部门|机关|支队|大队|总队|中心|政府|办事处|街道|乡镇|社区|学校|银行|公司|社|行|所|站|联|处)(?:：|--)")
#: A body and its duty: after the end of another such line it opens a line of its own.
_DUTY = re.compile(r"(?!由)[\u4e00-\u9fff（）、]{2,24}(?:局|委|办|厅|部|署|院|会|海关|支队|大队|总队|中心|政府|办事处|银行|公司|社)负责")
#: An article of the law whose name ends the line before.
_ARTICLE = re.compile(r"第[〇零一二三四五六七八九十百\d]+条")
#: Labels that the end of a line may cut in two.
_LABELS = re.compile(r"(?:责任|牵头|配合|参与|协办|主办|承办)(?:单位|部门)|联系(?:人|电话)|完成时[间限]")
#: A list of names, as of the bodies that a notice is sent to.
_NAMES = re.compile(r"[\u4e00-\u9fff（）]+(?:[、，][\u4e00-\u9fff（）]+)+")
_SIGNED = re.compile(r"(?:局|委|部|厅|会|院|署|海关|办公室|办|队|社|行|政府|秘书局|公司|站|中心)$")


def _line(source: str, folded: str, start: int, end: int) -> Line:
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
    # As it was set: a full-width stop (１．) takes two columns, what it is folded to would take one.
    set_ = source[start + lead : start + lead + len(stripped)]
    columns = indent + sum(1 if char.isascii() else 2 for char in set_)
    return Line(start, end, pieces, text, bold, spread, indent, columns, lead + len(stripped))


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
    if (len(word_before) == 1 and not (word_before.isdigit() and _GAPS.search(after))) or len(word_after) == 1:
        return ""
    return "\t" if len(word_before) < 40 and len(word_after) < 40 else ""


#: Two further gaps: the line is a row of a table, and the number before it stands in a column of its own.
_GAPS = re.compile(r"\S {2,}\S.* {2,}\S")


def _names_only(raw: str, after: str) -> bool:
    """Tell whether a line holds nothing but names with a space between them: a row of signatures."""
    names = raw.replace("\0", "").split() if len(raw) < 600 else []
    return len(names) > 1 and len(after) > 2 and all(
        len(name) > 2 and _SIGNED.search(name) and not re.search(r"[，。、；：（）《》\d]", name) for name in names
    )


def lines_of_source(source: str, folded: str) -> list[Line]:
    """Return all lines of a source."""
    return [_line(source, folded, start, end) for start, end in _line_spans(source, folded)]


def kept_lines(found: list[Line], folded: str) -> tuple[list[Line], list[tuple[int, int]]]:
    """Return the lines that carry text and the spans dropped as furniture."""
    lines: list[Line] = []
    dropped: list[tuple[int, int]] = []
    blanks = 0
    told = [line for line in found if line.text.strip("\t -_=#>|*")]
    plain = [bool(_FURNITURE.fullmatch(line.text) or _PAGE.fullmatch(folded[line.start : line.end].strip(" \t\0"))) for line in told]
    around = [False, *plain, False]
    furniture = {
        line.start for at, line in enumerate(told)
        if plain[at] or ((around[at] or around[at + 2]) and _FOOTER.fullmatch(line.text))
    }  # fmt: skip
    for line in found:
        if not line.text.strip("\t -_=#>|*"):
            blanks += 1
        elif line.start in furniture:
            dropped.append((line.start, line.end))
        else:
            line.blanks = blanks
            blanks = 0
            lines.append(line)
    return lines, dropped


def _line_spans(source: str, folded: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of the lines; where a text has lost its line breaks, ideographic spaces stand between them."""
    lost = sum(map(bool, map(str.strip, folded.split("\n")))) * _LOST < len(folded)
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


_LOST = 400
"""A text with fewer lines than one in so many characters has lost its line breaks."""
_WIDE = re.compile("\u3000+")


@dataclass(frozen=True, slots=True)
class Setting:
    """How the text was set: at what width its lines were broken by force, and what tells its paragraphs."""

    wrap: int
    """Columns of a full line; a huge number where lines were not broken."""
    size: int
    """Characters of a full line; a huge number where lines were broken by columns, or not at all."""
    blank: bool
    """True where blank lines stand between paragraphs and nowhere else."""
    indent: bool
    """True where paragraphs begin with white space."""

    @property
    def broken(self) -> bool:
        """True where lines were broken by force."""
        return self.wrap < _NEVER

    def full(self, line: Line) -> bool:
        """Tell whether a line could hold no further character, but for one kept with the next by the rules of breaking."""
        return line.columns >= self.wrap - 4 or line.size >= self.size - 1

    def goes_on(self, line: Line) -> bool:
        """Tell whether nothing before a line says that a paragraph begins with it, where something would."""
        return (self.blank and not line.blanks) or (self.indent and not line.indent)


_NEVER = 10**9


def setting_of(lines: list[Line]) -> Setting:
    """Return how the text was set."""
    told = [line for line in lines if not line.spread]
    if len(told) * 2 < len(lines):
        told = lines  # little but a table
    if len(told) < 6 or max(line.columns for line in told) > 200:
        return Setting(_NEVER, _NEVER, False, False)
    wrap, wide = _fullest([line.columns for line in told], 5)
    size, long = _fullest([line.size for line in told], 2)
    size = size if long >= wide else _NEVER
    # Few lines tell little: half of them must be full, a fifth of many.
    if max(wide, long) * (2 if len(told) < 12 else 5) < len(told) or wrap < 30:
        wrap = _uneven(lines)
        if wrap == _NEVER:
            return Setting(_NEVER, _NEVER, False, False)
    gaps = sum(1 for line in lines if line.blanks)
    indented = sum(1 for line in lines if line.indent >= 2)
    return Setting(wrap, size, 0 < gaps * 10 < len(lines) * 7, len(lines) < indented * 15 < len(lines) * 9)


def _fullest(lengths: list[int], spread: int) -> tuple[int, int]:
    """Return the length, of those that may be full, to which most lines come near, and how many do."""
    counts = Counter(lengths)
    near = {n: sum(counts[n - back] for back in range(spread)) for n in counts if n * 10 >= max(lengths) * 6}
    full = max(near, key=lambda n: (near[n], n))
    return full, near[full]


def _uneven(lines: list[Line]) -> int:
    """Return the width from which on a line is broken by force in a text broken at no one width; a huge one if it is not.

    Such a text has many lines that end within a sentence, though what follows opens nothing new.
    """
    broken = [
        line.columns
        for line, after in pairwise(lines)
        if not line.spread and not line.bold and not after.spread and not after.blanks
        and line.text[-1] not in "。！？；：）》” " and line.columns >= 40
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


#: 责任单位：, with the names that stood on lines of their own.
_LISTED = re.compile(r"(?:单位|部门)：[\u4e00-\u9fff（）]*$")
_NAME = re.compile(r"[\u4e00-\u9fff（）]{3,24}")
_FAR = 200
_CUT = re.compile(r"[〔（]\d{0,3}$|\d$")
_CUT_REST = re.compile(r"\d{1,4}[〕）]|[年月日号〕](?!、)")
_NEAR = 60
"""So far back a bracket is looked for that a line with gaps may close."""
_STOPS = "。！？；：，、）》”"
_LOOSE = re.compile(r"[一二三四五六七八九十]、")


def opens(text: str) -> bool:
    """Tell whether a line of folded text says by itself that a paragraph begins with it."""
    return mark_at(text) is not None or any(
        each.match(text) for each in (MEASURE, _STARTER, _LABEL, _HOLDER, _NUMBERED)
    )


def _amid(current: str, text: str) -> bool:
    """Tell whether what looks like a mark stands within a sentence: 每周 / 五、周日晚."""
    if current[-1] in _STOPS or not _LOOSE.match(text):
        return False
    return _BODY.search(current) is not None and _BODY.search(text) is not None


def within(current: str, text: str) -> bool:
    """Tell whether a line that may open a paragraph stands within the sentence of the text before it, both folded."""
    last = current[-1]
    if last in "、，第（《" or (last == "》" and _ARTICLE.match(text)):
        return True
    if mark_at(text) is not None or last in _ENDS:
        return _amid(current, text)
    cut = _LABELS.search(current[-3:] + text[:4])
    if _open_brackets(current) or (cut is not None and cut.start() < len(current[-3:]) < cut.end()):
        return True
    return _LABEL.match(text) is not None and _NAMES.fullmatch(current) is not None


def joins(current: str, continued: bool, before: Line, line: Line, setting: Setting) -> bool:
    """Tell whether ``line`` goes on with the paragraph ``current``, whose last line is ``before``."""
    last, text = current[-1], line.text
    wrapped = setting.full(before)
    if setting.broken and _CUT.search(current) and _CUT_REST.match(text):
        return True  # a number or a date cut in two
    if wrapped and last.isdigit() and text[0].isdigit():
        return True
    if wrapped and current[0] == "|" and last != "|" and text[0] != "|":
        return True  # a row of a table cut within a cell
    if wrapped and line.spread and not before.spread and _open_brackets(current[-_NEAR:]):
        return True
    if _LISTED.search(current[-_FAR:]) and _SIGNED.search(text) and _NAME.fullmatch(text):
        return True  # the bodies of a label, one a line
    if before.spread or line.spread or before.bold or line.bold or line.text[0] == "|" or before.text[0] == "|":
        return False
    if _NUMBERED.fullmatch(text) or _NUMBERED.fullmatch(before.text):
        return False
    if _STARTER.match(text) or (last in _ENDS and (_DATE_LINE.fullmatch(text) or _DATE_LINE.fullmatch(before.text))):
        return False
    if last in _ENDS and (_HOLDER.match(text) or (len(text) < 32 and _SIGNED.search(text) and not _BODY.search(text))):
        return False
    if last == "》" and wrapped and _ARTICLE.match(text):
        return True
    if last == "。" and _DUTY.match(text) and _DUTY.match(current):
        return False
    opens = mark_at(text) is not None or (
        MEASURE.match(text) is not None and last in _ENDS and not (wrapped and setting.goes_on(line))
    )
    opens = opens and not (wrapped and _amid(current, text))
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
