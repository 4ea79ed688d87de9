"""Contributions: when they are late, due, answered."""

from datetime import date, timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged

from .contribution_common import ContributionCase


@tagged("post_install", "-at_install", "plpdma")
class TestContributionDates(ContributionCase):
    # ------------------------------------------------------------------
    # Received late
    # ------------------------------------------------------------------
    def test_late_outside_the_local_days_of_a_public_session(self):
        # From 1 March 00:00 to 31 March 00:30, Paris time: both days count.
        session = self._create_session(
            format="public",
            date_start="2026-02-28 23:00:00",
            date_stop="2026-03-30 22:30:00",
        )
        for received, late in (
            ("2026-02-28", True),
            ("2026-03-01", False),
            ("2026-03-15", False),
            ("2026-03-31", False),
            ("2026-04-01", True),
        ):
            with self.subTest(received=received):
                contribution = self._create_contribution(
                    session_id=session.id, date_received=received
                )
                self.assertEqual(contribution.is_late, late)

    def test_days_are_those_of_the_authority_not_of_the_user(self):
        vals = {
            "format": "public",
            "date_start": "2026-02-28 23:00:00",
            "date_stop": "2026-03-30 22:30:00",
        }
        self.user_agent.tz = "Pacific/Noumea"
        session = self._create_session(**vals)
        contribution = self._create_contribution(
            session_id=session.id, date_received="2026-02-28"
        )
        self.assertTrue(contribution.is_late)
        self.company.partner_id.tz = "America/Guadeloupe"  # 28 February, 19:00
        session = self._create_session(**vals)
        contribution = self._create_contribution(
            session_id=session.id, date_received="2026-02-28"
        )
        self.assertFalse(contribution.is_late)

    def test_late_follows_the_dates_of_the_session(self):
        session = self._create_session(
            format="public", date_start="2026-03-01", date_stop="2026-03-31"
        )
        contribution = self._create_contribution(
            session_id=session.id, date_received="2026-04-05"
        )
        self.assertTrue(contribution.is_late)
        session.date_stop = "2026-04-10 10:00:00"
        self.assertFalse(contribution.is_late)

    def test_never_late_out_of_a_public_session(self):
        session = self._create_session()
        contributions = self._create_contributions(
            {"session_id": session.id, "date_received": "2020-01-01"},
            {"date_received": "2020-01-01"},
        )
        self.assertEqual(contributions.mapped("is_late"), [False, False])

    # ------------------------------------------------------------------
    # Said in a session
    # ------------------------------------------------------------------
    def test_what_is_said_in_a_session_is_received_on_its_day(self):
        """Whatever the door, once it has begun: whoever runs it marks it as held
        later."""
        now = fields.Datetime.now()
        today = self.company._plpdma_get_today()
        begun = self._create_session(
            date_start=now - timedelta(days=3),
            date_stop=now - timedelta(days=3, hours=-2),
        )
        coming = self._create_session(
            date_start=now + timedelta(days=3), date_stop=now + timedelta(days=4)
        )
        for session, expected in (
            (begun, self.company._plpdma_get_local_day(begun.date_start)),
            (coming, today),
        ):
            noted = self.agent_env["plpdma.contribution"].with_context(
                default_session_id=session.id
            )
            shown = noted.default_get(["date_received", "session_id"])["date_received"]
            self.assertEqual(shown, expected)
            said = self._create_contributions(
                {"session_id": session.id},
                {"session_id": session.id, "channel": "session"},
                {"session_id": session.id, "channel": "letter"},
                {"session_id": session.id, "date_received": "2026-01-05"},
            )
            self.assertEqual(
                said.mapped("date_received"), [expected] * 2 + [today, date(2026, 1, 5)]
            )
            dialog = session.action_paste("Trop de camions le matin.")
            self.agent_env[dialog["res_model"]].browse(dialog["res_id"]).action_note()
            [pasted] = session.contribution_ids - said
            self.assertEqual(pasted.date_received, expected)

    def test_session_chosen_in_the_form_gives_its_day(self):
        now = fields.Datetime.now()
        session = self._create_session(
            date_start=now - timedelta(days=3),
            date_stop=now - timedelta(days=3, hours=-2),
        )
        day = self.company._plpdma_get_local_day(session.date_start)
        for typed in (None, date(2026, 1, 5)):
            form = Form(self.agent_env["plpdma.contribution"])
            if typed:
                form.date_received = typed
            form.session_id = session
            form.channel = "session"
            self.assertEqual(form.date_received, typed or day)

    # ------------------------------------------------------------------
    # Due, overdue: an answered item keeps its dates
    # ------------------------------------------------------------------
    def test_due_after_the_delay_of_the_programme(self):
        contribution = self._create_contribution(date_received="2026-03-01")
        self.assertEqual(str(contribution.date_due), "2026-03-31")
        self.program.response_delay_days = 10
        self.assertEqual(str(contribution.date_due), "2026-03-11")
        contribution.date_received = "2026-03-05"
        self.assertEqual(str(contribution.date_due), "2026-03-15")
        contribution.response_expected = False
        self.assertFalse(contribution.date_due)

    def test_changed_delay_never_moves_an_answered_item(self):
        contribution = self._create_contribution(
            contributor_email="zoe@p.example", date_received="2026-03-01"
        )
        self._create_response(contribution, state="sent")
        self.env.invalidate_all()
        self.program.response_delay_days = 1
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(str(contribution.date_due), "2026-03-31")
        self.assertFalse(contribution.is_overdue)

    def test_overdue_from_the_day_after(self):
        contribution = self._create_contribution(date_received="2026-03-01")
        for today, overdue in (
            ("2026-03-30 12:00:00", False),
            ("2026-03-31 12:00:00", False),
            # The next day in Paris, and not yet in UTC.
            ("2026-03-31 22:30:00", True),
            ("2026-04-01 12:00:00", True),
        ):
            with self.subTest(today=today), freeze_time(today):
                expected = contribution if overdue else contribution.browse()
                # A user's own day decides, as everywhere in Odoo.
                Model = contribution.with_context(tz="Europe/Paris")
                self.assertSearchIs("is_overdue", expected, Model)

    def test_overdue_only_while_an_answer_is_awaited(self):
        old = {"date_received": "2020-01-01", "contributor_email": "zoe@p.example"}
        names = (
            "received",
            "in_review",
            "recent",
            "not_expected",
            "draft",
            "sent",
            "merged",
            "closed",
        )
        contributions = self._create_contributions(*[old for _name in names])
        by_name = dict(zip(names, contributions, strict=True))
        by_name["in_review"].action_review()
        by_name["recent"].date_received = self.company._plpdma_get_today()
        (by_name["not_expected"] | by_name["closed"]).response_expected = False
        by_name["closed"].action_close()
        self._create_response(by_name["draft"])
        self._create_response(by_name["sent"], state="sent")
        by_name["merged"]._merge_into(by_name["received"])
        overdue = by_name["received"] | by_name["in_review"] | by_name["draft"]
        self.assertSearchIs("is_overdue", overdue, contributions)
        self.assertSearchIs("is_to_answer", overdue | by_name["recent"], contributions)

    def test_validated_is_not_answered_yet(self):
        contribution = self._create_contribution(date_received="2020-01-01")
        self._create_response(contribution, state="validated")
        self.assertTrue(contribution.is_overdue)
        self.assertFalse(contribution.date_answered)

    # ------------------------------------------------------------------
    # States
    # ------------------------------------------------------------------
    def test_not_closed_before_it_is_answered(self):
        contribution = self._create_contribution()
        for state in ("answered", "closed"):
            with self.subTest(state=state), self.assertRaises(UserError):
                contribution.state = state
            with self.subTest(state=state), self.assertRaises(ValidationError):
                contribution.sudo().state = state
        with self.assertRaises(ValidationError):
            contribution.action_close()
        self._create_response(contribution, state="sent")
        contribution.action_close()
        self.assertEqual(contribution.state, "closed")
        contribution.action_reopen()
        self.assertEqual(contribution.state, "answered")

    def test_closed_without_answer_when_none_is_expected(self):
        contribution = self._create_contribution(response_expected=False)
        contribution.action_close()
        self.assertEqual(contribution.state, "closed")
        with self.assertRaises(ValidationError):
            contribution.response_expected = True
        contribution.action_reopen()
        self.assertEqual(contribution.state, "received")

    def test_prepared_response_puts_it_in_review(self):
        contribution = self._create_contribution()
        self.assertEqual(contribution.state, "received")
        self._create_response(contribution)
        self.assertEqual(contribution.state, "in_review")


@tagged("post_install", "-at_install", "plpdma")
class TestContributionTakenOver(ContributionCase):
    """A register begun elsewhere comes with its answers."""

    def test_answered_elsewhere_has_its_due_date(self):
        contribution = self._create_contribution(date_received="2026-03-01")
        contribution.with_user(self.user_manager).action_take_over("2026-03-20")
        delay = self.program.response_delay_days
        self.assertEqual(
            contribution.date_due, contribution.date_received + timedelta(days=delay)
        )
        self.assertFalse(contribution.is_overdue)
