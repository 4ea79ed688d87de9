from odoo import api, fields, models
from odoo.tools import email_normalize
from odoo.tools.mail import email_split_tuples

from ...tools.groups import STAFF


class PlpdmaContribution(models.Model):
    """From which message it was noted: noted once more, it is said."""

    _inherit = "plpdma.contribution"

    noted_message_id = fields.Many2one(
        "mail.message",
        string="Noted from",
        index="btree_not_null",
        ondelete="set null",
        copy=False,
        readonly=True,
        exportable=False,
        groups=STAFF,
    )
    noted_before = fields.Char(compute="_compute_noted_before", groups=STAFF)

    @api.depends("noted_message_id")
    def _compute_noted_before(self):
        """The others that were noted from the same message."""
        messages = self.noted_message_id
        noted = self.search([("noted_message_id", "in", messages.ids)])
        for contribution in self:
            others = noted.filtered(
                lambda other, own=contribution: (
                    other != own._origin
                    and other.noted_message_id == own.noted_message_id
                )
            )
            contribution.noted_before = ", ".join(others.mapped("reference"))


class MailMessage(models.Model):
    """A contribution noted from a message that brings it."""

    _inherit = "mail.message"

    def action_plpdma_note(self):
        """Window action on a new contribution: the words, the author, the day and the
        way are those of the message; the programme and the session, those of what it is
        about. The form says what was noted from it already.

        :raise AccessError: for a user who may create none, or not read the message
        """
        self.ensure_one()
        self.check_access("read")
        contributions = self.env["plpdma.contribution"]
        contributions.check_access("create")
        author = self._plpdma_get_author_values()
        partner = self.env["res.partner"].browse(author.get("partner_id"))
        session, program = self._plpdma_get_place(partner)
        company = program.company_id or self.env.company
        return contributions._action_note(
            program,
            noted_message_id=self.id,
            verbatim=contributions._read_said(self.body),
            summary=self.subject if self.message_type == "email" else "",
            channel="email" if self.message_type == "email" else "",
            session_id=session.id,
            **author,
            **contributions._get_day_values(company, self.date),
        )

    def _plpdma_get_author_values(self):
        """Whoever wrote it: a contact, else the name and the address that it gives."""
        if self.author_id:
            return self.env["plpdma.contribution"]._get_author_values(self.author_id)
        for name, email in email_split_tuples(self.email_from or "")[:1]:
            return {
                "contributor_name": name,
                "contributor_email": email_normalize(email),
            }
        return {}

    def _plpdma_get_place(self, partner):
        """The session and the programme that the message is about: those of its
        document, else that of its author."""
        session, program = self.env["plpdma.session"], self.env["plpdma.program"]
        if not (self.model and self.res_id):
            return session, partner._plpdma_get_program()
        document = self.env[self.model].browse(self.res_id)
        if self.model == "plpdma.program":
            program = document
        elif self.model == "plpdma.session":
            session, program = document, document.program_id
        elif self.model.startswith("plpdma.") and "program_id" in document._fields:
            program = document.program_id
        return session, program or partner._plpdma_get_program()
