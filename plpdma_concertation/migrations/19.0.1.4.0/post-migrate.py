from odoo import SUPERUSER_ID, api
from odoo.tools import convert_file


def migrate(cr, version):
    """Participants on the portal read what concerns their own organisation, and no more
    that of those it belongs to: the rules are kept from updates, so that they are
    written anew this once."""
    env = api.Environment(cr, SUPERUSER_ID, {"active_test": False})
    convert_file(env, "plpdma_concertation", "security/rules.xml", None, mode="init")
