"""One self-contained page: our template, style and script, with vis-network and the data inside it.

Nothing on the page is fetched: a strict Content-Security-Policy allows the scripts and the style written here,
each by its hash, and images made by the page itself. All text of the graph reaches the page escaped: Jinja2
escapes what stands in HTML, the data lie in a JSON block, and the script writes text as text only.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from zhize.errors import ZhizeError
from zhize.views.matrix import SIGNS, Matrix
from zhize.views.questions import Plan
from zhize.views.rows import quotation_html, table_html
from zhize.views.tables import Table, duties_head
from zhize.views.wording import Wording

if TYPE_CHECKING:
    from jinja2 import Environment, Template

_ESCAPES: Final = {char: f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}
"""What may not stand in data inside a page, and what stands for it."""

_BEFORE: Final = """const root = document.documentElement;
root.className = "scripted";
addEventListener("error", () => { root.className = ""; });"""
"""What runs before a page is shown: the picture comes first, the tables only where it fails."""
_NETWORK: Final = ("parts", "drawing", "view", "panel", "switches", "pointing", "search", "saving", "start")
_MATRIX: Final = ("parts", "grid", "panel", "switches", "search", "saving", "start")
"""The files of our scripts, in order."""


_SPOKEN: Final = (
    "also", "close", "found_none", "generic", "no_body", "outside", "seat_only", "together",
    "shared_tasks", "carried", "ended_count", "new_count", "total",
)  # fmt: skip
"""The words that our scripts say."""
_END: Final = "</body>\n</html>\n"


@dataclass(frozen=True, slots=True)
class Page:
    """What a page shows."""

    title: str
    """Title of what is shown: a campaign, or a node."""
    sort: str
    """What sort of picture it is, for people."""
    file: str
    """Beginning of the names of files that the page saves."""
    plans: tuple[Plan, ...]
    tables: tuple[Table, ...]
    notes: tuple[str, ...] = ()
    """Remarks of the legend: what is not drawn and why."""

    @property
    def campaigns(self) -> str:
        """The ids of the campaigns shown."""
        return " · ".join(dict.fromkeys(plan.campaign for plan in self.plans))

    @property
    def titles(self) -> dict[str, str]:
        """The title of each document, by its id."""
        return {plan.document: plan.title for plan in self.plans}


def network_page(page: Page, data: Mapping[str, Any], words: Wording) -> str:
    """Return the page of a picture of nodes and edges, complete."""
    return _network(page, data, words) + _closing()


def network_file(page: Page, data: Mapping[str, Any], words: Wording) -> tuple[bytes, bytes]:
    """Return `network_page` as UTF-8 in two parts: its own, and the scripts, which are encoded once for all pages."""
    return _network(page, data, words).encode("utf-8"), _closing_bytes()


def _network(page: Page, data: Mapping[str, Any], words: Wording) -> str:
    """Return the page of a picture of nodes and edges down to its scripts, without them."""
    return _opening("network", page, data, words, (_vis_network(), _script(_NETWORK)), _shipped("page.css"), {"face": "picture"})


@cache
def _closing() -> str:
    """Return the end of a page of nodes and edges: its scripts."""
    return f"<script>{_vis_network()}</script>\n<script>{_script(_NETWORK)}</script>\n{_END}"


@cache
def _closing_bytes() -> bytes:
    return _closing().encode("utf-8")


def matrix_page(page: Page, shown: Matrix, data: Mapping[str, Any], words: Wording) -> str:
    """Return the page of a matrix, complete; ``data`` are those of its bodies, tasks and duties as a scene."""
    used = {role for line in shown.lines for cell in line.cells for role in cell.roles}
    signs = {role: sign for role, sign in SIGNS.items() if role in used}
    data = {**data, "roles": [{**role, "sign": signs[role["role"]]} for role in data["roles"]]}
    script = _script(_MATRIX)
    more = {
        "face": "grid",
        "matrix": shown,
        "signs": signs,
        "head": duties_head(words),
        "titles": page.titles,
        "hint": words["matrix_hint"],
    }
    style = _shipped("page.css") + _shipped("matrix.css")
    return _opening("matrix", page, data, words, (script,), style, more) + f"<script>{script}</script>\n{_END}"


def _opening(
    sort: str,
    page: Page,
    data: Mapping[str, Any],
    words: Wording,
    scripts: Sequence[str],
    style: str,
    more: Mapping[str, Any],
) -> str:
    """Return a page down to its scripts, which stand last, without them; ``more`` is what its template needs besides."""
    payload = {
        **data,
        "words": {key: words[key] for key in _SPOKEN},
        "nodes": packed(data["nodes"]),
        "edges": packed(data["edges"]),
        "title": page.title,
        "sort": page.sort,
        "file": safe_file_name(page.file),
    }
    given = {
        "sort": sort,
        "page": page,
        "words": words,
        "policy": policy((_BEFORE, *scripts), (style,)),
        "style": style,
        "before": _BEFORE,
        "asked": _asked([kind["label"] for kind in data["kinds"]], words),
        "hint": words["details_hint"],
        "kinds": data["kinds"],
        "roles": data["roles"],
        "marks": data["marks"],
        "data": embedded(payload),
    }
    return _template(f"{sort}.html").render({**given, **more})


def _asked(kinds: Sequence[str], words: Wording) -> str:
    """Return what the search field says can be found; of many kinds in the short words that fit."""
    return words["search_all"] if len(kinds) > 2 else words["search"].format(kinds=words["comma"].join(kinds))


def packed(columns: Mapping[str, Sequence[Any]]) -> dict[str, Any]:
    """Return columns for a page: under ``same`` the values that are the same for all, under ``each`` the rest.

    >>> packed({"id": ["n0", "n1"], "x": [4, 4]})
    {'count': 2, 'same': {'x': 4}, 'each': {'id': ['n0', 'n1']}}
    """
    count = len(columns["id"])
    same = {key: values[0] for key, values in columns.items() if count and values.count(values[0]) == count}
    return {"count": count, "same": same, "each": {key: columns[key] for key in columns if key not in same}}


def embedded(value: object) -> str:
    """Return JSON that can stand inside a script element: it holds no ``<``, ``>`` or ``&``.

    >>> embedded({"a": "</script>&"})
    '{"a":"\\\\u003c/script\\\\u003e\\\\u0026"}'
    """
    said = json.dumps(value, ensure_ascii=False, separators=(",", ":"), check_circular=False)
    for char, safe in _ESCAPES.items():
        if char in said:  # to look is quicker than to replace nothing
            said = said.replace(char, safe)
    return said


def policy(scripts: Iterable[str], styles: Iterable[str]) -> str:
    """Return the Content-Security-Policy that allows these inline scripts and styles, and nothing from outside."""
    allowed = [f"'{_digest(script)}'" for script in scripts]
    return "; ".join(
        (
            "default-src 'none'",
            "script-src " + " ".join(allowed or ["'none'"]),
            "style-src " + " ".join(f"'{_digest(style)}'" for style in styles),
            "img-src data: blob:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def safe_file_name(text: str) -> str:
    """Return text as part of a file name: letters, digits, Chinese, ``-`` and ``_``; at most 80 characters.

    >>> safe_file_name('2020-上海/../"x"')
    '2020-上海-x'
    """
    return re.sub(r"(?:[^\w-]|-)+", "-", text)[:80].strip("-") or "zhize"


@cache
def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _template(name: str) -> Template:
    return _environment().get_template(name)


@cache
def _environment() -> Environment:
    from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateNotFound

    class Shipped(BaseLoader):
        """Finds the templates that ship with the package."""

        def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, None]:  # noqa: ARG002
            try:
                return _shipped(template), None, None
            except FileNotFoundError as error:
                raise TemplateNotFound(template) from error

    made = Environment(
        loader=Shipped(), autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined
    )
    made.globals.update(table_html=table_html, quotation_html=quotation_html)
    return made


@cache
def _shipped(name: str) -> str:
    return (files("zhize.views") / "templates" / name).read_text(encoding="utf-8")


@cache
def _script(names: tuple[str, ...]) -> str:
    """Return a script of ours: its files in order, in a scope of their own."""
    return '(() => {\n"use strict";\n' + "".join(_shipped(f"script/{name}.js") for name in names) + "})();\n"


@cache
def _vis_network() -> str:
    """Return the script of vis-network that pyvis carries, without the address of its source map."""
    import pyvis

    folder = Path(pyvis.__file__).parent / "lib"
    found = sorted(folder.glob("vis-*/vis-network.min.js"), key=_version)
    if not found:
        raise ZhizeError(f"pyvis carries no vis-network below {folder}: install pyvis 0.3.2 again")
    text = found[-1].read_text(encoding="utf-8")
    return re.sub(r"//# sourceMappingURL=\S*", "", text).replace("\r\n", "\n")


def _version(path: Path) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", path.parent.name))
