"""What the administrator reads of the server in the settings."""

import json
from unittest.mock import patch

from odoo.tests import HttpCase, TransactionCase, tagged
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


@tagged("post_install", "-at_install", "plpdma")
class TestAuthorityName(TransactionCase):
    """The authority in a sentence: its article is guessed, and may be chosen."""

    def test_in_both_languages(self):
        for lang in ("en_US", "fr_FR"):
            self.env["res.lang"]._activate_lang(lang)
        company = self.env["res.company"].create({"name": "Syndicat du Val"})
        self.assertEqual(company.plpdma_article, "le")
        french = company.with_context(lang="fr_FR")
        self.assertEqual(french._plpdma_get_name("of"), "du Syndicat du Val")
        self.assertEqual(french._plpdma_get_name("to"), "au Syndicat du Val")
        self.assertEqual(french._plpdma_get_name(start=True), "Le Syndicat du Val")
        english = company.with_context(lang="en_US")
        self.assertEqual(english._plpdma_get_name("of"), "of Syndicat du Val")
        self.assertEqual(english._plpdma_get_name(), "Syndicat du Val")

    def test_chosen_in_the_settings(self):
        company = self.env["res.company"].create({"name": "Val Propre"})
        self.assertEqual(company.plpdma_article, "none")
        settings = self.env["res.config.settings"].with_company(company).create({})
        settings.plpdma_article = "les"
        settings.execute()
        self.assertEqual(company.plpdma_article, "les")
        self.assertEqual(
            company.with_context(lang="fr_FR")._plpdma_get_name("to"), "aux Val Propre"
        )
