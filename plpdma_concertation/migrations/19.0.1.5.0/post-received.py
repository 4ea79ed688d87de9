from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """A contribution is not received in the future any more: those that earlier
    versions took keep their date, and the programme says which they are."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    env["plpdma.contribution"]._note_future_dates()
