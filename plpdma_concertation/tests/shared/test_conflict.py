"""Two people at once: nothing is overwritten, decided unread, nor told to nobody."""

import json

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ...models.shared.plpdma_conflict_mixin import RewrittenError
from ..common import ConcertationCase


@tagged("post_install", "-at_install", "plpdma")
class TestTwoTabs(ConcertationCase):
    """What a form saves says what it began from."""

    def _save(self, record, vals, **context):
        loaded = context.pop("loaded", None)
        if loaded is not None:
            context["plpdma_loaded"] = loaded
        record.with_context(**context).web_save(vals, {})

    def test_second_one_is_told(self):
        response = self._create_response()
        before = response.motivation
        response.with_user(self.user_manager).motivation = "<p>Ceux du manager.</p>"
        response.flush_recordset()
        for loaded in (before, False, "<p>Autre chose.</p>"):
            with (
                self.subTest(loaded=loaded),
                self.assertRefused(
                    response.reference, self.user_manager.name, exception=RewrittenError
                ) as _refusal,
            ):
                self._save(
                    response,
                    {"motivation": "<p>Les miens.</p>"},
                    loaded={"motivation": loaded},
                )
        self.assertIn("Ceux du manager.", response.motivation)

    def test_both_texts_reach_the_screen(self):
        response = self._create_response()
        before = response.motivation
        response.write({"motivation": "<p>Là-bas.</p>", "review_date": "2099-01-02"})
        with self.assertRaises(RewrittenError) as refusal:
            self._save(
                response,
                {"motivation": "<p>Ici <b>même</b>.</p>", "review_date": "2099-03-04"},
                loaded={"motivation": before, "review_date": False},
            )
        conflicts = refusal.exception.context["plpdma_conflicts"]
        self.assertEqual(
            [(c["name"], c["mine"], c["theirs"]) for c in conflicts],
            [
                ("review_date", "2099-03-04", "2099-01-02"),
                ("motivation", "Ici même.", "Là-bas."),
            ],
        )
        # Seen, then written over knowingly.
        self._save(
            response,
            {"motivation": "<p>Ici.</p>", "review_date": "2099-03-04"},
            loaded={c["name"]: c["value"] for c in conflicts},
        )
        self.assertIn("Ici.", response.motivation)

    def test_who_handles_a_contribution(self):
        [one] = self._create_contributions({"verbatim": "Un bac."})
        one.with_user(self.user_manager).user_id = self.user_manager
        one.flush_recordset()
        page = one.with_user(self.user_agent)
        vals = {"user_id": self.user_agent.id}
        with self.assertRefused(
            one.reference, self.user_manager.name, exception=RewrittenError
        ):
            self._save(page, vals, loaded={"user_id": False})
        self.assertEqual(one.user_id, self.user_manager)
        # What one sees, one changes knowingly.
        self._save(page, vals, loaded={"user_id": self.user_manager.id})
        self.assertEqual(one.user_id, self.user_agent)

    def test_who_is_answered_and_where(self):
        [one] = self._create_contributions({"contributor_email": "a@b.example"})
        vals = {"contributor_email": "theirs@b.example", "kind": "request"}
        one.with_user(self.user_manager).write(vals)
        for name, mine in (("contributor_email", "mine@b.example"), ("kind", "need")):
            with self.subTest(name), self.assertRaises(RewrittenError):
                self._save(
                    one,
                    {name: mine},
                    loaded={"contributor_email": "a@b.example", "kind": "opinion"},
                )
        self.assertEqual(one.contributor_email, "theirs@b.example")
        self.assertEqual(one.kind, "request")

    def test_a_refusal_is_not_undone_unread(self):
        [one] = self._create_contributions({"moderation": "pending"})
        criterion = self.env["plpdma.moderation.criterion"].sudo().search([], limit=1)
        refused = {
            "moderation": "refused",
            "moderation_criterion_id": criterion.id,
            "moderation_reason": "Un voisin.",
        }
        one.with_user(self.user_manager).write(refused)
        vals = {"is_publishable": True}
        loaded = {"is_publishable": False, "moderation": "pending"}
        with self.assertRaises(RewrittenError) as refusal:
            self._save(one, vals, loaded=loaded)
        [conflict] = refusal.exception.context["plpdma_conflicts"]
        self.assertEqual(
            (conflict["name"], conflict["changed"], conflict["value"]),
            ("moderation", "is_publishable", "refused"),
        )
        self.assertIn("Un voisin.", conflict["theirs"])
        self._save(one, vals, loaded=loaded, plpdma_leaving=True)
        self.assertEqual(one.moderation, "refused")
        # What one has read, one decides knowingly.
        self._save(one, vals, loaded={**loaded, "moderation": conflict["value"]})
        self.assertEqual(one.moderation, "accepted")

    def test_no_warning_without_a_conflict(self):
        response = self._create_response(decision="partial")
        before = response.motivation
        response.effect = "<p>L'autre touche à la suite.</p>"
        self._save(
            response,
            {"motivation": "<p>Moi au motif.</p>"},
            loaded={"motivation": before},
        )
        self.assertIn("L'autre", response.effect)
        self.assertIn("Moi", response.motivation)
        self._save(
            response,
            {"motivation": response.motivation},
            loaded={"motivation": before},
        )
        self._save(response, {"motivation": "<p>Sans indication.</p>"})
        self.assertIn("Sans indication", response.motivation)

    def test_who_leaves_loses_no_word(self):
        response = self._create_response(decision="partial")
        before = response.motivation
        response.motivation = "<p>Ce qui est enregistré.</p>"
        self._save(
            response,
            {"motivation": "<p>Mes mots perdus ?</p>", "effect": "<p>Ma suite.</p>"},
            loaded={"motivation": before, "effect": response.effect},
            plpdma_leaving=True,
        )
        self.assertIn("Ce qui est enregistré.", response.motivation)
        self.assertIn("Ma suite.", response.effect)
        bodies = "".join(response.message_ids.mapped("body"))
        self.assertIn("Mes mots perdus ?", bodies)

    def test_words_typed_while_it_was_submitted_are_kept_on_leaving(self):
        response = self._create_response()
        before = response.motivation
        response.with_user(self.user_manager).action_submit()
        typed = {"motivation": "<p>Trop tard, mais dit.</p>"}
        self._save(response, typed, loaded={"motivation": before}, plpdma_leaving=True)
        self.assertEqual(response.motivation, before)
        self.assertEqual(response.state, "submitted")
        bodies = "".join(response.message_ids.mapped("body"))
        self.assertEqual(bodies.count("Trop tard, mais dit."), 1)
        # Somebody who is there is refused, and keeps their words on the screen.
        with self.assertRaises(UserError):
            self._save(response, typed, loaded={"motivation": before})

    def test_minutes_too(self):
        session = self._create_session(minutes="<p>Au début.</p>")
        session.with_user(self.user_manager).minutes = "<p>L'autre.</p>"
        with self.assertRaises(RewrittenError):
            self._save(
                session,
                {"minutes": "<p>Moi.</p>"},
                loaded={"minutes": "<p>Au début.</p>"},
            )


@tagged("post_install", "-at_install", "plpdma")
class TestReadBeforeDecided(ConcertationCase):
    def _as_manager(self, response):
        return response.with_user(self.user_manager)

    def test_submitted_content_is_frozen(self):
        response = self._create_response(state="submitted")
        frozen = 0
        for name, value in (
            ("motivation", "<p>Autre.</p>"),
            ("decision", "out_of_scope"),
            ("effect", "<p>Autre.</p>"),
            ("follow_up_terms", "<p>Autre.</p>"),
            ("review_date", "2099-01-01"),
            ("author_id", False),
            ("contribution_ids", [Command.link(self._create_contribution().id)]),
        ):
            for user in (self.user_agent, self.user_manager, self.env.user):
                with (
                    self.subTest(field=name, user=user.login),
                    self.assertRefused(response.reference, "Take it back"),
                ):
                    response.with_user(user).write({name: value})
                frozen += 1
        self.assertEqual(frozen, 21)
        with self.assertRefused("Take it back"):
            response.contribution_ids.response_id = False

    def test_taken_back_without_a_reason(self):
        response = self._create_response(state="submitted")
        self.assertTrue(response.activity_ids)
        response.action_take_back()
        self.assertEqual(response.state, "draft")
        self.assertFalse(response.activity_ids or response.return_reason)
        self.assertIn("Taken back", "".join(response.message_ids.mapped("body")))
        response.motivation = "<p>Mieux dit.</p>"
        response.action_submit()
        self.assertEqual(response.state, "submitted")

    def test_what_changed_is_told_and_read_again(self):
        def rewrite(response):
            response.action_take_back()
            response.motivation = "<p>Autre motif.</p>"
            response.action_submit()

        def rename(response):
            response.arbiter_id = self.partners[0]

        def retell(response):
            response.contribution_ids.verbatim = "Tout autre chose."

        def merge(response):
            self._create_contribution()._merge_into(response.contribution_ids)

        for change, part in (
            (rewrite, "Motivation"),
            (rename, "Decided by"),
            (retell, "Contributions"),
            (merge, "Contributions"),
        ):
            for decide in ("action_validate", "action_return"):
                response = self._create_response(state="submitted")
                as_manager = self._as_manager(response)
                seen = as_manager._get_fingerprint()
                change(response)
                with self.subTest(change=change.__name__, decide=decide):
                    with self.assertRefused(response.reference, part, "Read it again"):
                        getattr(as_manager, decide)("Bien.", seen=seen)
                    self.assertEqual(response.state, "submitted")
                    getattr(as_manager, decide)(
                        "Bien.", seen=as_manager._get_fingerprint()
                    )
                    self.assertNotEqual(response.state, "submitted")

    def test_what_comes_back_from_a_page_may_be_anything(self):
        response = self._as_manager(self._create_response(state="submitted"))
        for seen in ("", "{}", "[]", "x", json.dumps({str(response.id): "x"})):
            with self.subTest(seen=seen), self.assertRefused("Read it again"):
                response.action_validate(seen=seen)
        self.assertEqual(response.state, "submitted")
        response.action_validate()
        self.assertEqual(response.state, "validated", "Frozen since it was submitted")

    def test_mark_is_the_same_for_all_and_for_each_alone(self):
        responses = self._create_response(state="submitted")
        responses |= self._create_response(state="submitted")
        mark = responses._get_fingerprint()
        self.env.invalidate_all()
        self.assertEqual(self._as_manager(responses)._get_fingerprint(), mark)
        digests = [set(part.values()) for part in json.loads(mark).values()]
        self.assertFalse(digests[0] & digests[1])

    def test_dialog_shows_and_remembers(self):
        contribution = self._create_contribution(verbatim="Plus de bancs, svp.")
        response = self._create_response(contribution, state="submitted")
        as_manager = self._as_manager(response)
        action = as_manager.action_open_validate()
        wizard = self.env[action["res_model"]].with_user(self.user_manager)
        dialog = Form(wizard.with_context(**action["context"]))
        for words in (
            "Plus de bancs, svp.",
            "La loi ne le permet pas.",
            "Not retained",
        ):
            self.assertIn(words, dialog.preview)
        response.action_take_back()
        response.motivation = "<p>Tout autre motif.</p>"
        response.action_submit()
        with self.assertRefused("Motivation"):
            dialog.save().action_validate()
        self.assertEqual(response.state, "submitted")

    def test_list_validates_what_it_shows(self):
        """The action of the list opens the dialog; those decided stay aside."""
        responses = self._create_response(state="submitted")
        responses |= self._create_response(state="validated")
        server_action = self.env.ref(
            "plpdma_concertation.action_server_response_validate"
        )
        action = (
            server_action.with_user(self.user_manager)
            .with_context(active_model="plpdma.response", active_ids=responses.ids)
            .run()
        )
        self.assertEqual(action["res_model"], "plpdma.response.arbitrate")
        self.assertEqual(action["context"]["default_response_ids"], responses[0].ids)


@tagged("post_install", "-at_install", "plpdma")
class TestMergedAfterSending(ConcertationCase):
    def test_told_at_once_and_said_before(self):
        response = self._create_response(state="sent")
        target = response.contribution_ids
        late = self._create_contribution(contributor_email="zoe@p.example")
        wizard = self.agent_env["plpdma.contribution.merge"].create(
            {"contribution_ids": [Command.set((target | late).ids)]}
        )
        self.assertEqual(wizard.target_id, target)
        self.assertIn(response.reference, wizard.sending_notice)
        self.assertIn(late.reference, wizard.sending_notice)
        with self.mock_mail_gateway():
            action = wizard.action_merge()
        mails = self._new_mails.filtered(lambda m: m.model == late._name)
        self.assertEqual(mails.mapped("res_id"), late.ids)
        self.assertEqual(late.delivery_response_id, response)
        self.assertFalse(late.sent_response_id, "Nothing has left yet")
        self._deliver(response)
        self.assertEqual(late.sent_response_id, response)
        self.assertEqual(late.state, "merged")
        self.assertEqual(action["params"]["next"]["res_id"], target.id)

    def test_nobody_is_written_to_twice(self):
        response = self._create_response(state="sent")
        target = response.contribution_ids
        late = self._create_contribution(contributor_email="zoe@p.example")
        with self.mock_mail_gateway():
            late._merge_into(target)
        late.action_unmerge()
        with self.mock_mail_gateway():
            self.assertFalse(late._merge_into(target))
        self.assertFalse(self._new_mails)

    def test_nothing_is_said_before_it_is_sent(self):
        response = self._create_response(state="validated")
        late = self._create_contribution(contributor_email="zoe@p.example")
        wizard = self.agent_env["plpdma.contribution.merge"].create(
            {"contribution_ids": [Command.set((response.contribution_ids | late).ids)]}
        )
        self.assertFalse(wizard.sending_notice)
