"""Bodies that a heading names: they hold what stands below it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhize.extraction.context import Actor, Context, Hint, Stretch
from zhize.extraction.names import names_in
from zhize.model import TaskKind

#: 由县公安局牵头负责的工作: what a heading may say of the items of a body.
_WORK_OF = tuple(f"{how}的{what}" for how in ("牵头负责", "牵头", "负责") for what in ("工作", "任务", "事项"))
#: 县公安局（牵头单位）: the bracket says which part the body of a heading has.
_PART = re.compile(r"（(牵头|配合|协助)(?:单位|部门)?）$")
#: What joins the bodies of a heading to the list below it: 县教育局按职责分工落实以下任务.
_TELLS = re.compile(r"(?:按照?职责分工|主要|具体|分别|共同)*(?:承担|履行|负责|落实|做好|完成)(?:落实)?(?:以下|下列|如下)[\u4e00-\u9fff]{0,6}$")


def heading(context: Context, stretch: Stretch) -> Iterator[Actor]:
    """A heading that names bodies is the holder of what stands below: （一）市工商局。, 县公安局：负责…."""
    block = stretch.block
    if block.start != stretch.start and not block.holder:
        return
    start, end = block.title_start, block.title_end
    title = context.text[start:end]
    bracket = re.search(r"（[^（）]*）$", title)
    names_end = end
    if bracket is not None and re.search(r"牵头|配合|负责|职责|单位", bracket[0]):
        names_end = start + bracket.start()
    telling = _TELLS.search(context.text, start, names_end)
    if telling is not None and telling.start() > start + 2:
        names_end = telling.start()
    for word in (*_WORK_OF, "职责分工", "工作职责", "主要职责", "职责任务", "职责", "任务", "负责"):
        if context.text[start:names_end].endswith(word) and names_end - start > len(word) + 1:
            names_end -= len(word)
            break
    if names_end - start > 80:
        return
    told = block.kind is TaskKind.DUTY and context.text[names_end : names_end + 1] == "："
    bodies, generic, whole = names_in(context.text, start, names_end, context, told=told)
    if whole and bodies:
        part = _PART.search(title)
        hint = (Hint.LEAD if part[1] == "牵头" else Hint.SUPPORT) if part is not None else Hint.HOLDER
        hint = Hint.LEAD if title[names_end - start :].startswith("牵头") else hint
        for name in bodies:
            yield Actor(name.start, name.end, name.surface, hint, start, "heading")
        for name in generic:
            yield Actor(name.start, name.end, name.surface, Hint.HOLDER, start, "heading", generic=True)
