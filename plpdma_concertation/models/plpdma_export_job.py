import logging
import tempfile
from dataclasses import asdict
from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..report.plpdma_export import Export, ExportOptions

_logger = logging.getLogger(__name__)


class PlpdmaExportJob(models.Model):
    """A long export, prepared in the background for who asked for it."""

    _name = "plpdma.export.job"
    _description = "Export in Preparation"
    _inherit = ["plpdma.export.mixin"]
    _order = "id desc"

    # The file is dropped after that many days.
    _kept_days = 7

    name = fields.Char(required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users",
        string="Asked for by",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    options = fields.Json(required=True, readonly=True)
    row_count = fields.Integer(string="Rows", readonly=True)
    progress = fields.Integer(string="Progress (%)", readonly=True)
    state = fields.Selection(
        [
            ("waiting", "Waiting"),
            ("running", "In preparation"),
            ("done", "Ready"),
            ("failed", "Failed"),
        ],
        string="Status",
        required=True,
        readonly=True,
        default="waiting",
        index=True,
    )
    error = fields.Text(string="What Went Wrong", readonly=True)
    attachment_id = fields.Many2one(
        "ir.attachment",
        string="File",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_download(self):
        """Download the file.

        :raise UserError: while it is not ready, or once it was dropped
        """
        self.ensure_one()
        if not self.attachment_id:
            raise UserError(self.env._("The file is not ready."))
        return {"type": "ir.actions.act_url", "url": self._get_file_url()}

    def action_refresh(self):
        """Read the progress again."""
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    @api.model
    def _start(self, export, row_count):
        """Have an export prepared.

        :param Export export: what the user asks for, already checked
        :return: window action on the job
        """
        # sudo: nobody writes jobs; this one is the user's own.
        job = self.sudo().create(
            {
                "name": export.title,
                "user_id": self.env.uid,
                "options": asdict(export.options),
                "row_count": row_count,
            }
        )
        cron = self.env.ref("plpdma_concertation.ir_cron_export")
        # sudo: the queue is the system's; it only runs sooner.
        cron.sudo()._trigger()
        return {
            "type": "ir.actions.act_window",
            "name": export.title,
            "res_model": self._name,
            "res_id": job.id,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
        }

    def _run(self):
        """Prepare the file, and tell its user; a failure is told as well."""
        self.ensure_one()
        self.state = "running"
        self.env["ir.cron"]._commit_progress()
        with tempfile.TemporaryFile() as file:
            try:
                with self.env.cr.savepoint():
                    export = self._get_export()
                    written = export.write_to(file, self._note_progress)
            except UserError as error:
                reason = str(error)
            except Exception:
                _logger.exception("The export %s failed", self.id)
                reason = self.env._("The file could not be prepared.")
            else:
                reason = None
            # The progress was noted elsewhere: look at the job as it is now.
            self.env["ir.cron"]._commit_progress()
            self.env.invalidate_all()
            if reason:
                self._fail(reason)
            else:
                file.seek(0)
                self._finish(export, file.read(), *written)

    def _get_export(self):
        """The export, as its user."""
        user = self.user_id
        env = self.env(user=user, context=user.with_user(user).context_get(), su=False)
        options = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in self.options.items()
        }
        return Export(env, ExportOptions(**options))

    def _note_progress(self, done, total):
        """Show the progress at once, without touching the running transaction."""
        with self.env.registry.cursor() as cr:
            job = self.with_env(self.env(cr=cr))
            job.progress = 100 * done // max(total, 1)

    def _finish(self, export, content, row_count, columns):
        export.log(export.env, row_count, columns)
        attachment = self.env["ir.attachment"].create(
            {
                "name": export.filename,
                "raw": content,
                "mimetype": export.mimetype,
                "res_model": self._name,
                "res_id": self.id,
            }
        )
        self.write(
            {
                "state": "done",
                "progress": 100,
                "row_count": row_count,
                "attachment_id": attachment.id,
            }
        )
        env = export.env
        link = Markup('<a href="%s">%s</a>') % (
            self.get_base_url() + self._get_file_url(),
            attachment.name,
        )
        self._notify(
            env._("Your export is ready"),
            Markup("<p>%s</p><p>%s</p>")
            % (
                link,
                env._(
                    "%(rows)s rows. The file is kept for %(days)s days.",
                    rows=row_count,
                    days=self._kept_days,
                ),
            ),
        )

    def _fail(self, reason):
        self.write({"state": "failed", "error": reason})
        lang = self.user_id.lang
        self._notify(self.with_context(lang=lang).env._("Your export failed"), reason)

    def _notify(self, subject, body):
        self.env["mail.thread"].message_notify(
            partner_ids=self.user_id.partner_id.ids, subject=subject, body=body
        )

    def _get_file_url(self):
        return f"/web/content/{self.attachment_id.id}?download=true"

    # ------------------------------------------------------------------
    # Cron
    # ------------------------------------------------------------------
    @api.model
    def _cron_run(self):
        """Prepare the next file; one that was interrupted begins anew."""
        domain = [("state", "in", ("waiting", "running"))]
        job = self.search(domain, order="id", limit=1)
        if job:
            job._run()
        remaining = self.search_count(domain)
        self.env["ir.cron"]._commit_progress(len(job), remaining=remaining)

    @api.autovacuum
    def _gc_jobs(self):
        """Drop the jobs that have had their time, and their files with them."""
        limit = fields.Datetime.now() - timedelta(days=self._kept_days)
        self.search([("create_date", "<", limit)]).unlink()
