"""A headless Chromium, spoken to by its debugging protocol."""

import contextlib
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.request import build_opener

import websocket

PATIENCE = 40


class Browser:
    """A page of a headless Chromium."""

    def __init__(self, address: str):
        self._socket = websocket.create_connection(address, timeout=60)
        self._number = 0

    def send(self, method: str, **params) -> dict:
        """What a command gives."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": params}
        self._socket.send(json.dumps(message))
        while True:
            answer = json.loads(self._socket.recv())
            if answer.get("id") == self._number:
                if "error" in answer:
                    sys.exit(f"{method}: {answer['error']['message']}")
                return answer["result"]

    def value(self, expression: str):
        """What a JavaScript expression gives."""
        result = self.send(
            "Runtime.evaluate", expression=expression, returnByValue=True
        )
        if "exceptionDetails" in result:
            sys.exit(f"{result['exceptionDetails']} in {expression}")
        return result["result"].get("value")

    def wait(self, what: str, expression: str) -> None:
        """Wait until an expression gives something."""
        deadline = time.monotonic() + PATIENCE
        while not self.value(expression):
            if time.monotonic() > deadline:
                sys.exit(f"Waited in vain: {what}.")
            time.sleep(0.1)

    def resize(self, width: int, height: int) -> None:
        """Make the window so large; a narrow one is a telephone's."""
        self.send(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=width < 600,
        )


@contextlib.contextmanager
def chromium(program: str, page: type = Browser):
    """A page of a headless Chromium that does not outlive the block."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        options = ("--headless=new", "--no-sandbox", "--hide-scrollbars", "--lang=fr")
        ports = ("--remote-debugging-port=0", "--remote-allow-origins=*")
        process = subprocess.Popen(
            [program, *options, *ports, f"--user-data-dir={home}", "about:blank"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            yield page(find_page(process, Path(home, "DevToolsActivePort")))
        finally:
            process.kill()
            process.wait()


def find_page(process: subprocess.Popen, note: Path) -> str:
    """The address of its page, once it says on which port it listens."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError, StopIteration, IndexError):
            port = note.read_text().split()[0]
            pages = json.load(build_opener().open(f"http://127.0.0.1:{port}/json"))
            page = next(page for page in pages if page["type"] == "page")
            return page["webSocketDebuggerUrl"]
        time.sleep(0.1)
    sys.exit("Chromium does not start.")
