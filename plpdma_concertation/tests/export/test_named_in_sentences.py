"""The authority and the programme as French sentences name them."""

import re
from html import unescape

from odoo.tests import TransactionCase, tagged

from .documents_common import DocumentCase

AUTHORITY = "Communauté de communes d'Essai"
# A sentence that begins with the name as it is.
BARE = re.compile(rf"(?:^|[.:!?] ){re.escape(AUTHORITY)} \w")


@tagged("post_install", "-at_install", "plpdma")
class TestNamedInSentences(DocumentCase, TransactionCase):
    def _build_world(self):
        super()._build_world()
        self.company.sudo().name = AUTHORITY
        self.program.sudo().name = "PLPDMA 2026-2031"
        self.assertEqual(self.company.plpdma_article, "la")

    def test_acknowledgement(self):
        words = self.answered.with_context(lang="fr_FR")._describe_acknowledgement()
        self.assertEqual(words["authority"], f"La {AUTHORITY}")
        self.assertEqual(words["program_of"], "du PLPDMA 2026-2031")
        words = self.answered.with_context(lang="en_US")._describe_acknowledgement()
        self.assertEqual(words["program_of"], "of PLPDMA 2026-2031")
        text = self._text("report_acknowledgement", self.answered)
        self.assertIn("for the concertation of PLPDMA 2026-2031.", text)

    def test_programmes(self):
        program = self.program.with_context(lang="fr_FR").sudo()
        for name, told in (
            ("Programme local 2027", "du Programme local 2027"),
            ("Moins de déchets", "de Moins de déchets"),
            ("Agir moins jeter", "d'Agir moins jeter"),
        ):
            program.name = name
            self.assertEqual(program._get_name_of(), told)

    def test_no_sentence_begins_with_the_bare_name(self):
        program = self.program.with_context(lang="fr_FR")
        data = program._describe_personal_data()
        paragraphs = [one for _title, some in data["sections"] for one in some]
        template = self.env.ref("plpdma_concertation.mail_template_receipt").sudo()
        message = template._render_field(
            "body_html", self.answered.ids, set_lang="fr_FR"
        )[self.answered.id]
        message = " ".join(unescape(str(message)).split())
        self.assertIn(f"de la {AUTHORITY}", message)
        texts = [*data["short"], *paragraphs, message]
        named = [text for text in texts if f"a {AUTHORITY}" in text]
        self.assertGreaterEqual(len(named), 3)
        for text in texts:
            self.assertNotRegex(text, BARE)

    def test_minutes_agree(self):
        """The heading of several people is in the plural."""
        self.meeting.participation_ids.attendance = "present"
        text = self._text("report_minutes", self.meeting)
        self.assertIn("Those present (2)", text)
        self.line.attendance = "excused"
        text = self._text("report_minutes", self.meeting)
        for label in ("Present (1)", "Excused (1)"):
            self.assertIn(label, text)

    def test_a_running_head_names_it_once(self):
        tree = self._render("report_synthesis", self.consultation)
        [head] = tree.xpath('//div[contains(@class, "header")]')
        self.assertEqual(head.text_content().count(self.consultation.name), 1)
