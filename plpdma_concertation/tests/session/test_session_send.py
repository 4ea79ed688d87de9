"""Messages of a session: read before they leave, in the authority's language."""

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .session_delivery_common import SessionDeliveryCase, load_migration


@tagged("post_install", "-at_install", "plpdma")
class TestSessionSend(SessionDeliveryCase):
    """Before anything leaves."""

    def _open(self, action):
        self.assertEqual(action["res_model"], "plpdma.session.send")
        return self.agent_env["plpdma.session.send"].browse(action["res_id"])

    def test_before_planning(self):
        session = self._create_meeting(name="Atelier")
        self.partners[2].sudo().email = False
        self.assertFalse(self._send(lambda: None))
        with self.mock_mail_gateway():
            dialog = self._open(session.action_open_plan())
            self.assertFalse(self._mails, "Nothing left")
        self.assertEqual(session.state, "draft")
        self.assertFalse(session.calendar_event_id)
        self.assertFalse(self._lines(session))
        self.assertEqual(dialog.email_count, 2)
        self.assertEqual(dialog.nothing_count, 1)
        self.assertEqual(
            dialog.nothing_text, self._of(session, self.partners[2]).display_name
        )
        seen = {}
        for _number in range(2):
            seen[dialog.preview_to] = (dialog.preview_subject, dialog.preview_body)
            dialog.action_next()
        self.assertEqual(set(seen), set(self.partners[:2].mapped("email")))
        for _subject, body in seen.values():
            self.assertIn("/concertation/reply/", body, "As it will be read")
            self.assertNotIn("href", body, "Nobody replies in their name")
        dialog.action_previous()
        with self.mock_mail_gateway():
            action = dialog.action_confirm()
        self.assertEqual(session.state, "planned")
        self.assertIn("on their way: 2.", action["params"]["message"])
        self.assertIn("Without an e-mail address", action["params"]["message"])
        self.assertEqual(
            action["params"]["next"]["type"], "ir.actions.act_window_close"
        )
        for line in self._lines(session):
            message = line.mail_message_id
            subject, body = seen[line.email]
            self.assertEqual(message.subject, subject)
            # Each has the link of their own.
            link = line.participation_id._get_path("reply").rpartition("/")[0]
            self.assertIn(link, body)
            self.assertIn(link, message.body)

    def test_who_reads_messages_in_odoo_is_counted_there(self):
        reader = self.user_employee
        reader.sudo().notification_type = "inbox"
        actor = self.agent_env["plpdma.stakeholder"].create(
            {"partner_id": reader.partner_id.id, "program_id": self.program.id}
        )
        session = self._create_session(self.actors | actor, days=5)
        dialog = self._open(session.action_open_plan())
        mailed = len(self.partners)
        self.assertEqual((dialog.email_count, dialog.inbox_count), (mailed, 1))
        self.assertEqual(dialog.inbox_names, actor.display_name)
        self.assertNotIn(actor.display_name, dialog.email_names)
        self.assertEqual(len(self._send(dialog.action_confirm)), mailed)

    def test_what_cannot_be_planned_is_said_first(self):
        session = self._create_meeting()
        session.question_ids.unlink()
        with self.assertRaises(ValidationError):
            session.action_open_plan()
        self.assertFalse(session.calendar_event_id)

    def test_nobody_to_write_to(self):
        session = self._create_session(days=5)
        self.assertFalse(session.action_open_plan())
        self.assertEqual(session.state, "planned")
        past = self._create_session(self.actors)
        message = past.action_open_plan()["params"]["message"]
        self.assertIn("it has begun", message)
        self.assertEqual(past.state, "planned")
        self.assertFalse(past.action_open_cancel())
        self.assertEqual(past.state, "cancelled")
        silent = self._create_meeting()
        self.partners.sudo().email = False
        message = silent.action_open_plan()["params"]["message"]
        self.assertEqual(silent.state, "planned")
        for partner in self.partners:
            self.assertIn(partner.name, message)

    def test_before_cancelling_and_thanking(self):
        session = self._create_meeting()
        self._send(session.action_plan)
        with self.mock_mail_gateway():
            dialog = self._open(session.action_open_cancel())
            self.assertFalse(self._mails)
        self.assertEqual((session.state, dialog.email_count), ("planned", 3))
        self.assertIn(session.name, dialog.preview_subject + dialog.preview_body)
        taken = self._send(dialog.action_confirm)
        self.assertEqual(len(taken), 3)
        self.assertEqual(session.state, "cancelled")

        session = self._create_meeting()
        self._send(session.action_plan)
        with self.assertRefused("circulate its minutes"):
            session.action_open_thank()
        self._report(session)
        dialog = self._open(session.action_open_thank())
        self.assertEqual(dialog.email_count, 3)
        self.assertIn("Thank you", dialog.preview_subject)
        self.assertFalse(self._lines(session, "thanks"))
        self.assertEqual(len(self._send(dialog.action_confirm)), 3)
        again = session.action_open_thank()
        self.assertIn("Already thanked", again["params"]["message"])

    def test_individual_meeting_of_a_colleague(self):
        session = self._create_session(self.actors[:1], days=5, format="individual")
        self._send(session.action_plan)
        self.env.invalidate_all()
        action = session.with_user(self.user_manager).action_open_cancel()
        dialog = self.env["plpdma.session.send"].browse(action["res_id"])
        self.assertIn(session.name, dialog.preview_subject + dialog.preview_body)

    def test_rights(self):
        session = self._create_meeting()
        for user in (self.user_elected, self.user_facilitator, self.user_employee):
            for name in ("action_open_plan", "action_open_cancel", "action_open_thank"):
                with self.assertRaises(AccessError):
                    getattr(session.with_user(user), name)()


@tagged("post_install", "-at_install", "plpdma")
class TestSessionLanguage(SessionDeliveryCase):
    def test_language_of_the_authority_not_of_the_sender(self):
        self.company.partner_id.sudo().lang = "fr_FR"
        self.partners[0].sudo().lang = "en_US"
        session = self._create_meeting(date_start="2036-07-03 12:00:00")
        self._send(session.action_plan)
        bodies = {
            line.email: line.mail_message_id.body for line in self._lines(session)
        }
        self.assertEqual(len(bodies), 3)
        for partner in self.partners:
            day = "July 3, 2036" if partner.lang else "3 juillet 2036"
            self.assertIn(day, bodies[partner.email])

    def test_thanks(self):
        self.company.partner_id.sudo().lang = "fr_FR"
        session = self._create_meeting()
        self._send(session.action_plan)
        template = self.env.ref("plpdma_concertation.mail_template_session_thanks")
        template.with_context(lang="fr_FR").subject = "Merci"
        template.with_context(lang="en_US").subject = "Thanks"
        self._report(session)
        self._send(session.action_thank)
        subjects = self._lines(session, "thanks").mail_message_id.mapped("subject")
        self.assertEqual(subjects, ["Merci"] * 3)

    def test_update_leaves_what_an_authority_wrote(self):
        migrate = load_migration("post-session-delivery.py")
        shipped = "{{ object.partner_id.lang }}"
        names = ("invitation", "thanks")
        templates = [
            self.env.ref(f"plpdma_concertation.mail_template_session_{name}")
            for name in names
        ]
        written = [template.lang for template in templates]
        self.assertNotIn(shipped, written)
        for template in templates:
            template.lang = shipped
        migrate(self.env.cr, "19.0.1.4.0")
        self.assertEqual([template.lang for template in templates], written)
        for template in templates:
            template.lang = "fr_FR"
        migrate(self.env.cr, "19.0.1.4.0")
        self.assertEqual([template.lang for template in templates], ["fr_FR"] * 2)
