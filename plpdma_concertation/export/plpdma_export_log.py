from odoo import api, fields, models


class PlpdmaExportLog(models.Model):
    """The log's line of one export: who took out what and when, with which filter, how
    many rows."""

    _name = "plpdma.export.log"
    _description = "Export"
    _inherit = ["plpdma.log.mixin", "plpdma.export.mixin"]
    _log_access = False

    model = fields.Selection(string="Exported")
    format = fields.Selection(
        [("xlsx", "XLSX"), ("csv", "CSV"), ("pdf", "PDF"), ("zip", "ZIP")],
        readonly=True,
    )
    filter_text = fields.Text(string="Filter", readonly=True)
    fields_text = fields.Text(string="Columns", readonly=True)
    row_count = fields.Integer(string="Rows", readonly=True)
    with_personal_data = fields.Boolean(
        readonly=True, help="At least one column may name a person."
    )

    @api.depends("model", "user_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["model"]._description_selection(self.env))
        for line in self:
            line.display_name = f"{labels.get(line.model)} · {line.user_id.name}"

    @api.model
    def _log(self, model, row_count, **values):
        """The new line of the log, for an export of the current user.

        :param str model: technical name of what was exported
        :param int row_count: number of rows that left
        :param values: ``format``, ``filter_text``, ``fields_text``,
            ``with_personal_data``
        """
        # sudo: everyone's exports are noted, nobody writes the log.
        return self.sudo().create({"model": model, "row_count": row_count, **values})

    @api.model
    def _complete(self, model, values):
        """Write more on the line of the export that the current user has just made.

        :param str model: technical name of what was exported
        :param dict values: what its line does not say yet
        """
        # sudo: as for ``_log``; in this transaction, the newest line is the one that
        # it wrote itself: those of others are not seen before it ends.
        mine = [("user_id", "=", self.env.uid), ("model", "=", model)]
        self.sudo().search(mine, order="id desc", limit=1).write(values)
