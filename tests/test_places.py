"""A region's name becomes the place with those above it."""

from __future__ import annotations

import pytest

from zhize.authority import shipped
from zhize.places import place_of


@pytest.mark.parametrize(
    ("name", "names"),
    [
        ("上海市黄浦区", ["上海市黄浦区", "上海市", "全国"]),
        ("杭州市", ["杭州市", "浙江省", "全国"]),
        ("西安高新区", ["西安高新技术产业开发区", "西安市", "陕西省", "全国"]),
        ("郑州经济技术开发区", ["郑州经济技术开发区", "郑州市", "河南省", "全国"]),
        ("全国", ["全国"]),
        (None, []),
    ],
)
def test_places(name: str | None, names: list[str]) -> None:
    assert [each for _, each in place_of(name, shipped()).names] == names
