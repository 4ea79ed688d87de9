from odoo import api, models


class PlpdmaProgram(models.Model):
    """The end of the consultation, from which identities may be kept."""

    _inherit = "plpdma.program"

    @api.depends("session_ids.format", "session_ids.state", "session_ids.date_stop")
    def _compute_date_retention(self):
        return super()._compute_date_retention()

    def _get_retention_start(self):
        """The last day of the last consultation of the public, where the programme
        counts from it; while one of them has no end, that of the programme."""
        if self.retention_from == "consultation":
            consultations = self.session_ids.filtered(
                lambda s: s.format == "public" and s.state not in ("draft", "cancelled")
            )
            ends = consultations.mapped("date_stop")
            if ends and all(ends):
                return self._get_local_day(max(ends))
        return super()._get_retention_start()
