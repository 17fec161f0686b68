"""Facts of the document: title, number, signatures, addressees, basis, truncation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhize.extraction.dating import DATE_LINE, ascii_years, cn_date, framed
from zhize.numbering import mark_at
from zhize.outline import Outline

_NUMBER = re.compile(r"(?P<agency>[\u4e00-\u9fff（）A-Za-z]{1,20}?)(?:〔|\[|【|（)?(?P<year>(?:19|20)\d{2})(?:〕|\]|】|）)?第?(?P<serial>\d{1,4})号?")


_PLACES = re.compile(r"各(?:省|自治区|直辖市|市|州|盟|区|县|旗|地|、|（|）)+")
"""Classes of places that share the name of a body after them: 各省、自治区、直辖市人民政府."""



def title(outline: Outline) -> str | None:
    """Return the plan's own title, its lines joined."""
    text = "".join(outline.view.source[a:b] for a, b in (outline.view.span(*span) for span in outline.title))
    text = re.sub(r"[\s*]|^#+", "", text)
    inner = re.search(r"关于(?:联合)?(?:印发|转发|下发)《?(.+?)》?的通知$", text)
    if inner is not None and len(inner[1]) > 6:
        return inner[1].strip("《》")
    return _ISSUERS_FIRST.sub("", text) or None


#: Three and more bodies that issue a notice together, before what it is about.
_ISSUERS_FIRST = re.compile(r"^(?:[\u4e00-\u9fff]{2,14}?(?:局|部|委|办|厅|署|院|总行|政法委)){3,}(?=关于)")


def number(outline: Outline) -> str | None:
    """Return the document number (文号) in its canonical form; one that lost its brackets is repaired."""
    text = outline.view.text
    head = [p for p in outline.view.paragraphs if p.start < max(outline.first_block, outline.head[1])]
    for paragraph in head:
        line = text[paragraph.start : paragraph.end]
        label = re.search(r"(?:文号|发文字号|文件编号|发文号|编号)：\s*([^\s\t]+?号)", line)
        if label is not None:
            found = _NUMBER.match(label[1])
            if found is not None:
                return f"{found['agency']}〔{found['year']}〕{found['serial']}号"
    for paragraph in head[:25]:
        for cell in text[paragraph.start : paragraph.end].split("\t"):
            found = _NUMBER.fullmatch(cell.strip().strip("（）"))
            if found is None or found["agency"].endswith(("年", "于")) or len(found["agency"]) < 2:
                continue
            if re.search(r"月|日", cell) is None:
                return f"{found['agency']}〔{found['year']}〕{found['serial']}号"
    return framed(text[outline.plan[0] : outline.first_block])[0]


def signatories(outline: Outline) -> Iterator[tuple[int, int]]:
    """Yield the spans of the lines and cells of the signature block: those right before a line of date."""
    text = outline.view.text
    dated = ascii_years(text)
    paragraphs = [p for p in outline.view.paragraphs if p.start < max(outline.first_block, outline.head[1]) or p.start > outline.first_block]
    for index, paragraph in enumerate(paragraphs):
        line = cn_date(dated[paragraph.start : paragraph.end].split("\t")[-1].strip())
        if DATE_LINE.fullmatch(line) is None or paragraph.start >= outline.annex[0] + 400:
            continue
        run: list[tuple[int, int]] = []
        at = index - 1
        while at >= 0 and len(run) < 60:
            before = paragraphs[at]
            cells = name_cells(text, before.start, before.end)
            if not cells and not run and _SEALED.fullmatch(text, before.start, before.end):
                at -= 1
                continue
            if not cells:
                break
            run[:0] = cells
            at -= 1
        if run:
            yield from run
            return


def letterhead(outline: Outline) -> Iterator[tuple[int, int]]:
    """Yield the spans of the names that stand alone on the first lines, above the line that says what it is about."""
    text = outline.view.text
    cells: list[tuple[int, int]] = []
    for paragraph in outline.view.paragraphs[:_HEAD_LINES]:
        line = text[paragraph.start : paragraph.end]
        if line.startswith("关于"):
            yield from cells
            return
        found = name_cells(text, paragraph.start, paragraph.end)
        if not found:
            return
        cells += found


_HEAD_LINES = 14


#: Whose seal stands for that of an office without one: （某局代章）.
_SEALED = re.compile(r"（[\u4e00-\u9fff]{2,24}代章）")


def name_cells(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the cells of a signature line, none where it is no list of names."""
    cells: list[tuple[int, int]] = []
    position = start
    for piece in re.split(r"[\t ]", text[start:end]):
        if piece:
            cells.append((position, position + len(piece)))
        position += len(piece) + 1
    for a, b in cells:
        surface = text[a:b]
        if not 2 <= b - a <= 40 or re.search(r"[。，；：！？\d]", surface) or mark_at(surface) is not None:
            return []
        if not re.search(r"(?:局|委|委员|办|部|厅|院|署|会|会议|海关|支行|分行|总部|办公室|政府|管理|队|站|中心|社|关|组|公司|集团|行|站|厅（局）|处|所|联|团)$", surface):
            return []
    return cells


def addressees(outline: Outline) -> Iterator[tuple[int, int]]:
    """Yield the spans of the bodies to which a notice is addressed: the line before its body that ends with a colon."""
    text = outline.view.text
    for paragraph in outline.view.paragraphs:
        if paragraph.start >= outline.first_block:
            return
        line = text[paragraph.start : paragraph.end]
        if line.endswith("：") and len(line) > 4 and "如下" not in line and "。" not in line and mark_at(line) is None:
            if not re.search(r"局|委|办|部|厅|政府|单位|部门|海关|公司|院", line) or re.match(r"(?:为|根据|按照|附件|标题)", line):
                continue
            depth, left = 0, paragraph.start
            for position in range(paragraph.start, paragraph.end):
                char = text[position]
                depth += (char == "（") - (char == "）")
                if char in "、，；：" and depth == 0 and not (char == "、" and _PLACES.fullmatch(text, left, position)):
                    if position > left:
                        yield left, position
                    left = position + 1
            return


def truncated(outline: Outline) -> bool:
    """Tell whether the text plainly breaks off: its last numbered item ends without a full stop.

    A preview site's notice after it, or an open bracket, says the same.
    """
    text = outline.view.text
    if not outline.blocks:
        return False
    last = max(max(block.end, block.whole_end) for block in outline.blocks)
    tail = text[:last].rstrip("\n")
    end = tail[-1:] if tail else ""
    if any("预览" in outline.view.source[a:b] for a, b in outline.view.dropped):
        return True
    if any(table.start <= last <= table.end + 1 for table in outline.tables):
        return False
    line = tail[tail.rfind("\n") + 1 :]
    if "：" in line[:14] or "\t" in line or "|" in line or (re.search(r"[。；！？]", line) is None and len(line) < 40):
        return False
    if re.fullmatch(r".{0,30}", line) and re.search(r"(?:日|局|委|厅|办公室|政府|号)$", line):
        return False
    return end not in "。！？）”；：" and len(line) > 14
