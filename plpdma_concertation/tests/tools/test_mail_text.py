"""The text part of messages."""

from odoo.tests import BaseCase, tagged

from ...tools.mail_text import to_mail_text


@tagged("post_install", "-at_install", "plpdma")
class TestMailText(BaseCase):
    def _assertText(self, page, text):
        self.assertEqual(to_mail_text(f"<div>{page}</div>"), f"{text}\n")

    def test_paragraphs(self):
        self._assertText(
            "<p>Bonjour,\n   vous</p>\n<p>deux<br/>lignes</p>",
            "Bonjour, vous\n\ndeux\nlignes",
        )

    def test_links_stand_where_they_are(self):
        self._assertText(
            '<p>Voir <a href="https://a.example/x">la page</a>, merci.</p>',
            "Voir la page <https://a.example/x>, merci.",
        )
        self._assertText(
            '<a href="https://a.example">https://a.example</a>', "https://a.example"
        )
        self._assertText('<a href="mailto:a@b.example">a@b.example</a>', "a@b.example")
        self._assertText(
            '<a href="tel:0199000010">01 99 00 00 10</a>', "01 99 00 00 10"
        )

    def test_tables(self):
        self._assertText(
            "<table><tr><td>Quand</td><td><b>mardi</b></td></tr>"
            "<tr><td>Où</td><td>Mairie</td></tr></table>",
            "Quand : mardi\nOù : Mairie",
        )
        self._assertText(
            "<table><tr><td><p>un</p><p>deux</p></td></tr></table>", "un\n\ndeux"
        )

    def test_lists_quotes_and_rules(self):
        self._assertText("<ul><li>un</li><li>deux</li></ul>", "- un\n- deux")
        self._assertText(
            '<div style="border-left: 3px; white-space: pre">a\nb</div><p>c</p>',
            "> a\n> b\n\nc",
        )
        self.assertIn("----", to_mail_text("<div>a<hr/>b</div>"))

    def test_nothing_that_is_not_read(self):
        self._assertText(
            '<p>a<img src="/logo.png" alt="x"/></p><div style="display: none">b</div>',
            "a",
        )
