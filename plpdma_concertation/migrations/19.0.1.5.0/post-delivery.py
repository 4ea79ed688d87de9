from odoo import SUPERUSER_ID, api

# The templates as they were shipped: what an authority wrote itself stays.
SHIPPED = {
    "lang": ("{{ object.partner_id.lang }}",),
    "reply_to": (False, ""),
}


def migrate(cr, version):
    """What was noted as answered keeps its date and its way, and is followed from now
    on; the response leaves in the language of its author, else of the authority, and
    is answered at the programme's address, where its message was left as shipped."""
    env = api.Environment(cr, SUPERUSER_ID, {"active_test": False})
    env["plpdma.contribution"]._adopt_noted_answers()
    template = env.ref(
        "plpdma_concertation.mail_template_response", raise_if_not_found=False
    )
    receipt = env.ref(
        "plpdma_concertation.mail_template_receipt", raise_if_not_found=False
    )
    company_lang = "{{ object.partner_id.lang or object.company_id.partner_id.lang }}"
    answered_at = "{{ (object.program_id.alias_email or '') }}"
    if template and template.lang in SHIPPED["lang"]:
        template.lang = company_lang
    for message in (template, receipt):
        if message and message.reply_to in SHIPPED["reply_to"]:
            message.reply_to = answered_at
