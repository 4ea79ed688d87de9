from odoo import SUPERUSER_ID, api
from odoo.tools import convert_file


def migrate(cr, version):
    """Élus read their mandates, facilitators what was published, participants their own
    part on the portal: the rules are kept from updates, so that they are written anew
    this once."""
    env = api.Environment(cr, SUPERUSER_ID, {"active_test": False})
    convert_file(env, "plpdma_concertation", "security/rules.xml", None, mode="init")
