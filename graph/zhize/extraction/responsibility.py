"""Where a plan says who is responsible: brackets, labelled lines, headings, subjects of sentences.

Each rule is a pure function from a stretch of the view to actors; `RULES` is their order. No rule decides a role:
`zhize.extraction.duties` reads all actors of a task together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from zhize.extraction.clauses import FIRST_LEADS, RoleWords, read_clause
from zhize.extraction.context import Actor, Context, Hint, Stretch
from zhize.extraction.headings import heading
from zhize.extraction.names import Name, names_at, names_in
from zhize.extraction.spans import Spans

_MEASURE_MARK = re.compile(r"[一二三四五六七八九十]{1,3}(?:是要|是|要)|（[\d一二三四五六七八九十]{1,3}）|\d{1,2}[.、]|[①-⑳]|首先，?|其次，?|再次，?|最后，?|第[一二三四五六]，")


def brackets(context: Context, stretch: Stretch) -> Iterator[Actor]:
    """A clause in brackets: （市公安局、市商务委按职责分工负责）, unbalanced ones up to the end of their line."""
    text = context.text
    for left, right in _brackets(text, stretch.start, stretch.end):
        inner_start, inner_end = left + 1, right
        closing = text[right : right + 1] == "）"
        after = text[right + 1 : right + 2] if closing else ""
        content = text[inner_start:inner_end]
        if len(content) < 2 or len(content) > 600:
            continue
        leads = FIRST_LEADS.search(text, inner_start, inner_end)
        if leads is not None:  # the rule for the whole document stands in the bracket it begins with
            inner_end = max(inner_start, *(text.rfind(mark, inner_start, leads.start() + 1) for mark in "，。；"))
        has_role = next(iter(RoleWords.of(context.tables.cues).find(text, inner_start, inner_end)), None)
        if has_role is None and _CONTACT.search(content):
            continue
        at_end = after in ("", "。", "；", "\n", "，", "（") or right + 1 >= stretch.end
        if has_role is None and not at_end:
            continue
        actors, is_clause = read_clause(
            context, inner_start, inner_end, "closing-clause", told=text[left - 1 : left] == "\n"
        )
        if not is_clause:
            continue
        if has_role is None and (not _closes(text, left, stretch) or _OFFICE_OF.search(text, max(stretch.start, left - 16), left)):
            continue
        if all(actor.generic for actor in actors) and has_role is None:
            continue
        yield from actors


#: A name before a bracket, which then holds its office or other name: 党工委宣传部（网信办）.
_OFFICE_OF = re.compile(r"[：、，][\u4e00-\u9fff]{2,14}(?:局|委|部|办|厅|署|院|队)$")
#: Whom to ring or write to, which is no duty.
_CONTACT = re.compile(r"联系人|联系电话|联系方式|电话：|邮箱：|传真：")


def _closes(text: str, left: int, stretch: Stretch) -> bool:
    """Tell whether a bracket without a role word stands where a clause would: after a sentence, on its own line, after a heading."""
    before = text[left - 1] if left > stretch.start else "\n"
    return before in "。；\n" or left >= stretch.block.title_end - 1


def _brackets(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield outermost brackets as (open, close); one left open ends with its line."""
    depth, opened = 0, -1
    for position in range(start, end):
        char = text[position]
        if char == "（":
            if depth == 0:
                opened = position
            depth += 1
        elif char == "）" and depth:
            depth -= 1
            if depth == 0:
                yield opened, position
        elif char == "\n" and depth:
            yield opened, position
            depth = 0
    if depth:
        yield opened, end


def labelled(context: Context, stretch: Stretch) -> Iterator[Actor]:
    """A labelled line or sentence outside brackets: 牵头单位：省公安厅；配合单位：省司法厅."""
    text = context.text
    words = RoleWords.of(context.tables.cues)
    for left, right in _outside(text, stretch.start, stretch.end):
        position = left
        while position < right:
            token = next((t for t in words.find(text, position, right) if t.kind.startswith("label-")), None)
            if token is None:
                break
            if token.kind in ("label-time", "label-other"):
                position = token.end
                continue
            stop = _label_end(text, token.end, right, words)
            actors, _ = read_clause(context, token.start, stop, "label")
            yield from actors
            position = max(stop, token.end)


def _label_end(text: str, start: int, end: int, words: RoleWords) -> int:
    """Return where the names after a label end: at the line's end, or at a full stop that no label follows."""
    position = start
    while position < end:
        if text[position] == "\n":
            after = words.label_at(text, position + 1, end)
            if after is None or after.kind in ("label-time", "label-other"):
                return position
        elif text[position] == "。":
            after = words.label_at(text, position + 1, end)
            if after is None:
                return position
        position += 1
    return end


def _outside(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches outside brackets that hold a colon, where labels can be."""
    position = start
    for left, right in _brackets(text, start, end):
        if "：" in text[position:left] or "\t" in text[position:left]:
            yield position, _line_end_if_label(text, position, left, end)
        position = right + 1
    if position < end:
        yield position, end


def _line_end_if_label(text: str, start: int, left: int, end: int) -> int:
    """Return where a labelled stretch ends: names may carry brackets (公安局（交警大队）), so the line's end."""
    newline = text.find("\n", left, end)
    line_start = text.rfind("\n", start, left) + 1 or start
    return (newline if newline >= 0 else end) if re.search(r"(?:单位|部门|处室|科室)：", text[line_start:left]) else left


def subjects(context: Context, stretch: Stretch) -> Iterator[Actor]:
    """Bodies that a sentence obliges: 各地公安部门要…, 由市公安局牵头, 市交通局配合, 县监察委员会负责…."""
    text = context.text
    words = RoleWords.of(context.tables.cues)
    modal = re.compile(rf"(?:{context.tables.cues.alternatives('modal')})")
    for sentence_start, sentence_end in _sentences(text, stretch):
        if _OFFICER.fullmatch(text, sentence_start, sentence_end):
            continue
        opens = True
        for left, right in _pieces(text, sentence_start, sentence_end):
            opens = opens or text[left - 1] == "："
            found = list(_piece(context, words, modal, left, right, sentence_start, first=opens))
            yield from found
            opens = bool(found) or (opens and _WHEN.fullmatch(text, left, right) is not None)


#: A line that names a person and their office: 吴某市商务局副局长.
_OFFICER = re.compile(r"(?:(?:副?组长|成员)：)?[^，。；：、]{4,40}?(?:[\u4e00-\u9fff]长|主任|书记|主席|委员|经理|调研员)")


#: A piece that only says when: 专项行动期间，各县政府每周报送….
_WHEN = re.compile(r"[^：“《]{1,16}(?:期间|结束后|开始前|之后|之前|阶段|以来|过程中|月底|月初|[年月日])")


def _sentences(text: str, stretch: Stretch) -> Iterator[tuple[int, int]]:
    """Yield the sentences of a stretch outside its heading, without marks of measures."""
    start = stretch.start
    block = stretch.block
    if block.start == stretch.start:
        start = block.title_start
    left = start
    depth = 0
    for position in range(start, stretch.end + 1):
        char = text[position] if position < stretch.end else "\n"
        if char == "（":
            depth += 1
        elif char == "）":
            depth = max(0, depth - 1)
        apart = position == block.title_end < stretch.end and start < position and char not in "，。：；、（）】\n"
        if apart:  # a heading that only white space divides from its text
            left = position
        if (char in "。；】" and depth == 0) or char == "\n":
            depth = 0
            if position - left >= 4 and not re.search(r"联系人[：为]", text[left:position]):
                mark = _MEASURE_MARK.match(text, left, position)
                yield (mark.end() if mark is not None else left), position
            left = position + 1


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the pieces of a sentence between commas and colons outside brackets, and after 承办、 and the like."""
    depth, left = 0, start
    for position in range(start, end):
        char = text[position]
        if char in "（《“":
            depth += 1
        elif char in "）》”":
            depth = max(0, depth - 1)
        elif depth == 0 and (char in "，：" or (char == "、" and text[position - 2 : position] in _ROLE_ENDS)):
            yield left, position
            left = position + 1
    if end > left:
        yield left, end


_ROLE_ENDS = ("牵头", "承办", "协办", "主办", "负责", "配合", "协助")
_INTO = re.compile(r"(?:由|请|以(?=[\u4e00-\u9fff]{2,16}为主)|并由|原则上由|统一由|分别由|同时由|具体由|，由)")
_PARTNER = re.compile(r"(?:牵头|及时|并|负责|组织)?(?:会同|联合)")
#: Members of a leading group: 市公安局主要负责人任副组长.
_MEMBERS = re.compile(r"(?:及|和|、|的)?(?:相关|有关|主要|分管)*(?:负责人|负责同志|领导|局长|主任|同志|副?[省市县区州]长|副?秘书长)[^，。；]{0,8}[任为]|副?[省市县区州]长|常委")
#: Who is asked to lend support is no body responsible: 请市检察院提前介入.
_LENT = re.compile(r"提前介入|(?:给予|予以|大力|积极|鼎力)支持|^(?:参加|出席|参与监督|监督)")
#: What a body named within a sentence does, though no word obliges it: 对…的行为，公安机关及时查处.
_ACTS = re.compile(r"(?:[于在]\d|及时|依法|从严|严格|坚决|严厉|严肃|派员|分别)")
_VERBLESS = re.compile(r"下设|办公室设在|[的等和与及、（）之间]|决定|印发|制定的|关于|党组|党委书记|主要负责|负责人|负责同志|为成员|任组长|以下简称|设在")


def _piece(
    context: Context, words: RoleWords, modal: re.Pattern[str], left: int, right: int, sentence: int, *, first: bool
) -> Iterator[Actor]:
    """Yield the bodies that a piece of a sentence makes responsible."""
    text = context.text
    start = left
    into = _INTO.match(text, left, right)
    inner = None
    if into is not None:
        start = into.end()
    else:
        inner = re.compile(r"由(?!于|此|来|自|专人)").search(text, left, right)
        if inner is not None:
            start = inner.end()
    if inner is not None and (opening := names_at(text, left, right, context))[0] and modal.match(text, opening[2], right):
        start, inner = left, None  # 各县人民政府要成立由…任组长的…: who opens the sentence is obliged, not whom it names then
    bodies, generic, position = names_at(text, start, right, context)
    if not bodies and not generic and into is None:
        bodies, generic, position = _named_before(context, words, modal, left, right)
        start, inner = (left, None) if bodies else (start, inner)
    elif bodies and text[position : position + 1] in ("、", "和", "与", "及"):
        more, others, end = _named_before(context, words, modal, position + 1, right)
        bodies, generic, position = [*bodies, *more], [*generic, *others], end if more else position
    if not bodies and not generic:
        if inner is not None:
            bodies, generic, position = names_at(text, left, right, context)
            into = inner = None
            start = left
        if not bodies and not generic:
            partner = _PARTNER.match(text, left, right)
            if partner is not None:
                for name in names_at(text, partner.end(), right, context)[0]:
                    yield Actor(name.start, name.end, name.surface, Hint.JOINT, sentence, "partner")
                return
            yield from _before_role(context, words, left, right, sentence)
            return
    passive = into is not None or inner is not None
    rest = text[position:right]
    if _MEMBERS.match(rest):
        return
    if into is not None and text[into.end() - 1] == "请" and _LENT.search(rest):
        return
    if _VERBLESS.match(rest) and not passive:
        return
    obliged = modal.match(rest)
    token = next(iter(words.find(text, position, min(right, position + 14))), None)
    adjacent = token is not None and token.start - position <= (8 if obliged else 4)
    if not (passive or obliged or adjacent or (first and position < right) or _ACTS.match(rest)):
        return
    hint, partners = _subject_hint(context, words, position, right, obliged is not None)
    if hint is None:
        return
    for name in bodies:
        yield Actor(name.start, name.end, name.surface, hint, sentence, "subject")
    for name in generic:
        yield Actor(name.start, name.end, name.surface, hint, sentence, "subject", generic=True)
    for name in partners:
        yield Actor(name.start, name.end, name.surface, Hint.JOINT, sentence, "partner")


def _named_before(
    context: Context, words: RoleWords, modal: re.Pattern[str], left: int, right: int
) -> tuple[list[Name], list[Name], int]:
    """Return the names that fill the piece up to its modal or role word, the tables' or not: 昆明铁路局、机场集团协助."""
    text = context.text
    token = next(iter(words.find(text, left, min(right, left + 60))), None)
    obliged = modal.search(text, left, min(right, left + 60))
    stop = min((found for found in (token.start if token else None, obliged.start() if obliged else None) if found is not None), default=left)
    if stop - left < 3:
        return [], [], left
    bodies, generic, whole = names_in(text, left, stop, context)
    sole = context.tables.cues.of("body-suffix-sole")
    told = whole and bodies and all(
        len(name.surface) > 3 and name.surface.endswith(sole) and not _URGED.match(name.surface) for name in bodies
    )
    return (bodies, generic, stop) if told else ([], [], left)


#: With what urging others begins, which no name of a body does.
_URGED = re.compile(r"支持|邀请|聘请|协调|动员|引导|鼓励|督促|指导|组织|发挥|依托|通过|成立|建立|设立|按照|根据|结合")

_JOINED = re.compile(r"(?:要|应|应当|须|负责|牵头)?联合")


def _subject_hint(
    context: Context, words: RoleWords, position: int, right: int, obliged: bool
) -> tuple[Hint | None, list[Name]]:
    """Return the part of a subject from what follows it, and the partners that 会同 joins to it."""
    text = context.text
    limit = min(right, position + 26)
    joined = _JOINED.match(text, position, right)
    if joined is not None and (partners := names_at(text, joined.end(), right, context)[0]):
        return Hint.LEAD, partners
    for token in words.find(text, position, limit):
        gap = text[position : token.start]
        if token.kind == "role-lead" and not re.search(r"配合|协助|在$", gap):
            return Hint.LEAD, []
        if token.kind == "role-with" and len(gap) <= 8:
            partners, others, _ = names_at(text, token.end, right, context)
            return (Hint.LEAD if partners or others else Hint.HOLD), partners
        if token.kind == "role-support" and len(gap) <= 6:
            if text[token.start : token.end] in ("参与", "参加") and not obliged and token.end < right:
                continue
            if _TOGETHER.search(text[position : token.end].removesuffix("配合")) and not _led_before(text, words, position):
                return Hint.NAMED, []
            return Hint.SUPPORT, []
        if token.kind == "role-joint" and len(gap) <= 6:
            return Hint.JOINT, []
        if token.kind == "role-hold" and len(gap) <= 4:
            return Hint.HOLD, []
    return Hint.NAMED, []


#: 各部门要密切配合: with each other, where nobody leads.
_TOGETHER = re.compile(r"(?:密切|相互|互相|通力|紧密|加强)(?:协作|协调|沟通|、)*$")


def _led_before(text: str, words: RoleWords, position: int) -> bool:
    """Tell whether somebody leads or answers in the sentence before a position."""
    start = max(text.rfind(char, 0, position) for char in "。；\n") + 1
    return any(token.kind in ("role-lead", "role-hold", "label-lead", "label-hold") for token in words.find(text, start, position))


def _before_role(context: Context, words: RoleWords, left: int, right: int, sentence: int) -> Iterator[Actor]:
    """Yield bodies that stand right before a role word inside a piece: 工作由专班统筹市公安局牵头."""
    text = context.text
    for token in words.find(text, left, right):
        if token.kind in ("role-hold", "role-with") or token.start - left < 2:
            continue
        for begin in range(max(left, token.start - 60), token.start - 1):
            if begin > left and text[begin - 1] not in "由和，、。；：由":
                continue
            bodies, _, position = names_at(text, begin, token.start, context)
            if bodies and position == token.start and not _MEMBERS.match(text, position, right):
                hint, partners = _subject_hint(context, words, position, right, obliged=False)
                for name in bodies:
                    yield Actor(name.start, name.end, name.surface, hint or Hint.NAMED, sentence, "subject")
                for name in partners:
                    yield Actor(name.start, name.end, name.surface, Hint.JOINT, sentence, "partner")
                return
        return


Rule = Callable[[Context, Stretch], Iterator[Actor]]

#: The rules that find responsible bodies, in order.
RULES: tuple[Rule, ...] = (heading, brackets, labelled, subjects)


def actors_of(context: Context, stretch: Stretch) -> list[Actor]:
    """Return the actors of a stretch, in order of the text; a span that two rules found is kept once."""
    taken = Spans()
    found: list[Actor] = []
    for rule in RULES:
        if rule is subjects and stretch.block.kind is None:
            continue
        for actor in rule(context, stretch):
            if not taken.touches(actor.start, actor.end):
                taken.add(actor.start, actor.end)
                found.append(actor)
    return sorted(found, key=lambda actor: actor.start)
