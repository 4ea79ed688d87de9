from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.civility import drop_civilities
from ...tools.groups import STAFF
from ...tools.names import may_be_same_name
from ...tools.words import fold


class ResPartner(models.Model):
    """A contact with its roles in the programmes and what came of them."""

    _inherit = "res.partner"

    plpdma_stakeholder_ids = fields.One2many(
        "plpdma.stakeholder", "partner_id", string="Roles in Programmes", groups=STAFF
    )
    # The actors' table is itself the relation between contacts and programmes.
    plpdma_program_ids = fields.Many2many(
        "plpdma.program",
        "plpdma_stakeholder",
        "partner_id",
        "program_id",
        string="Waste-Prevention Programmes",
        ondelete="restrict",
        readonly=True,
        copy=False,
        groups=STAFF,
    )
    plpdma_role_ids = fields.Many2many(
        "plpdma.role",
        string="Categories of Actor",
        compute="_compute_plpdma_role_ids",
        search="_search_plpdma_role_ids",
        groups=STAFF,
    )

    @api.depends("plpdma_stakeholder_ids.role_ids")
    def _compute_plpdma_role_ids(self):
        for partner in self:
            partner.plpdma_role_ids = partner.plpdma_stakeholder_ids.role_ids

    def _search_plpdma_role_ids(self, operator, value):
        if operator in Domain.NEGATIVE_OPERATORS:
            return NotImplemented
        roles = "plpdma_stakeholder_ids.role_ids"
        if operator == "in" and False in value:
            # Without a category are also those who are no actors at all.
            return ~Domain(roles, "!=", False) | Domain(
                roles, "in", [role for role in value if role]
            )
        return Domain(roles, operator, value)

    def _read_group_groupby(self, alias, groupby_spec, query):
        """Core joins a many2many whatever the groups of the field: it is asked here
        whether the user reads it."""
        if groupby_spec.startswith("plpdma_"):
            self._check_field_access(self._fields[groupby_spec], "read")
        return super()._read_group_groupby(alias, groupby_spec, query)

    def _compute_plpdma_counts(self):
        """Counted with those of the contact's own contacts, as core does for sales."""
        children = self.with_context(active_test=False).search_fetch(
            [("id", "child_of", self.ids)], ["parent_id"]
        )
        items_by_count = {
            count: children._plpdma_items(*counted)
            for count, counted in self._plpdma_get_counted().items()
        }
        for partner in self:
            family = children.filtered(
                lambda child, top=partner: self._plpdma_is_below(child, top)
            )
            for count, items in items_by_count.items():
                partner[count] = len(set().union(*(items.get(c, ()) for c in family)))

    def _plpdma_get_organisation(self):
        """The organisation for which the contact speaks, or an empty recordset: it may
        be told of somebody everywhere; of a person, only the category may."""
        return self.commercial_partner_id.filtered("is_company")

    def _plpdma_may_be_called(self, name):
        """Whether the name that somebody gave with the address of this contact may be
        theirs, written otherwise, or that of their organisation: it is not where both
        of their names are known, and are others. An organisation's address is that of
        all its people.

        :param str name: may say nothing but the address, or nothing
        """
        self.ensure_one()
        # sudo: whether the names are one is asked, neither is shown.
        partner, told = self.sudo(), drop_civilities(name)
        email = partner.email_normalized or ""
        own = drop_civilities(partner.name).split()
        addresses = (fold(email), fold(email.partition("@")[0]))
        is_unnamed = len(own) < 2 or " ".join(own) in addresses
        if partner.is_company or is_unnamed or not told or told in addresses:
            return True
        parent = partner.parent_id
        names = (partner.name, partner.complete_name, parent.name, partner.company_name)
        return any(may_be_same_name(one, told) for one in names if one)

    @api.model
    def _plpdma_get_counted(self):
        """``{field of the count: (model, its path to a contact, item)}`` of what is
        counted of a contact, as each room adds it, and a domain where not all of the
        model counts; see ``_plpdma_items``."""
        return {}

    @staticmethod
    def _plpdma_is_below(partner, top):
        while partner and partner != top:
            partner = partner.parent_id
        return bool(partner)

    def _plpdma_items(self, model, field, item, counted=Domain.TRUE):
        """``{partner: ids}`` of what the user may read of each contact, in one query;
        two contacts may share an item, which counts once.

        :param Domain counted: what of the model counts
        """
        domain = Domain(field, "in", self.ids) & Domain(item, "!=", False) & counted
        groups = self.env[model]._read_group(domain, [field], [f"{item}:array_agg"])
        return {partner: set(ids) for partner, ids in groups}
