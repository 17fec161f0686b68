"""Understanding questions: the words by which people name things, and what a question made of them means."""

from zhize.understanding.meaning import Asked, Asks, Scope, Understood, Unit
from zhize.understanding.reading import LONGEST, NATION, understand
from zhize.understanding.vocabulary import Notion, Pattern, Vocabulary

__all__ = [
    "LONGEST",
    "NATION",
    "Asked",
    "Asks",
    "Notion",
    "Pattern",
    "Scope",
    "Understood",
    "Unit",
    "Vocabulary",
    "understand",
]
