"""A field of HTML that fetches nothing from elsewhere."""

from lxml import etree, html
from markupsafe import Markup, escape

from odoo import fields
from odoo.tools import is_html_empty

from .remote import drop_remote_sources


class LocalHtml(fields.Html):
    """A field of HTML shown on public pages, on the portal and in messages: however it
    is written, it makes its reader's browser fetch nothing from another site.

    It is cleaned when it is written, and when it is read: what an earlier version kept
    is neither shown nor changed.
    """

    def _convert(self, value, record, validate):
        value = super()._convert(value, record, validate)
        return self._localise(value, record) if validate else value

    def convert_to_record(self, value, record):
        """The HTML without what it would fetch, which an earlier version may have
        kept."""
        value = super().convert_to_record(value, record)
        local = self._localise(value, record)
        return local and Markup(local)

    def _localise(self, value, record):
        if not value:
            return value
        # sudo: the address of the server, which is no secret.
        parameters = record.env["ir.config_parameter"].sudo()
        base = (parameters.get_param("web.base.url") or "").rstrip("/").lower()
        return drop_remote_sources(value, own=(f"{base}/",) if base else ())


def get_written(content):
    """The rich text, or nothing where an editor left empty tags."""
    return not is_html_empty(content) and content


def describe_images(content, words):
    """Rich text in which every image has words for whoever does not see it.

    :param content: the rich text, or nothing
    :param str words: for an image of which nothing is said; what says itself that it
        is an ornament (``alt=""``) stays so
    """
    if not content or "<img" not in content.lower():
        return content
    root = html.fragment_fromstring(content, create_parent="div")
    for image in root.iter("img"):
        if image.get("alt") is None:
            image.set("alt", words)
    return escape(root.text or "") + Markup("").join(
        # What was cleaned when it was written, read and written again.
        Markup(etree.tostring(node, encoding="unicode", method="html"))
        for node in root
    )
