"""What each file that is printed says of itself: title, language, bookmarks."""

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ...tools.pdf_marks import read_marks
from .documents_common import DocumentCase
from .documents_table import DOCUMENTS


@tagged("post_install", "-at_install", "plpdma")
class TestDocumentMarks(DocumentCase, HttpCase):
    def _print(self, name, records):
        self.env.flush_all()
        reports = self.env["ir.actions.report"].with_user(self.user_agent)
        # The packaged wkhtmltopdf complains of the cryptography that it does not use.
        with mute_logger("odoo.addons.base.models.ir_actions_report"):
            content, kind = reports.with_context(
                force_report_rendering=True
            )._render_qweb_pdf(f"plpdma_concertation.{name}", records.ids)
        self.assertEqual(kind, "pdf")
        return read_marks(content)

    def test_each_document_says_its_title_and_its_language(self):
        """A screen reader reads a French document in French, and names it."""
        self.user_agent.lang = "fr_FR"
        self.partners.lang = "fr_FR"
        self.company.partner_id.lang = "fr_FR"
        for name, (source, _allowed) in DOCUMENTS.items():
            record = getattr(self, source)
            tree = self._render(name, record)
            headings = [
                " ".join(heading.text_content().split())
                for heading in tree.xpath(
                    "//div[contains(@class, 'o_plpdma_document')]//h1"
                )
            ]
            marks = self._print(name, record)
            with self.subTest(document=name):
                self.assertEqual(marks["lang"], "fr-FR")
                self.assertIn(" – ", marks["title"])
                self.assertIn(record.display_name, marks["title"])
                self.assertNotIn("Odoo", marks["title"])
                self.assertTrue(headings)
                found = [" ".join(text.split()) for text in marks["bookmarks"]]
                self.assertLessEqual(set(headings), set(found))

    def test_several_records_keep_their_bookmarks(self):
        """As many sheets as records: none loses its bookmark when they are printed
        together."""
        marks = self._print(
            "report_participation_convocation", self.meeting.participation_ids
        )
        titles = [text for text in marks["bookmarks"] if self.meeting.name in text]
        self.assertEqual(len(titles), 2)
        self.assertTrue(marks["title"])
