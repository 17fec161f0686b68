"""Commands that compare: two campaigns, the gaps of one, one thing through all."""

from __future__ import annotations

from pathlib import Path

import click

from zhize.cli.completion import campaigns
from zhize.cli.options import json_option, lang_option, store_option
from zhize.cli.printing import say, say_json, write

_FORMATS = ("text", "markdown", "html", "json", "csv")


@click.command()
@click.argument("from_", metavar="FROM", shell_complete=campaigns)
@click.argument("to", metavar="TO", shell_complete=campaigns)
@click.option(
    "--format",
    "file_format",
    type=click.Choice(_FORMATS),
    help="Form of the report; html is one page for A4 with quotations side by side, csv a table of tasks for a spreadsheet.",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The file to write; by default stdout.")
@click.option("--full", is_flag=True, help="As text: every change with its quotations, not a page or two.")
@store_option
@json_option
@lang_option
def diff(
    from_: str, to: str, file_format: str | None, output: Path | None, full: bool, store: Path, as_json: bool, lang: str
) -> None:
    """Compare two campaigns: how duties shifted from FROM to TO, explained by reforms.

    The text begins with a summary; `zhize list` shows the ids of the campaigns.
    """
    import json

    from zhize import comparison

    if as_json and file_format not in (None, "json"):
        raise click.UsageError(f"--json and --format {file_format} exclude each other")
    if full and (as_json or file_format not in (None, "text")):
        raise click.UsageError("--full is for text: the other formats are full as they are")
    found = comparison.diff(from_, to, store)
    wanted = "json" if as_json else file_format or "text"
    if wanted == "json":
        made = json.dumps(comparison.as_json(found, lang), ensure_ascii=False, indent=2)
    elif wanted == "text":
        made = comparison.as_text(found, lang, full=full)
    else:
        make = {"markdown": comparison.as_markdown, "html": comparison.as_html, "csv": comparison.as_csv}[wanted]
        made = make(found, lang)
    _deliver(made, output)


def _deliver(made: str, output: Path | None) -> None:
    """Write a report to its file, or to stdout."""
    if output is None:
        say(made)
    else:
        whole = made if made.endswith("\n") else f"{made}\n"
        write(output, whole.encode("utf-8", "backslashreplace"))


@click.command()
@click.argument("campaign")
@store_option
@json_option
@lang_option
def gaps(campaign: str, store: Path, as_json: bool, lang: str) -> None:
    """Show what a campaign leaves open or gives twice: tasks without a body, signers without a task, repealed laws."""
    from zhize import comparison
    from zhize.comparison import stored

    found = stored.gaps(campaign, store)
    if as_json:
        say_json(comparison.gaps_as_json(found))
    else:
        say(comparison.gaps_as_text(found, lang))


@click.command()
@click.argument("kind", type=click.Choice(["department", "violation", "product", "law", "task"]))
@click.argument("name", nargs=-1, required=True)
@store_option
@json_option
@lang_option
def timeline(kind: str, name: tuple[str, ...], store: Path, as_json: bool, lang: str) -> None:
    """Follow one thing through all campaigns of the store; a task is CAMPAIGN PATH.

    A department is followed through its reorganisations, a law through the laws that replaced it, a task through
    the tasks that took it up.
    """
    from zhize import comparison
    from zhize.comparison import stored

    found = stored.timeline(kind, " ".join(name), store)
    if as_json:
        say_json(comparison.timeline_as_json(found))
    else:
        say(comparison.timeline_as_text(found, lang))
