"""A field of HTML that fetches nothing from elsewhere."""

from markupsafe import Markup

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


def get_written(html):
    """The rich text, or nothing where an editor left empty tags."""
    return not is_html_empty(html) and html
