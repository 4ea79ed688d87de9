"""What calendars read of invitations, moves, removals and cancellations."""

from datetime import timedelta

import vobject

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .session_message_common import STAND_IN, SessionMessageCase


@tagged("post_install", "-at_install", "plpdma")
class TestSessionFiles(SessionMessageCase):
    def test_one_number_a_rising_sequence_and_the_right_method(self):
        session = self._create_meeting(location="Mairie")
        addresses = set(self.partners.mapped("email"))
        start, stop = session.date_start, session.date_stop
        invited = self._receive(session.action_plan)
        self.assertEqual(invited.keys(), addresses)
        for address in addresses:
            self.assertEqual(
                self._read(invited, address), ("REQUEST", 0, "CONFIRMED", start, stop)
            )
        session.date_start += timedelta(days=1)
        moved = self._receive(session.action_tell_change)
        self.assertEqual(moved.keys(), addresses)
        day = timedelta(days=1)
        for address in addresses:
            self.assertEqual(
                self._read(moved, address),
                ("REQUEST", 1, "CONFIRMED", start + day, stop + day),
            )
        session.location = "Salle des fêtes"
        elsewhere = self._receive(session.action_tell_change)
        self.assertEqual(elsewhere.keys(), addresses)
        for _message, calendar in elsewhere.values():
            self.assertEqual(calendar.vevent.location.value, "Salle des fêtes")
            self.assertEqual(calendar.vevent.sequence.value, "2")
        gone = self.partners[0].email
        removed = self._receive(self._of(session, self.partners[0]).unlink)
        self.assertEqual(set(removed), {gone}, "Those who stay are told nothing")
        self.assertEqual(self._read(removed, gone)[:3], ("CANCEL", 3, "CANCELLED"))
        self.assertFalse(session.is_change_untold)
        cancelled = self._receive(session.action_cancel)
        self.assertEqual(cancelled.keys(), addresses - {gone})
        for address in cancelled:
            self.assertEqual(
                self._read(cancelled, address),
                ("CANCEL", 4, "CANCELLED", start + day, stop + day),
            )
        session.action_draft()
        again = self._receive(session.action_plan)
        self.assertEqual(again.keys(), addresses - {gone})
        for address in again:
            self.assertEqual(self._read(again, address)[:2], ("REQUEST", 5))
        rounds = (invited, moved, elsewhere, removed, cancelled, again)
        self.assertEqual(self._uids(*rounds), {session.calendar_uid})
        self.assertEqual(sum(map(len, rounds)), 3 + 3 + 3 + 1 + 2 + 2)

    def test_each_session_has_its_number_and_copies_another(self):
        session = self._create_meeting()
        other = session.copy()
        self.assertTrue(session.calendar_uid)
        self.assertNotEqual(session.calendar_uid, other.calendar_uid)
        for name, value in (
            ("calendar_uid", "autre"),
            ("calendar_sequence", 9),
            ("told_location", "Ailleurs"),
        ):
            with self.assertRefused("written by hand"):
                session.write({name: value})
        with self.assertRefused("written by hand"):
            session.participation_ids[0].told_sequence = 3

    def test_who_facilitates_reads_no_address_of_the_guests(self):
        person = self.user_facilitator.partner_id
        session = self._create_meeting(facilitator_id=person.id)
        invited = self._receive(session.action_plan)
        self.assertEqual(len(invited), 4)
        session.date_start += timedelta(days=1)
        self.assertIn(person.email, self._receive(session.action_tell_change))
        gone = self._receive(lambda: session.write({"facilitator_id": False}))
        self.assertEqual(self._read(gone, person.email)[0], "CANCEL")
        self.assertEqual(set(gone), {person.email})
        # Whoever asks core for the file of the entry finds nobody in it.
        event = session.calendar_event_id
        files = event._get_ics_file()
        calendar = vobject.readOne(files[event.id].decode())
        self.assertEqual(calendar.method.value, "PUBLISH")
        self.assertNotIn("attendee", calendar.vevent.contents)
        self.assertEqual(calendar.vevent.uid.value, session.calendar_uid)

    def test_replies_of_calendars_come_to_the_service(self):
        session = self._create_meeting()
        invited = self._receive(session.action_plan)
        self.assertEqual(len(invited), len(session.participation_ids))
        for message, calendar in invited.values():
            organizer = calendar.vevent.organizer
            self.assertEqual(organizer.value, f"mailto:{self.user_agent.email}")
            self.assertEqual(organizer.params["CN"], [self.company.name])
            self.assertIn(self.user_agent.email, message["From"])

    def test_file_says_the_hours_of_the_authority(self):
        self.company.partner_id.sudo().tz = "America/Guadeloupe"
        session = self._create_meeting(
            date_start="2036-07-03 12:00:00", date_stop="2036-07-04 15:30:00"
        )
        moment = session._describe_moment()
        invited = self._receive(session.action_plan)
        self.assertEqual(len(invited), 3)
        for words in ("July 3, 2036", "8:00", "July 4, 2036", "11:30"):
            self.assertIn(words, moment)
        for message, calendar in invited.values():
            self.assertIn(moment, calendar.vevent.description.value)
            [body] = [
                part.get_payload(decode=True).decode()
                for part in message.walk()
                if part.get_content_type() == "text/html"
            ]
            self.assertIn(moment, body)

    def test_cancelled_before_the_change_was_told(self):
        """They hear of the date that they know."""
        session = self._create_meeting()
        start = session.date_start
        known = session._describe_moment()
        self._receive(session.action_plan)
        session.date_start += timedelta(days=2)
        cancelled = self._receive(session.action_cancel)
        self.assertEqual(len(cancelled), 3)
        for address, (message, _calendar) in cancelled.items():
            self.assertEqual(self._read(cancelled, address)[3], start)
            self.assertIn("Cancelled", message["Subject"])
        for line in self._lines(session, "cancellation"):
            body = line.mail_message_id.body
            self.assertIn(known, body)
            self.assertIn("is cancelled", body)
            self.assertNotIn("calendar team", body.lower())

    def test_back_to_draft_is_not_said_to_be_cancelled(self):
        session = self._create_meeting()
        self._receive(session.action_plan)
        put_off = self._receive(session.action_draft)
        self.assertEqual(len(put_off), 3)
        for address in put_off:
            self.assertEqual(self._read(put_off, address)[0], "CANCEL")
        for line in self._lines(session, "cancellation"):
            self.assertIn("Put off", line.mail_message_id.subject)
            self.assertIn("will not take place on this date", line.mail_message_id.body)


@tagged("post_install", "-at_install", "plpdma")
class TestSessionRemoval(SessionMessageCase):
    def test_removal_is_followed_and_sent_again(self):
        session = self._create_meeting()
        self._send(session.action_plan)
        gone = self.partners[1]
        line = self._of(session, gone)
        taken = self._send(line.unlink, refused=[gone.email])
        self.assertFalse(taken)
        [lost] = self.env["plpdma.delivery"].search([("purpose", "=", "removal")])
        self.assertEqual((lost.state, lost.email), ("failed", gone.email))
        self.assertEqual(lost.session_id, session)
        self.assertIn("not expected", lost.mail_message_id.body)
        # They are on the list no more.
        framed = lost.sudo().mail_message_id.mail_ids.body_html
        self.assertIn("you were on the list of the guests", framed)
        self.assertNotIn("you are on the list", framed)
        [alert] = self._get_alerts(session)
        self.assertIn(gone.email, alert.note)
        self.assertEqual(session.lost_message_count, 1)
        action = session.action_view_lost_messages()
        found = self.agent_env["plpdma.delivery"].search(action["domain"])
        self.assertEqual(found, lost)
        gone.sudo().email = "mieux@p.example"
        with self.assertRaises(AccessError):
            found.with_user(self.user_employee).action_resend()
        taken = self._send(found.action_resend)
        self.assertEqual(taken, {"mieux@p.example": lost.message_uid})
        self.assertEqual((lost.state, lost.email), ("sent", "mieux@p.example"))
        self.assertFalse(self._get_alerts(session))
        with self.assertRefused("None of these messages"):
            found.action_resend()

    def test_who_is_replaced_is_told_and_who_comes_is_invited(self):
        session = self._create_session(self.actors[:1], days=5)
        self._receive(session.action_plan)
        received = self._receive(
            lambda: session.participation_ids.write(
                {"stakeholder_id": self.actors[1].id}
            )
        )
        methods = {address: self._read(received, address)[0] for address in received}
        self.assertEqual(
            methods,
            {self.partners[0].email: "CANCEL", self.partners[1].email: "REQUEST"},
        )

    def test_lost_removal_of_who_is_expected_again(self):
        """They are not told any more that they are not."""
        meeting = self._create_meeting()
        self._receive(meeting.action_plan)
        line = meeting.participation_ids[0]
        actor, email = line.stakeholder_id, line.partner_id.email
        self._send(line.unlink, refused=[email])
        self._receive(
            lambda: meeting.write(
                {"participation_ids": [Command.create({"stakeholder_id": actor.id})]}
            )
        )
        lost = self.env["plpdma.delivery"].search(
            [("session_id", "=", meeting.id), ("purpose", "=", "removal")]
        )
        self.assertEqual(lost.state, "failed")
        with self.assertRefused("None of these messages"):
            lost.with_user(self.user_agent).action_resend()

    def test_lost_cancellation_is_sent_again(self):
        session = self._create_meeting()
        self._send(session.action_plan)
        refused = self.partners[1]
        self._send(session.action_cancel, refused=[refused.email])
        [lost] = session._find_lost_messages()
        self.assertEqual((lost.purpose, lost.email), ("cancellation", refused.email))
        self.assertEqual(session.lost_message_count, 1)
        taken = self._send(lost.with_user(self.user_agent).action_resend)
        self.assertEqual(taken, {refused.email: lost.message_uid})
        self.assertEqual(lost.state, "sent")
        self.assertFalse(session.lost_message_count)

    def test_what_takes_place_again_is_not_cancelled_again(self):
        session = self._create_meeting()
        self._send(session.action_plan)
        self._send(session.action_cancel, refused=[self.partners[1].email])
        lost = session._find_lost_messages()
        self._send(session.action_draft)
        self._send(session.action_plan)
        with self.assertRefused("None of these messages"):
            lost.with_user(self.user_agent).action_resend()

    def test_past_or_silent(self):
        past = self._create_session(self.actors)
        past.action_plan()
        self.assertFalse(self._receive(past.participation_ids[:1].unlink))
        begun = self._create_session(self.actors, days=-1)
        told = []
        self.assertFalse(self._receive(lambda: told.append(begun.action_plan())))
        self.assertEqual(begun.state, "planned")
        self.assertIn("nobody was written to", told[0]["params"]["message"])
        session = self._create_meeting()
        self._receive(session.action_plan)
        self.env["ir.config_parameter"].sudo().set_param("calendar.block_mail", True)
        self.assertFalse(self._receive(session.participation_ids[:1].unlink))


@tagged("post_install", "-at_install", "plpdma")
class TestReminder(SessionMessageCase):
    def test_reminder_of_the_calendar(self):
        """In our words, and naming no other guest."""
        meeting = self._create_meeting()
        self._receive(meeting.action_plan)
        template = self.env.ref("calendar.calendar_template_meeting_reminder")
        guests = meeting.calendar_event_id.sudo().attendee_ids
        guests = guests.filtered(lambda guest: guest.partner_id in self.partners)
        received = self._receive(
            lambda: guests._notify_attendees(template, force_send=True)
        )
        self.assertEqual(received.keys(), set(self.partners.mapped("email")))
        for address, (message, _calendar) in received.items():
            self.assertEqual(self._read(received, address)[:2], ("REQUEST", 0))
            self.assertIn("Reminder", str(message["Subject"]))
        lines = self._lines(meeting, "reminder")
        self.assertEqual(lines.mapped("state"), ["sent"] * 3)


@tagged("post_install", "-at_install", "plpdma")
class TestStandIn(SessionMessageCase):
    def setUp(self):
        super().setUp()
        self.meeting = self._create_meeting()
        self._receive(self.meeting.action_plan)
        self.line = self.meeting.participation_ids[0]

    def _announce(self, email=STAND_IN):
        line = self.line.sudo()
        return self._receive(
            lambda: line._reply("represented", "Camille Durand", email)
        )

    def test_invited_moved_and_told_no_more(self):
        invited = self._announce()
        self.assertEqual(set(invited), {STAND_IN})
        self.assertEqual(self._read(invited, STAND_IN)[:2], ("REQUEST", 0))
        self.meeting.date_start += timedelta(days=1)
        self.assertEqual(self.line.rsvp, "pending")
        self.assertEqual(self.line.stand_in_email, STAND_IN, "Still announced")
        moved = self._receive(self.meeting.action_tell_change)
        self.assertEqual(len(moved), 4)
        self.assertEqual(self._read(moved, STAND_IN)[:2], ("REQUEST", 1))
        gone = self._receive(lambda: self.line.sudo()._reply("accepted"))
        self.assertEqual(set(gone), {STAND_IN})
        self.assertEqual(self._read(gone, STAND_IN)[:2], ("CANCEL", 2))
        self.assertEqual(self._uids(invited, moved, gone), {self.meeting.calendar_uid})
        lines = self._lines(self.meeting).filtered("is_for_stand_in")
        self.assertEqual(lines.mapped("purpose"), ["invitation", "change", "removal"])
        self.assertEqual(set(lines.mapped("state")), {"sent"})
        self.assertEqual(set(lines.mapped("email")), {STAND_IN})

    def test_announced_before_it_is_planned(self):
        meeting = self._create_meeting(days=9)
        meeting.participation_ids[0].write(
            {"stand_in_name": "Camille Durand", "stand_in_email": STAND_IN}
        )
        invited = self._receive(meeting.action_plan)
        self.assertEqual(len(invited), 4)
        self.assertEqual(self._read(invited, STAND_IN)[:2], ("REQUEST", 0))
        self._receive(meeting.action_draft)
        again = self._receive(meeting.action_plan)
        self.assertIn(STAND_IN, again, "Put off, then planned again")

    def test_address_that_is_written_to_again_and_again(self):
        """Whoever holds a link writes any address in it."""
        line = self.line.sudo().with_user(self.env.ref("base.public_user")).sudo()
        count = 0
        for number in range(8):
            for email in ("victime@p.example", f"autre{number}@p.example"):
                received = self._receive(
                    lambda email=email: line._reply("represented", "Camille", email)
                )
                count += "victime@p.example" in received
        self.assertEqual(count, 5)
        withheld = self._lines(self.meeting).filtered(
            lambda line: line.cause == "limit"
        )
        self.assertTrue(withheld)
        self.assertEqual(set(withheld.mapped("email")), {"victime@p.example"})

    def test_name_that_is_none(self):
        for name in ("Cliquez http://mal.example", "a@p.example", "Voir mal.example"):
            with self.subTest(name), self.assertRaises(UserError):
                self.line.sudo()._reply("represented", name, STAND_IN)
        self.assertFalse(self.line.stand_in_name)

    def test_replaced_by_another(self):
        self._announce()
        received = self._announce("autre@p.example")
        self.assertEqual(
            {a: self._read(received, a)[0] for a in received},
            {STAND_IN: "CANCEL", "autre@p.example": "REQUEST"},
        )
        self.assertFalse(self._announce("autre@p.example"), "Told already")

    def test_cancelled_or_taken_off(self):
        self._announce()
        received = self._receive(self.line.unlink)
        self.assertEqual(set(received), {STAND_IN, self.partners[0].email})
        self.line = self.meeting.participation_ids[0]
        self._announce()
        received = self._receive(self.meeting.action_cancel)
        self.assertEqual(len(received), 3)
        self.assertEqual(self._read(received, STAND_IN)[0], "CANCEL")

    def test_what_is_lost_is_not_the_participants(self):
        self._send(
            lambda: self.line.sudo()._reply("represented", "Camille", STAND_IN),
            refused=[STAND_IN],
        )
        self.assertEqual(self.line.delivery, "sent")
        found = self.line.search([("delivery", "=", "sent")])
        self.assertIn(self.line, found)
        [alert] = self._get_alerts(self.meeting)
        self.assertIn(STAND_IN, alert.note)
        self.assertFalse(
            self.meeting.participation_ids.filtered(lambda p: p._is_undelivered())
        )

    def test_words(self):
        invited = self._announce()
        message, _calendar = invited[STAND_IN]
        body = message.get_body(("html",)).get_content()
        for words in ("Camille Durand", self.partners[0].name, self.meeting.name):
            self.assertIn(words, body)
        self.assertNotIn("/concertation/reply", body, "The link is the participant's")
