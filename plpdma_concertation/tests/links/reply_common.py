"""A meeting, its guests and what they receive."""

from datetime import timedelta

from lxml import html

from odoo import fields

from ..common import ConcertationCase


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
