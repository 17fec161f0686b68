"""Commands that compare campaigns: diff."""

from __future__ import annotations

from pathlib import Path

import click

from zhize.cli.completion import campaigns
from zhize.cli.options import json_option, lang_option, store_option
from zhize.cli.printing import say, say_json


@click.command()
@click.argument("from_", shell_complete=campaigns)
@click.argument("to", shell_complete=campaigns)
@store_option
@json_option
@lang_option
def diff(from_: str, to: str, store: Path, as_json: bool, lang: str) -> None:
    """Compare two campaigns: how duties shifted from FROM to TO, explained by reforms."""
    from zhize import comparison

    found = comparison.diff(from_, to, store)
    if as_json:
        say_json(comparison.as_json(found))
    else:
        say(comparison.as_text(found, lang))
