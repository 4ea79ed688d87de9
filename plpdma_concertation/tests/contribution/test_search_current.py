"""What is searched is what stands there now, whatever way it was changed."""

from odoo.fields import Command
from odoo.service.model import call_kw
from odoo.tests import tagged

from .search_common import SearchCase


@tagged("post_install", "-at_install", "plpdma")
class TestSearchCurrent(SearchCase):
    def _build_world(self):
        self.said = self._create_contribution(
            verbatim="Un bac jaune.",
            contributor_name="Hilarion Dupré",
            contributor_email="hilarion@p.example",
        )

    def _assertFound(self, *texts):
        for text in texts:
            self.assertEqual(self._find(text), self.said, text)

    def _assertLost(self, *texts):
        for text in texts:
            self.assertFalse(self._find(text), text)

    def test_the_text_as_it_is_written_now(self):
        self._assertFound("jaune")
        self.said.verbatim = "Un bac vert."
        self._assertLost("jaune")
        self._assertFound("vert")

    def test_each_text(self):
        for name in ("summary", "public_text", "transcription", "register_number"):
            with self.subTest(name):
                self._assertLost("hippocampe")
                self.said[name] = "Un hippocampe"
                self._assertFound("hippocampes", "jaune")
                self.said[name] = False

    def test_calls_from_outside(self):
        values = {"program_id": self.program.id, "verbatim": "Un ornithorynque."}
        made = call_kw(self.said.browse(), "create", [[values]], {})
        self.assertEqual(self._find("ornithorynque").ids, made)
        call_kw(self.said.browse(), "write", [made, {"verbatim": "Un lama."}], {})
        self._assertLost("ornithorynque")
        self.assertEqual(self._find("lama").ids, made)

    def test_files_of_an_import(self):
        result = self.said.with_context(import_file=True).load(
            ["program_id", "verbatim"], [[self.program.name, "Un pangolin."]]
        )
        self.assertEqual(self._find("pangolin").ids, result["ids"])

    def test_what_sql_alone_writes(self):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE plpdma_contribution SET summary = 'Un tapir' WHERE id = %s",
            [self.said.id],
        )
        self._assertFound("tapir")

    def test_the_author_as_they_are_called_now(self):
        self._assertFound("Dupre", "hilarion@p.example", "bac hilarion", "HILARION")
        self.said.contributor_name = "Fulbert Martin"
        self._assertLost("Dupré")
        self._assertFound("fulbert")

    def test_the_contact_of_the_author(self):
        partner = self.env["res.partner"].create({"name": "Wenceslas Roux"})
        self.said.write({"contributor_name": False, "partner_id": partner.id})
        self._assertFound("wenceslas")
        partner.write({"name": "Gontran Blanc", "email": "gontran@p.example"})
        self._assertLost("wenceslas")
        self._assertFound("gontran", "gontran@p.example")

    def test_the_actor_who_speaks(self):
        self.said.write(
            {
                "contributor_name": False,
                "contributor_email": False,
                "stakeholder_id": self.actors[0].id,
            }
        )
        self._assertFound(self.partners[0].name)

    def test_those_who_sign_with_the_author(self):
        self.said.co_author_ids = [
            Command.create({"name": "Eulalie Petit", "email": "eulalie@p.example"})
        ]
        self._assertFound("eulalie", "eulalie@p.example")
        self.said.co_author_ids.unlink()
        self._assertLost("eulalie")

    def test_the_files(self):
        post = self.said.message_post
        post(body="Sa lettre", attachments=[("Lettre.txt", "Un axolotl été".encode())])
        self._assertFound("axolotl", "bac axolotl")
        file = self.env["ir.attachment"].search(
            [("res_model", "=", self.said._name), ("res_id", "=", self.said.id)]
        )
        file.raw = b"Un quokka."
        self._assertLost("axolotl")
        self._assertFound("quokka")
        other = self._create_contribution(verbatim="Autre.")
        file.res_id = other.id
        self.assertEqual(self._find("quokka"), other)
        file.unlink()
        self._assertLost("quokka")
        # The kind of a file is no word of it.
        self._assertLost("application", "image")

    def test_an_identity_that_is_erased(self):
        self.said.write({"transcription": False, "state": "received"})
        self.said.message_post(body="", attachments=[("a.txt", b"Un axolotl.")])
        self.said.co_author_ids = [Command.create({"name": "Eulalie Petit"})]
        self.said.response_expected = False
        self._assertFound("Dupré", "axolotl", "eulalie")
        self.said.with_user(self.user_manager).action_anonymise()
        self._assertLost("Dupré", "hilarion", "axolotl", "eulalie", "p.example")
        self._assertFound("jaune")

    def test_what_the_retention_erases(self):
        self.said.response_expected = False
        self.program.sudo().date_retention = "2020-01-01"
        self._run_as_cron(
            "ir_cron_anonymise",
            lambda env: env["plpdma.contribution"]._cron_anonymise(),
        )
        self._assertLost("Dupré", "hilarion")

    def test_what_is_merged_is_found_still(self):
        main = self._create_contribution(verbatim="Le bac principal.")
        self.said._merge_into(main)
        self._assertFound("jaune", "Dupré")

    def test_what_is_archived_is_not(self):
        self.said.active = False
        self._assertLost("jaune")

    def test_rows_of_before_get_their_words(self):
        """An update reads the words of what was there."""
        self.env.flush_all()
        self.env.cr.execute("UPDATE plpdma_contribution SET words = NULL")
        self._assertLost("jaune")
        self.said.browse().init()
        self._assertFound("jaune", "Dupré")

    def test_one_statement_makes_a_contribution(self):
        """The words cost no query of their own."""
        model = self.agent_env["plpdma.contribution"]
        model.create({"program_id": self.program.id, "verbatim": "Tri."})
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        model.create(
            [
                {"program_id": self.program.id, "verbatim": f"Le tri {number}."}
                for number in range(50)
            ]
        )
        self.env.flush_all()
        self.assertLess(self.env.cr.sql_log_count - before, 60)
