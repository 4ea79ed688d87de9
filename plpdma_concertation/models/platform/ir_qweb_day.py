from odoo import api, models

from ...tools.moments import describe_day


class IrQwebFieldPlpdmaDay(models.AbstractModel):
    """Widget ``plpdma_day`` of the templates: a day in words, as our messages write it,
    « 1er novembre 2026 » in French."""

    _name = "ir.qweb.field.plpdma_day"
    _description = "Qweb Field: Day in Words"
    _inherit = ["ir.qweb.field.date"]

    @api.model
    def value_to_html(self, value, options):
        """The words of a day, whatever the options; of an instant, those of its day on
        the reader's clock."""
        return describe_day(self.env, value)
