from odoo import SUPERUSER_ID, api, fields
from odoo.tools import convert_file


def migrate(cr, version):
    """Élus read their mandates, facilitators what was published, participants their own
    part on the portal: the rules are kept from updates, so that they are written anew
    this once. No identity is erased by the update itself: programmes that ended long
    ago keep them until their manager decides."""
    env = api.Environment(cr, SUPERUSER_ID, {"active_test": False})
    convert_file(env, "plpdma_concertation", "security/rules.xml", None, mode="init")
    ended = [("date_retention", "<=", fields.Date.today())]
    env["plpdma.program"].search(ended).write({"retention_months": 0})
