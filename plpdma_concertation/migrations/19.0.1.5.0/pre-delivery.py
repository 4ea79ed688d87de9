from odoo.tools.sql import column_exists, create_column


def migrate(cr, version):
    """The letters that were still to post are known by the column that goes away."""
    create_column(cr, "plpdma_contribution", "delivery", "varchar")
    if column_exists(cr, "plpdma_contribution", "letter_pending"):
        cr.execute(
            "UPDATE plpdma_contribution SET delivery ="
            " CASE WHEN letter_pending THEN 'to_post' ELSE 'none' END"
        )
