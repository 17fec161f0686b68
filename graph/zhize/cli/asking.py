"""The command that asks."""

from __future__ import annotations

from pathlib import Path

import click

from zhize.cli.completion import campaigns
from zhize.cli.options import json_option, lang_option, store_option
from zhize.cli.question import MOST, TOP, Question


@click.command()
@click.argument("text")
@click.option("--campaign", help="Only this campaign.", shell_complete=campaigns)
@click.option("--year", type=int, help="Only campaigns of this year.")
@click.option("--region", help="Only campaigns of this region.")
@click.option("--top", type=click.IntRange(1, MOST), default=TOP, show_default=True, help="How many answers.")
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
    Question(text, store, campaign, year, region, top, as_json, lang).put()
