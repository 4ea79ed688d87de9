"""Files with the very headings that platforms write, imported untouched."""

from datetime import date

from odoo.tests import tagged

from .import_choices import ChoicesCase


@tagged("post_install", "-at_install", "plpdma")
class TestImportHeadings(ChoicesCase):
    """The columns of what Decidim and « démarches » export, all of them."""

    def test_proposals_of_decidim_with_their_taxonomies(self):
        """Since 0.30 each theme has columns of its own, and an apostrophe stands before
        a text that begins like a formula."""
        themes = self.manager_env["plpdma.theme"].create(
            [{"name": "Compostage"}, {"name": "Réemploi"}]
        )
        records, count, _result = self._choose(
            self.contributions, "decidim_propositions_0_30.csv"
        )
        self.assertEqual(count, 1)
        self.assertEqual(records.mapped("register_number"), ["4311", "4312"])
        self.assertEqual(
            records.mapped("contributor_name"),
            ["Alix Fictif", "Sam Inventé, Jo Exemple"],
        )
        self.assertEqual(
            records.mapped("verbatim"),
            [
                "Des composteurs au pied des immeubles.",
                "- un broyeur prêté\n- un composteur réparé",
            ],
        )
        self.assertEqual(records[0].theme_ids, themes[0])
        self.assertEqual(records[1].theme_ids, themes)
        self.assertEqual(
            records.mapped("date_received"), [date(2026, 3, 5), date(2026, 3, 6)]
        )
        self.assertEqual(set(records.mapped("kind")), {"proposal"})

    def test_proposals_of_an_early_decidim(self):
        """Neither authors, nor languages for the title and the text."""
        theme = self.manager_env["plpdma.theme"].create({"name": "Compostage"})
        records, count, _result = self._choose(
            self.contributions, "decidim_propositions_anciennes.csv"
        )
        self.assertEqual(count, 1)
        self.assertEqual(records.mapped("register_number"), ["811", "812"])
        self.assertEqual(records.mapped("summary"), ["Un broyeur mobile", "Des poules"])
        self.assertEqual(
            records.mapped("verbatim"),
            ["Un broyeur qui passe de quartier en quartier.", "Deux poules par école."],
        )
        self.assertEqual(records.theme_ids, theme)
        self.assertFalse(any(records.mapped("contributor_name")))

    def test_a_procedure_of_people(self):
        """A town comes with its code and its department; nobody's birthday is kept."""
        towns = self.manager_env["plpdma.territory"].create(
            [{"name": "Saint-Exemple"}, {"name": "Bourg-Fictif"}]
        )
        records, count, _result = self._choose(
            self.contributions, "demarche_numerique.csv"
        )
        self.assertEqual(count, 1)
        self.assertEqual(records.mapped("register_number"), ["18500011", "18500012"])
        self.assertEqual(
            records.mapped("verbatim"),
            [
                "Rien n’est dit des couches lavables.",
                "Le budget du broyage est trop faible.",
            ],
        )
        self.assertEqual(
            records.mapped("contributor_name"), ["Alix FICTIF", "Sam INVENTÉ"]
        )
        self.assertEqual(records.mapped("contributor_civility"), ["madame", "monsieur"])
        self.assertEqual(
            records.mapped("contributor_email"),
            ["alix@fictif.example", "sam@fictif.example"],
        )
        self.assertEqual(records.mapped("territory_id"), towns)
        self.assertEqual(
            records.mapped("date_received"), [date(2026, 3, 5), date(2026, 3, 6)]
        )
        self.assertFalse(any(records.mapped("session_id")))

    def test_a_procedure_of_organisations(self):
        """The thirty columns on the organisation are no words of its contribution."""
        records, count, _result = self._choose(
            self.contributions, "demarche_organismes.csv"
        )
        self.assertEqual(count, 1)
        self.assertEqual(
            records.verbatim,
            "Que proposez-vous ?\nUn atelier de réparation.\n\n"
            "Avec quels moyens ?\nDeux bénévoles.",
        )
        self.assertEqual(records.contributor_name, "RESSOURCERIE FICTIVE")
        self.assertEqual(records.contributor_email, "contact@ressourcerie.example")
        self.assertEqual(records.date_received, date(2026, 3, 5))
        self.assertEqual(records.channel, "web")

    def test_answers_of_typeform(self):
        """Its clock is that of Greenwich, and « # » the number of an answer."""
        content = self._make_file(
            [
                *("#", "Que proposez-vous ?", "Response Type", "Start Date (UTC)"),
                *("Stage Date (UTC)", "Submit Date (UTC)", "Network ID", "Tags"),
            ],
            [
                *("k3f9", "Un broyeur.", "completed", "2026-03-05 22:48:10", ""),
                *("2026-03-05 23:50:00", "a1b2c3", ""),
            ],
        )
        records, count, _result = self._choose(self.contributions, "t.csv", content)
        self.assertEqual(count, 1)
        self.assertEqual(records.register_number, "k3f9")
        self.assertEqual(records.verbatim, "Un broyeur.")
        self.assertEqual(records.date_received, date(2026, 3, 6))

    def test_an_answer_that_typeform_only_saw_begin(self):
        content = self._make_file(
            ["#", "Que proposez-vous ?", "Start Date (UTC)"],
            ["k3f9", "Un broyeur.", "2026-03-05 08:48:10"],
        )
        records, _count, _result = self._choose(self.contributions, "t.csv", content)
        self.assertEqual(records.date_received, date(2026, 3, 5))

    def test_answers_of_limesurvey(self):
        """Their codes before the headings, or alone."""
        self.channel = None
        own = ("id", "submitdate", "lastpage", "startlanguage", "seed")
        texts = (
            *("ID de la réponse", "Date de soumission", "Dernière page"),
            *("Langue de départ", "Tête de série"),
        )
        for question, headings in (
            (
                "G01Q02. Votre avis sur le projet",
                [f"{code}. {text}" for code, text in zip(own, texts, strict=True)],
            ),
            ("Votre avis sur le projet", texts),
            ("G01Q02", own),
        ):
            with self.subTest(question):
                content = self._make_file(
                    [*headings, question],
                    ["7", "2026-03-05 10:12:00", "3", "fr", "91", f"Oui. {question}"],
                )
                records, count, _result = self._choose(
                    self.contributions, "l.csv", content
                )
                self.assertEqual(count, 1)
                self.assertEqual(records.register_number, "7")
                self.assertEqual(records.date_received, date(2026, 3, 5))
                self.assertEqual(records.verbatim, f"Oui. {question}")
                self.assertFalse(records.stance)
                self.assertEqual(records.channel, "web")

    def test_several_questions_of_limesurvey(self):
        content = self._make_file(
            [
                *("id. ID de la réponse", "submitdate. Date de soumission"),
                *("G01Q01. Votre commune", "G01Q02. Votre avis sur le projet"),
                "G01Q03[SQ001]. Que proposez-vous ? [Au bourg]",
            ],
            [
                *("7", "2026-03-05 10:12:00", "Saint-Exemple"),
                *("Il manque de moyens.", "Un broyeur."),
            ],
        )
        town = self.manager_env["plpdma.territory"].create({"name": "Saint-Exemple"})
        records, count, _result = self._choose(self.contributions, "l.csv", content)
        self.assertEqual(count, 1)
        self.assertEqual(records.territory_id, town)
        self.assertEqual(
            records.verbatim,
            "Votre avis sur le projet\nIl manque de moyens.\n\n"
            "Que proposez-vous ? [Au bourg]\nUn broyeur.",
        )

    def test_positions_of_limesurvey(self):
        content = self._make_file(
            [
                *("id", "submitdate. Date de soumission"),
                *("G01Q02. Votre avis sur le projet", "G01Q03. Vos remarques"),
            ],
            ["7", "2026-03-05 10:12:00", "Défavorable", "Il manque de moyens."],
        )
        records, count, _result = self._choose(self.contributions, "l.csv", content)
        self.assertEqual(count, 1)
        self.assertEqual(records.stance, "unfavourable")
        self.assertEqual(records.verbatim, "Il manque de moyens.")

    def test_a_heading_that_begins_like_a_code(self):
        """Without what LimeSurvey itself notes, it is no code."""
        content = self._make_file(
            ["Nom. Prénom", "N°. Observation"], ["Alix Fictif", "Un broyeur."]
        )
        _wizard, preview = self._preview(self.contributions, content)
        self.assertEqual(preview["headers"], ["Nom. Prénom", "N°. Observation"])

    def test_a_quality_that_tells_members_from_substitutes(self):
        """« Qualité » is a function to others."""
        for place, (heading, words) in enumerate(
            (
                ("Qualité", ("Titulaire", "Suppléant")),
                ("Qualité", ("Membre titulaire", "suppléante")),
                ("Fonction", ("TITULAIRE", "Suppléant")),
                ("Qualité", ("T", "S")),
                ("Membre", ("titulaire", "Suppléants")),
            )
        ):
            with self.subTest(heading):
                name = f"Ana ROU{'X' * (place + 1)}"
                records, _count, _result = self._choose(
                    self.french_env["plpdma.stakeholder"],
                    "membres.csv",
                    self._make_file(
                        ["Nom", "Organisation", heading, "Suppléant de", "E-mail"],
                        [name, f"Club {place}", words[0], "", f"ana{place}@h.example"],
                        [f"Léo {name}", f"Club {place}", "", "", ""],
                        [f"Max {name}", f"Club {place}", words[1], name, ""],
                    ),
                )
                self.assertEqual(
                    records.mapped("membership"), ["member", "none", "substitute"]
                )
                self.assertFalse(any(records.mapped("function")))
                self.assertEqual(records[2].substitute_for_id, records[0])

    def test_a_quality_that_is_a_function(self):
        for heading, words in (
            ("Qualité", ("Maire", "Membre")),
            ("Qualité", ("Titulaire", "Maire")),
            ("Qualité", ("Membre", "Membre")),
        ):
            with self.subTest(words):
                _wizard, preview = self._preview(
                    self.french_env["plpdma.stakeholder"],
                    self._make_file(["Nom", heading], *(["Ana", one] for one in words)),
                )
                self.assertEqual(preview["matches"].get(1), ["function"])

    def test_two_columns_of_addresses(self):
        """One is written to, the note that only the staff reads keeps the other."""
        for place, (first, second) in enumerate(
            (
                ("E-mail", "Autre e-mail"),
                ("Autre e-mail", "E-mail"),
                ("Courriel", "Courriel 2"),
                ("E-mail", "E-mail"),
            )
        ):
            with self.subTest((first, second)):
                addresses = [f"{one}{place}@h.example" for one in "ab"]
                record, _count, _result = self._choose(
                    self.contributions,
                    "adresses.csv",
                    self._make_file(
                        ["Nom", first, second, "Observation"],
                        ["Ana DEUX", *addresses, f"Un texte {place}"],
                    ),
                )
                self.assertIn(record.contributor_email, addresses)
                other = set(addresses) - {record.contributor_email}
                self.assertIn(other.pop(), str(record.internal_note))

    def test_opinions_and_observations_are_the_text(self):
        for heading in ("Avis et observations", "Observations et propositions"):
            _wizard, preview = self._preview(
                self.contributions, self._make_file(["Nom", heading], ["Ana", "Oui."])
            )
            self.assertEqual(preview["matches"].get(1), ["verbatim"])
