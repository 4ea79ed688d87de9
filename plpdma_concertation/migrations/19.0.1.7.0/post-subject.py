from odoo import SUPERUSER_ID, api

BATCH = 500


def migrate(cr, version):
    """Responses are known by their subject: those of before are given one by the themes
    of what they answer, or by its summary, and none where neither is known.

    Nothing that an author or the public reads by it is new to them: of what left the
    draft, a summary is only said where it answers that contribution alone and is not
    published; themes stand in the register already.
    """
    env = api.Environment(cr, SUPERUSER_ID, {"active_test": False})
    responses = env["plpdma.response"].search([("name", "=", False)], order="id")
    for start in range(0, len(responses), BATCH):
        subjects = {}
        for response in responses[start : start + BATCH]:
            lang = response.company_id.partner_id.lang
            is_alone = len(response.contribution_ids) == 1 and not response.published
            subjects[response.id] = response.with_context(lang=lang)._propose_subject(
                with_summary=response.state == "draft" or is_alone
            )
        # In SQL: what was decided does not change, and nobody is told of it.
        for response_id, subject in subjects.items():
            if subject:
                cr.execute(
                    "UPDATE plpdma_response SET name = %s WHERE id = %s",
                    [subject, response_id],
                )
        env.invalidate_all()
