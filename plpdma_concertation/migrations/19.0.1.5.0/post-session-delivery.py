from odoo import SUPERUSER_ID, api

# The language of the messages, as it was shipped: what an authority wrote itself stays.
SHIPPED = "{{ object.partner_id.lang }}"
LANGUAGES = {
    "mail_template_session_invitation": "{{ object._get_session_lang() }}",
    "mail_template_session_thanks": "{{ object._get_lang() }}",
}


def migrate(cr, version):
    """Participants are written to in their language, else in the authority's, where
    the message was left as shipped."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    for name, lang in LANGUAGES.items():
        template = env.ref(f"plpdma_concertation.{name}", raise_if_not_found=False)
        if template and template.lang == SHIPPED:
            template.lang = lang
