import logging
from pathlib import Path

from lxml import etree

from odoo import SUPERUSER_ID, api
from odoo.tools import file_path

from odoo.addons.plpdma_concertation.tools.template_marks import get_mark, write_shipped

_logger = logging.getLogger(__name__)

MODULE = "plpdma_concertation"
NAMES = ("subject", "body_html")
# Subjects and bodies that earlier versions shipped, in English and in French.
SHIPPED = {
    "mail_template_response": {
        "1bcb59b2254d47f1",
        "259f53987ceec740",
        "40839dcd62696dad",
        "64dc5f69809e65e9",
        "728d54e7c3b4d205",
        "9329ed21d9be6cdd",
        "959cbac00e93392a",
        "a7c1428f6badac26",
        "b03c0640fd5aaa0e",
        "c375be98093d0f72",
        "c646e0c4773bf7b5",
        "c89091c01fe12397",
        "ca270bfdd9ecf248",
        "e73c9c9b3451515e",
        "e7c2d11ec6cd73bc",
    },
    "mail_template_receipt": {
        "110197829a490a39",
        "181fbc710ecd55cf",
        "25747dc178520e87",
        "3fc03f9e8105e672",
        "860dead7544aa5ce",
        "b1342a21bd36f631",
        "ca25077bf6c8b766",
        "d3e5d5ce41cb9ad9",
        "fb06bb64902dcd73",
    },
    "mail_template_session_invitation": {
        "1d242aef0000ebde",
        "68ce2b3916fc8e15",
        "93f705a26fb38e75",
        "af57e0e09351d98e",
        "c9d1aabb0ea03693",
        "ca3b18447a186fd5",
        "cd0d6e3aaa3223c1",
        "ddec168f5e6cc47f",
        "e4f5b00151c83a97",
        "ff4ea48227776f24",
    },
    "mail_template_session_thanks": {
        "3a0b1df64d1a8221",
        "3a6b044d97646d85",
        "73a369deacd96e8c",
        "7c74d99e296d1318",
        "cb21599cff6cd59b",
        "e8e6655977b57f1e",
        "ebca73be55b30591",
    },
    "mail_template_session_cancellation": {
        "2ed0e18af66d420b",
        "8da15a7aa2f66bbe",
        "9eae27cc08dc9966",
        "9f5db799fe1af407",
        "af57e0e09351d98e",
        "bfafbaba6e8d6e7c",
    },
    "mail_template_session_stand_in": {
        "0271e6d035dab5fc",
        "3254a6866cfcdf92",
        "7b8a240e8fc32995",
        "882574c0f67bd826",
        "8c5708c407d1a4f2",
        "9e8cc00ee8f37263",
        "af47d77739100820",
        "b9a4069fb823af0c",
        "c15407b805579997",
        "f37bd7fe9effabb1",
    },
    "mail_template_measure_news": {
        "9c7ab7cf766a034c",
        "b80df65f097a553d",
        "e5620e210bb89685",
        "fe5e7c047c413d82",
    },
    "mail_template_transmission": {
        "31a7ef15ddf1e64c",
        "58ecb325db10ed7d",
        "7d90f37d59596bfe",
        "932e4f0b1bc2b861",
    },
    "mail_template_synthesis": {
        "290f8bf794e5e0f5",
        "c4575258dba75360",
        "d5f068513820c086",
        "d748fed38b807f3f",
    },
}


def migrate(cr, version):
    """Each message says what the present version says, where its subject or its body is
    as an earlier one shipped it, in each of its languages; what the authority adapted
    stays. Nothing is sent."""
    env = api.Environment(cr, SUPERUSER_ID, {"lang": "en_US"})
    for name, record in find_records().items():
        template = env.ref(f"{MODULE}.{name}", raise_if_not_found=False)
        for field in NAMES if template else ():
            marks = get_marks(template, field)
            if marks and marks <= SHIPPED[name]:
                write_shipped(template, field, record.find(f"field[@name='{field}']"))
            elif marks:
                text = "“%s”, %s: not as an earlier version shipped it: it stays (%s)."
                _logger.info(text, template.name, field, ", ".join(sorted(marks)))


def find_records():
    """``{name: node}`` of the templates in the data files."""
    folder = Path(file_path(f"{MODULE}/data"))
    return {
        record.get("id"): record
        for path in sorted(folder.glob("mail_template*.xml"))
        for record in etree.parse(path).iter("record")
        if record.get("model") == "mail.template"
    }


def get_marks(template, name):
    """Those of the text, in each language."""
    texts = template._fields[name]._get_stored_translations(template) or {}
    return {get_mark(text or "") for text in texts.values()}
