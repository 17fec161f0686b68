"""What a page says: names of kinds, roles and edges from the ontology, the rest from ``templates/words.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from zhize import vocab
from zhize.errors import QueryError
from zhize.model import Role
from zhize.views import questions
from zhize.views.kinds import CLASSES, PREDICATES, Kind

if TYPE_CHECKING:
    from zhize.store import Graph

LANGUAGES: Final = ("zh", "en")

_ROLES: Final = {
    Role.LEAD: vocab.Lead,
    Role.SOLE: vocab.Sole,
    Role.JOINT: vocab.Joint,
    Role.SUPPORT: vocab.Support,
}
_SECTIONS: Final = (vocab.KeyTask, vocab.AssignedDuty, vocab.Requirement, vocab.ScheduleItem)
EDGES: Final = (vocab.RESPONSIBLE_FOR, vocab.CITES, vocab.TARGETS, vocab.CONTINUES, vocab.CORRESPONDS_TO)
"""The edges that panels and tables name."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a page in one language."""

    lang: str
    """``zh`` or ``en``."""
    said: Mapping[str, str]
    """What the page says itself, by key of words.toml."""
    kinds: Mapping[Kind, str]
    roles: Mapping[Role, str]
    terms: Mapping[str, str]
    """Labels of classes and properties, by IRI."""

    def __getitem__(self, key: str) -> str:
        return self.said[key]


def wording(graph: Graph, lang: str) -> Wording:
    """Return the words of a page. Raises QueryError for a language that pages are not written in."""
    if lang not in LANGUAGES:
        raise QueryError(f"no pages in language {lang!r}: choose one of {', '.join(LANGUAGES)}")
    terms = (*CLASSES.values(), *PREDICATES.values(), *_ROLES.values(), *_SECTIONS, *EDGES, vocab.Role)
    found = questions.names(graph, terms, lang)
    labels = {term: _capital(found.get(term, term.rsplit("#", 1)[-1])) for term in terms}
    return Wording(
        lang=lang,
        said=_said(lang),
        kinds=MappingProxyType({kind: labels[term] for kind, term in CLASSES.items()}),
        roles=MappingProxyType({role: labels[term] for role, term in _ROLES.items()}),
        terms=MappingProxyType(labels),
    )


def _capital(label: str) -> str:
    return label[:1].upper() + label[1:]


@cache
def _said(lang: str) -> Mapping[str, str]:
    text = (files("zhize.views") / "templates" / "words.toml").read_text(encoding="utf-8")
    return MappingProxyType(tomllib.loads(text)[lang])
