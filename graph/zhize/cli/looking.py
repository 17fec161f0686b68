"""Commands that look into the store: list, show, query, check, export."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from zhize.cli.completion import named_queries, names
from zhize.cli.options import json_option, lang_option, store_option
from zhize.cli.printing import say, say_json, tell, write
from zhize.errors import QueryError

_ROWS = 10000
"""So many rows a table has unless more are asked for."""
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
@click.argument("name", shell_complete=names)
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
@click.option("--named", help="Run a named query; --named list shows them.", shell_complete=named_queries)
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="Set a value of a named query; repeatable.")
@click.option(
    "--format",
    "result_format",
    type=click.Choice(["table", "json", "csv", "turtle"]),
    default="table",
    show_default=True,
    help="How to write the answer.",
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option(
    "--limit", type=click.IntRange(1), help="Most rows printed.", show_default="10000 in a table, else all of them"
)
@click.option(
    "--timeout",
    type=click.FloatRange(0, min_open=True),
    default=60,
    show_default=True,
    metavar="SECONDS",
    help="Give up after this time.",
)
@store_option
def query(
    text: str | None,
    file: Path | None,
    named: str | None,
    settings: tuple[str, ...],
    result_format: str,
    as_json: bool,
    limit: int | None,
    timeout: float,
    store: Path,
) -> None:
    """Run SPARQL on the union of all graphs: as argument, from a file, from stdin (-), or by name."""
    from zhize import listing
    from zhize.cli.limits import within

    sparql = _query_text(text, file, named, settings)
    if sparql is None:
        say(listing.named_queries())
        return
    wanted = "json" if as_json else result_format
    most = limit or (_ROWS if wanted == "table" else None)
    advice = f"no answer within {timeout:g} s: ask for less, or give it more time with --timeout"
    write(None, within(timeout, lambda: listing.run(sparql, store, wanted, most, tell), advice))


def _query_text(text: str | None, file: Path | None, named: str | None, settings: tuple[str, ...]) -> str | None:
    """Return the query that the arguments give; None where the names of the named ones are asked for."""
    from zhize import listing

    given = [each for each in (text, file, named) if each is not None]
    if len(given) != 1:
        raise click.UsageError("give one query: TEXT, -f FILE, - or --named NAME")
    if settings and named in (None, "list"):
        raise click.UsageError("--set goes with --named NAME")
    if named == "list":
        return None
    if named is not None:
        return listing.named_query(named, dict(map(_setting, settings)))
    if file is not None and str(file) != "-":
        try:
            return file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise QueryError(f"{file}: cannot be read as a query ({error})") from error
    if text == "-" or file is not None:
        return sys.stdin.buffer.read().decode("utf-8", "replace")
    return text


def _setting(given: str) -> tuple[str, str]:
    name, sign, value = given.partition("=")
    if not sign or not name:
        raise click.UsageError(f"--set wants NAME=VALUE, not {given!r}")
    return name, value


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
