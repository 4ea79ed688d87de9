"""What a file names, and the records that are meant."""

from datetime import date

from odoo.tests import tagged

from .import_common import ImportCase


@tagged("post_install", "-at_install", "plpdma")
class TestImportMatching(ImportCase):
    """What a spreadsheet names is found where its author means it."""

    def test_empty_cells_take_the_default(self):
        content = self._make_file(
            ["Programme", "Reçue le", "Canal", "Type", "Confidentialité", "Texte reçu"],
            ["", "", "", "", "", "Un texte"],
            ["", "02/09/2025", "Web", "Question", "Publique", "Un autre"],
        )
        records, messages = self._import(self.contributions, content)
        [message] = messages
        self.assertEqual(message["type"], "warning")
        self.assertIn("« Reçue le »", message["message"].replace("\xa0", " "))
        self.assertIn("lignes : 2.", message["message"].replace("\xa0", " "))
        self.assertEqual(records.program_id, self.program)
        self.assertEqual(records.mapped("kind"), ["opinion", "question"])
        self.assertEqual(records.mapped("channel"), ["letter", "web"])
        self.assertEqual(records[1].date_received, date(2025, 9, 2))

    def test_an_own_register_keeps_its_numbers(self):
        content = self._make_file(
            ["Référence", "Texte reçu"], ["REG-7", "Un texte"], ["", "Un autre"]
        )
        records, _messages = self._import(self.contributions, content)
        self.assertEqual(records[0].reference, "REG-7")
        self.assertTrue(records[1].reference.startswith("CTR/"))

    def test_session_by_reference(self):
        content = self._make_file(
            ["Temps de participation", "Texte reçu"],
            [self.consultation.reference, "Un texte"],
        )
        record, _messages = self._import(self.contributions, content)
        self.assertEqual(record.session_id, self.consultation)

    def test_actor_of_several_programmes(self):
        """The same contact is an actor of two programmes: the session decides."""
        other = self._create_program()
        namesake = self.agent_env["plpdma.stakeholder"].create(
            {"program_id": other.id, "partner_id": self.partners[0].id}
        )
        sessions = self._create_session(name="Ici") | self._create_session(
            name="Ailleurs", program_id=other.id
        )
        content = self._make_file(
            ["Temps de participation", "Acteur"],
            ["Ici", self.partners[0].name],
            ["Ailleurs", self.partners[0].name],
        )
        model = self.french_env["plpdma.participation"]
        records, messages = self._import(model, content)
        self.assertNotIn("error", [message["type"] for message in messages])
        self.assertEqual(records.session_id, sessions)
        self.assertEqual(records[0].stakeholder_id, self.actors[0])
        self.assertEqual(records[1].stakeholder_id, namesake)

    def test_actors_find_or_create_their_contact(self):
        partners = self.env["res.partner"].create(
            [
                {"name": "Association Zéro", "email": "zero@asso.example"},
                {"name": "Épicerie du Pont"},
                {"name": "Homonyme", "email": "autre@asso.example"},
            ]
        )
        content = self._make_file(
            ["Nom", "E-mail", "Téléphone"],
            ["Asso Zéro (nouveau nom)", "ZERO@asso.example", "02 99 00 00 01"],
            ["épicerie du pont", "pont@epicerie.example", ""],
            ["Homonyme", "homonyme@asso.example", ""],
            ["CIAS", "", ""],
        )
        actors, messages = self._import(self.french_env["plpdma.stakeholder"], content)
        self.assertEqual(messages, [])
        self.assertEqual(actors[:2].partner_id, partners[:2])
        self.assertEqual(partners[0].name, "Association Zéro")
        self.assertEqual(partners[0].phone, "02 99 00 00 01")
        self.assertEqual(partners[1].email, "pont@epicerie.example")
        self.assertNotIn(partners[2], actors.partner_id)
        self.assertEqual(actors[3].partner_id.name, "CIAS")

    def test_contact_written_surname_first(self):
        partners = self.env["res.partner"].create(
            [
                {"name": "ESSAI-FICTIF Jean"},
                {"name": "Zoé INVENTÉ"},
                {"name": "Luc Paul"},
            ]
        )
        content = self._make_file(
            ["Nom", "Prénom"],
            ["ESSAI-FICTIF", "Jean"],
            ["Mme INVENTÉ", "Zoé"],
            # Either may be the surname.
            ["Luc", "Paul"],
        )
        actors, messages = self._import(self.french_env["plpdma.stakeholder"], content)
        self.assertEqual(messages, [])
        self.assertEqual(actors[:2].partner_id, partners[:2])
        self.assertEqual(actors[1].partner_id.plpdma_civility, "madame")
        self.assertEqual(actors[2].partner_id.name, "Paul Luc")
        self.assertNotEqual(actors[2].partner_id, partners[2])

    def test_lines_of_a_name(self):
        """Two people in a cell are refused; a name that goes on below is one."""
        model = self.french_env["plpdma.stakeholder"]
        content = self._make_file(["Nom"], ["Trois ESSAI\nQuatre FICTIF"])
        actors, messages = self._import(model, content)
        self.assertFalse(actors)
        self.assertIn(
            "« Trois ESSAI Quatre FICTIF » nomme", self._get_texts(messages)[0]
        )
        content = self._make_file(["Nom"], ["Trois\nESSAI"])
        actors, messages = self._import(model, content)
        self.assertEqual(messages, [])
        self.assertEqual(actors.partner_id.name, "Trois ESSAI")

    def test_ambiguous_contact_is_asked_for(self):
        self.env["res.partner"].create([{"name": "Jean Martin"}] * 2)
        content = self._make_file(["Nom"], ["Jean Martin"])
        actors, messages = self._import(self.french_env["plpdma.stakeholder"], content)
        self.assertFalse(actors)
        self.assertIn("« Jean Martin »", self._get_texts(messages)[0])

    def test_plain_text_keeps_its_paragraphs(self):
        contribution = self._create_contribution()
        content = self._make_file(
            ["Contributions", "Suite donnée", "Motif"],
            [contribution.reference, "Non retenue", "Coût < 5 €.\nTrop tard."],
        )
        response, messages = self._import(self.french_env["plpdma.response"], content)
        self.assertEqual(messages, [])
        self.assertEqual(response.contribution_ids, contribution)
        self.assertEqual(response.state, "draft")
        self.assertEqual(response.motivation, "<p>Coût &lt; 5 €.<br>Trop tard.</p>")
