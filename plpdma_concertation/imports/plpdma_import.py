import base64

from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.notifications import make_notification
from ..tools.references import name_some


class PlpdmaImport(models.Model):
    """One file that was imported: by whom, when, what it brought, and which of its rows
    were given back."""

    _name = "plpdma.import"
    _description = "Import"
    _inherit = ["plpdma.log.mixin", "plpdma.field.access.mixin"]
    _rec_name = "file_name"

    # How long the rows that were given back wait to be mended.
    _kept_days = 60

    # Identity
    file_name = fields.Char(string="File", readonly=True)
    date = fields.Datetime(string="Imported on")
    user_id = fields.Many2one(string="Imported by")
    model = fields.Selection(string="Kind")
    state = fields.Selection(
        [("done", "Imported"), ("undone", "Cancelled")],
        string="Status",
        required=True,
        readonly=True,
        default="done",
    )

    # What it brought
    line_ids = fields.One2many(
        "plpdma.import.line", "import_id", readonly=True, groups="base.group_no_one"
    )
    created_count = fields.Integer(string="Created", readonly=True)
    present_count = fields.Integer(
        string="Still There",
        compute="_compute_present_count",
        help="Of those created, archived ones included.",
    )
    deleted_count = fields.Integer(
        string="Deleted Since",
        compute="_compute_present_count",
        help="Of those created, what is there no more, whoever deleted it: cancelling "
        "the import, taking a mistake back, merging duplicates.",
    )
    updated_count = fields.Integer(string="Modified", readonly=True)
    known_count = fields.Integer(
        string="Already in",
        readonly=True,
        help="Rows of which an earlier import, or the list, had what they tell: they "
        "were left out.",
    )
    refused_count = fields.Integer(string="Rows Given Back", readonly=True)
    refused_file = fields.Binary(
        string="Rows to Mend",
        readonly=True,
        attachment=True,
        help="The rows that were refused, with the reason of each. Mend them and "
        "import this file: the column of the reasons is ignored. It is erased after 60 "
        "days, and with the identity of an author whom it names.",
    )
    refused_name = fields.Char(readonly=True)

    # Undone
    undone_by_id = fields.Many2one(
        "res.users", string="Cancelled by", readonly=True, ondelete="restrict"
    )
    undone_on = fields.Datetime(string="Cancelled on", readonly=True)

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("created_count", "line_ids", "state")
    def _compute_present_count(self):
        """As it is now: nothing is noted of what goes."""
        counts = self.env["plpdma.import.line"]._count_present(self)
        for log in self:
            log.present_count = counts.get(log.id, 0)
            log.deleted_count = max(log.created_count - log.present_count, 0)

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_open_records(self):
        """Window action on what the import brought, and is still there."""
        self.ensure_one()
        self.check_access("read")
        label = dict(self._fields["model"]._description_selection(self.env))
        return {
            "type": "ir.actions.act_window",
            "name": label.get(self.model),
            "res_model": self.model,
            "view_mode": "list,form",
            "domain": [("id", "in", self._get_records().ids)],
        }

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    @api.model
    def _note(self, wizard, job, options):
        """The new line of the log, for a file that the current user has just imported.

        :param wizard: the ``base_import.import``, which holds the file
        :param ImportJob job: what became of its rows
        :param dict options: those of the screen
        """
        model = self.env[wizard.res_model]
        created = {row.record_id: row for row in job.saved if not row.exists}
        updated = {row.record_id for row in job.saved if row.exists} - created.keys()
        # It is noted which fields were filled: of these, none.
        unchanged = {one for one in updated if job.filled.get(one) == set()}
        # sudo: which authority they belong to.
        records = model.sudo().browse([*created, *updated])
        companies = (
            records.company_id if "company_id" in records._fields else records.browse()
        )
        values = {
            "file_name": wizard.file_name,
            "model": wizard.res_model,
            "user_id": self.env.uid,
            "company_id": companies.id if len(companies) == 1 else self.env.company.id,
            "created_count": len(created),
            "updated_count": len(updated - unchanged),
            "known_count": len(unchanged)
            + job.count_left()
            + (job.known_count if job.known_choice == "skip" else 0),
        }
        if job.refused:
            content = wizard._make_refused_sheet(options, job)
            values.update(
                refused_count=len(job.refused),
                refused_file=base64.b64encode(content),
                refused_name=wizard._get_refused_name(),
            )
        # sudo: everyone's imports are noted, nobody writes the log.
        log = self.sudo().create(values)
        lines = [
            {
                "import_id": log.id,
                "model": wizard.res_model,
                "res_id": row.record_id,
                "row_number": row.number,
                "digest": row.digest,
            }
            for row in created.values()
        ]
        lines += [
            {"import_id": log.id, "model": name, "res_id": record_id, "is_aside": True}
            for name, record_id in dict.fromkeys(job.brought)
        ]
        log.line_ids.create(lines)
        return log.sudo(False)

    def _describe_to_screen(self):
        """``id``, and ``refused`` where rows are given back: their ``count`` and the
        ``url`` of the file; empty for a user who does not read the log."""
        self.ensure_one()
        if not self.has_access("read"):
            return {}
        told = {"id": self.id}
        if self.refused_count:
            path = f"/web/content/plpdma.import/{self.id}/refused_file"
            told["refused"] = {
                "count": self.refused_count,
                "url": f"{path}/{self.refused_name}?download=true",
            }
        return told

    @api.model
    def _find_known(self, model_name, digests):
        """Those of the digests that earlier imports of the authority brought, while the
        record is there.

        :param set digests: of rows, as ``SheetTaking`` makes them
        """
        if not digests:
            return set()
        # sudo: only whether the same words were imported before is told.
        lines = self.env["plpdma.import.line"].sudo()
        domain = Domain("digest", "in", list(digests))
        domain &= Domain("model", "=", model_name)
        domain &= Domain("import_id.state", "=", "done")
        domain &= Domain("import_id.company_id", "=", self.env.company.id)
        found = lines.search_fetch(domain, ["digest", "res_id"])
        records = self.env[model_name].sudo().browse(found.mapped("res_id"))
        there = set(records.exists().ids)
        return {line.digest for line in found if line.res_id in there}

    def _get_records(self, aside=False):
        """What the import made and is still there, of its model.

        :param bool aside: ``{model: records}`` of what was made on the way instead
        """
        self.ensure_one()
        # sudo: which records the import made; who reads them is asked elsewhere.
        lines = self.sudo().line_ids
        if not aside:
            lines = lines.filtered(lambda line: not (line.is_aside or line.completed))
            return self.env[self.model].browse(lines.mapped("res_id")).exists()
        return {
            name: self.env[name].browse(group.mapped("res_id")).exists()
            for name, group in lines.filtered("is_aside").grouped("model").items()
        }

    @api.autovacuum
    def _gc_refused_files(self):
        """Rows that nobody mended are not kept for good: they name people."""
        limit = fields.Datetime.subtract(fields.Datetime.now(), days=self._kept_days)
        domain = [("refused_file", "!=", False), ("date", "<", limit)]
        self.search(domain).refused_file = False

    def _notify_undone(self, count, kept, completed):
        """:param list kept: names of what was made on the way, and stays
        :param list completed: names of the contacts that keep some of what it gave them
        """
        message = self.env._("The import is cancelled. Records deleted: %s.", count)
        if kept:
            stays = self.env._(
                "Made by it, and kept, for somebody uses them or wrote there: %s.",
                name_some(kept),
            )
            message = f"{message} {stays}"
        if completed:
            stays = self.env._(
                "Contacts that keep some of what the file gave them, for they were "
                "changed since or had notes: %s.",
                name_some(completed),
            )
            message = f"{message} {stays}"
        return make_notification(message, "success")
