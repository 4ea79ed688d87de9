"""The dashboard: its figures are those of the lists that they open, for each reader."""

import json
from collections import Counter
from statistics import median

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .dashboard_common import DashboardCase

READERS = ("user_agent", "user_manager", "user_elected", "user_limited")


@tagged("post_install", "-at_install", "plpdma")
class TestDashboard(DashboardCase):
    # ------------------------------------------------------------------
    # Every figure is its list's
    # ------------------------------------------------------------------
    def _get_filters(self):
        return (
            {},
            {"theme_id": self.axis.id},
            {"territory_id": self.north.id},
            {"body_id": self.body.id},
            {
                "date_from": str(
                    fields.Date.subtract(self.company._plpdma_get_today(), days=45)
                ),
                "date_to": str(self.company._plpdma_get_today()),
            },
            {"outside": True},
            {"outside": True, "theme_id": self.compost.id},
        )

    def test_each_figure_opens_what_it_counts(self):
        checked = Counter()
        for name in READERS:
            for filters in self._get_filters():
                board = self._read(getattr(self, name), **filters)
                # As the screen gets them, and gives them back.
                board = json.loads(json.dumps(board))
                env = self._as(getattr(self, name))
                for figure in self._walk(board):
                    model = env[figure["model"]].with_context(active_test=False)
                    found = model.search_count(figure["domain"])
                    with self.subTest(name, filters=filters, domain=figure["domain"]):
                        self.assertEqual(found, figure["count"])
                        self.assertGreater(found, 0)
                    checked[name] += 1
        # Those of few inhabitants open nothing to the élus.
        self.assertGreater(min(checked[name] for name in READERS[:2]), 500, checked)
        self.assertGreater(min(checked.values()), 60, checked)
        self.assertEqual(set(checked), set(READERS))

    def test_the_same_figures_as_everywhere(self):
        """Those of the report, of the workbook and of the programme."""
        expected = self._expect()
        boards = {
            name: self._read(getattr(self, name), outside=True)
            for name in ("user_agent", "user_elected")
        }
        self.confided.active = False
        whole = self._read(self.user_agent)
        self._check_expected(whole, expected)
        for name, board in boards.items():
            with self.subTest(name):
                self._check_told(board, whole)

    def _check_told(self, board, whole):
        """The same as inside the staff, but for what is hidden."""
        told = hidden = 0
        for key in ("heard", "flow", "decisions", "sessions", "commitments"):
            inside = self._figures(whole, key)
            for label, value in self._figures(board, key).items():
                told += value is not None
                hidden += value is None
                if value is not None:
                    self.assertEqual(value, inside[label], label)
        for key in ("heard_college", "theme_role", "theme_decision", "stages"):
            inside = self._cells(whole, key)
            for label, values in self._cells(board, key).items():
                for value, other in zip(values, inside[label], strict=True):
                    told += value is not None
                    hidden += value is None
                    if value is not None:
                        self.assertEqual(value, other, (key, label))
        self.assertGreater(told, 20)
        self.assertGreater(hidden, 5)

    def _check_expected(self, board, expected):
        heard, flow = (self._figures(board, key) for key in ("heard", "flow"))
        self.assertEqual(heard["Contributions received"], expected["received"])
        self.assertEqual(heard["Observations made"], expected["observations"])
        self.assertEqual(heard["Actors heard"], expected["heard"])
        self.assertEqual(heard["Represented only"], expected["represented"])
        self.assertEqual(flow["Answers overdue"], expected["overdue"])
        self.assertEqual(flow["Contributions answered"], expected["answered"])
        stages = self._cells(board, "stages")
        self.assertEqual(stages["Answered"], [expected["observations_answered"]])
        *standing, followed = [number for [number] in stages.values()]
        self.assertEqual(sum(standing), expected["observations"])
        self.assertGreater(followed, 0)
        delays = self._cells(board, "delays")
        self.assertEqual(sum(n for [n] in delays.values()), expected["answered"])
        sessions = self._figures(board, "sessions")
        self.assertEqual(
            sessions["Sessions held, or open to the public"], expected["held"]
        )
        self.assertEqual(
            sessions["Sessions planned, not held yet"], expected["to_come"]
        )
        rows = self._cells(board, "attendance").values()
        sums = [sum(column) for column in zip(*rows, strict=True)]
        self.assertEqual(
            sums, [expected[name] for name in ("in_person", "proxy", "others")]
        )

    def test_delays(self):
        answered = self.received.filtered("date_answered")
        days = sorted((one.date_answered - one.date_received).days for one in answered)
        self.assertEqual(sorted(answered.mapped("answer_days")), days)
        self.confided.active = False
        flow = self._figures(self._read(self.user_agent), "flow")
        self.assertEqual(flow["Median delay (days)"], median(days))
        slowest = max(len(days) // 10, 1)
        self.assertEqual(flow["Slowest tenth: from (days)"], days[-slowest])

    # ------------------------------------------------------------------
    # Who was not heard
    # ------------------------------------------------------------------
    def test_what_was_said_by_nobody_is_shown(self):
        board = self._read(self.user_agent)
        themes = self._cells(board, "theme_college")
        self.assertEqual(set(themes[self.unsaid.name]), {0})
        places = self._cells(board, "places")
        self.assertEqual(places[self.silent.name], [0, 0, 3000])
        north = self.north | self.district
        made = (self.received | self.parts | self.confided).filtered(
            lambda one: one.is_observation and one.territory_id in north
        )
        self.assertEqual(places[self.north.name], [len(made), len(made), 1000])
        heard = self._figures(board, "heard")
        actors = self.agent_env["plpdma.stakeholder"]
        self.assertEqual(
            heard["Never heard"] + heard["Represented only"],
            actors.search_count(
                [("program_id", "=", self.program.id), ("is_heard", "=", False)]
            ),
        )

    def test_under_a_theme_those_heard_on_it(self):
        """Whoever spoke of something else was not heard on it."""
        whole = self._figures(self._read(self.user_agent), "heard")
        under = self._figures(
            self._read(self.user_agent, theme_id=self.axis.id), "heard"
        )
        self.assertGreater(under["Never heard"], whole["Never heard"])
        made = (self.received | self.parts | self.confided).filtered(
            lambda one: one.is_observation
            and one.theme_ids & (self.axis | self.compost)
        )
        self.assertEqual(under["Observations made"], len(made))

    def test_late_by_agent_and_by_theme(self):
        board = self._read(self.user_agent)
        observations = (self.received | self.parts | self.confided).filtered(
            "is_overdue"
        )
        by_agent = {k: v[0] for k, v in self._cells(board, "late_user").items()}
        self.assertEqual(sum(by_agent.values()), len(observations))
        mine = observations.filtered(lambda one: one.user_id == self.user_manager)
        self.assertEqual(by_agent[self.user_manager.name], len(mine))
        by_theme = {k: v[0] for k, v in self._cells(board, "late_theme").items()}
        about = observations.filtered(lambda one: self.compost in one.theme_ids)
        self.assertEqual(by_theme[self.compost.name], len(about))
        self.assertTrue(mine and about)

    def test_decisions_on_a_theme(self):
        board = self._read(self.user_manager)
        table = self._table(board, "theme_decision")
        decided = Counter(
            one.decision
            for one in self.received | self.parts
            if one.is_observation and one.date_answered and self.reuse in one.theme_ids
        )
        self.assertTrue(decided)
        cells = self._cells(board, "theme_decision")[self.reuse.name]
        labels = dict(
            self.received._fields["decision"]._description_selection(self.env)
        )
        told = dict(zip(table["headings"][1:], cells, strict=True))
        self.assertEqual(
            {name: n for name, n in told.items() if n},
            {labels[key]: n for key, n in decided.items()},
        )

    def test_commitments_and_what_needs_me(self):
        board = self._read(self.user_agent)
        self.assertEqual(
            self._cells(board, "commitment")["Promise of the authority"][0], 2
        )
        now = self._figures(board, "now")
        self.assertEqual(now["Promises of the authority past their day"], 1)
        self.assertEqual(now["Responses that await arbitration"], 1)
        self.assertEqual(now["Responses decided, to be sent"], 1)
        elected = self._figures(self._read(self.user_elected), "now")
        self.assertEqual(elected["Responses that await your decision"], 1)
        self.assertNotIn("Late, and yours to handle", elected)
        [dates] = [one["dates"] for one in board["sections"] if "dates" in one]
        self.assertTrue(dates)

    # ------------------------------------------------------------------
    # Rights
    # ------------------------------------------------------------------
    def test_a_period_out_of_reach(self):
        for day in ("9999-12-31", "0001-01-01"):
            for name in ("date_from", "date_to"):
                with self.assertRaisesRegex(UserError, "between the years"):
                    self._read(self.user_agent, **{name: day})

    def test_who_reads_it(self):
        for user in (self.user_facilitator, self.user_employee):
            program = self._as(user)["plpdma.program"].browse(self.program.id)
            for method in (
                program.get_dashboard,
                program.action_dashboard,
                program.action_print_dashboard,
            ):
                with self.assertRaises(AccessError):
                    method()
        _company, other = self._create_other_company()
        for name in READERS:
            foreign = self._as(getattr(self, name))["plpdma.program"].browse(other.id)
            with self.assertRaises(AccessError):
                foreign.get_dashboard()

    def test_an_elu_within_their_mandate(self):
        # So many that they may be told.
        self._create_contributions(
            *(
                {
                    "contributor_name": f"Voisine {number}",
                    "theme_ids": [fields.Command.set(self.compost.ids)],
                    "territory_id": self.north.id,
                }
                for number in range(6)
            )
        )
        whole = self._figures(self._read(self.user_elected), "heard")
        board = self._read(self.user_limited)
        mine = self._figures(board, "heard")
        covered = self._as(self.user_limited)["plpdma.contribution"]
        # Also the letters of which they read a point alone.
        read = covered.search([])
        letters = read.sudo()._get_letter()
        self.assertTrue(letters - read.sudo())
        self.assertEqual(mine["Contributions received"], len(letters))
        self.assertLess(mine["Observations made"], whole["Observations made"])
        self.assertGreater(mine["Observations made"], 0)
        self.assertIn("your mandate", " ".join(board["sentences"]))
        self.assertIn(self.north.name, " ".join(board["sentences"]))
        keys = {
            table["key"] for section in board["sections"] for table in section["tables"]
        }
        self.assertNotIn("late_user", keys)
        self.assertNotIn("Confidence", json.dumps(board))

    def test_a_mandate_that_ended_gives_nothing(self):
        mandate = self.env["plpdma.mandate"].search(
            [("partner_id", "=", self.user_limited.partner_id.id)]
        )
        mandate.date_end = fields.Date.subtract(
            self.company._plpdma_get_today(), days=1
        )
        with self.assertRaises(AccessError):
            self._read(self.user_limited)

    def test_what_was_confided_counts_for_the_staff_alone(self):
        inside = self._figures(self._read(self.user_agent), "heard")
        outside = self._figures(self._read(self.user_agent, outside=True), "heard")
        self.assertEqual(
            inside["Contributions received"] - outside["Contributions received"],
            len(self.confided),
        )

    def test_unreadable_filters(self):
        for filters in ({"theme_id": "x"}, {"date_from": "hier"}, "x", ["x"]):
            with self.subTest(filters=filters), self.assertRaises(UserError):
                program = self._as(self.user_agent)["plpdma.program"]
                program.browse(self.program.id).get_dashboard(filters)

    def test_the_home_of_an_elu(self):
        for user in (self.user_elected, self.user_limited):
            action = self._as(user)["plpdma.program"].action_home()
            self.assertEqual(action["tag"], "plpdma_dashboard")
            self.assertEqual(action["params"], {"program_id": self.program.id})

    # ------------------------------------------------------------------
    # Cost
    # ------------------------------------------------------------------
    def test_few_queries_whatever_the_size(self):
        costs = []
        for number in (10, 150, 300):
            self._create_contributions(
                *(
                    {
                        "contributor_name": f"Plus {n}",
                        "theme_ids": [fields.Command.set(self.reuse.ids)],
                        "territory_id": self.south.id,
                    }
                    for n in range(number)
                )
            )
            for name in READERS:
                user = getattr(self, name)
                self._read(user)
                program = self._as(user)["plpdma.program"].browse(self.program.id)
                # As screens ask: without it, the reader's own is read, or not.
                program = program.with_context(tz="Europe/Paris")
                before = self.cr.sql_log_count
                program.get_dashboard()
                costs.append(self.cr.sql_log_count - before)
        self.assertLessEqual(max(costs), 25, costs)
        self.assertEqual(costs[4:8], costs[8:])
        for name in READERS:
            for filters in self._get_filters():
                program = self._as(getattr(self, name))["plpdma.program"]
                program = program.browse(self.program.id)
                program.get_dashboard(filters)
                before = self.cr.sql_log_count
                program.get_dashboard(filters)
                with self.subTest(name, filters=filters):
                    self.assertLessEqual(self.cr.sql_log_count - before, 25)

    def test_few_queries_for_whoever_says_no_time_zone(self):
        """Theirs is read too: each opening is the first one of its environment."""
        costs = {}
        for number, name in enumerate(READERS * 2):
            program = self._as(getattr(self, name))["plpdma.program"]
            program = program.browse(self.program.id)
            program = program.with_context(tz=False, opening=number)
            program.get_dashboard()
            self.env.invalidate_all()
            program = program.with_context(opening=-number - 1)
            before = self.cr.sql_log_count
            program.get_dashboard()
            costs.setdefault(name, []).append(self.cr.sql_log_count - before)
        self.assertLessEqual(max(map(max, costs.values())), 25, costs)
