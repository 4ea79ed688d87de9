"""A programme's list of actions in a spreadsheet, and contributions that name them."""

from odoo.tests import tagged

from ..shared.import_common import ImportCase


@tagged("post_install", "-at_install", "plpdma")
class TestMeasureImport(ImportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.measures = cls.french_env["plpdma.measure"]

    def _create_measure(self, code, name="Une action", **vals):
        return self.measures.create(
            {"program_id": self.program.id, "code": code, "name": name, **vals}
        )

    def test_usual_headings(self):
        theme = self.env["plpdma.theme"].create({"name": "Compost d'essai"})
        file = self._make_file(
            [
                "N° d'action",
                "Intitulé",
                "Descriptif",
                "Axe",
                "Pilote",
                "Début",
                "Échéance",
                "Avancement",
                "Raison de l'abandon",
            ],
            [
                "1",
                "Composteurs",
                "Soixante bacs.\nDeux référents.",
                "compost d'essai",
                "",
                "01/02/2027",
                "31/12/2027",
                "en cours",
                "",
            ],
            [
                "2",
                "Broyage",
                "",
                "Compost d'essai",
                "Ressourcerie",
                "",
                "",
                "prévu",
                "",
            ],
            ["3", "Dons", "", "", "", "", "", "Abandonné", "Aucun véhicule."],
        )
        found, messages = self._import(self.measures, file)
        self.assertEqual(messages, [])
        first, second, third = found
        self.assertEqual(found.mapped("code"), ["1", "2", "3"])
        self.assertEqual(found.mapped("state"), ["running", "planned", "dropped"])
        self.assertEqual((first | second).theme_ids, theme)
        self.assertEqual(second.pilot_id, self.actors[0])
        self.assertEqual(str(first.date_stop), "2027-12-31")
        self.assertIn("référents", first.description)
        self.assertEqual(third.explanation, "Aucun véhicule.")
        self.assertEqual(found.program_id, self.program)
        self.assertFalse(any(found.mapped("is_published")))

    def test_each_bad_row_is_named(self):
        self._create_measure("7")
        file = self._make_file(
            ["Code", "Intitulé", "Avancement"],
            ["8", "Bonne", "prévu"],
            ["07", "Déjà là", "prévu"],
            ["9", "Bonne aussi", "prévu"],
            ["9", "Deux fois", "prévu"],
            ["10", "Abandonnée", "abandonné"],
            ["11", "État inconnu", "peut-être"],
            ["", "Sans code", "prévu"],
            ["12", "", "prévu"],
        )
        before = self.measures.search_count([])
        found, messages = self._import(self.measures, file)
        self.assertFalse(found)
        self.assertEqual(self.measures.search_count([]), before)
        told = {
            (message["rows"]["from"], message.get("field"), message.get("value"))
            for message in messages
        }
        self.assertEqual(
            {(row, field) for row, field, _value in told},
            {
                (2, "code"),
                (4, "code"),
                (5, "explanation"),
                (6, "state"),
                (7, "code"),
                (8, "name"),
            },
        )
        self.assertIn((2, "code", "07"), told)
        self.assertIn((6, "state", "peut-être"), told)

    def test_contributions_name_them_by_their_codes(self):
        compost = self._create_measure("7", "Composteurs partagés")
        shredding = self._create_measure("12", "Broyage")
        elsewhere = self._create_program(state="open")
        stranger = self._create_measure("7", "Autre", program_id=elsewhere.id)
        file = self._make_file(
            ["Programme", "Observation", "Fiche action"],
            [self.program.name, "Un.", "7"],
            [self.program.name, "Deux.", "Action 7; fiche n° 12"],
            [self.program.name, "Trois.", "composteurs partages"],
            [self.program.name, "Quatre.", ""],
            [elsewhere.name, "Cinq.", "action 7"],
        )
        found, messages = self._import(self.contributions, file)
        self.assertFalse([m for m in messages if m["type"] == "error"], messages)
        self.assertEqual(
            [contribution.measure_ids for contribution in found],
            [
                compost,
                compost | shredding,
                compost,
                self.measures,
                stranger,
            ],
        )

    def test_of_the_programme_of_the_session(self):
        """A row that names its session alone is about the actions of its programme."""
        compost = self._create_measure("7")
        elsewhere = self._create_program(state="open")
        self._create_measure("7", program_id=elsewhere.id)
        file = self._make_file(
            ["Réunion", "Observation", "Action"],
            [self.consultation.name, "Un.", "7"],
        )
        found, messages = self._import(self.contributions, file)
        self.assertFalse([m for m in messages if m["type"] == "error"], messages)
        self.assertEqual(found.measure_ids, compost)

    def test_an_unknown_code_is_named(self):
        self._create_measure("7")
        file = self._make_file(["Observation", "Action"], ["Un.", "99"])
        found, messages = self._import(self.contributions, file)
        self.assertFalse(found)
        [message] = messages
        self.assertEqual(message["field"], "measure_ids")
        self.assertIn("99", message["message"])
