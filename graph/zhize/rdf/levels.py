"""The levels of government as individuals of the vocabulary."""

from __future__ import annotations

from typing import Final

from zhize import vocab
from zhize.model import Level
from zhize.rdf.terms import ref

LEVELS: Final = {
    Level.NATIONAL: ref(vocab.National),
    Level.PROVINCIAL: ref(vocab.Provincial),
    Level.MUNICIPAL: ref(vocab.Municipal),
    Level.COUNTY: ref(vocab.County),
}
"""The individuals of zz:Level as terms."""
