from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """The notices in force become their first kept version, the charter speaks the
    language of whoever runs the programme, and élus are known by their category."""
    env = api.Environment(cr, SUPERUSER_ID, {"active_test": False})
    programs = env["plpdma.program"].search([("notice_ids", "=", False)])
    programs._keep_notice_version()
    for program in programs:
        in_language = program.with_context(lang=program.manager_id.lang)
        program.facilitation_charter = in_language._default_facilitation_charter()
    role = env.ref("plpdma_concertation.plpdma_role_elected", raise_if_not_found=False)
    if role:
        role.is_elected = True
