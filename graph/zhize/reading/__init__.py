"""Files to sources: encodings, web pages, docx and pdf, with every character accounted for."""

from zhize.reading.files import plans_in, read, read_bytes, readable
from zhize.reading.source import Dropped, Format, Source

__all__ = ["Dropped", "Format", "Source", "plans_in", "read", "read_bytes", "readable"]
