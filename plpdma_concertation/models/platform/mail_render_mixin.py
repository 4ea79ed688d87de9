from odoo import models

from ...tools.remote import make_joinable


class MailRenderMixin(models.AbstractModel):
    """A message is written whatever the addresses in the texts that it holds."""

    _inherit = "mail.render.mixin"

    def _replace_local_links(self, html, base_url=None):
        """Core refuses the whole message for one address that it cannot complete: that
        address alone is then written otherwise."""
        try:
            return super()._replace_local_links(html, base_url)
        except ValueError:
            html = html.__class__(make_joinable(str(html)))
        try:
            return super()._replace_local_links(html, base_url)
        except ValueError:
            # Spelled in some other way: the addresses stay as they are.
            return html
