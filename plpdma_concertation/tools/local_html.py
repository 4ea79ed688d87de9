"""A field of HTML that fetches nothing from elsewhere."""

from markupsafe import Markup

from odoo import fields
from odoo.tools import is_html_empty

from .remote import drop_remote_sources


class LocalHtml(fields.Html):
    """HTML shown on public pages, on the portal and in messages: whatever way it is
    written, it asks nothing of another site for whoever reads it.

    It is cleaned when it is written, and when it is read: what an earlier version kept
    is neither shown nor changed.
    """

    def _convert(self, value, record, validate):
        value = super()._convert(value, record, validate)
        return self._localise(value, record) if validate else value

    def convert_to_record(self, value, record):
        """What an earlier version kept is not shown."""
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
    """What is written in a rich text; nothing where an editor left empty tags."""
    return not is_html_empty(html) and html
