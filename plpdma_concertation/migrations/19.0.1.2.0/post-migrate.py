from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """What élus read rests on their mandates, where it rested on who the referent is:
    each referent is given theirs."""
    env = api.Environment(cr, SUPERUSER_ID, {"active_test": False})
    env["plpdma.program"].search([])._sync_referent_mandate()
