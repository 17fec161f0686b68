"""An index and a question to answers: the tasks that say it, who holds them, and the words that prove it."""

from __future__ import annotations

from zhize.answers.answering import ENOUGH, NEAREST, Answer, Answers, Proof, Responsible, answer
from zhize.answers.telling import as_json, as_text

__all__ = ["ENOUGH", "NEAREST", "Answer", "Answers", "Proof", "Responsible", "answer", "as_json", "as_text"]
