"""Sessions, and the calendar that follows."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..common import ConcertationCase
from ..platform.delivery_common import load_script


@tagged("post_install", "-at_install", "plpdma")
class TestSessionCalendar(ConcertationCase):
    def _plan(self, actors=None, **vals):
        session = self._create_session(actors, **{"days": 5, **vals})
        with self.mock_mail_gateway():
            session.action_plan()
        return session

    def _emails_to(self, address):
        return [mail for mail in self._mails if address in str(mail["email_to"])]

    def test_planned_session_is_in_the_calendar_and_its_guests_are_invited(self):
        session = self._create_session(self.actors, days=5, location="Salle des fêtes")
        self.assertFalse(session.calendar_event_id, "A draft invites nobody")
        with self.mock_mail_gateway():
            session.action_plan()
        event = session.calendar_event_id
        self.assertRecordValues(
            event,
            [
                {
                    "name": session.name,
                    "start": session.date_start,
                    "stop": session.date_stop,
                    "location": "Salle des fêtes",
                    "user_id": self.user_agent.id,
                    "privacy": "public",
                    "active": True,
                }
            ],
        )
        self.assertEqual(event.partner_ids, self.partners | self.user_agent.partner_id)
        for partner in self.partners:
            (mail,) = self._emails_to(partner.email)
            attachments = [name for name, *_rest in mail["attachments"]]
            self.assertIn("invitation.ics", attachments)

    def test_entry_is_in_the_language_of_the_authority(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.program.company_id.partner_id.lang = "fr_FR"
        self.user_agent.lang = "en_US"
        event = self._plan(self.actors).calendar_event_id
        self.assertIn("construire ensemble une proposition", event.description)

    def test_session_created_planned_is_in_the_calendar(self):
        with self.mock_mail_gateway():
            session = self._create_session(self.actors[0], days=5, state="planned")
        self.assertTrue(session.calendar_event_id)
        self.assertTrue(self._emails_to(self.partners[0].email))

    def test_availability_to_the_public_is_not_in_the_calendar(self):
        session = self._create_session(
            format="public", days=5, date_stop="2099-01-01 10:00:00"
        )
        session.action_plan()
        self.assertFalse(session.calendar_event_id)

    def test_entry_moves_with_the_session(self):
        session = self._plan(self.actors)
        event = session.calendar_event_id
        with self.mock_mail_gateway():
            session.date_start += timedelta(days=1)
            self.assertFalse(self._mails, "Whoever organises sees it first")
            session.action_tell_change()
        self.assertEqual(event.start, session.date_start)
        self.assertEqual(event.stop, session.date_stop)
        self.assertEqual(len(self._emails_to(self.partners[0].email)), 1)
        with self.mock_mail_gateway():
            session.name = "Autre titre"
        self.assertEqual(event.name, "Autre titre")
        self.assertFalse(self._mails, "Whoever organises sees it first")
        self.assertTrue(session.is_change_untold)
        with self.mock_mail_gateway():
            session.location = "Mairie"
            session.action_tell_change()
        self.assertEqual(event.location, "Mairie")
        self.assertEqual(len(self._emails_to(self.partners[0].email)), 1)

    def test_session_moves_with_its_entry(self):
        session = self._plan(self.actors)
        event = session.calendar_event_id.with_user(self.user_agent)
        start = event.start + timedelta(days=1)
        with self.mock_mail_gateway():
            event.write({"start": start, "stop": start + timedelta(hours=3)})
            self.assertFalse(self._mails, "Whoever organises sees it first")
            session.action_tell_change()
        self.assertEqual(session.date_start, start)
        self.assertEqual(session.date_stop, start + timedelta(hours=3))
        self.assertEqual(event.start, start)
        self.assertEqual(len(self._emails_to(self.partners[0].email)), 1)

    def test_entry_lengthened_lengthens_the_session(self):
        session = self._plan()
        event = session.calendar_event_id.with_user(self.user_agent)
        event.stop += timedelta(hours=1)
        self.assertEqual(session.date_stop - session.date_start, timedelta(hours=3))

    def test_only_who_may_write_the_session_moves_its_entry(self):
        session = self._plan(self.actors)
        event = session.calendar_event_id
        start = session.date_start
        moved = {"start": start + timedelta(days=1), "stop": start + timedelta(days=2)}
        with self.assertRaises(AccessError):
            event.with_user(self.user_employee).write(moved)
        self.assertEqual(session.date_start, start)

    def test_held_session_is_not_moved_to_the_future_by_its_entry(self):
        session = self._create_session(self.actors)
        session.action_plan()
        session.action_hold()
        event = session.calendar_event_id.with_user(self.user_agent)
        start = fields.Datetime.now() + timedelta(days=1)
        with self.assertRaises(ValidationError):
            event.write({"start": start, "stop": start + timedelta(hours=1)})

    def test_meeting_opened_to_the_public_leaves_the_calendar(self):
        session = self._create_session(days=2)
        with self.mock_mail_gateway():
            session.action_plan()
            event = session.calendar_event_id
            self.assertTrue(event.active)
            session.format = "public"
        self.assertFalse(event.active)

    def test_cancelled_session_is_withdrawn_and_its_guests_are_told(self):
        session = self._plan(self.actors)
        event = session.calendar_event_id
        with self.mock_mail_gateway():
            session.action_cancel()
        self.assertFalse(event.active)
        for partner in self.partners:
            (mail,) = self._emails_to(partner.email)
            self.assertIn(session.name, mail["subject"] + mail["body"])

    def test_past_session_is_withdrawn_in_silence(self):
        session = self._create_session(self.actors)
        session.action_plan()
        with self.mock_mail_gateway():
            session.action_cancel()
        self.assertFalse(session.calendar_event_id.active)
        self.assertFalse(self._mails)

    def test_session_back_to_draft_is_withdrawn(self):
        session = self._plan(self.actors)
        with self.mock_mail_gateway():
            session.action_draft()
        self.assertFalse(session.calendar_event_id.active)

    def test_session_planned_again_invites_again(self):
        """Those who were told that it is cancelled hear that it takes place."""
        session = self._plan(self.actors)
        event = session.calendar_event_id
        with self.mock_mail_gateway():
            session.action_cancel()
            session.action_draft()
        with self.mock_mail_gateway():
            session.action_plan()
        self.assertEqual(session.calendar_event_id, event, "The same entry comes back")
        self.assertTrue(event.active)
        for partner in self.partners:
            self.assertEqual(len(self._emails_to(partner.email)), 1)

    def test_held_session_keeps_its_entry(self):
        session = self._create_session(self.actors)
        session.action_plan()
        session.action_hold()
        self.assertTrue(session.calendar_event_id.active)

    def test_deleted_session_takes_its_entry_away(self):
        session = self._plan(self.actors)
        event = session.calendar_event_id
        with self.mock_mail_gateway():
            session.action_cancel()
        session.with_user(self.user_manager).unlink()
        self.assertFalse(event.exists())

    def test_participant_who_joins_is_invited(self):
        session = self._plan(self.actors[0])
        with self.mock_mail_gateway():
            session.participation_ids = [
                Command.create({"stakeholder_id": self.actors[1].id})
            ]
        self.assertIn(self.partners[1], session.calendar_event_id.partner_ids)
        self.assertTrue(self._emails_to(self.partners[1].email))
        self.assertFalse(self._emails_to(self.partners[0].email), "Invited before")

    def test_participant_who_is_taken_off_is_no_longer_a_guest(self):
        session = self._plan(self.actors)
        session.participation_ids[0].unlink()
        event = session.calendar_event_id
        self.assertEqual(
            event.partner_ids, self.partners[1:] | self.user_agent.partner_id
        )
        self.assertEqual(event.attendee_ids.partner_id, event.partner_ids)

    def test_participant_who_is_replaced_gives_their_place(self):
        session = self._plan(self.actors[0])
        session.participation_ids.stakeholder_id = self.actors[1]
        guests = session.calendar_event_id.partner_ids
        self.assertEqual(guests, self.partners[1] | self.user_agent.partner_id)

    def test_facilitator_and_organiser_are_guests(self):
        facilitator = self.user_facilitator.partner_id
        session = self._plan(facilitator_id=facilitator.id)
        event = session.calendar_event_id
        self.assertEqual(event.partner_ids, facilitator | self.user_agent.partner_id)
        session.facilitator_id = self.partners[0]
        self.assertEqual(
            event.partner_ids, self.partners[0] | self.user_agent.partner_id
        )

    def test_reply_shows_on_the_participation(self):
        session = self._plan(self.actors)
        lines = session.participation_ids.grouped("partner_id")
        attendees = session.calendar_event_id.attendee_ids.grouped("partner_id")
        for partner, action, reply in zip(
            self.partners,
            ("do_accept", "do_tentative", "do_decline"),
            ("accepted", "tentative", "declined"),
            strict=True,
        ):
            self.assertEqual(lines[partner].rsvp, "pending")
            # A guest who replies has no access to the concertation: core's link
            # replies for them.
            guest = attendees[partner].with_user(self.user_employee)
            with self.assertRaises(AccessError):
                getattr(guest, action)()
            getattr(guest.sudo(), action)()
            self.assertEqual(lines[partner].rsvp, reply)

    def test_reply_to_another_meeting_shows_nowhere(self):
        session = self._plan(self.actors[0])
        event = self.agent_env["calendar.event"].create(
            {
                "name": "Autre réunion",
                "start": session.date_start,
                "stop": session.date_stop,
                "partner_ids": [Command.set(self.partners[0].ids)],
            }
        )
        event.attendee_ids.do_accept()
        self.assertEqual(session.participation_ids.rsvp, "pending")

    # ------------------------------------------------------------------
    # Confidentiality: what is said alone stays out of shared places
    # ------------------------------------------------------------------
    def test_entry_holds_no_confidential_word(self):
        secret = "Entre nous"
        session = self._create_session(
            self.actors[0],
            days=5,
            nature="consultation",
            proposal=f"<p>{secret}</p>",
            minutes=f"<p>{secret}</p>",
        )
        self.actors[0].write(
            {name: secret for name in ("needs", "interests", "constraints")}
        )
        self._create_contribution(
            session_id=session.id, verbatim=secret, internal_note=f"<p>{secret}</p>"
        )
        with self.mock_mail_gateway():
            session.action_plan()
            session.date_start += timedelta(hours=1)
            session.action_tell_change()
        event = session.calendar_event_id
        told = [str(event.read()), str(event.message_ids.mapped("body"))]
        told += [mail["subject"] + mail["body"] for mail in self._mails]
        told += [str(event._get_ics_file())]
        self.assertGreater(len(self._mails), 1)
        for text in told:
            self.assertIn(session.name, "".join(told))
            self.assertNotIn(secret, text)

    def test_entry_of_an_individual_meeting_is_private(self):
        """Core lets everybody search by what it hides."""
        session = self._plan(self.actors[0], format="individual")
        event = session.calendar_event_id
        self.assertEqual(event.privacy, "private")
        users = (self.user_employee, self.user_elected, self.user_facilitator)
        for user in users:
            with self.subTest(user.name):
                self.assertFalse(self._find_event(session, user))
                self.assertFalse(event.with_user(user).has_access("read"))
        guests = session.participation_ids.stakeholder_id.partner_id
        met = guests.with_user(self.user_employee).meeting_ids
        self.assertFalse(met)
        self.assertTrue(self._find_event(session, self.user_agent))
        session.format = "collective"
        self.assertEqual(event.privacy, "public")
        for user in users:
            self.assertTrue(self._find_event(session, user))

    def _find_event(self, session, user):
        """The entry of a session, searched by what it says."""
        self.env.flush_all()
        self.env.invalidate_all()
        domain = [("name", "=", session.name)]
        return self.env["calendar.event"].with_user(user).search(domain)

    def test_colleagues_are_told_who_is_not_free(self):
        session = self._plan(self.actors[0], format="individual")
        busy = session.user_id.partner_id
        self.assertIn(busy, session.calendar_event_id.partner_ids)
        other = self.env["calendar.event"].with_user(self.user_employee)
        planned = other.create(
            {
                "name": "Point d'équipe",
                "start": session.date_start,
                "stop": session.date_stop,
                "partner_ids": [Command.set(busy.ids)],
            }
        )
        self.env.invalidate_all()
        self.assertEqual(planned.unavailable_partner_ids, busy)
        planned.start, planned.stop = (
            moment + timedelta(days=1) for moment in (planned.start, planned.stop)
        )
        self.assertFalse(planned.unavailable_partner_ids)

    def _get_files(self, session):
        event = session.calendar_event_id
        messages = self.env["mail.message"].sudo()
        domain = [("model", "=", event._name), ("res_id", "=", event.id)]
        files = messages.search(domain).attachment_ids
        self.assertEqual({*files.mapped("mimetype")}, {"text/calendar"})
        return files

    def _find_files(self, session, user):
        """The files of a session's guests that somebody finds."""
        self.env.flush_all()
        self.env.invalidate_all()
        files = self._get_files(session)
        attachments = self.env["ir.attachment"].with_user(user)
        found = attachments.search([("id", "in", files.ids)])
        for file in attachments.browse(files.ids):
            self.assertEqual(file.has_access("read"), file in found)
        return found

    def test_file_of_a_guest_is_read_by_whom_it_is_for(self):
        """It tells where, when and who."""
        for form in ("individual", "collective"):
            with self.subTest(form):
                session = self._plan(self.actors[0], format=form)
                for user in (self.user_employee, self.user_elected):
                    self.assertFalse(self._find_files(session, user), user.name)
                # Whoever joined it to the message finds it, and so does the guest.
                self.assertTrue(self._find_files(session, self.user_agent))

    def test_files_of_an_earlier_version_are_given_to_whom_they_are_for(self):
        session = self._plan(self.actors[0], format="collective")
        event = session.calendar_event_id.sudo()
        files = self._get_files(session)
        files.write({"res_model": event._name, "res_id": event.id})
        self.assertTrue(self._find_files(session, self.user_employee))
        path = "plpdma_concertation/migrations/19.0.1.11.0/post-calendar-files.py"
        load_script(path).migrate(self.env.cr, "19.0.1.10.0")
        self.assertFalse(self._find_files(session, self.user_employee))

    def test_another_agent_moves_an_individual_meeting(self):
        session = self._plan(self.actors[0], format="individual")
        session.with_user(self.user_manager).date_start += timedelta(days=1)
        self.assertEqual(session.calendar_event_id.sudo().start, session.date_start)

    def test_session_of_an_entry_is_shown_to_agents_only(self):
        session = self._plan()
        event = session.calendar_event_id.with_user(self.user_agent)
        self.assertEqual(event.plpdma_session_count, 1)
        self.assertEqual(event.action_view_plpdma_session()["res_id"], session.id)
        with self.assertRaises(AccessError):
            event.with_user(self.user_employee).read(["plpdma_session_ids"])
