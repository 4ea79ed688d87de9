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
        self.assertEqual(records.mapped("channel"), ["email", "web"], "One is asked")
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

    def test_towns_of_the_people_of_an_organisation(self):
        """Odoo gives all of them the address of the first."""
        content = self._make_file(
            ["Nom", "Organisme", "Ville"],
            ["Ana ESSAI", "Club fictif", "Bourg-Un"],
            ["Bob ESSAI", "Club fictif", "Bourg-Deux"],
            ["Zoé SEULE", "", "Bourg-Trois"],
        )
        actors, messages = self._import(self.french_env["plpdma.stakeholder"], content)
        self.assertEqual(messages, [])
        first, second, alone = actors.partner_id.sudo()
        self.assertIn("Bourg-Un", first.comment)
        self.assertIn("Bourg-Deux", second.comment)
        self.assertFalse((first | first.parent_id | second).filtered("city"))
        self.assertEqual((alone.city, alone.comment), ("Bourg-Trois", False))

    def test_organisation_of_somebody_who_is_there(self):
        """It is kept, and whose they are is not changed."""
        model = self.french_env["plpdma.stakeholder"]
        [actor], _messages = self._import(
            model, self._make_file(["Nom"], ["Ana ESSAI"])
        )
        content = self._make_file(["Nom", "Organisme"], ["Ana ESSAI", "Club fictif"])
        choices = [["plpdma_there", "", "take:complete"]]
        _actors, messages = self._import(model, content, plpdma_choices=choices)
        self.assertEqual([one for one in messages if one["type"] == "error"], [])
        self.assertFalse(actor.partner_id.parent_id)
        self.assertIn("Club fictif", actor.partner_id.sudo().comment)

    def test_who_is_not_named(self):
        content = self._make_file(
            ["Nom", "Prénom", "Organisme"], ["Mme", "", ""], ["-", "-", "Club"]
        )
        model = self.french_env["plpdma.stakeholder"]
        actors, messages = self._import(model, content)
        self.assertFalse(actors)
        self.assertEqual(len(messages), 1)
        self.assertIn("ne nomme personne", self._get_texts(messages)[0])
        content = self._make_file(["Nom", "Prénom", "Organisme"], ["-", "-", "Club"])
        actors, messages = self._import(model, content)
        self.assertEqual(messages, [])
        self.assertEqual(actors.partner_id.name, "Club")

    def test_lines_of_a_name(self):
        """What may be two people is refused, unless each line is the name of one; a
        name that goes on below is one."""
        model = self.french_env["plpdma.stakeholder"]
        content = self._make_file(["Nom"], ["Trois ESSAI\nquatre Fictif"])
        actors, messages = self._import(model, content)
        self.assertFalse(actors)
        self.assertIn(
            "« Trois ESSAI quatre Fictif » nomme", self._get_texts(messages)[0]
        )
        content = self._make_file(["Nom"], ["Cinq ESSAI\nQuatre FICTIF"])
        actors, messages = self._import(model, content)
        self.assertEqual(messages, [])
        self.assertEqual(
            actors.partner_id.mapped("name"), ["Cinq ESSAI", "Quatre FICTIF"]
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


@tagged("post_install", "-at_install", "plpdma")
class TestImportPeople(ImportCase):
    """People whom Odoo displays with their organisation, and sheets by their name."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        partners = cls.env["res.partner"]
        cls.town, cls.other_town = partners.create(
            [
                {"name": "Commune de Fictif", "is_company": True},
                {"name": "Commune d'Exemple", "is_company": True},
            ]
        )
        cls.elected, cls.substitute = partners.create(
            [
                {"name": "Hélène Montfictif", "parent_id": cls.town.id},
                {"name": "Noé INVENTÉ", "parent_id": cls.town.id},
            ]
        )
        cls.mandates = cls.french_env["plpdma.mandate"].with_user(cls.user_manager)

    def test_mandates(self):
        content = self._make_file(
            ["Élu", "Mandat/Fonction", "Suppléant", "Début", "Fin"],
            *(
                [name, "Vice-présidente", other, "01/03/2026", "31/12/2026"]
                for name, other in (
                    ("Hélène Montfictif", "INVENTÉ Noé"),
                    ("Mme hélène montfictif", "M. Noé Inventé"),
                    (self.elected.display_name, self.substitute.display_name),
                )
            ),
        )
        records, messages = self._import(self.mandates, content)
        self.assertEqual(messages, [])
        self.assertEqual(len(records), 3)
        self.assertEqual(records.partner_id, self.elected)
        self.assertEqual(records.substitute_id, self.substitute)
        self.assertEqual(set(records.mapped("function")), {"vice_president"})
        self.assertEqual(set(records.mapped("date_start")), {date(2026, 3, 1)})
        self.assertEqual(set(records.mapped("date_end")), {date(2026, 12, 31)})

    def test_mandates_with_a_first_name(self):
        content = self._make_file(
            ["Nom", "Prénom", "Fonction", "Date de début", "Date de fin"],
            ["Montfictif", "Hélène", "Élu référent", "01/03/2026", ""],
        )
        record, messages = self._import(self.mandates, content)
        self.assertEqual(messages, [])
        self.assertEqual(record.partner_id, self.elected)
        self.assertEqual(record.function, "referent")
        self.assertFalse(record.date_end)

    def test_namesakes(self):
        """None of them is taken: a mandate gives rights. Each is named."""
        partners = self.env["res.partner"]
        other = partners.create(
            {"name": "Hélène Montfictif", "parent_id": self.other_town.id}
        )
        partners.create([{"name": "Jean Martin"}] * 2)
        content = self._make_file(
            ["Élu", "Fonction"],
            ["Hélène Montfictif", "Membre"],
            ["Jean Martin", "Membre"],
        )
        records, messages = self._import(self.mandates, content)
        self.assertFalse(records)
        first, second = self._get_texts(messages)
        for contact in (self.elected, other):
            self.assertIn(contact.display_name, first)
            self.assertIn(contact.display_name, messages[0]["choices"])
        self.assertIn("Jean Martin ; Jean Martin", second)
        choice = f"take:{other.display_name}"
        record, messages = self._import(
            self.mandates,
            self._make_file(["Élu"], ["Hélène Montfictif"]),
            plpdma_choices=[["partner_id", "Hélène Montfictif", choice]],
        )
        self.assertEqual(messages, [])
        self.assertEqual(record.partner_id, other)

    def test_a_substitute_who_is_nobody(self):
        told = ("néant", "à désigner", "-", "")
        content = self._make_file(
            ["Élu", "Fonction", "Suppléant"],
            *(["Hélène Montfictif", "Membre", word] for word in told),
        )
        records, messages = self._import(self.mandates, content)
        self.assertEqual(messages, [])
        self.assertEqual(len(records), len(told))
        self.assertFalse(records.substitute_id)

    def test_a_participant_whom_two_actors_may_be(self):
        """Each is named, and either can be chosen."""
        other = self.env["res.partner"].create(
            {"name": "Hélène Montfictif", "parent_id": self.other_town.id}
        )
        actors = self.agent_env["plpdma.stakeholder"].create(
            [
                {"program_id": self.program.id, "partner_id": partner.id}
                for partner in self.elected | other
            ]
        )
        session = self._create_session(name="Atelier du port")
        model = self.french_env["plpdma.participation"]
        content = self._make_file(
            ["Séance", "Nom"], [session.name, "MONTFICTIF Hélène"]
        )
        records, messages = self._import(model, content)
        self.assertFalse(records)
        [text] = self._get_texts(messages)
        for partner in actors.partner_id:
            self.assertIn(partner.display_name, text)
            self.assertIn(partner.display_name, messages[0]["choices"])
        choice = f"take:{other.display_name}"
        record, messages = self._import(
            model,
            content,
            plpdma_choices=[["stakeholder_id", "MONTFICTIF Hélène", choice]],
        )
        self.assertEqual(messages, [])
        self.assertEqual(record.stakeholder_id.partner_id, other)

    def test_somebody_who_is_an_actor_of_two_programmes(self):
        """That of the session or of the file is meant, whichever came first."""
        programs = self.program | self._create_program(state="open")
        actors = self.env["plpdma.stakeholder"].create(
            [
                {"program_id": program.id, "partner_id": self.elected.id}
                for program in programs
            ]
        )
        participations = self.french_env["plpdma.participation"]
        for actor in actors:
            program = actor.program_id
            for name in (self.elected.display_name, "MONTFICTIF Hélène"):
                told = f"{name} {program.id}"
                session = self._create_session(name=told, program_id=program.id)
                for model, content in (
                    (
                        participations.with_context(default_session_id=session.id),
                        self._make_file(["Nom", "Présence"], [name, "invité"]),
                    ),
                    (
                        self.contributions.with_context(default_program_id=program.id),
                        f"Acteur;Date;Texte\n{name};5/3/26;{told}\n".encode(),
                    ),
                ):
                    with self.subTest(program.name, name=name, model=model._name):
                        record, messages = self._import(
                            model, content, plpdma_known_choice="again"
                        )
                        self.assertEqual(messages, [])
                        self.assertEqual(record.stakeholder_id, actor)

    def test_nobody_of_that_name(self):
        content = self._make_file(["Élu"], ["Hélène"], ["Mont%"])
        records, messages = self._import(self.mandates, content)
        self.assertFalse(records)
        self.assertEqual(len(messages), 2)

    def test_participants_of_a_session(self):
        """A sheet of those who signed."""
        actors = self.agent_env["plpdma.stakeholder"].create(
            [
                {"program_id": self.program.id, "partner_id": partner.id}
                for partner in self.elected | self.substitute
            ]
        )
        session = self._create_session(name="Atelier du port")
        session.write(
            {"date_start": "2025-09-02 08:00:00", "date_stop": "2025-09-02 10:00:00"}
        )
        model = self.french_env["plpdma.participation"]
        for heading in ("Séance", "Réunion", "Atelier"):
            for told, words in (
                ("Présent(e)", ("oui", "excusé")),
                ("Présence", ("x", "Excusée")),
                ("Émargement", ("Présente", "E")),
                ("Présent", ("Oui", "absent excusé")),
            ):
                content = self._make_file(
                    [heading, "Nom", "Prénom", told],
                    [session.name, "MONTFICTIF", "Hélène", words[0]],
                    [session.name, "Inventé", "Noé", words[1]],
                )
                with self.subTest(f"{heading} {told}"):
                    records, messages = self._import(model, content)
                    self.assertEqual(messages, [])
                    self.assertEqual(records.session_id, session)
                    self.assertEqual(records.stakeholder_id, actors)
                    self.assertEqual(
                        records.mapped("attendance"), ["present", "excused"]
                    )
                    records.unlink()
        content = self._make_file(
            ["Séance", "Nom", "Présent"],
            [session.name, "Hélène Montfictif", "non"],
            [session.name, "INVENTÉ Noé", "Absent(e)"],
        )
        records, messages = self._import(model, content)
        self.assertEqual(messages, [])
        self.assertEqual(records.mapped("attendance"), ["absent", "absent"])
