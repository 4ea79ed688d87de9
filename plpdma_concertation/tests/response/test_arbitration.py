"""Arbitration: two clicks and a note, told to whoever prepared it, kept for ever."""

from lxml import etree
from lxml.html import fromstring

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ...tools.texts import html_to_text
from ..overview.elected_home_common import HomeCase


@tagged("post_install", "-at_install", "plpdma")
class TestArbitrationDialogs(HomeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        contribution = cls._create_contributions(
            cls,
            {"territory_id": cls.north.id, "contributor_email": "camille@p.example"},
        )
        cls.response = cls.agent_env["plpdma.response"].create(
            {
                "program_id": cls.program.id,
                "contribution_ids": contribution.ids,
                "decision": "information",
            }
        )
        cls.response.action_submit()
        cls.env.flush_all()
        cls.as_mayor = cls.response.with_user(cls.user_mayor)

    def _dialog(self, action, user=None):
        return Form(
            self.env[action["res_model"]]
            .with_user(user or self.user_mayor)
            .with_context(**action["context"])
        )

    def _validate(self, note="Bon travail."):
        dialog = self._dialog(self.as_mayor.action_open_validate())
        dialog.note = note
        return dialog.save().action_validate()

    def _messages(self):
        return self.env["mail.message"].search(
            [("model", "=", "plpdma.response"), ("res_id", "=", self.response.id)]
        )

    def test_validated_with_a_note(self):
        action = self._validate()
        self.assertEqual(action["res_model"], "plpdma.mandate", "Back to the home")
        self.assertEqual(action["target"], "main")
        self.assertEqual(self.response.state, "validated")
        self.assertEqual(self.response.arbitration_note, "Bon travail.")
        self.assertEqual(self.as_mayor.arbitration_note, "Bon travail.")
        self.assertEqual(self.as_mayor.arbiter_id, self.user_mayor.partner_id)
        notified = self._messages().filtered(lambda m: "Bon travail." in m.body)
        self.assertEqual(notified.partner_ids, self.user_agent.partner_id)

    def test_taken_back_while_it_was_read(self):
        """Who reads no draft is told what became of it, and goes on."""
        as_manager = self.response.with_user(self.user_manager)
        for decide in ("action_validate", "action_return"):
            with self.subTest(decide):
                dialog = self._dialog(self.as_mayor.action_open_validate())
                dialog.reason = "À reprendre."
                as_manager.action_return("Un mot manque.")
                told = getattr(dialog.save(), decide)()
                self.assertIn(
                    self.response._get_title(), told["params"]["message"], told
                )
                self.assertEqual(told["params"]["next"]["target"], "main")
                self.assertEqual(self.response.state, "draft")
                self.assertEqual(self.response.return_reason, "Un mot manque.")
                self.response.action_submit()

    def test_what_was_not_read_is_told_to_nobody(self):
        """An id is no proof that it was read."""
        opened = self.as_mayor.action_open_validate()["context"]
        self.response.with_user(self.user_manager).action_return("Un mot manque.")
        wizard = self.env["plpdma.response.arbitrate"].with_user(self.user_mayor)
        for seen in (False, "{}", f'{{"{self.response.id}": {{"name": "1"}}}}'):
            with self.subTest(seen), self.assertRaises(AccessError):
                wizard.create({"response_ids": self.response.ids, "seen": seen})
        self.assertTrue(
            wizard.create(
                {"response_ids": self.response.ids, "seen": opened["default_seen"]}
            ).taken_back_text
        )

    def test_note_is_optional(self):
        self._validate(note=False)
        self.assertEqual(self.response.state, "validated")
        self.assertFalse(self.response.arbitration_note)

    def test_staff_stay_where_they_are(self):
        as_manager = self.response.with_user(self.user_manager)
        dialog = self._dialog(as_manager.action_open_validate(), self.user_manager)
        action = dialog.save().action_validate()
        self.assertEqual(action["type"], "ir.actions.act_window_close")
        self.assertEqual(self.response.arbiter_id, self.user_manager.partner_id)

    def test_validated_twice_says_so_and_changes_nothing(self):
        self._validate()
        date = self.response.date_validated
        self.env["mail.message"].flush_model()
        count = len(self._messages())
        as_manager = self.response.with_user(self.user_manager)
        for told in (
            as_manager.action_validate("Autre mot."),
            self.as_mayor.action_validate("Autre mot."),
            as_manager.action_open_validate(),
        ):
            self.assertEqual(told["tag"], "display_notification")
            self.assertIn(self.response.reference, told["params"]["message"])
            self.assertIn(self.user_mayor.name, told["params"]["message"])
        self.assertEqual(self.response.arbiter_id, self.user_mayor.partner_id)
        self.assertEqual(self.response.date_validated, date)
        self.assertEqual(self.response.arbitration_note, "Bon travail.")
        self.assertEqual(len(self._messages()), count)

    def test_dialog_left_open_tells_what_was_done(self):
        dialog = self._dialog(self.as_mayor.action_open_validate()).save()
        self.response.with_user(self.user_manager).action_validate()
        told = dialog.action_validate()
        self.assertEqual(told["tag"], "display_notification")
        self.assertIn(self.user_manager.name, told["params"]["message"])
        self.assertEqual(told["params"]["next"]["res_model"], "plpdma.mandate")

    def test_return_stays_in_the_discussion(self):
        dialog = self._dialog(self.as_mayor.action_open_return())
        dialog.reason = "Préciser le calendrier."
        dialog.save().action_return()
        self.assertEqual(self.response.state, "draft")
        self.response.action_submit()
        self.assertFalse(self.response.return_reason)
        kept = self._messages().filtered(lambda m: "Préciser le calendrier." in m.body)
        self.assertEqual(kept.author_id, self.user_mayor.partner_id)
        self.assertIn(self.user_mayor.name, kept.body)
        self.assertTrue(kept.date)
        with self.assertRaises(AccessError):
            kept.with_user(self.user_elected).read(["body"])

    def test_reason_is_required(self):
        dialog = self._dialog(self.as_mayor.action_open_return())
        with self.assertRaises(AssertionError):
            dialog.save()

    def test_returned_from_what_is_read(self):
        dialog = self._dialog(self.as_mayor.action_open_validate()).save()
        with self.assertRefused("must be reworked"):
            dialog.action_return()
        self.assertEqual(self.response.state, "submitted")
        dialog.reason = "Préciser le calendrier."
        self.assertEqual(dialog.action_return()["res_model"], "plpdma.mandate")
        self.assertEqual(self.response.state, "draft")
        self.assertEqual(self.response.return_reason, "Préciser le calendrier.")

    def test_read_before_it_is_decided(self):
        """What was said, the answer, why, then the decision, in both dialogs."""
        self.response.action_take_back()
        self.response.write(
            {
                "name": "Composteurs d'essai",
                "decision": "partial",
                "motivation": "<p>Le budget manque.</p>",
                "effect": "<p>Dix bacs.</p>",
                "follow_up_terms": "<p>Voir la CCES.</p>",
            }
        )
        self.response.action_submit()
        said = self.response.contribution_ids.verbatim
        for act, buttons in (
            (self.as_mayor.action_open_validate, ["action_validate", "action_return"]),
            (self.as_mayor.action_open_return, ["action_return"]),
        ):
            action = act()
            dialog = self._dialog(action)
            words = html_to_text(dialog.preview)
            told = [
                "Composteurs d'essai",
                said,
                "Partly retained",
                "Le budget manque.",
                "Dix bacs.",
                "Voir la CCES.",
            ]
            with self.subTest(action["res_model"]):
                places = [words.index(text) for text in told]
                self.assertEqual(places, sorted(places))
                arch = etree.fromstring(
                    self.env[action["res_model"]]
                    .with_user(self.user_mayor)
                    .get_view(view_type="form")["arch"]
                )
                names = [
                    node.get("name")
                    for node in arch.iter("field", "button")
                    if node.get("name") in ("preview", *buttons)
                ]
                self.assertEqual(names, ["preview", *buttons])
                self.assertFalse(
                    arch.xpath("//footer//button[@type='object']"),
                    "No decision within reach before the text",
                )

    def test_many_are_folded_and_none_is_out_of_reach(self):
        self.response.action_take_back()
        vals = {"territory_id": self.north.id}
        self.response.contribution_ids |= self._create_contributions(*[vals] * 59)
        self.response.action_submit()
        dialog = self._dialog(self.as_mayor.action_open_validate())
        preview = fromstring(dialog.preview)
        self.assertEqual(len(preview.findall(".//blockquote")), 50)
        self.assertEqual(len(preview.findall(".//details//blockquote")), 45)
        text = html_to_text(dialog.preview)
        self.assertIn("See the 55 others", text)
        self.assertIn("10 more", text)
        self.assertEqual(self.response.contribution_more_count, 55)

    def test_without_author_the_manager_is_told(self):
        self.response.action_take_back()
        self.response.author_id = False
        self.response.action_submit()
        self.as_mayor.action_return("Préciser.")
        self.assertEqual(self.response.activity_ids.user_id, self.user_manager)
        self.response.action_submit()
        self.as_mayor.action_validate(seen=self._read_to_decide(self.as_mayor))
        notified = self._messages().filtered(lambda m: "can be sent" in m.body)
        self.assertEqual(notified.partner_ids, self.user_manager.partner_id)

    def test_an_elu_decides_on_what_they_read(self):
        """By RPC as well, and by a dialog that shows nothing."""
        dialogs = self.env["plpdma.response.arbitrate"].with_user(self.user_mayor)
        unread = dialogs.create({"response_ids": [Command.set(self.response.ids)]})
        refused = 0
        for act in (
            self.as_mayor.action_validate,
            lambda: self.as_mayor.action_validate("Bien."),
            unread.action_validate,
        ):
            with self.assertRefused("whoever has read it", self.response.reference):
                act()
            refused += 1
        with self.assertRefused("Read it again"):
            self.as_mayor.action_validate(seen="{}")
        self.assertEqual(refused, 3)
        self.assertEqual(self.response.state, "submitted")
        # Of two, both are read.
        other = self._submitted(territory_id=self.north.id)
        both = self.as_mayor | other.with_user(self.user_mayor)
        with self.assertRefused("Read it again"):
            both.action_validate(seen=self._read_to_decide(self.as_mayor))
        self.assertEqual(other.state, "submitted")
        both.action_validate(seen=self._read_to_decide(both))
        self.assertEqual(set(both.mapped("state")), {"validated"})

    def test_no_agent_decides_unread_by_their_own_mandate(self):
        self.user_mayor.group_ids += self.env.ref("plpdma_concertation.group_user")
        with self.assertRefused("whoever has read it"):
            self.as_mayor.action_validate()
        self.response.program_id.needs_arbitration = False
        self.as_mayor.action_validate()
        self.assertEqual(self.response.state, "validated")

    def test_a_manager_records_what_an_elu_decided_elsewhere(self):
        self.response.arbiter_id = self.user_mayor.partner_id
        self.response.with_user(self.user_manager).action_validate()
        self.assertEqual(self.response.arbiter_id, self.user_mayor.partner_id)
        self.assertEqual(self.response.validated_by_id, self.user_manager)

    def test_batch_of_the_staff(self):
        other = self._submitted(territory_id=self.south.id)
        both = (self.response | other).with_user(self.user_manager)
        self.assertFalse(both.action_validate())
        self.assertEqual(set(both.mapped("state")), {"validated"})

    def test_submission_date(self):
        submitted = self.response.date_submitted
        self.assertTrue(submitted)
        self._validate()
        self.assertEqual(self.response.date_submitted, submitted)
