"""Messages that somebody else's machine sends: who wrote them is asked."""

from odoo import api, models
from odoo.tools import email_normalize

from ...tools.mail_machine import is_machine_address


class PlpdmaContribution(models.Model):
    """A message of a mailing list, or of a site that does not say for whom it writes:
    its author is proposed, for nobody is answered whom it did not come from."""

    _inherit = "plpdma.contribution"

    @api.model
    def _prepare_author(self, mail, program):
        values = super()._prepare_author(mail, program)
        is_machine = is_machine_address(values["contributor_email"] or "")
        if not (mail.is_listed or is_machine):
            return values
        name, address = ("", "") if is_machine else mail.written_by
        return {
            "author_to_confirm": True,
            "contributor_name": False,
            "contributor_email": False,
            "proposed_name": name,
            "proposed_email": email_normalize(address),
        }
