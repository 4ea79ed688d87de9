from odoo import api, models
from odoo.tools import SQL


class IrSequence(models.Model):
    """Numbers drawn in batch."""

    _inherit = "ir.sequence"

    @api.model
    def _next_batch_by_code(self, code, count, sequence_date=None):
        """Draw several numbers of one sequence at once.

        Core draws them one by one, one query each; here a PostgreSQL sequence
        gives them all in a single query. A "no gap" sequence keeps core's way.

        :param str code: code of the sequence, looked up as ``next_by_code`` does
        :param int count: how many numbers are wanted
        :param date sequence_date: date that chooses the yearly sub-sequence
        :return: list of ``count`` strings; of ``False`` where no sequence exists
        """
        sequence = self.search(
            [("code", "=", code), ("company_id", "in", [self.env.company.id, False])],
            order="company_id",
            limit=1,
        )
        if not sequence:
            return [False] * count
        if sequence.implementation != "standard":
            return [sequence.next_by_id(sequence_date) for _index in range(count)]
        current = sequence._get_current_sequence(sequence_date)
        postgres_name = f"ir_sequence_{sequence.id:03d}"
        if current != sequence:
            postgres_name += f"_{current.id:03d}"
            sequence = sequence.with_context(
                ir_sequence_date=sequence_date,
                ir_sequence_date_range=current.date_from,
            )
        rows = self.env.execute_query(
            SQL(
                "SELECT nextval(%s) FROM generate_series(1, %s)",
                postgres_name,
                count,
            )
        )
        prefix, suffix = sequence._get_prefix_suffix()
        return [f"{prefix}{number:0{sequence.padding}d}{suffix}" for (number,) in rows]
