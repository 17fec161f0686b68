"""The command line: parse arguments, call one function, print.

Results go to stdout in UTF-8 whatever the locale; messages and progress go to stderr. Exit 0 done, 1 input, store or
check failed, 2 wrong usage. A command is loaded when it is called, and imports what it needs when it runs, so that a
cold answer is quick.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module

import click

from zhize import __version__
from zhize.cli.printing import tell
from zhize.errors import ZhizeError

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


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; a user's mistake ends in one line on stderr."""
    try:
        code = cli.main(arguments, prog_name="zhize", standalone_mode=False)
    except click.exceptions.Abort:
        tell("stopped")
        code = 1
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except ZhizeError as error:
        tell(f"zhize: {error}")
        code = 1
    except BrokenPipeError:
        # Whoever read our output has seen enough; nothing more can be written to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    sys.exit(code if isinstance(code, int) else 0)


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Completion of commands and names: put this line into ~/.bashrc (zsh_source, fish_source for those shells):\n\n"
    '\b\neval "$(_ZHIZE_COMPLETE=bash_source zhize)"',
)
@click.version_option(__version__, prog_name="zhize")
def cli() -> None:
    """Who is responsible for what: Chinese campaign plans as a graph whose every edge shows its proof."""
