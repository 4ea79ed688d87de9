"""What is claimed happened: invitations, changes and cancellations."""

from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..platform.delivery_common import MAIL_LOG
from .session_delivery_common import SessionDeliveryCase


@tagged("post_install", "-at_install", "plpdma")
class TestInvitationDelivery(SessionDeliveryCase):
    def test_nothing_is_claimed_before_the_invitation_left(self):
        session = self._create_meeting()
        self._hold_queue(session.action_plan)
        lines = self._lines(session)
        self.assertEqual(lines.mapped("purpose"), ["invitation"] * 3)
        self.assertEqual(set(lines.mapped("state")), {"queued"})
        self.assertEqual(lines.participation_id, session.participation_ids)
        self.assertEqual(set(session.participation_ids.mapped("delivery")), {"queued"})
        self.assertIn("on their way: 3.", self.result["params"]["message"])
        self.assertFalse(self._receipts(session))
        self.assertEqual(session.untold_ids, self.actors)
        taken = self._send(lambda: None)
        self.assertEqual(set(taken), set(self.partners.mapped("email")))
        self.assertEqual(
            set(taken.values()), set(lines.mapped("message_uid")), "Those followed"
        )
        self.assertEqual(set(session.participation_ids.mapped("delivery")), {"sent"})
        receipts = self._receipts(session)
        self.assertEqual(receipts.stakeholder_id, self.actors)
        self.assertEqual(receipts.user_id, self.user_agent)

    def test_sent_at_once(self):
        session = self._create_meeting()
        taken = self._send(session.action_plan)
        self.assertEqual(len(taken), 3)
        self.assertEqual(set(self._lines(session).mapped("state")), {"sent"})
        self.assertEqual(self._receipts(session).stakeholder_id, self.actors)

    def test_one_in_three_is_refused(self):
        session = self._create_meeting()
        refused = self.partners[1]
        self._send(session.action_plan, refused=[refused.email])
        lost = self._of(session, refused)
        self.assertEqual(lost.delivery, "failed")
        self.assertIn("User unknown", lost.delivery_reason)
        self.assertEqual(
            self._receipts(session).stakeholder_id, self.actors - lost.stakeholder_id
        )
        self.assertEqual(session.untold_ids, lost.stakeholder_id)
        # Noted by telephone, their reply proves nothing of the notice.
        lost.rsvp = "accepted"
        self.assertEqual(session.untold_ids, lost.stakeholder_id)
        lost.rsvp = "pending"
        [alert] = self._get_alerts(session)
        self.assertEqual(alert.user_id, self.user_agent)
        self.assertIn("User unknown", alert.note)
        self.assertIn(lost.display_name, alert.note)
        found = session.participation_ids.search(
            [
                ("session_id", "=", session.id),
                ("delivery", "in", ("failed", "bounced")),
            ]
        )
        self.assertEqual(found, lost)
        others = session.participation_ids.search(
            [("session_id", "=", session.id), ("delivery", "=", "sent")]
        )
        self.assertEqual(others, session.participation_ids - lost)

    def test_organiser_who_left_is_not_told(self):
        session = self._create_meeting()
        self.program.sudo().manager_id = self.user_manager
        self.user_agent.sudo().active = False
        self._send(session.action_plan, refused=[self.partners[1].email])
        self.assertEqual(self._get_alerts(session).user_id, self.user_manager)

    def test_refused_then_sent_again_with_its_number(self):
        session = self._create_meeting()
        refused = self.partners[1]
        self._send(session.action_plan, refused=[refused.email])
        lost = self._of(session, refused)
        uid = lost.delivery_id.message_uid
        # Those who replied by telephone are not written to again.
        (session.participation_ids - lost).rsvp = "accepted"
        taken = self._send(session.action_resend_invitation)
        self.assertEqual(taken, {refused.email: uid})
        self.assertIn("on their way: 1.", self.result["params"]["message"])
        self.assertEqual(lost.delivery, "sent")
        self.assertFalse(self._get_alerts(session))
        self.assertEqual(self._receipts(session).stakeholder_id, self.actors)

    def test_sent_again_to_a_mended_address_or_in_other_words_anew(self):
        for change in (
            lambda lost: lost.partner_id.sudo().write({"email": "mieux@p.example"}),
            lambda lost: lost.session_id.write({"name": "Autre titre"}),
        ):
            session = self._create_meeting()
            refused = self.partners[1]
            self._send(session.action_plan, refused=[refused.email])
            lost = self._of(session, refused)
            change(lost)
            uid = lost.delivery_id.message_uid
            taken = self._send(lost.action_resend_invitation)
            self.assertEqual(list(taken), [refused.email])
            self.assertNotEqual(taken[refused.email], uid)
            self.assertEqual(lost.delivery, "sent")
            self.assertEqual(len(lost.delivery_ids), 2)

    def test_who_replied_is_invited_again_where_it_failed(self):
        session = self._create_meeting()
        refused = self.partners[1]
        self._send(session.action_plan)
        lost = self._of(session, refused)
        session.participation_ids.rsvp = "accepted"
        session.location = "Ailleurs"
        self._send(session.action_tell_change, refused=[refused.email])
        self.assertEqual(
            self._lines(session, "change").mapped("state").count("sent"), 2
        )
        self.assertEqual((lost.delivery, lost.delivery_purpose), ("failed", "change"))
        taken = self._send(session.action_resend_invitation)
        self.assertEqual(list(taken), [refused.email])

    def test_what_is_leaving_is_not_sent_again(self):
        session = self._create_meeting()
        self._hold_queue(session.action_plan)
        self._hold_queue(session.action_resend_invitation)
        message = self.result["params"]["message"]
        self.assertIn("on their way: 0.", message)
        self.assertIn("Already on their way", message)
        self.assertEqual(len(self._lines(session)), 3)

    def test_who_is_noted_is_asked_nothing_more(self):
        session = self._create_meeting()
        self._send(session.action_plan)
        noted, *others = session.participation_ids
        # Noted in advance as excused: they called.
        noted.attendance = "excused"
        taken = self._send(session.action_resend_invitation)
        self.assertEqual(set(taken), {line.email for line in others})

    def test_bounce_a_day_later(self):
        session = self._create_meeting()
        taken = self._send(session.action_plan)
        lost = self._of(session, self.partners[2])
        self._bounce(taken[lost.email], lost.email)
        self.assertEqual(lost.delivery, "bounced")
        self.assertEqual(len(self._get_alerts(session)), 1)
        self.assertEqual(
            self._receipts(session).stakeholder_id, self.actors - lost.stakeholder_id
        )
        note = session.message_ids.filtered(lambda m: "came back" in (m.body or ""))
        self.assertEqual(len(note), 1)
        self.assertIn(lost.display_name, note.body)
        again = self._send(session.participation_ids.action_resend_invitation)
        self.assertEqual(again[lost.email], taken[lost.email], "The same message")
        self.assertEqual(self._receipts(session).stakeholder_id, self.actors)

    def test_bounce_of_one_message_where_another_arrived(self):
        session = self._create_meeting()
        first = self._send(session.action_plan)
        session.location = "Ailleurs"
        self._send(session.action_tell_change)
        lost = self._of(session, self.partners[2])
        self._bounce(first[lost.email], lost.email)
        self.assertEqual(lost.delivery, "sent", "The last message arrived")
        self.assertEqual(self._receipts(session).stakeholder_id, self.actors)
        self.assertFalse(self._get_alerts(session))

    def test_earlier_receipts_and_other_ways_stand(self):
        session = self._create_meeting()
        receipts = self.env["plpdma.notice.receipt"]
        before = receipts._record(self.actors[2], "invitation", session)
        letter = receipts._record(self.actors[2], "letter")
        taken = self._send(session.action_plan)
        email = self.partners[2].email
        self._bounce(taken[email], email)
        self.assertTrue(before.exists())
        self.assertTrue(letter.exists())

    def test_receipt_is_of_the_notice_that_the_message_holds(self):
        session = self._create_meeting()
        self._hold_queue(session.action_plan)
        self.program.notice = "<p>Deuxième version.</p>"
        self._send(lambda: None)
        self.assertEqual(set(self._receipts(session).mapped("version")), {1})
        self.assertEqual(session.untold_ids, self.actors)

    def test_receipt_with_the_invitation_is_not_written_by_hand(self):
        create = self.agent_env["plpdma.notice.receipt"].create
        vals = {
            "stakeholder_id": self.actors[0].id,
            "notice_id": self.program.notice_ids[:1].id,
        }
        with self.assertRefused("when the invitation leaves"):
            create({**vals, "channel": "invitation"})
        self.assertTrue(create({**vals, "channel": "letter"}))

    def test_change_is_followed(self):
        session = self._create_meeting()
        self._send(session.action_plan)
        session.date_start += timedelta(days=1)
        self._send(session.action_tell_change)
        lines = self._lines(session, "change")
        self.assertEqual(lines.participation_id, session.participation_ids)
        self.assertEqual(set(lines.mapped("state")), {"sent"})

    def test_who_organises_is_not_followed(self):
        session = self._create_meeting(
            facilitator_id=self.user_facilitator.partner_id.id
        )
        taken = self._send(session.action_plan)
        self.assertIn(self.user_facilitator.partner_id.email, taken)
        self.assertEqual(len(self._lines(session)), 3)

    def test_who_reads_messages_in_odoo_has_them_at_once(self):
        self.user_employee.sudo().notification_type = "inbox"
        actor = self.agent_env["plpdma.stakeholder"].create(
            {
                "partner_id": self.user_employee.partner_id.id,
                "program_id": self.program.id,
            }
        )
        session = self._create_session(actor, days=5)
        self.assertFalse(self._send(session.action_plan))
        [line] = self._lines(session)
        self.assertEqual((line.channel, line.state), ("inbox", "sent"))
        self.assertEqual(self._receipts(session).stakeholder_id, actor)

    def test_server_down(self):
        session = self._create_meeting()
        refusal = ConnectionRefusedError(111, "Connection refused")
        with self.mock_mail_gateway(), mute_logger(MAIL_LOG):
            with patch("smtplib.SMTP", side_effect=refusal):
                session.action_plan()
        self.assertEqual(set(session.participation_ids.mapped("delivery")), {"failed"})
        self.assertFalse(self._receipts(session))
        [alert] = self._get_alerts(session)
        for line in session.participation_ids:
            self.assertIn(line.display_name, alert.note)

    def test_staff_alone_reads_it(self):
        session = self._create_meeting()
        self._send(session.action_plan)
        line = session.participation_ids[0].with_user(self.user_elected)
        for name in ("delivery", "delivery_id", "delivery_ids", "delivery_reason"):
            with self.assertRaises(AccessError):
                line.sudo(False).read([name])
        with self.assertRaises(AccessError):
            line.search([("delivery", "=", "sent")])


@tagged("post_install", "-at_install", "plpdma")
class TestCancellationDelivery(SessionDeliveryCase):
    def test_cancellation_is_followed(self):
        session = self._create_meeting()
        self._send(session.action_plan)
        self.partners[0].sudo().email = False
        refused = self.partners[1]
        taken = self._send(session.action_cancel, refused=[refused.email])
        self.assertEqual(list(taken), [self.partners[2].email])
        message = self.result["params"]["message"]
        self.assertIn("on their way: 2.", message)
        self.assertIn(self.partners[0].name, message)
        lines = self._lines(session, "cancellation")
        self.assertEqual(
            {line.email: line.state for line in lines},
            {refused.email: "failed", self.partners[2].email: "sent"},
        )
        self.assertEqual(self._of(session, refused).delivery, "failed")
        [alert] = self._get_alerts(session)
        self.assertIn(refused.name, alert.note)
        self.assertEqual(len(self._receipts(session)), 3, "They had been invited")

    def test_cancelled_before_the_invitation_left(self):
        """Those who were told nothing are told nothing: neither that they are invited,
        nor that they are not any more."""
        session = self._create_meeting()
        self._hold_queue(session.action_plan)
        mail = self._find_queued().filtered(
            lambda mail: mail.recipient_ids == self.partners[0]
        )
        with self.mock_mail_gateway():
            mail.send()
        taken = self._send(session.action_cancel)
        self.assertEqual(list(taken), [self.partners[0].email])
        self.assertFalse(self._find_queued())
        invited = self._lines(session, "invitation")
        self.assertEqual(sorted(invited.mapped("state")), ["failed", "failed", "sent"])
        self.assertEqual(len(self._receipts(session)), 1)
        self.assertFalse(self._get_alerts(session), "Nothing is to be sent again")

    def test_taken_off_before_the_invitation_left(self):
        session = self._create_meeting()
        self._hold_queue(session.action_plan)
        off = self._of(session, self.partners[0])
        taken = self._send(off.unlink)
        self.assertEqual(set(taken), set(self.partners[1:].mapped("email")))
        self.assertFalse(self._get_alerts(session))

    def test_cancellation_in_the_language_of_each(self):
        """Not in that of the user who cancels."""
        self.partners[0].sudo().lang = "fr_FR"
        template = self.env.ref(
            "plpdma_concertation.mail_template_session_cancellation"
        )
        subject = "{{ object.event_id.name }}"
        template.with_context(lang="fr_FR").subject = f"Annulé : {subject}"
        template.with_context(lang="en_US").subject = f"Cancelled: {subject}"
        session = self._create_meeting()
        self._send(session.action_plan)
        self._send(session.with_context(lang="fr_FR").action_cancel)
        subjects = {
            line.email: line.mail_message_id.subject
            for line in self._lines(session, "cancellation")
        }
        self.assertEqual(len(subjects), 3)
        for partner in self.partners:
            word = "Annulé" if partner.lang else "Cancelled"
            self.assertIn(word, subjects[partner.email])

    def test_back_to_draft_is_a_cancellation(self):
        session = self._create_meeting()
        self._send(session.action_plan)
        self.assertEqual(len(self._send(session.action_draft)), 3)
        self.assertEqual(len(self._lines(session, "cancellation")), 3)
