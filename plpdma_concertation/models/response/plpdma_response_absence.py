from odoo import fields, models
from odoo.fields import Domain

from ...tools.groups import TEAM


class PlpdmaResponse(models.Model):
    """A substitute decides in the absence of the élu whose mandate says so, and the
    response says it."""

    _inherit = "plpdma.response"

    in_absence_of_id = fields.Many2one(
        "res.partner",
        string="In the Absence of",
        copy=False,
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        groups=TEAM,
        help="The élu whose mandate let the substitute decide.",
    )

    def _find_absent(self, arbiter):
        """The élu in whose absence somebody decides on a response; nobody for an élu
        whose own mandate lets them.

        :param arbiter: the contact of whoever decides
        """
        self.ensure_one()
        # sudo: whoever records a decision need not read the mandates.
        mandates = self.sudo().mandate_ids.filtered_domain(
            Domain("can_arbitrate", "=", True)
            & self.env["plpdma.mandate"]._in_force_domain()
        )
        if arbiter in mandates.partner_id:
            return arbiter.browse()
        stood_in = mandates.filtered(
            lambda mandate: (
                mandate.substitute_id == arbiter
                and mandate._get_acting_user().partner_id == arbiter
            )
        )
        return stood_in.sorted(lambda m: m.function != "referent")[:1].partner_id
