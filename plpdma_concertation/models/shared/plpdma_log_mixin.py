from odoo import api, fields, models


class PlpdmaLogMixin(models.AbstractModel):
    """A line of a log: who had what leave or come in, when, for which authority, and
    what it was about."""

    _name = "plpdma.log.mixin"
    _description = "Who Did It, and When"
    _order = "date desc, id desc"

    date = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    user_id = fields.Many2one(
        "res.users",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
    )
    model = fields.Selection(selection="_select_models", required=True, readonly=True)

    @api.model
    def _select_models(self):
        # sudo: the names of the lists of the application.
        models = self.env["ir.model"].sudo()
        ours = models.search([("model", "=like", "plpdma.%"), ("abstract", "=", False)])
        return [(model.model, model.name) for model in ours]
