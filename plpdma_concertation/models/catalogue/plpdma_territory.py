"""Territories of a programme."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.codes import is_insee_code, squeeze


class PlpdmaTerritory(models.Model):
    """A part of the authority's territory, from the EPCI down to a neighbourhood."""

    _name = "plpdma.territory"
    _description = "Territory"
    _inherit = ["plpdma.catalogue.mixin"]
    _parent_store = True
    _rec_names_search = ["name", "insee_code"]

    _import_template = "territories"

    # Two communes may each have their "Centre"
    _name_scope = ("parent_id",)
    _name_allows_comma = False

    # Place
    kind = fields.Selection(
        [
            ("epci", "Intercommunal Authority"),
            ("sector", "Canton or Sector"),
            ("commune", "Commune"),
            ("district", "Neighbourhood"),
        ],
        default="commune",
        required=True,
    )
    parent_id = fields.Many2one(
        "plpdma.territory",
        string="Parent Territory",
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="['!', ('id', 'child_of', id)]",
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("plpdma.territory", "parent_id", string="Territories")

    # Official statistics
    insee_code = fields.Char(
        string="INSEE Code",
        copy=False,
        help="The five characters of the official geographic code, e.g. 03310 or 2A004."
        " It is not the postal code.",
    )
    population = fields.Integer(aggregator=None, help="Number of inhabitants.")

    _insee_code_uniq = models.UniqueIndex(
        "(insee_code, COALESCE(company_id, 0)) WHERE insee_code IS NOT NULL",
        "This INSEE code already belongs to another territory, possibly archived.",
    )
    _population_positive = models.Constraint(
        "CHECK(population >= 0)",
        "A population cannot be negative.",
    )

    # -------------------------------------------------------------------------
    # Constrains
    # -------------------------------------------------------------------------

    @api.constrains("insee_code")
    def _check_insee_code(self):
        wrong = self.filtered(
            lambda territory: territory.insee_code
            and not is_insee_code(territory.insee_code)
        )
        if wrong:
            raise ValidationError(
                self.env._(
                    "An INSEE code has five digits, the second of which is A or B in "
                    "Corsica. To be corrected: %(codes)s",
                    codes=", ".join(
                        f"{territory.name} ({territory.insee_code})"
                        for territory in wrong
                    ),
                )
            )

    @api.constrains("company_id")
    def _check_children_company(self):
        """A parent stays readable by the companies of its parts."""
        territories = self.sudo().with_context(active_test=False)
        territories.child_ids._check_company(["parent_id"])

    # -------------------------------------------------------------------------
    # CRUD
    # -------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """Write the INSEE codes as they officially are."""
        return super().create([self._clean_vals(vals) for vals in vals_list])

    def write(self, vals):
        """Write the INSEE code as it officially is."""
        return super().write(self._clean_vals(vals))

    # -------------------------------------------------------------------------
    # Business
    # -------------------------------------------------------------------------

    @api.model
    def _clean_vals(self, vals):
        """Return ``vals`` with the INSEE code as it is officially written."""
        if "insee_code" not in vals:
            return vals
        insee_code = squeeze(vals["insee_code"]).upper()
        return dict(vals, insee_code=insee_code or False)
