"""The register: which records it holds, for whom, and how they are written."""

from collections import Counter
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from ...export import table as report_table
from ...export.register_contribution import ContributionTable
from .export_common import ExportCase
from .register_common import RegisterCase


@tagged("post_install", "-at_install", "plpdma")
class TestExportRegister(RegisterCase):
    """The register, as each profile."""

    def test_workbook_says_what_is_for_the_inside(self):
        """It marks what was not read, or refused, and counts what its reader counts."""
        self._create_contributions(
            self._refusal(),
            {"moderation": "pending"},
            {"moderation": "pending"},
        )
        for user, use in (
            (
                self.user_agent,
                "Internal use: 1 reserved for the staff, 2 to moderate, 1 refused for "
                "publication",
            ),
            (
                self.user_elected,
                "Internal use: 2 to moderate, 1 refused for publication",
            ),
        ):
            workbook = self._open(user)
            rows = self._read_sheet(workbook["Contributions and responses"])
            marks = Counter(row["Moderation"] for row in rows)
            with self.subTest(user.login):
                self.assertEqual(self._read_about(workbook)["Contributions"], use)
                self.assertIn(f"{marks['To moderate']} to moderate", use)
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
        self.assertIn("their texts hold", about["Personal data"])
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

    def test_rows_show_their_texts(self):
        """Each row says how tall it is: some programs do not work it out."""
        self._create_contribution(verbatim="Un.\nDeux.\nTrois.\nQuatre.\nCinq.")
        self.env.flush_all()
        workbook = self._open(self.user_agent)
        seen = tall = 0
        for sheet in workbook.worksheets[2:]:
            for row in range(1, sheet.max_row + 1):
                # A row that says nothing has one line.
                height = sheet.row_dimensions[row].height or 15
                seen += 1
                for cell in sheet[row]:
                    if isinstance(cell.value, str):
                        lines = cell.value.count("\n") + 1
                        self.assertGreaterEqual(height, min(15 * lines, 409))
                        tall += lines > 1
        self.assertGreater(seen, 8)
        self.assertGreater(tall, 0)

    def test_numbers_dates_and_print_settings(self):
        workbook = self._open(self.user_agent)
        for sheet in workbook.worksheets[2:]:
            with self.subTest(sheet.title):
                self.assertEqual(sheet.freeze_panes, "B2")
                self.assertEqual(sheet.auto_filter.ref, sheet.dimensions)
                self.assertEqual(sheet.print_title_rows, "$1:$1")
                self.assertEqual(sheet.page_setup.orientation, "landscape")
                # Never smaller than what is read, on as many pages as it takes.
                self.assertGreaterEqual(sheet.page_setup.scale or 100, 65)
                self.assertFalse(sheet.page_setup.fitToWidth == 1)
                # What is useful on paper, on one page wide.
                self.assertFalse(sheet.col_breaks.brk)
                area = sheet[sheet.print_area.rpartition("!")[2]]
                self.assertEqual(len(area), sheet.max_row)
                self.assertLess(len(area[0]), sheet.max_column)
                widths = [
                    sheet.column_dimensions[cell.column_letter].width
                    for cell in area[0]
                ]
                self.assertLessEqual(sum(widths), 104 / 0.65 + len(widths))
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
            self.assertEqual(figures["Sessions held, or open to the public"], len(held))
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
