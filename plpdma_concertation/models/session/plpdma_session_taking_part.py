from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.domains import search_boolean
from ...tools.groups import ELECTED


class PlpdmaSession(models.Model):
    """The sessions that an élu reads: because a mandate covers them, or because they
    take part in them, whatever their mandate."""

    _inherit = "plpdma.session"

    _fields_by_mandate = ("is_in_my_mandate", "concerns_me")

    i_take_part = fields.Boolean(
        compute="_compute_i_take_part",
        search="_search_i_take_part",
        compute_sudo=True,
        groups=ELECTED,
        help="The user is among those who take part.",
    )
    concerns_me = fields.Boolean(
        compute="_compute_concerns_me",
        search="_search_concerns_me",
        compute_sudo=True,
        groups=ELECTED,
        help="A mandate that the user holds today covers it, or they take part.",
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

    # As in plpdma.in.mandate.mixin, mandates that change have it forgotten.
    @api.depends("mandate_ids", "participation_ids.stakeholder_id.partner_id")
    @api.depends_context("uid")
    def _compute_concerns_me(self):
        mine = self.filtered_domain(self._get_concerns_me_domain())
        for session in self:
            session.concerns_me = session in mine

    @search_boolean
    def _search_concerns_me(self):
        return self._get_ruled(self._get_concerns_me_domain())

    @api.model
    def _get_concerns_me_domain(self):
        return self._get_in_my_mandate_domain() | self._get_i_take_part_domain()
