import json

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..export.export import SELECTIONS, Export, ExportOptions
from ..export.register import TABLES
from ..tools.groups import STAFF

SHEETS = ("summary", *TABLES)


class PlpdmaExport(models.TransientModel):
    """Dialog that chooses what is exported into a spreadsheet."""

    _name = "plpdma.export"
    _description = "Export to a Spreadsheet"
    _inherit = ["plpdma.link.access.mixin"]

    # From that many rows on, the file is prepared in the background.
    _background_rows = 20_000

    kind = fields.Selection(
        [
            ("register", "Register of the concertation"),
            ("publication", "Response table, to be published"),
        ],
        string="Document",
        required=True,
        default="register",
        help="The response table holds the public contributions and the published "
        "responses, and nothing else.",
    )
    format = fields.Selection(
        [("xlsx", "Workbook (XLSX)"), ("csv", "Text with separators (CSV)")],
        required=True,
        compute="_compute_format",
        store=True,
        precompute=True,
        readonly=False,
    )
    separator = fields.Selection(
        [(";", "Semicolon"), (",", "Comma"), ("\t", "Tab")],
        required=True,
        default=";",
        help="What stands between two cells. Spreadsheets in French expect a "
        "semicolon.",
    )
    program_id = fields.Many2one(
        "plpdma.program", string="Programme", help="All of them when it is empty."
    )
    date_from = fields.Date(string="From")
    date_to = fields.Date(string="To")
    lang = fields.Selection(
        selection=lambda self: self.env["res.lang"].get_installed(),
        string="Language",
        required=True,
        default=lambda self: self.env.lang or "en_US",
    )
    with_personal_data = fields.Boolean(
        groups=STAFF,
        help="Names, e-mail addresses and the texts as they were received. The file is "
        "then for the staff alone.",
    )

    # Sheets of the register
    with_summary = fields.Boolean(string="Overview", default=True)
    with_actors = fields.Boolean(string="Actors", default=True, groups=STAFF)
    with_sessions = fields.Boolean(string="Participation Sessions", default=True)
    with_participations = fields.Boolean(string="Attendance by Session", default=True)
    with_contributions = fields.Boolean(
        string="Contributions and Responses", default=True
    )
    with_measures = fields.Boolean(string="Actions", default=True)
    with_commitments = fields.Boolean(string="Commitments", default=True)
    with_adaptations = fields.Boolean(string="Adaptations", default=True)
    with_milestones = fields.Boolean(string="Milestones", default=True)

    # Records chosen in a list
    selection_model = fields.Char(readonly=True)
    selection_domain = fields.Char(readonly=True)
    selection_count = fields.Integer(
        string="Chosen in the List", compute="_compute_selection_count"
    )

    _dates_check = models.Constraint(
        "CHECK(date_from IS NULL OR date_to IS NULL OR date_to >= date_from)",
        "The period cannot end before it starts.",
    )

    @api.model
    def default_get(self, fields):
        """``{field: value}`` to begin with: what the list shows, the rows chosen there,
        else its filter.

        Opened from a list, the register holds the sheet of that list alone.
        """
        values = super().default_get(fields)
        model_name = self.env.context.get("active_model")
        if model_name in SELECTIONS:
            key, _path = SELECTIONS[model_name]
            values["selection_model"] = model_name
            values["selection_domain"] = json.dumps(self._get_list_domain())
            values.update(
                {
                    f"with_{sheet}": sheet == key
                    for sheet in SHEETS
                    if f"with_{sheet}" in values
                }
            )
        return values

    @api.model
    def _get_list_domain(self):
        """Domain of the rows chosen in a list, else of its current filter."""
        ids = self.env.context.get("active_ids") or []
        domain = self.env.context.get("active_domain")
        # The screen gives no more than so many: its filter says which they all are.
        is_cut = len(ids) >= self._get_ids_limit()
        if domain is not None and (not ids or is_cut):
            return domain
        return [("id", "in", ids)]

    @api.model
    def _get_ids_limit(self):
        # sudo: everybody's web client is given this parameter.
        parameters = self.env["ir.config_parameter"].sudo()
        return int(parameters.get_param("web.active_ids_limit", "20000"))

    @api.depends("kind")
    def _compute_format(self):
        for wizard in self:
            if wizard.kind == "register" or not wizard.format:
                wizard.format = "xlsx"

    @api.depends("selection_model", "selection_domain")
    def _compute_selection_count(self):
        for wizard in self:
            model = self.env.get(wizard.selection_model)
            wizard.selection_count = (
                0
                if model is None
                else model.search_count(json.loads(wizard.selection_domain or "[]"))
            )

    @api.constrains("kind", "format")
    def _check_format(self):
        for wizard in self:
            if wizard.kind == "register" and wizard.format == "csv":
                raise ValidationError(
                    self.env._("The register has several sheets: it is a workbook.")
                )

    @api.constrains("selection_model")
    def _check_selection_model(self):
        for wizard in self:
            if wizard.selection_model and wizard.selection_model not in SELECTIONS:
                raise ValidationError(self.env._("This list cannot be exported."))

    def action_export(self):
        """Action that downloads the file, or that shows the progress of one that takes
        long.

        :raise UserError: when there is nothing to export
        :raise AccessError: when the user may not export that
        """
        self.ensure_one()
        options = self._get_options()
        export = Export(self.env, options)
        count = export.count_rows()
        if not count:
            raise UserError(
                self.env._(
                    "There is nothing to export: widen the period, or choose "
                    "other sheets."
                )
            )
        if count >= self._background_rows:
            return self.env["plpdma.export.job"]._start(export, count)
        return {
            "type": "ir.actions.act_url",
            "url": f"/plpdma/export/{self.id}",
            "close": True,
        }

    def _get_options(self):
        """``ExportOptions`` of what is asked for.

        :raise AccessError: for the choices of somebody else
        """
        self.ensure_one()
        self.check_access("read")
        is_staff = self.env.user.has_group(STAFF)
        # sudo: the choices that are for the staff are read only for them.
        choices = self.sudo()
        return ExportOptions(
            kind=self.kind,
            format=self.format,
            separator=self.separator,
            program_id=self.program_id.id or None,
            date_from=fields.Date.to_string(self.date_from) or None,
            date_to=fields.Date.to_string(self.date_to) or None,
            sheets=tuple(sheet for sheet in SHEETS if choices[f"with_{sheet}"]),
            lang=self.lang,
            personal=is_staff and choices.with_personal_data,
            selection_model=self.selection_model or None,
            selection_domain=self.selection_model
            and json.loads(self.selection_domain or "[]"),
            company_ids=tuple(self.env.companies.ids),
        )
