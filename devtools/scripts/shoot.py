"""Take whole pages, as wide as asked for, in a headless Chromium.

On the standard input, as JSON: the Chromium, and the shots, each with its address,
its width and its file. A page that is wider than its window is said.
"""

import base64
import json
import sys
from pathlib import Path

from chromium import chromium

LOADED = """(() => document.readyState === "complete"
    && ![...document.images].some((image) => !image.complete))()"""
SIZE = "(() => [document.documentElement.scrollWidth, document.body.scrollHeight])()"
TALLEST = 12_000


def main() -> None:
    """Take every shot asked for."""
    order = json.load(sys.stdin)
    with chromium(order["chromium"]) as browser:
        for shot in order["shots"]:
            browser.resize(shot["width"], 800)
            browser.send("Page.navigate", url="about:blank")
            browser.send("Page.navigate", url=shot["url"])
            browser.wait(shot["url"], LOADED)
            width, height = browser.value(SIZE)
            if width > shot["width"] + 1:
                print(f"! {shot['file']}: {width} pixels wide", flush=True)
            browser.resize(shot["width"], min(max(height, 200), TALLEST))
            image = browser.send("Page.captureScreenshot", format="png")["data"]
            Path(shot["file"]).write_bytes(base64.b64decode(image))


main()
