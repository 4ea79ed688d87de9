from odoo.tools.sql import column_exists, create_column


def migrate(cr, version):
    """Say who reads each text at once, and not one record after another: nothing is
    split yet, so that it is what was said of it."""
    if column_exists(cr, "plpdma_contribution", "read_by"):
        return
    create_column(cr, "plpdma_contribution", "read_by", "varchar")
    cr.execute("UPDATE plpdma_contribution SET read_by = confidentiality")
