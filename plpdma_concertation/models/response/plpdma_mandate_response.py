from odoo import models
from odoo.tools import SQL


class PlpdmaMandate(models.Model):
    """The responses that a mandate covers."""

    _inherit = "plpdma.mandate"

    def _match_records(self):
        """Write which responses these mandates cover, once it is known of what they
        answer."""
        result = super()._match_records()
        self._match_responses()
        return result

    def _match_responses(self):
        """A response is covered through the contributions that it answers, but for what
        stays with the staff: as ``_compute_mandate_ids`` of the responses says."""
        responses = self.env["plpdma.response"]
        answered = responses._fields["contribution_ids"]
        covered = self.env["plpdma.contribution"]._fields["mandate_ids"]
        self._rewrite_match(
            responses,
            SQL(
                """
                SELECT DISTINCT answered.%(response)s, covered.%(mandate)s
                  FROM %(answered)s answered
                  JOIN %(covered)s covered
                    ON covered.%(covered_id)s = answered.%(contribution)s
                  JOIN plpdma_contribution c
                    ON c.id = answered.%(contribution)s
                   AND c.read_by IS DISTINCT FROM 'staff'
                 WHERE covered.%(mandate)s IN %(ids)s
                """,
                response=SQL.identifier(answered.column1),
                contribution=SQL.identifier(answered.column2),
                answered=SQL.identifier(answered.relation),
                covered=SQL.identifier(covered.relation),
                covered_id=SQL.identifier(covered.column1),
                mandate=SQL.identifier(covered.column2),
                ids=tuple(self.ids),
            ),
        )
