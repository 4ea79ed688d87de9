"""Milestones, and what they warn of."""

from datetime import timedelta

from odoo.fields import Command

from ..common import ConcertationCase

ADDRESSEES = ("date_prefect", "date_region", "date_ademe")


class MilestoneCase(ConcertationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.company._plpdma_get_today()
        cls.program.date_start = cls.today - timedelta(days=30)

    def _day(self, days):
        return self.today + timedelta(days=days)

    def _create_milestone(self, kind, **vals):
        return self.agent_env["plpdma.milestone"].create(
            {"program_id": self.program.id, "kind": kind, **vals}
        )

    def _create_cces_session(self, days=-10, state="held", **vals):
        """A meeting at noon: the clock is changed without changing its day."""
        noon = self.program._get_noon(self._day(days))
        session = self._create_session(date_start=noon, body_id=self.body.id, **vals)
        with self.mock_mail_gateway():
            session.action_plan()
            if state == "held":
                session.action_hold()
        return session

    def _create_public_session(self, start, stop, **vals):
        """Open from the morning of a day to the evening of another."""
        return self._create_session(
            format="public",
            nature="consultation",
            proposal="<p>Le projet.</p>",
            date_start=f"{start} 08:00:00",
            date_stop=f"{stop} 16:00:00",
            **vals,
        )

    def _attach(self, milestone, name="programme.pdf", field="document_ids"):
        """Add a file to a milestone, as the form does."""
        file = self.agent_env["ir.attachment"].create(
            {"name": name, "raw": b"%PDF-1.4", "res_model": milestone._name}
        )
        milestone.write({field: [Command.link(file.id)]})
        return file

    def _create_authorities(self, *names):
        partners = self.env["res.partner"].create(
            [{"name": name, "is_company": True} for name in names]
        )
        return self.agent_env["plpdma.program.authority"].create(
            [
                {"program_id": self.program.id, "partner_id": partner.id}
                for partner in partners
            ]
        )

    def _create_recipients(self, transmission, **emails):
        """Recipients by what they stand for; ``False`` for one without address."""
        partners = self.env["res.partner"].create(
            [{"name": key.title(), "email": email} for key, email in emails.items()]
        )
        return self.agent_env["plpdma.milestone.recipient"].create(
            [
                {
                    "milestone_id": transmission.id,
                    "addressee": key,
                    "partner_id": partner.id,
                }
                for key, partner in zip(emails, partners, strict=True)
            ]
        )

    def _get_lines(self, milestone, **vals):
        """The lines of the ledger that speak of a milestone."""
        domain = [("milestone_id", "=", milestone.id)]
        domain += [(name, "=", value) for name, value in vals.items()]
        return self.env["plpdma.delivery"].sudo().search(domain, order="id")

    def _let_leave(self, milestone):
        """The messages that wait leave the server."""
        with self.mock_mail_gateway():
            self._send_queued(milestone)

    def _send_queued(self, milestone):
        lines = self._get_lines(milestone, state="queued")
        # sudo: the queue is the system's.
        mails = self.env["mail.mail"].sudo()
        mails = mails.search([("mail_message_id", "in", lines.mail_message_id.ids)])
        mails.send()
        self.env.invalidate_all()

    def assertWarns(self, record, *words):
        self.assertTrue(record.has_warnings)
        for word in words:
            self.assertIn(word, record.warnings)

    def assertQuiet(self, record, word=""):
        self.assertNotIn(word, record.warnings or "") if word else self.assertFalse(
            record.warnings
        )
