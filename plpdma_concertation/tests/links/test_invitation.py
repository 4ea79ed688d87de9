"""What participants receive: the invitation, then thanks."""

from datetime import timedelta

from lxml import html

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import TransactionCase, tagged

from .reply_common import ReplyCase


@tagged("post_install", "-at_install", "plpdma")
class TestInvitation(ReplyCase, TransactionCase):
    def _invite(self, **vals):
        """:return: what the first guest of another session receives"""
        with self.mock_mail_gateway():
            session = self._create_session(self.actors[:1], days=9, **vals)
            session.action_plan()
        (mail,) = self._mails_to(self.partners[0])
        return session, mail

    def test_essentials(self):
        session, mail = self._invite(
            location="Mairie <Nord>",
            date_start="2036-07-03 12:00:00",
            purpose_ids=[
                Command.set(self.env["plpdma.purpose"].search([], limit=1).ids)
            ],
        )
        self.assertEqual(mail["subject"], f"Invitation: {session.name}")
        text = self._text(mail["body"])
        for words in (
            self.company.name,
            session.name,
            "Concertation: working together",
            "July 3, 2036",
            "2:00",
            "Mairie <Nord>",
            "Où composter ?",
            session.purpose_ids.name,
            "Votre participation est consultative.",
            self.user_agent.name,
            "04 00 00 00 01",
            self.user_agent.email,
        ):
            self.assertIn(words, text)
        self.assertIn("Mairie &lt;Nord&gt;", mail["body"])
        self.assertIn("invitation.ics", [name for name, *_rest in mail["attachments"]])

    def test_links(self):
        session, mail = self._invite()
        link = session.participation_ids._get_link("reply")
        addresses = html.fromstring(mail["body"]).xpath("//a/@href")
        for reply in ("accepted", "declined", "represented"):
            self.assertIn(f"{link}?reply={reply}", addresses)
        self.assertIn(link, addresses)
        self.assertFalse([a for a in addresses if "/calendar/meeting" in a])

    def test_consultation_mentions_its_proposal(self):
        _session, mail = self._invite(
            nature="consultation", proposal="<p>Le projet secret</p>"
        )
        text = self._text(mail["body"])
        self.assertIn("without commitment to follow it", text)
        self.assertIn("The proposal on which your opinion is asked", text)
        self.assertNotIn("Le projet secret", text)
        _session, mail = self._invite()
        self.assertNotIn("The proposal on which", self._text(mail["body"]))

    def test_individual_meeting_tells_no_reason(self):
        purpose = self.env["plpdma.purpose"].search(
            [("format", "=", "individual")], limit=1
        )
        self.actors[0].write({"needs": "Besoin caché", "constraints": "Besoin caché"})
        session, mail = self._invite(
            format="individual",
            purpose_ids=[Command.set(purpose.ids)],
            format_justification="Besoin caché",
            minutes="<p>Besoin caché</p>",
        )
        self.assertIn(session.name, mail["body"])
        self.assertNotIn(purpose.name, mail["body"])
        self.assertNotIn("Besoin caché", mail["body"])

    def test_who_does_not_take_part_keeps_odoos_message(self):
        with self.mock_mail_gateway():
            session = self._create_session(
                days=9, facilitator_id=self.user_facilitator.partner_id.id
            )
            session.action_plan()
        (mail,) = self._mails_to(self.user_facilitator)
        self.assertIn("/calendar/meeting/accept", mail["body"])
        self.assertNotIn("/concertation/reply", mail["body"])

    def test_another_meeting_keeps_odoos_message(self):
        with self.mock_mail_gateway():
            self.agent_env["calendar.event"].create(
                {
                    "name": "Autre réunion",
                    "start": fields.Datetime.now() + timedelta(days=1),
                    "stop": fields.Datetime.now() + timedelta(days=1, hours=1),
                    "partner_ids": [Command.set(self.partners[0].ids)],
                }
            )
        (mail,) = self._mails_to(self.partners[0])
        self.assertIn("/calendar/meeting/accept", mail["body"])

    def test_new_date_and_new_place_are_told(self):
        for vals, keeps in (
            ({"location": "Mairie annexe"}, True),
            ({"date_start": self.meeting.date_start + timedelta(days=1)}, False),
        ):
            self.line.rsvp = "declined"
            with self.subTest(vals=vals), self.mock_mail_gateway():
                self.meeting.write(vals)
                self.assertFalse(self._mails, "Nothing leaves unseen")
                self.meeting.action_tell_change()
            (mail,) = self._mails_to(self.partners[0])
            self.assertEqual(mail["subject"], f"New date or place: {self.meeting.name}")
            text = self._text(mail["body"])
            self.assertIn("has changed", text)
            reply = "Your reply so far: you are not coming."
            (self.assertIn if keeps else self.assertNotIn)(reply, text)
            self.assertIn(self.line._get_link("reply"), mail["body"])
        self.assertIn("Mairie annexe", text)

    def test_message_in_the_guests_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.partners[0].lang = "fr_FR"
        session, mail = self._invite(date_start="2036-07-03 12:00:00")
        self.assertIn("3 juillet 2036", mail["body"])
        self.assertIn("de 14 h à", self._text(mail["body"]))
        self.assertIn(session.name, mail["subject"])

    def test_message_without_our_template(self):
        self.env.ref("plpdma_concertation.mail_template_session_invitation").unlink()
        _session, mail = self._invite()
        self.assertIn("/calendar/meeting/accept", mail["body"])

    # ------------------------------------------------------------------
    # Again
    # ------------------------------------------------------------------
    def test_send_again_to_those_who_have_not_replied(self):
        self.line.rsvp = "accepted"
        self.third.partner_id.email = False
        with self.mock_mail_gateway():
            action = self.meeting.action_resend_invitation()
        self.assertEqual(
            action["params"]["message"],
            f"Invitations on their way: 1. Without an e-mail address: "
            f"{self.third.display_name}.",
        )
        self.assertFalse(self._mails_to(self.partners[0]))
        self.assertEqual(len(self._mails_to(self.partners[1])), 1)

        (self.other | self.third).rsvp = "declined"
        with self.mock_mail_gateway():
            action = self.meeting.action_resend_invitation()
        self.assertIn("Everybody has replied", action["params"]["message"])
        self.assertFalse(self._mails)

    def test_nothing_is_sent_again_of_a_past_or_cancelled_session(self):
        for change in (self._end, self.meeting.action_cancel):
            with self.mock_mail_gateway():
                change()
            with self.mock_mail_gateway():
                action = self.meeting.participation_ids.action_resend_invitation()
            self.assertEqual(action["params"]["type"], "info")
            self.assertFalse(self._mails)

    def test_nothing_is_said_to_be_sent_when_the_calendar_is_silent(self):
        self.env["ir.config_parameter"].sudo().set_param("calendar.block_mail", True)
        action = self.meeting.action_resend_invitation()
        self.assertIn("on their way: 0.", action["params"]["message"])

    def test_another_agent_sends_the_invitation_to_an_individual_meeting_again(self):
        session, _mail = self._invite(format="individual")
        self.env.invalidate_all()
        with self.mock_mail_gateway():
            session.with_user(self.user_manager).action_resend_invitation()
        self.assertEqual(len(self._mails_to(self.partners[0])), 1)

    def test_only_the_staff_sends_again_and_thanks(self):
        meeting = self.meeting.with_user(self.user_facilitator)
        with self.assertRaises(AccessError):
            meeting.participation_ids.sudo().with_user(
                self.user_facilitator
            ).action_resend_invitation()
        with self.assertRaises(AccessError):
            meeting.action_thank()


@tagged("post_install", "-at_install", "plpdma")
class TestThanks(ReplyCase, TransactionCase):
    def _thank(self):
        with self.mock_mail_gateway():
            message = self.meeting.action_thank()["params"]["message"]
            self._new_mails.send()
        return message

    def test_thank_once(self):
        with self.assertRefused("circulate its minutes"):
            self.meeting.action_thank()
        self._report()
        self._create_contribution(
            session_id=self.meeting.id, state="in_review", response_expected=True
        )
        self.assertEqual(self._thank(), "Thanks on their way: 2.")
        (mail,) = self._mails_to(self.partners[0])
        self.assertEqual(mail["subject"], f"Thank you: {self.meeting.name}")
        text = self._text(mail["body"])
        self.assertIn("You took part in Atelier <compost>", text)
        self.assertIn("will be answered by", text)
        self.assertIn(self.line._get_link("minutes"), mail["body"])
        self.assertIn(self.meeting._get_feedback_url(), mail["body"])
        (mail,) = self._mails_to(self.partners[1])
        self.assertIn("You were represented at", self._text(mail["body"]))
        self.assertFalse(self._mails_to(self.partners[2]), "Somebody who did not come")
        self.assertTrue(self.line.date_thanked)

        message = self._thank()
        self.assertFalse(self._mails)
        self.assertIn("Thanks on their way: 0. Already thanked:", message)
        self.assertIn(self.line.display_name, message)

    def test_without_an_address(self):
        self._report()
        self.partners[1].email = False
        self.assertEqual(
            self._thank(),
            "Thanks on their way: 1. Without an e-mail address: "
            f"{self.other.display_name}.",
        )
        self.assertFalse(self.other.date_thanked)

    def test_minutes_of_an_individual_meeting_are_for_who_was_met(self):
        self.other.capacity = "expert"
        self.third.unlink()
        self.meeting.format = "individual"
        self.third = self.other
        self._end()
        self.meeting.action_hold()
        (self.line | self.other).attendance = "present"
        self.meeting.write({"minutes": "<p>Dit</p>", "state": "reported"})
        with self.assertRefused("circulate its minutes"):
            self.meeting.action_thank()
        self.meeting.minutes_state = "circulated"
        self._thank()
        (mail,) = self._mails_to(self.partners[0])
        self.assertIn("Read the minutes", mail["body"])
        (mail,) = self._mails_to(self.partners[1])
        self.assertNotIn("/concertation/minutes/", mail["body"])
        self.assertFalse(self.other._may_read_minutes())
