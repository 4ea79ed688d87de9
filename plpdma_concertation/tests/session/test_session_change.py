"""Another date or place: seen first, told once, asked again."""

from datetime import timedelta

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import file_open

from ..platform.delivery_common import load_script
from .session_delivery_common import load_migration
from .session_message_common import SessionMessageCase

SHIPPED_INVITATION = "plpdma_concertation/tests/data/mail_template_invitation_1_7.html"


@tagged("post_install", "-at_install", "plpdma")
class TestSessionChange(SessionMessageCase):
    """Nothing leaves unseen, and what is to be told shows until it is."""

    KIND = "plpdma_concertation.mail_activity_type_change_to_tell"

    def _build_world(self):
        super()._build_world()
        self.meeting = self._create_meeting(location="Mairie")
        self._receive(self.meeting.action_plan)

    def _reminders(self):
        kind = self.env.ref(self.KIND)
        return self.meeting.activity_ids.filtered(
            lambda activity: activity.activity_type_id == kind
        )

    def test_banner_reminder_and_dialog(self):
        known = self.meeting._describe_moment()
        event = self.meeting.calendar_event_id.with_user(self.user_agent)
        start = event.start + timedelta(days=1)
        dragged = {"start": start, "stop": start + timedelta(hours=2)}
        self.assertFalse(self._receive(lambda: event.write(dragged)))
        self.assertTrue(self.meeting.is_change_untold)
        self.assertEqual(self.meeting.change_to_tell_count, 3)
        self.assertIn(known, self.meeting.change_to_tell)
        self.assertIn(self.meeting._describe_moment(), self.meeting.change_to_tell)
        self.assertEqual(self._reminders().user_id, self.user_agent)
        self.partners[2].sudo().email = False
        action = self.meeting.action_open_change()
        dialog = self.agent_env["plpdma.session.send"].browse(action["res_id"])
        self.assertEqual((dialog.email_count, dialog.nothing_count), (2, 1))
        self.assertIn("New date or place", dialog.preview_subject)
        self.assertIn(self.meeting._describe_moment(), dialog.preview_body)
        received = self._receive(dialog.action_confirm)
        self.assertEqual(set(received), set(self.partners[:2].mapped("email")))
        message = self.result["params"]["message"]
        self.assertIn("on their way: 2.", message)
        self.assertIn(self.partners[2].name, message)
        self.assertFalse(self.meeting.change_to_tell_count)
        self.assertFalse(self._reminders())
        for act in (
            self.meeting.action_open_change,
            self.meeting.action_tell_change,
            self.meeting.action_note_change_told,
        ):
            with self.assertRefused("know its name, its date and its place already"):
                act()

    def test_another_name_is_told(self):
        self.env["res.lang"]._activate_lang("en_US")
        former = self.meeting.name
        self.meeting.name = "Atelier des biodéchets"
        self.assertTrue(self.meeting.is_change_untold)
        self.assertEqual(self.meeting.change_to_tell_count, 3)
        for words in (former, "Atelier des biodéchets"):
            self.assertIn(words, self.meeting.change_to_tell)
        self.assertEqual(len(self._reminders()), 1)
        lines = self.meeting.participation_ids
        lines[0].rsvp = "accepted"
        received = self._receive(self.meeting.action_tell_change)
        self.assertEqual(len(received), 3)
        for message, _calendar in received.values():
            self.assertIn("New name", message["Subject"])
            self.assertIn(former, message["Subject"])
        self.assertEqual(lines[0].rsvp, "accepted", "The day is the same")
        self.assertFalse(self.meeting.is_change_untold)
        self.assertFalse(self._reminders())

    def test_names_stand_in_the_quotes_of_the_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.meeting.name = "Atelier des biodéchets"
        told = self.meeting.with_context(lang="fr_FR").change_to_tell
        self.assertRegex(told, r"«\sAtelier des biodéchets\s»")
        self.assertNotRegex(told, "[“”]")

    def test_a_changed_date_or_place_is_told_with_the_former(self):
        """Beside what changed, and there alone."""
        former = self.meeting._describe_moment()
        self.meeting.location = "Mairie"
        self.meeting.told_location = "Mairie"
        line = self.meeting.participation_ids[0].with_context(plpdma_purpose="change")
        self.meeting.date_start += timedelta(days=1)
        told = line._prepare_invitation()
        self.assertIn(f"until now: “{former}”", told["moment"])
        self.assertEqual(told["location"], "Mairie")
        self.meeting.location = "Salle des fêtes"
        told = line._prepare_invitation()
        self.assertEqual(told["location"], "Salle des fêtes (until now: “Mairie”)")
        told = line.with_context(plpdma_purpose=False)._prepare_invitation()
        self.assertEqual(told["location"], "Salle des fêtes")
        self.assertNotIn("until now", told["moment"])

    def test_called_off_under_the_name_that_is_known(self):
        former = self.meeting.name
        self.meeting.name = "Atelier des biodéchets"
        received = self._receive(self.meeting.action_cancel)
        self.assertEqual(len(received), 3)
        for message, calendar in received.values():
            self.assertIn(former, message["Subject"])
            self.assertEqual(calendar.vevent.summary.value, former)

    def test_called_again_as_before_is_nothing_to_tell(self):
        former = self.meeting.name
        self.meeting.name = "Atelier des biodéchets"
        self.meeting.name = f" {former} "
        self.assertFalse(self.meeting.is_change_untold)
        self.assertFalse(self._reminders())

    def test_update_knows_the_names(self):
        path = "plpdma_concertation/migrations/19.0.1.7.0/post-session_name.py"
        migrate = load_script(path).migrate
        self.env.flush_all()
        self.env.cr.execute("UPDATE plpdma_session SET told_name = NULL")
        self.env.invalidate_all()
        template = self.env.ref("plpdma_concertation.mail_template_session_invitation")
        self.env["res.lang"]._activate_lang("fr_FR")
        now = "What you know of a session to which"
        before = "The date or the place of a session to which"
        # As it was when these words changed, whatever else the message says since.
        with file_open(SHIPPED_INVITATION) as file:
            body = file.read()
        self.assertIn(now, " ".join(body.split()))
        adapted = "<p>The date or the place of a session to which we invite.</p>"
        for words, expected in (
            (" ".join(body.split()).replace(now, before), now),
            (adapted, before),
        ):
            template.with_context(lang="en_US").body_html = words
            self.env.flush_all()
            migrate(self.env.cr, "19.0.1.6.0")
            body = template.with_context(lang="en_US").body_html
            self.assertIn(expected, " ".join(body.split()))
        self.assertEqual(self.meeting.told_name, self.meeting.name)
        self.assertFalse(self.meeting.is_change_untold)
        self.meeting.name = "Autre"
        self.assertTrue(self.meeting.is_change_untold)

    def test_moved_back_is_nothing_to_tell(self):
        self.meeting.date_start += timedelta(days=1)
        self.assertEqual(len(self._reminders()), 1)
        self.meeting.date_start -= timedelta(days=1)
        self.assertFalse(self.meeting.is_change_untold)
        self.assertFalse(self._reminders())

    def test_moved_by_mistake_the_replies_come_back(self):
        lines = self.meeting.participation_ids
        lines[0].rsvp, lines[1].rsvp = "accepted", "declined"
        kept = lines.mapped("rsvp")
        for days in (8, 1, -9):
            self.meeting.date_start += timedelta(days=days)
            expected = kept if days < 0 else ["pending"] * 3
            self.assertEqual(lines.mapped("rsvp"), expected)
        guests = self.meeting.calendar_event_id.attendee_ids.grouped("partner_id")
        self.assertEqual(guests[lines[0].partner_id].state, "accepted")
        # Whoever replied to the other date meanwhile is believed.
        self.meeting.date_start += timedelta(days=1)
        lines[0].rsvp = "tentative"
        self.meeting.date_start -= timedelta(days=1)
        self.assertEqual(lines.mapped("rsvp"), ["tentative", *kept[1:]])
        # Told of it, they have not replied.
        self.meeting.date_start += timedelta(days=1)
        self._receive(self.meeting.action_tell_change)
        self.meeting.date_start -= timedelta(days=1)
        self.assertEqual(lines.mapped("rsvp"), ["pending"] * 3)

    def test_put_off_to_another_day_nobody_has_replied(self):
        lines = self.meeting.participation_ids
        for put_off in (
            self.meeting.action_draft,
            lambda: (self.meeting.action_cancel(), self.meeting.action_draft()),
        ):
            lines.write({"rsvp": "accepted"})
            self._hold_queue(put_off)
            self._find_queued().send()
            self.meeting.date_start += timedelta(days=30)
            self._hold_queue(self.meeting.action_plan)
            self.assertEqual(lines.mapped("rsvp"), ["pending"] * 3)
            guests = self.meeting.calendar_event_id.sudo().attendee_ids
            guests = guests.filtered(lambda guest: guest.partner_id in self.partners)
            self.assertEqual(guests.mapped("state"), ["needsAction"] * 3)

    def test_the_link_to_the_entry_is_not_written_by_hand(self):
        with self.assertRefused("written by hand"):
            self.meeting.calendar_event_id = False
        with self.assertRefused(self.meeting.name, exception=ValidationError):
            self.meeting.date_stop = False

    def test_a_key_of_the_context_gives_no_right(self):
        event = self.meeting.calendar_event_id.with_user(self.user_employee)
        before = self.meeting.date_stop
        with self.assertRaises(AccessError):
            event.with_context(plpdma_from_session=True).write({"duration": 6})
        self.env.invalidate_all()
        self.assertEqual(self.meeting.date_stop, before)
        self.assertEqual(self.meeting.calendar_event_id.stop, before)

    def test_planned_meeting_is_not_archived(self):
        with self.assertRefused(self.meeting.name, exception=ValidationError):
            self.meeting.action_archive()
        self._receive(self.meeting.action_cancel)
        self.meeting.action_archive()
        self.assertFalse(self.meeting.active)

    def test_who_is_invited_meanwhile_knows_the_new_date(self):
        self.meeting.date_start += timedelta(days=1)
        partner = self.env["res.partner"].create(
            {"name": "Nouvelle", "email": "nouvelle@p.example"}
        )
        actor = self.agent_env["plpdma.stakeholder"].create(
            {"program_id": self.program.id, "partner_id": partner.id}
        )
        invited = self._receive(
            lambda: self.meeting.write(
                {"participation_ids": [Command.create({"stakeholder_id": actor.id})]}
            )
        )
        self.assertEqual(set(invited), {partner.email})
        self.assertEqual(self.meeting.change_to_tell_count, 3)
        received = self._receive(self.meeting.action_tell_change)
        self.assertEqual(received.keys(), set(self.partners.mapped("email")))

    def test_told_otherwise(self):
        self.meeting.location = "Salle des fêtes"
        self.assertFalse(self._receive(self.meeting.action_note_change_told))
        self.assertFalse(self.meeting.is_change_untold)
        [note] = self.meeting.message_ids.filtered(
            lambda message: "told otherwise" in (message.body or "")
        )
        self.assertIn("Salle des fêtes", note.body)

    def test_replies_are_asked_again_for_another_date_only(self):
        lines = self.meeting.participation_ids
        event = self.meeting.calendar_event_id
        lines[0].rsvp, lines[1].rsvp, lines[2].rsvp = (
            "accepted",
            "declined",
            "tentative",
        )
        kept = lines.mapped("rsvp")
        self.meeting.location = "Salle des fêtes"
        self.meeting.date_stop += timedelta(hours=1)
        self.meeting.name = "Autre titre"
        self.assertEqual(lines.mapped("rsvp"), kept)
        self.meeting.date_start += timedelta(hours=1)
        self.assertEqual(lines.mapped("rsvp"), ["pending"] * 3)
        guests = event.attendee_ids.filtered(
            lambda guest: guest.partner_id in self.partners
        )
        self.assertEqual(guests.mapped("state"), ["needsAction"] * 3)
        received = self._receive(self.meeting.action_tell_change)
        self.assertEqual(len(received), 3)
        for _message, calendar in received.values():
            [attendee] = calendar.vevent.attendee_list
            self.assertEqual(attendee.params["PARTSTAT"], ["NEEDS-ACTION"])

    def test_held_meeting_asks_for_nothing(self):
        self.meeting.date_start += timedelta(days=1)
        self.assertTrue(self._reminders())
        self.meeting.date_start -= timedelta(days=30)
        self.meeting.action_hold()
        self.assertFalse(self.meeting.is_change_untold)
        self.assertFalse(self._reminders())

    def test_nobody_to_tell(self):
        alone = self._create_session(days=5)
        alone.action_plan()
        alone.date_start += timedelta(days=1)
        self.assertFalse(alone.is_change_untold)
        self.assertFalse(alone.activity_ids)

    def test_invited_again_is_told(self):
        self.meeting.date_start += timedelta(days=1)
        received = self._receive(self.meeting.action_resend_invitation)
        self.assertEqual(len(received), 3)
        self.assertFalse(self.meeting.is_change_untold)
        self.assertFalse(self._reminders())

    def test_back_to_draft_is_seen_first(self):
        action = self.meeting.action_open_draft()
        dialog = self.agent_env["plpdma.session.send"].browse(action["res_id"])
        self.assertEqual((self.meeting.state, dialog.email_count), ("planned", 3))
        self.assertIn("Put off", dialog.preview_subject)
        self.assertIn("will not take place on this date", dialog.preview_body)
        received = self._receive(dialog.action_confirm)
        self.assertEqual(len(received), 3)
        self.assertEqual(self.meeting.state, "draft")
        self.assertIn("on their way: 3.", self.result["params"]["message"])
        for message, _calendar in received.values():
            self.assertIn("Put off", message["Subject"])
        self.assertFalse(self.meeting.action_open_draft(), "Nobody to tell")

    def test_rights(self):
        self.meeting.date_start += timedelta(days=1)
        for user in (self.user_elected, self.user_facilitator, self.user_employee):
            for name in (
                "action_open_change",
                "action_tell_change",
                "action_note_change_told",
            ):
                with self.assertRaises(AccessError):
                    getattr(self.meeting.with_user(user), name)()

    def test_organiser_who_left(self):
        self.user_agent.sudo().active = False
        meeting = self.meeting.with_user(self.user_manager)
        meeting.date_start += timedelta(days=1)
        self.assertEqual(self._reminders().user_id, self.user_manager)
        for user, address in (
            (self.user_manager, self.user_manager.email),
            (self.env["res.users"], self.company.email),
        ):
            self.program.sudo().manager_id = user
            meeting.sudo().location = f"Salle {address}"
            received = self._receive(meeting.sudo().action_tell_change)
            self.assertEqual(len(received), 3, address)
            for message, calendar in received.values():
                self.assertIn(address, message["From"])
                self.assertNotIn(self.user_agent.email, message.as_string())
                organizer = calendar.vevent.organizer.value
                self.assertEqual(organizer, f"mailto:{address}")
            self.assertEqual(self.meeting._get_contact()["email"], address)
            sheets = self.env["report.plpdma_concertation.report_convocation"]
            sheets = sheets.with_user(self.user_manager)._get_report_values(
                self.meeting.ids
            )["sheets"]
            self.assertEqual(len(sheets), 3)
            for sheet in sheets:
                self.assertIn(address, sheet["contact"])

    def test_update_of_a_planned_session(self):
        migrate = load_migration("post-session-messages.py")
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE plpdma_session SET told_date_start = NULL, told_date_stop = NULL,"
            " told_location = NULL WHERE id = %s",
            [self.meeting.id],
        )
        self.env.cr.execute("UPDATE plpdma_delivery SET session_id = NULL")
        self.env.invalidate_all()
        names = ("invitation", "thanks")
        templates = [
            self.env.ref(f"plpdma_concertation.mail_template_session_{name}")
            for name in names
        ]
        new = [template.email_from for template in templates]
        templates[0].email_from = (
            "{{ (object.event_id.user_id.email_formatted or user.email_formatted or "
            "'') }}"
        )
        templates[1].email_from = "service@essai.example"
        migrate(self.env.cr, "19.0.1.4.0")
        self.assertEqual(templates[0].email_from, new[0])
        self.assertEqual(templates[1].email_from, "service@essai.example")
        self.assertEqual(self._lines(self.meeting).session_id, self.meeting)
        self.assertFalse(self.meeting.is_change_untold)
        self.meeting.date_start += timedelta(days=1)
        self.assertEqual(self.meeting.change_to_tell_count, 3)


@tagged("post_install", "-at_install", "plpdma")
class TestWithoutAddress(SessionMessageCase):
    def test_listed_on_the_session(self):
        self.partners[2].sudo().email = False
        session = self._create_meeting()
        name = self._of(session, self.partners[2]).display_name
        self.assertEqual(session.unreachable_names, name)
        self.partners[2].sudo().email = "enfin@p.example"
        self.assertFalse(session.unreachable_names)
