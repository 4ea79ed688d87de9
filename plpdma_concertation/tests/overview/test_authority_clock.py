"""A day is over when it is over for the authority, whoever reads, and from where."""

from contextlib import contextmanager
from datetime import date, timedelta
from itertools import product

from dateutil.relativedelta import relativedelta
from freezegun import freeze_time
from lxml import etree

from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from ..common import ConcertationCase

MODULE = "plpdma_concertation"
# The 15th in Paris; the 16th, already, in Kiritimati; the 14th, still, in Niue.
NOW = "2026-06-15 10:30:00"
DAY = date(2026, 6, 15)
EAST, HERE, WEST = "Pacific/Kiritimati", "Europe/Paris", "Pacific/Niue"
# What has its last day on the 15th is over there, and nowhere else.
IS_OVER = {EAST: True, HERE: False, WEST: False}
PLACES = list(product(IS_OVER, IS_OVER))


@tagged("post_install", "-at_install", "plpdma")
class TestAuthorityClock(ConcertationCase):
    def setUp(self):
        super().setUp()
        frozen = freeze_time(NOW)
        frozen.start()
        self.addCleanup(frozen.stop)

    @contextmanager
    def _at(self, place, reader):
        """The authority goes by one clock, and its reader by another."""
        with self.subTest(authority=place, reader=reader):
            self.company.partner_id.sudo().tz = place
            self.user_agent.sudo().tz = reader
            self.env.flush_all()
            self.env.invalidate_all()
            yield

    def _assert_told(self, record, name, is_true):
        """A boolean says so, and is found so."""
        record = record.with_context(tz=record.env.user.tz)
        self.assertEqual(record[name], is_true)
        found = record.search([(name, "=", True), ("id", "=", record.id)])
        self.assertEqual(bool(found), is_true)
        found = record.search([(name, "=", False), ("id", "=", record.id)])
        self.assertEqual(bool(found), not is_true)

    def test_an_answer_is_overdue(self):
        contribution = self._create_contribution(
            date_received=DAY - timedelta(days=self.program.response_delay_days)
        )
        self.assertEqual(contribution.date_due, DAY)
        for place, reader in PLACES:
            with self._at(place, reader):
                self._assert_told(contribution, "is_overdue", IS_OVER[place])
                self.assertEqual(self.program.overdue_count, int(IS_OVER[place]))

    def test_each_authority_by_its_own_clock(self):
        """A list that shows several is judged on several days."""
        company, program = self._create_other_company()
        self.company.partner_id.sudo().tz = EAST
        company.partner_id.sudo().tz = HERE
        received = DAY - timedelta(days=self.program.response_delay_days)
        contributions = self.env["plpdma.contribution"].sudo()
        for each in (self.program, program):
            contributions |= contributions.create(
                {
                    "program_id": each.id,
                    "verbatim": "Des bacs.",
                    "date_received": received,
                }
            )
        contributions.invalidate_recordset()
        self.assertEqual(contributions.mapped("date_due"), [DAY, DAY])
        self.assertEqual(contributions.mapped("is_overdue"), [True, False])
        found = contributions.search(
            [("id", "in", contributions.ids), ("is_overdue", "=", True)]
        )
        self.assertEqual(found.company_id, self.company)

    def test_a_promise_is_overdue(self):
        commitment = self.agent_env["plpdma.commitment"].create(
            {"name": "Des bacs", "program_id": self.program.id, "date_due": DAY}
        )
        for place, reader in PLACES:
            with self._at(place, reader):
                self._assert_told(commitment, "is_overdue", IS_OVER[place])

    def test_a_promise_is_kept_on_the_day_of_the_authority(self):
        for place, reader in PLACES:
            with self._at(place, reader):
                commitment = self.agent_env["plpdma.commitment"].create(
                    {"name": "Des bacs", "program_id": self.program.id, "date_due": DAY}
                )
                commitment.state = "done"
                self.assertEqual(commitment.date_done, self.company._plpdma_get_today())

    def test_a_milestone_is_noted_as_done(self):
        milestones = self.agent_env["plpdma.milestone"]
        milestone = self.program._get_milestone("publication") or milestones.create(
            {"program_id": self.program.id, "kind": "publication"}
        )
        for place, reader in PLACES:
            with self._at(place, reader):
                milestone.action_reopen()
                milestone.action_mark_done()
                self.assertEqual(milestone.date_done, self.company._plpdma_get_today())

    def test_who_sits(self):
        self.actors.write({"membership": "occasional", "date_end": DAY})
        for place, reader in PLACES:
            with self._at(place, reader):
                count = 0 if IS_OVER[place] else len(self.actors)
                self.assertEqual(self.body.sitting_count, count)

    def test_an_answer_noted_today(self):
        for place, reader in PLACES:
            with self._at(place, reader):
                contribution = self._create_contribution(date_received="2026-06-01")
                contribution.action_note_answered("phone")
                self.assertEqual(
                    contribution.date_answered, self.company._plpdma_get_today()
                )

    def test_identities_are_kept_until_the_day_of_the_authority(self):
        contribution = self._create_contribution(
            contributor_name="Camille Essai", date_received="2024-01-01"
        )
        self.program.sudo().write(
            {
                "date_start": "2020-01-01",
                "date_end": DAY - relativedelta(months=self.program.retention_months),
            }
        )
        self.assertEqual(self.program.date_retention, DAY)
        self.company.partner_id.sudo().tz = WEST
        self.env.flush_all()
        self._run_as_cron(
            "ir_cron_anonymise",
            lambda env: env["plpdma.contribution"]._cron_anonymise(),
        )
        contribution.invalidate_recordset()
        self.assertEqual(contribution.contributor_name, "Camille Essai")

    def _show(self, xmlid, name, record):
        """Whether a filter of a list shows the record."""
        arch = record.get_view(self.env.ref(f"{MODULE}.{xmlid}").id, "search")["arch"]
        [node] = etree.fromstring(arch).xpath(f"//filter[@name='{name}']")
        self.assertNotIn("'today", node.get("domain"))
        domain = safe_eval(node.get("domain"))
        return bool(record.search([*domain, ("id", "=", record.id)]))

    def _assert_shown(self, xmlid, name, record, is_true):
        record = record.with_context(tz=record.env.user.tz)
        self.assertEqual(self._show(xmlid, name, record), is_true)

    def test_a_milestone_is_late(self):
        milestone = self.agent_env["plpdma.milestone"].create(
            {"program_id": self.program.id, "kind": "evaluation", "date_planned": DAY}
        )
        for place, reader in PLACES:
            with self._at(place, reader):
                self._assert_told(milestone, "is_late", IS_OVER[place])
                self._assert_shown(
                    "plpdma_milestone_view_search", "late", milestone, IS_OVER[place]
                )

    def test_an_answer_is_due_soon(self):
        delay = timedelta(days=self.program.response_delay_days)
        # Today at the earliest, and within a week.
        first = self._create_contribution(date_received=DAY - delay)
        last = self._create_contribution(date_received=DAY - delay + timedelta(days=7))
        for place, reader in PLACES:
            with self._at(place, reader):
                for one, is_soon in (
                    (first, not IS_OVER[place]),
                    (last, place != WEST),
                ):
                    self._assert_told(one, "is_due_soon", is_soon)
                    self._assert_shown(
                        "plpdma_contribution_view_search", "due_soon", one, is_soon
                    )

    def test_what_was_put_off_is_looked_at_again(self):
        response = self._create_response(
            self._create_contribution(),
            decision="deferred",
            review_date=DAY,
            state="sent",
        )
        for place, reader in PLACES:
            with self._at(place, reader):
                is_due = place != WEST
                self._assert_told(response, "is_to_review", is_due)
                self._assert_shown(
                    "plpdma_response_view_search", "to_review", response, is_due
                )

    def test_who_sits_today(self):
        actor = self.actors[:1]
        actor.write({"membership": "occasional", "date_end": DAY})
        for place, reader in PLACES:
            with self._at(place, reader):
                self._assert_told(actor, "sits_today", not IS_OVER[place])
                self._assert_shown(
                    "plpdma_stakeholder_view_search",
                    "sitting",
                    actor,
                    not IS_OVER[place],
                )

    def test_what_is_noted_in_a_session_was_said_there(self):
        """On its day, by the clock of the authority, whoever notes it and when."""
        session = self._create_session(self.actors, date_start="2026-06-10 11:00:00")
        opened = self._create_session(
            format="public",
            date_start="2026-06-01 11:00:00",
            date_stop="2026-07-01 11:00:00",
        )
        (session | opened).sudo().state = "planned"
        session.sudo().state = "held"
        days = {EAST: date(2026, 6, 11), HERE: date(2026, 6, 10)}
        today = {EAST: date(2026, 6, 16), WEST: date(2026, 6, 14)}
        arch = session.get_view(view_type="form")["arch"]
        [node] = etree.fromstring(arch).xpath("//field[@name='contribution_ids']")
        self.assertNotIn("date", node.get("context"))
        for place, reader in PLACES:
            with self._at(place, reader):
                for where, expected in (
                    (session, days.get(place, date(2026, 6, 10))),
                    (opened, today.get(place, DAY)),
                ):
                    noted = self.agent_env["plpdma.contribution"].with_context(
                        default_session_id=where.id, tz=reader
                    )
                    values = noted.default_get(["date_received", "session_id"])
                    self.assertEqual(values["date_received"], expected)
