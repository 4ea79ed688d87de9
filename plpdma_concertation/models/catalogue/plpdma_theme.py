"""Axes of a programme and the themes under them."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class PlpdmaTheme(models.Model):
    """What a session, a question or a contribution is about.

    The top-level themes are the axes; those delivered are the axes of the ADEME guide,
    three transversal ones and seven thematic ones. The others hang under an axis.
    """

    _name = "plpdma.theme"
    _description = "Theme"
    _inherit = ["plpdma.catalogue.mixin"]
    _parent_store = True

    _name_allows_comma = False

    # Place in the programme
    parent_id = fields.Many2one(
        "plpdma.theme",
        string="Parent Theme",
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="['!', ('id', 'child_of', id)]",
        help="The axis, or the theme, that this one details. Without a parent, it is "
        "an axis.",
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("plpdma.theme", "parent_id", string="Themes")
    axis_id = fields.Many2one(
        "plpdma.theme",
        string="Axis",
        compute="_compute_axis_id",
        store=True,
        recursive=True,
        index=True,
        help="The top-level theme: the theme itself when it is an axis.",
    )
    axis_kind = fields.Selection(
        [("transversal", "Transversal"), ("thematic", "Thematic")],
        string="Kind of Axis",
        compute="_compute_axis_kind",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        recursive=True,
        help="A transversal axis serves all the others. A theme follows its axis.",
    )

    # Display
    color = fields.Integer(aggregator=None)

    # -------------------------------------------------------------------------
    # Compute
    # -------------------------------------------------------------------------

    @api.depends("parent_id.axis_id")
    def _compute_axis_id(self):
        for theme in self:
            theme.axis_id = theme.parent_id.axis_id or theme._origin

    @api.depends("parent_id.axis_kind")
    def _compute_axis_kind(self):
        for theme in self:
            theme.axis_kind = theme.parent_id.axis_kind or theme.axis_kind or "thematic"

    # -------------------------------------------------------------------------
    # Constrains
    # -------------------------------------------------------------------------

    @api.constrains("axis_kind", "parent_id")
    def _check_axis_kind(self):
        for theme in self:
            if theme.parent_id and theme.axis_kind != theme.parent_id.axis_kind:
                raise ValidationError(
                    self.env._(
                        "“%(theme)s” hangs under “%(parent)s” and follows its kind: "
                        "change the kind of the axis instead.",
                        theme=theme.name,
                        parent=theme.parent_id.name,
                    )
                )

    @api.constrains("company_id")
    def _check_children_company(self):
        """A parent stays readable by the companies of what hangs under it."""
        themes = self.sudo().with_context(active_test=False)
        themes.child_ids._check_company(["parent_id"])
