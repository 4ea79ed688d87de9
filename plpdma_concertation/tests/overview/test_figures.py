"""One definition of each figure: the screens, the workbook and the documents say the
same, and what they say adds up."""

import io
import re
from collections import Counter

import openpyxl
from lxml import html

from odoo import fields
from odoo.tests import HttpCase, tagged

from ...export.dashboard_blocks import HIDDEN
from ...export.export import Export, ExportOptions
from .figures_common import FiguresCase


@tagged("post_install", "-at_install", "plpdma")
class TestFigures(FiguresCase, HttpCase):
    USERS = ("user_agent", "user_manager", "user_elected")

    def _read_bilan(self, user):
        content, _type = self._as(user)["ir.actions.report"]._render_qweb_html(
            "plpdma_concertation.report_bilan", self.program.ids
        )
        return html.document_fromstring(content.decode())

    def _words(self, node):
        return " ".join(node.text_content().split())

    def _read_figures(self, page):
        """The table « In short »."""
        return {
            self._words(row.find("th")): float(self._words(row.find("td")))
            for row in page.xpath("//table[contains(@class, 'o_plpdma_figures')]//tr")
        }

    def _read_chart(self, page, title):
        """``{label: [numbers]}`` of a chart, and the sentence below it."""
        [table] = [
            table
            for table in page.xpath("//table[contains(@class, 'o_plpdma_chart')]")
            if self._words(table.find("caption")) == title
        ]
        rows = {
            self._words(row.find("th")): [
                int(self._words(cell))
                for cell in row.findall("td")
                if "o_plpdma_bars" not in cell.get("class", "")
            ]
            for row in table.xpath("./tbody/tr")
        }
        return rows, self._words(table.getnext()) if table.getnext() is not None else ""

    def _sum(self, rows):
        return [sum(column) for column in zip(*rows.values(), strict=True)]

    def _check_contributions(self, figures, expected):
        self.assertEqual(figures["Contributions received"], expected["received"])
        parts = {
            "answered": "– answered",
            "awaiting": "– awaiting an answer",
            "not_expected": "– without an answer expected",
            "merged": "– to be answered with another that they repeat",
        }
        for key, label in parts.items():
            self.assertEqual(figures[label], expected[key], label)
        self.assertEqual(
            sum(figures[label] for label in parts.values()),
            figures["Contributions received"],
        )
        self.assertEqual(figures["Observations made"], expected["observations"])
        self.assertEqual(figures["Answers overdue"], expected["overdue"])
        self.assertEqual(
            figures["Sessions held, or open to the public"], expected["held"]
        )
        self.assertEqual(figures["Sessions planned, not held yet"], expected["to_come"])
        self.assertEqual(figures["Attendances in person"], expected["in_person"])
        self.assertEqual(figures["Attendances by proxy"], expected["proxy"])

    # ------------------------------------------------------------------
    # The report
    # ------------------------------------------------------------------
    def test_a_whole_report_adds_up(self):
        expected = self._expect()
        for name in self.USERS:
            with self.subTest(name):
                self._check_report(self._read_bilan(getattr(self, name)), expected)

    def _check_report(self, page, expected):
        self._check_contributions(self._read_figures(page), expected)
        figures = self._read_figures(page)
        self.assertEqual(
            figures["Mean delay of the answers (days)"], round(expected["delay"], 1)
        )
        decisions, note = self._read_chart(page, "Observations by decision")
        self.assertEqual(self._sum(decisions), [expected["observations"]])
        self.assertEqual(decisions["Awaiting an answer"], [expected["to_answer"]])
        silent = (
            expected["observations"]
            - expected["to_answer"]
            - expected["observations_answered"]
        )
        self.assertEqual(decisions["No answer expected"], [silent])
        self.assertIn(str(expected["observations"]), note)
        delays, _note = self._read_chart(page, "Answer delays")
        self.assertEqual(self._sum(delays), [expected["answered"]])
        # The sixth part: the decisions, then the rest, are the observations made.
        told = Counter()
        for heading in page.xpath("//h3[contains(@class, 'o_plpdma_decision')]"):
            label, number = re.fullmatch(
                r"(.*) \((\d+)\)", self._words(heading)
            ).groups()
            self.assertEqual(decisions[label], [int(number)])
            told[label] = int(number)
        [standings] = page.xpath("//p[contains(@class, 'o_plpdma_standings')]")
        *parts, total = map(int, re.findall(r"\d+", self._words(standings)))
        self.assertEqual(told.total() + sum(parts), expected["observations"])
        self.assertEqual(total, expected["observations"])
        self.assertIn(
            f"Awaiting an answer ({expected['to_answer']}).", self._words(standings)
        )
        self._check_sessions(page, expected)
        self._check_heard(page, expected)

    def _check_sessions(self, page, expected):
        """What was held stands apart from what is to come; the rest is not told."""
        rows = page.xpath("//table[contains(@class, 'o_plpdma_held')]/tbody/tr")
        self.assertEqual(len(rows), expected["held"])
        came = proxies = lines = 0
        for row in rows:
            cell = self._words(row.findall("td")[2])
            if cell != "Open to all":
                numbers = list(map(int, re.findall(r"\d+", cell)))
                came, lines = came + numbers[0], lines + numbers[1]
                proxies += sum(numbers[2:])
        self.assertEqual((came, proxies), (expected["in_person"], expected["proxy"]))
        self.assertEqual(lines - came - proxies, expected["others"])
        coming = page.xpath("//ul[contains(@class, 'o_plpdma_coming')]/li")
        self.assertEqual(len(coming), expected["to_come"])
        text = self._words(page)
        for state in ("draft", "cancelled"):
            for session in self.sessions[state]:
                self.assertNotIn(session.name, text)

    def _check_heard(self, page, expected):
        rows, _note = self._read_chart(page, "Actors heard, by college")
        heard, represented, unheard = self._sum(rows)
        self.assertEqual(
            (heard, represented), (expected["heard"], expected["represented"])
        )
        text = self._words(page)
        self.assertIn(f"Actors heard: {heard}.", text)
        # An élu knows those who were invited, and the report says so.
        is_partial = "does not know the other actors" in text
        self.assertGreater(unheard, 0)
        self.assertIn(self.future.partner_id.name, text)
        self.assertIs(self.forgotten.partner_id.name in text, not is_partial)

    # ------------------------------------------------------------------
    # The workbook
    # ------------------------------------------------------------------
    def test_the_workbook_says_the_same(self):
        expected = self._expect()
        for name in self.USERS:
            file = io.BytesIO()
            options = ExportOptions(program_id=self.program.id, lang="en_US")
            Export(self._as(getattr(self, name)), options).write_to(file)
            sheet = openpyxl.load_workbook(file)["Overview"]
            rows = list(sheet.iter_rows(values_only=True, max_col=4))
            figures = {row[0]: row[1] for row in rows if row[1] is not None}
            with self.subTest(name):
                self._check_contributions(figures, expected)
                self.assertEqual(figures["Sessions in preparation"], 1)
                self.assertEqual(figures["Sessions cancelled"], 1)
                self.assertAlmostEqual(
                    figures["Mean delay of the answers (days)"], expected["delay"]
                )
                self._check_blocks(rows, expected)

    def _check_blocks(self, rows, expected):
        for title, sums in (
            ("Observations by decision", [expected["observations"]]),
            ("Answer delays", [expected["answered"]]),
            (
                "Attendance at the sessions held, by college",
                [expected["in_person"], expected["proxy"], expected["others"]],
            ),
        ):
            start = [row[0] for row in rows].index(title) + 2
            block = []
            for row in rows[start:]:
                if row[1] is None:
                    break
                block.append([number for number in row[1:] if number is not None])
            for column, total in zip(zip(*block, strict=True), sums, strict=True):
                told = [number for number in column if number != HIDDEN]
                # Few inhabitants are not told apart: the sum of the others is less.
                is_whole = len(told) == len(column)
                (self.assertEqual if is_whole else self.assertLess)(sum(told), total)
            note = rows[start + len(block)][0]
            if len(sums) == 1:
                self.assertIn(str(sums[0]), note)

    # ------------------------------------------------------------------
    # The screens
    # ------------------------------------------------------------------
    def test_the_screens_say_the_same(self):
        expected = self._expect()
        for name in self.USERS:
            env = self._as(getattr(self, name))
            program = env["plpdma.program"].browse(self.program.id)
            self.assertEqual(
                (
                    program.contribution_count,
                    program.observation_count,
                    program.to_answer_count,
                    program.overdue_count,
                ),
                tuple(
                    expected[key]
                    for key in ("received", "observations", "to_answer", "overdue")
                ),
            )
        staff = self._as(self.user_agent)
        program = staff["plpdma.program"].browse(self.program.id)
        actors = staff["plpdma.stakeholder"].with_context(active_test=False)
        of_program = [("program_id", "=", program.id)]
        heard = actors.search([*of_program, ("is_heard", "=", True)])
        self.assertEqual(len(heard), expected["heard"])
        active = actors.search([*of_program, ("active", "=", True)])
        self.assertEqual(program.unheard_count, len(active - heard))
        self.assertEqual(
            active.filtered("is_heard"), active & heard, "Computed as searched"
        )
        for session in program.session_ids:
            lines = session.participation_ids
            self.assertEqual(
                session.present_count + session.proxy_count,
                len(
                    lines.filtered(
                        lambda line: line.attendance in ("present", "represented")
                    )
                ),
            )

    def test_the_home_of_an_elu_says_the_same(self):
        expected = self._expect()
        mandates = self._as(self.user_elected)["plpdma.mandate"]
        mandate = mandates._get_held()
        self.assertEqual(
            (mandate.to_answer_count, mandate.overdue_count, mandate.answered_count),
            tuple(
                expected[key]
                for key in ("to_answer", "overdue", "observations_answered")
            ),
        )
        numbers = map(int, re.findall(r": (\d+)", mandate.decision_summary))
        self.assertEqual(sum(numbers), expected["observations_answered"])
        # The buttons open as many records as they say.
        for name, key in (
            ("to_answer", "to_answer"),
            ("overdue", "overdue"),
            ("answered", "observations_answered"),
        ):
            action = mandate.action_view_answers()
            domain = {
                "to_answer": [("is_to_answer", "=", True)],
                "overdue": [("is_overdue", "=", True)],
                "answered": [("date_answered", "!=", False)],
            }[name]
            found = mandate.env["plpdma.contribution"].search_count(
                [*action["domain"], *domain]
            )
            self.assertEqual(found, expected[key], name)

    def test_the_pages_of_an_elu_say_the_same(self):
        expected = self._expect()
        self.user_elected.sudo().password = "plpdma_elected" * 2
        self.authenticate(self.user_elected.login, "plpdma_elected" * 2)
        page = html.document_fromstring(self.url_open("/my/concertation").content)
        text = self._words(page)
        for label, key in (
            ("To answer", "to_answer"),
            ("Answer overdue", "overdue"),
            ("Already answered", "observations_answered"),
        ):
            self.assertRegex(
                text, rf"{label}\W+{expected[key]}\b|{expected[key]}\W+{label}"
            )

    # ------------------------------------------------------------------
    # The definitions
    # ------------------------------------------------------------------
    def test_each_record_stands_in_exactly_one_place(self):
        for model, domains, total in (
            (
                "plpdma.contribution",
                self.env["plpdma.contribution"]._get_standing_domains(),
                len(self.received | self.parts),
            ),
            ("plpdma.session", self.env["plpdma.session"]._get_standing_domains(), 9),
            (
                "plpdma.participation",
                self.env["plpdma.participation"]._get_attendance_domains(),
                len(
                    (
                        self.sessions["held"] | self.sessions["reported"]
                    ).participation_ids
                ),
            ),
        ):
            records = self.agent_env[model]
            of_program = fields.Domain("program_id", "=", self.program.id)
            found = [records.search(of_program & d) for d in domains.values()]
            with self.subTest(model):
                self.assertEqual(sum(map(len, found)), total)
                self.assertEqual(len(records.union(*found)), total)

    def test_what_is_told_of_one_is_where_it_is_counted(self):
        """The published table and the public register name where each stands."""
        figures = self.agent_env["plpdma.figures"]
        counts = Counter(figures._sort_contributions(self.received).values())
        expected = self._expect()
        for standing in ("answered", "awaiting", "merged", "not_expected"):
            self.assertEqual(counts[standing], expected[standing])

    def test_what_was_confided_counts_for_nobody_outside(self):
        """Neither among the contributions nor among those who were heard, in what is
        given."""
        self._create_contribution(
            stakeholder_id=self.forgotten.id, confidentiality="staff"
        )
        expected = self._expect()
        for name in ("user_manager", "user_elected"):
            page = self._read_bilan(getattr(self, name))
            figures = self._read_figures(page)
            self.assertEqual(figures["Contributions received"], expected["received"])
            rows, _note = self._read_chart(page, "Actors heard, by college")
            self.assertEqual(self._sum(rows)[0], expected["heard"])
        self.assertTrue(self.forgotten.is_heard)
        # Actors who only spoke in confidence are not published as never heard.
        figures = self.agent_env["plpdma.figures"]
        sorted_ = figures._sort_actors(
            self.program, self.agent_env["plpdma.contribution"]._get_shared_domain()
        )
        self.assertNotIn(self.forgotten, sorted_)
        self.assertIn(self.future, sorted_)
        self.assertEqual(
            self.program.contribution_count, expected["received"] + 1, "On screen"
        )

    def test_an_answer_given_without_a_response(self):
        """By telephone, say: answered, whatever the decision."""
        before = self._expect()
        one = self.contributions.filtered("is_to_answer")[0]
        # sudo: what the action that notes it writes.
        one.sudo().write(
            {"date_answered": self.company._plpdma_get_today(), "state": "answered"}
        )
        self.env.flush_all()
        page = self._read_bilan(self.user_agent)
        decisions, _note = self._read_chart(page, "Observations by decision")
        self.assertEqual(decisions["Answered, without a recorded decision"], [1])
        self.assertEqual(self._sum(decisions), [before["observations"]])
        self.assertEqual(decisions["Awaiting an answer"], [before["to_answer"] - 1])
