"""Two organisations of one name: what the row says tells which one is meant, or the row
is refused, naming both."""

from odoo.tests import tagged

from .import_undo_common import UndoCase

NAME = "Asso Sosie"
NORTH = f"{NAME} (nord@sosie.example, Nord)"
SOUTH = f"{NAME} (sud@sosie.example, Sud)"
HEADINGS = ("Organisme", "Nom", "Courriel", "Commune")


@tagged("post_install", "-at_install", "plpdma")
class TestImportOrganisations(UndoCase):
    def setUp(self):
        super().setUp()
        self.north, self.south = self.env["res.partner"].create(
            [
                {
                    "name": NAME,
                    "is_company": True,
                    "city": town,
                    "email": f"{town.lower()}@sosie.example",
                }
                for town in ("Nord", "Sud")
            ]
        )
        self.actors = self.french_env["plpdma.stakeholder"]

    def _make_actor(self, partner):
        return self.agent_env["plpdma.stakeholder"].create(
            {"program_id": self.program.id, "partner_id": partner.id}
        )

    def _take(self, *rows):
        records, _log = self._import(*rows, headings=HEADINGS, model=self.actors)
        return records

    def _read(self, row, **options):
        content = self._make_file(HEADINGS, row)
        _wizard, result = self._execute(self.actors, "a.csv", content, **options)
        return result

    def _assert_refused(self, row):
        result = self._read(row)
        self.assertFalse(result["ids"])
        [text] = self._get_texts(result["messages"])
        for words in ("Ligne 2, colonne « Organisme »", f"« {NAME} »", NORTH, SOUTH):
            self.assertIn(words, text)
        return result["plpdma_questions"]

    def test_the_address_of_the_row(self):
        records = self._take((NAME, "", "sud@sosie.example", ""))
        self.assertEqual(records.partner_id, self.south)
        self.assertFalse(self.north.comment or self.south.comment)

    def test_the_town_of_the_row(self):
        self.assertEqual(self._take((NAME, "", "", "SUD")).partner_id, self.south)
        records = self._take((NAME, "Paula MEMBRE", "paula@p.example", "Sud"))
        self.assertEqual(records.partner_id.parent_id, self.south)

    def test_one_of_its_people(self):
        paula = self.env["res.partner"].create(
            {"name": "Paula MEMBRE", "parent_id": self.south.id}
        )
        records = self._take((NAME, "MEMBRE Paula", "paula@p.example", ""))
        self.assertEqual(records.partner_id, paula)

    def test_the_one_that_is_an_actor(self):
        self._make_actor(self.south)
        records = self._take((NAME, "Paula MEMBRE", "paula@p.example", ""))
        self.assertEqual(records.partner_id.parent_id, self.south)

    def test_the_other_one_is_an_actor(self):
        """What the row says goes before it."""
        self.north.email = False
        actor = self._make_actor(self.north)
        records = self._take((NAME, "", "sud@sosie.example", ""))
        self.assertEqual(records.partner_id, self.south)
        self.assertFalse(actor.email)
        self.south.email = False
        self.assertNotIn(actor, self._take((NAME, "", "", "Sud")))

    def test_nothing_tells(self):
        self._assert_refused((NAME, "Paula MEMBRE", "paula@p.example", ""))
        self._assert_refused((NAME, "", "est@sosie.example", ""))
        self._assert_refused((NAME, "", "", ""))

    def test_words_that_contradict_each_other(self):
        self._assert_refused((NAME, "", "sud@sosie.example", "Nord"))
        self._assert_refused((NAME, "Paula MEMBRE", "nord@sosie.example", "Sud"))

    def test_the_user_chooses(self):
        row = (NAME, "Paula MEMBRE", "paula@p.example", "")
        [question] = self._assert_refused(row)
        values = [choice["value"] for choice in question["choices"]]
        self.assertEqual(values, [f"take:{NORTH}", f"take:{SOUTH}", "refuse"])
        choices = [["organisation_name", NAME, f"take:{SOUTH}"]]
        result = self._read(row, plpdma_choices=choices)
        records = self.actors.browse(result["ids"])
        self.assertEqual(records.partner_id.parent_id, self.south)

    def test_written_as_it_was_told(self):
        records = self._take((SOUTH, "Paula MEMBRE", "paula@p.example", ""))
        self.assertEqual(records.partner_id.parent_id, self.south)
        records = self._take(("Amis (du lac)", "Max MEMBRE", "max@p.example", ""))
        self.assertEqual(records.partner_id.parent_id.name, "Amis (du lac)")
