"""What is asked of a whole file, and what was dropped or made up without a word."""

import io

import openpyxl

from odoo.tests import tagged

from ...models.shared.sheet_faults import tell_numbers
from .import_choices import ChoicesCase
from .import_common import SCREEN_OPTIONS


@tagged("post_install", "-at_install", "plpdma")
class TestImportHeadings(ChoicesCase):
    def _match(self, content):
        """Fields of the columns, and those that are told to be left."""
        _wizard, preview = self._preview(self.contributions, content.encode())
        matches = preview["matches"]
        headings = preview["headers"]
        fields = ["/".join(matches.get(place, [])) for place in range(len(headings))]
        filled = preview["plpdma_filled"]
        left = [
            heading
            for heading, field, is_filled in zip(headings, fields, filled, strict=True)
            if is_filled and not field
        ]
        return fields, left

    def test_positions_leave_the_text_to_the_text(self):
        for text in ("Observation", "Texte", "Contribution"):
            for headings in (f"Nom;Avis;{text}", f"Nom;{text};Avis"):
                with self.subTest(headings):
                    place = headings.split(";").index("Avis")
                    said = f"Je suis pour {place} {text}"
                    cells = ["Alix", said, said]
                    cells[place] = "Favorable"
                    content = f"{headings}\n{';'.join(cells)}\n"
                    # What an earlier file taught is no rule.
                    for learnt in (False, True):
                        fields, left = self._match(content)
                        self.assertEqual(fields[place], "stance")
                        self.assertEqual(fields[3 - place], "verbatim")
                        self.assertEqual(left, [])
                        if not learnt:
                            self._teach("avis", "verbatim")
                    record, _count, _result = self._choose(
                        self.contributions, "a.csv", content.encode()
                    )
                    self.assertEqual(record.verbatim, said)
                    self.assertEqual(record.stance, "favourable")

    def _teach(self, heading, name):
        mappings = self.contributions.env["base_import.mapping"]
        values = {"res_model": "plpdma.contribution", "column_name": heading}
        mappings.search([("column_name", "=", heading)]).unlink()
        mappings.create({**values, "field_name": name})

    def test_words_under_avis_are_the_text_without_a_better_one(self):
        fields, left = self._match("Nom;Avis\nAlix;Il faut plus de bacs\n")
        self.assertEqual((fields[1], left), ("verbatim", []))
        # So are positions, when there is nothing else.
        self.assertEqual(self._match("Nom;Avis\nAlix;Favorable\n")[0][1], "verbatim")

    def test_the_only_question_of_a_form_is_the_text(self):
        question = (
            "Selon vous, que faudrait-il faire en priorité pour réduire les déchets de "
            "votre quartier et de votre commune, et avec qui faut-il le faire"
        )
        self.assertGreater(len(question), 120)
        for heading in (question, "Que faire en priorité ?"):
            fields, left = self._match(f"Nom;{heading}\nAlix;Des bacs\n")
            self.assertEqual((fields[1], left), ("verbatim", []))
        fields, left = self._match("Nom;Que faire ?;Avec qui ?\nAlix;Un;Deux\n")
        self.assertEqual(left, ["Que faire ?", "Avec qui ?"])

    def test_what_is_left_is_told(self):
        fields, left = self._match(
            "Nom;Avis;Observation;Vide;\nAlix;Oui mais non;Je suis pour;;en trop\n"
        )
        self.assertEqual(fields[2], "verbatim")
        self.assertEqual(left, ["Avis", ""])


@tagged("post_install", "-at_install", "plpdma")
class TestImportAsked(ChoicesCase):
    channel = None
    CONTENT = b"Observation\nPlus de bacs\n"

    def _ask(self, model, content):
        _wizard, result = self._execute(model, "x.csv", content, plpdma_choices=[])
        self.assertFalse(result["ids"])
        return {one["field"]: one for one in result["plpdma_questions"]}

    def test_what_is_asked_first_takes_no_number(self):
        """A number that is drawn is not given back: a gap looks like one deleted."""
        before = self._create_contribution().reference
        self._ask(self.contributions, self.CONTENT)
        after = self._create_contribution().reference
        numbers = [int(reference.rpartition("/")[2]) for reference in (before, after)]
        self.assertEqual(numbers[1], numbers[0] + 1)

    def test_a_programme_that_is_being_framed(self):
        self.program.state = "draft"
        model = self.french_env["plpdma.stakeholder"]
        record, count, _result = self._choose(model, "a.csv", b"Nom\nAlix FICTIF\n")
        self.assertEqual((count, record.program_id), (1, self.program))

    def test_the_programme_is_asked_once_for_the_file(self):
        other = self._create_program(name="Second")
        other.state = "open"
        model = self.french_env["plpdma.stakeholder"]
        content = b"Nom\nAlix FICTIF\nSam INVENTE\n"
        question = self._ask(model, content)["program_id"]
        self.assertEqual(question["column"], "Programme de toutes les lignes")
        self.assertEqual(
            {choice["value"] for choice in question["choices"]},
            {f"take:{self.program.id}", f"take:{other.id}"},
        )
        self.assertEqual(question["preset"], "", "Nothing is proposed: it is chosen")
        for program in (other, self.program):
            choices = [["program_id", "", f"take:{program.id}"]]
            _wizard, result = self._execute(
                model,
                "x.csv",
                content,
                plpdma_choices=choices,
                plpdma_known_choice="again",
            )
            self.assertEqual(model.browse(result["ids"]).program_id, program)
        # One of another authority is none of the choices.
        company = self.env["res.company"].create({"name": "Ailleurs"})
        stranger = self.env["plpdma.program"].create(
            {"name": "Ailleurs", "company_id": company.id}
        )
        _wizard, result = self._execute(
            model,
            "x.csv",
            b"Nom\nJo\n",
            plpdma_choices=[["program_id", "", f"take:{stranger.id}"]],
        )
        self.assertFalse(result["ids"])
        # Where the list was opened from a programme, nothing is asked.
        context = {"default_program_id": other.id}
        record, count, _result = self._choose(
            model.with_context(**context), "x.csv", b"Nom\nLou\n"
        )
        self.assertEqual((count, record.program_id), (1, other))
        # The question stands beside the unclear words, in one dialog.
        record, count, _result = self._choose(
            self.contributions, "y.csv", "Thème;Texte\nInconnu;Oui\n".encode()
        )
        self.assertEqual(count, 4, "Both are chosen, not proposed")
        self.assertTrue(record.program_id)

    def test_without_a_programme(self):
        self.program.state = "closed"
        model = self.french_env["plpdma.stakeholder"]
        _wizard, result = self._execute(model, "x.csv", b"Nom\nLou\n")
        self.assertFalse(result["ids"])
        self.assertIn("créez-en un", self._get_texts(result["messages"])[0])


@tagged("post_install", "-at_install", "plpdma")
class TestImportDropped(ChoicesCase):
    def _import_actors(self, content):
        model = self.french_env["plpdma.stakeholder"]
        records, _count, result = self._choose(model, "a.csv", content.encode())
        return records, self._get_texts(result["messages"])

    def test_a_seat_of_which_nobody_is_named(self):
        records, messages = self._import_actors(
            "Collège;Organisme;Titulaire;Mail titulaire;Suppléant;Mail suppléant\n"
            ";Asso X;Alix FICTIF;alix@x.example;;\n"
            ";Asso Y;à désigner;;à désigner;\n"
            ";;à désigner;;;\n"
        )
        self.assertEqual(
            records.mapped("partner_name"), ["Alix FICTIF", "Asso Y"], messages
        )
        self.assertTrue(records[1].partner_id.is_company)
        self.assertEqual(records[1].membership, "none")
        self.assertEqual(len(messages), 1)
        self.assertIn("ligne 4 ne désigne personne", messages[0])

    def test_organisations_without_a_person(self):
        records, _messages = self._import_actors(
            "Structure;Téléphone;Mail\n"
            "AMAP des Prés;;\n"
            "Repair Café;02 99 00 00 01;repair@cafe.example\n"
            ";;seule@p.example\n"
        )
        self.assertEqual(
            records.mapped("partner_name"),
            ["AMAP des Prés", "Repair Café", "seule@p.example"],
        )
        self.assertEqual(records.partner_id.mapped("is_company"), [True, True, False])
        self.assertEqual(records[1].email, "repair@cafe.example")
        self.assertEqual(records[1].phone, "02 99 00 00 01")

    def test_two_addresses_of_an_author(self):
        record, _count, _result = self._choose(
            self.contributions,
            "x.csv",
            self._make_file(
                ("Nom", "E-mail", "Observation"),
                ("Dupont", "a@b.example ; dupont@d.example", "Un"),
                ("Alix", "e@f.example\ng@h.example", "Deux"),
                ("Zoé", "Zoé <zoe@x.example>", "Trois"),
                ("Léa UN <lea@x.example>", "", "Quatre"),
            ),
        )
        self.assertEqual(record[3].contributor_name, "Léa UN")
        self.assertEqual(
            record.mapped("contributor_email"),
            [
                "dupont@d.example",
                "e@f.example",
                "zoe@x.example",
                "lea@x.example",
            ],
        )
        self.assertIn("a@b.example", record[0].internal_note)
        self.assertIn("g@h.example", record[1].internal_note)
        self.assertFalse(record[2].internal_note)

    def test_nothing_good_is_said_and_given_back(self):
        content = self._make_file(
            ("Reçue le", "Observation"), ("mars 2026", "Un"), ("avril 2026", "Deux")
        )
        _wizard, result = self._execute(
            self.contributions, "x.csv", content, plpdma_accepted_refusals=2
        )
        self.assertFalse(result["ids"])
        texts = self._get_texts(result["messages"])
        self.assertIn("Rien n'a été importé", texts[0])
        self.assertEqual(len(texts), 3)
        self.assertEqual(result["plpdma_refused"], {"count": 2, "good": 0})

    def test_a_date_that_the_file_does_not_tell_is_told(self):
        for content, words in (
            (b"Observation;Date\nUn;\nDeux;01/03/2026\nTrois;\n", "lignes : 2, 4."),
            (b"Observation;Horodatage\nQuatre;01/03/2026\n", None),
        ):
            with self.subTest(content=content):
                _records, _count, result = self._choose(
                    self.contributions, "a.csv", content
                )
                texts = " ".join(self._get_texts(result["messages"]))
                self.assertEqual(words is None, "aujourd'hui" not in texts, texts)
                self.assertIn(words or "", texts)

    def test_the_empty_date_of_a_spreadsheet(self):
        _wizard, result = self._execute(
            self.contributions, "x.csv", "Reçue le;Texte\n01/01/1900;Un\n".encode()
        )
        self.assertFalse(result["ids"])
        self.assertIn("1900", self._get_texts(result["messages"])[0])

    def test_a_public_meeting_is_a_session(self):
        content = "Mode;Texte\nRéunion publique;Un\n".encode()
        record, count, _result = self._choose(self.contributions, "x.csv", content)
        self.assertEqual((count, record.channel), (1, "session"))

    def test_bytes_that_are_no_text(self):
        noise = bytes(range(256)) * 40
        wizard = self.contributions.env["base_import.import"].create(
            {"res_model": "plpdma.contribution", "file": noise, "file_name": "x.csv"}
        )
        preview = wizard.parse_preview(dict(SCREEN_OPTIONS))
        self.assertIn("n'est pas un tableau", preview["error"])

    def test_the_start_of_a_file_of_headings_is_readable(self):
        wizard = self.contributions.env["base_import.import"].create(
            {
                "res_model": "plpdma.contribution",
                "file": "Reçue le;Texte\n".encode(),
                "file_name": "x.csv",
                "file_type": "text/csv",
            }
        )
        preview = wizard.parse_preview(dict(SCREEN_OPTIONS))
        self.assertIn("Reçue le", preview["preview"])

    def test_the_sheet_that_has_a_table(self):
        book = openpyxl.Workbook()
        book.active.title = "Lisez-moi"
        book.active.append(["Mode d'emploi"])
        book.active.append(["Remplissez l'onglet suivant."])
        hidden = book.create_sheet("Cachée")
        hidden.sheet_state = "hidden"
        for sheet in (hidden, book.create_sheet("Avis")):
            sheet.append(["Nom", "Observation"])
            sheet.append(["Alix", f"Feuille {sheet.title}"])
        file = io.BytesIO()
        book.save(file)
        _wizard, preview = self._preview(
            self.contributions, file.getvalue(), "classeur.xlsx"
        )
        self.assertEqual(preview["options"]["sheets"], ["Lisez-moi", "Avis"])
        self.assertEqual(preview["options"]["sheet"], "Avis")
        record, _count, _result = self._choose(
            self.contributions, "classeur.xlsx", file.getvalue()
        )
        self.assertEqual(record.verbatim, "Feuille Avis")

    def test_of_many_rows_the_first_are_named(self):
        self.assertEqual(tell_numbers([2, 3, 4, 7]), "2-4, 7")
        told = tell_numbers(list(range(3, 2003, 2)))
        self.assertEqual(told, "3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25… (1000)")
