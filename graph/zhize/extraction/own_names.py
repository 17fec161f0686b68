"""Bodies that only a document itself names: in full, so that its short forms can be read, or where it gives them duties."""

from __future__ import annotations

import re

from zhize.authority import Cues
from zhize.model import Level
from zhize.places import Place
from zhize.resolve import Resolution, Resolver

_BODY = r"[\u4e00-\u9fff]{2,20}?(?:委员会办公室|委员会|办公室|局|厅|联合社|总队|支队|大队|分局)(?=[\s、，。；：（）\t]|$)"
_SENTENCE = re.compile(r"会同|联合(?!社|会)|配合|协助|牵头|负责|[的由向将把各等]|关于|有关|相关|下属|所属")


def own_names(text: str, place: Place, date: str, resolver: Resolver) -> dict[str, Resolution]:
    """Return what the short names of bodies mean that the text names in full with their place, which the tables lack.

    杭州市西湖区经济信息化和商务局 in the signature says what 区经济信息化和商务局 means in the plan.
    """
    found: dict[str, Resolution] = {}
    for level, region in place.names:
        if level is Level.NATIONAL:
            continue
        for full in re.compile(re.escape(region) + f"({_BODY})").finditer(text):
            if _SENTENCE.search(full[1]) or resolver.resolve(full[0], place, date).resolved:
                continue
            function = resolver.function_of(full[1])
            body = Resolution(full[0], function, region, level, True, False, "the document names it in full")
            for marker in resolver.marks(level):
                if region.endswith(marker):
                    found.setdefault(marker + full[1], body)
            found.setdefault(full[0], body)
    return found


def declared(text: str, cues: Cues) -> frozenset[str]:
    """Return the names of bodies that a text shows to be names by what it gives them to do.

    They open a line of duties (公共安全办公室：承担…), or stand right before or after the words for a part in a task
    (由综合行政执法中心牵头, 二七街派出所配合). Where such a name stands elsewhere it names the same body.
    """
    roles = "|".join(cues.alternatives(kind) for kind in ("role-lead", "role-support", "role-hold", "role-joint"))
    lines = [line[1] for line in re.compile(rf"^{_MARK}([\u4e00-\u9fff（）、]{{4,60}})(?:：|--|。(?!\n))", re.MULTILINE).finditer(text)]
    led = [line for line in lines if all(_is_name(name, cues) for name in _LIST.split(line))]
    found = led if len(led) >= _LINES else []
    for role in re.compile(rf"(?:{roles})(?=[，。；、）\n])|(?<=[局委办厅部署院会室队所站心社])(?:{roles})").finditer(text):
        run = _RUN.search(text, max(0, role.start() - _FAR), role.start())
        if run is not None:
            found.append(re.sub(rf"^(?:{_MARK}|（)", "", run[1]))
    return frozenset(name for run in found for name in _LIST.split(run) if _is_name(name, cues))


def _is_name(words: str, cues: Cues) -> bool:
    """Tell whether words have the form of a name: no verb in them, at their end a word for a body."""
    bare = re.sub(r"（[^（）]{2,14}）$", "", words)
    return _LEAST <= len(bare) <= _MOST and bare.endswith(cues.of("body-suffix")) and not _NO_NAME.search(bare)


_MARK = "(?:（[一二三四五六七八九十]{1,3}）|第[一二三四五六七八九十百]{1,4}条)?"
_LIST = re.compile("[、，]")
_RUN = re.compile(r"(?:^|[由，。；：（\n])([\u4e00-\u9fff（）、]{4,200})$")
_FAR = 200
_LINES = 3
"""So many lines that bodies open make a list of duties."""
_LEAST = 4
_MOST = 20
"""A name that only its use shows has so many characters."""
_NO_NAME = re.compile(
    r"^以|[的了由将把被使让对向和与及并]|部署|建立|成立|设立|邀请|场所|会同|联合(?!社|会)|配合|协助|牵头|负责|加强|开展|组织(?!部)|有关|相关|各|本|主管|单位|"
    r"部门|机关$|机构$|企业|平台|公司$|集团$|协会$|联系|时间|地点|电话|督促|指导|落实|每|工作(?!委|局|办|部|组|室|站)"
)
