from hashlib import sha256

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import html2plaintext, plaintext2html


class PlpdmaSession(models.Model):
    """The minutes as a plain form takes them: what somebody else wrote meanwhile is
    never lost."""

    _inherit = "plpdma.session"

    def _get_minutes_version(self):
        """Text that changes with the minutes: a digest of them."""
        self.ensure_one()
        return sha256((self.shared_minutes or "").encode()).hexdigest()

    def _write_typed_minutes(self, text, version, is_rewritten=False):
        """Write a plain text after the minutes, or in their place; the same form sent
        again writes nothing.

        :param str version: ``_get_minutes_version`` of what the writer had before them
        :raise AccessError: for a user who does not write the minutes
        :raise UserError: for no text, or when the minutes changed meanwhile
        """
        text = (text or "").strip()
        if not text:
            raise UserError(self.env._("Write the minutes before saving them."))
        minutes = self.shared_minutes or ""
        if version != self._get_minutes_version():
            if self._flatten(html2plaintext(minutes)).endswith(self._flatten(text)):
                return
            raise UserError(
                self.env._(
                    "The minutes changed meanwhile. Nothing was saved: read them "
                    "again, your text is below."
                )
            )
        written = plaintext2html(text)
        self.write_minutes(written if is_rewritten else minutes + written)

    def _flatten(self, text):
        return " ".join(text.split())
