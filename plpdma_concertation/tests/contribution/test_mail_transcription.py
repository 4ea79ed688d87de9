"""The files that came with a contribution: kept as they are, and searched."""

import io
import zipfile

from PIL import Image

from odoo.tests import tagged

from .mail_common import MailIntakeCase

DOCUMENT = "Nous voulons trois bacs à verre près de l’école."


@tagged("post_install", "-at_install", "plpdma")
class TestTranscription(MailIntakeCase):
    def _create_with_file(self, content=None, name="courrier.txt", **values):
        contribution = self._create_contribution()
        self.file = self.env["ir.attachment"].create(
            {
                "name": name,
                "raw": DOCUMENT.encode("cp1252") if content is None else content,
                "res_model": contribution._name,
                "res_id": contribution.id,
                **values,
            }
        )
        return contribution

    def test_text_is_taken_over_and_marked(self):
        contribution = self._create_with_file()
        words = contribution.verbatim
        contribution.action_transcribe()
        self.assertEqual(
            contribution.transcription,
            f"[File “courrier.txt”, read by a machine]\n{DOCUMENT}",
        )
        self.assertEqual(contribution.verbatim, words)

    def test_what_was_corrected_stays(self):
        contribution = self._create_with_file()
        contribution.action_transcribe()
        contribution.transcription = contribution.transcription.replace("trois", "3")
        corrected = contribution.transcription
        contribution.action_transcribe()
        self.assertEqual(contribution.transcription, corrected)

    def test_picture_has_no_text(self):
        contribution = self._create_with_file(
            b"\x89PNG\r\n\x1a\n", "photo.png", mimetype="image/png"
        )
        with self.assertRefused(contribution.reference):
            contribution.action_transcribe()

    def test_texts_are_searched_by_all_their_letters(self):
        contributions = self.agent_env["plpdma.contribution"]
        for name, content in (
            ("a.txt", "La compostière déborde".encode()),
            ("b.txt", "La compostière déborde".encode("cp1252")),
            ("c.csv", "Compostière;déborde\nœuf;1".encode()),
        ):
            contribution = self._create_with_file(content, name)
            with self.subTest(name):
                found = contributions.search([("file_text", "ilike", "compostière")])
                self.assertIn(contribution, found)
                contribution.action_transcribe()
                self.assertIn("ompostière", contribution.transcription)
                self.assertIn("déborde", contribution.transcription)

    def test_a_scanned_letter_is_kept_as_it_came(self):
        for kind in ("JPEG", "PNG"):
            content = io.BytesIO()
            Image.new("RGB", (2480, 3508), "white").save(content, kind, dpi=(300, 300))
            content = content.getvalue()
            self._create_with_file(content, f"lettre.{kind.lower()}")
            with self.subTest(kind):
                self.assertEqual(self.file.raw, content)
        # It is not even opened: its header may announce anything.
        huge = io.BytesIO()
        Image.new("L", (1, 1)).save(huge, "PNG")
        huge = huge.getvalue()
        huge = huge[:16] + (60000).to_bytes(4, "big") * 2 + huge[24:]
        self._create_with_file(huge, "immense.png")
        self.assertEqual(self.file.raw, huge)

    def test_a_document_that_would_fill_the_memory_is_not_read(self):
        contents = io.BytesIO()
        with zipfile.ZipFile(contents, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("word/document.xml", "<w:p>" + "a" * 40_000_000 + "</w:p>")
        self.assertLess(len(contents.getvalue()), 100_000)
        self._create_with_file(contents.getvalue(), "lettre.docx")
        self.assertLess(len(self.file.index_content or ""), 100)
        contents = io.BytesIO()
        with zipfile.ZipFile(contents, "w") as archive:
            text = f"<w:d xmlns:w='w'><w:p>{DOCUMENT}</w:p></w:d>"
            archive.writestr("word/document.xml", text)
        self._create_with_file(contents.getvalue(), "lettre.docx")
        self.assertIn(DOCUMENT, self.file.index_content)

    def test_what_odoo_reads_of_a_document(self):
        contribution = self._create_with_file(b"%PDF-1.4", name="lettre.pdf")
        self.file.write({"mimetype": "application/pdf", "index_content": DOCUMENT})
        contribution.action_transcribe()
        self.assertIn(DOCUMENT, contribution.transcription)
        contributions = self.agent_env["plpdma.contribution"]
        found = contributions.search([("file_text", "ilike", "bacs à verre")])
        self.assertEqual(found, contribution)
        self.assertFalse(contributions.search([("file_text", "ilike", "jamais écrit")]))
