from odoo import api, fields, models
from odoo.tools import email_normalize, format_date

from ..tools.cells import is_blank, quote_cell
from ..tools.words import fold

# What forms write in the place of a name.
NOBODY = {"anonyme", "anonymous", "anonymous user", "utilisateur anonyme"}


class PlpdmaContribution(models.Model):
    """Registers begun elsewhere."""

    _inherit = "plpdma.contribution"

    @api.model
    def _get_faults(self, values, exists):
        self._read_nobody(values)
        faults = super()._get_faults(values, exists)
        verbatim = values.get("verbatim")
        if verbatim and is_blank(verbatim):
            message = self.env._("A contribution needs the author's own words.")
            faults.append(("verbatim", verbatim, message, None))
        email = values.get("contributor_email")
        if email and not email_normalize(email):
            message = self.env._(
                "“%s” is not a valid e-mail address.", quote_cell(email)
            )
            faults.append(("contributor_email", email, message, None))
        received = fields.Date.to_date(values.get("date_received"))
        if received and received > self._get_last_day_received():
            message = self._word_future_date(received)
            faults.append(("date_received", str(received), message, None))
        return faults

    @api.model
    def _read_nobody(self, values):
        """« Anonyme », which forms write where nobody gave a name, is no name."""
        nobody = [
            name
            for name in ("contributor_name", "contributor_email")
            if values.get(name) and fold(values[name]) in NOBODY
        ]
        for name in nobody:
            values[name] = False
        is_named = values.get("contributor_name") or values.get("contributor_email")
        if nobody and not is_named and values.get("anonymous", None) is None:
            values["anonymous"] = True

    @api.model
    def _get_last_day_received(self):
        """Today, where the day is furthest along."""
        companies = self.company_id or self.env.company
        days = [company._plpdma_get_today() for company in companies]
        return max(days + [fields.Date.today()])

    @api.model
    def _word_future_date(self, date):
        return self.env._(
            "“%s” has not come yet: nothing was received on that day.",
            format_date(self.env, date),
        )

    @api.model
    def _get_update_message(self, count, names):
        if count == 1:
            return self.env._("1 existing contribution will be modified: %s.", names)
        return self.env._(
            "%(count)s existing contributions will be modified: %(names)s.",
            count=count,
            names=names,
        )
