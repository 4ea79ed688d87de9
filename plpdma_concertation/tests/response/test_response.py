"""Responses: explained, arbitrated, sent to each author once, never changed."""

import html
import re

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.models import MAGIC_COLUMNS
from odoo.tests import Form, tagged
from odoo.tools import email_normalize

from ..common import EXPLAINED, ConcertationCase

EMPTY_HTML = (False, "<p><br></p>", "<div><p> </p><br/></div>")
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
}


def strip_tags(content):
    text = html.unescape(re.sub(r"<[^>]+>", " ", content or ""))
    return re.sub(r"\s+", " ", text).strip()


@tagged("post_install", "-at_install", "plpdma")
class TestResponseReasons(ConcertationCase):
    """No response without its reasons, through each door by which it may change."""

    @staticmethod
    def _through_write(response, vals):
        response.write(vals)

    @staticmethod
    def _through_screen(response, vals):
        response.web_save(vals, {"state": {}})

    @staticmethod
    def _through_import(response, vals):
        values = [value or "" for value in vals.values()]
        result = response.load([".id", *vals], [[str(response.id), *values]])
        if not result["ids"]:
            raise ValidationError(result["messages"][0]["message"])

    @property
    def doors(self):
        return (self._through_write, self._through_screen, self._through_import)

    def assertDoorShut(self, door, response, vals, *words):
        before = response.read(list(vals))
        with self.assertRefused(*words):
            door(response, vals)
        self.env.invalidate_all()
        self.assertEqual(response.read(list(vals)), before)

    def assertStaysDraft(self, response, *words):
        """Only submitting takes it out of the draft, and says what is missing."""
        for door in self.doors:
            with self.subTest(door=door.__name__):
                self.assertDoorShut(door, response, {"state": "submitted"}, "Status")
        with self.assertRefused(*words, exception=ValidationError):
            response.action_submit()
        self.assertEqual(response.state, "draft")

    def test_no_decision_leaves_the_draft_without_what_it_requires(self):
        for decision, required in EXPLAINED.items():
            for name in required:
                label = self.env["plpdma.response"]._fields[name].string
                empties = EMPTY_HTML if name != "review_date" else (False,)
                for empty in empties:
                    response = self._create_response(decision=decision)
                    response[name] = empty
                    with self.subTest(decision=decision, field=name, empty=empty):
                        self.assertStaysDraft(response, label)

    def test_each_decision_leaves_the_draft_with_no_more_than_it_requires(self):
        self.assertEqual(
            EXPLAINED.keys(),
            dict(self.env["plpdma.response"]._fields["decision"].selection).keys(),
        )
        for decision in EXPLAINED:
            with self.subTest(decision=decision):
                response = self._create_response(decision=decision)
                response.action_submit()
                self.assertEqual(response.state, "submitted")

    def test_no_response_leaves_the_draft_without_a_decision(self):
        response = self._create_response(
            decision=False, motivation="<p>Motif.</p>", effect="<p>Suite.</p>"
        )
        self.assertStaysDraft(response, "Decision")

    def test_no_response_leaves_the_draft_without_a_contribution(self):
        response = self._create_response()
        response.contribution_ids = [Command.clear()]
        self.assertStaysDraft(response, response.reference)

    def test_submitted_response_stays_explained(self):
        for decision, required in EXPLAINED.items():
            for name in required:
                response = self._create_response(decision=decision, state="submitted")
                for door in self.doors:
                    with self.subTest(decision=decision, door=door.__name__):
                        self.assertDoorShut(door, response, {name: False})
        response = self._create_response(state="submitted")
        for door in self.doors:
            self.assertDoorShut(door, response, {"decision": "deferred"})
        with self.assertRaises(UserError):
            response.contribution_ids = [Command.clear()]

    def test_emptying_shells_in_the_form(self):
        response = self._create_response()
        form = Form(response)
        form.motivation = "<p><br></p>"
        form.save()
        with self.assertRaises(ValidationError):
            response.action_submit()
        form.motivation = "<p>Un autre motif.</p>"
        form.save()
        self.assertIn("Un autre motif.", response.motivation)
        response.action_submit()
        with self.assertRaises(AssertionError):
            Form(response).motivation = "<p>Encore un autre.</p>"

    def test_form_makes_an_explained_response(self):
        contribution = self._create_contribution()
        Model = self.agent_env["plpdma.response"].with_context(
            default_contribution_ids=contribution.ids
        )
        with Form(Model) as form:
            form.decision = "not_retained"
        response = form.record
        self.assertEqual(response.contribution_ids, contribution)
        self.assertEqual(response.follow_up_terms, self.program.follow_up_terms)
        with self.assertRaises(ValidationError):
            response.action_submit()
        with Form(response) as form:
            form.motivation = "<p>La loi ne le permet pas.</p>"
        response.action_submit()
        self.assertEqual(response.state, "submitted")

    def test_response_begins_as_a_draft(self):
        contribution = self._create_contribution()
        vals = {
            "contribution_ids": [Command.set(contribution.ids)],
            "decision": "information",
        }
        Model = self.agent_env["plpdma.response"]
        states = dict(Model._fields["state"].selection).keys() - {"draft"}
        for state in states:
            with self.subTest(state=state):
                with self.assertRaises(UserError):
                    Model.create({**vals, "state": state})
                result = Model.load(
                    ["contribution_ids/.id", "decision", "state"],
                    [[str(contribution.id), "information", state]],
                )
                self.assertFalse(result["ids"])
        self.assertFalse(contribution.response_ids)
        result = Model.load(
            ["contribution_ids/.id", "decision"],
            [[str(contribution.id), "information"]],
        )
        self.assertTrue(result["ids"], result["messages"])
        self.assertEqual(contribution.response_id.state, "draft")

    def test_bad_row_of_an_import_changes_nothing(self):
        good = self._create_response()
        bad = self._create_response(state="submitted")
        before = (good | bad).mapped("motivation")
        result = good.load(
            [".id", "motivation"],
            [[str(good.id), "<p>Mieux dit.</p>"], [str(bad.id), "<p>Autre.</p>"]],
        )
        self.assertFalse(result["ids"])
        self.assertIn(bad.reference, str(result["messages"]))
        self.env.invalidate_all()
        self.assertEqual((good | bad).mapped("motivation"), before)

    def test_data_files_meet_the_rule_too(self):
        contribution = self._create_contribution()
        with self.assertRaises(ValidationError):
            self.env["plpdma.response"].create(
                {
                    "contribution_ids": [Command.set(contribution.ids)],
                    "decision": "not_retained",
                    "state": "submitted",
                }
            )


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
            "validated_by_id",
            "date_validated",
            "date_sent",
            "return_reason",
            "arbitration_note",
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
        response.action_validate()
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


@tagged("post_install", "-at_install", "plpdma")
class TestResponseSending(ConcertationCase):
    def setUp(self):
        super().setUp()
        # Those who have no contact are written to in the authority's language.
        self.company.partner_id.lang = "en_US"

    def _send(self, responses, user=None):
        """Send, and return what the sender reads."""
        with self.mock_mail_gateway():
            action = responses.with_user(user or self.user_agent).action_send()
        return action["params"]["message"]

    def _recipients(self):
        return sorted(email_normalize(mail.email_to) for mail in self._new_mails)

    # ------------------------------------------------------------------
    # What leaves
    # ------------------------------------------------------------------
    def test_author_receives_the_whole_answer(self):
        contribution = self._create_contribution(
            contributor_name="Camille Essai",
            contributor_email="camille@p.example",
            verbatim="Un composteur <par> rue.\nMerci !",
        )
        reason = self.env["plpdma.refusal.reason"].create({"name": "Raison d'essai"})
        response = self._create_response(
            contribution,
            "partial",
            motivation="<p>Le budget est <b>limité</b>.</p>" + "<p>Détail.</p>" * 50,
            refusal_reason_id=reason.id,
            state="validated",
        )
        self._send(response)
        mail = self._new_mails
        self.assertEqual(mail.email_to, '"Camille Essai" <camille@p.example>')
        self.assertIn(contribution.reference, mail.subject)
        self.assertEqual(mail.email_from, self.company.email_formatted)
        self.assertEqual(mail.state, "outgoing", "It leaves with the transaction")
        body = strip_tags(mail.body_html)
        for text in (
            response.motivation,
            response.effect,
            response.follow_up_terms,
            reason.name,
            "Partly retained",
            contribution.reference,
            self.program.name,
        ):
            self.assertIn(strip_tags(text), body)
        self.assertIn("Un composteur &lt;par&gt; rue.", mail.body_html)
        self.assertIn("<b>limité</b>", mail.body_html)

    def test_internal_words_do_not_leave(self):
        contribution = self._create_contribution(
            contributor_email="camille@p.example",
            internal_note="<p>Entre nous</p>",
            summary="Entre nous",
        )
        response = self._create_response(contribution)
        response.message_post(body="Entre nous")
        response.action_submit()
        response.with_user(self.user_manager).action_return("Entre nous")
        response.action_submit()
        response.with_user(self.user_manager).action_validate()
        self._send(response)
        self.assertTrue(self._new_mails)
        self.assertNotIn("Entre nous", self._new_mails.body_html)

    def test_author_does_not_read_what_another_wrote(self):
        contributions = self._create_contributions(
            {"contributor_email": "a@p.example", "verbatim": "Le mot de A."},
            {"contributor_email": "b@p.example", "verbatim": "Le mot de B."},
        )
        self._send(self._create_response(contributions, state="validated"))
        bodies = {mail.email_to: mail.body_html for mail in self._new_mails}
        self.assertEqual(len(bodies), 2)
        for address, body in bodies.items():
            self.assertEqual("Le mot de A." in body, "a@p.example" in address)
            self.assertEqual("Le mot de B." in body, "b@p.example" in address)
            self.assertTrue(email_normalize(address), "One address")

    def test_author_of_several_contributions_receives_one_mail(self):
        contributions = self._create_contributions(
            {"contributor_email": "A@p.example", "verbatim": "Premier mot."},
            {"contributor_email": "Zoé <a@p.example>", "verbatim": "Second mot."},
            {"partner_id": self.partners[0].id},
            {"contributor_email": self.partners[0].email},
        )
        message = self._send(self._create_response(contributions, state="validated"))
        self.assertEqual(len(self._new_mails), 2)
        self.assertIn("2", message)
        body = self._new_mails.filtered(lambda m: "a@p.example" in m.email_to.lower())
        self.assertIn("Premier mot.", body.body_html)
        self.assertIn("Second mot.", body.body_html)
        self._deliver(contributions.delivery_response_id)
        self.assertEqual(set(contributions.mapped("state")), {"answered"})

    def test_author_is_answered_in_their_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        template = self.env.ref("plpdma_concertation.mail_template_response")
        template.update_field_translations(
            "subject", {"en_US": "Our response", "fr_FR": "Notre réponse"}
        )
        self.partners[0].lang = "fr_FR"
        contributions = self._create_contributions(
            {"partner_id": self.partners[0].id}, {"partner_id": self.partners[1].id}
        )
        self._send(self._create_response(contributions, state="validated"))
        subjects = {mail.email_to: mail.subject for mail in self._new_mails}
        self.assertEqual(subjects[self.partners[0].email_formatted], "Notre réponse")
        self.assertEqual(subjects[self.partners[1].email_formatted], "Our response")

    def test_agent_sends_where_templates_are_restricted(self):
        self.env["ir.config_parameter"].set_param("mail.restrict.template.rendering", 1)
        editors = self.env.ref("mail.group_mail_template_editor")
        self.env.ref("base.group_user").implied_ids -= editors
        self.user_agent.group_ids -= editors
        self.assertNotIn(editors, self.user_agent.all_group_ids)
        self._send(self._create_response(state="validated"))
        self.assertEqual(len(self._new_mails), 1)

    # ------------------------------------------------------------------
    # Who is told how
    # ------------------------------------------------------------------
    @freeze_time("2026-05-04 22:30:00")
    def test_each_is_told_and_it_is_noted(self):
        mailed, posted, anonymous = self._create_contributions(
            {"contributor_email": "zoe@p.example"},
            {"contributor_name": "Max Essai"},
            {"anonymous": True},
        )
        contributions = mailed | posted | anonymous
        response = self._create_response(contributions, state="validated")
        message = self._send(response)
        self.assertEqual(len(self._new_mails), 1)
        self.assertIn("Max Essai", message)
        self.assertIn(posted.reference, message)
        self.assertNotIn(anonymous.reference, message)
        self.assertEqual(
            contributions.mapped("delivery"), ["queued", "to_post", "waiting"]
        )
        self.assertEqual(response.date_sent, fields.Datetime.now())
        for contribution in contributions:
            self.assertEqual(contribution.state, "in_review")
            self.assertFalse(contribution.sent_response_id)
            self.assertFalse(contribution.date_answered)
            self.assertFalse(contribution.answer_channel)
        self._deliver(response)
        self.assertFalse(anonymous.date_answered, "Nothing says it anywhere yet")
        anonymous.action_accept_publication()
        self.assertFalse(anonymous.date_answered)
        response.action_publish()
        self.assertRecordValues(
            contributions,
            [
                {"answer_channel": channel, "delivery": delivery}
                for channel, delivery in (
                    ("email", "sent"),
                    ("letter", "posted"),
                    ("register", "register"),
                )
            ],
        )
        for contribution in contributions:
            self.assertEqual(contribution.state, "answered")
            self.assertEqual(contribution.sent_response_id, response)
            self.assertEqual(
                str(contribution.date_answered), "2026-05-05", "The day in Paris"
            )

    def test_what_left_the_draft_is_not_archived(self):
        for state in ("submitted", "validated", "sent"):
            response = self._create_response(state=state)
            with self.subTest(state=state):
                with self.assertRefused(response.reference, exception=ValidationError):
                    response.action_archive()
        draft = self._create_response()
        draft.action_archive()
        self.assertFalse(draft.active)

    def test_posted_letter_is_ticked(self):
        contribution = self._create_contribution(contributor_name="Max Essai")
        self._send(self._create_response(contribution, state="validated"))
        other = self._create_contribution()
        with freeze_time("2099-01-02 12:00:00"):
            (contribution | other).action_letter_posted()
        self.assertEqual(contribution.delivery, "posted")
        self.assertEqual(str(contribution.date_answered), "2099-01-02")
        self.assertFalse(other.date_answered)

    def test_not_sent_before_it_is_validated(self):
        for state in ("draft", "submitted"):
            response = self._create_response(state=state)
            with self.subTest(state=state), self.assertRaises(UserError):
                self._send(response)
            self.assertFalse(response.contribution_ids.date_answered)

    def test_sending_is_all_or_nothing(self):
        """When one e-mail cannot be written, nobody is told and nothing is noted."""
        template = self.env.ref("plpdma_concertation.mail_template_response")
        template.body_html = (
            '<t t-if="object.verbatim == \'Panne.\'" t-out="1 / 0"/>Bonjour'
        )
        fine = self._create_response(state="validated")
        contributions = self._create_contributions(
            {"contributor_email": "a@p.example"},
            {"contributor_email": "b@p.example", "verbatim": "Panne."},
        )
        broken = self._create_response(contributions, state="validated")
        mails = self.env["mail.mail"].search_count([])
        with self.assertRaises(UserError):
            self._send(fine | broken)
        self.env.invalidate_all()
        self.assertEqual((fine | broken).mapped("state"), ["validated", "validated"])
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)
        for contribution in (fine | broken).contribution_ids:
            self.assertFalse(contribution.date_answered)
            self.assertEqual(contribution.state, "in_review")
        template.body_html = "<p>Bonjour</p>"
        self._send(fine | broken)
        self.assertEqual(len(self._new_mails), 3)

    def test_sending_again_sends_nothing(self):
        response = self._create_response(state="validated")
        self._send(response)
        self.assertEqual(len(self._new_mails), 1)
        sent_on = response.date_sent
        message = self._send(response)
        self.assertFalse(self._new_mails)
        self.assertIn("Already released", message)
        self.assertEqual(response.date_sent, sent_on)

    def test_author_merged_in_afterwards_is_told_once(self):
        response = self._create_response(state="validated")
        self._send(response)
        late = self._create_contribution(contributor_email="tard@p.example")
        with self.mock_mail_gateway():
            late._merge_into(response.contribution_ids)
        self.assertEqual(self._recipients(), ["tard@p.example"])
        self._deliver(response)
        self.assertTrue(late.date_answered)
        self.assertEqual(late.state, "merged")
        self._send(response)
        self.assertFalse(self._new_mails)

    def test_merged_author_is_answered_too(self):
        target, merged = self._create_contributions(
            {"contributor_email": "a@p.example"},
            {"contributor_email": "b@p.example", "verbatim": "Le mot de B."},
        )
        merged._merge_into(target)
        self._send(self._create_response(target, state="validated"))
        self.assertEqual(self._recipients(), ["a@p.example", "b@p.example"])
        mail = self._new_mails.filtered(lambda m: "b@p.example" in m.email_to)
        self.assertIn("Le mot de B.", mail.body_html)
        self._deliver(merged.delivery_response_id)
        self.assertTrue(merged.date_answered)

    def test_overdue_reminder_goes_when_answered(self):
        contribution = self._create_contribution(
            contributor_email="zoe@p.example", date_received="2020-01-01"
        )
        contribution.activity_schedule(
            "plpdma_concertation.mail_activity_type_answer_due",
            user_id=self.user_agent.id,
        )
        self._create_response(contribution, state="sent")
        self.assertFalse(contribution.activity_ids)

    # ------------------------------------------------------------------
    # Corrections
    # ------------------------------------------------------------------
    def _correct(self, response, **vals):
        action = response.action_correct()
        correction = response.browse(action["res_id"])
        correction.write(vals)
        return correction

    def test_correction_supersedes_and_both_stay_readable(self):
        response = self._create_response(state="sent")
        contribution = response.contribution_ids
        before = response.read(["motivation", "decision", "date_sent", "arbiter_id"])
        correction = self._correct(response, motivation="<p>Mieux expliqué.</p>")
        self.assertEqual(correction.state, "draft")
        self.assertEqual(correction.supersedes_id, response)
        self.assertEqual(correction.contribution_ids, contribution)
        self.assertEqual(correction.decision, response.decision)
        self.assertNotEqual(correction.reference, response.reference)
        self.assertFalse(correction.date_sent or correction.arbiter_id)
        self.assertEqual(contribution.response_id, response, "Still the one in force")
        correction.action_submit()
        correction.with_user(self.user_manager).action_validate()
        self.assertEqual(response.state, "sent")
        self._send(correction)
        self.assertEqual(response.state, "superseded")
        self.assertEqual(correction.state, "sent")
        self.assertEqual(contribution.response_id, correction)
        self.assertEqual(contribution.response_ids, response | correction)
        self.assertEqual(
            response.read(["motivation", "decision", "date_sent", "arbiter_id"]), before
        )

    def test_authors_are_told_of_the_correction(self):
        contributions = self._create_contributions(
            {"contributor_email": "a@p.example"}, {"contributor_email": "b@p.example"}
        )
        contributions[1]._merge_into(contributions[0])
        response = self._create_response(contributions[0], state="sent")
        answered_on = contributions.mapped("date_answered")
        correction = self._correct(response, motivation="<p>Mieux expliqué.</p>")
        correction.action_submit()
        correction.with_user(self.user_manager).action_validate()
        with freeze_time("2099-01-01"):
            self._send(correction)
        self.assertEqual(self._recipients(), ["a@p.example", "b@p.example"])
        for mail in self._new_mails:
            self.assertIn("Mieux expliqué.", mail.body_html)
            self.assertIn("corrects and replaces", mail.body_html)
        self.assertEqual(contributions.sent_response_id, response, "Not left yet")
        self._deliver(correction)
        self.assertEqual(contributions.sent_response_id, correction)
        self.assertEqual(contributions.mapped("date_answered"), answered_on)
        self._send(correction)
        self.assertFalse(self._new_mails)

    def test_superseded_one_never_changes(self):
        response = self._create_response(state="sent")
        correction = self._correct(response)
        correction.action_submit()
        correction.with_user(self.user_manager).action_validate()
        self._send(correction)
        manager_view = response.with_user(self.user_manager)
        for vals in (
            {"motivation": "<p>Autre</p>"},
            {"state": "sent"},
            {"state": "draft"},
            {"arbiter_id": False},
        ):
            with self.subTest(**vals), self.assertRaises(UserError):
                manager_view.write(vals)
        with self.assertRaises(UserError):
            self._send(response)
        with self.assertRaises(UserError):
            response.action_correct()

    def test_correction_begun_is_opened_again(self):
        response = self._create_response(state="sent")
        first = self._correct(response)
        self.assertEqual(self._correct(response), first)

    def test_only_a_sent_one_is_corrected(self):
        for state in ("draft", "submitted", "validated"):
            response = self._create_response(state=state)
            with self.subTest(state=state), self.assertRaises(UserError):
                response.action_correct()

    def test_response_does_not_correct_itself(self):
        response = self._create_response()
        with self.assertRaises(ValidationError):
            response.sudo().supersedes_id = response
        other = self._create_response()
        other.sudo().supersedes_id = response
        with self.assertRaises(ValidationError):
            response.sudo().supersedes_id = other

    def test_superseded_by_nobody_is_refused(self):
        response = self._create_response(state="sent")
        with self.assertRaises(ValidationError):
            response.sudo().write({"state": "superseded"})

    def test_copy_begins_anew(self):
        copy = self._create_response(state="sent").copy()
        self.assertEqual(copy.state, "draft")
        self.assertFalse(copy.contribution_ids)
        self.assertFalse(copy.supersedes_id)
        self.assertFalse(copy.arbiter_id or copy.date_sent or copy.date_validated)
