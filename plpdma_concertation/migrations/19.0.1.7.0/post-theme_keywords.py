"""The themes that we ship get the keywords that we ship with them now."""

from lxml import etree

from odoo import SUPERUSER_ID, api
from odoo.tools import file_open
from odoo.tools.safe_eval import safe_eval

MODULE = "plpdma_concertation"


def migrate(cr, version):
    """Fill in the keywords where there are none: what an authority wrote stays, as does
    what it has deleted."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    with file_open(f"{MODULE}/data/plpdma_theme_data.xml", "rb") as file:
        records = list(etree.parse(file).iter("record"))
    for record in records:
        theme = env.ref(f"{MODULE}.{record.get('id')}", raise_if_not_found=False)
        if theme and not theme.keywords:
            field = record.find("field[@name='keywords']")
            theme.keywords = safe_eval(field.get("eval"))
