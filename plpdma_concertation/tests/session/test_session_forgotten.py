"""The ledger forgets the guests of sessions."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .session_message_common import STAND_IN, SessionMessageCase


@tagged("post_install", "-at_install", "plpdma")
class TestForgottenGuest(SessionMessageCase):
    def setUp(self):
        super().setUp()
        self.meeting = self._create_meeting()
        self._receive(self.meeting.action_plan)

    def test_contact_deleted(self):
        contact = self.env["res.partner"].create({"name": "Camille", "email": STAND_IN})
        namesake = contact.copy({"email": STAND_IN})
        line = self.meeting.participation_ids[0].sudo()
        self._receive(lambda: line._reply("represented", "Camille", STAND_IN))
        [told] = self.env["plpdma.delivery"].search([("email", "=", STAND_IN)])
        contact.unlink()
        self.assertEqual(told.email, STAND_IN, "Still somebody's address")
        namesake.unlink()
        self.assertFalse(told.email or told.message_uid or told.mail_message_id)
        self.assertEqual(len(self._lines(self.meeting).filtered("email")), 3)

    def test_lookup(self):
        admin = self._create_user("system", groups="base.group_system")
        wizard = self.env["privacy.lookup.wizard"].with_user(admin)
        email = self.partners[0].email
        wizard = wizard.create({"name": self.partners[0].name, "email": email})
        wizard.action_lookup()
        [found] = wizard.line_ids.filtered(lambda r: r.res_model == "plpdma.delivery")
        line = self.env["plpdma.delivery"].browse(found.res_id)
        self.assertEqual(line.email, email)
        found.action_anonymise()
        self.assertFalse(line.email)
        self.assertEqual(len(self._lines(self.meeting).filtered("email")), 2)

    def test_retention(self):
        ledger = self.env["plpdma.delivery"]
        ledger._gc_participants()
        self.assertEqual(len(self._lines(self.meeting).filtered("email")), 3)
        self.program.sudo().write(
            {"date_end": "2020-01-01", "date_start": "2019-01-01"}
        )
        self.assertLess(str(self.program.date_retention), "2026")
        ledger._gc_participants()
        self.assertFalse(self._lines(self.meeting).filtered("email"))

    def test_managers_alone_erase(self):
        lines = self._lines(self.meeting)
        with self.assertRaises(AccessError):
            lines.with_user(self.user_agent).action_anonymise()
        lines.with_user(self.user_manager).action_anonymise()
        self.assertFalse(lines.filtered("email"))
