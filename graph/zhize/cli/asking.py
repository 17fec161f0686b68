"""The command that asks."""

from __future__ import annotations

from pathlib import Path

import click

from zhize.cli.completion import campaigns
from zhize.cli.options import json_option, lang_option, store_option
from zhize.cli.printing import say, say_json


@click.command()
@click.argument("text")
@click.option("--campaign", help="Only this campaign.", shell_complete=campaigns)
@click.option("--year", type=int, help="Only campaigns of this year.")
@click.option("--region", help="Only campaigns of this region.")
@click.option("--top", type=click.IntRange(1, 1000), default=3, show_default=True, help="How many answers.")
@store_option
@json_option
@lang_option
def ask(
    text: str,
    campaign: str | None,
    year: int | None,
    region: str | None,
    top: int,
    store: Path,
    as_json: bool,
    lang: str,
) -> None:
    """Ask in your own words which department covers something."""
    from zhize import answers, asking

    found = asking.ask(text, store, campaign=campaign, year=year, region=region, top=top)
    if as_json:
        say_json(answers.as_json(found))
    else:
        say(answers.as_text(found, lang))
