from odoo import fields, models

# Local dates of the register, whatever the time zone of who computes them.
DEFAULT_TZ = "Europe/Paris"


class ResCompany(models.Model):
    """The local authority."""

    _inherit = "res.company"

    def _plpdma_get_timezone(self):
        """The clock of the authority."""
        # sudo: of its contact, no more is read than the time zone.
        return self.sudo().partner_id.tz or DEFAULT_TZ

    def _plpdma_get_today(self):
        """The date where the authority is."""
        timezone = self._plpdma_get_timezone()
        return fields.Date.context_today(self.with_context(tz=timezone))
