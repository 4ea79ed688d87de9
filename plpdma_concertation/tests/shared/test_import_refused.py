"""A file that is partly wrong changes nothing; its good rows go in when the user says
so, and the others come back to be mended. Nothing is lost, nothing is there twice."""

import base64
import io
from datetime import date

import openpyxl

from odoo.sql_db import db_connect
from odoo.tests import tagged
from odoo.tools import SQL

from .import_choices import ChoicesCase

REASON = "Raison du refus à l'import"
HEADINGS = ("Reçue le", "Nom du contributeur", "Observation")


class RefusedCase(ChoicesCase):
    def _make_content(self):
        return self._make_file(
            HEADINGS,
            ("01/03/2026", "Alix Fictif", "Un"),
            ("mars 2026", "Sam Inventé", "=2+5"),
            ("03/03/2026", "Jo Exemple", "Trois"),
            ("04/03/2026", "Lou Exemple", "  \n "),
        )

    def _open(self, content):
        """Rows of a workbook, each a list of its cells."""
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        return [list(row) for row in sheet.iter_rows(values_only=True)]

    def _mend(self, content, mended):
        """The workbook, with some of its cells written over."""
        book = openpyxl.load_workbook(io.BytesIO(content))
        for place, value in mended.items():
            book.active[place] = value
        file = io.BytesIO()
        book.save(file)
        return file.getvalue()

    def _count(self):
        domain = [("program_id", "=", self.program.id)]
        return self.contributions.search_count(domain)


@tagged("post_install", "-at_install", "plpdma")
class TestImportRefused(RefusedCase):
    def test_two_at_once_are_one(self):
        """The button was pressed twice: what the first brings is not known yet."""
        content = self._make_file(HEADINGS, ("01/03/2026", "Alix Fictif", "Un"))
        before = self._count()
        with db_connect(self.env.cr.dbname).cursor() as other:
            other.execute(
                SQL(
                    "SELECT pg_advisory_xact_lock(hashtext(%s), %s)",
                    "base_import.import",
                    self.company.id,
                )
            )
            _wizard, result = self._execute(self.contributions, "a.csv", content)
        self.assertIn("Un import est en cours", result["messages"][0]["message"])
        self.assertEqual(self._count(), before)
        _records, count, _result = self._choose(self.contributions, "a.csv", content)
        self.assertEqual(count, 1)

    def test_nothing_is_taken_unless_one_says_so(self):
        before = self._count()
        content = self._make_content()
        for accepted in (0, 1):
            _wizard, result = self._execute(
                self.contributions,
                "avis.csv",
                content,
                plpdma_accepted_refusals=accepted,
            )
            self.assertFalse(result["ids"])
            self.assertEqual(result["plpdma_refused"], {"count": 2, "good": 2})
        self.assertEqual(self._count(), before)
        mine = [("user_id", "=", self.user_agent.id)]
        self.assertFalse(self.env["plpdma.import"].search(mine))

    def test_the_whole_sheet_is_mended_and_comes_back_once(self):
        content = self._make_content()
        wizard, preview = self._preview(self.contributions, content)
        fields = ["/".join(preview["matches"][place]) for place in range(3)]
        before = self._count()
        told = wizard.get_mending_sheet(fields, HEADINGS, preview["options"])
        self.assertEqual(self._count(), before)
        workbook = base64.b64decode(told["content"])
        rows = self._open(workbook)
        self.assertEqual(rows[0], [REASON, *HEADINGS])
        self.assertEqual([bool(row[0]) for row in rows[1:]], [False, True, False, True])
        self.assertIn(
            "« mars 2026 » n'est pas une date", rows[2][0].replace("\xa0", " ")
        )
        self.assertEqual(rows[2][3], "=2+5")
        mended = self._mend(workbook, {"B3": "02/03/2026", "D5": "Quatre"})
        records, count, _result = self._choose(self.contributions, "m.xlsx", mended)
        self.assertEqual(count, 1)
        self.assertEqual(records.mapped("verbatim"), ["Un", "=2+5", "Trois", "Quatre"])

    def test_good_rows_go_in_and_the_others_come_back(self):
        content = self._make_content()
        records, count, result = self._choose(
            self.contributions, "avis.csv", content, takes_good=True
        )
        self.assertEqual(count, 2)
        self.assertEqual(records.mapped("verbatim"), ["Un", "Trois"])
        self.assertEqual(result["plpdma_import"]["refused"]["count"], 2)
        log = self.french_env["plpdma.import"].browse(result["plpdma_import"]["id"])
        self.assertEqual(
            (log.created_count, log.updated_count, log.refused_count), (2, 0, 2)
        )
        workbook = base64.b64decode(log.refused_file)
        rows = self._open(workbook)
        self.assertEqual([row[2] for row in rows[1:]], ["Sam Inventé", "Lou Exemple"])
        self.assertTrue(all(row[0] for row in rows[1:]))
        numbers = [record.reference for record in records]
        self.assertEqual(len(set(numbers)), 2)
        mended = self._mend(workbook, {"B2": "02/03/2026", "D3": "Quatre"})
        records, count, _result = self._choose(self.contributions, "m.xlsx", mended)
        self.assertEqual(count, 1)
        self.assertEqual(records.mapped("verbatim"), ["=2+5", "Quatre"])

    def test_the_first_file_mended_does_not_double_its_good_rows(self):
        content = self._make_content()
        first, _count, _result = self._choose(
            self.contributions, "avis.csv", content, takes_good=True
        )
        mended = content.replace(b"mars 2026", b"02/03/2026")
        mended = mended.replace(b"  \n ", b"Quatre")
        _wizard, result = self._execute(self.contributions, "avis.csv", mended)
        self.assertFalse(result["ids"])
        [question] = result["plpdma_questions"]
        self.assertEqual((question["count"], question["preset"]), (2, "skip"))
        records, count, result = self._choose(self.contributions, "avis.csv", mended)
        self.assertEqual(count, 2)
        self.assertEqual(records.mapped("verbatim"), ["=2+5", "Quatre"])
        self.assertFalse(first & records)
        log = self.french_env["plpdma.import"].browse(result["plpdma_import"]["id"])
        self.assertEqual((log.created_count, log.known_count), (2, 2))
        # All of it is in, and says so.
        _wizard, result = self._execute(
            self.contributions, "avis.csv", mended, plpdma_known_choice="skip"
        )
        self.assertFalse(result["ids"])
        self.assertIn("Rien à importer", result["messages"][0]["message"])
        # Whoever means it imports them once more.
        _wizard, result = self._execute(
            self.contributions, "avis.csv", mended, plpdma_known_choice="again"
        )
        self.assertEqual(len(result["ids"]), 4)
        # What was deleted is known no more.
        self.contributions.search([("verbatim", "=", "Quatre")]).sudo().unlink()
        _wizard, result = self._execute(
            self.contributions, "avis.csv", mended, plpdma_known_choice="skip"
        )
        self.assertEqual(
            self.contributions.browse(result["ids"]).mapped("verbatim"), ["Quatre"]
        )

    def test_a_text_that_no_cell_holds_comes_back_whole(self):
        long = f"{'Début. ' * 6_000}🍎 FIN"
        content = self._make_file(
            HEADINGS,
            ("mars 2026", "Alix Fictif", long),
            ("mars", "Sam Inventé", "Deux"),
        )
        wizard, preview = self._preview(self.contributions, content)
        fields = ["/".join(preview["matches"][place]) for place in range(3)]
        told = wizard.get_mending_sheet(fields, HEADINGS, preview["options"])
        workbook = base64.b64decode(told["content"])
        rows = self._open(workbook)
        self.assertEqual(rows[0], [REASON, *HEADINGS, "Observation (suite 2)"])
        self.assertEqual(rows[1][3] + rows[1][4], long)
        mended = self._mend(workbook, {"B2": "02/03/2026", "B3": "03/03/2026"})
        records, count, _result = self._choose(self.contributions, "m.xlsx", mended)
        self.assertEqual(count, 1)
        self.assertEqual(records.mapped("verbatim"), [long, "Deux"])
        # What was cut out of the first cell only goes from there.
        mended = self._mend(
            workbook, {"B2": "02/03/2026", "B3": "03/03/2026", "D2": "Court, "}
        )
        records, _count, _result = self._choose(self.contributions, "n.xlsx", mended)
        self.assertEqual(records[0].verbatim, f"Court, {rows[1][4]}")

    def test_the_channel_of_what_comes_back_is_not_asked_again(self):
        """Whether a title told it, or the user, it is that of the mended rows too."""
        rows = [
            "Reçue le;Nom;Courriel;Observation",
            "01/03/2026;Alix Fictif;a@t.example;Un",
            "mars 2026;Sam Inventé;s@t.example;Deux",
        ]
        told = "Cahier de la mairie;;;"
        for channel, title, chosen in (
            ("paper_register", [told], ""),
            ("letter", [], "letter"),
        ):
            with self.subTest(channel):
                # What a title does not tell, the user does: once.
                self.channel = chosen
                content = "\n".join([*title, *rows]).encode()
                _records, _count, result = self._choose(
                    self.contributions, "avis.csv", content, takes_good=True
                )
                log = self.env["plpdma.import"].browse(result["plpdma_import"]["id"])
                self.channel = ""
                workbook = base64.b64decode(log.refused_file)
                mended = self._mend(workbook, {"B2": "02/03/2026"})
                records, count, _result = self._choose(
                    self.contributions, "m.xlsx", mended
                )
                self.assertEqual(count, 1)
                self.assertEqual(records.verbatim, "Deux")
                self.assertEqual(records.channel, channel)
                (records | _records).sudo().unlink()

    def test_the_same_words_in_another_authority_are_not_known(self):
        content = self._make_file(HEADINGS, ("01/03/2026", "Alix Fictif", "Un"))
        _records, count, result = self._choose(self.contributions, "a.csv", content)
        log = self.env["plpdma.import"].browse(result["plpdma_import"]["id"]).sudo()
        log.company_id = self.env["res.company"].create({"name": "Ailleurs"})
        _records, count, _result = self._choose(self.contributions, "a.csv", content)
        self.assertEqual(count, 1)

    def test_a_row_goes_in_whole_or_not_at_all(self):
        """A member and their substitute stand on one row: the address of one is
        wrong."""
        model = self.french_env["plpdma.stakeholder"]
        content = self._make_file(
            ("Organisme", "Titulaire", "Mail titulaire", "Suppléant", "Mail suppléant"),
            ("Mairie", "Alix FICTIF", "alix@p.example", "Sam INVENTÉ", "sam[at]p"),
            ("Asso", "Jo EXEMPLE", "jo@p.example", "", ""),
        )
        records, _count, result = self._choose(
            model, "membres.csv", content, takes_good=True
        )
        self.assertEqual(records.mapped("partner_name"), ["Jo EXEMPLE"])
        self.assertFalse(self.env["res.partner"].search([("name", "=", "Alix FICTIF")]))
        log = self.french_env["plpdma.import"].browse(result["plpdma_import"]["id"])
        rows = self._open(base64.b64decode(log.refused_file))
        self.assertEqual(rows[1][1:3], ["Mairie", "Alix FICTIF"])
        self.assertEqual(len(rows), 2)

    def test_rows_with_lines_are_not_taken_apart(self):
        model = self.french_env["plpdma.session"]
        content = self._make_file(
            ("Nom", "Nature", "Forme", "Questions/Question"),
            ("Réunion", "Concertation", "Collectif", "Où ?"),
            ("", "", "", "Quand ?"),
            ("", "Concertation", "Collectif", "Qui ?"),
        )
        _wizard, result = self._execute(
            model, "r.csv", content, plpdma_accepted_refusals=3
        )
        self.assertFalse(result["ids"])
        self.assertNotIn("plpdma_refused", result)

    def test_an_identity_that_is_erased_leaves_the_rows_given_back(self):
        content = self._make_content()
        _records, _count, result = self._choose(
            self.contributions, "avis.csv", content, takes_good=True
        )
        log = self.env["plpdma.import"].browse(result["plpdma_import"]["id"])
        other = self._create_contribution(contributor_name="Somebody Else")
        other.sudo()._anonymise()
        self.assertTrue(log.refused_file)
        named = self._create_contribution(contributor_name="Sam Inventé")
        named.sudo()._anonymise()
        self.assertFalse(log.refused_file)
        self.assertEqual(log.refused_count, 2)

    def test_rows_given_back_are_not_kept_for_good(self):
        content = self._make_content()
        _records, _count, result = self._choose(
            self.contributions, "avis.csv", content, takes_good=True
        )
        log = self.env["plpdma.import"].browse(result["plpdma_import"]["id"]).sudo()
        log._gc_refused_files()
        self.assertTrue(log.refused_file)
        log.date = "2020-01-01"
        log._gc_refused_files()
        self.assertFalse(log.refused_file)

    def test_totals_are_left_out_and_said(self):
        content = self._make_file(
            ("Nom", "Type", "Population"),
            ("Abergement-Fictif", "Commune", "1 234"),
            ("TOTAL GÉNÉRAL :", "", "1 234"),
        )
        model = self.manager_env["plpdma.territory"]
        records, count, result = self._choose(model, "t.csv", content)
        self.assertEqual((count, records.mapped("name")), (1, ["Abergement-Fictif"]))
        self.assertIn("ligne 3 est un total", self._get_texts(result["messages"])[0])
        # A text that begins so is no total.
        content = self._make_file(("Observation",), ("Total désaccord.",))
        records, _count, _result = self._choose(self.contributions, "o.csv", content)
        self.assertEqual(records.verbatim, "Total désaccord.")

    def test_rows_that_a_spreadsheet_writes_otherwise_are_known(self):
        """Opened in a spreadsheet and saved, a file says the same."""
        headings = ("Reçue le", "Nom du contributeur", "Canal", "Observation")
        row = ("05/03/2026", "Alix Fictif", "mail", "Un de plus")
        first = self._make_file(headings, row)
        _records, count, _result = self._choose(self.contributions, "a.csv", first)
        for place, other in (
            (0, "2026-03-05"),
            (0, "5/3/26"),
            (0, date(2026, 3, 5)),
            (1, "Alix  Fictif "),
            (2, "Courriel"),
        ):
            again = [*row[:place], other, *row[place + 1 :]]
            book = openpyxl.Workbook()
            for cells in (headings, again):
                book.active.append(cells)
            file = io.BytesIO()
            book.save(file)
            with self.subTest(other):
                wizard, preview = self._preview(
                    self.contributions, file.getvalue(), "a.xlsx"
                )
                fields = ["/".join(preview["matches"][place]) for place in range(4)]
                result = wizard.execute_import(
                    fields, list(headings), preview["options"], dryrun=True
                )
                told = [one.get("known_count") for one in result["messages"]]
                self.assertIn(1, told)
