from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date

# How many references a note names.
NAMED = 20


class PlpdmaContribution(models.Model):
    """The day on which a contribution was received, on the authority's clock: neither
    who writes it nor the server's own may be ahead of it."""

    _inherit = "plpdma.contribution"

    @api.constrains("date_received")
    def _check_date_received(self):
        """Whatever the door: what has not come yet would never be overdue, and would
        take its number in another year's register."""
        todays = {program: program._get_today() for program in self.program_id}
        for contribution in self:
            received = contribution.date_received
            if received and received > todays[contribution.program_id]:
                raise ValidationError(self._word_future_date(received))

    @api.model_create_multi
    def create(self, vals_list):
        """What comes without a date is received today, where its authority is."""
        if "default_date_received" not in self.env.context:
            vals_list = [
                vals
                if vals.get("date_received")
                else {
                    **vals,
                    "date_received": self._reference_company(vals)._plpdma_get_today(),
                }
                for vals in vals_list
            ]
        return super().create(vals_list)

    @api.model
    def _word_future_date(self, date):
        return self.env._(
            "“%s” has not come yet: nothing was received on that day.",
            format_date(self.env, date),
        )

    @api.model
    def _note_future_dates(self):
        """Tell, in the discussion of each programme, which contributions an earlier
        version took with a day that has not come. Nothing of them changes."""
        # Today is further along somewhere: each is then judged on its own clock.
        late = self.with_context(active_test=False).search(
            [("date_received", ">=", fields.Date.today())], order="id"
        )
        ahead = late.filtered(lambda c: c.date_received > c.program_id._get_today())
        for program, contributions in ahead.grouped("program_id").items():
            in_words = program.with_context(lang=program.manager_id.lang)
            references = contributions[:NAMED].mapped("reference")
            in_words._message_log(
                body=in_words.env._(
                    "Contributions received on a day that has not come, to be "
                    "corrected: %(count)s (%(references)s).",
                    count=len(contributions),
                    references=", ".join(references),
                )
            )
