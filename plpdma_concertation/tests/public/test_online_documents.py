"""What is published as a file is a page too: the same rows, for everybody, once it is
published, and no more than that."""

from datetime import timedelta

from lxml import html

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from ...tools.seal import space
from .public_common import PublicCase

CONFIDED = "Une confidence entre quatre yeux."
PENDING = "Pas encore lu par le service."
SAID = "Des composteurs au pied des immeubles."


@tagged("post_install", "-at_install", "plpdma")
class TestOnlineDocuments(PublicCase, HttpCase):
    def _build_world(self):
        super()._build_world()
        now = fields.Datetime.now()
        self.theme = self.env["plpdma.theme"].search([], limit=1)
        self.closed = self._create_session(
            name="Avis sur le projet",
            format="public",
            nature="consultation",
            state="planned",
            proposal="<p>Un composteur par immeuble.</p>",
            date_start=now - timedelta(days=40),
            date_stop=now - timedelta(days=10),
            minutes="<p>Ce qui a été observé.</p>",
        )
        common = {
            "session_id": self.closed.id,
            "date_received": self.company._plpdma_get_today() - timedelta(days=20),
            "theme_ids": [Command.set(self.theme.ids)],
            "contributor_name": "Dominique Nommé",
        }
        self.said, _pending, _confided = self._create_contributions(
            {**common, "verbatim": SAID, "moderation": "accepted"},
            {**common, "verbatim": PENDING, "moderation": "pending"},
            {**common, "verbatim": CONFIDED, "confidentiality": "staff"},
        )
        self.answer = self._create_response(
            self.said, "partial", state="sent", change="Action 3 : douze de plus."
        )
        self.answer.action_publish()
        self.pages = {
            "bilan": f"{self.home}/bilan",
            "observations": f"{self.home}/observations",
            "synthesis": f"{self.home}/sessions/{self.closed.id}/synthesis",
            "minutes": f"{self.home}/sessions/{self.closed.id}/minutes",
        }

    def _publish_all(self):
        self.program.with_user(self.user_manager).action_publish_bilan()
        self.closed.sudo().minutes_state = "final"

    def _get(self, path):
        self.authenticate(None, None)
        self.env.flush_all()
        return self.url_open(path)

    def _read(self, name):
        response = self._get(self.pages[name])
        self.assertEqual(response.status_code, 200, name)
        return html.document_fromstring(response.content)

    def _words(self, node):
        return " ".join(node.text_content().split())

    def test_not_before_it_is_published(self):
        for name in ("bilan", "synthesis", "minutes"):
            with self.subTest(name):
                self.assertEqual(self._get(self.pages[name]).status_code, 404)
        self._publish_all()
        for name, path in self.pages.items():
            with self.subTest(name):
                self.assertEqual(self._get(path).status_code, 200)
        self.program.with_user(self.user_manager).action_withdraw_bilan()
        self.assertEqual(self._get(self.pages["bilan"]).status_code, 404)
        self.program.with_user(self.user_manager).is_published = False
        for path in self.pages.values():
            self.assertEqual(self._get(path).status_code, 404)

    def test_the_minutes_of_a_meeting_are_no_page(self):
        meeting = self._create_session(
            self.actors[:1], state="planned", minutes="<p>Dit ici.</p>"
        )
        meeting.sudo().minutes_state = "final"
        self.assertIn(meeting, self.program._get_public_sessions())
        for name in ("synthesis", "minutes"):
            path = f"{self.home}/sessions/{meeting.id}/{name}"
            self.assertEqual(self._get(path).status_code, 404)

    def test_what_each_page_tells(self):
        self._publish_all()
        told = {
            "bilan": (SAID, "Le budget est limité.", self.program.name),
            "observations": (SAID, "Action 3 : douze de plus.", self.said.reference),
            "synthesis": (SAID, "Un composteur par immeuble.", self.said.reference),
            "minutes": (SAID, "Ce qui a été observé."),
        }
        for name, words in told.items():
            text = self._words(self._read(name))
            with self.subTest(name):
                for each in words:
                    self.assertIn(each, text)
                for never in (PENDING, CONFIDED, "Dominique Nommé"):
                    self.assertNotIn(never, text)

    def test_the_seal_is_told(self):
        """Its last digest stands in the minutes and in the report, as in their files;
        whoever sealed is not named."""
        self._publish_all()
        for name in ("minutes", "bilan"):
            self.assertNotIn("SHA-256", self._words(self._read(name)))
        self.closed.action_seal()
        digest = space(self.closed.seal_ids.digest)
        reports = self.env["ir.actions.report"].with_user(self.user_agent)
        for name, record in (("minutes", self.closed), ("bilan", self.program)):
            text = self._words(self._read(name))
            self.assertIn(digest, text)
            self.assertNotIn(self.user_agent.name, text)
            content, _kind = reports._render_qweb_html(
                f"plpdma_concertation.report_{name}", record.ids
            )
            self.assertIn(digest, content.decode())

    def test_same_rows_as_the_file(self):
        self._publish_all()
        reports = self.env["ir.actions.report"].with_user(self.user_agent)
        for name, report, record in (
            ("observations", "publication_table", self.program),
            ("synthesis", "synthesis", self.closed),
            ("bilan", "bilan", self.program),
        ):
            page = self._read(name).xpath("//article")[0]
            content, _kind = reports._render_qweb_html(
                f"plpdma_concertation.report_{report}", record.ids
            )
            printed = html.document_fromstring(content.decode())
            printed = printed.xpath("//div[contains(@class, 'o_plpdma_document')]")[0]
            rows = [
                [self._words(row) for row in tree.iter("tr")]
                for tree in (page, printed)
            ]
            with self.subTest(name):
                self.assertGreater(len(rows[0]), 1)
                self.assertEqual(rows[0], rows[1])

    def test_headings_and_tables(self):
        self._publish_all()
        for name in self.pages:
            tree = self._read(name)
            page = tree.xpath("//article")[0]
            with self.subTest(name):
                self.assertTrue(tree.get("lang"))
                self.assertTrue(tree.xpath("//a[contains(@class, 'o_skip')]"))
                self.assertEqual(len(tree.xpath("//h1")), 1)
                levels = [int(one.tag[1]) for one in page.iter("h1", "h2", "h3", "h4")]
                for before, after in zip(levels, levels[1:], strict=False):
                    self.assertLessEqual(after, before + 1)
                for table in page.iter("table"):
                    self.assertTrue(table.xpath(".//th"))
                    self.assertFalse(table.xpath(".//th[not(@scope)]"))

    def test_listed_with_the_file(self):
        """The page of the programme gives the file, and the page that says the same;
        the file names that page."""
        self._publish_all()
        document = self.program.sudo().bilan_document_id
        self.assertIn(document, self.program.sudo().public_document_ids)
        self.assertIn("public", document.name)
        self.assertIn(self.pages["bilan"], document.raw.decode(errors="replace"))
        text = self._get(self.home).text
        self.assertIn(f"{self.home}/documents/{document.id}", text)
        for path in self.pages.values():
            self.assertIn(f'href="{path}"', text)
        # Replaced, not added to.
        self.program.with_user(self.user_manager).action_publish_bilan()
        replaced = self.program.sudo().bilan_document_id
        self.assertFalse(document.exists())
        self.assertEqual(self.program.sudo().public_document_ids, replaced)

    def test_who_puts_the_report_online(self):
        with self.assertRaises(AccessError):
            self.program.with_user(self.user_agent).action_publish_bilan()
        with self.assertRaises(UserError):
            self.program.with_user(self.user_manager).bilan_date = "2026-01-01"
        self.assertFalse(self.program.sudo().bilan_date)
