"""Limits that a command keeps: of time."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from typing import Generic, NoReturn, TypeVar

from zhize.cli.printing import tell

_Made = TypeVar("_Made")


class _Work(threading.Thread, Generic[_Made]):
    """Work that is done beside the one who waits for it."""

    def __init__(self, work: Callable[[], _Made]) -> None:
        super().__init__(daemon=True)
        self._work = work
        self.made: list[_Made] = []
        self.failed: BaseException | None = None

    def run(self) -> None:
        """Do the work, and keep what it made or how it failed."""
        try:
            self.made.append(self._work())
        except BaseException as error:  # noqa: BLE001 - raised again by the one who waits
            self.failed = error


def within(seconds: float, work: Callable[[], _Made], advice: str) -> _Made:
    """Return what work makes; end the process with exit 1 and one line of advice where it takes longer.

    The engine cannot be asked to stop, and must not be working while the process tidies up: so the process
    ends at once, also where the user stops it.
    """
    doing = _Work(work)
    doing.start()
    try:
        doing.join(seconds)
    except KeyboardInterrupt:
        _end("stopped")
    if doing.is_alive():
        _end(f"zhize: {advice}")
    if doing.failed is not None:
        raise doing.failed
    return doing.made[0]


def _end(told: str) -> NoReturn:
    tell(told)
    sys.stdout.flush()
    os._exit(1)
