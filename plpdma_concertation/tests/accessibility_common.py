"""A browser that looks at pages through axe-core, as on a desk and on a phone."""

import json
import os
import threading
from contextlib import ExitStack, contextmanager
from pathlib import Path

from odoo.tests.common import ChromeBrowser

from .portal.portal_common import PortalCase

# `./dev test` installs axe-core and says here where; it is no part of the addon.
AXE = os.environ.get("PLPDMA_AXE")
if not AXE and os.environ.get("CI") == "true":
    raise RuntimeError("PLPDMA_AXE must name the script of axe-core.")

STANDARDS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
DESK = (1366, 768)
PHONE = (360, 800)
# What is asked of the page that is shown.
AUDIT = f"""axe.run("%s", {{
    runOnly: {{type: "tag", values: {json.dumps(STANDARDS)}}},
    resultTypes: ["violations"],
}}).then((results) => ({{
    violations: results.violations,
    width: document.documentElement.scrollWidth,
    titles: document.querySelectorAll("h1").length,
    path: location.pathname,
    status: performance.getEntriesByType("navigation")[0].responseStatus,
}}))"""
# What fades in is looked at as it will be: half shown, it lacks contrast.
STILL = """const still = new CSSStyleSheet();
still.replaceSync("*, ::before, ::after {transition: none !important}");
document.adoptedStyleSheets = [...document.adoptedStyleSheets, still];"""
# Sends the form as the browser of somebody in a hurry would, without its own checks.
SEND = """window.plpdmaLeft = true;
document.querySelector("main form[method=post]").submit();"""
ARRIVED = "!window.plpdmaLeft && document.readyState === 'complete'"


class Browser(ChromeBrowser):
    """Goes from page to page, and looks at each through axe-core."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self._idle = threading.Event()
        self._handlers["Page.lifecycleEvent"] = self._note_lifecycle
        self._websocket_request(
            "Page.setLifecycleEventsEnabled", params={"enabled": True}
        )

    def _note_lifecycle(self, name, **_params):
        if name == "init":
            self._idle.clear()
        elif name == "networkIdle":
            self._idle.set()

    def settle(self):
        """Wait until the page asks nothing more: what leaving it would cut short is
        an error in the log."""
        self._idle.wait(10)

    def evaluate(self, expression):
        """:return: what a JavaScript expression is worth, once it is"""
        answer = self._websocket_request(
            "Runtime.evaluate",
            params={
                "expression": expression,
                "awaitPromise": True,
                "returnByValue": True,
            },
            timeout=60,
        )
        if "exceptionDetails" in answer:
            raise AssertionError(f"{expression[:80]}: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def open(self, url):
        """Go to a page and wait until it is there."""
        self.navigate_to(url)
        self._wait_ready()

    def send(self):
        """Send the form of the page and wait for the answer."""
        self.settle()
        self.evaluate(SEND)
        self._wait_ready(ARRIVED)

    def resize(self, width, height):
        """Give the page the size of a screen."""
        self._websocket_request(
            "Emulation.setDeviceMetricsOverride",
            params={
                "width": width,
                "height": height,
                "deviceScaleFactor": 1,
                "mobile": False,
            },
        )


class AccessibilityCase(PortalCase):
    """No obstacle that WCAG 2.2 AA names, and no scrolling sideways on a phone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.axe = f"{Path(AXE).read_text()};(() => {{{STILL}}})()"

    @contextmanager
    def _browse(self, user=None):
        """A browser in which somebody is signed in, or nobody."""
        browser = Browser(self)
        with self.allow_requests(browser=browser), ExitStack() as ending:
            ending.callback(self._wait_remaining_requests)
            ending.callback(browser.stop)
            login = user and user.login
            self.authenticate(login, login, browser=browser)
            self.env.cr.flush()
            self.env.cr.clear()
            yield browser

    def _check(self, paths, user=None, send=False, status=200):
        """Look at some pages, each as on a desk and on a phone.

        :param paths: of the pages
        :param user: who looks at them; nobody who is signed in, by default
        :param send: whether their form is sent first, as it is
        :param status: with which the server answers
        """
        with self._browse(user) as browser:
            for path in paths:
                with self.subTest(path=path, sent=send):
                    browser.open(self.base_url() + path)
                    if send:
                        browser.send()
                    browser.evaluate(f"{self.axe};0")
                    for size in (DESK, PHONE):
                        browser.resize(*size)
                        audit = browser.evaluate(AUDIT % "html")
                        self._check_audit(audit, path, size, status)
                browser.settle()

    def _check_audit(self, audit, path, size, status):
        self.assertEqual(audit["path"], path.partition("?")[0].partition("#")[0])
        self.assertEqual(audit["status"], status)
        self._check_violations(audit, size)
        self.assertEqual(audit["titles"], 1, "One title of the first level.")
        self.assertLessEqual(audit["width"], size[0], "It scrolls sideways.")

    def _check_violations(self, audit, size):
        if audit["violations"]:
            self.fail(self._describe(audit["violations"], size))

    def _describe(self, violations, size):
        """What axe-core found, as one reads it in the log."""
        lines = ["{} × {}: {} obstacle(s)".format(*size, len(violations))]
        for violation in violations:
            lines.append("{id}: {help} ({helpUrl})".format(**violation))
            for node in violation["nodes"]:
                lines.append(f"    {node['target']}")
                lines.append(f"        {node['html']}")
                lines.append(f"        {node['failureSummary']}")
        return "\n".join(lines)
