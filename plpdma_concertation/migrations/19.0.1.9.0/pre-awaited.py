from odoo.tools.sql import column_exists, create_column


def migrate(cr, version):
    """Say until when each answer is awaited at once, and not one record after another:
    the lists begin with what is late."""
    if column_exists(cr, "plpdma_contribution", "date_awaited"):
        return
    create_column(cr, "plpdma_contribution", "date_awaited", "date")
    cr.execute(
        """
        UPDATE plpdma_contribution
           SET date_awaited = date_due
         WHERE response_expected IS TRUE
           AND date_answered IS NULL
           AND date_due IS NOT NULL
           AND state IN ('received', 'in_review')
        """
    )
