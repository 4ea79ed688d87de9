"""The files of a sealed register, and the seals of before they were said."""

from odoo.tests import TransactionCase, tagged

from .seal_common import SealCase


@tagged("post_install", "-at_install", "plpdma")
class TestSealedFiles(SealCase, TransactionCase):
    """A letter that came by post is a file."""

    def _build_world(self):
        super()._build_world()
        self.letter = self.received[2]
        self.file = self._attach(b"La lettre, page par page.")
        self._seal()

    def _attach(self, raw):
        return self.agent_env["ir.attachment"].create(
            {
                "name": "lettre.txt",
                "raw": raw,
                "res_model": self.letter._name,
                "res_id": self.letter.id,
            }
        )

    def test_a_file_rewritten_or_taken_out(self):
        self.assertIntact()
        words = f"Files altered or taken out: {self.letter.reference}."
        with self.env.cr.savepoint(flush=False) as savepoint:
            self.file.raw = b"Une autre lettre."
            self.assertBroken(words)
            savepoint.rollback()
            self.env.invalidate_all()
        self.assertIntact()
        self.file.unlink()
        self.assertBroken(words)

    def test_what_is_joined_later_alters_nothing(self):
        self._attach(b"Une transcription.")
        self.assertIntact()

    def test_files_go_with_their_author(self):
        self.letter.with_user(self.user_manager).action_anonymise()
        self.assertFalse(self.file.exists())
        self.assertIntact("alters nothing: 1.")

    def test_a_seal_of_before_files_and_dates_were_said(self):
        seal = self.consultation.seal_ids
        entry = seal.sudo().entry_ids[0]
        values = {**entry.read()[0], "file_digests": False}
        self.assertEqual(entry._link("x", values), entry._link("x", entry))
        with self.env.cr.savepoint(flush=False) as savepoint:
            self._sql("UPDATE plpdma_seal SET instants = NULL WHERE id = %s", seal.id)
            self.assertBroken("The seal itself was altered")
            savepoint.rollback()
            self.env.invalidate_all()
        self.assertIntact()
