"""Bodies that a document itself names in full, so that its short forms of them can be read."""

from __future__ import annotations

import re

from zhize.model import Level
from zhize.resolve import Place, Resolution, Resolver

_BODY = r"[\u4e00-\u9fff]{2,20}?(?:委员会办公室|委员会|办公室|局|厅|联合社|总队|支队|大队|分局)(?=[\s、，。；：（）\t]|$)"
_SENTENCE = re.compile(r"会同|联合(?!社|会)|配合|协助|牵头|负责|[的由向将把各等]|关于|有关|相关|下属|所属")
_MARKERS = {
    Level.PROVINCIAL: ("省", "自治区", "市"), Level.MUNICIPAL: ("市", "州", "盟"), Level.COUNTY: ("县", "区", "市", "旗"),
}  # fmt: skip


def own_names(text: str, place: Place, date: str, resolver: Resolver) -> dict[str, Resolution]:
    """Return what the short names of bodies mean that the text names in full with their place, which the tables lack.

    杭州市西湖区经济信息化和商务局 in the signature says what 区经济信息化和商务局 means in the plan.
    """
    found: dict[str, Resolution] = {}
    for level, region in place.names:
        if level not in _MARKERS:
            continue
        for full in re.compile(re.escape(region) + f"({_BODY})").finditer(text):
            if _SENTENCE.search(full[1]) or resolver.resolve(full[0], place, date).resolved:
                continue
            function = resolver.function_of(full[1])
            body = Resolution(full[0], function, region, level, True, False, "the document names it in full")
            for marker in _MARKERS[level]:
                if region.endswith(marker):
                    found.setdefault(marker + full[1], body)
            found.setdefault(full[0], body)
    return found
