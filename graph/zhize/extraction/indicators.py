"""Indicators: the rows of annexed statistics forms, whether set as tables or as a column of lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from zhize.extraction.context import Context
from zhize.model import Indicator

_FORM = re.compile(r"[^\n。]{2,60}?(?:统计表|情况表|汇总表|报表|统计报表|数据表)(?:（[^（）]*）)?\s*([\d一二三四五]{1,2})?$")
_HEADER = re.compile(
    r"(?:(?:本周|本月|本季度?|本年|本期|累计|合计|当月|当年)?(?:数量|数|量|累计)|项目数量|案件类别|案件数|单位|本周|本年|项目|数量|备注|单位|序号|指标|指标名称|指标内容|内容|合计|统计项目|工作内容|名称|数据|计量单位|部门|责任部门|填报部门|类别|按照?主要违法(?:行为)?问题分类|查处(?:网络)?违法|案件|本月|累计|本期|上报数|填报数据)"
)
_STOP = re.compile(r"(?:抄报|填报时间|填报单位|填报日期|填报人|填表人|审核人|联系人|联系电话|负责人|单位负责人|单位（盖章|制表|注|说明|备注|填表说明|日期|附件|文章附件|抄送|报送)[：:（\d]|注：|说明：")
_FILLED_BY = re.compile(r"[（(]?([\u4e00-\u9fff、]{2,20}?)(?:填报|填写)[）)]?$")
_UNIT = re.compile(r"（(处|(?!含|其中|包括|不含|见|如|附|略|注|可|按|个人|企业|单位)(?:[万亿千百]?[\u4e00-\u9fff]{0,2}[^局厅委办部站署会院处，。、：）]|[\u4e00-\u9fff]{1,2}/[\u4e00-\u9fff]{1,2}))）$")
#: Labels of what is to be filled in: 市州名称：      填报人：.
_BLANKS = re.compile(r"(?:[\u4e00-\u9fff（）]{2,10}：[\s\t]*)+")
_COUNTED = re.compile(r"([\u4e00-\u9fff]{2,20})\s*(件|万元|起|个|家|条|元|人|次|批)[；;。]?$")


@dataclass(slots=True)
class _Form:
    number: int
    department: str | None


def indicators(context: Context) -> tuple[Indicator, ...]:
    """Return the rows of the annexed forms, in order."""
    text = context.text
    start, end = context.outline.annex
    found: list[Indicator] = []
    form: _Form | None = None
    forms, listed = 0, False
    cells_of = {row[0].start: row for table in context.outline.tables for row in table.rows}
    for paragraph in context.outline.view.paragraphs:
        if paragraph.start < start or paragraph.end > end:
            continue
        line = text[paragraph.start : paragraph.end]
        listed = re.match(r"附件[\d]?[：:.、]\s*\S", line) is not None or (listed and re.match(r"\d{1,2}[.、]", line) is not None)
        title = _FORM.fullmatch(line.replace("\t", "").lstrip("附件：:"))
        if title is not None and not listed:
            forms += 1
            form = _Form(forms, None)
            continue
        if form is None:
            continue
        filler = _FILLED_BY.fullmatch(line)
        if filler is not None and "单位" not in line:
            form.department = filler[1]
            continue
        filled = re.match(r"填报(?:部门|单位)：\s*([\u4e00-\u9fff]{2,20})$", line)
        if filled is not None:
            form.department = filled[1]
            continue
        group = _GROUP.fullmatch(line.strip())
        if group is not None and _is_department(group[1], context):
            form.department = group[1]
            continue
        if _STOP.match(line) or _BLANKS.fullmatch(line) or re.search(r"日印发$|^[一二三四五六]、", line):
            continue
        if _heads_group(context, paragraph.end, line):
            continue
        row = cells_of.get(paragraph.start)
        spans = [(cell.start, cell.end) for cell in row] if row is not None else _divide(text, paragraph.start, paragraph.end)
        found.extend(_row(context, form, spans))
    return tuple(found)


#: A line that heads the rows of one body: 二、市场监管部门.
_GROUP = re.compile(r"(?:[一二三四五六七八九十]{1,2}、|（[一二三四五六七八九十]{1,2}）)([\u4e00-\u9fff]{2,14})：?")


def _heads_group(context: Context, end: int, line: str) -> bool:
    """Tell whether a line without a unit only heads the columns that follow it: 查处网络 / 违法案件 / 按…分类."""
    if _UNIT.search(line) or "\t" in line or len(line) > 10:
        return False
    following = [part for part in context.text[end : end + 60].split("\n") if part.strip()][:2]
    return any(re.fullmatch(r"按照?.{0,12}分类\t?.*|数量", part.strip()) for part in following)


def _divide(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the cells of a line that no table holds."""
    spans: list[tuple[int, int]] = []
    position = start
    line = text[start:end]
    if line.startswith("|"):  # a row of Markdown; the line below its header holds no words
        return [match.span() for match in re.compile(r"[^|]+").finditer(text, start, end) if match[0].strip(" -:")]
    for piece in line.split("\t"):
        spans.append((position, position + len(piece)))
        position += len(piece) + 1
    return spans


def _row(context: Context, form: _Form, spans: list[tuple[int, int]]) -> Iterator[Indicator]:
    """Yield the indicators of a row; a body in it holds for the rows that follow."""
    text = context.text
    beside: str | None = None  # a unit in a cell of its own
    for start, end in spans[1:]:
        beside = beside or (re.sub(r"\s", "", text[start:end]) if _UNIT_WORD.fullmatch(text[start:end].strip()) else None)
    for start, end in spans:
        start += len(_AMONG.match(text, start, end)[0])  # type: ignore[index]
        cell = text[start:end].strip()
        bare = re.sub(r"\s", "", cell)
        if not bare or bare.isdecimal() or _HEADER.fullmatch(bare):
            continue
        counted = _COUNTED.fullmatch(bare)
        if counted is not None and not counted[1].endswith("案") and not _UNIT.search(bare) and len(bare) > 4 and counted[2] != "次":
            department, name = _own_department(counted[1], context)
            form.department = department or form.department
            at = text.find(name, start, end)
            yield Indicator(form.number, form.department, name, counted[2], context.mention(max(at, start), max(at, start) + len(name), "form-row"))
            continue
        unit = _UNIT.search(bare)
        if unit is None and _is_department(bare, context):
            form.department = bare
            continue
        if beside is not None and _UNIT_WORD.fullmatch(bare):
            continue
        if re.fullmatch(r"[万亿]?[元吨人条份件次个家起户批台辆张]|件；|万元", bare) or not re.search(r"[\u4e00-\u9fff]{2}", bare):
            continue
        if unit is None and len(spans) > 1 and form.department is None and not _UNIT.search(text[start:end]) and _HEADER.match(bare) and len(bare) < 6:
            continue
        inner_end = start + text[start:end].rstrip().rfind("（") if unit is not None else end
        name = text[start:inner_end].strip()
        name = re.sub(r"^\d{1,3}[.、．]?", "", name)
        if not name or _HEADER.fullmatch(name) or len(name) < 2:
            continue
        if re.search(r"市场监管部门查处|部门查处", name) and unit is None:
            department, name = _own_department(name, context)
            form.department = department or form.department
            at = text.find(name, start, end)
            number = re.compile(r"[件起]").search(text, end, end + 30)
            yield Indicator(form.number, form.department, name, number[0] if number else None, context.mention(at, at + len(name), "form-row"))
            continue
        at = text.find(name, start, end)
        below = re.compile(r"\n\s*([万亿]?[件元起个家条人次批]{1,2})[；;。]?(?=\n)").match(text, end)
        yield Indicator(
            form.number, form.department, name,
            unit[1] if unit is not None else below[1] if below is not None else beside,
            context.mention(at, at + len(name), "form-row"),
        )  # fmt: skip


_UNIT_WORD = re.compile(r"[万亿千百]?(?:元|人次|批次|家次|个次|件次|户次|辆次|班次|条次|台次|场次|人|家|个|件|起|批|条|次|份|户|台|辆|吨|公斤|千克|箱|盒|瓶|只|处|场|期|册|张|例|宗|名|所)")
#: What a row says of the one above it: 其中：虚假宣传案件.
_AMONG = re.compile(r"\s*(?:其中[：，]?)?\s*")


def _own_department(name: str, context: Context) -> tuple[str | None, str]:
    """Return the body with which a row's name begins, and the rest of the name."""
    for suffix in ("部门", "机关", "局"):
        at = name.find(suffix)
        if 0 < at < 10 and len(name) > at + len(suffix) + 2 and _is_department(name[: at + len(suffix)], context):
            if name.startswith(("移送", "向", "配合")):
                return None, name
            return name[: at + len(suffix)], name[at + len(suffix) :]
    return None, name


def _is_department(name: str, context: Context) -> bool:
    """Tell whether a cell names the body that reports the rows beside and below it."""
    bare = re.sub(r"（.*?）", "", name)
    if len(bare) > 16 or not bare:
        return False
    resolution = context.resolve(bare)
    if resolution.resolved or (resolution.function is not None and bare.endswith(("部门", "机关", "局", "办", "委", "厅", "海关"))):
        return True
    return bare == "其他部门" or bare in context.tables.function_words or context.resolver.known(bare)
