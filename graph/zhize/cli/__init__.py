"""The command line: parse arguments, call one function, print.

Results go to stdout in UTF-8 whatever the locale; messages and progress go to stderr. Exit 0 done, 1 input, store or
check failed, 2 wrong usage. What reads commands takes longer to load than a question to answer: a plain question is read
without it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from zhize.cli import question
from zhize.cli.printing import tell
from zhize.errors import ZhizeError


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; a user's mistake ends in one line on stderr."""
    given = sys.argv[1:] if arguments is None else arguments
    try:
        asked = question.plain(given)
        code = asked.put() if asked is not None else _command(given)
    except ZhizeError as error:
        tell(f"zhize: {error}")
        code = 1
    except KeyboardInterrupt:
        tell("stopped")
        code = 1
    except BrokenPipeError:
        # Whoever read our output has seen enough; nothing more can be written to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    sys.exit(code)


def _command(arguments: Sequence[str]) -> int:
    """Run a command; return the exit code."""
    import click

    from zhize.cli.commands import cli

    try:
        code = cli.main(list(arguments), prog_name="zhize", standalone_mode=False)
    except click.exceptions.Abort as error:
        raise KeyboardInterrupt from error
    except click.ClickException as error:
        error.show()
        return error.exit_code
    return code if isinstance(code, int) else 0
