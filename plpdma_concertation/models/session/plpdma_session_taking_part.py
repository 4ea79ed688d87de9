from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.domains import search_boolean
from ...tools.groups import ELECTED


class PlpdmaSession(models.Model):
    """The sessions that an élu reads because they take part in them, whatever their
    mandate."""

    _inherit = "plpdma.session"

    i_take_part = fields.Boolean(
        compute="_compute_i_take_part",
        search="_search_i_take_part",
        compute_sudo=True,
        groups=ELECTED,
        help="The user is among those who take part.",
    )

    @api.depends("participation_ids.stakeholder_id.partner_id")
    @api.depends_context("uid")
    def _compute_i_take_part(self):
        mine = self.filtered_domain(self._get_i_take_part_domain())
        for session in self:
            session.i_take_part = session in mine

    @search_boolean
    def _search_i_take_part(self):
        return self._get_ruled(self._get_i_take_part_domain())

    @api.model
    def _get_i_take_part_domain(self):
        return Domain(
            "participation_ids.stakeholder_id.partner_id",
            "=",
            self.env.user.partner_id.id,
        )
