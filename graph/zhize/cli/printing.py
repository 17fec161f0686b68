"""What commands print: results to stdout, in UTF-8 whatever the locale; messages to stderr."""

from __future__ import annotations

import sys
from pathlib import Path

from zhize.errors import ZhizeError


def say(text: str) -> None:
    """Write a result to stdout."""
    stream = sys.stdout.buffer
    stream.write((text if text.endswith("\n") else text + "\n").encode("utf-8", "backslashreplace"))
    stream.flush()


def say_json(value: object) -> None:
    """Write a result to stdout as one JSON document."""
    import json

    say(json.dumps(value, ensure_ascii=False, indent=2))


def tell(text: str) -> None:
    """Write a message to stderr."""
    stream = sys.stderr.buffer
    stream.write(f"{text}\n".encode("utf-8", "backslashreplace"))
    stream.flush()


def write(output: Path | None, content: bytes) -> None:
    """Write a result to a file, beside it first so that it is whole or not there, or to stdout."""
    if output is None:
        sys.stdout.buffer.write(content)
        return
    part = output.with_name(f".{output.name}.part")
    try:
        part.write_bytes(content)
        part.replace(output)
    except OSError as error:
        raise ZhizeError(f"{output}: cannot be written: {error.strerror}") from error
    tell(f"wrote {output}")
