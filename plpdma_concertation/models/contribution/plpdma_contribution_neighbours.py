from odoo import api, models

from ...tools.mail_html import read_html
from ...tools.mail_quotes import split_words


class PlpdmaContribution(models.Model):
    """Noted from where the agent reads it: a contact, a meeting, a message. The form
    opens with what is known there; nothing is written before it is saved."""

    _inherit = "plpdma.contribution"

    @api.model
    def _action_note(self, program=None, **values):
        """Window action on the form of a new contribution.

        :param program: where it is noted; the only open one without it
        :param values: what is known of it, by field
        :raise AccessError: for a user who may create none
        """
        self.check_access("create")
        program = program or self._default_program_id() or self.env["plpdma.program"]
        values["program_id"] = program.id
        context = {f"default_{name}": value for name, value in values.items() if value}
        if not values.get("session_id"):
            # Asked where nothing says by which channel it came, as of a sheet.
            context.setdefault("default_channel", False)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Note a Contribution"),
            "res_model": self._name,
            "view_mode": "form",
            "views": [[False, "form"]],
            "context": context,
        }

    @api.model
    def _get_author_values(self, partner):
        """What is known of whoever speaks: nothing where it is somebody of the
        authority, who notes what others say."""
        # sudo: whether they have an account here; nothing else of it is read.
        if not partner or any(not user.share for user in partner.sudo().user_ids):
            # sudo: whether the contact is a colleague.
            return {}
        return {"partner_id": partner.id}

    @api.model
    def _get_day_values(self, company, instant):
        """The day of something that happened; nothing for what is to come."""
        day = instant and company._plpdma_get_local_day(instant)
        return (
            {"date_received": day} if day and day <= company._plpdma_get_today() else {}
        )

    @api.model
    def _read_said(self, body):
        """The words of a message, without what it answers nor its signature."""
        return split_words(read_html(str(body)), is_reply=True).text if body else ""
