"""SVG to PNG by resvg, where the extra ``png`` is installed and a font with Chinese characters is there."""

from __future__ import annotations

import re
from typing import Final

from zhize.errors import ZhizeError

_PROBE: Final = '<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16"><text y="13" font-size="13" font-family="{}">{}</text></svg>'
_UNASSIGNED: Final = "\U000e0fff"
"""A character that no font has: what is drawn for it is drawn for every missing one."""


def png(svg: str, zoom: float = 2.0) -> bytes:
    """Return an SVG as PNG, ``zoom`` pixels for each of its own.

    Raises ZhizeError where resvg is not installed, or no font here has the Chinese characters that the SVG needs.
    """
    try:
        from resvg_py import svg_to_bytes
    except ImportError as error:
        raise ZhizeError("PNG needs resvg: pip install 'zhize[png]', or write .svg or .html instead") from error
    face = re.search(r'font-family="([^"]*)"', svg)
    chinese = re.search(r"[\u4e00-\u9fff]", svg)
    if chinese and face and _drawn(face[1], chinese[0]) in (_drawn(face[1], _UNASSIGNED), _drawn(face[1], " ")):
        raise ZhizeError(
            "PNG needs a font with Chinese characters and none is installed: install one (Debian, Ubuntu: "
            "apt-get install fonts-noto-cjk), or write .svg or .html instead"
        )
    return bytes(svg_to_bytes(svg_string=svg, zoom=zoom))


def _drawn(face: str, text: str) -> bytes:
    """Return what a character looks like in the fonts that are there."""
    from resvg_py import svg_to_bytes

    return bytes(svg_to_bytes(svg_string=_PROBE.format(face, text)))
