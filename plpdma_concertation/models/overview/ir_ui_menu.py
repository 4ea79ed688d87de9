from odoo import models

from ...tools.groups import ELECTED, FACILITATOR, STAFF

ROOT = "plpdma_concertation.menu_plpdma_root"


class IrUiMenu(models.Model):
    """Who comes for the concertation alone arrives in it: the first application is
    where a user lands who chose no first screen."""

    _inherit = "ir.ui.menu"

    def load_web_menus(self, debug):
        """The menus as core gives them, ours first for an élu or a facilitator."""
        menus = super().load_web_menus(debug)
        user = self.env.user
        comes_for_us = user.has_group(ELECTED) or user.has_group(FACILITATOR)
        ours = self.env.ref(ROOT, raise_if_not_found=False)
        if ours and comes_for_us and not user.has_group(STAFF):
            root = menus["root"]
            root["children"] = sorted(root["children"], key=lambda id_: id_ != ours.id)
        return menus
