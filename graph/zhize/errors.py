"""What can go wrong, each as one clear line: what, in which file, where, what to do."""

from __future__ import annotations


class ZhizeError(Exception):
    """Root of all errors that zhize raises for its users; its text is one line."""


class InputError(ZhizeError):
    """A file cannot be read as a plan: missing, empty, binary, undecodable or without tasks."""


class TableError(ZhizeError):
    """A row of an authority table is malformed; the text names file and row."""


class StoreError(ZhizeError):
    """The store is missing, damaged, locked or cannot be written."""


class QueryError(ZhizeError):
    """A question, a query or a name cannot be understood."""
