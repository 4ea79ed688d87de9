"""A contribution is that of whoever it names: an address that a household shares makes
none of them another."""

from odoo.tests import tagged

from .import_undo_common import UndoCase

HEADINGS = ("Nom du contributeur", "E-mail du contributeur", "Observation")


@tagged("post_install", "-at_install", "plpdma")
class TestImportAuthors(UndoCase):
    def setUp(self):
        super().setUp()
        self.alice = self.env["res.partner"].create(
            {"name": "Alice FOYARD", "email": "foyard@k.example"}
        )
        self.actor = self._make_actor(self.alice)

    def _make_actor(self, partner):
        return self.agent_env["plpdma.stakeholder"].create(
            {"program_id": self.program.id, "partner_id": partner.id}
        )

    def _read(self, name, address="foyard@k.example"):
        """``(contribution, texts of the messages)`` of a row of that author."""
        content = self._make_file(
            HEADINGS, (name, address, f"Je suis {name}, {address}")
        )
        records, _count, result = self._choose(self.contributions, "a.csv", content)
        return records, " ".join(self._get_texts(result["messages"]))

    def test_somebody_else_of_the_household(self):
        for name in ("Bob FOYARD", "Zoé AUTRE", "Bob"):
            with self.subTest(name):
                record, told = self._read(name)
                self.assertFalse(record.partner_id or record.stakeholder_id)
                self.assertEqual(record.contributor_name, name)
                self.assertEqual(record.contributor_email, "foyard@k.example")
                self.assertIn(f"{name} (Alice FOYARD)", told)

    def test_the_actor_whatever_the_spelling(self):
        for name in (
            "",
            "Foyard Alice",
            "Mme Alice Foyard",
            "A. Foyard",
            "M. et Mme Foyard",
            "Mme",
            "foyard@k.example",
            "foyard",
        ):
            with self.subTest(name):
                record, told = self._read(name)
                self.assertEqual(record.stakeholder_id, self.actor)
                self.assertNotIn("Alice FOYARD", told)

    def test_the_address_of_an_organisation(self):
        """It is that of its people; whoever writes for it gives its name."""
        club = self.env["res.partner"].create(
            {"name": "Club du lac", "is_company": True, "email": "club@k.example"}
        )
        actor = self._make_actor(club)
        record, _told = self._read("Max AUTRE", "club@k.example")
        self.assertEqual(record.stakeholder_id, actor)
        self.alice.parent_id = club
        record, _told = self._read("Club du lac")
        self.assertEqual(record.stakeholder_id, self.actor)

    def test_by_any_other_way(self):
        record = self._create_contribution(
            contributor_name="Bob FOYARD", contributor_email="foyard@k.example"
        )
        self.assertFalse(record.partner_id or record.stakeholder_id)
