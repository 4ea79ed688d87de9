from odoo.tools.sql import create_column


def migrate(cr, version):
    """Nobody knows since when the sessions have the status that they have: the columns
    stay empty, rather than to say that all happened on the day of the update. What
    awaits arbitration was last written when it was submitted, or since."""
    for column in ("date_state", "date_minutes_state"):
        create_column(cr, "plpdma_session", column, "timestamp")
    create_column(cr, "plpdma_response", "date_submitted", "timestamp")
    cr.execute(
        "UPDATE plpdma_response SET date_submitted = write_date"
        " WHERE state = 'submitted'"
    )
