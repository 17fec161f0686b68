"""The command that draws."""

from __future__ import annotations

from pathlib import Path

import click

from zhize.cli import completion
from zhize.cli.options import lang_option, store_option
from zhize.cli.printing import write

_KINDS = ("network", "cooperation", "ego", "matrix", "timeline", "shift", "diff", "union")
_NODES = ("department", "law", "product", "violation")
_ROLES = ("lead", "sole", "joint", "support")
_FOLLOWED = ("body", "violation", "product", "law")


@click.command()
@click.argument("kind", type=click.Choice(_KINDS))
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), help="The file to write: .html, .svg or .png."
)
@click.option(
    "--campaign",
    "campaigns",
    multiple=True,
    help="The campaign to draw, by default the newest; timeline takes several.",
    shell_complete=completion.campaigns,
)
@click.option("--from", "from_", help="The earlier campaign of shift, diff and union.", shell_complete=completion.campaigns)
@click.option("--to", help="The later campaign of shift, diff and union.", shell_complete=completion.campaigns)
@click.option(
    "--body",
    "bodies",
    multiple=True,
    help="Only these departments; of ego and timeline the one that is shown.",
    shell_complete=completion.departments,
)
@click.option("--violation", help="The violation that a timeline follows.")
@click.option("--product", help="The product category that a timeline follows.")
@click.option("--law", help="The law that a timeline follows.")
@click.option(
    "--kind", "kinds", multiple=True, type=click.Choice(_NODES), help="Only these kinds of nodes beside the tasks."
)
@click.option("--role", "roles", multiple=True, type=click.Choice(_ROLES), help="Only duties in these roles.")
@click.option("--all", "everything", is_flag=True, help="Draw what is left out for clearness: rare laws, weak ties.")
@store_option
@lang_option
def draw(
    kind: str,
    output: Path,
    campaigns: tuple[str, ...],
    from_: str | None,
    to: str | None,
    bodies: tuple[str, ...],
    violation: str | None,
    product: str | None,
    law: str | None,
    kinds: tuple[str, ...],
    roles: tuple[str, ...],
    everything: bool,
    store: Path,
    lang: str,
) -> None:
    """Draw a picture of responsibilities: a page that needs no network connection, or an image.

    network: departments, tasks, laws, products and violations; cooperation: who works with whom; ego: one
    department and all around it; matrix: departments by tasks with their roles; timeline: a department, violation,
    product or law through the campaigns; shift: how duties went from the bodies of one campaign to those of
    another; diff: what became of the departments and tasks of a campaign; union: two campaigns as one network.
    """
    followed = dict(zip(_FOLLOWED, (bodies[0] if bodies else None, violation, product, law), strict=True))
    name, sort = _subject(kind, bodies, {key: value for key, value in followed.items() if value is not None})
    _check(kind, campaigns, (from_, to), {"--kind": bool(kinds), "--all": everything})
    from zhize import views
    from zhize.comparison import Sort
    from zhize.model import Role
    from zhize.store import open_store

    picture = views.draw(
        open_store(store),
        kind,
        from_ or next(iter(campaigns), None),
        name=name,
        sort=Sort(sort),
        to=to,
        campaigns=campaigns,
        everything=everything,
        lang=lang,
        filters=views.Filters(
            () if name is not None else bodies, tuple(map(views.Kind, kinds)), tuple(map(Role, roles))
        ),
    )
    write(output, picture.in_form(output.suffix))


def _subject(kind: str, bodies: tuple[str, ...], followed: dict[str, str]) -> tuple[str | None, str]:
    """Return the name that ego and timeline are about, and its sort; None for the other pictures."""
    others = [key for key in followed if key != "body"]
    if others and kind != "timeline":
        raise click.UsageError(f"--{others[0]} is for timeline")
    if kind == "timeline":
        if len(followed) != 1 or len(bodies) > 1:
            raise click.UsageError("timeline follows one thing: give one of --body, --violation, --product, --law")
        ((sort, name),) = followed.items()
        return name, "department" if sort == "body" else sort
    if kind == "ego":
        if len(bodies) != 1:
            raise click.UsageError("ego draws what surrounds one department: give one --body")
        return bodies[0], "department"
    return None, "department"


def _check(kind: str, campaigns: tuple[str, ...], pair: tuple[str | None, str | None], given: dict[str, bool]) -> None:
    """Raise UsageError where options do not go together with the picture."""
    if kind in ("shift", "diff", "union"):
        if None in pair or campaigns:
            raise click.UsageError(f"{kind} takes two campaigns: give --from and --to")
    elif any(pair):
        raise click.UsageError("--from and --to are for shift, diff and union; name a campaign by --campaign")
    elif len(campaigns) > 1 and kind != "timeline":
        raise click.UsageError(f"{kind} draws one campaign: give --campaign once")
    allowed = {"--kind": ("network", "ego", "union"), "--all": ("network", "cooperation", "union")}
    for option, kinds in allowed.items():
        if given[option] and kind not in kinds:
            raise click.UsageError(f"{option} is for {', '.join(kinds[:-1])} and {kinds[-1]}")
