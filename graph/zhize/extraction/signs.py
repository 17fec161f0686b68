"""Signs of unlawfulness inside a phrase: 非法, 假, 未 …, but not in 消毒, 不锈钢, 未成年人."""

from __future__ import annotations

import re
import sys

from zhize.authority import Cues


class Signs:
    """The signs of the cues, with the harmless words in which they stand."""

    def __init__(self, cues: Cues) -> None:
        self._sign = re.compile(cues.alternatives("offence-sign"))
        self._harmless = re.compile(cues.alternatives("offence-sign-not"))

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> bool:
        """Tell whether a stretch holds a sign outside harmless words."""
        stretch = text[start:end]
        if self._sign.search(stretch) is None:
            return False
        return self._sign.search(self._harmless.sub("　", stretch)) is not None
