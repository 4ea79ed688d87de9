from odoo import SUPERUSER_ID, api, fields


def migrate(cr, version):
    """No identity is erased by the update itself: programmes that ended long ago keep
    them until their manager decides."""
    env = api.Environment(cr, SUPERUSER_ID, {"active_test": False})
    ended = [("date_retention", "<=", fields.Date.today())]
    env["plpdma.program"].search(ended).write({"retention_months": 0})
