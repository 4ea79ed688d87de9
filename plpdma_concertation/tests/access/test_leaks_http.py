"""Hunts for leaks, by address."""

import base64
import re

from lxml import etree

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .leaks_common import OUTSIDERS, SECRET, LeakCase

NOTIFIED = ["mail_message_id", "res_partner_id", "mail_email_address"]


@tagged("post_install", "-at_install", "plpdma")
class TestLeaksHttp(LeakCase, HttpCase):
    """By address and by identifier, as whoever guesses them would ask."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hidden = cls._hide()
        cls.image = cls.env["ir.attachment"].create(
            {
                "name": f"{SECRET}.png",
                "datas": base64.b64encode(
                    base64.b64decode(
                        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhf"
                        "DwAChwGA60e6kgAAAABJRU5ErkJggg=="
                    )
                ),
                "res_model": "plpdma.contribution",
                "res_id": cls.seen.id,
            }
        )
        cls.env.flush_all()

    def _sign_in(self, profile):
        user = self._become(profile)
        login = None if profile == "public" else user.login
        self.authenticate(login, login)
        return user

    def _ask(self, model, method, *args, **kwargs):
        """The raw answer of a call, refusals included."""
        params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        return self._post("/web/dataset/call_kw", params)

    def _post(self, route, params):
        body = {"jsonrpc": "2.0", "method": "call", "id": 0, "params": params}
        with mute_logger("odoo.http"):
            return self.url_open(route, json=body).text

    def _profiles(self):
        return (*OUTSIDERS, "public")

    def _notify(self, record):
        """The notification of a message to an agent, whose subject is secret."""
        agent = self.user_agent.partner_id
        message = record.message_notify(
            partner_ids=agent.ids, subject=SECRET, body="Fictif", model=record._name
        )
        return message.notification_ids

    def test_discussion_by_identifier(self):
        record = self.own["plpdma.contribution"]
        thread = {"thread_model": record._name, "thread_id": record.id}
        link = [("res_model", "=", record._name), ("res_id", "=", record.id)]
        message = record.message_ids[:1]
        activity = record.activity_ids[:1]
        notified = self._notify(record)
        told = [("mail_message_id.model", "=", record._name)]
        self.assertTrue(message and activity and notified)
        for profile in self._profiles():
            self._sign_in(profile)
            for answer in (
                self._ask("mail.message", "read", message.ids, ["body"]),
                self._ask(
                    "mail.message",
                    "search_read",
                    [("model", "=", record._name), ("res_id", "=", record.id)],
                    ["body"],
                ),
                self._ask("mail.message", "search_count", [("body", "ilike", SECRET)]),
                self._ask("mail.activity", "read", activity.ids, ["summary"]),
                self._ask("mail.activity", "search_read", link, ["summary"]),
                self._ask("mail.followers", "search_read", link, ["partner_id"]),
                self._ask(
                    "mail.notification", "search_read", told, ["mail_message_id"]
                ),
                self._ask("mail.notification", "read", notified.ids, NOTIFIED),
                self._ask("ir.attachment", "search_read", link, ["name"]),
                self._post("/mail/thread/messages", thread),
                self._post(
                    "/mail/data",
                    {
                        "fetch_params": [
                            [
                                "mail.thread",
                                {
                                    **thread,
                                    "request_list": [
                                        "activities",
                                        "attachments",
                                        "followers",
                                        "suggestedRecipients",
                                    ],
                                },
                            ]
                        ]
                    },
                ),
            ):
                with self.subTest(profile=profile, answer=answer[:80]):
                    self.assertNotIn(SECRET, answer)
                    self.assertNotIn('"result": 1', answer)

    def test_discussion_is_told_to_the_staff(self):
        """The same questions answer the agent: the hunt looks at the right place."""
        record = self.own["plpdma.contribution"]
        self._sign_in("agent")
        thread = {"thread_model": record._name, "thread_id": record.id}
        self.assertIn(SECRET, self._post("/mail/thread/messages", thread))
        self.assertIn(
            SECRET, self._ask("mail.message", "read", record.message_ids.ids, ["body"])
        )
        notified = self._notify(record)
        self.assertIn(
            SECRET, self._ask("mail.notification", "read", notified.ids, NOTIFIED)
        )
        files = record.message_ids.attachment_ids
        page = self.url_open(f"/web/content/{files.ids[0]}")
        self.assertIn(SECRET, page.text)

    def test_files_by_identifier(self):
        files = self.env["ir.attachment"].search([("name", "ilike", SECRET)])
        self.assertGreater(len(files), 3)
        for profile in self._profiles():
            self._sign_in(profile)
            for file in files:
                for address in (
                    f"/web/content/{file.id}",
                    f"/web/content/ir.attachment/{file.id}/datas",
                    f"/web/image/{file.id}",
                ):
                    with self.subTest(profile=profile, address=address):
                        with mute_logger("odoo.http"):
                            page = self.url_open(address)
                        self.assertNotIn(SECRET, page.text)
                        self.assertNotIn(file.raw, page.content)
                answer = self._ask("ir.attachment", "read", [file.id], ["name"])
                self.assertNotIn(SECRET, answer)

    def test_reports_called_by_their_name(self):
        """On what one does not read; a report added later is tried too."""
        reports = self.env["ir.actions.report"].search([("model", "like", "plpdma.%")])
        self.assertTrue(reports)
        hidden = {
            "plpdma.contribution": self.hidden,
            "plpdma.response": self.seen.response_ids,
        }
        for profile in self._profiles():
            self._sign_in(profile)
            for report in reports:
                records = hidden.get(
                    report.model, self.samples["foreign"][report.model]
                )
                address = f"/report/html/{report.report_name}/{records.ids[0]}"
                with self.subTest(profile=profile, address=address):
                    with mute_logger("odoo.http", "odoo.addons.base.models.ir_qweb"):
                        page = self.url_open(address)
                    self.assertNotIn(SECRET, page.text)
                    if report.model not in self.samples["foreign"]:
                        continue
                    name = self.samples["foreign"][report.model].display_name
                    self.assertNotIn(name, page.text)

    def test_guessed_downloads(self):
        """Another's choices, and the programme of another authority."""
        dialog = self.env["plpdma.export"].with_user(self.user_manager).create({})
        for profile in self._profiles():
            self._sign_in(profile)
            for address in (
                f"/plpdma/export/{dialog.id}",
                f"/plpdma/export/program/{self.samples['foreign']['plpdma.program'].id}",
            ):
                with self.subTest(profile=profile, address=address):
                    with mute_logger("odoo.http"):
                        page = self.url_open(address)
                    kind = page.headers.get("Content-Type", "")
                    self.assertNotIn("spreadsheet", kind)
                    self.assertNotIn(SECRET, page.text)

    def test_pages_with_their_number_changed(self):
        """Whoever does not read a record is told that it does not exist."""
        for profile in ("portal_elected", "portal_facilitator", "participant"):
            self._sign_in(profile)
            for name, records in (
                ("session", self.samples["foreign"]["plpdma.session"]),
                ("contribution", self.samples["foreign"]["plpdma.contribution"]),
                ("response", self.seen.response_ids),
            ):
                addresses = list(self._get_addresses(name, records.ids[0]))
                self.assertTrue(addresses)
                nowhere = self._get_addresses(name, 2**31 - 1)
                for address, missing in zip(addresses, nowhere, strict=True):
                    with self.subTest(profile=profile, address=address):
                        page, none = self.url_open(address), self.url_open(missing)
                        self.assertNotIn(SECRET, page.text)
                        self.assertEqual(page.status_code, none.status_code)
                        self.assertEqual(
                            page.url.replace(address, ""), none.url.replace(missing, "")
                        )
                        self.assertEqual(
                            self._get_words(page.text), self._get_words(none.text)
                        )

    def _get_words(self, html):
        """The visible words of a page."""
        main = etree.HTML(html).find(".//main")
        return "".join(main.itertext()).split() if main is not None else []

    def _get_addresses(self, name, record_id):
        """The pages of one record, among all the addresses of the site."""
        rules = self.env["ir.http"].routing_map().iter_rules()
        argument = f"{name}_id>"
        for rule in rules:
            if (
                rule.rule.startswith("/my/concertation")
                and argument in rule.rule
                and "GET" in (rule.methods or {"GET"})
            ):
                yield re.sub(r"<[^>]*>", str(record_id), rule.rule)
