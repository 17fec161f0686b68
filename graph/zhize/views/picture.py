"""What drawing gives: a picture that a notebook shows, with its page, its SVG, its tables and its graph."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhize.errors import ZhizeError
from zhize.views import page
from zhize.views.container import container
from zhize.views.matrix import Matrix, as_grid
from zhize.views.matrix_svg import matrix_svg
from zhize.views.raster import png
from zhize.views.scene import scene
from zhize.views.svg import network_svg
from zhize.views.tables import Table
from zhize.views.wording import Wording

if TYPE_CHECKING:
    import networkx as nx
    from pyvis.network import Network


@dataclass(frozen=True, slots=True, repr=False)
class Picture:
    """A picture of a graph; the same graph gives the same bytes of every form."""

    kind: str
    about: page.Page
    graph: nx.MultiDiGraph
    """What is drawn, as networkx."""
    words: Wording
    shown: Mapping[str, Any] | Matrix
    """The data of a scene, or a matrix."""

    @property
    def title(self) -> str:
        """What the picture shows, in one line."""
        return f"{self.about.title} · {self.about.sort}"

    @property
    def tables(self) -> tuple[Table, ...]:
        """The same statements in rows, each with the words that prove it."""
        return self.about.tables

    @property
    def html(self) -> str:
        """A page of its own that needs no network connection."""
        if isinstance(self.shown, Matrix):
            return page.matrix_page(self.about, self.shown, scene(*as_grid(self.graph), self.words), self.words)
        return page.network_page(self.about, self.shown, self.words)

    @property
    def svg(self) -> str:
        """The picture alone."""
        if isinstance(self.shown, Matrix):
            return matrix_svg(self.shown, self.title, self.words)
        return network_svg(self.shown, self.title, self.about.notes)

    def pyvis(self) -> Network:
        """Return what is drawn as a network of pyvis. Raises ZhizeError for a matrix, which has no places and lines."""
        if isinstance(self.shown, Matrix):
            raise ZhizeError("a matrix is no network: take the network or the cooperation of its campaign")
        return container(self.shown)

    def png(self, zoom: float = 2.0) -> bytes:
        """Return the picture as PNG. Raises ZhizeError where nothing here can draw it."""
        return png(self.svg, zoom)

    def in_form(self, suffix: str) -> bytes:
        """Return the picture as a file of an ending: ``.html``, ``.svg`` or ``.png``. ZhizeError for any other."""
        return b"".join(self._parts(suffix))

    def save(self, path: Path) -> None:
        """Write the picture in the form that the ending of the path says."""
        parts = self._parts(path.suffix)
        with path.open("wb") as file:
            file.writelines(parts)

    def _parts(self, suffix: str) -> tuple[bytes, ...]:
        """Return the picture as a file in parts that follow one another."""
        match suffix.lower():
            case ".html" | ".htm" if not isinstance(self.shown, Matrix):
                return page.network_file(self.about, self.shown, self.words)
            case ".html" | ".htm":
                return (self.html.encode("utf-8"),)
            case ".svg":
                return (self.svg.encode("utf-8"),)
            case ".png":
                return (self.png(),)
            case _:
                raise ZhizeError(f"no picture can be written as {suffix or 'a file without an ending'}: end the name in .html, .svg or .png")

    def __repr__(self) -> str:
        return f"<{self.title}>"

    def _repr_html_(self) -> str:
        """Return the picture as an image, which notebooks show even where they strip pages and scripts."""
        content = base64.b64encode(self.svg.encode("utf-8")).decode("ascii")
        return f'<img alt="{escape(self.title)}" style="max-width:100%" src="data:image/svg+xml;base64,{content}">'


@dataclass(frozen=True, slots=True, repr=False)
class Figures:
    """A table of figures that a notebook shows."""

    name: str
    head: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    def __repr__(self) -> str:
        return f"<{self.name}: {len(self.rows)} rows of {', '.join(self.head)}>"

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{escape(cell)}</th>" for cell in self.head)
        rows = "".join(f"<tr>{''.join(f'<td>{escape(str(cell))}</td>' for cell in row)}</tr>" for row in self.rows)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
