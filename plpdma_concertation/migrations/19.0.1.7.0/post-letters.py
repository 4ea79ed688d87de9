import logging

from lxml import etree

from odoo import SUPERUSER_ID, api
from odoo.tools import file_open

from odoo.addons.plpdma_concertation.tools.template_marks import get_mark

_logger = logging.getLogger(__name__)

TEMPLATE = "plpdma_concertation.mail_template_response"
DATA = "plpdma_concertation/data/mail_template_data.xml"
# The bodies that earlier versions shipped, in English and in French.
BODIES = {
    "9329ed21d9be6cdd",
    "959cbac00e93392a",
    "b03c0640fd5aaa0e",
    "a7c1428f6badac26",
    "c646e0c4773bf7b5",
    "259f53987ceec740",
    "ca270bfdd9ecf248",
}
SUBJECTS = {
    "Our response to your contribution {{ object.reference }}",
    "Notre réponse à votre contribution {{ object.reference }}",
}


def migrate(cr, version):
    """Issue again the message of the responses, which tells several answers now, where
    it is as it was shipped. One that the authority adapted stays as it is: each
    response then leaves in a message of its own, as before, and the log says so.
    Nothing is sent."""
    env = api.Environment(cr, SUPERUSER_ID, {"lang": "en_US"})
    template = env.ref(TEMPLATE, raise_if_not_found=False)
    if not template or template._plpdma_tells_several():
        return
    if not is_shipped(template, "body_html", lambda text: get_mark(text) in BODIES):
        _logger.warning(
            "The e-mail template “%s” was adapted: the update leaves it as it is. "
            "Where several responses leave together, it sends each in a message of its "
            "own; to tell them all at once, it calls object._get_told_answers().",
            template.name,
        )
        return
    issue_again(template, "body_html")
    if is_shipped(template, "subject", SUBJECTS.__contains__):
        issue_again(template, "subject")


def is_shipped(template, name, is_known):
    """Whether the text is as it was shipped, in each language."""
    texts = template._fields[name]._get_stored_translations(template) or {}
    return bool(texts) and all(is_known(text or "") for text in texts.values())


def issue_again(template, name):
    """Write the text of the data file; the translations are read again afterwards."""
    with file_open(DATA, "rb") as data:
        record = etree.parse(data).find(
            f".//record[@id='{TEMPLATE.partition('.')[2]}']/field[@name='{name}']"
        )
    inner = [etree.tostring(node, encoding="unicode") for node in record]
    template[name] = "".join(inner) or record.text
    template.flush_recordset([name])
    template.env.cr.execute(
        f"""
        UPDATE mail_template
           SET {name} = jsonb_build_object('en_US', {name} -> 'en_US')
         WHERE id = %s
        """,  # noqa: S608
        [template.id],
    )
    template.invalidate_recordset([name])
