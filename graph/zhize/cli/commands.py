"""The commands, as click reads them: each is loaded when it is called."""

from __future__ import annotations

from importlib import import_module

import click

from zhize import __version__

_HOME = {
    "build": "reading",
    "list": "looking",
    "extract": "reading",
    "evaluate": "reading",
    "ask": "asking",
    "query": "looking",
    "show": "looking",
    "diff": "comparing",
    "gaps": "comparing",
    "timeline": "comparing",
    "draw": "drawing",
    "check": "looking",
    "export": "looking",
}
"""The commands, in the order of the help, and the modules they are in."""


class _Commands(click.Group):
    """The commands, each loaded when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(_HOME)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        if cmd_name not in _HOME:
            return None
        module = import_module(f"zhize.cli.{_HOME[cmd_name]}")
        command: click.Command = getattr(module, cmd_name if cmd_name != "list" else "list_")
        return command


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Completion of commands and names: put this line into ~/.bashrc (zsh_source, fish_source for those shells):\n\n"
    '\b\neval "$(_ZHIZE_COMPLETE=bash_source zhize)"',
)
@click.version_option(__version__, prog_name="zhize")
def cli() -> None:
    """Who is responsible for what: Chinese campaign plans as a graph whose every edge shows its proof."""
