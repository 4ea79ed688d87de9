from operator import attrgetter

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.domains import search_boolean


class PlpdmaOwnMixin(models.AbstractModel):
    """What belongs to a person: participants read on the portal what is theirs or their
    organisation's.

    The record rules of the participants name it.
    """

    _name = "plpdma.own.mixin"
    _description = "Of a Person or Their Organisation"
    _inherit = ["plpdma.field.access.mixin"]

    # Path to the contact to whom it belongs.
    _own_path = "partner_id"

    is_mine = fields.Boolean(
        string="Mine",
        compute="_compute_is_mine",
        search="_search_is_mine",
        compute_sudo=True,
        help="It belongs to the user, or to their organisation.",
    )

    @api.depends(lambda self: [f"{self._own_path}.commercial_partner_id"])
    @api.depends_context("uid")
    def _compute_is_mine(self):
        mine = self._filter_own(self.env.user)
        for record in self:
            record.is_mine = record in mine

    @search_boolean
    def _search_is_mine(self):
        return self._get_ruled(self._own_domain(self.env.user))

    @api.model
    def _own_domain(self, user):
        """Domain of what belongs to a person and to their organisation, which asks for
        no right on the contact.

        :param user: a user, who is not always the one that asks
        """
        domain = Domain("commercial_partner_id", "=", user.commercial_partner_id.id)
        for name in reversed(self._own_path.split(".")):
            domain = Domain(name, "any!", domain)
        return domain

    def _filter_own(self, user):
        """Those that belong to a person or to their organisation, as the domain says:
        read together, which a domain would not."""
        family = user.commercial_partner_id
        get_family = attrgetter(f"{self._own_path}.commercial_partner_id")
        return self.filtered(lambda record: family and get_family(record) == family)
