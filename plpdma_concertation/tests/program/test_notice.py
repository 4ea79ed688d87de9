"""The notice: which version was told to whom, when and how."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..common import FRAME, ConcertationCase


@tagged("post_install", "-at_install", "plpdma")
class TestNotice(ConcertationCase):
    """Said from the start, and proven: consultative, and free."""

    def _receipts(self, domain=()):
        return self.agent_env["plpdma.notice.receipt"].search(
            [("program_id", "=", self.program.id), *domain]
        )

    def test_default_says_both(self):
        program = self.agent_env["plpdma.program"].create({"name": "Neuf"})
        for words in ("keeps the final decision", "remain free"):
            self.assertIn(words, program.notice)

    def test_each_version_is_kept(self):
        self.program.notice = "<p>Deuxième.</p>"
        self.program.write({"notice": "<p>Troisième.</p>"})
        notices = self.program.notice_ids
        self.assertEqual(notices.mapped("version"), [3, 2, 1])
        self.assertEqual(
            [str(text) for text in notices.mapped("text")],
            ["<p>Troisième.</p>", "<p>Deuxième.</p>", FRAME["notice"]],
        )
        for user in (self.user_agent, self.user_manager):
            for change in (
                lambda notice: notice.write({"text": "<p>Autre.</p>"}),
                lambda notice: notice.unlink(),
            ):
                with self.assertRaises(UserError):
                    change(notices[0].with_user(user))

    def test_invitation_tells_the_notice(self):
        session = self._create_session(self.actors, days=3)
        self.actors[2].email = False
        self.assertEqual(session.untold_ids, self.actors)
        with self.mock_mail_gateway():
            session.action_plan()
        receipts = self._receipts()
        self.assertEqual(receipts.stakeholder_id, self.actors[:2])
        self.assertEqual(set(receipts.mapped("channel")), {"invitation"})
        self.assertEqual(receipts.session_id, session)
        self.assertEqual(session.untold_ids, self.actors[2])
        for actor in receipts.stakeholder_id:
            mails = [m for m in self._mails if actor.email in str(m["email_to"])]
            self.assertEqual(len(mails), 1)
            self.assertIn("Votre participation est consultative.", mails[0]["body"])

    def test_nobody_is_told_by_an_invitation_that_was_not_sent(self):
        session = self._create_session(self.actors, days=-3)
        session.action_plan()
        self.assertFalse(self._receipts(), "A past meeting sends no invitation")
        later = self._create_session(self.actors, days=3)
        later.with_context(no_mail_to_attendees=True).action_plan()
        self.assertFalse(self._receipts())

    def test_those_invited_later_are_told(self):
        session = self._create_session(self.actors[:1], days=3)
        with self.mock_mail_gateway():
            session.action_plan()
            session.participation_ids = [
                Command.create({"stakeholder_id": self.actors[1].id})
            ]
        self.assertEqual(self._receipts().stakeholder_id, self.actors[:2])
        self.assertEqual(len(self._receipts()), 2)

    def test_reply_is_a_receipt(self):
        session = self._create_session(self.actors[:1], days=3)
        with self.mock_mail_gateway():
            session.action_plan()
            guest = session.calendar_event_id.sudo().attendee_ids.filtered(
                lambda line: line.partner_id == self.partners[0]
            )
            guest.do_accept()
            guest.do_accept()
        self.assertEqual(len(self._receipts([("channel", "=", "rsvp")])), 1)

    def test_opening_tells_those_present(self):
        session = self._create_session(self.actors)
        session.action_plan()
        with self.assertRefused("who is present"):
            session.action_tell_notice()
        lines = session.participation_ids.grouped("stakeholder_id")
        lines[self.actors[0]].attendance = "present"
        lines[self.actors[1]].attendance = "excused"
        action = session.action_tell_notice()
        self.assertIn("1", action["params"]["message"])
        receipt = self._receipts()
        self.assertEqual(receipt.stakeholder_id, self.actors[0])
        self.assertEqual((receipt.channel, receipt.session_id), ("session", session))
        action = session.action_tell_notice()
        self.assertIn("already", action["params"]["message"])
        self.assertEqual(self._receipts(), receipt)
        self.assertEqual(session.untold_ids, self.actors[1:])

    def test_letter_tells_several(self):
        self.actors[:2].action_notice_letter()
        self.actors.action_notice_letter()
        receipts = self._receipts([("channel", "=", "letter")])
        self.assertEqual(len(receipts), 3)
        self.assertEqual(receipts.stakeholder_id, self.actors)
        self.assertEqual(receipts.user_id, self.user_agent)

    def test_new_version_makes_older_receipts_outdated(self):
        self.actors.action_notice_letter()
        before = self._receipts()
        self.assertEqual(set(self.actors.mapped("notice_state")), {"told"})
        self.program.notice = "<p>Deuxième version.</p>"
        self.assertEqual(self._receipts(), before, "They are kept")
        self.assertTrue(all(before.mapped("is_outdated")))
        self.assertEqual(set(before.mapped("version")), {1})
        self.assertEqual(set(self.actors.mapped("notice_state")), {"outdated"})
        self.assertEqual(self.program.untold_count, 3)
        self.actors[0].action_notice_letter()
        self.assertEqual(self.actors[0].notice_state, "told")
        self.env.invalidate_all()
        self.assertEqual(self.program.untold_count, 2)

    def test_planned_sessions_carry_the_new_version(self):
        session = self._create_session(self.actors[:1], days=3)
        with self.mock_mail_gateway():
            session.action_plan()
            self.program.notice = "<p>Deuxième version.</p>"
            self.assertIn("Deuxième", session.calendar_event_id.description)
            self.assertEqual(session.untold_ids, self.actors[0])
            session.participation_ids = [
                Command.create({"stakeholder_id": self.actors[1].id})
            ]
        self.assertEqual(session.untold_ids, self.actors[0])

    def test_session_says_who_was_not_told(self):
        session = self._create_session(self.actors[:2])
        session.action_plan()
        session.action_hold()
        self.assertNotIn("without having been told", session.warnings or "")
        session.action_mark_present()
        self.assertIn("without having been told", session.warnings)
        for actor in self.actors[:2]:
            self.assertIn(actor.display_name, session.warnings)
        session.action_tell_notice()
        self.assertNotIn("without having been told", session.warnings or "")

    def test_receipts_are_facts(self):
        self.actors[0].action_notice_letter()
        receipt = self._receipts()
        for user in (self.user_agent, self.user_manager):
            with self.assertRaises(UserError):
                receipt.with_user(user).write({"date": "2020-01-01"})
            with self.assertRaises(UserError):
                receipt.with_user(user).unlink()
        create = self.agent_env["plpdma.notice.receipt"].create
        vals = {
            "stakeholder_id": self.actors[1].id,
            "notice_id": receipt.notice_id.id,
            "channel": "letter",
        }
        tomorrow = fields.Datetime.now() + timedelta(days=1)
        with self.assertRefused("future"):
            create({**vals, "date": tomorrow})
        other = self._create_program()
        with self.assertRefused("own programme"):
            create({**vals, "notice_id": other.notice_ids.id})

    def test_receipt_outlives_a_deleted_draft(self):
        session = self._create_session(self.actors[:1], days=3)
        with self.mock_mail_gateway():
            session.action_plan()
            session.action_draft()
        session.with_user(self.user_manager).unlink()
        self.assertEqual(self._receipts().stakeholder_id, self.actors[0])

    def test_merged_contacts_keep_their_receipts(self):
        twin = self.env["res.partner"].create({"name": "Ressourcerie bis"})
        actor = self.agent_env["plpdma.stakeholder"].create(
            {"partner_id": twin.id, "program_id": self.program.id}
        )
        (actor | self.actors[0]).action_notice_letter()
        partners = twin | self.partners[0].sudo()
        wizard = self.env["base.partner.merge.automatic.wizard"].create(
            {"dst_partner_id": self.partners[0].id, "partner_ids": partners.ids}
        )
        wizard.action_merge()
        self.assertEqual(len(self._receipts()), 2)
        self.assertEqual(self._receipts().stakeholder_id, self.actors[0])
        self.assertEqual(self.actors[0].notice_state, "told")
