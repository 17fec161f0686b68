"""Commands that read plans: build, extract, evaluate."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from zhize.cli.options import json_option, store_option
from zhize.cli.printing import say, say_json, tell


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@store_option
@json_option
def build(paths: tuple[Path, ...], store: Path, as_json: bool) -> None:
    """Read plans (files and folders; by default the shipped ones) and make the store hold exactly them."""
    from zhize import pipeline, review

    built = pipeline.build(paths, store, told=tell)
    counts = pipeline.summary(built)
    for refusal in built.refused:
        tell(f"zhize: {refusal.reason}")
    if as_json:
        notes = [
            {"document": r.id, "kind": n.kind, "text": n.text, "detail": n.detail}
            for r in built.records
            for n in r.remarks
        ]
        refused = [{"file": str(each.file), "reason": each.reason} for each in built.refused]
        offered = {"folder": str(store / review.FOLDER), "rows": built.review}
        say_json({"store": str(store), "counts": counts, "review": offered, "not_understood": notes, "refused": refused})
    elif built.records:
        say(pipeline.summary_text(built, store))
    else:
        tell(f"zhize: nothing to publish: {store} stays as it was")
    if built.refused:
        sys.exit(1)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@json_option
@click.option("--report", is_flag=True, help="List what was not understood instead of the record.")
def extract(file: Path, as_json: bool, report: bool) -> None:
    """Print what extraction says of one document, as YAML."""
    from zhize import pipeline, recording

    record, source = pipeline.extract(file)
    if report:
        notes = pipeline.coverage(record, source)
        if as_json:
            say_json(notes)
        else:
            say(pipeline.coverage_text(notes))
    else:
        say(recording.as_json(record) if as_json else recording.as_yaml(record))


@click.command()
@click.argument("gold_dir", required=False, type=click.Path(path_type=Path))
@click.option("--sources", type=click.Path(path_type=Path), help="Folder of the documents that the gold files name.")
@click.option("--leave-one-out", is_flag=True, help="Count no table row whose only source is the plan being scored.")
@click.option("--alignment", is_flag=True, help="Score alignment and changes on the pairs of gold/alignment.")
@click.option("--questions", is_flag=True, help="Score answers on the question sets.")
@json_option
def evaluate(
    gold_dir: Path | None, sources: Path | None, leave_one_out: bool, alignment: bool, questions: bool, as_json: bool
) -> None:
    """Score extraction against expert annotation, by kind, with misses and extras by name."""
    from zhize import pipeline, resources, scoring

    if alignment:
        say(pipeline.evaluate_alignment(gold_dir or resources.gold() / "alignment", sources))
        return
    if questions:
        say(pipeline.evaluate_questions(gold_dir or resources.folder("data") / "questions"))
        return
    scores = pipeline.evaluate(gold_dir or resources.gold(), sources, leave_one_out=leave_one_out)
    say(scoring.as_json(scores) if as_json else scoring.report(scores))
