"""What participants receive, and what their links do: reply, minutes, feedback."""

import re
from datetime import timedelta
from unittest.mock import patch
from urllib.parse import urlsplit

from lxml import html

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.http import Request
from odoo.tests import HttpCase, TransactionCase, tagged
from odoo.tools import SQL

from ...controllers.links import feedback as feedback_controller
from ..common import ConcertationCase

QUESTIONS = ("neutrality", "listening", "trust")


class ReplyCase(ConcertationCase):
    """A meeting in five days, whose three guests were invited."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")
        cls.env["ir.default"].set("res.partner", "lang", "en_US")
        cls.partners.sudo().is_company = True
        cls.user_agent.phone = "04 00 00 00 01"

    def _build_world(self):
        super()._build_world()
        self.meeting = self._create_session(
            self.actors, days=5, name="Atelier <compost>", location="Salle des fêtes"
        )
        with self.mock_mail_gateway():
            self.meeting.action_plan()
        self.line, self.other, self.third = self.meeting.participation_ids.sorted(
            lambda line: self.partners.ids.index(line.partner_id.id)
        )
        self.env.flush_all()

    def _end(self, days=1):
        """Make the meeting one that ended so many days ago."""
        stop = fields.Datetime.now() - timedelta(days=days)
        self.meeting.with_context(no_mail_to_attendees=True).write(
            {"date_start": stop - timedelta(hours=2), "date_stop": stop}
        )

    def _report(self, days=1, **lines):
        """Report the meeting: the first came, the second was represented."""
        self._end(days)
        self.meeting.action_hold()
        self.line.attendance = "present"
        self.other.write(
            {"attendance": "represented", "represented_by_id": self.partners[0].id}
        )
        self.third.attendance = "absent"
        self.meeting.minutes = "<p>Ce qui fut <b>dit</b></p>"
        self.meeting.action_report()
        self.meeting.minutes_state = "final"

    def _guest(self, line):
        return line.sudo().session_id.calendar_event_id.attendee_ids.filtered(
            lambda guest: guest.partner_id == line.partner_id
        )

    def _mails_to(self, partner):
        return [m for m in self._mails if partner.email in str(m["email_to"])]

    def _text(self, source):
        return " ".join(html.fromstring(source).text_content().split())

    def _receipts(self, line):
        return self.agent_env["plpdma.notice.receipt"].search(
            [
                ("stakeholder_id", "=", line.stakeholder_id.id),
                ("channel", "=", "rsvp"),
            ]
        )


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
        self.assertIn("14:00", mail["body"])
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


@tagged("post_install", "-at_install", "plpdma")
class TestReplyPages(ReplyCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.authenticate(None, None)

    def _path(self, line=None, scope="reply"):
        return urlsplit((line or self.line)._get_link(scope)).path

    def _post(self, path, **form):
        response = self.url_open(
            path, data={"csrf_token": Request.csrf_token(self), **form}
        )
        self.env.invalidate_all()
        return response

    def _state(self):
        self.env.invalidate_all()
        return self.line.rsvp, self.line.write_date, self._guest(self.line).state

    def _assertUnknown(self, path):
        response = self.url_open(path)
        self.assertEqual(response.status_code, 404, path)
        self.assertIn("This link opens nothing", response.text)
        self.assertIn(self.company.email, response.text)
        for words in ("Atelier", *self.partners.mapped("name"), "Test agent"):
            self.assertNotIn(words, response.text)
        return response.text

    # ------------------------------------------------------------------
    # Reply
    # ------------------------------------------------------------------
    def test_opening_the_link_changes_nothing(self):
        before = self._state()
        for reply in ("accepted", "declined", "represented", "<script>", ""):
            response = self.url_open(f"{self._path()}?reply={reply}")
            self.assertEqual(response.status_code, 200)
            self.assertNotIn("<script>alert", response.text)
        self.assertEqual(self._state(), before)
        self.assertFalse(self._receipts(self.line))
        response = self.url_open(f"{self._path()}?reply=declined", method="HEAD")
        self.assertEqual(self._state(), before)

    def test_page_tells_the_essentials_and_holds_the_choice(self):
        response = self.url_open(f"{self._path()}?reply=declined")
        page = html.fromstring(response.text)
        text = self._text(response.text)
        for words in (
            self.company.name,
            "Atelier <compost>",
            "Salle des fêtes",
            "Où composter ?",
            "Votre participation est consultative.",
            "Test agent",
            "04 00 00 00 01",
        ):
            self.assertIn(words, text)
        for name in (*self.partners.mapped("name"), *self.partners.mapped("email")):
            self.assertNotIn(name, response.text)
        self.assertEqual(
            page.xpath("//input[@name='reply'][@checked]/@value"), ["declined"]
        )
        self.assertEqual(
            page.xpath("//form/@data-plpdma-chosen"), ["declined"], "Sent at once"
        )
        for name, value in (
            ("Cache-Control", "no-store"),
            ("X-Robots-Tag", "noindex, nofollow"),
        ):
            self.assertEqual(response.headers[name], value)
        page = html.fromstring(self.url_open(self._path()).text)
        self.assertFalse(page.xpath("//form[@data-plpdma-chosen]"))

    def test_reply_then_change_it(self):
        response = self._post(self._path(), reply="accepted")
        self.assertEqual(urlsplit(response.url).path, self._path())
        self.assertIn(
            "Thank you, your reply is noted: you are coming.", self._text(response.text)
        )
        self.assertEqual(self.line.rsvp, "accepted")
        self.assertEqual(self._guest(self.line).state, "accepted")
        self.assertEqual(self._receipts(self.line).version, 1)
        self.assertIn(f"{self._path()}/calendar.ics", response.text)

        response = self._post(self._path(), reply="accepted")
        self.assertIn("already noted: you are coming.", self._text(response.text))
        response = self._post(self._path(), reply="declined")
        text = self._text(response.text)
        self.assertIn("Your reply has changed: you are not coming.", text)
        self.assertNotIn("calendar.ics", response.text)
        self.assertEqual(self.line.rsvp, "declined")
        text = self._text(self.url_open(self._path()).text)
        self.assertIn("Your reply so far: you are not coming.", text)

    def test_stand_in_is_escaped(self):
        name = "<script>alert(1)</script>"
        response = self._post(self._path(), reply="represented", stand_in_name=name)
        self.assertIn("&lt;script&gt;alert(1)", response.text)
        self.assertNotIn(name, response.text)
        self.assertFalse(self.line.stand_in_name, "It is no name")
        name = "Camille & Martin"
        response = self._post(self._path(), reply="represented", stand_in_name=name)
        self.assertIn("Camille &amp; Martin", response.text)
        self.assertEqual(self.line.stand_in_name, name)

    def test_what_was_typed_is_kept(self):
        response = self._post(
            self._path(), reply="represented", stand_in_name="", stand_in_email="<b>"
        )
        page = html.fromstring(response.text)
        self.assertEqual(len(page.xpath("//div[@role='alert']//li")), 2)
        for name in ("stand_in_name", "stand_in_email"):
            (field,) = page.xpath(f"//input[@id='{name}'][@aria-invalid='true']")
            error = page.get_element_by_id(field.get("aria-describedby"))
            self.assertTrue(error.text_content().strip())
            self.assertTrue(page.xpath(f"//a[@href='#{name}']"))
        self.assertEqual(field.get("value"), "<b>")
        self.assertEqual(
            page.xpath("//input[@name='reply'][@checked]/@value"), ["represented"]
        )
        self.assertEqual(self.line.rsvp, "pending")

    def test_form_without_a_choice_or_with_a_file(self):
        self.assertIn("Choose one", self._post(self._path()).text)
        response = self.url_open(
            self._path(),
            data={"csrf_token": Request.csrf_token(self), "reply": "represented"},
            files={"stand_in_name": ("a.txt", b"Camille")},
        )
        self.assertIn("Write the name", response.text)
        self.assertEqual(self._state()[0], "pending")

    def test_form_from_elsewhere_is_refused(self):
        response = self.url_open(self._path(), data={"reply": "accepted"})
        self.assertIn("Nothing was sent", response.text)
        self.assertEqual(self._state()[0], "pending")

    def test_altered_link(self):
        path = self._path()
        token = path.rpartition("/")[2]
        pages = {
            self._assertUnknown(altered)
            for altered in (
                f"{path[:-1]}x",
                f"/concertation/reply/{self.other.id}/{token}",
                f"/concertation/reply/999999999/{token}",
                f"/concertation/reply/99999999999999999999/{token}",
                f"/concertation/minutes/{self.line.id}/{token}",
                f"/concertation/feedback/{self.meeting.id}/{token}",
                f"{path[:-1]}x/calendar.ics",
            )
        }
        # The token against forged forms changes each second.
        masked = {re.subn(r'csrf_token: "\w+"', "", page) for page in pages}
        self.assertEqual({count for _page, count in masked}, {1})
        self.assertEqual(
            len({self._text(page) for page, _count in masked}),
            1,
            "They tell nothing apart",
        )
        response = self._post(f"{path[:-1]}x", reply="accepted")
        self.assertEqual(response.status_code, 404)
        self.assertEqual(self._state()[0], "pending")

    def test_past_or_cancelled(self):
        def cancel():
            with self.mock_mail_gateway():
                self.meeting.write({"state": "draft"})
                self.meeting.write({"state": "cancelled"})

        for change, words in (
            (self._end, "This session is over. Replies were taken until"),
            (cancel, "This session was cancelled"),
        ):
            change()
            before = self._state()
            for response in (
                self.url_open(f"{self._path()}?reply=accepted"),
                self._post(self._path(), reply="accepted"),
            ):
                self.assertEqual(response.status_code, 200)
                self.assertIn(words, response.text)
                self.assertIn("04 00 00 00 01", response.text)
                self.assertNotIn("<form", response.text)
            self.assertEqual(self._state(), before)

    def test_add_to_the_calendar(self):
        response = self.url_open(f"{self._path()}/calendar.ics")
        self.assertEqual(response.status_code, 200)
        self.assertIn("text/calendar", response.headers["Content-Type"])
        self.assertIn("BEGIN:VEVENT", response.text)
        self.assertIn("Atelier <compost>", response.text)
        for partner in self.partners:
            self.assertNotIn(partner.email, response.text)
        self.env.invalidate_all()
        self.assertEqual(len(self.meeting.calendar_event_id.attendee_ids), 4)
        with self.mock_mail_gateway():
            self.meeting.action_cancel()
        self._assertUnknown(f"{self._path()}/calendar.ics")

    # ------------------------------------------------------------------
    # Minutes
    # ------------------------------------------------------------------
    def test_minutes(self):
        path = self._path(scope="minutes")
        self.meeting.minutes = "<p>Ce qui fut <b>dit</b></p>"
        self.assertNotIn("Ce qui fut", self.url_open(path).text)
        self._report()
        response = self.url_open(path)
        self.assertIn("Ce qui fut <b>dit</b>", response.text)
        self.assertNotIn("not final yet", response.text)
        self.meeting.minutes_state = "circulated"
        self.assertIn("not final yet", self.url_open(path).text)
        self.meeting.minutes_state = "draft"
        self.assertIn("not available", self.url_open(path).text)

    # ------------------------------------------------------------------
    # Feedback
    # ------------------------------------------------------------------
    def _feedback_path(self):
        return urlsplit(self.meeting.feedback_url).path

    def _answer(self, **scores):
        return self._post(
            self._feedback_path(), **{**dict.fromkeys(QUESTIONS, "4"), **scores}
        )

    def test_feedback_is_anonymous_and_given_once(self):
        self._end()
        page = html.fromstring(self.url_open(self._feedback_path()).text)
        self.assertEqual(len(page.xpath("//fieldset[legend]")), 3)
        self.assertEqual(len(page.xpath("//input[@type='radio']")), 15)
        response = self._answer(trust="2")
        self.assertIn("Thank you: your opinion is noted", self._text(response.text))
        feedback = self.meeting.sudo().feedback_ids
        self.assertRecordValues(
            feedback, [{"neutrality": 4, "listening": 4, "trust": 2}]
        )
        self.assertNotIn("create_uid", feedback._fields)
        for _time in range(2):
            response = self._answer()
            self.assertIn("once from each", self._text(response.text))
        self.assertEqual(self.meeting.feedback_count, 1)
        self.authenticate(None, None)
        self._answer()
        self.assertEqual(self.meeting.feedback_count, 2, "From another browser")

    def test_incomplete_feedback(self):
        self._end()
        response = self._answer(trust="", listening="6")
        page = html.fromstring(response.text)
        self.assertEqual(len(page.xpath("//div[@role='alert']//li")), 2)
        self.assertEqual(page.xpath("//input[@checked]/@id"), ["neutrality_4"], "Kept")
        self.assertEqual(self.meeting.feedback_count, 0)

    def test_feedback_before_and_long_after(self):
        for change, words in (
            (lambda: None, "has not begun yet"),
            (lambda: self._end(days=61), "Feedback is closed"),
            (self.meeting.action_cancel, "No feedback is asked"),
        ):
            with self.mock_mail_gateway():
                change()
            for response in (self.url_open(self._feedback_path()), self._answer()):
                self.assertIn(words, self._text(response.text))
                self.assertNotIn("<form", response.text)
        self.assertEqual(self.meeting.feedback_count, 0)
        with self.assertRaises(UserError):
            self.meeting._give_feedback(dict.fromkeys(QUESTIONS, 3))

    def test_many_answers_from_one_place(self):
        self._end()
        self.startPatcher(patch.object(feedback_controller, "ANSWERS_PER_HOUR", 2))
        for _time in range(3):
            self.authenticate(None, None)
            response = self._answer()
        self.assertEqual(response.status_code, 429)
        self.assertIn("Try again later", self._text(response.text))
        self.assertEqual(self.meeting.feedback_count, 2)
