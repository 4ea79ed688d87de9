from odoo import api, models

from ...tools.groups import STAFF


class IrActionsActWindow(models.Model):
    """Activities are the staff's: élus and facilitators are not offered their view."""

    _inherit = "ir.actions.act_window"

    @api.depends_context("uid")
    def _compute_views(self):
        super()._compute_views()
        if self.env.user.has_group(STAFF):
            return
        threads = self.env.registry["plpdma.thread.mixin"]
        for action in self:
            model = self.env.registry.get(action.res_model)
            if model and issubclass(model, threads):
                action.views = [view for view in action.views if view[1] != "activity"]
