"""The messages that we send, as mail programs get them: their page, and their text."""

import re

from lxml import html

from odoo.tests import TransactionCase, tagged

from ...tools.mail_layout import LAYOUT, MARK
from ..access.doors_common import DoorsCase
from ..access.doors_table import TEMPLATES

MODULE = "plpdma_concertation"
WIDEST = 600
SIZE = re.compile(r"(?:^|[;\s])(?:min-|max-)?width:\s*(\d+)px")
NUMBERED = re.compile(r"\[\d+\]")


def list_widths(page):
    """What the elements of a page say of their width, in pixels."""
    for node in page.iter():
        if isinstance(node.tag, str):
            for found in SIZE.findall(node.get("style") or ""):
                yield int(found)
            if (node.get("width") or "").isdigit():
                yield int(node.get("width"))


@tagged("post_install", "-at_install", "plpdma")
class TestMailLayout(DoorsCase, TransactionCase):
    """Each template, on the record with which the table of doors reads it."""

    def _get_mail(self, name, key):
        """The message of a template as it is put in the queue."""
        template = self.env.ref(f"{MODULE}.{name}").sudo()
        record = self._get_told(template, key)
        [mail] = template.send_mail_batch(
            record.ids,
            email_values={"email_to": "lea@p.example", "recipient_ids": []},
            email_layout_xmlid=LAYOUT,
        )
        return mail

    def _get_told(self, template, key):
        records = self.world.get(template.model)
        if records and key in records:
            return records[key][:1]
        session = self.world["plpdma.session"][key]
        if template.model == "calendar.attendee":
            return session.sudo().calendar_event_id.attendee_ids.filtered(
                lambda guest: guest._get_participation()
            )[:1]
        return session.sudo().participation_ids[:1]

    def _read(self, mail):
        values = mail._prepare_outgoing_list()[0]
        return html.document_fromstring(values["body"]), values["body_alternative"]

    def test_each_message(self):
        seen = 0
        for name, (key, _words) in TEMPLATES.items():
            mail = self._get_mail(name, key)
            page, text = self._read(mail)
            with self.subTest(name):
                self.assertTrue(page.xpath(f"//*[@class='{MARK}']"))
                self.assertTrue(page.get("lang"))
                self.assertLessEqual(max(list_widths(page)), WIDEST)
                model = self.env["ir.model"]._get(
                    self.env.ref(f"{MODULE}.{name}").model
                )
                self.assertNotIn(f"Your {model.name}", page.text_content())
                self._check_text(page, text)
                seen += 1
        self.assertEqual(seen, len(TEMPLATES))

    def _check_text(self, page, text):
        """All the addresses, at their place; no number stands for one."""
        self.assertFalse(NUMBERED.findall(text), text)
        self.assertNotIn("<br", text)
        self.assertNotIn("\n\n\n", text)
        for link in page.iter("a"):
            address = re.sub("^(mailto|tel):", "", link.get("href"))
            self.assertIn(re.sub(r"\s", "", address), re.sub(r"\s", "", text), address)
        for words in (self.program.name, "You receive this message because"):
            self.assertIn(words, text)

    def test_service_and_reason(self):
        """The footer says whom to ask, and why the message is received."""
        self.program.sudo().write(
            {"service_name": "Service déchets", "service_phone": "01 99 00 00 11"}
        )
        for name, reason in (
            ("mail_template_receipt", "you contributed"),
            ("mail_template_session_invitation", "the guests of this session"),
        ):
            _page, text = self._read(self._get_mail(name, TEMPLATES[name][0]))
            self.assertIn("Service déchets\n", text)
            self.assertIn("01 99 00 00 11", text.replace("\N{NO-BREAK SPACE}", " "))
            self.assertIn(reason, text)

    def test_a_layout_of_the_authority_is_kept(self):
        """A template that was given another layout keeps it."""
        template = self.env.ref(f"{MODULE}.mail_template_receipt").sudo()
        template.email_layout_xmlid = "mail.mail_notification_layout"
        contribution = self.world["plpdma.contribution"]["public"][:1].sudo()
        lines = self.env["plpdma.delivery"]._write_messages(
            "receipt", template, contribution, [contribution._prepare_delivery()]
        )
        body = lines.mail_message_id.mail_ids.body_html
        self.assertNotIn(MARK, body)
        template.email_layout_xmlid = False
        lines = self.env["plpdma.delivery"]._write_messages(
            "receipt", template, contribution, [contribution._prepare_delivery()]
        )
        self.assertIn(MARK, lines.mail_message_id.mail_ids.body_html)
