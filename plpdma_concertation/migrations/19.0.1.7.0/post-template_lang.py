from odoo import SUPERUSER_ID, api

# The templates as they were shipped: what an authority wrote itself stays.
SHIPPED = "{{ object.partner_id.lang or object.company_id.partner_id.lang }}"
TEMPLATES = ("mail_template_response", "mail_template_receipt")


def migrate(cr, version):
    """Authors are written to in the language that the rule says, which has one home:
    theirs, else the authority's."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    for name in TEMPLATES:
        template = env.ref(f"plpdma_concertation.{name}", raise_if_not_found=False)
        if template and template.lang == SHIPPED:
            template.lang = "{{ object._get_lang() }}"
