from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.groups import STAFF


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
    plpdma_session_count = fields.Integer(
        string="Sessions", compute="_compute_plpdma_counts", groups=STAFF
    )
    plpdma_contribution_count = fields.Integer(
        string="Contributions", compute="_compute_plpdma_counts", groups=STAFF
    )
    plpdma_response_count = fields.Integer(
        string="Responses", compute="_compute_plpdma_counts", groups=STAFF
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
        """Contacts can be grouped by the categories they have in the programmes that
        the user may read: a stored field would also show those of other companies."""
        if groupby_spec.startswith("plpdma_"):
            # Core joins a many2many whatever the groups of the field.
            self._check_field_access(self._fields[groupby_spec], "read")
        if groupby_spec != "plpdma_role_ids":
            return super()._read_group_groupby(alias, groupby_spec, query)
        stakeholders = self.env["plpdma.stakeholder"]
        relation = stakeholders._fields["role_ids"]
        roles = SQL(
            "(SELECT DISTINCT s.partner_id, r.%(role)s AS role_id "
            "FROM plpdma_stakeholder s JOIN %(table)s r ON r.%(stakeholder)s = s.id "
            "WHERE s.id IN %(readable)s)",
            role=SQL.identifier(relation.column2),
            stakeholder=SQL.identifier(relation.column1),
            table=SQL.identifier(relation.relation),
            readable=stakeholders._search([]).subselect(),
        )
        roles_alias = query.make_alias(alias, groupby_spec)
        query.add_join(
            "LEFT JOIN",
            roles_alias,
            roles,
            SQL(
                "%s = %s",
                SQL.identifier(alias, "id"),
                SQL.identifier(roles_alias, "partner_id"),
            ),
        )
        return SQL.identifier(roles_alias, "role_id")

    def _compute_plpdma_counts(self):
        """Counted with those of the contact's own contacts, as core does for sales."""
        children = self.with_context(active_test=False).search_fetch(
            [("id", "child_of", self.ids)], ["parent_id"]
        )
        contribution = "plpdma.contribution"
        items_by_count = {
            "plpdma_session_count": children._plpdma_items(
                "plpdma.participation", "stakeholder_id.partner_id", "session_id"
            ),
            "plpdma_contribution_count": children._plpdma_items(
                contribution, "partner_id", "id"
            ),
            "plpdma_response_count": children._plpdma_items(
                contribution, "partner_id", "sent_response_id"
            ),
        }
        for partner in self:
            family = children.filtered(
                lambda child, top=partner: self._plpdma_is_below(child, top)
            )
            for count, items in items_by_count.items():
                partner[count] = len(set().union(*(items.get(c, ()) for c in family)))

    @staticmethod
    def _plpdma_is_below(partner, top):
        while partner and partner != top:
            partner = partner.parent_id
        return bool(partner)

    def _plpdma_items(self, model, field, item):
        """What the user may read of each contact, in one query.

        :return: ``{partner: ids}``; two contacts may share an item, which counts once
        """
        domain = Domain(field, "in", self.ids) & Domain(item, "!=", False)
        groups = self.env[model]._read_group(domain, [field], [f"{item}:array_agg"])
        return {partner: set(ids) for partner, ids in groups}

    def _plpdma_action(self, xmlid, domain):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"plpdma_concertation.{xmlid}"
        )
        action["domain"] = domain
        action["context"] = {}
        return action

    def action_view_plpdma_sessions(self):
        """Open the sessions in which the contact or its contacts take part."""
        return self._plpdma_action(
            "action_plpdma_session",
            [("participation_ids.stakeholder_id.partner_id", "child_of", self.id)],
        )

    def action_view_plpdma_contributions(self):
        """Open the contributions of the contact and of its contacts."""
        return self._plpdma_action(
            "action_plpdma_contribution", [("partner_id", "child_of", self.id)]
        )

    def action_view_plpdma_responses(self):
        """Open the responses that the contact and its contacts received."""
        contributions = self.env["plpdma.contribution"].search_fetch(
            [("partner_id", "child_of", self.id), ("sent_response_id", "!=", False)],
            ["sent_response_id"],
        )
        return self._plpdma_action(
            "action_plpdma_response",
            [("id", "in", contributions.sent_response_id.ids)],
        )

    def unlink(self):
        """The ledger of messages forgets the participants who go away."""
        emails = self.mapped("email_normalized")
        result = super().unlink()
        self.env["plpdma.delivery"]._forget_participants(emails)
        return result
