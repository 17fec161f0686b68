"""Options that several commands have."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from zhize.cli.question import LANGS, default_store

_F = TypeVar("_F", bound=Callable[..., Any])


def store_option(command: _F) -> _F:
    """Add ``--store``: the folder of the store."""
    return click.option(
        "--store",
        type=click.Path(path_type=Path, file_okay=False),
        default=default_store,
        show_default="$ZHIZE_STORE, else .zhize",
        help="Folder of the store.",
    )(command)


json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
lang_option = click.option(
    "--lang", type=click.Choice(LANGS), default="zh", show_default=True, help="Language of labels."
)
