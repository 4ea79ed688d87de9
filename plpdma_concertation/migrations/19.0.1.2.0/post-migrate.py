from odoo import SUPERUSER_ID, api
from odoo.tools import convert_file


def migrate(cr, version):
    """What élus read rests on their mandates, where it rested on who is the referent.

    The rules are kept from updates for authorities to adapt them: those of before would
    go on ignoring the mandates, so that they are written anew this once.
    """
    env = api.Environment(cr, SUPERUSER_ID, {"active_test": False})
    convert_file(env, "plpdma_concertation", "security/rules.xml", None, mode="init")
    env["plpdma.program"].search([])._sync_referent_mandate()
