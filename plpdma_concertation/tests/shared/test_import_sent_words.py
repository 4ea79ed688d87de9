"""The words that an author sent are no file's to write over."""

from odoo.tests import tagged

from .import_common import ImportCase

AT = "2026-03-31 10:00:00"


@tagged("post_install", "-at_install", "plpdma")
class TestImportSentWords(ImportCase):
    def _receive(self, channel):
        """What our server receives: its digest binds the words."""
        return self.env["plpdma.contribution"].create(
            {
                "program_id": self.program.id,
                "channel": channel,
                "verbatim": "Des bacs,\n\nplus de bacs.",
                "received_at": AT,
            }
        )

    def _write_over(self, record, text, **cells):
        content = self._make_file(
            ["Référence", *cells, "Texte reçu"],
            [record.reference, *cells.values(), text],
        )
        records, messages = self._import(
            self.contributions, content, plpdma_confirmed_updates=1
        )
        return records, self._get_texts(messages)

    def test_what_came_online_is_kept(self):
        for channel in ("web", "email"):
            with self.subTest(channel):
                record = self._receive(channel)
                digest = record.received_digest
                self.assertTrue(digest)
                records, texts = self._write_over(record, "Autre chose")
                self.assertFalse(records)
                [text] = texts
                self.assertIn("Ligne 2, colonne « Texte reçu »", text)
                self.assertIn("« Autre chose »", text)
                self.assertIn(record.reference, text)
                self.assertEqual(record.verbatim, "Des bacs,\n\nplus de bacs.")

    def test_what_its_author_was_written_to_about(self):
        record = self._create_contribution(verbatim="Avant")
        self.env["plpdma.delivery"].create(
            {**record._prepare_delivery(), "purpose": "receipt", "email": "a@p.example"}
        )
        self.assertTrue(record.sudo().delivery_ids)
        records, texts = self._write_over(record, "Après")
        self.assertFalse(records)
        self.assertIn("« Après »", texts[0])
        self.assertEqual(record.verbatim, "Avant")

    def test_the_same_words_change_nothing(self):
        """A spreadsheet lays them out as it likes; the rest of the row goes in."""
        record = self._receive("web")
        records, texts = self._write_over(
            record, "Des bacs, plus de bacs.", Résumé="Bacs"
        )
        self.assertEqual(texts, [])
        self.assertEqual(records, record)
        self.assertEqual(record.verbatim, "Des bacs,\n\nplus de bacs.")
        self.assertEqual(record.summary, "Bacs")

    def test_what_a_file_changes_is_told_and_traced(self):
        record = self._create_contribution(verbatim="Avant <1>", summary="Bacs")
        content = self._make_file(
            ["Référence", "Texte reçu", "Résumé"], [record.reference, "Après", "Bacs"]
        )
        records, messages = self._import(self.contributions, content)
        self.assertFalse(records)
        [text] = self._get_texts(messages)
        self.assertIn("Texte reçu", text)
        self.assertNotIn("Résumé", text, "It says the same")
        _records, messages = self._import(
            self.contributions, content, plpdma_confirmed_updates=1
        )
        self.assertEqual(messages, [])
        self.assertEqual(record.verbatim, "Après")
        note = record.sudo().message_ids[0]
        self.assertIn("Avant &lt;1&gt;", note.body)
        self.assertEqual(note.author_id, self.user_agent.partner_id)
