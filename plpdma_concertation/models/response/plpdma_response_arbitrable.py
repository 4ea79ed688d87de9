from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.groups import ELECTED


class PlpdmaResponse(models.Model):
    """The responses that an élu reads because their mandate lets them arbitrate."""

    _inherit = "plpdma.response"

    _fields_by_mandate = ("is_in_my_mandate", "is_mine_to_arbitrate")

    is_mine_to_arbitrate = fields.Boolean(
        string="Mine to Arbitrate",
        compute="_compute_is_mine_to_arbitrate",
        search="_search_is_mine_to_arbitrate",
        compute_sudo=True,
        groups=ELECTED,
        help="A mandate that the user holds today lets them arbitrate it.",
    )

    # As in plpdma.in.mandate.mixin, mandates that change have it forgotten.
    @api.depends("mandate_ids")
    @api.depends_context("uid")
    def _compute_is_mine_to_arbitrate(self):
        mine = self.filtered_domain(self._get_mine_to_arbitrate_domain())
        for response in self:
            response.is_mine_to_arbitrate = response in mine

    def _search_is_mine_to_arbitrate(self, operator, _value):
        return self._search_by_rule(operator, self._get_mine_to_arbitrate_domain())

    @api.model
    def _get_mine_to_arbitrate_domain(self):
        arbitrates = Domain("can_arbitrate", "=", True)
        arbitrates &= self.env["plpdma.mandate"]._mine_domain()
        return Domain("mandate_ids", "any", arbitrates)

    def _filter_arbitrable(self):
        """Those that the user arbitrates by a mandate held today: being named in a
        programme does not suffice, an administrator makes the account an élu's."""
        if not self.env.user.has_group(ELECTED):
            return self.browse()
        return self._origin.filtered("is_mine_to_arbitrate")
