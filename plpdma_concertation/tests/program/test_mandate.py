"""Mandates: what an élu sees and decides, where, on what and until when."""

from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, RecordCapturer, tagged

from .mandate_common import MandateCase


@tagged("post_install", "-at_install", "plpdma")
class TestMandateScope(MandateCase):
    def test_nothing_without_a_mandate(self):
        session = self._create_session()
        for records in (self.program, self.body, session, self._spread()):
            self.assertFalse(self._seen(records))

    def test_whole_programme(self):
        self._mandate()
        contributions = self._spread()
        session = self._create_session()
        for records in (self.program, self.body, session, contributions):
            self.assertEqual(self._seen(records), records)

    def test_territory_with_those_under_it(self):
        self._mandate(territory_ids=self.north.ids)
        contributions = self._spread()
        self.assertEqual(self._seen(contributions), contributions[:2])

    def test_parent_territory_covers_all_that_is_sorted(self):
        self._mandate(territory_ids=self.epci.ids)
        contributions = self._spread()
        self.assertEqual(self._seen(contributions), contributions[:3])

    def test_theme_with_those_under_it(self):
        self._mandate(theme_ids=self.axis.ids)
        mine, other, none = self._create_contributions(
            {"theme_ids": self.theme.ids}, {"theme_ids": self.other_theme.ids}, {}
        )
        self.assertEqual(self._seen(mine | other | none), mine)

    def test_territory_and_theme_both(self):
        self._mandate(territory_ids=self.north.ids, theme_ids=self.axis.ids)
        both, one = self._create_contributions(
            {"territory_id": self.north.id, "theme_ids": self.theme.ids},
            {"territory_id": self.south.id, "theme_ids": self.theme.ids},
        )
        self.assertEqual(self._seen(both | one), both)

    def test_contribution_is_sorted_by_its_session_for_want_of_better(self):
        self._mandate(territory_ids=self.north.ids)
        session = self._create_session(territory_ids=self.district.ids)
        inside, outside = self._create_contributions(
            {"session_id": session.id},
            {"session_id": session.id, "territory_id": self.south.id},
        )
        self.assertEqual(self._seen(inside | outside), inside)
        self.assertEqual(self._seen(session), session)
        session.territory_ids = self.south
        self.assertFalse(self._seen(inside | outside))
        self.assertFalse(self._seen(session))

    def test_moved_record_follows(self):
        self._mandate(territory_ids=self.north.ids)
        contributions = self._spread()
        contributions[2].territory_id = self.district
        contributions[0].territory_id = self.south
        self.assertEqual(self._seen(contributions), contributions[1:3])

    def test_moved_territory_follows(self):
        self._mandate(territory_ids=self.north.ids)
        contributions = self._spread()
        self.district.parent_id = self.south
        self.assertEqual(self._seen(contributions), contributions[:1])

    def test_changed_mandate_follows_and_matches_what_is_computed(self):
        mandate = self._mandate(territory_ids=self.north.ids)
        session = self._create_session(
            territory_ids=self.south.ids, theme_ids=self.theme.ids
        )
        contributions = self._spread() | self._create_contributions(
            {"session_id": session.id}, {"theme_ids": self.theme.ids}
        )
        for scope in (
            {"territory_ids": [Command.set(self.south.ids)]},
            {"theme_ids": [Command.set(self.axis.ids)]},
            {"territory_ids": [Command.clear()]},
            {"theme_ids": [Command.clear()]},
            {"territory_ids": [Command.set((self.epci | self.district).ids)]},
        ):
            mandate.write(scope)
            for records in (contributions, session):
                seen = self._seen(records)
                self.env.add_to_compute(
                    records._fields["mandate_ids"], records.with_env(self.env)
                )
                with self.subTest(scope=scope, model=records._name):
                    self.assertEqual(self._seen(records), seen)

    def test_overlapping_mandates_add_up(self):
        self._mandate(territory_ids=self.north.ids)
        self._mandate(territory_ids=self.south.ids)
        contributions = self._spread()
        self.assertEqual(self._seen(contributions), contributions[:3])

    def test_other_programme_stays_out(self):
        self._mandate()
        other = self._create_program(state="open")
        contribution = self._create_contribution(program_id=other.id)
        self.assertFalse(self._seen(contribution))
        self.assertFalse(self._seen(other))

    def test_session_in_which_they_take_part(self):
        self._mandate(territory_ids=self.north.ids)
        actor = self.agent_env["plpdma.stakeholder"].create(
            {
                "program_id": self.program.id,
                "partner_id": self.user_mayor.partner_id.id,
            }
        )
        mine = self._create_session(actor, territory_ids=self.south.ids)
        other = self._create_session(territory_ids=self.south.ids)
        self.assertEqual(self._seen(mine | other), mine)
        self.assertEqual(
            self._seen(mine.question_ids | other.question_ids), mine.question_ids
        )
        self.env.flush_all()
        timeline = self.env["plpdma.timeline"].with_user(self.user_mayor)
        self.assertEqual(timeline.search([]).session_id.ids, mine.ids)

    def test_confidential_words_never(self):
        self._mandate()
        contribution = self._create_contribution(confidentiality="staff")
        self.assertFalse(self._seen(contribution))
        response = self._create_response(contribution, state="validated")
        self.assertFalse(self._seen(response))
        contribution.confidentiality = "public"
        self.assertEqual(self._seen(response), response)

    def test_portal_elu_sees_the_same(self):
        partner = self.env["res.partner"].create({"name": "Élue du portail"})
        user = self._create_user(
            "portal_elected",
            partner_id=partner.id,
            groups="base.group_portal,plpdma_concertation.group_elected",
        )
        self._mandate(partner_id=partner.id, territory_ids=self.north.ids)
        contributions = self._spread()
        self.assertEqual(self._seen(contributions, user), contributions[:2])

    def test_only_managers_give_mandates(self):
        mandates = self.agent_env["plpdma.mandate"]
        vals = {
            "program_id": self.program.id,
            "partner_id": self.user_mayor.partner_id.id,
        }
        for user in (self.user_agent, self.user_elected, self.user_employee):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                mandates.with_user(user).create(vals)

    def test_form(self):
        form = Form(self.env["plpdma.mandate"].with_user(self.user_manager))
        form.program_id = self.program
        form.partner_id = self.user_mayor.partner_id
        self.assertFalse(form.can_arbitrate)
        form.function = "referent"
        self.assertTrue(form.can_arbitrate)
        mandate = form.save()
        self.assertEqual(mandate.user_id, self.user_mayor)
        self.assertTrue(mandate.is_in_force)
        contributions = self._spread()
        self.assertEqual(self._seen(contributions), contributions)


@tagged("post_install", "-at_install", "plpdma")
class TestMandateDates(MandateCase):
    def _day(self, days):
        return self.today + timedelta(days=days)

    def test_dates(self):
        mandate = self._mandate()
        contributions = self._spread()
        for start, end, is_seen in (
            (-9, -1, False),
            (-9, 0, True),
            (0, 0, True),
            (-9, None, True),
            (1, None, False),
            (1, 9, False),
        ):
            mandate.write(
                {
                    "date_start": self._day(start),
                    "date_end": self._day(end) if end is not None else False,
                }
            )
            with self.subTest(start=start, end=end):
                seen = contributions if is_seen else contributions.browse()
                self.assertEqual(self._seen(contributions), seen)
                self.assertEqual(mandate.is_in_force, is_seen)
                self.assertEqual(
                    mandate.search(
                        [("is_in_force", "=", True), ("id", "=", mandate.id)]
                    ),
                    mandate if is_seen else mandate.browse(),
                )

    def test_ends_while_the_server_runs(self):
        """Nothing is cleared between the two requests: the clock alone moves on."""
        self._mandate(date_end=self.today)
        contributions = self._spread()
        model = self.env["plpdma.contribution"].with_user(self.user_mayor)
        domain = [("id", "in", contributions.ids)]
        self.env.flush_all()
        self.assertEqual(model.search_count(domain), 4)
        with freeze_time(self._day(1)):
            self.assertEqual(model.search_count(domain), 0)
        self.assertEqual(model.search_count(domain), 4)

    def test_ended_by_hand(self):
        mandate = self._mandate(date_start=self._day(-30))
        contributions = self._spread()
        self.assertEqual(self._seen(contributions), contributions)
        mandate.action_end()
        self.assertEqual(mandate.date_end, self._day(-1))
        self.assertFalse(self._seen(contributions))

    def test_referent_holds_one_and_hands_it_over(self):
        contributions = self._spread()
        mandates = self.program.mandate_ids
        self.assertEqual(mandates.partner_id, self.user_elected.partner_id)
        self.assertTrue(mandates.can_arbitrate)
        mandates.sudo().date_start = self._day(-30)
        self.program.elected_referent_id = self.user_mayor.partner_id
        self.assertEqual(mandates.date_end, self._day(-1))
        self.assertFalse(self._seen(contributions, self.user_elected))
        self.assertEqual(self._seen(contributions), contributions)
        self.program.elected_referent_id = self.user_mayor.partner_id
        self.assertEqual(len(self.program.mandate_ids), 2, "Nothing is made twice")
        self.program.elected_referent_id = False
        self.assertFalse(self._seen(contributions))


@tagged("post_install", "-at_install", "plpdma")
class TestArbitration(MandateCase):
    def _submitted(self, **vals):
        contribution = self._create_contribution(
            contributor_email="camille@p.example", **vals
        )
        return self._create_response(contribution, state="submitted")

    def test_elu_validates_what_their_mandate_covers(self):
        self._mandate(territory_ids=self.north.ids, can_arbitrate=True)
        mine = self._submitted(territory_id=self.north.id)
        other = self._submitted(territory_id=self.south.id)
        self.assertEqual(self._seen(mine | other), mine)
        as_mayor = mine.with_user(self.user_mayor)
        self.assertTrue(as_mayor.can_validate)
        with self.assertRefused("whoever has read it", exception=UserError):
            as_mayor.action_validate()
        self.assertEqual(mine.state, "submitted")
        as_mayor.action_validate(seen=self._read_to_decide(as_mayor))
        self.assertEqual(mine.state, "validated")
        self.assertEqual(mine.arbiter_id, self.user_mayor.partner_id)
        self.assertEqual(mine.validated_by_id, self.user_mayor)
        self.assertTrue(mine.date_validated)
        with self.assertRaises(AccessError):
            other.with_user(self.user_mayor).action_validate()
        with self.assertRaises(AccessError):
            as_mayor.action_return("Trop tard.")

    def test_author_is_told(self):
        self._mandate(can_arbitrate=True)
        response = self._submitted()
        self.env.flush_all()
        with self.mock_mail_gateway():
            as_mayor = response.with_user(self.user_mayor)
            as_mayor.action_validate(seen=self._read_to_decide(as_mayor))
        notified = self.env["mail.message"].search(
            [("partner_ids", "in", self.user_agent.partner_id.ids)], limit=1
        )
        self.assertIn(response.reference, notified.body)

    def test_elu_returns_with_a_reason(self):
        self._mandate(can_arbitrate=True)
        response = self._submitted()
        self.env.flush_all()
        action = response.with_user(self.user_mayor).action_open_return()
        wizard = Form(
            self.env[action["res_model"]]
            .with_user(self.user_mayor)
            .with_context(**action["context"])
        )
        wizard.reason = "Préciser le calendrier."
        action = wizard.save().action_return()
        self.assertEqual(action["target"], "main", "Not back to what is now a draft")
        self.assertEqual(response.state, "draft")
        self.assertEqual(response.return_reason, "Préciser le calendrier.")
        activity = response.activity_ids.filtered(
            lambda line: line.user_id == self.user_agent
        )
        self.assertIn("Préciser le calendrier.", activity.note)

    def test_elu_without_the_right_neither_sees_nor_decides(self):
        mandate = self._mandate()
        response = self._submitted()
        self.assertFalse(self._seen(response))
        for action in ("action_validate", "action_return"):
            with self.assertRaises(AccessError):
                getattr(response.with_user(self.user_mayor), action)()
        mandate.can_arbitrate = True
        self.assertEqual(self._seen(response), response)
        mandate.write({"date_start": "2020-01-01", "date_end": "2020-12-31"})
        self.assertFalse(self._seen(response))
        with self.assertRaises(AccessError):
            response.with_user(self.user_mayor).action_validate()

    def test_elu_writes_nothing_else(self):
        self._mandate(can_arbitrate=True)
        response = self._submitted()
        self.env.flush_all()
        as_mayor = response.with_user(self.user_mayor)
        for vals in (
            {"motivation": "<p>Autre.</p>"},
            {"state": "validated"},
            {"decision": "retained"},
        ):
            with self.assertRaises(AccessError):
                as_mayor.write(vals)
        with self.assertRaises(UserError):
            as_mayor.action_send()
        self.assertEqual(response.state, "submitted")

    def test_portal_elu_arbitrates(self):
        partner = self.env["res.partner"].create({"name": "Élue du portail"})
        user = self._create_user(
            "portal_arbiter",
            partner_id=partner.id,
            groups="base.group_portal,plpdma_concertation.group_elected",
        )
        self._mandate(partner_id=partner.id, can_arbitrate=True)
        response = self._submitted()
        self.env.flush_all()
        as_arbiter = response.with_user(user)
        as_arbiter.action_validate(seen=self._read_to_decide(as_arbiter))
        self.assertEqual(response.arbiter_id, partner)

    def test_portal_elu_is_told_what_awaits_them(self):
        portal = self._create_user(
            "portal_arbiter",
            groups="base.group_portal,plpdma_concertation.group_elected",
        )
        self._mandate(partner_id=portal.partner_id.id, can_arbitrate=True)
        contributions = self._create_contributions({}, {})
        responses = self.agent_env["plpdma.response"].create(
            [
                {"contribution_ids": [Command.set(one.ids)], "decision": "information"}
                for one in contributions
            ]
        )
        domain = [("partner_ids", "in", portal.partner_id.ids)]
        with (
            self.mock_mail_gateway(),
            RecordCapturer(self.env["mail.message"], domain) as capture,
        ):
            responses.action_submit()
        message = capture.records.ensure_one()
        for reference in responses.mapped("reference"):
            self.assertIn(reference, message.body)
        self.assertIn("/my/concertation", message.body)
