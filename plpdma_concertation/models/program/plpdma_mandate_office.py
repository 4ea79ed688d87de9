from odoo import api, fields, models
from odoo.fields import Domain


class PlpdmaMandate(models.Model):
    """The office in which an élu decides and signs."""

    _inherit = "plpdma.mandate"

    title = fields.Char(
        string="Office",
        help="As letters and decisions call it: “Vice-president in charge of waste "
        "prevention”. Empty: the function.",
    )

    def _get_office(self):
        """The office in words, of one mandate."""
        self.ensure_one()
        labels = dict(self._fields["function"]._description_selection(self.env))
        return self.title or labels[self.function]

    @api.model
    def _get_office_of(self, program, partner, date=None):
        """The office that somebody held in a programme on a day, empty where they held
        none: the mandate that says it in words first, then the latest.

        :param date: today without it, where the authority is
        """
        date = date or program.company_id._plpdma_get_today()
        held = self.search(
            Domain("program_id", "=", program.id)
            & Domain("partner_id", "=", partner.id)
            & Domain("date_start", "<=", date)
            & (Domain("date_end", "=", False) | Domain("date_end", ">=", date))
        )
        if not held:
            return ""
        return max(
            held,
            key=lambda mandate: (
                bool(mandate.title),
                mandate.can_arbitrate,
                mandate.date_start,
                mandate.id,
            ),
        )._get_office()
