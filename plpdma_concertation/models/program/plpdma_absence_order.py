from odoo import api, models
from odoo.tools import SQL


class PlpdmaAbsence(models.Model):
    """What matters today comes first in a list."""

    _inherit = "plpdma.absence"

    @api.model
    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        """Those under way, those to come, then those that are over, though the state is
        not stored."""
        if field_name != "state":
            return super()._order_field_to_sql(
                alias, field_name, direction, nulls, query
            )
        rank = SQL(
            "CASE WHEN %(id)s IN %(running)s THEN 0 WHEN %(id)s IN %(past)s THEN 2 "
            "ELSE 1 END",
            id=SQL.identifier(alias, "id"),
            running=self._search(self._get_running_domain()).subselect(),
            past=self._search(self._get_past_domain()).subselect(),
        )
        return SQL("%s %s", rank, direction)
