"""What participants reply, by their link or in the calendar."""

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL

from .reply_common import ReplyCase


@tagged("post_install", "-at_install", "plpdma")
class TestReply(ReplyCase, TransactionCase):
    def _reply(self, *args, line=None):
        public = self.env.ref("base.public_user")
        return (line or self.line).with_user(public).sudo()._reply(*args)

    def test_reply_then_change_it(self):
        self.assertEqual(self._reply("accepted"), "noted")
        self.assertEqual(self.line.rsvp, "accepted")
        self.assertEqual(self._reply("accepted"), "known")
        self.assertEqual(self._reply("declined"), "changed")
        self.assertEqual(self.line.rsvp, "declined")
        self.assertEqual(self.other.rsvp, "pending")

    def test_same_reply_writes_nothing(self):
        self._reply("represented", "Camille", "camille@p.example")
        before = self._get_row_version()
        result = self._reply("represented", " Camille ", "camille@p.example")
        self.assertEqual(result, "known")
        self.assertEqual(self._get_row_version(), before)
        self.assertEqual(self._reply("declined"), "changed")
        self.assertNotEqual(self._get_row_version(), before)

    def _get_row_version(self):
        """Where PostgreSQL keeps the participation, which each writing moves."""
        self.env.flush_all()
        query = SQL("SELECT ctid FROM plpdma_participation WHERE id = %s", self.line.id)
        return self.env.execute_query(query)

    def test_calendar_says_the_same_in_both_directions(self):
        guest = self._guest(self.line)
        for reply, state in (
            (("accepted",), "accepted"),
            (("declined",), "declined"),
            (("represented", "Camille"), "accepted"),
        ):
            self._reply(*reply)
            self.assertEqual(guest.state, state)
        guest.do_decline()
        self.assertEqual(self.line.rsvp, "declined")
        self.assertFalse(
            self.line.stand_in_name, "Whoever does not come is not replaced"
        )
        guest.do_tentative()
        self.assertEqual(self.line.rsvp, "tentative")
        self.meeting.participation_ids.rsvp = "accepted"
        guests = self.meeting.participation_ids.mapped(self._guest)
        self.assertEqual({guest.state for guest in guests}, {"accepted"})
        self.line.rsvp = "pending"
        self.assertEqual(guest.state, "needsAction")

    def test_accepting_in_the_calendar_keeps_the_stand_in(self):
        self._reply("represented", "Camille")
        self._guest(self.line).do_accept()
        self.assertEqual(self.line.stand_in_name, "Camille")

    def test_nobody_replies_in_the_calendar_for_another(self):
        guest = self.meeting.calendar_event_id.sudo().attendee_ids.filtered(
            lambda guest: guest.partner_id == self.line.partner_id
        )
        refused = 0
        for user in (self.user_employee, self.user_elected, self.user_facilitator):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                guest.with_user(user).write({"state": "accepted"})
            refused += 1
        self.assertEqual((refused, self.line.rsvp), (3, "pending"))
        replied = [("session_id", "=", self.meeting.id), ("channel", "=", "rsvp")]
        receipts = self.env["plpdma.notice.receipt"].sudo()
        self.assertFalse(receipts.search_count(replied))
        guest.with_user(self.user_agent).do_accept()
        self.assertEqual(self.line.rsvp, "accepted", "The staff notes it for them")
        # Elsewhere, core's calendar is as it was.
        event = self.env["calendar.event"].create(
            {
                "name": "Autre",
                "start": fields.Datetime.now(),
                "stop": fields.Datetime.now(),
                "partner_ids": [Command.set(self.partners[:1].ids)],
            }
        )
        event.attendee_ids.with_user(self.user_employee).write({"state": "accepted"})

    def test_reply_proves_that_the_notice_was_told(self):
        self._reply("accepted")
        receipt = self._receipts(self.line)
        self.assertEqual((receipt.version, receipt.session_id), (1, self.meeting))
        self.assertEqual(receipt.date.date(), fields.Date.today())
        self._reply("declined")
        self.assertEqual(self._receipts(self.line), receipt, "Told once")
        self.program.notice = "<p>Deuxième version.</p>"
        self._reply("accepted")
        self.assertEqual(self._receipts(self.line).mapped("version"), [2, 1])
        self.assertFalse(self._receipts(self.other))

    def test_stand_in(self):
        self.assertEqual(
            self._reply("represented", "  Camille \n & Martin ", ""), "noted"
        )
        self.assertEqual(self.line.rsvp, "accepted")
        self.assertEqual(self.line.stand_in_name, "Camille & Martin")
        self.assertEqual(self._reply("represented", "Sacha"), "changed")
        self.assertEqual(self._reply("accepted", "Sacha"), "changed")
        self.assertFalse(self.line.stand_in_name)

    def test_wrong_replies(self):
        for args, words in (
            (("pending",), "three replies"),
            (("tentative",), "three replies"),
            ((None,), "three replies"),
            (("represented",), "Write the name"),
            (("represented", " \u200b "), "Write the name"),
            (("represented", "x" * 101), "too long"),
            (("represented", "Camille", "camille"), "not an e-mail address"),
        ):
            with self.subTest(args=args), self.assertRefused(words):
                self._reply(*args)
        self.assertEqual(self.line.rsvp, "pending")
        with self.assertRaises(ValidationError):
            self.line.stand_in_email = "camille"

    def test_closed(self):
        self._reply("accepted")
        with self.mock_mail_gateway():
            self.meeting.action_cancel()
        with self.assertRefused("was cancelled"):
            self._reply("declined")
        with self.mock_mail_gateway():
            self.meeting.action_draft()
        with self.assertRefused("prepared again"):
            self._reply("declined")
        self.assertEqual(self.line.rsvp, "pending", "It invites anew")
        with self.mock_mail_gateway():
            self.meeting.action_plan()
        self._reply("accepted")
        self._end()
        with self.assertRefused("Replies were taken until"):
            self._reply("declined")
        self.meeting.action_hold()
        with self.assertRefused("Replies were taken until"):
            self._reply("declined")
        self.assertEqual(self.line.rsvp, "accepted")

    def test_stand_in_who_came_becomes_the_representative(self):
        known = self.env["res.partner"].create(
            {"name": "Camille Martin", "parent_id": self.partners[1].id}
        )
        self._reply("represented", "Sacha Neuf", "sacha@p.example")
        self._reply("represented", "camille martin", line=self.other)
        self._end()
        lines = self.meeting.participation_ids
        lines.action_note_stand_in()
        self.assertEqual(
            lines.mapped("attendance"), ["represented", "represented", "invited"]
        )
        person = self.line.represented_by_id
        self.assertEqual(
            (person.name, person.email, person.parent_id),
            ("Sacha Neuf", "sacha@p.example", self.partners[0]),
        )
        self.assertEqual(self.other.represented_by_id, known)
        self.line.stand_in_name = "Autre"
        lines.action_note_stand_in()
        self.assertEqual(self.line.represented_by_id, person, "Noted once")

    def test_merged_lines_keep_the_stand_in(self):
        self._reply("represented", "Camille", "camille@p.example", line=self.other)
        self.line._absorb(self.other)
        self.assertEqual(self.line.stand_in_name, "Camille")
        self.assertEqual(self.line.rsvp, "accepted")

    # ------------------------------------------------------------------
    # Links
    # ------------------------------------------------------------------
    def test_token_is_of_one_participant_and_one_use(self):
        tokens = {
            (line, scope): line._get_token(scope)
            for line in self.meeting.participation_ids
            for scope in ("reply", "minutes")
        }
        self.assertEqual(len(set(tokens.values())), 6)
        find = self.line._find_by_token
        for (line, scope), token in tokens.items():
            self.assertEqual(find(scope, line.id, token), line)
        token = tokens[self.line, "reply"]
        for scope, number, given in (
            ("minutes", self.line.id, token),
            ("reply", self.other.id, token),
            ("reply", 2**40, token),
            ("reply", 0, token),
            ("reply", self.line.id, token[:-1]),
            ("reply", self.line.id, token.upper()),
            ("reply", self.line.id, "é"),
        ):
            self.assertFalse(find(scope, number, given))

    def test_replaced_actor_loses_the_link(self):
        token = self.third._get_token("reply")
        other = self.agent_env["plpdma.stakeholder"].create(
            {
                "program_id": self.program.id,
                "partner_id": self.env["res.partner"].create({"name": "Autre"}).id,
            }
        )
        with self.mock_mail_gateway():
            self.third.stakeholder_id = other
        self.assertFalse(self.line._find_by_token("reply", self.third.id, token))
