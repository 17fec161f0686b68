"""The command line: parse arguments, call one function, print.

Results go to stdout in UTF-8 whatever the locale; messages and progress go to stderr. Exit 0 done, 1 input, store or
check failed, 2 wrong usage. Each command imports what it needs when it runs, so that a cold answer is quick.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from zhize import __version__
from zhize.errors import QueryError, ZhizeError

_F = TypeVar("_F", bound=Callable[..., Any])

_SORTS = ("campaign", "department", "task", "law", "product", "violation")
_LANGS = ("zh", "en")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; a user's mistake ends in one line on stderr."""
    try:
        code = cli.main(arguments, prog_name="zhize", standalone_mode=False)
    except click.exceptions.Abort:
        _tell("stopped")
        code = 1
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except ZhizeError as error:
        _tell(f"zhize: {error}")
        code = 1
    except BrokenPipeError:
        # Whoever read our output has seen enough; nothing more can be written to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    sys.exit(code if isinstance(code, int) else 0)


def _say(text: str) -> None:
    """Write a result to stdout, in UTF-8."""
    stream = sys.stdout.buffer
    stream.write((text if text.endswith("\n") else text + "\n").encode("utf-8", "backslashreplace"))
    stream.flush()


def _say_json(value: object) -> None:
    _say(json.dumps(value, ensure_ascii=False, indent=2))


def _tell(text: str) -> None:
    """Write a message to stderr."""
    stream = sys.stderr.buffer
    stream.write(f"{text}\n".encode("utf-8", "backslashreplace"))
    stream.flush()


def _write(output: Path | None, content: bytes) -> None:
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
    _tell(f"wrote {output}")


def _store_option(command: _F) -> _F:
    return click.option(
        "--store",
        type=click.Path(path_type=Path, file_okay=False),
        default=lambda: Path(os.environ.get("ZHIZE_STORE") or ".zhize"),
        show_default="$ZHIZE_STORE, else .zhize",
        help="Folder of the store.",
    )(command)


_json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
_lang_option = click.option("--lang", type=click.Choice(_LANGS), default="zh", show_default=True, help="Language of labels.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="zhize")
def cli() -> None:
    """Who is responsible for what: Chinese campaign plans as a graph whose every edge shows its proof."""


@cli.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@_store_option
@_json_option
def build(paths: tuple[Path, ...], store: Path, as_json: bool) -> None:
    """Read plans (files and folders; by default the shipped ones) and make the store hold exactly them."""
    from zhize import pipeline

    built = pipeline.build(paths, store, told=_tell)
    counts = pipeline.summary(built)
    for refusal in built.refused:
        _tell(f"zhize: {refusal.reason}")
    if as_json:
        notes = [{"document": r.id, "kind": n.kind, "text": n.text, "detail": n.detail} for r in built.records for n in r.remarks]
        refused = [{"file": str(each.file), "reason": each.reason} for each in built.refused]
        _say_json({"store": str(store), "counts": counts, "not_understood": notes, "refused": refused})
    elif built.records:
        _say(pipeline.summary_text(built, store))
    else:
        _tell(f"zhize: nothing to publish: {store} stays as it was")
    if built.refused:
        sys.exit(1)


@cli.command("list")
@_store_option
@_json_option
def list_(store: Path, as_json: bool) -> None:
    """List the documents in the store with their facts and counts."""
    from zhize import listing

    rows = listing.documents(store)
    if as_json:
        _say_json(rows)
    else:
        _say(listing.documents_text(rows))


@cli.command()
@click.argument("file", type=click.Path(path_type=Path))
@_json_option
@click.option("--report", is_flag=True, help="List what was not understood instead of the record.")
def extract(file: Path, as_json: bool, report: bool) -> None:
    """Print what extraction says of one document, as YAML."""
    from zhize import pipeline, recording

    record, source = pipeline.extract(file)
    if report:
        notes = pipeline.coverage(record, source)
        if as_json:
            _say_json(notes)
        else:
            _say(pipeline.coverage_text(notes))
    else:
        _say(recording.as_json(record) if as_json else recording.as_yaml(record))


@cli.command()
@click.argument("gold_dir", required=False, type=click.Path(path_type=Path))
@click.option("--sources", type=click.Path(path_type=Path), help="Folder of the documents that the gold files name.")
@click.option("--leave-one-out", is_flag=True, help="Count no table row whose only source is the plan being scored.")
@click.option("--alignment", is_flag=True, help="Score alignment and changes on the pairs of gold/alignment.")
@click.option("--questions", is_flag=True, help="Score answers on the question set.")
@_json_option
def evaluate(
    gold_dir: Path | None, sources: Path | None, leave_one_out: bool, alignment: bool, questions: bool, as_json: bool
) -> None:
    """Score extraction against expert annotation, by kind, with misses and extras by name."""
    from zhize import pipeline, resources, scoring

    if alignment:
        _say(pipeline.evaluate_alignment(gold_dir or resources.gold() / "alignment"))
        return
    if questions:
        _say(pipeline.evaluate_questions(gold_dir or resources.folder("data") / "questions" / "questions.yaml"))
        return
    scores = pipeline.evaluate(gold_dir or resources.gold(), sources, leave_one_out=leave_one_out)
    _say(scoring.as_json(scores) if as_json else scoring.report(scores))


@cli.command()
@click.argument("text")
@click.option("--campaign", help="Only this campaign.")
@click.option("--year", type=int, help="Only campaigns of this year.")
@click.option("--region", help="Only campaigns of this region.")
@click.option("--top", type=click.IntRange(1, 1000), default=3, show_default=True, help="How many answers.")
@_store_option
@_json_option
@_lang_option
def ask(
    text: str, campaign: str | None, year: int | None, region: str | None, top: int, store: Path, as_json: bool, lang: str
) -> None:
    """Ask in your own words which department covers something."""
    from zhize import answers, asking

    found = asking.ask(text, store, campaign=campaign, year=year, region=region, top=top)
    if as_json:
        _say_json(answers.as_json(found))
    else:
        _say(answers.as_text(found, lang))


@cli.command()
@click.argument("text", required=False)
@click.option("-f", "--file", "file", type=click.Path(path_type=Path), help="Read the query from a file, - for stdin.")
@click.option("--named", help="Run a named query; --named list shows them.")
@click.option("--format", "result_format", type=click.Choice(["table", "json", "csv", "turtle"]), default="table", show_default=True, help="How to write the answer.")
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option("--limit", type=click.IntRange(1), default=10000, show_default=True, help="Most rows printed.")
@_store_option
def query(
    text: str | None, file: Path | None, named: str | None, result_format: str, as_json: bool, limit: int, store: Path
) -> None:
    """Run SPARQL on the union of all graphs: as argument, from a file, from stdin (-), or by name."""
    from zhize import listing

    sparql = _query_text(text, file, named)
    if sparql is None:
        _say(listing.named_queries())
        return
    _write(None, listing.run(sparql, store, "json" if as_json else result_format, limit))


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


@cli.command()
@click.argument("kind", type=click.Choice(_SORTS))
@click.argument("name")
@_store_option
@_json_option
@_lang_option
def show(kind: str, name: str, store: Path, as_json: bool, lang: str) -> None:
    """Show all links of one thing, with evidence; a task is CAMPAIGN/PATH."""
    from zhize import profiles
    from zhize.authority import shipped
    from zhize.store import open_store

    shown = profiles.profile(open_store(store), profiles.Sort(kind), name, shipped())
    if as_json:
        _say_json(profiles.as_json(shown))
    else:
        _say(profiles.as_text(shown, lang))


@cli.command()
@click.argument("from_")
@click.argument("to")
@_store_option
@_json_option
@_lang_option
def diff(from_: str, to: str, store: Path, as_json: bool, lang: str) -> None:
    """Compare two campaigns: how duties shifted from FROM to TO, explained by reforms."""
    from zhize import comparison

    found = comparison.diff(from_, to, store)
    if as_json:
        _say_json(comparison.as_json(found))
    else:
        _say(comparison.as_text(found, lang))


@cli.command()
@click.argument("kind", type=click.Choice(["network", "cooperation", "ego", "matrix"]))
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="The HTML file to write.")
@click.option("--campaign", help="The campaign to draw; by default the newest.")
@click.option("--body", help="The department in the middle of an ego network.")
@click.option("--all", "everything", is_flag=True, help="Show all laws, products and violations, not the most cited.")
@_store_option
@_lang_option
def draw(
    kind: str, output: Path, campaign: str | None, body: str | None, everything: bool, store: Path, lang: str
) -> None:
    """Draw a picture of responsibilities as one page that needs no network connection.

    network: departments, tasks, laws, products and violations; cooperation: who works with whom; ego: one
    department and all around it; matrix: departments by tasks with their roles.
    """
    from zhize import views
    from zhize.store import open_store

    page = views.draw(open_store(store), kind, campaign, name=body, everything=everything, lang=lang)
    _write(output, page.encode("utf-8"))


@cli.command()
@click.option("--originals", type=click.Path(path_type=Path), help="Look the quotes up in the files of this folder too.")
@click.option("--shapes", is_flag=True, help="Let pyshacl run the shapes as well; it must be installed.")
@_store_option
@_json_option
def check(originals: Path | None, shapes: bool, store: Path, as_json: bool) -> None:
    """Check that files, graph, quotes and tables are sound; exit 1 if anything is found."""
    from zhize import check as checks

    report = checks.check_store(store, originals=originals, pyshacl=shapes)
    if as_json:
        _say_json(checks.as_json(report))
    else:
        _say(checks.as_text(report))
    if report.findings:
        sys.exit(1)


@cli.command()
@click.option("--format", "file_format", type=click.Choice(["nquads", "trig", "turtle", "jsonld"]), default="trig", show_default=True, help="Format of the file.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The file to write; by default stdout.")
@_store_option
def export(file_format: str, output: Path | None, store: Path) -> None:
    """Export the whole graph."""
    from zhize.store import open_store

    _write(output, open_store(store).dump(file_format))


if __name__ == "__main__":
    main()
