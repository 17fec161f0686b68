"""Chromium without a window, driven through its DevTools protocol over a pipe: no driver, no library, no port."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

import pytest


class Browser:
    """A running Chromium with one page, whose networking is off."""

    def __init__(self, folder: Path) -> None:
        program = shutil.which("chromium") or shutil.which("google-chrome") or "chromium"
        to_read, self._write = os.pipe()
        self._read, to_write = os.pipe()
        os.set_inheritable(to_read, True)
        os.set_inheritable(to_write, True)
        command = (
            f'exec 3<&{to_read} 4>&{to_write}; exec "$0" --headless=new --no-sandbox --disable-gpu --hide-scrollbars '
            f'--no-first-run --remote-debugging-pipe --host-resolver-rules="MAP * ~NOTFOUND" "--user-data-dir=$1" about:blank'
        )
        self._process = subprocess.Popen(
            ["bash", "-c", command, program, str(folder)],
            pass_fds=(to_read, to_write),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(to_read)
        os.close(to_write)
        self._rest = b""
        self._last = 0
        self.said: list[str] = []
        """Errors and warnings of the console, refusals of the page's policy, exceptions."""
        self.requests: list[str] = []
        """Addresses that the page asked for."""
        target = self._ask("Target.createTarget", {"url": "about:blank"})["targetId"]
        self._session: str | None = self._ask("Target.attachToTarget", {"targetId": target, "flatten": True})[
            "sessionId"
        ]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.ask(f"{domain}.enable")
        self.ask("Network.emulateNetworkConditions", offline=True, latency=0, downloadThroughput=0, uploadThroughput=0)

    def __enter__(self) -> Browser:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._write)
        self._process.terminate()
        self._process.wait(20)
        os.close(self._read)

    def ask(self, method: str, **arguments: Any) -> dict[str, Any]:
        """Return the answer of the page to a command of the protocol."""
        return self._ask(method, arguments, self._session)

    def size(self, width: int, height: int, *, phone: bool = False) -> None:
        """Give the page a screen."""
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=phone)

    def open(self, path: Path) -> None:
        """Open a page from disk and wait until it has drawn its picture."""
        self.said.clear()
        self.requests.clear()
        self.ask("Page.navigate", url=path.as_uri())
        self.wait(
            "document.readyState === 'complete' && (!document.getElementById('picture') || document.getElementById('picture').dataset.ready === 'true')"
        )
        self.settle()

    def evaluate(self, script: str) -> Any:
        """Return the value of an expression in the page."""
        answer = self.ask(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True, userGesture=True
        )
        if "exceptionDetails" in answer:
            raise AssertionError(answer["exceptionDetails"])
        return answer["result"].get("value")

    def wait(self, condition: str) -> None:
        """Wait until an expression is true in the page."""
        for _ in range(200):
            if self.evaluate(f"Boolean({condition})"):
                return
            self.evaluate("new Promise((done) => setTimeout(done, 50))")
        raise AssertionError(f"never true: {condition}")

    def settle(self) -> None:
        """Wait until what was asked for has been drawn."""
        self.evaluate(
            "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 120))))"
        )

    def click(self, x: float, y: float) -> None:
        """Click at a place of the window."""
        self.ask("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
        for kind in ("mousePressed", "mouseReleased"):
            self.ask("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)
        self.evaluate("new Promise((done) => setTimeout(done, 420))")  # vis-network waits for a second click
        self.settle()

    def key(self, name: str, text: str = "") -> None:
        """Press a key."""
        self.ask("Input.dispatchKeyEvent", type="keyDown", key=name, code=name, text=text)
        self.ask("Input.dispatchKeyEvent", type="keyUp", key=name, code=name)
        self.settle()

    def write(self, text: str) -> None:
        """Write into what has the focus."""
        self.ask("Input.insertText", text=text)
        self.settle()

    def picture(self, path: Path) -> None:
        """Save what the window shows as PNG."""
        path.write_bytes(base64.b64decode(self.ask("Page.captureScreenshot", format="png")["data"]))

    def _ask(self, method: str, arguments: dict[str, Any], session: str | None = None) -> dict[str, Any]:
        self._last += 1
        message: dict[str, Any] = {"id": self._last, "method": method, "params": arguments}
        if session is not None:
            message["sessionId"] = session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._last:
                if "error" in answer:
                    raise AssertionError(f"{method}: {answer['error']}")
                return dict(answer["result"])
            self._note(answer)

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            piece = os.read(self._read, 1 << 16)
            if not piece:
                raise AssertionError("Chromium has gone")
            self._rest += piece
        message, _, self._rest = self._rest.partition(b"\0")
        return dict(json.loads(message))

    def _note(self, event: dict[str, Any]) -> None:
        what = event.get("params", {})
        match event.get("method"):
            case "Runtime.exceptionThrown":
                self.said.append(json.dumps(what["exceptionDetails"], ensure_ascii=False))
            case "Runtime.consoleAPICalled" if what["type"] in ("error", "warning", "assert"):
                self.said.append(json.dumps(what["args"], ensure_ascii=False))
            case "Log.entryAdded" if what["entry"]["level"] in ("error", "warning"):
                self.said.append(what["entry"]["text"])
            case "Network.requestWillBeSent":
                self.requests.append(what["request"]["url"])
            case "Page.javascriptDialogOpening":
                self.said.append(f"dialog: {what['message']}")


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with Browser(tmp_path_factory.mktemp("chromium")) as started:
        yield started
