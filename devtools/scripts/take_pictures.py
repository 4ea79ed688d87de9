"""Take pictures of pages, in a headless Chromium.

On the standard input, as JSON: the Chromium, the address served, the folder, and the
pictures (see devtools/guide.py). What a reader should not see in one fails the run.
"""

import base64
import contextlib
import io
import json
import re
import subprocess
import sys
import tempfile
import time
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import websocket
from PIL import Image

PATIENCE = 40
# The page has been the same for so long.
STILL_SECONDS = 0.7
COLOURS = 128
ROOM = 150_000
# What is on the page, in a word that changes with it; nothing while it is loading.
LOOK = """(() => {
    const missing = [...document.images].some((image) => !image.complete);
    const there = document.querySelector(
        ".o_action_manager .o_action, .o_import_action, .o_plpdma_split, "
        + ".o_plpdma_dashboard, #wrapwrap"
    );
    const busy = document.querySelector(".o_blockUI, .o_loading_indicator");
    if (document.readyState !== "complete" || missing || !there || busy) return "";
    return String(document.body.innerHTML.length);
})()"""
# What to click: a visible element, by its selector or its words.
FIND = """((wanted, text) => {
    const shown = (element) => element.checkVisibility() && !element.disabled;
    const found = text
        ? [...document.querySelectorAll("a, button, .o_menu_item, .dropdown-item")]
            .filter((element) => element.textContent.trim().startsWith(wanted))
        : [...document.querySelectorAll(wanted)];
    const element = found.find(shown);
    if (element) element.scrollIntoView({block: "center"});
    if (element) element.click();
    return Boolean(element);
})(%s, %s)"""
SCROLL = """((wanted) => {
    const element = document.querySelector(wanted);
    // Below what stays at the top of a form.
    if (element) element.style.scrollMarginTop = "70px";
    if (element) element.scrollIntoView({block: "start"});
    return Boolean(element);
})(%s)"""
# Nothing moves; the accents of a tag's capitals are not cut, as they are in the fonts
# of a machine without a screen.
TIDY = """(() => {
    document.activeElement.blur();
    const style = document.createElement("style");
    style.textContent = "* {animation: none !important; transition: none !important;"
        + "caret-color: transparent !important}"
        + ".o_tag_badge_text {line-height: 1.5 !important}";
    document.head.append(style);
})()"""
FAULT = """(() => {
    const error = document.querySelector(
        ".o_error_dialog, .o_notification .bg-danger, .o_field_invalid"
    );
    if (error) return error.textContent.trim().slice(0, 300);
    const page = document.documentElement;
    if (page.scrollWidth > page.clientWidth + 1) return "The page is too wide.";
    return "";
})()"""


class Browser:
    """A page of a headless Chromium, spoken to by its debugging protocol."""

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

    def settle(self) -> None:
        """Wait until the page is there and does not change any more."""
        deadline = time.monotonic() + PATIENCE
        before, since = "", time.monotonic()
        while not before or time.monotonic() - since < STILL_SECONDS:
            if time.monotonic() > deadline:
                sys.exit("The page does not come to rest.")
            time.sleep(0.1)
            look = self.value(LOOK)
            if look != before:
                before, since = look, time.monotonic()

    def do(self, action: str) -> None:
        """Click a selector or words (`=Words`), or scroll to a selector (`↓…`)."""
        if action.startswith("↓"):
            self.wait(action, SCROLL % json.dumps(action[1:]))
        else:
            text = action.startswith("=")
            wanted = action[1:] if text else action
            self.wait(action, FIND % (json.dumps(wanted), json.dumps(text)))
        self.settle()


def sign_in(base: str, login: str) -> str:
    """The session of somebody; each password of the demonstration is the login."""
    jar = CookieJar()
    opener = build_opener(HTTPCookieProcessor(jar))
    page = opener.open(f"{base}/web/login").read().decode()
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    form = {"login": login, "password": login, "csrf_token": token}
    opener.open(f"{base}/web/login", urlencode(form).encode()).read()
    return next(cookie.value for cookie in jar if cookie.name == "session_id")


@contextlib.contextmanager
def chromium(program: str):
    """A headless Chromium that does not outlive the block."""
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
            yield Browser(find_page(process, Path(home, "DevToolsActivePort")))
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


def take(browser: Browser, base: str, sessions: dict, picture: dict) -> bytes:
    """The page of a picture, as a PNG of few colours."""
    width, height = picture["size"]
    browser.send("Network.clearBrowserCookies")
    browser.send(
        "Emulation.setDeviceMetricsOverride",
        width=width,
        height=height,
        deviceScaleFactor=1,
        mobile=width < 600,
    )
    browser.send("Emulation.setTimezoneOverride", timezoneId="Europe/Paris")
    if login := picture["login"]:
        session = sessions.get(login) or sign_in(base, login)
        sessions[login] = session
        browser.send("Network.setCookie", name="session_id", value=session, url=base)
    browser.send("Page.navigate", url="about:blank")
    browser.send("Page.navigate", url=base + picture["path"])
    browser.settle()
    for action in picture["actions"]:
        browser.do(action)
    browser.value(TIDY)
    browser.settle()
    if fault := browser.value(FAULT):
        sys.exit(f"{picture['name']}: {fault}")
    shot = browser.send("Page.captureScreenshot", format="png")["data"]
    image = Image.open(io.BytesIO(base64.b64decode(shot))).convert("RGB")
    few = image.quantize(COLOURS, dither=Image.Dither.NONE)
    output = io.BytesIO()
    few.save(output, "PNG", optimize=True)
    return output.getvalue()


def main() -> None:
    """Take every picture asked for."""
    order = json.load(sys.stdin)
    sessions: dict[str, str] = {}
    with chromium(order["chromium"]) as browser:
        for picture in order["pictures"]:
            content = take(browser, order["base"], sessions, picture)
            if len(content) > ROOM:
                sys.exit(f"{picture['name']}: {len(content)} bytes are too many.")
            Path(order["folder"], f"{picture['name']}.png").write_bytes(content)
            print(picture["name"], len(content), flush=True)


main()
