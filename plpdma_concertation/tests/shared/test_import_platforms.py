"""Files that platforms, form tools and administrations make, and sheets as people draw
them, imported untouched."""

from datetime import date

from odoo.tests import tagged

from .import_choices import ChoicesCase


@tagged("post_install", "-at_install", "plpdma")
class TestImportPlatforms(ChoicesCase):
    """Files of platforms go in as they came."""

    def _make_places(self):
        self.manager_env["plpdma.territory"].create(
            [{"name": "Saint-Exemple"}, {"name": "Bourg-Fictif"}]
        )

    def _read(self, records, *names):
        return [
            tuple(
                record[name].mapped("name")
                if hasattr(record[name], "mapped")
                else record[name]
                for name in names
            )
            for record in records
        ]

    def test_proposals_of_decidim(self):
        self.manager_env["plpdma.theme"].create({"name": "Compostage"})
        records, count, _result = self._choose(
            self.contributions, "decidim_propositions.csv"
        )
        self.assertEqual(count, 1)
        self.assertEqual(
            self._read(
                records,
                "register_number",
                "contributor_name",
                "summary",
                "verbatim",
                "channel",
                "kind",
                "date_received",
                "theme_ids",
            ),
            [
                (
                    "4211",
                    "Alix Fictif",
                    "Des composteurs partagés",
                    "Installer des composteurs au pied des immeubles.\n"
                    "Il en manque rue du Port.",
                    "web",
                    "proposal",
                    date(2026, 3, 5),
                    ["Compostage"],
                ),
                (
                    "4212",
                    "Sam Inventé",
                    "Broyage à domicile",
                    "Un broyeur qui passe de quartier en quartier.",
                    "web",
                    "proposal",
                    date(2026, 3, 6),
                    ["Compostage"],
                ),
            ],
        )
        self.assertTrue(all(r.reference.startswith("CTR/") for r in records))

    def test_proposals_that_somebody_cut_out_of_decidim(self):
        """Its columns of words, without those of the space that they came from."""
        content = (
            "id;title/fr;body/fr;published_at;state;supports\n"
            "17;Broyeur;Un broyeur partagé.;2026-03-05 10:12:11 +0100;accepted;12\n"
        ).encode()
        records, count, _result = self._choose(self.contributions, "d.csv", content)
        self.assertEqual(count, 1)
        self.assertEqual(
            self._read(
                records, "register_number", "summary", "verbatim", "channel", "kind"
            ),
            [("17", "Broyeur", "Un broyeur partagé.", "web", "proposal")],
        )
        self.assertEqual(records.date_received, date(2026, 3, 5))
        self.assertEqual(records.state, "received")

    def test_comments_of_decidim(self):
        records, count, _result = self._choose(
            self.contributions, "decidim_commentaires.csv"
        )
        self.assertEqual(count, 1)
        self.assertEqual(
            self._read(records, "register_number", "kind", "stance", "verbatim"),
            [
                (
                    "901",
                    "opinion",
                    "favourable",
                    "Très bonne idée, à condition d’un référent.",
                ),
                ("902", "opinion", "unfavourable", "Les odeurs m’inquiètent."),
            ],
        )

    def test_several_questions_of_a_form(self):
        self._make_places()
        records, count, _result = self._choose(self.contributions, "google_forms.csv")
        self.assertEqual(count, 1)
        self.assertEqual(
            self._read(
                records,
                "contributor_name",
                "contributor_email",
                "territory_id",
                "date_received",
                "verbatim",
            ),
            [
                (
                    "Alix Fictif",
                    "alix@fictif.example",
                    ["Saint-Exemple"],
                    date(2026, 3, 5),
                    "Que proposez-vous pour réduire les déchets ?\n"
                    "Plus de composteurs.\n\n"
                    "Êtes-vous prêt à vous engager ?\nOui, une heure par mois",
                ),
                (
                    "Sam Inventé",
                    "sam@fictif.example",
                    ["Bourg-Fictif"],
                    date(2026, 3, 6),
                    "Que proposez-vous pour réduire les déchets ?\nMoins de plastique.",
                ),
            ],
        )

    def test_one_question_is_the_text(self):
        for name, texts in (
            (
                "ms_forms_question.csv",
                ["Pas de place sur le balcon.", "Je ne sais pas par où commencer."],
            ),
            ("framaforms.csv", ["L’ouvrir le dimanche.", "Une ressourcerie à côté."]),
        ):
            with self.subTest(name):
                records, count, _result = self._choose(self.contributions, name)
                self.assertEqual(count, 1)
                self.assertEqual(records.mapped("verbatim"), texts)
                self.assertEqual(
                    records.mapped("date_received"),
                    [date(2026, 3, 5), date(2026, 3, 6)],
                )
        self.assertEqual(
            records.mapped("contributor_name"), ["Alix FICTIF", "Sam INVENTÉ"]
        )
        self.assertFalse(any(records.mapped("contributor_street")), "No IP address")

    def test_a_form_in_english(self):
        content = self._make_file(
            [
                *("ID", "Start time", "Completion time", "Email", "Name"),
                "Que proposez-vous ?",
            ],
            [
                *("1", "03/05/2026 10:00:00", "03/05/2026 10:12:00"),
                *("alix@fictif.example", "Alix Fictif", "Plus de composteurs."),
            ],
        )
        wizard, preview = self._preview(self.contributions, content)
        matches = {
            preview["headers"][index]: path[0]
            for index, path in preview["matches"].items()
        }
        self.assertEqual(matches["Completion time"], "date_received")
        self.assertEqual(matches["Name"], "contributor_name")
        self.assertEqual(matches["Email"], "contributor_email")
        self.assertIn("verbatim", matches.values())

    def test_a_procedure(self):
        self._make_places()
        records, count, _result = self._choose(self.contributions, "demarche.csv")
        self.assertEqual(count, 1)
        self.assertEqual(
            self._read(
                records,
                "register_number",
                "contributor_name",
                "contributor_email",
                "territory_id",
                "date_received",
                "channel",
                "verbatim",
            ),
            [
                (
                    "18500001",
                    "Alix FICTIF",
                    "alix@fictif.example",
                    ["Saint-Exemple"],
                    date(2026, 3, 5),
                    "web",
                    "Rien n’est dit des couches lavables.",
                ),
                (
                    "18500002",
                    "Sam INVENTÉ",
                    "sam@fictif.example",
                    ["Bourg-Fictif"],
                    date(2026, 3, 6),
                    "web",
                    "Le budget du broyage est trop faible.",
                ),
            ],
        )

    def test_communes_of_insee(self):
        model = self.manager_env["plpdma.territory"]
        records, count, _result = self._choose(model, "insee_cog.csv")
        self.assertEqual(count, 1)
        self.assertEqual(
            self._read(records, "name", "insee_code", "kind"),
            [
                ("L'Abergement-Fictif", "01901", "commune"),
                ("Bourg-Fictif", "01902", "commune"),
            ],
        )

    def test_populations_of_insee(self):
        model = self.manager_env["plpdma.territory"]
        records, count, _result = self._choose(model, "insee_population.csv")
        self.assertEqual(count, 1)
        self.assertEqual(
            self._read(records, "name", "insee_code", "population"),
            [("Abergement-Fictif", "01901", 1200), ("Bourg-Fictif", "01004", 10801)],
        )

    def test_merged_cells(self):
        """A title, headings in two rows, a college merged over its rows, a total."""
        self._check_members("membres_fusionnes.xlsx")

    def test_merged_cells_of_an_old_workbook(self):
        self._check_members("membres_fusionnes.xls")

    def _check_members(self, name):
        model = self.french_env["plpdma.stakeholder"]
        records, count, result = self._choose(model, name)
        self.assertEqual(count, 2)
        self.assertEqual(
            [
                (
                    r.partner_id.name,
                    r.membership,
                    r.college_id.name,
                    r.organisation_name,
                    r.email,
                    r.substitute_for_id.partner_id.name,
                )
                for r in records
            ],
            [
                (
                    "Alix FICTIF",
                    "member",
                    "Élus",
                    "Commune de Saint-Exemple",
                    "alix@saint-exemple.example",
                    False,
                ),
                (
                    "Sam INVENTÉ",
                    "substitute",
                    "Élus",
                    "Commune de Saint-Exemple",
                    "sam@saint-exemple.example",
                    "Alix FICTIF",
                ),
                (
                    "Jo EXEMPLE",
                    "member",
                    "Élus",
                    "Commune de Bourg-Fictif",
                    "jo@bourg-fictif.example",
                    False,
                ),
                (
                    "Lou MODÈLE",
                    "member",
                    "Associations et société civile",
                    "Ressourcerie fictive",
                    "lou@ressourcerie.example",
                    False,
                ),
            ],
        )
        texts = self._get_texts(result["messages"])
        self.assertEqual(len(texts), 1)
        self.assertIn("7", texts[0])
