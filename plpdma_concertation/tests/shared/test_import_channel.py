"""By which channel the contributions of a file came, where it does not say it."""

from odoo.tests import tagged

from .import_choices import ChoicesCase


@tagged("post_install", "-at_install", "plpdma")
class TestImportChannel(ChoicesCase):
    channel = None
    CONTENT = b"Observation\nPlus de bacs\n"

    def _ask(self, content):
        """The question on the channel of a file, of which nothing goes in yet."""
        _wizard, result = self._execute(
            self.contributions, "x.csv", content, plpdma_choices=[]
        )
        self.assertFalse(result["ids"])
        return {one["field"]: one for one in result["plpdma_questions"]}["channel"]

    def test_the_channel_is_asked_where_nothing_says_it(self):
        question = self._ask(self.CONTENT)
        values = {choice["value"] for choice in question["choices"]}
        self.assertLess({"take:email", "take:letter", "take:paper_register"}, values)
        self.assertEqual(question["preset"], "", "Nothing is proposed: it is chosen")
        choices = [["channel", "", "take:letter"]]
        _wizard, result = self._execute(
            self.contributions, "x.csv", self.CONTENT, plpdma_choices=choices
        )
        record = self.contributions.browse(result["ids"])
        self.assertEqual(record.channel, "letter")
        # A test tells it, and is not stopped by it.
        content = b"Date;Texte\n5/3/26;Y\n"
        _wizard, result = self._execute(
            self.contributions, "y.csv", content, dryrun=True, plpdma_choices=[]
        )
        self.assertTrue(result["ids"])
        self.assertEqual([m["type"] for m in result["messages"]], ["warning"])

    def test_the_channel_is_read_where_the_file_says_it(self):
        for content, channel in (
            ("Registre papier;\nNom;Observation\nAlix;Oui\n", "paper_register"),
            ("Registre numérique;\nNom;Observation\nAlix;Non\n", "web"),
            ("Heure de début;Heure de fin;Votre avis\n;;Quatre\n", "web"),
        ):
            with self.subTest(content):
                record, count, _result = self._choose(
                    self.contributions, "x.csv", content.encode()
                )
                self.assertEqual((count, record.channel), (1, channel))

    def test_the_channel_of_some_rows_is_asked(self):
        """Their cell is empty: it was a letter, which nobody said."""
        session = self._create_session(name="Atelier du port")
        content = (
            "Canal;Temps de participation;Texte\n"
            f"Courriel;;Un\n;;Deux\n;{session.name};Trois\n \xa0;;Quatre\n"
        ).encode()
        question = self._ask(content)
        self.assertEqual((question["count"], question["preset"]), (2, ""))
        choices = [["channel", "", "take:phone"]]
        _wizard, result = self._execute(
            self.contributions, "x.csv", content, plpdma_choices=choices
        )
        self.assertEqual(
            self.contributions.browse(result["ids"]).mapped("channel"),
            ["email", "phone", "session", "phone"],
        )

    def test_the_channel_that_is_left_out_is_asked(self):
        content = b"Canal;Texte\nPigeon;Un\nCourriel;Deux\n"
        choices = [["channel", "Pigeon", "leave"]]
        _wizard, result = self._execute(
            self.contributions, "x.csv", content, plpdma_choices=choices
        )
        self.assertFalse(result["ids"])
        [question] = result["plpdma_questions"]
        self.assertEqual((question["field"], question["count"]), ("channel", 1))
        choices.append(["channel", "", "take:phone"])
        _wizard, result = self._execute(
            self.contributions, "x.csv", content, plpdma_choices=choices
        )
        self.assertEqual(
            self.contributions.browse(result["ids"]).mapped("channel"),
            ["phone", "email"],
        )

    def test_words_of_a_title_are_only_proposed(self):
        """They may be those of its subject, and a register may be any."""
        for title, preset in (
            ("Registre de la concertation", "take:paper_register"),
            ("Registre T3", "take:paper_register"),
            ("Registre d'enquête de la mairie", "take:paper_register"),
            ("Registre d'appels", "take:phone"),
            ("Avis reçus par courriel", "take:email"),
            ("Avis reçus par e-mails", "take:email"),
            ("Tri du papier", "take:paper_register"),
            ("Registre des contributions papier et numériques", ""),
            ("Registre papier et courriels", ""),
            ("Suivi des demandes", ""),
        ):
            with self.subTest(title):
                content = f"{title};\nNom;Observation\nAlix;Oui\n".encode()
                question = self._ask(content)
                self.assertEqual(question["preset"], preset)
        question = self._ask("N° registre;Observation\n4;Trois\n".encode())
        self.assertEqual(question["preset"], "take:paper_register")

    def test_what_is_said_in_a_session_is_not_asked_elsewhere(self):
        session = self._create_session(name="Atelier du port")
        content = f"Temps de participation;Texte\n{session.name};Oui\n;Non\n".encode()
        choices = [["channel", "", "take:letter"]]
        _wizard, result = self._execute(
            self.contributions, "x.csv", content, plpdma_choices=choices
        )
        records = self.contributions.browse(result["ids"])
        self.assertEqual(records.mapped("channel"), ["session", "letter"])
