"""What leaves in a spreadsheet: each cell is what its reader may read, as it is."""

import csv
import io
import shutil
import subprocess
import tempfile
import unittest
from collections import Counter
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from unittest.mock import patch

import openpyxl
from markupsafe import Markup

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.http import request
from odoo.tests import HttpCase, TransactionCase, tagged
from odoo.tools import mute_logger

from ...controllers.staff.download import PlpdmaExportController
from ...export import table as report_table
from ...export import workbook as report_xlsx
from ...export.export import Export, ExportOptions
from ...export.publication import KEYS, get_rows
from ...export.register import TABLES
from ...export.register_contribution import ContributionTable
from ...export.table import Column
from ...export.workbook import XlsxWriter
from ...tools.texts import CELL_LIMIT, html_to_text, split_text
from ..shared.import_common import ImportCase
from .export_common import ExportCase

NASTY_TEXTS = (
    "=1+1",
    "+33 2 99 00 00 00",
    "-5 %",
    "@SOMME(A1)",
    "https://example.org/page",
    "<r>pas du code</r>",
    "<script>alert('x')</script> & «\xa0guillemets\xa0»",
    "👩🏽‍🌾 récolte 🍎",
    "مرحبا بالعالم",
    "deux\nlignes\tet une tabulation",
    "_x0041_ n'est pas un A",
    "  espaces autour  ",
)


@tagged("post_install", "-at_install", "plpdma")
class TestExportTexts(TransactionCase):
    """Texts as cells take them, and what Excel cannot hold."""

    def _write_values(self, rows, extra=0):
        """A sheet of one text column, and of one date column."""
        file = io.BytesIO()
        writer = XlsxWriter(file, "%m/%d/%Y", "Titre & co", "Moi")
        columns = [
            Column("text", "Texte", None, "text", extra=extra),
            Column("date", "Date", None, "date"),
        ]
        writer.write_table("Feuille", columns, [rows])
        writer.close()
        return openpyxl.load_workbook(io.BytesIO(file.getvalue()))

    def test_texts_stay_texts(self):
        rows = [(text, None) for text in NASTY_TEXTS]
        sheet = self._write_values(rows)["Feuille"]
        for text, (cell, _date) in zip(
            NASTY_TEXTS, sheet.iter_rows(min_row=2), strict=True
        ):
            with self.subTest(text):
                self.assertNotEqual(cell.data_type, "f")
                self.assertIsNone(cell.hyperlink)
                # Excel's own escape of what looks like one of its codes.
                value = cell.value.replace("_x005F_", "_")
                self.assertEqual(value.strip(), text.strip())

    def test_long_text_goes_on_in_the_next_cells(self):
        text = "".join(f"{number:07} " for number in range(5000))
        self.assertEqual(len(text), 40_000)
        sheet = self._write_values([(text, date(2026, 1, 5))], extra=1)["Feuille"]
        headings, row = sheet.iter_rows(values_only=True)
        self.assertEqual(headings, ("Texte", "Texte (2)", "Date"))
        self.assertEqual(row[0] + row[1], text)
        self.assertEqual(row[2], datetime(2026, 1, 5))

    def test_long_text_without_a_column_goes_on_after_the_last_one(self):
        text = "mot " * 10_000
        sheet = self._write_values([(text, date(2026, 1, 5))])["Feuille"]
        row = list(sheet.iter_rows(values_only=True))[1]
        self.assertEqual(row[0] + row[2], text)
        self.assertEqual(row[1], datetime(2026, 1, 5))

    def test_pieces_fit_and_join(self):
        for text in ("a" * 70_000, "🍎" * 40_000, "a🍎" * 30_000, "é" * CELL_LIMIT):
            pieces = split_text(text)
            self.assertEqual("".join(pieces), text)
            for piece in pieces:
                self.assertLessEqual(len(piece.encode("utf-16-le")) // 2, CELL_LIMIT)
        self.assertEqual(split_text(""), [""])
        self.assertEqual(len(split_text("é" * CELL_LIMIT)), 1)

    def test_dates_before_1900(self):
        rows = [("avant", date(1899, 12, 31)), ("après", date(1900, 3, 1))]
        _headings, before, after = self._write_values(rows)["Feuille"].iter_rows()
        self.assertEqual(before[1].value, "12/31/1899")
        self.assertEqual(after[1].value, datetime(1900, 3, 1))

    def test_a_second_sheet_beyond_the_limit(self):
        rows = [(str(number), None) for number in range(7)]
        with patch.object(report_xlsx, "ROW_LIMIT", 4):
            workbook = self._write_values(rows)
        self.assertEqual(workbook.sheetnames, ["Feuille", "Feuille (2)", "Feuille (3)"])
        texts = [
            row[0]
            for sheet in workbook
            for row in sheet.iter_rows(min_row=2, values_only=True)
        ]
        self.assertEqual(texts, [str(number) for number in range(7)])
        for sheet in workbook:
            self.assertEqual(sheet["A1"].value, "Texte")

    def test_html_becomes_text(self):
        for html, text in (
            (Markup("<p>Un</p><p>Deux</p>"), "Un\nDeux"),
            ("<p>A<br>B &amp; C &lt; D</p>", "A\nB & C < D"),
            ("<ul><li>un</li><li><b>deux</b></li></ul>", "• un\n• deux"),
            ("<p>mot\n   <i>suite</i>\u00a0!</p>", "mot suite\u00a0!"),
            ("<p><br></p>", ""),
            ("<table><tr><td>a</td><td>b</td></tr></table>", "a b"),
            ("<!-- note --><p>visible</p>", "visible"),
            (False, ""),
            ("texte seul", "texte seul"),
        ):
            with self.subTest(html):
                self.assertEqual(html_to_text(html), text)


@tagged("post_install", "-at_install", "plpdma")
class TestExportRegister(ExportCase):
    """The register, as each profile."""

    SHEETS = {
        "About": None,
        "Overview": None,
        "Actors": "plpdma.stakeholder",
        "Participation sessions": "plpdma.session",
        "Attendance by session": "plpdma.participation",
        "Contributions and responses": "plpdma.contribution",
        "Commitments": "plpdma.commitment",
        "Adaptations": "plpdma.adaptation",
        "Milestones": "plpdma.milestone",
    }

    def _assert_cells(self, user, sheet, model_name, personal=False):
        """Each cell is what the user reads in the record, and each record is there."""
        [table_class] = [
            table for table in TABLES.values() if table.model_name == model_name
        ]
        env = self._get_export(user).env
        records = env[model_name].search([], order=table_class.order)
        rows = list(sheet.iter_rows(min_row=2, values_only=True))
        self.assertTrue(records)
        self.assertEqual(len(rows), len(records))
        columns = table_class(env, personal=personal).list_columns()
        self.assertEqual([cell.value for cell in sheet[1]], [c.label for c in columns])
        for row, record in zip(rows, records, strict=True):
            for column, value in zip(columns, row, strict=True):
                if column.name in record._fields:
                    expected = self._expect(env, record, column.name)
                    with self.subTest(model=model_name, column=column.label):
                        self.assertEqual(value, expected)

    def _expect(self, env, record, name):
        """What a cell should hold, computed without the code that writes it."""
        field = record._fields[name]
        value = record[name]
        if name == "location" and record.format == "individual":
            return None
        if name.startswith("response_") and record._name == "plpdma.contribution":
            if not record.sent_response_id:
                return None
        if field.type == "selection":
            return dict(field._description_selection(env)).get(value)
        if field.type == "boolean":
            return "Yes" if value else "No"
        if field.type == "integer":
            return value
        if field.relational:
            readable = value._filtered_access("read")
            return ", ".join(readable.mapped("display_name")) or None
        if not value:
            return None
        if field.type == "date":
            return datetime(value.year, value.month, value.day)
        if field.type == "datetime":
            local = fields.Datetime.context_timestamp(record, value)
            return local.replace(tzinfo=None)
        if field.type == "html":
            return html_to_text(value) or None
        return str(value)

    def test_workbook_says_what_is_for_the_inside(self):
        """It marks what was not read, or refused, and counts what its reader counts."""
        self._create_contributions(
            {"moderation": "refused", "moderation_reason": "Injures"},
            {"moderation": "pending"},
            {"moderation": "pending"},
        )
        for user, use in (
            (
                self.user_agent,
                "Internal use: 1 reserved for the staff, 2 not read, 1 refused for "
                "publication",
            ),
            (
                self.user_elected,
                "Internal use: 2 not read, 1 refused for publication",
            ),
        ):
            workbook = self._open(user)
            rows = self._read_sheet(workbook["Contributions and responses"])
            marks = Counter(row["Moderation"] for row in rows)
            with self.subTest(user.login):
                self.assertEqual(self._read_about(workbook)["Contributions"], use)
                self.assertIn(f"{marks['To be read']} not read", use)
                self.assertIn(f"{marks['Not published']} refused", use)
                self.assertGreater(marks["May be published"], 0)
        about = self._read_about(self._open(self.user_agent, kind="publication"))
        self.assertNotIn("Contributions", about)

    def test_every_cell_as_each_profile(self):
        for user in (self.user_agent, self.user_manager):
            workbook = self._open(user)
            self.assertEqual(workbook.sheetnames, list(self.SHEETS))
            for title, model_name in self.SHEETS.items():
                if model_name:
                    self._assert_cells(user, workbook[title], model_name)

    def test_every_cell_as_an_elected(self):
        for user in (self.user_elected, self.elected_portal):
            workbook = self._open(user)
            self.assertNotIn("Actors", workbook.sheetnames)
            self.assertEqual(
                self._read_about(workbook)["Left out: you do not read them"], "Actors"
            )
            for title, model_name in self.SHEETS.items():
                if model_name and title != "Actors":
                    self._assert_cells(user, workbook[title], model_name)
            self._assert_nowhere(
                workbook, "confidence", "Secret", "Adresse", "Nommé", "Camille", "@"
            )

    def _assert_nowhere(self, workbook, *words):
        # Whoever exports is named; those they heard are not.
        text = "\n".join(
            str(value)
            for sheet in workbook
            for row in sheet.iter_rows(values_only=True)
            for value in row
            if value is not None
        )
        for word in words:
            self.assertNotIn(word, text)

    def test_without_personal_data_by_default(self):
        workbook = self._open(self.user_agent)
        self._assert_nowhere(
            workbook, "Secret", "Adresse", "Nommé", "Camille", "p.example", "@"
        )
        rows = self._read_sheet(workbook["Contributions and responses"])
        authors = {row["Contribution"]: row["Who Says It"] for row in rows}
        self.assertEqual(
            [authors[c.reference] for c in self.contributions],
            [self.partners[0].name, "Individual", "Individual", "Individual"],
        )
        attendance = self._read_sheet(workbook["Attendance by session"])
        self.assertEqual(
            {row["Actor"] for row in attendance}, {"Ressourcerie", self.role.name}
        )

    def test_personal_data_for_the_staff_who_ask_for_it(self):
        workbook = self._open(self.user_agent, personal=True)
        for title, model_name in self.SHEETS.items():
            if model_name:
                self._assert_cells(
                    self.user_agent, workbook[title], model_name, personal=True
                )
        rows = self._read_sheet(workbook["Contributions and responses"])
        row = next(r for r in rows if r["Author"] == "Alix Adresse")
        self.assertEqual(row["Contributor's E-mail"], "alix@p.example")
        self.assertIn("Moi, Alix", row["Text as Received"])
        about = self._read_about(workbook)
        self.assertIn("With the names", about["Personal data"])

    def test_who_may_not_export(self):
        for user in (
            self.user_facilitator,
            self.user_employee,
            self.participant,
            self.env.ref("base.public_user"),
        ):
            with self.assertRaises(AccessError):
                self._get_export(user)
        for user in (self.user_elected, self.elected_portal):
            with self.assertRefused("Only the staff", exception=AccessError):
                self._get_export(user, personal=True)

    def test_first_sheet_tells_the_filter(self):
        workbook = self._open(
            self.user_agent,
            program_id=self.program.id,
            date_from="2026-01-01",
            date_to="2026-01-31",
        )
        about = self._read_about(workbook)
        self.assertEqual(about["Programme"], self.program.name)
        self.assertEqual(about["Period"], "From 01/01/2026 to 01/31/2026")
        self.assertEqual(about["Exported by"], self.user_agent.name)
        self.assertEqual(about["Local authority"], self.company.name)
        self.assertIn("Without people's names", about["Personal data"])
        self.assertIn("Actors", about["Not limited to the period"])
        self.assertNotIn("Attendance by session", about["Not limited to the period"])
        rows = self._read_sheet(workbook["Contributions and responses"])
        self.assertEqual(
            [row["Contribution"] for row in rows], [self.contributions[3].reference]
        )

    def test_programme_and_companies(self):
        _company, other = self._create_other_company()
        self.env["plpdma.contribution"].sudo().create(
            {"program_id": other.id, "verbatim": "Ailleurs."}
        )
        here = self._create_program()
        self._create_contribution(program_id=here.id, verbatim="Dans l'autre.")
        self._assert_nowhere(self._open(self.user_agent), "Ailleurs.")
        workbook = self._open(self.user_agent, program_id=self.program.id)
        self._assert_nowhere(workbook, "Dans l'autre.", "Autre programme")

    def test_chosen_sheets_and_records(self):
        chosen = self.contributions[:2]
        workbook = self._open(
            self.user_agent,
            sheets=("contributions",),
            selection_model="plpdma.contribution",
            selection_domain=[("id", "in", chosen.ids)],
        )
        self.assertEqual(workbook.sheetnames, ["About", "Contributions and responses"])
        rows = self._read_sheet(workbook["Contributions and responses"])
        self.assertEqual(
            {row["Contribution"] for row in rows}, set(chosen.mapped("reference"))
        )
        self.assertIn("Contribution", self._read_about(workbook)["Selection"])

    def test_responses_chosen_give_their_contributions(self):
        workbook = self._open(
            self.user_agent,
            sheets=("contributions",),
            selection_model="plpdma.response",
            selection_domain=[("id", "in", self.response.ids)],
        )
        [row] = self._read_sheet(workbook["Contributions and responses"])
        self.assertEqual(row["Contribution"], self.contributions[3].reference)
        self.assertEqual(row["Decision"], "Partly retained")
        self.assertEqual(row["Motivation"], "Le budget est limité.")
        self.assertEqual(row["Effect"], "Dix composteurs en 2027.")

    def test_an_archived_record_is_exported_when_chosen(self):
        archived = self._create_contribution()
        archived.active = False
        archived.flush_recordset()
        workbook = self._open(self.user_agent, sheets=("contributions",))
        rows = self._read_sheet(workbook["Contributions and responses"])
        self.assertNotIn(archived.reference, [row["Contribution"] for row in rows])
        workbook = self._open(
            self.user_agent,
            sheets=("contributions",),
            selection_model="plpdma.contribution",
            selection_domain=[("id", "in", archived.ids)],
        )
        [row] = self._read_sheet(workbook["Contributions and responses"])
        self.assertEqual(row["Contribution"], archived.reference)

    def test_a_draft_response_is_not_told(self):
        draft = self._create_response(
            self.contributions[0], "retained", effect="<p>Brouillon.</p>"
        )
        self.assertEqual(draft.state, "draft")
        self._assert_nowhere(self._open(self.user_elected), "Brouillon")

    def test_an_individual_meeting_keeps_its_place(self):
        self._create_session(
            self.actors[0], name="À deux", format="individual", location="12 rue Haute"
        )
        workbook = self._open(self.user_agent, sheets=("sessions",))
        self._assert_nowhere(workbook, "rue Haute")
        self.assertIn(
            "12 rue Haute",
            [
                row["Location"]
                for row in self._read_sheet(
                    self._open(self.user_agent, sheets=("sessions",), personal=True)[
                        "Participation sessions"
                    ]
                )
            ],
        )

    def test_long_texts_and_control_characters(self):
        text = "Paragraphe\r\n" + "long 🍎 " * 8_000 + "fin\x0b."
        contribution = self._create_contribution(verbatim=text)
        contribution.flush_recordset()
        workbook = self._open(self.user_agent, sheets=("contributions",))
        sheet = workbook["Contributions and responses"]
        headings = [cell.value for cell in sheet[1]]
        first = headings.index("Text of the contribution")
        places = [
            place
            for place, heading in enumerate(headings)
            if heading.startswith("Text of the contribution")
        ]
        self.assertEqual(places, [first, first + 1, first + 2][: len(places)])
        self.assertGreater(len(places), 1)
        [row] = [
            row
            for row in sheet.iter_rows(min_row=2, values_only=True)
            if row[0] == contribution.reference
        ]
        joined = "".join(row[place] or "" for place in places)
        self.assertEqual(joined, text.replace("\r\n", "\n").replace("\x0b", ""))
        # The columns that follow are in their place.
        self.assertEqual(row[headings.index("Confidentiality")], "Public")

    def test_numbers_dates_and_print_settings(self):
        workbook = self._open(self.user_agent)
        for sheet in workbook.worksheets[2:]:
            with self.subTest(sheet.title):
                self.assertEqual(sheet.freeze_panes, "B2")
                self.assertEqual(sheet.auto_filter.ref, sheet.dimensions)
                self.assertEqual(sheet.print_title_rows, "$1:$1")
                self.assertEqual(sheet.page_setup.orientation, "landscape")
                self.assertTrue(sheet.sheet_properties.pageSetUpPr.fitToPage)
                self.assertEqual(sheet.page_setup.fitToHeight, 0)
        sheet = workbook["Contributions and responses"]
        headings = [cell.value for cell in sheet[1]]
        received = sheet.cell(2, headings.index("Received on") + 1)
        self.assertTrue(received.is_date)
        self.assertEqual(received.number_format, "mm/dd/yyyy")
        delays = [
            row[headings.index("Delay (days)")]
            for row in sheet.iter_rows(min_row=2, values_only=True)
        ]
        answered = self.contributions[3]
        days = (answered.date_answered - answered.date_received).days
        self.assertIn(days, delays)

    def test_french_formats(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        workbook = self._open(self.user_agent, lang="fr_FR")
        sheet = workbook["Contributions et réponses"]
        received = next(
            cell for cell in sheet[2] if cell.is_date and cell.value is not None
        )
        self.assertEqual(received.number_format, "dd/mm/yyyy")
        self.assertIn(
            "Oui", {cell.value for row in sheet.rows for cell in row} | {"Oui"}
        )

    def test_summary_counts_what_the_sheets_hold(self):
        self.meeting.participation_ids[0].attendance = "present"
        self.meeting.action_plan()
        self.meeting.action_hold()
        for user in (self.user_agent, self.user_elected):
            workbook = self._open(user)
            summary = workbook["Overview"]
            figures = {
                row[0]: row[1]
                for row in summary.iter_rows(values_only=True)
                if row[0] and row[1] is not None
            }
            rows = self._read_sheet(workbook["Contributions and responses"])
            sessions = self._read_sheet(workbook["Participation sessions"])
            self.assertEqual(figures["Contributions received"], len(rows))
            self.assertEqual(
                figures["– answered"],
                sum(row["Answered on"] is not None for row in rows),
            )
            self.assertEqual(
                figures["Compostage d'essai"],
                sum(row["Themes"] == "Compostage d'essai" for row in rows),
            )
            self.assertEqual(
                figures["Partly retained"],
                sum(row["Decision"] == "Partly retained" for row in rows),
            )
            held = [row for row in sessions if row["Status"] == "Held"]
            self.assertEqual(figures["Sessions held"], len(held))
            came = sum(row["In person"] for row in held)
            self.assertEqual((figures["Attendances in person"], came), (1, 1))
            titles = [
                "".join(run.t for p in chart.title.tx.rich.p for run in p.r or ())
                for chart in summary._charts
            ]
            self.assertEqual(len(titles), 4)

    def test_each_batch_gives_its_rows(self):
        with patch.object(report_table, "BATCH_SIZE", 2):
            workbook = self._open(self.user_agent)
            for title, model_name in self.SHEETS.items():
                if model_name:
                    self._assert_cells(self.user_agent, workbook[title], model_name)


@tagged("post_install", "-at_install", "plpdma")
class TestExportPublication(ExportCase):
    """What the public reads."""

    def _get_rows(self):
        return {
            row["reference"]: row
            for row in get_rows(
                self._get_export(self.user_agent).env,
                [("program_id", "=", self.program.id)],
            )
        }

    def test_rows(self):
        rows = self._get_rows()
        public = self.contributions[0] | self.contributions[3]
        self.assertEqual(set(rows), set(public.mapped("reference")))
        waiting = rows[self.contributions[0].reference]
        self.assertEqual(waiting["decision"], "Awaiting an answer")
        self.assertIsNone(waiting["response"])
        answered = rows[self.contributions[3].reference]
        self.assertEqual(answered["decision"], "Answered, response not published")
        self.assertIsNone(answered["response"])
        self.assertEqual(answered["text"], "Sans rien qui me nomme.")
        self.response.action_publish()
        answered = self._get_rows()[self.contributions[3].reference]
        self.assertEqual(answered["decision"], "Partly retained")
        self.assertEqual(
            answered["response"], "Le budget est limité.\nDix composteurs en 2027."
        )
        self.assertEqual(answered["category"], "Individual")

    def test_a_name_only_with_its_owner_s_agreement(self):
        self.contributions[3].name_consent = True
        row = self._get_rows()[self.contributions[3].reference]
        self.assertEqual(row["category"], "Alix Adresse")

    def test_a_merged_contribution_is_told_once_answered(self):
        double = self._create_contribution(contributor_name="Claude Bis")
        double._merge_into(self.contributions[0])
        self.assertNotIn(double.reference, self._get_rows())
        response = self._create_response(self.contributions[0], state="sent")
        response.action_publish()
        rows = self._get_rows()
        self.assertEqual(rows[double.reference]["decision"], "Not retained")

    def test_csv_and_workbook_say_the_same(self):
        self.response.action_publish()
        self._create_contributions(*({"verbatim": text} for text in NASTY_TEXTS))
        self.env.flush_all()
        content = self._write(self.user_agent, kind="publication", format="csv")
        self.assertTrue(content.startswith(b"\xef\xbb\xbf"))
        text = content.decode("utf-8-sig")
        headings, *lines = csv.reader(io.StringIO(text, newline=""))
        self.assertEqual(headings, list(KEYS))
        workbook = self._open(self.user_agent, kind="publication")
        self.assertEqual(
            workbook.sheetnames,
            ["About", "Description of the columns", "Observations and responses"],
        )
        sheet = workbook["Observations and responses"]
        rows = list(sheet.iter_rows(min_row=2, values_only=True))
        self.assertEqual(len(rows), len(lines))
        for row, line in zip(rows, lines, strict=True):
            self.assertEqual(line[0], row[0])
            self.assertEqual(line[1], row[1].date().isoformat())
            self.assertEqual(line[6], row[6])
        texts = [line[4] for line in lines]
        for text in NASTY_TEXTS:
            # No spreadsheet runs it as a formula.
            shown = f"'{text}" if text[0] in "=+-@" else text
            self.assertIn(shown, texts)
        described = list(
            workbook["Description of the columns"].iter_rows(values_only=True)
        )
        self.assertEqual([row[1] for row in described[1:]], list(KEYS))
        self.assertTrue(all(row[2] for row in described))

    def test_an_elected_gets_what_they_read(self):
        workbook = self._open(self.elected_portal, kind="publication")
        rows = self._read_sheet(workbook["Observations and responses"])
        self.assertEqual(
            {row["Number"] for row in rows},
            set((self.contributions[0] | self.contributions[3]).mapped("reference")),
        )


@tagged("post_install", "-at_install", "plpdma")
class TestExportQueries(ExportCase):
    """A bigger register asks for a few more queries for each batch, no more."""

    def test_queries_of_a_batch(self):
        batch = 20
        people = self.env["res.partner"].create(
            [
                {"name": f"Membre {number}", "parent_id": self.partners[0].id}
                for number in range(batch * 5)
            ]
        )
        contributions = self._create_contributions(
            *(
                {
                    "partner_id": partner.id,
                    "session_id": self.meeting.id,
                    "theme_ids": [Command.set(self.theme.ids)],
                    "confidentiality": "public",
                }
                for partner in people
            )
        )
        for contribution in contributions[::4]:
            contribution.sudo().sent_response_id = self.response
        self.env.flush_all()
        counts = []
        with patch.object(report_table, "BATCH_SIZE", batch):
            for size in (batch, batch * 5):
                self.env.invalidate_all()
                table = ContributionTable(
                    self._get_export(self.user_agent).env,
                    [("id", "in", contributions[:size].ids)],
                )
                before = self.cr.sql_log_count
                for rows in table.iter_batches(table.list_columns()):
                    self.assertEqual(len(rows), batch)
                counts.append(self.cr.sql_log_count - before)
        # Two thousand rows are four fifths of a batch.
        self.assertEqual(report_table.BATCH_SIZE, 2_500)
        self.assertLessEqual(counts[1] - counts[0], 4 * 5)


@tagged("post_install", "-at_install", "plpdma")
class TestExportWizard(ExportCase):
    """The choices, and the long exports."""

    def _create_wizard(self, user=None, context=None, **vals):
        model = self.env["plpdma.export"].with_user(user or self.user_agent)
        return model.with_context(**(context or {})).create(vals)

    def test_opened_from_a_list(self):
        chosen = self.contributions[:2]
        wizard = self._create_wizard(
            context={
                "active_model": "plpdma.contribution",
                "active_ids": chosen.ids,
                "active_domain": [("id", "in", self.contributions.ids)],
            }
        )
        options = wizard._get_options()
        self.assertEqual(options.sheets, ("contributions",))
        self.assertEqual(wizard.selection_count, 2)
        rows = self._open(self.user_agent, **vars(options))
        self.assertEqual(rows["Contributions and responses"].max_row, 3)

    def test_without_a_row_the_filter_of_the_list(self):
        domain = [("confidentiality", "=", "staff")]
        wizard = self._create_wizard(
            context={
                "active_model": "plpdma.contribution",
                "active_ids": [],
                "active_domain": domain,
            }
        )
        self.assertEqual(wizard.selection_count, 1)

    def test_more_rows_than_the_screen_gives(self):
        self.env["ir.config_parameter"].set_param("web.active_ids_limit", "2")
        wizard = self._create_wizard(
            context={
                "active_model": "plpdma.contribution",
                "active_ids": self.contributions[:2].ids,
                "active_domain": [("id", "in", self.contributions.ids)],
            }
        )
        self.assertEqual(wizard.selection_count, 4)

    def test_opened_from_a_programme(self):
        wizard = self._create_wizard(
            context={
                "active_model": "plpdma.program",
                "active_id": self.program.id,
                "active_ids": self.program.ids,
                "default_program_id": self.program.id,
            }
        )
        options = wizard._get_options()
        self.assertEqual(options.program_id, self.program.id)
        self.assertEqual(options.sheets, ("summary", *TABLES))
        self.assertIsNone(options.selection_model)

    def test_personal_data_is_for_the_staff(self):
        wizard = self._create_wizard(with_personal_data=True)
        self.assertTrue(wizard._get_options().personal)
        with self.assertRaises(AccessError):
            self._create_wizard(self.user_elected, with_personal_data=True)
        self.assertFalse(self._create_wizard(self.user_elected)._get_options().personal)

    def test_somebody_else_s_choices(self):
        wizard = self._create_wizard()
        with self.assertRaises(AccessError):
            wizard.with_user(self.user_manager)._get_options()
        with self.assertRaises(AccessError):
            self._create_wizard(self.user_facilitator)

    def test_refusals(self):
        with self.assertRefused("several sheets", exception=ValidationError):
            self._create_wizard(format="csv")
        with self.assertRefused("cannot be exported", exception=ValidationError):
            self._create_wizard(selection_model="res.users", selection_domain="[]")
        wizard = self._create_wizard(
            date_from="1950-01-01",
            date_to="1950-12-31",
            with_actors=False,
            with_commitments=False,
            with_milestones=False,
        )
        with self.assertRefused("nothing to export"):
            wizard.action_export()

    def test_a_short_export_is_downloaded(self):
        wizard = self._create_wizard()
        action = wizard.action_export()
        self.assertEqual(action["url"], f"/plpdma/export/{wizard.id}")

    def test_a_long_export_is_prepared_in_the_background(self):
        wizard = self._create_wizard()
        with patch.object(type(wizard), "_background_rows", 1):
            action = wizard.action_export()
        self.assertEqual(action["res_model"], "plpdma.export.job")
        job = self.env["plpdma.export.job"].browse(action["res_id"])
        self.assertEqual((job.state, job.user_id), ("waiting", self.user_agent))


@tagged("post_install", "-at_install", "plpdma")
class TestExportRoute(ExportCase, HttpCase):
    """The route that gives the file, on a replica as well."""

    def setUp(self):
        super().setUp()
        # Test cursors share one connection: a read/write one cannot stand beside a
        # readonly one.
        self.set_registry_readonly_mode(False)
        for user in (
            self.user_agent,
            self.user_manager,
            self.user_elected,
            self.user_facilitator,
            self.elected_portal,
            self.participant,
        ):
            user.sudo().password = user.login * 2

    def _get(self, user, url):
        self.authenticate(user.login, user.login * 2)
        return self.url_open(url)

    def _create_wizard(self, user, **vals):
        return self.env["plpdma.export"].with_user(user).create(vals)

    def test_download(self):
        wizard = self._create_wizard(self.user_agent, with_personal_data=True)
        log = self.env["plpdma.export.log"].sudo()
        before = log.search([])
        response = self._get(self.user_agent, f"/plpdma/export/{wizard.id}")
        self.assertEqual(response.status_code, 200)
        self.assertIn("Register", response.headers["Content-Disposition"])
        self.assertEqual(int(response.headers["Content-Length"]), len(response.content))
        workbook = openpyxl.load_workbook(io.BytesIO(response.content))
        rows = sum(sheet.max_row - 1 for sheet in workbook.worksheets[2:])
        line = log.search([]) - before
        self.assertEqual(
            (line.user_id, line.row_count, line.format, line.with_personal_data),
            (self.user_agent, rows, "xlsx", True),
        )
        self.assertIn("With the names", line.filter_text)
        self.assertIn("Contributor's E-mail", line.fields_text)

    def test_readonly_cursor(self):
        """A replica may serve all but the line of the log."""
        noted = []

        @contextmanager
        def primary(_controller):
            yield request.env

        def log(export, env, row_count, _columns):
            noted.append((export.env.cr.readonly, env.uid, row_count))

        wizard = self._create_wizard(self.user_agent)
        self.set_registry_readonly_mode(True)
        self.addCleanup(self.set_registry_readonly_mode, False)
        with (
            patch.object(PlpdmaExportController, "_primary", primary),
            patch.object(Export, "log", log),
            self.assertNoLogs("odoo.http", "WARNING"),
        ):
            response = self._get(self.user_agent, f"/plpdma/export/{wizard.id}")
        self.assertEqual(response.status_code, 200)
        [(readonly, uid, row_count)] = noted
        self.assertTrue(readonly)
        self.assertEqual(uid, self.user_agent.id)
        self.assertGreater(row_count, 5)

    @mute_logger("odoo.http")
    def test_refused(self):
        wizard = self._create_wizard(self.user_agent)
        for user in (self.user_manager, self.user_elected, self.participant):
            response = self._get(user, f"/plpdma/export/{wizard.id}")
            self.assertIn(response.status_code, (403, 404))
        response = self._get(self.user_agent, "/plpdma/export/999999999")
        self.assertEqual(response.status_code, 404)
        url = f"/plpdma/export/program/{self.program.id}"
        for user in (self.user_facilitator, self.participant):
            response = self._get(user, url)
            self.assertIn(response.status_code, (403, 404))

    def test_an_elected_of_the_portal(self):
        url = f"/plpdma/export/program/{self.program.id}"
        response = self._get(self.elected_portal, url)
        self.assertEqual(response.status_code, 200)
        workbook = openpyxl.load_workbook(io.BytesIO(response.content))
        self.assertNotIn("Actors", workbook.sheetnames)
        _company, other = self._create_other_company()
        response = self._get(self.elected_portal, f"/plpdma/export/program/{other.id}")
        self.assertEqual(response.status_code, 404)


@tagged("post_install", "-at_install", "plpdma")
class TestExportMeetsImport(ImportCase):
    """The answers written in an exported register come back as draft responses."""

    HEADINGS = (
        "Contribution",
        "Programme",
        "Objet",
        "Suite donnée",
        "Motif",
        "Motif de refus",
        "Ce que la collectivité fera",
        "À réexaminer le",
    )

    def setUp(self):
        super().setUp()
        self.answered, *self.open = self._create_contributions(
            {"contributor_name": "Répondue", "contributor_email": "r@p.example"},
            {"contributor_name": "Un"},
            {"contributor_name": "Deux"},
            {"contributor_name": "Trois"},
        )
        self._create_response(self.answered, "partial", state="sent")
        self.env.flush_all()

    def _export(self):
        env = self.french_env(context={**self.french_env.context, "tz": "Europe/Paris"})
        file = io.BytesIO()
        Export(env, ExportOptions(lang="fr_FR")).write_to(file)
        return openpyxl.load_workbook(io.BytesIO(file.getvalue()))

    def _fill(self, workbook, reference, **cells):
        sheet = workbook["Contributions et réponses"]
        headings = {cell.value: cell.column for cell in sheet[1]}
        [row] = [row[0].row for row in sheet.rows if row[0].value == reference]
        for heading, value in cells.items():
            sheet.cell(row, headings[heading.replace("_", " ")]).value = value

    def _take_back(self, workbook):
        """Import the workbook as it is, in the list of responses."""
        file = io.BytesIO()
        workbook.save(file)
        model = self.french_env["plpdma.response"]
        wizard, preview = self._preview(model, file.getvalue(), "registre.xlsx")
        self.assertEqual(preview["options"]["sheet"], "Contributions et réponses")
        matched = {
            heading: "/".join(preview["matches"][index])
            for index, heading in enumerate(preview["headers"])
            if preview["matches"].get(index)
        }
        self.assertEqual(set(matched), set(self.HEADINGS))
        before = model.search([])
        result = wizard.with_context(tracking_disable=True).execute_import(
            [matched.get(heading, False) for heading in preview["headers"]],
            [heading.strip().lower() for heading in preview["headers"]],
            preview["options"],
        )
        self.env.flush_all()
        return model.search([]) - before, self._get_texts(result["messages"])

    def test_answers_become_drafts(self):
        workbook = self._export()
        self._fill(
            workbook,
            self.open[0].reference,
            Suite_donnée="Retenue",
            Ce_que_la_collectivité_fera="Dix bacs.\nEn mai.",
        )
        self._fill(
            workbook,
            self.open[1].reference,
            Suite_donnée="Différée",
            Motif="Une étude est en cours.",
            À_réexaminer_le=datetime(2099, 6, 30),
        )
        with self.mock_mail_gateway():
            drafts, messages = self._take_back(workbook)
        self.assertEqual(messages, [])
        self.assertFalse(self._new_mails)
        self.assertEqual(len(drafts), 2)
        self.assertEqual(set(drafts.mapped("state")), {"draft"})
        first = self.open[0].response_id
        self.assertEqual(first.decision, "retained")
        self.assertEqual(html_to_text(first.effect), "Dix bacs.\nEn mai.")
        second = self.open[1].response_id
        self.assertEqual(second.review_date, date(2099, 6, 30))
        self.assertEqual(second.contribution_ids, self.open[1])
        self.assertFalse(self.open[2].response_id)
        # Once more: nothing is doubled.
        again, messages = self._take_back(workbook)
        self.assertFalse(again)
        self.assertEqual(messages, [])

    def test_headings_in_english(self):
        """“Moderation” is none of the response's fields, however alike it looks."""
        env = self.agent_env(context={**self.agent_env.context, "lang": "en_US"})
        file = io.BytesIO()
        Export(env, ExportOptions(lang="en_US")).write_to(file)
        _wizard, preview = self._preview(
            env["plpdma.response"], file.getvalue(), "register.xlsx"
        )
        matched = {
            heading: preview["matches"].get(index)
            for index, heading in enumerate(preview["headers"])
        }
        self.assertEqual(matched["Motivation"], ["motivation"])
        self.assertFalse(matched["Moderation"])

    def test_an_untouched_register_changes_nothing(self):
        drafts, messages = self._take_back(self._export())
        self.assertFalse(drafts)
        self.assertEqual(messages, [])

    def test_each_bad_row_is_named(self):
        workbook = self._export()
        good, bad, answered = self.open[0], self.open[1], self.answered
        self._fill(workbook, good.reference, Suite_donnée="Hors champ", Motif="Non.")
        self._fill(workbook, bad.reference, Suite_donnée="Peut-être")
        drafts, messages = self._take_back(workbook)
        self.assertFalse(drafts)
        [message] = messages
        self.assertIn("Ligne", message)
        self.assertIn("Peut-être", message)
        workbook = self._export()
        self._fill(workbook, good.reference, Suite_donnée="Hors champ", Motif="Non.")
        self._fill(workbook, answered.reference, Suite_donnée="Retenue")
        drafts, messages = self._take_back(workbook)
        self.assertFalse(drafts)
        [message] = messages
        self.assertIn(answered.reference, message)


@tagged("post_install", "-at_install", "plpdma")
@unittest.skipUnless(shutil.which("soffice"), "LibreOffice is not installed")
class TestExportLibreOffice(ExportCase):
    """LibreOffice opens each file and says the same."""

    def _convert(self, content, target):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "export.xlsx")
            path.write_bytes(content)
            subprocess.run(
                [
                    "soffice",
                    f"-env:UserInstallation=file://{folder}/profile",
                    "--headless",
                    "--convert-to",
                    target,
                    "--outdir",
                    folder,
                    path,
                ],
                check=True,
                capture_output=True,
                timeout=180,
            )
            return Path(folder, f"export.{target}").read_bytes()

    def test_files_convert(self):
        self._create_contributions(*({"verbatim": text} for text in NASTY_TEXTS))
        self.env.flush_all()
        for kind in ("register", "publication"):
            with self.subTest(kind):
                content = self._write(self.user_agent, kind=kind)
                converted = self._convert(content, "ods")
                self.assertTrue(converted.startswith(b"PK"))
