from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """A mandate whose limits were changed covered the responses to what stays with the
    staff: which responses each covers is written anew."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    mandates = env["plpdma.mandate"].with_context(active_test=False).search([])
    if mandates:
        mandates._match_responses()
