"""The text of the files that came with a contribution."""

from odoo.tests import tagged

from .test_mail_intake import MailIntakeCase

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

    def test_what_odoo_reads_of_a_document(self):
        contribution = self._create_with_file(b"%PDF-1.4", name="lettre.pdf")
        self.file.write({"mimetype": "application/pdf", "index_content": DOCUMENT})
        contribution.action_transcribe()
        self.assertIn(DOCUMENT, contribution.transcription)
        contributions = self.agent_env["plpdma.contribution"]
        found = contributions.search([("file_text", "ilike", "bacs à verre")])
        self.assertEqual(found, contribution)
        self.assertFalse(contributions.search([("file_text", "ilike", "jamais écrit")]))
