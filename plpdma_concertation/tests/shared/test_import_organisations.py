"""Two organisations of one name: what the row says tells which one is meant, or the row
is refused, naming both."""

from odoo.tests import tagged

from .import_undo_common import UndoCase

NAME = "Asso Sosie"
NORTH = f"{NAME} (nord@sosie.example, Nord)"
SOUTH = f"{NAME} (sud@sosie.example, Sud)"
HEADINGS = ("Organisme", "Nom", "Courriel", "Commune")
CHOSEN = ["organisation_name", NAME, f"take:{SOUTH}"]
COMPLETED = ["plpdma_there", "", "take:complete"]
PHONE = "04 00 00 00 01"


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

    def _assert_completed(self, told, email="", town="", choices=()):
        """A row that names an organisation alone tells of the southern one, which is
        an actor, and gives it a telephone."""
        row = (told, "", email, town, PHONE)
        content = self._make_file((*HEADINGS, "Téléphone"), row)
        choices = [*choices, COMPLETED]
        options = {"plpdma_choices": choices}
        _wizard, result = self._execute(self.actors, "a.csv", content, **options)
        errors = [one for one in result["messages"] if one["type"] == "error"]
        self.assertFalse(self._get_texts(errors))
        self.assertEqual(self.actors.browse(result["ids"]).partner_id, self.south)
        self.assertEqual((self.south.phone, self.north.phone), (PHONE, False))

    def _assert_noted(self, email):
        """It keeps its own address, and that of the row in its notes."""
        self.assertEqual(self.south.email, "sud@sosie.example")
        self.assertIn(email, self.south.comment or "")

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
        result = self._read(row, plpdma_choices=[CHOSEN])
        records = self.actors.browse(result["ids"])
        self.assertEqual(records.partner_id.parent_id, self.south)

    def test_written_as_it_was_told(self):
        records = self._take((SOUTH, "Paula MEMBRE", "paula@p.example", ""))
        self.assertEqual(records.partner_id.parent_id, self.south)
        records = self._take(("Amis (du lac)", "Max MEMBRE", "max@p.example", ""))
        self.assertEqual(records.partner_id.parent_id.name, "Amis (du lac)")

    def test_the_user_chooses_an_actor(self):
        """Which is in the list: it is no second actor."""
        self._make_actor(self.north)
        self._make_actor(self.south)
        self._assert_refused((NAME, "", "", ""))
        self._assert_completed(NAME, choices=[CHOSEN])

    def test_the_user_chooses_an_actor_with_another_address(self):
        self._make_actor(self.south)
        self._assert_refused((NAME, "", "est@sosie.example", ""))
        self._assert_completed(NAME, "est@sosie.example", choices=[CHOSEN])
        self._assert_noted("est@sosie.example")

    def test_the_user_chooses_an_actor_of_one_address(self):
        """It is that of both, and tells neither."""
        (self.north | self.south).email = "contact@sosie.example"
        self._make_actor(self.north)
        self._make_actor(self.south)
        chosen = [*CHOSEN[:2], f"take:{NAME} (Sud)"]
        self._assert_completed(NAME, "contact@sosie.example", choices=[chosen])

    def test_an_actor_written_as_it_was_told(self):
        self._make_actor(self.south)
        self._assert_completed(SOUTH)

    def test_two_actors_written_as_they_were_told(self):
        self._make_actor(self.north)
        self._make_actor(self.south)
        self._assert_completed(SOUTH)

    def test_the_user_chooses_one_that_is_no_actor(self):
        """A namesake is in the list: it stays as it is."""
        actor = self._make_actor(self.north)
        row = (NAME, "", "est@sosie.example", "")
        result = self._read(row, plpdma_choices=[CHOSEN])
        records = self.actors.browse(result["ids"])
        self.assertEqual(records.partner_id, self.south)
        self.assertNotIn(actor, records)

    def test_an_actor_alone_of_its_name_with_another_address(self):
        """It would be given the row: it is that one."""
        self.north.name = "Asso du Nord"
        self._make_actor(self.south)
        self._assert_completed(NAME, "est@sosie.example")
        self._assert_noted("est@sosie.example")
