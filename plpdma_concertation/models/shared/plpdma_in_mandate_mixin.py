from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.domains import search_boolean
from ...tools.groups import ELECTED


class PlpdmaInMandateMixin(models.AbstractModel):
    """What an élu reads because a mandate that they hold today covers it.

    The record rules of the élus name it, and core keeps their domains per user: the
    search method is called, and its relative dates compared, at each query, so that a
    mandate that ended yesterday gives nothing today.

    A model that inherits it has ``mandate_ids``, the mandates that cover the record
    whatever their dates.
    """

    _name = "plpdma.in.mandate.mixin"
    _description = "Read by Mandate"
    _inherit = ["plpdma.field.access.mixin"]

    # What is computed from the dates of the mandates, and from who holds them.
    _fields_by_mandate = ("is_in_my_mandate",)

    is_in_my_mandate = fields.Boolean(
        string="In My Mandate",
        compute="_compute_is_in_my_mandate",
        search="_search_is_in_my_mandate",
        compute_sudo=True,
        groups=ELECTED,
        help="A mandate that the user holds today covers it.",
    )

    # Mandates that change have it forgotten: to follow them from here, core would
    # search for all that they cover.
    @api.depends("mandate_ids")
    @api.depends_context("uid")
    def _compute_is_in_my_mandate(self):
        mine = self.filtered_domain(self._get_in_my_mandate_domain())
        for record in self:
            record.is_in_my_mandate = record in mine

    @search_boolean
    def _search_is_in_my_mandate(self):
        return self._get_ruled(self._get_in_my_mandate_domain())

    @api.model
    def _get_in_my_mandate_domain(self):
        return Domain("mandate_ids", "any", self.env["plpdma.mandate"]._mine_domain())
