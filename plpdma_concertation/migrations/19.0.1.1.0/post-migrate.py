from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """The notices in force become their first kept version, and élus are known by
    their category."""
    env = api.Environment(cr, SUPERUSER_ID, {"active_test": False})
    env["plpdma.program"].search([("notice_ids", "=", False)])._keep_notice_version()
    role = env.ref("plpdma_concertation.plpdma_role_elected", raise_if_not_found=False)
    if role:
        role.is_elected = True
