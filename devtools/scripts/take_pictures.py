"""Take pictures of pages, in a headless Chromium.

On the standard input, as JSON: the Chromium, the address served, the folder, and the
pictures (see devtools/guide.py). What a reader should not see in one fails the run.
"""

import base64
import io
import json
import re
import sys
import time
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

from chromium import PATIENCE, Browser, chromium
from PIL import Image

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


class Page(Browser):
    """A page that people act upon."""

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


def take(browser: Page, base: str, sessions: dict, picture: dict) -> bytes:
    """The page of a picture, as a PNG of few colours."""
    width, height = picture["size"]
    browser.send("Network.clearBrowserCookies")
    browser.resize(width, height)
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
    with chromium(order["chromium"], Page) as browser:
        for picture in order["pictures"]:
            content = take(browser, order["base"], sessions, picture)
            if len(content) > ROOM:
                sys.exit(f"{picture['name']}: {len(content)} bytes are too many.")
            Path(order["folder"], f"{picture['name']}.png").write_bytes(content)
            print(picture["name"], len(content), flush=True)


main()
