"""The words of a message, without what surrounds each of ours."""

from lxml import html

from odoo.tools import html2plaintext

WORDS = "o_plpdma_mail_words"


def read_words(body):
    """The text of a message that is in our layout.

    :param str body: the whole of it, as HTML
    """
    [cell] = html.document_fromstring(body).xpath(f"//td[@class='{WORDS}']")
    return html2plaintext(html.tostring(cell, encoding="unicode")).strip()
