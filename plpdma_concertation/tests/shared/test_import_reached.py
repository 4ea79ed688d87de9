"""How somebody is reached, told in several columns or under a heading of its own."""

from odoo.tests import tagged

from .test_import_cases import CaseFiles

BOTH = "01 02 03 04 05 / 06 12 34 56 78"


@tagged("post_install", "-at_install", "plpdma")
class TestImportReached(CaseFiles):
    def test_two_columns_of_numbers(self):
        for headings in (
            "Tél. fixe;Portable",
            "Téléphone;Tél. mobile",
            "Tél. bureau;Portable pro",
            "Ligne directe;N° de portable",
        ):
            with self.subTest(headings), self.env.cr.savepoint() as savepoint:
                records = self._take_people(
                    f"Nom;{headings};Organisme",
                    "Alix DEUX;01 02 03 04 05;06 12 34 56 78;Un",
                    "Zoé SEULE;;06 12 34 56 79;Deux",
                    "Max PAREIL;06 12 34 56 70;06 12 34 56 70;Trois",
                    "Ana SANS;;;Quatre",
                )
                phones = [record.phone for record in records]
                savepoint.rollback()
                self.assertEqual(
                    phones, [BOTH, "06 12 34 56 79", "06 12 34 56 70", False]
                )

    def test_two_columns_of_addresses(self):
        """One is written to; the other is in the notes, as of a cell that has both."""
        records = self._take_people(
            "Nom;E-mail professionnel;Mail perso",
            "Alix DEUX;pro@r.example;perso@r.example",
            "Zoé SEULE;;zoe@r.example",
        )
        self.assertEqual(records.mapped("email"), ["pro@r.example", "zoe@r.example"])
        self.assertIn("perso@r.example", records[0].partner_id.comment)

    def test_those_of_a_member_and_of_their_substitute(self):
        records = self._take_people(
            "Organisme;Titulaire;Tél. fixe titulaire;Portable titulaire;"
            "Suppléant;Tél. suppléant",
            "Un;Alix DEUX;01 02 03 04 05;06 12 34 56 78;Zoé VERT;06 12 34 56 79",
        )
        self.assertEqual(records.mapped("phone"), [BOTH, "06 12 34 56 79"])

    def test_contact_over_addresses(self):
        for heading, cell, field in (
            ("Contact", "alix@r.example", "email"),
            ("Coordonnées", "06 12 34 56 78", "phone"),
            ("Contacts", "alix@r.example ; vert@r.example", "email"),
        ):
            with self.subTest(heading), self.env.cr.savepoint() as savepoint:
                record = self._take_people(
                    f"Nom;Organisme;{heading}", f'Alix VERT;Un;"{cell}"'
                )
                told = (record.partner_name, record[field])
                savepoint.rollback()
                self.assertEqual(told, ("Alix VERT", cell.split(" ;")[0]))

    def test_the_contacts_of_a_member_and_of_their_substitute(self):
        records = self._take_people(
            "Structure;Membre titulaire;Membre suppléant;Contact titulaire;"
            "Contact suppléant",
            "Un;Jean DUPONT;Alix VERT;jd@r.example;av@r.example",
            "Deux;Zoé BRUN;;zb@r.example;",
        )
        self.assertEqual(
            records.mapped("email"), ["jd@r.example", "av@r.example", "zb@r.example"]
        )

    def test_the_name_of_what_somebody_is_the_contact_of(self):
        for number, heading in enumerate(("Contact", "Interlocuteur", "Représentant")):
            with self.subTest(heading):
                records = self._take_people(
                    f"Nom;{heading};Mail",
                    f"Compost {number};Alix VERT{number};alix{number}@r.example",
                    f"Verre {number};;verre{number}@r.example",
                )
                self.assertEqual(
                    records.mapped("organisation_name"),
                    [f"Compost {number}", False],
                )
                self.assertEqual(
                    records.mapped("partner_name"),
                    [f"Alix VERT{number}", f"Verre {number}"],
                )

    def test_a_contact_by_their_address_alone(self):
        record = self._take_people("Organisme;Contact", "Un;alix@r.example")
        self.assertEqual(record.email, "alix@r.example")

    def test_a_question_that_asks_for_an_opinion(self):
        """It is the text, unless all that stands under it are positions and the text
        stands elsewhere."""
        for question in (
            "Quel est votre avis sur le projet ?",
            "Quelle est votre opinion ?",
        ):
            texts = ["Favorable", f"Je suis contre, « {question} »"]
            rows = f"Nom;{question};Date\n{question};{texts[0]};5/3/26\n"
            rows += f"Zoé;{texts[1]};5/3/26\n"
            records, messages, _raw = self._take(
                self.contributions, "avis.csv", rows.encode()
            )
            with self.subTest(question):
                self.assertEqual(messages, [])
                self.assertEqual(records.mapped("verbatim"), texts)
                self.assertFalse(records.filtered("stance"))

    def test_questions_of_one_word(self):
        rows = (
            "Qui ?;Quand ?;Quoi ?;Par quel moyen ?\n"
            "Alix;05/03/2026;Plus de bacs;par courrier\n"
        )
        record, messages, _raw = self._take(
            self.contributions, "carnet.csv", rows.encode()
        )
        self.assertEqual(messages, [])
        self.assertEqual(
            (record.contributor_name, str(record.date_received), record.verbatim),
            ("Alix", "2026-03-05", "Plus de bacs"),
        )
        self.assertEqual(record.channel, "letter")

    def test_people_and_organisations_under_their_usual_headings(self):
        for number, headings in enumerate(
            (
                "Titulaire;Structure représentée",
                "Nom du représentant;Nom de l'organisme",
                "Élu(e);Institution",
                "Délégué(e);Nom de la structure",
            )
        ):
            with self.subTest(headings):
                record = self._take_people(headings, f"Alix VERT{number};Un")
                self.assertEqual(record.partner_name, f"Alix VERT{number}")
                self.assertEqual(record.organisation_name, "Un")

    def test_a_reasoned_opinion_is_the_text(self):
        rows = "Nom;Sens de l'avis;Avis motivé;Date\n"
        rows += "Alix;Défavorable;Trop cher;5/3/26\n"
        record, messages, _raw = self._take(
            self.contributions, "avis.csv", rows.encode()
        )
        self.assertEqual(messages, [])
        self.assertEqual(
            (record.stance, record.verbatim), ("unfavourable", "Trop cher")
        )

    def test_a_consent_is_no_word_of_the_author(self):
        """What is published is what they say of the project."""
        for number, (question, is_said) in enumerate(
            (
                ("J'accepte que mon nom soit publié", False),
                ("Acceptez-vous que vos données soient conservées ?", False),
                ("En soumettant ce formulaire, j'accepte la politique", False),
                ("RGPD", False),
                ("J'accepte de composter chez moi", True),
            )
        ):
            rows = (
                f"Horodateur;Nom;Votre avis;{question}\n"
                f"05/03/2026 10:00:00;Alix{number};Plus de bacs;Peut-être\n"
            )
            record, _messages, _raw = self._take(
                self.contributions, "form.csv", rows.encode()
            )
            with self.subTest(question):
                self.assertIn("Plus de bacs", record.verbatim)
                self.assertEqual("Peut-être" in record.verbatim, is_said)
