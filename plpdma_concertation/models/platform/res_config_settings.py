from odoo import fields, models
from odoo.http import request
from odoo.tools import config

# What a proxy in front of the server says of the visitor and of the address they typed.
PROXY_HEADERS = (
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "X-Forwarded-Proto",
    "X-Real-Ip",
)
HOST_HEADER = "X-Forwarded-Host"


class ResConfigSettings(models.TransientModel):
    """What the administrator has to know of the server for the public pages."""

    _inherit = "res.config.settings"

    plpdma_proxy = fields.Selection(
        [
            ("direct", "This page reaches you without any proxy."),
            ("trusted", "The proxy says who visits, and the server heeds it."),
            (
                "ignored",
                "A proxy stands in front of the server, which does not heed it.",
            ),
            ("silent", "The proxy does not send what the server heeds."),
        ],
        string="Visitors' Addresses",
        compute="_compute_plpdma_proxy",
    )

    plpdma_article = fields.Selection(
        related="company_id.plpdma_article", readonly=False
    )

    def _compute_plpdma_proxy(self):
        """As the request that shows the settings comes in."""
        state = self._plpdma_get_proxy_state()
        for settings in self:
            settings.plpdma_proxy = state

    def _plpdma_get_proxy_state(self):
        """How the server learns from where the public pages are visited.

        :return: value of ``plpdma_proxy``
        """
        headers = request.httprequest.headers if request else {}
        if not any(name in headers for name in PROXY_HEADERS):
            return "direct"
        if not config["proxy_mode"]:
            return "ignored"
        # Odoo heeds the other headers where this one comes with them.
        return "trusted" if HOST_HEADER in headers else "silent"
