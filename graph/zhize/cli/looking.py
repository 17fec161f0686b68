"""Commands that look into the store: list, show, query, check, export."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from zhize.cli.options import json_option, lang_option, store_option
from zhize.cli.printing import say, say_json, write
from zhize.errors import QueryError

_SORTS = ("campaign", "department", "task", "law", "product", "violation")


@click.command("list")
@store_option
@json_option
def list_(store: Path, as_json: bool) -> None:
    """List the documents in the store with their facts and counts."""
    from zhize import listing

    rows = listing.documents(store)
    if as_json:
        say_json(rows)
    else:
        say(listing.documents_text(rows))


@click.command()
@click.argument("kind", type=click.Choice(_SORTS))
@click.argument("name")
@store_option
@json_option
@lang_option
def show(kind: str, name: str, store: Path, as_json: bool, lang: str) -> None:
    """Show all links of one thing, with evidence; a task is CAMPAIGN/PATH."""
    from zhize import profiles
    from zhize.authority import shipped
    from zhize.store import open_store

    shown = profiles.profile(open_store(store), profiles.Sort(kind), name, shipped())
    if as_json:
        say_json(profiles.as_json(shown))
    else:
        say(profiles.as_text(shown, lang))


@click.command()
@click.argument("text", required=False)
@click.option("-f", "--file", "file", type=click.Path(path_type=Path), help="Read the query from a file, - for stdin.")
@click.option("--named", help="Run a named query; --named list shows them.")
@click.option(
    "--format",
    "result_format",
    type=click.Choice(["table", "json", "csv", "turtle"]),
    default="table",
    show_default=True,
    help="How to write the answer.",
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option("--limit", type=click.IntRange(1), default=10000, show_default=True, help="Most rows printed.")
@store_option
def query(
    text: str | None, file: Path | None, named: str | None, result_format: str, as_json: bool, limit: int, store: Path
) -> None:
    """Run SPARQL on the union of all graphs: as argument, from a file, from stdin (-), or by name."""
    from zhize import listing

    sparql = _query_text(text, file, named)
    if sparql is None:
        say(listing.named_queries())
        return
    write(None, listing.run(sparql, store, "json" if as_json else result_format, limit))


def _query_text(text: str | None, file: Path | None, named: str | None) -> str | None:
    """Return the query that the arguments give; None where the names of the named ones are asked for."""
    from zhize import listing

    given = [each for each in (text, file, named) if each is not None]
    if len(given) != 1:
        raise click.UsageError("give one query: TEXT, -f FILE, - or --named NAME")
    if named == "list":
        return None
    if named is not None:
        return listing.named_query(named)
    if file is not None and str(file) != "-":
        try:
            return file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise QueryError(f"{file}: cannot be read as a query ({error})") from error
    if text == "-" or file is not None:
        return sys.stdin.buffer.read().decode("utf-8", "replace")
    return text


@click.command()
@click.option(
    "--originals", type=click.Path(path_type=Path), help="Look the quotes up in the files of this folder too."
)
@click.option("--shapes", is_flag=True, help="Let pyshacl run the shapes as well; it must be installed.")
@store_option
@json_option
def check(originals: Path | None, shapes: bool, store: Path, as_json: bool) -> None:
    """Check that files, graph, quotes and tables are sound; exit 1 if anything is found."""
    from zhize import check as checks

    report = checks.check_store(store, originals=originals, pyshacl=shapes)
    if as_json:
        say_json(checks.as_json(report))
    else:
        say(checks.as_text(report))
    if report.findings:
        sys.exit(1)


@click.command()
@click.option(
    "--format",
    "file_format",
    type=click.Choice(["nquads", "trig", "turtle", "jsonld"]),
    default="trig",
    show_default=True,
    help="Format of the file.",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The file to write; by default stdout.")
@store_option
def export(file_format: str, output: Path | None, store: Path) -> None:
    """Export the whole graph."""
    from zhize.store import open_store

    write(output, open_store(store).dump(file_format))
