"""Influence and interest are scales: they sort as such, not as words."""

from odoo import api, models
from odoo.tools import SQL

SCALE = {"low": 1, "medium": 2, "high": 3}
SCALED = ("influence", "interest")


class PlpdmaStakeholder(models.Model):
    """Lists, pivots and graphs go from low to high."""

    _inherit = "plpdma.stakeholder"

    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        """What was not judged yet stands below the lowest."""
        if field_name not in SCALED:
            return super()._order_field_to_sql(
                alias, field_name, direction, nulls, query
            )
        rank = self._scale_to_sql(self._field_to_sql(alias, field_name, query))
        return SQL("COALESCE(%s, 0) %s", rank, direction)

    def _read_group_orderby(self, order, groupby_terms, query):
        """What was not judged yet stands in the last group."""
        terms = {
            term: self._scale_to_sql(sql) if term in SCALED else sql
            for term, sql in groupby_terms.items()
        }
        result = super()._read_group_orderby(order, terms, query)
        # Core groups by what it orders by, where that is more than the term.
        groupby_terms.update(
            {term: sql for term, sql in terms.items() if term not in SCALED}
        )
        return result

    @api.model
    def _scale_to_sql(self, sql):
        """Place on the scale of what an expression gives; nothing for nothing."""
        places = SQL(" ").join(
            SQL("WHEN %s THEN %s", value, place) for value, place in SCALE.items()
        )
        return SQL("CASE %s %s END", sql, places)
