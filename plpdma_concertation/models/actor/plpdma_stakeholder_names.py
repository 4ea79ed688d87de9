"""Actors found by the letters of their names, whatever the accents."""

from collections import Counter

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.words import fold, rank_named


class PlpdmaStakeholder(models.Model):
    """« eco » finds « Éco-organisme »: the server's PostgreSQL need not know how."""

    _inherit = "plpdma.stakeholder"

    @api.model
    def _search_display_name(self, operator, value):
        domain = super()._search_display_name(operator, value)
        letters = fold(value) if operator == "ilike" and value else ""
        if letters:
            domain |= Domain("partner_id", "any", _make_folded_domain(letters))
        return domain

    @api.model
    @api.readonly
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """Those of whose names a word begins so come first, then the others whose names
        hold it, then those who are found by something else."""
        if operator != "ilike" or not fold(name):
            return super().name_search(name, domain, operator, limit)
        found = super().name_search(name, domain, operator, limit=None)
        return sorted(found, key=lambda one: rank_named(name, one[1]))[:limit]

    @api.model
    @api.readonly
    def web_name_search(self, name, specification, *args, **kwargs):
        """As the list of a field shows them; those of one name are told apart, by their
        town and their address."""
        found = super().web_name_search(name, specification, *args, **kwargs)
        if "display_name" not in specification:
            return found
        named = Counter(one["display_name"] for one in found)
        alike = [one for one in found if named[one["display_name"]] > 1]
        actors = self.browse([one["id"] for one in alike])
        for one, actor in zip(alike, actors, strict=True):
            partner = actor.partner_id
            told = ", ".join(filter(None, (partner.city, partner.email)))
            told = told or self.env._("neither town nor e-mail")
            one["display_name"] = f"{one['display_name']} ({told})"
            one["__formatted_display_name"] = one["display_name"]
        return found


def _make_folded_domain(letters):
    """Domain of the contacts whose names hold letters, both without accents."""

    def to_sql(model, alias, query):
        name = model._field_to_sql(alias, "complete_name", query)
        return SQL(
            "regexp_replace(plpdma_fold(%s), ' +', ' ', 'g') LIKE %s",
            name,
            f"%{letters}%",
        )

    return Domain.custom(to_sql=to_sql)
