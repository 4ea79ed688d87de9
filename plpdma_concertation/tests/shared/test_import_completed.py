"""A file of actors that tells of contacts which exist: what it gives them is said, and
taken back when it is undone; what they say otherwise is not lost."""

from odoo.tests import tagged

from .import_undo_common import UndoCase

HEADINGS = ("Organisme", "Nom", "Mail", "Tél", "Fonction", "Commune")


@tagged("post_install", "-at_install", "plpdma")
class TestImportCompleted(UndoCase):
    def setUp(self):
        super().setUp()
        partners = self.agent_env["res.partner"]
        self.bare, self.whole, self.housed = partners.create(
            [
                {"name": "Ali SANSRIEN"},
                {
                    "name": "Léa TOUTDIT",
                    "email": "lea@c.example",
                    "phone": "01 99 00 00 01",
                    "function": "Présidente",
                },
                {"name": "Max CHEZLUI", "street": "2 rue du Lac", "city": "Bourg"},
            ]
        )
        self.records, self.log = self._import(
            ("Club du lac", "Ali SANSRIEN", "", "0612345678", "Maire", ""),
            ("", "L. TOUTDIT", "lea@c.example", "01 99 00 00 02", "Élue", "Ville"),
            ("Club du lac", "Max CHEZLUI", "max@c.example", "", "", ""),
            headings=HEADINGS,
            model=self.french_env["plpdma.stakeholder"],
        )
        self.env.flush_all()

    def _read_notes(self, partner):
        return str(partner.comment or "").replace("\xa0", " ")

    def test_what_they_lack_is_given_and_told(self):
        self.assertEqual((self.log.created_count, self.log.completed_count), (3, 3))
        self.assertEqual(self.bare.phone, "0612345678")
        self.assertEqual(self.bare.function, "Maire")
        self.assertEqual(self.bare.parent_id.name, "Club du lac")
        told = self.log._describe_to_screen()["completed"].replace("\xa0", " ")
        self.assertIn("(3)", told)
        self.assertIn("Ali SANSRIEN", told)

    def test_what_they_say_otherwise_is_in_their_notes(self):
        self.assertEqual(self.whole.phone, "01 99 00 00 01")
        self.assertEqual(self.whole.function, "Présidente")
        notes = self._read_notes(self.whole)
        for words in ("L. TOUTDIT", "01 99 00 00 02", "Élue"):
            self.assertIn(words, notes)
        self.assertEqual(self.whole.city, "Ville", "It said none")
        self.assertFalse(self._read_notes(self.bare))

    def test_an_address_of_their_own_stays(self):
        """Odoo gives an organisation and its people one address."""
        self.assertEqual(self.housed.street, "2 rue du Lac")
        self.assertFalse(self.housed.parent_id)
        self.assertFalse(self.bare.parent_id.street)
        self.assertIn("Club du lac", self._read_notes(self.housed))
        self.assertEqual(self.housed.email, "max@c.example")

    def test_undone_they_are_as_they_were(self):
        organisation = self.bare.parent_id
        preview = self._read_preview()
        for partner in (self.bare, self.whole, self.housed):
            self.assertIn(partner.name, preview)
        self.log.action_undo()
        self.assertFalse(self.records.exists())
        self.assertFalse(organisation.exists())
        self.assertFalse(self.bare.phone or self.bare.function or self.bare.parent_id)
        self.assertFalse(self.whole.city or self.housed.email)
        self.assertFalse(self._read_notes(self.whole) + self._read_notes(self.housed))
        self.assertEqual(self.whole.email, "lea@c.example")
        self.assertEqual(self.housed.street, "2 rue du Lac")

    def test_what_somebody_changed_since_stays(self):
        self._import_yesterday()
        self.bare.with_user(self.user_colleague).phone = "01 99 00 00 09"
        self.assertIn("modifiés depuis", self._read_preview())
        told = self.log.action_undo()["params"]["message"]
        self.assertFalse(self.records.exists())
        self.assertIn("Ali SANSRIEN", told)
        self.assertEqual(self.bare.phone, "01 99 00 00 09")
        self.assertEqual(self.bare.function, "Maire")
        self.assertFalse(self.housed.email)

    def test_notes_of_their_own_stay(self):
        self.whole.comment = "<p>Elle rappelle le soir.</p>"
        _records, log = self._import(
            ("", "TOUTDIT Léa", "lea@c.example", "01 99 00 00 08", "", ""),
            headings=HEADINGS,
            model=self.french_env["plpdma.stakeholder"].with_context(
                default_program_id=self._create_program(state="open").id
            ),
        )
        self.assertIn(self.whole.name, log._describe_to_screen()["completed"])
        self.env.flush_all()
        self.env.invalidate_all()
        # It loses nothing: a sentence was added to what it had.
        self.assertNotIn("perdent", str(log.undo_preview))
        self.assertIn(self.whole.name, str(log.undo_preview))
        told = log.action_undo()["params"]["message"]
        self.assertIn(self.whole.name, told)
        notes = self._read_notes(self.whole)
        self.assertIn("Elle rappelle le soir", notes)
        self.assertIn("01 99 00 00 08", notes)

    def test_the_same_words_complete_nothing(self):
        _records, log = self._import(
            ("", "TOUTDIT Léa", "lea@c.example", "+33 1 99 00 00 01", "présidente", ""),
            headings=HEADINGS,
            model=self.french_env["plpdma.stakeholder"].with_context(
                default_program_id=self._create_program(state="open").id
            ),
        )
        self.assertEqual(log.completed_count, 0)
        self.assertNotIn("présidente", self._read_notes(self.whole))
        self.assertNotIn("completed", log._describe_to_screen())

    def test_a_number_whose_zero_a_spreadsheet_took(self):
        records, _log = self._import(
            ("", "Zoé CHIFFRE", "", "612345678", "", ""),
            ("", "Max PAIRES", "", "6 12 34 56 79", "", ""),
            ("", "Ana DEHORS", "", "+32 4 12 34 56 78", "", ""),
            headings=HEADINGS,
            model=self.french_env["plpdma.stakeholder"],
        )
        self.assertEqual(
            records.partner_id.mapped("phone"),
            ["0612345678", "06 12 34 56 79", "+32 4 12 34 56 78"],
        )

    def test_a_file_that_says_nothing_new(self):
        """Nothing is changed, and nothing keeps it from being undone."""
        row = ("Club du lac", "Ali SANSRIEN", "", "", "Maire", "")
        records, log = self._import(
            row,
            ("Club du lac", "Zoé NEUVE", "zoe@c.example", "", "", ""),
            headings=HEADINGS,
            model=self.french_env["plpdma.stakeholder"],
        )
        self.assertIn(self.records[0], records)
        told = (log.created_count, log.updated_count, log.known_count)
        self.assertEqual(told, (1, 0, 1))
        self.assertTrue(log.can_undo_now)
        log.action_undo()
        self.assertEqual(records.exists(), self.records[0])
        self.assertEqual(self.bare.phone, "0612345678")
