"""The command that draws."""

from __future__ import annotations

from pathlib import Path

import click

from zhize.cli.completion import campaigns, departments
from zhize.cli.options import lang_option, store_option
from zhize.cli.printing import write


@click.command()
@click.argument("kind", type=click.Choice(["network", "cooperation", "ego", "matrix"]))
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="The HTML file to write.")
@click.option("--campaign", help="The campaign to draw; by default the newest.", shell_complete=campaigns)
@click.option("--body", help="The department in the middle of an ego network.", shell_complete=departments)
@click.option("--all", "everything", is_flag=True, help="Show all laws, products and violations, not the most cited.")
@store_option
@lang_option
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
    write(output, page.encode("utf-8"))
