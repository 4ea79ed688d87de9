"""Each of the files that people have goes in with three choices at most."""

from odoo.tests import tagged

from .import_choices import ChoicesCase

AT_MOST = 3


@tagged("post_install", "-at_install", "plpdma")
class TestImportChoices(ChoicesCase):
    channel = None

    def _count(self, model, name, expected, **kwargs):
        records, count, result = self._choose(model, name, **kwargs)
        self.assertLessEqual(count, AT_MOST)
        self.assertEqual(count, expected)
        return records, result

    def test_two_exports_of_a_form(self):
        """Nothing in them says by which channel they came: it is asked, and nothing is
        proposed."""
        self._count(self.contributions, "ms_forms_avis_1.csv", 3)
        self._count(self.contributions, "ms_forms_avis_2.csv", 3)

    def test_towns_of_a_grouping(self):
        model = self.manager_env["plpdma.territory"]
        records, _result = self._count(model, "dgcl_epci_membres.csv", 1)
        self.assertEqual(len(records), 3)

    def test_elected_representatives(self):
        model = self.french_env["plpdma.stakeholder"]
        self._count(model, "rne_conseillers_communautaires.csv", 1)

    def test_the_lost_zero(self):
        model = self.manager_env["plpdma.territory"]
        records, _result = self._count(model, "insee_excel_zero_perdu.csv", 2)
        self.assertEqual(records.mapped("insee_code"), ["01901", "01902"])

    def test_members_of_a_commission(self):
        model = self.french_env["plpdma.stakeholder"]
        records, _result = self._count(model, "cces_membres.xlsx", 2)
        self.assertEqual(len(records), 3)
        colleges = ["Élus", "Élus", "Associations et société civile"]
        self.assertEqual([r.college_id.name for r in records], colleges)

    def test_contributions_of_a_spreadsheet(self):
        """Its second row is dated in the future: it is given back."""
        name = "contributions_excel_fr_cp1252.csv"
        content = self._read_case(name).replace(b"31/12/2026", b"31/12/2099")
        records, result = self._count(
            self.contributions, name, 2, content=content, takes_good=True
        )
        self.assertEqual(records.kind, "opinion")
        self.assertEqual(result["plpdma_import"]["refused"]["count"], 1)

    def test_paper_register_of_an_agent(self):
        """No commune is in the list yet, to which an agent does not add: its name is
        kept beside the contribution; the bad date comes back."""
        records, result = self._count(
            self.contributions, "registre_papier_cp1252.csv", 2, takes_good=True
        )
        self.assertEqual(records.mapped("register_number"), ["R1", "R2"])
        self.assertIn("Saint-Exemple", records[0].internal_note)
        # Of the themes that there are, those that the words most probably mean.
        themes = " ".join(records[0].theme_ids.mapped("name"))
        self.assertIn("Broyage", themes)
        self.assertIn("Compost", themes)
        self.assertFalse(records.territory_id)
        self.assertEqual(result["plpdma_import"]["refused"]["count"], 1)

    def test_paper_register_of_a_manager(self):
        """What is in no list yet is added to it, once for all the rows."""
        model = self.manager_env["plpdma.contribution"]
        records, _result = self._count(
            model, "registre_papier_cp1252.csv", 2, takes_good=True
        )
        self.assertEqual(
            records.territory_id.mapped("name"), ["Saint-Exemple", "Bourg-Fictif"]
        )
        self.assertEqual(records[0].contributor_name, "FICTIF Alix")
        self.assertEqual(records[1].contributor_name, "M. et Mme INVENTÉ")


@tagged("post_install", "-at_install", "plpdma")
class TestImportWords(ChoicesCase):
    """A word that is not in a list is asked once, and answered for all its rows."""

    def _ask(self, content, model=None):
        model = self.contributions if model is None else model
        _wizard, result = self._execute(model, "mots.csv", content.encode())
        self.assertFalse(result["ids"])
        return {q["word"]: q for q in result["plpdma_questions"]}, result

    def test_once_for_all_rows(self):
        rows = "".join(f"Registre papié;Texte {n}\n" for n in range(30))
        questions, result = self._ask(f"Canal;Observation\nweb;Oui\n{rows}")
        self.assertEqual(list(questions), ["Registre papié"])
        question = questions["Registre papié"]
        self.assertEqual((question["count"], question["rows"]), (30, "3-32"))
        self.assertEqual(question["preset"], "take:Registre papier")
        self.assertEqual(len(result["messages"]), 1)
        self.assertIn("Lignes 3-32,", self._get_texts(result["messages"])[0])

    def test_accents_case_and_plural_ask_nothing(self):
        self.manager_env["plpdma.theme"].create({"name": "Déchets verts"})
        content = "Canal;Type;Thème;Observation\nCOURRIELS;remarques;DECHET VERT;Oui\n"
        records, count, _result = self._choose(
            self.contributions, "mots.csv", content.encode()
        )
        self.assertEqual(count, 1)
        self.assertEqual(records.channel, "email")
        self.assertEqual(records.theme_ids.name, "Déchets verts")

    def test_each_answer(self):
        names = ("Composteurs du port", "Broyage du port")
        self.manager_env["plpdma.theme"].create([{"name": name} for name in names])
        content = "Thème;Observation\nComposteur port;Un\nInconnu;Deux\nInconnu;Trois\n"
        questions, _result = self._ask(content)
        self.assertEqual(
            questions["Composteur port"]["preset"], "take:Composteurs du port"
        )
        self.assertEqual(questions["Inconnu"]["preset"], "leave")
        values = [choice["value"] for choice in questions["Inconnu"]["choices"]]
        self.assertIn("take:Broyage du port", values)
        self.assertNotIn("create", values, "An agent adds to no catalogue")
        for answer, themes, count in (
            ("leave", ["Composteurs du port"], 3),
            ("take:Broyage du port", [*names], 3),
        ):
            with self.subTest(answer):
                choices = [
                    ["theme_ids", "Composteur port", "take:Composteurs du port"],
                    ["theme_ids", "inconnu", answer],
                ]
                _wizard, result = self._execute(
                    self.contributions,
                    "mots.csv",
                    content.replace("Un\n", f"Un {answer}\n")
                    .replace("Deux\n", f"Deux {answer}\n")
                    .replace("Trois\n", f"Trois {answer}\n")
                    .encode(),
                    plpdma_choices=choices,
                )
                records = self.contributions.browse(result["ids"])
                self.assertEqual(len(records), count)
                self.assertEqual(records.theme_ids.mapped("name"), themes)

    def test_an_agent_creates_no_theme_by_call(self):
        content = b"Th\xc3\xa8me;Observation\nInconnu;Un\n"
        count = self.env["plpdma.theme"].search_count([])
        _wizard, result = self._execute(
            self.contributions,
            "mots.csv",
            content,
            plpdma_choices=[["theme_ids", "Inconnu", "create"]],
        )
        self.assertFalse(result["ids"])
        self.assertEqual(self.env["plpdma.theme"].search_count([]), count)

    def test_a_manager_creates_it_once(self):
        model = self.manager_env["plpdma.contribution"]
        content = b"Th\xc3\xa8me;Observation\nTout neuf;Un\nTout neuf;Deux\n"
        records, count, _result = self._choose(model, "mots.csv", content)
        self.assertEqual(count, 2)
        self.assertEqual(records.theme_ids.mapped("name"), ["Tout neuf"])

    def test_rows_that_are_refused_are_asked_no_more(self):
        content = b"Th\xc3\xa8me;Observation\nInconnu;Un\n;Deux\n"
        _wizard, result = self._execute(
            self.contributions,
            "mots.csv",
            content,
            plpdma_choices=[["theme_ids", "Inconnu", "refuse"]],
        )
        self.assertFalse(result["ids"])
        self.assertEqual(result["plpdma_questions"], [])
        self.assertEqual(result["plpdma_refused"], {"count": 1, "good": 1})

    def test_rows_that_are_only_unclear_may_go_in(self):
        content = b"Date;Th\xc3\xa8me;Observation\n;Inconnu;Un\nhier;;Deux\n"
        _wizard, result = self._execute(self.contributions, "mots.csv", content)
        self.assertEqual(result["plpdma_refused"], {"count": 2, "good": 1})
        # What was not answered is asked first.
        _wizard, result = self._execute(
            self.contributions, "mots.csv", content, plpdma_accepted_refusals=2
        )
        self.assertFalse(result["ids"])
        records, count, _result = self._choose(
            self.contributions, "mots.csv", content, takes_good=True
        )
        self.assertEqual((count, records.mapped("verbatim")), (2, ["Un"]))
        self.assertIn("Thème : Inconnu", records.internal_note)

    def test_a_required_list_is_not_left_empty(self):
        content = "Acteur;Temps de participation\nInconnue;Inconnu\n"
        model = self.french_env["plpdma.participation"]
        questions, _result = self._ask(content, model)
        for question in questions.values():
            self.assertNotIn("leave", [c["value"] for c in question["choices"]])
