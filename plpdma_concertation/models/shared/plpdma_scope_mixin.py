from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.groups import STAFF

# Each dimension that limits a mandate, and the field of the mandate that holds it.
DIMENSIONS = {"plpdma.territory": "territory_ids", "plpdma.theme": "theme_ids"}


class PlpdmaScopeMixin(models.AbstractModel):
    """What the mandates of the élus cover, by territory and by theme.

    The match is stored without the mandates' dates, which are compared when it is read.
    """

    _name = "plpdma.scope.mixin"
    _description = "Covered by Mandates"
    _inherit = ["plpdma.in.mandate.mixin"]

    # Fields on which the territories and the themes of a record rest.
    _scope_depends = ()

    mandate_ids = fields.Many2many(
        "plpdma.mandate",
        string="Covered by the Mandates",
        compute="_compute_mandate_ids",
        store=True,
        precompute=True,
        copy=False,
        groups=STAFF,
    )
    my_mandate_ids = fields.Many2many(
        "plpdma.mandate",
        string="My Mandates",
        compute="_compute_my_mandate_ids",
        search="_search_my_mandate_ids",
        help="Those of the user that cover it.",
    )

    @api.depends(lambda self: ("program_id", *self._scope_depends))
    def _compute_mandate_ids(self):
        # sudo: who reads it does not depend on what the user who writes may read.
        mandates = self.env["plpdma.mandate"].sudo()
        by_program = mandates.search(
            [("program_id", "in", self.program_id.ids)]
        ).grouped("program_id")
        for record in self.sudo():
            known = by_program.get(record.program_id)
            if not known:
                record.mandate_ids = mandates
                continue
            territories, themes = record._get_scope()
            record.mandate_ids = known.filtered(
                lambda mandate, territories=territories, themes=themes: (
                    mandate._covers(territories, themes)
                )
            )

    @api.depends("mandate_ids")
    @api.depends_context("uid")
    def _compute_my_mandate_ids(self):
        mine = self._get_my_mandates()
        for record in self:
            # sudo: only the user's own mandates are kept of what is matched.
            record.my_mandate_ids = mine & record.sudo().mandate_ids

    def _search_my_mandate_ids(self, operator, value):
        if operator != "in":
            return NotImplemented
        mine = self._get_my_mandates().filtered(lambda mandate: mandate.id in value)
        # sudo: only the user's own mandates are searched.
        covered = self.sudo()._search([("mandate_ids", "in", mine.ids)])
        return Domain("id", "in", covered)

    @api.model
    def _get_my_mandates(self):
        mandates = self.env["plpdma.mandate"]
        return mandates._get_held() if mandates.has_access("read") else mandates

    def _get_scope(self):
        """Territories and themes that the record concerns.

        :return: its territories and its themes
        """
        self.ensure_one()
        return self.territory_ids, self.theme_ids

    @api.model
    def _get_scope_query(self, dimension):
        """SQL of the territories, or of the themes, of many records at once.

        :param str dimension: ``plpdma.territory`` or ``plpdma.theme``
        :return: a query of pairs ``(record_id, entry_id)``
        """
        field = self._fields[DIMENSIONS[dimension]]
        return SQL(
            "SELECT %s AS record_id, %s AS entry_id FROM %s",
            SQL.identifier(field.column1),
            SQL.identifier(field.column2),
            SQL.identifier(field.relation),
        )
