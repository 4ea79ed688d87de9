"""What the administrator reads of the server in the settings."""

import json
from unittest.mock import patch

from odoo.tests import HttpCase, tagged
from odoo.tools import config

FORWARDED = {"X-Forwarded-For": "192.0.2.7"}


@tagged("post_install", "-at_install", "plpdma")
class TestProxySetting(HttpCase):
    def setUp(self):
        super().setUp()
        self.authenticate("admin", "admin")

    def _show(self, headers, proxy_mode):
        """:return: what the settings say, opened through a proxy that says so"""
        arguments = {
            "model": "res.config.settings",
            "method": "onchange",
            "args": [[], {}, [], {"plpdma_proxy": {}}],
            "kwargs": {},
        }
        with patch.dict(config.options, {"proxy_mode": proxy_mode}):
            answer = self.url_open(
                "/web/dataset/call_kw/res.config.settings/onchange",
                data=json.dumps({"params": arguments}),
                headers={"Content-Type": "application/json", **headers},
            ).json()
        return answer["result"]["value"]["plpdma_proxy"]

    def test_as_the_request_comes_in(self):
        host = {"X-Forwarded-Host": self.base_url().partition("://")[2]}
        for headers, proxy_mode, expected in (
            ({}, False, "direct"),
            ({}, True, "direct"),
            (FORWARDED, False, "ignored"),
            (host, False, "ignored"),
            ({**FORWARDED, **host}, False, "ignored"),
            ({**FORWARDED, **host}, True, "trusted"),
            # Odoo heeds no header of a proxy that does not send this one.
            (FORWARDED, True, "silent"),
        ):
            with self.subTest(headers=headers, proxy_mode=proxy_mode):
                self.assertEqual(self._show(headers, proxy_mode), expected)

    def test_the_warning_is_on_the_screen(self):
        arch = self.env["res.config.settings"].get_view(view_type="form")["arch"]
        for state in ("ignored", "silent"):
            self.assertIn(f"plpdma_proxy != '{state}'", arch)
        self.assertIn("proxy_mode = True", arch)
