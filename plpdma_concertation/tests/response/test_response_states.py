"""Responses: submitted, arbitrated, sent; then they do not change."""

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.models import MAGIC_COLUMNS
from odoo.tests import tagged

from ..common import ConcertationCase

# A value that fits each required field, to change it for another.
OTHER_VALUES = {
    "name": "Autre objet",
    "decision": "out_of_scope",
    "motivation": "<p>Autre motif.</p>",
    "effect": "<p>Autre suite.</p>",
    "follow_up_terms": "<p>Autres modalités.</p>",
    "model_text": "Autre modèle.",
    "review_date": "2099-12-31",
    "author_id": False,
    "reference": "REP-X",
    "change": "Une autre phrase.",
}


@tagged("post_install", "-at_install", "plpdma")
class TestResponseLocks(ConcertationCase):
    """What was validated, then sent, does not change."""

    def test_content_is_locked_once_validated(self):
        reason = self.env["plpdma.refusal.reason"].create({"name": "Raison d'essai"})
        for state in ("submitted", "validated", "sent"):
            response = self._create_response(state=state)
            other = self._create_contribution()
            changes = {
                **OTHER_VALUES,
                "contribution_ids": [Command.link(other.id)],
                "supersedes_id": self._create_response().id,
                "inspired_by_id": self._create_response(state="validated").id,
                "refusal_reason_id": reason.id,
                "program_id": self._create_program(state="open").id,
            }
            self.assertEqual(changes.keys(), response._content_fields)
            for user in (self.user_agent, self.user_manager, self.env.user):
                locked = response.with_user(user)
                for name, value in changes.items():
                    with self.subTest(state=state, field=name, user=user.login):
                        with self.assertRaises(UserError):
                            locked.write({name: value})
                        with self.assertRaises(UserError):
                            locked.write({name: value, "state": state})

    def test_content_is_open_before_that(self):
        response = self._create_response()
        for name, value in OTHER_VALUES.items():
            with self.subTest(field=name):
                response.write({name: value})
        self.assertIn("Autre motif.", response.motivation)

    def test_no_content_field_is_forgotten(self):
        """A field that somebody may type is locked, or stated here to stay open."""
        stays_open = {
            "active",
            "published",
            "state",
            "message_main_attachment_id",
            # Locked once sent.
            "arbiter_id",
            "in_absence_of_id",
            "validated_by_id",
            "date_validated",
            "date_sent",
            "return_reason",
            "arbitration_note",
            # Said of the programme, not to the authors.
            "measure_ids",
        }
        response = self.agent_env["plpdma.response"]
        typed = {
            name
            for name, field in response._fields.items()
            if field.store
            and name not in MAGIC_COLUMNS
            and field.type != "one2many"
            and (not field.compute or not field.readonly)
            and not field.related
        }
        self.assertEqual(typed - response._content_fields - stays_open, set())

    def test_locked_from_the_side_of_the_contributions(self):
        for state in ("validated", "sent"):
            contribution, other = self._create_contributions({}, {})
            response = self._create_response(contribution, state=state)
            link = [Command.link(response.id)]
            for name, change in (
                (
                    "unlink",
                    lambda c=contribution: c.write({"response_ids": [Command.clear()]}),
                ),
                ("empty", lambda c=contribution: c.write({"response_id": False})),
                ("link", lambda c=other, v=link: c.write({"response_ids": v})),
                ("choose", lambda c=other, r=response: c.write({"response_id": r.id})),
                ("create", lambda v=link: self._create_contribution(response_ids=v)),
                (
                    "create choosing",
                    lambda r=response: self._create_contribution(response_id=r.id),
                ),
            ):
                with self.subTest(state=state, change=name):
                    with self.assertRaises(UserError):
                        change()
                    self.env.invalidate_all()
                    self.assertEqual(response.contribution_ids, contribution)
                    self.assertEqual(contribution.response_id, response)

    def test_who_decided_does_not_change_once_sent(self):
        response = self._create_response(state="sent")
        for name, value in (
            ("arbiter_id", self.partners[0].id),
            ("date_validated", "2020-01-01"),
            ("date_sent", "2020-01-01"),
            ("validated_by_id", self.user_agent.id),
        ):
            with self.subTest(field=name), self.assertRaises(UserError):
                response.write({name: value})

    def test_only_a_draft_is_deleted(self):
        for state in ("draft", "submitted", "validated", "sent"):
            response = self._create_response(state=state)
            with self.subTest(state=state):
                if state == "draft":
                    response.unlink()
                    self.assertFalse(response.exists())
                else:
                    with self.assertRaises(UserError):
                        response.with_user(self.user_manager).unlink()

    def test_published_only_once_sent(self):
        response = self._create_response(state="validated")
        with self.assertRaises(ValidationError):
            response.action_publish()
        with self.mock_mail_gateway():
            response.action_send()
        response.action_publish()
        self.assertTrue(response.published)
        response.action_unpublish()
        self.assertFalse(response.published)


@tagged("post_install", "-at_install", "plpdma")
class TestResponseWorkflow(ConcertationCase):
    def _activities(self, response, name):
        activity_type = self.env.ref(f"plpdma_concertation.mail_activity_type_{name}")
        return response.sudo().activity_ids.filtered(
            lambda activity: activity.activity_type_id == activity_type
        )

    def test_states_follow_one_another_in_order(self):
        facts = {
            "arbiter_id": self.partners[0].id,
            "date_validated": "2026-01-01",
            "date_sent": "2026-01-01",
        }
        allowed = {
            "draft": {"submitted"},
            "submitted": {"draft", "validated"},
            "validated": {"draft", "sent"},
            "sent": set(),
        }
        states = dict(self.env["plpdma.response"]._fields["state"].selection)
        for origin, targets in allowed.items():
            for target in states.keys() - {origin} - targets:
                with self.subTest(origin=origin, target=target):
                    response = self._create_response(state=origin)
                    response = response.with_user(self.user_manager).sudo()
                    with self.assertRaises(UserError):
                        response.write({"state": target, **facts})
                    with self.assertRaises(UserError):
                        response.write({"state": target})
                    self.assertEqual(response.state, origin)

    def test_state_rests_on_facts(self):
        response = self._create_response(state="submitted")
        with self.assertRaises(ValidationError):
            response.sudo().write({"state": "validated"})
        response.with_user(self.user_manager).action_validate()
        with self.assertRaises(ValidationError):
            response.sudo().write({"state": "sent"})
        with self.assertRefused(response.reference):
            response.with_user(self.user_manager).write({"arbiter_id": False})

    def test_agent_does_not_validate(self):
        response = self._create_response(state="submitted")
        self.assertFalse(response.can_validate)
        with self.assertRaises(AccessError):
            response.action_validate()
        with self.assertRefused("not written by hand"):
            response.write(
                {
                    "state": "validated",
                    "arbiter_id": self.partners[0].id,
                    "date_validated": "2026-01-01",
                }
            )
        self.assertEqual(response.state, "submitted")

    @freeze_time("2026-05-04 10:00:00")
    def test_manager_validates_and_it_is_noted(self):
        response = self._create_response(state="submitted").with_user(self.user_manager)
        self.assertTrue(response.can_validate)
        response.action_validate()
        self.assertRecordValues(
            response,
            [
                {
                    "state": "validated",
                    "arbiter_id": self.user_manager.partner_id.id,
                    "validated_by_id": self.user_manager.id,
                    "date_validated": fields.Datetime.now(),
                }
            ],
        )

    def test_manager_validates_in_the_stead_of_an_elu(self):
        elected = self.user_elected.partner_id
        response = self._create_response(state="submitted").with_user(self.user_manager)
        response.arbiter_id = elected
        response.action_validate()
        self.assertEqual(response.arbiter_id, elected)
        self.assertEqual(response.validated_by_id, self.user_manager)

    def test_elu_in_charge_who_is_an_agent_validates(self):
        self.user_elected.group_ids += self.env.ref("plpdma_concertation.group_user")
        response = self._create_response(state="submitted").with_user(self.user_elected)
        self.assertTrue(response.can_validate)
        response.action_validate(seen=self._read_to_decide(response))
        self.assertEqual(response.arbiter_id, self.user_elected.partner_id)

    def test_agent_validates_where_nobody_arbitrates(self):
        self.program.needs_arbitration = False
        response = self._create_response(state="submitted")
        self.assertFalse(self._activities(response, "arbitration"))
        response.action_validate()
        self.assertEqual(response.arbiter_id, self.user_agent.partner_id)

    def test_sent_is_what_was_told_to_all(self):
        """By RPC as well: no response is sent without its authors being told."""
        response = self._create_response(state="validated")
        with self.assertRefused(response.reference):
            response.write({"state": "sent", "date_sent": "2026-01-01 10:00:00"})
        self.assertEqual(response.state, "validated")

    def test_decision_is_not_rewritten_after_validation(self):
        response = self._create_response(state="validated")
        arbiter = response.arbiter_id
        for vals in (
            {"arbiter_id": self.partners[0].id},
            {"date_validated": "2020-01-01 10:00:00"},
        ):
            with self.assertRefused(response.reference):
                response.write(vals)
        self.assertEqual(response.arbiter_id, arbiter)

    def test_reason_proposes_its_explanation(self):
        reason = self.env.ref("plpdma_concertation.plpdma_refusal_reason_budget")
        draft = self.agent_env["plpdma.response"].new(
            {"refusal_reason_id": reason.id, "decision": "not_retained"}
        )
        draft._onchange_refusal_reason_id()
        self.assertIn(reason.model_text[:20], draft.motivation)
        draft.motivation = "<p>Nos propres mots.</p>"
        draft._onchange_refusal_reason_id()
        self.assertEqual(draft.motivation, "<p>Nos propres mots.</p>")

    def test_arbiter_is_asked_once_and_done_when_validated(self):
        self.user_elected.group_ids += self.env.ref("plpdma_concertation.group_user")
        response = self._create_response()
        response.action_submit()
        response.action_submit()
        activity = self._activities(response, "arbitration")
        self.assertEqual(len(activity), 1)
        self.assertEqual(activity.user_id, self.user_elected)
        response.with_user(self.user_manager).action_validate()
        self.assertFalse(self._activities(response, "arbitration"))
        self.assertFalse(activity.exists().filtered("active"))

    def test_manager_is_asked_when_the_elu_has_no_login(self):
        for referent, asked in (
            (self.user_elected.partner_id, self.user_elected),
            (self.partners[0], self.user_manager),
        ):
            self.program.elected_referent_id = referent
            response = self._create_response(state="submitted")
            activity = self._activities(response, "arbitration")
            with self.subTest(referent=referent.name):
                self.assertEqual(activity.user_id, asked)

    def test_returned_with_the_reason_to_who_prepared_it(self):
        response = self._create_response(state="submitted")
        response.with_user(self.user_manager).action_return("Préciser le calendrier.")
        self.assertEqual(response.state, "draft")
        self.assertEqual(response.return_reason, "Préciser le calendrier.")
        self.assertFalse(self._activities(response, "arbitration"))
        activity = self._activities(response, "rework")
        self.assertEqual(activity.user_id, self.user_agent)
        self.assertIn("Préciser le calendrier.", activity.note)
        response.action_submit()
        self.assertFalse(response.return_reason)
        self.assertFalse(self._activities(response, "rework"))
        self.assertEqual(len(self._activities(response, "arbitration")), 1)

    def test_validated_one_returned_forgets_the_decision(self):
        response = self._create_response(state="validated")
        response.with_user(self.user_manager).action_return("À revoir.")
        self.assertRecordValues(
            response,
            [
                {
                    "state": "draft",
                    "arbiter_id": False,
                    "validated_by_id": False,
                    "date_validated": False,
                }
            ],
        )

    def test_sent_one_is_not_returned(self):
        response = self._create_response(state="sent")
        with self.assertRaises(UserError):
            response.with_user(self.user_manager).action_return("À revoir.")
        self.assertEqual(response.state, "sent")

    def test_batch_is_all_or_nothing(self):
        good = self._create_response()
        bad = self._create_response(decision="not_retained", motivation=False)
        with self.assertRaises(ValidationError):
            (good | bad).action_submit()
        self.assertEqual((good | bad).mapped("state"), ["draft", "draft"])
        self.assertFalse(self._activities(good, "arbitration"))

    def test_other_programme_is_refused(self):
        other = self._create_program(state="open")
        with self.assertRaises(ValidationError):
            self._create_response(program_id=other.id).program_id = other
        response = self._create_response()
        stranger = self._create_contribution(program_id=other.id)
        with self.assertRaises(ValidationError):
            response.contribution_ids = [Command.link(stranger.id)]

    def test_follow_up_terms_written_are_kept(self):
        response = self._create_response(follow_up_terms="<p>Réunion en juin.</p>")
        self.assertEqual(response.follow_up_terms, "<p>Réunion en juin.</p>")

    def test_merged_contribution_is_answered_through_its_target(self):
        target, merged = self._create_contributions({}, {})
        merged._merge_into(target)
        with self.assertRaises(ValidationError):
            self._create_response(merged)
        response = self._create_response(target)
        self.assertEqual(response.contribution_count, 2)
