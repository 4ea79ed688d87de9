from odoo import SUPERUSER_ID, api

BATCH = 500


def migrate(cr, version):
    """Responses are known by their subject: those of before are given one by the themes
    of what they answer, which stand in the register already; none where no theme is
    known."""
    env = api.Environment(cr, SUPERUSER_ID, {"active_test": False})
    responses = env["plpdma.response"].search([("name", "=", False)], order="id")
    for start in range(0, len(responses), BATCH):
        subjects = {}
        for response in responses[start : start + BATCH]:
            lang = response.company_id.partner_id.lang
            subjects[response.id] = response.with_context(lang=lang)._propose_subject()
        # In SQL: what was decided does not change, and nobody is told of it.
        for response_id, subject in subjects.items():
            if subject:
                cr.execute(
                    "UPDATE plpdma_response SET name = %s WHERE id = %s",
                    [subject, response_id],
                )
        env.invalidate_all()
