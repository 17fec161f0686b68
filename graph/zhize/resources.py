"""Where the files that ship with zhize are: tables, ontology, campaigns, gold."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

from zhize.errors import ZhizeError


@cache
def folder(name: str) -> Path:
    """Return the shipped folder ``name`` (``ontology`` or ``data``).

    An installed wheel carries the folders inside the package; a checkout has them at its root.
    """
    package = Path(str(files("zhize")))
    for candidate in (package / name, package.parent.parent / name):
        if candidate.is_dir():
            return candidate
    raise ZhizeError(f"the folder {name!r} that ships with zhize is missing beside {package}: install zhize again")


def ontology() -> Path:
    """Return the folder of the vocabulary, the shapes, the authority tables and the named queries."""
    return folder("ontology")


def campaigns() -> Path:
    """Return the folder of the plans that ship with zhize."""
    return folder("data") / "campaigns"


def gold() -> Path:
    """Return the folder of the expert annotations that ship with zhize."""
    return folder("data") / "gold"
