import errno
import logging
import mmap
import os
import tempfile
from dataclasses import asdict
from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..tools.mail_layout import LAYOUT
from ..tools.notifications import RELOAD
from .export import ExportOptions
from .kinds import open_export

_logger = logging.getLogger(__name__)

# What a server says that has no room left, or no more for one file.
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def find_os_error(error):
    """The ``OSError`` behind a failure, or None: libraries wrap what the disk said.

    :param error: an exception
    """
    while error and not isinstance(error, OSError):
        error = error.__cause__ or error.__context__
    return error


class PlpdmaExportJob(models.Model):
    """A long export, prepared in the background for whoever asked for it."""

    _name = "plpdma.export.job"
    _description = "Export in Preparation"
    _inherit = ["plpdma.export.mixin"]
    _order = "id desc"

    # The file is dropped after that many days.
    _kept_days = 7
    # Begun so many times without an end, it is given up.
    _max_attempts = 3

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
    attempts = fields.Integer(
        default=0,
        readonly=True,
        help="How many times its preparation was begun.",
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
        """Action that downloads the file.

        :raise UserError: while it is not ready, or once it was dropped
        """
        self.ensure_one()
        if not self.attachment_id:
            raise UserError(self.env._("The file is not ready."))
        return {"type": "ir.actions.act_url", "url": self._get_file_url()}

    def action_refresh(self):
        """Action that shows the progress as it is now."""
        return dict(RELOAD)

    def action_restart(self):
        """Have an export that failed prepared again, as if it were new; the action
        shows its progress.

        :raise AccessError: for the export of somebody else
        :raise UserError: unless it failed
        """
        self.ensure_one()
        self.check_access("read")
        if self.user_id != self.env.user:
            raise AccessError(self.env._("This export was asked for by somebody else."))
        if self.state != "failed":
            raise UserError(self.env._("Only an export that failed is begun again."))
        # sudo: nobody writes jobs; this one is the user's own, whose rights are
        # checked again when it runs.
        self.sudo().write(
            {"state": "waiting", "attempts": 0, "progress": 0, "error": False}
        )
        self._trigger()
        return self.action_refresh()

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
        self._trigger()
        return {
            "type": "ir.actions.act_window",
            "name": export.title,
            "res_model": self._name,
            "res_id": job.id,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
        }

    @api.model
    def _trigger(self):
        cron = self.env.ref("plpdma_concertation.ir_cron_export")
        # sudo: the queue is the system's; it only runs sooner.
        cron.sudo()._trigger()

    def _run(self):
        """Prepare the file, and tell its user; a failure is told as well."""
        self.ensure_one()
        # Counted before anything may go wrong: whoever kills the worker, or takes all
        # its memory, does so a limited number of times.
        self.write({"state": "running", "attempts": self.attempts + 1, "progress": 0})
        self._commit(progress=1)
        reason = None
        try:
            with tempfile.TemporaryFile() as file:
                with self.env.cr.savepoint():
                    export = self._get_export()
                    written = export.write_to(file, self._note_progress)
                self._commit()
                file.flush()
                # Read from the disk as it is stored: the memory does not hold it whole.
                with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
                    with self.env.cr.savepoint():
                        self._finish(export, content, *written)
        except UserError as error:
            reason = str(error)
        except Exception as error:
            _logger.exception("The export %s failed", self.id)
            reason = self._explain(find_os_error(error))
        if reason:
            self._fail(reason)

    @api.model
    def _commit(self, progress=0):
        """Keep what was done, and look at the jobs as they are now: their progress is
        noted beside the running transaction.

        :param int progress: what core is told was done. A try that was counted is: a
            cron that ends three times with nothing done is put off by core.
        """
        self.env["ir.cron"]._commit_progress(progress)
        self.env.invalidate_all()

    def _explain(self, os_error):
        """Sentence that says why it failed, in the language of the user who asked for
        it.

        :param os_error: what the disk said, if it did
        """
        env = self.with_context(lang=self.user_id.lang).env
        if os_error is None:
            return env._("The file could not be prepared.")
        if os_error.errno in NO_ROOM:
            return env._(
                "There is no room left on the server's disk for this file. Tell "
                "whoever runs the server, then start the export again."
            )
        return env._(
            "The server could not write the file on its disk. Tell whoever runs the "
            "server, then start the export again."
        )

    def _get_export(self):
        """The export that was asked for, in the environment of its user."""
        user = self.user_id
        env = self.env(user=user, context=user.with_user(user).context_get(), su=False)
        options = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in self.options.items()
        }
        return open_export(env, ExportOptions(**options))

    def _note_progress(self, done, total):
        """Show the progress at once, without touching the running transaction; it is
        complete once the file is there, not before."""
        with self.env.registry.cursor() as cr:
            job = self.with_env(self.env(cr=cr))
            job.progress = min(99, 100 * done // max(total, 1))

    def _finish(self, export, content, row_count, columns):
        """Keep the file, note the export in the log, and tell its user.

        :raise OSError: when the disk refuses the file
        """
        attachment = self._store(export, content)
        export.log(export.env, row_count, columns)
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

    def _store(self, export, content):
        attachments = self.env["ir.attachment"]
        try:
            return attachments.create(
                {
                    "name": export.filename,
                    "raw": content,
                    "mimetype": export.mimetype,
                    "res_model": self._name,
                    "res_id": self.id,
                }
            )
        except OSError:
            # Core leaves the piece that it could write, with which the whole file
            # would collide the next time.
            digest = attachments._compute_checksum(content)
            path = attachments._full_path(f"{digest[:2]}/{digest}")
            if os.path.isfile(path) and os.path.getsize(path) < len(content):
                os.unlink(path)
            raise

    def _fail(self, reason):
        """Note why there is no file, then tell it; nothing is written on the disk, and
        what is noted holds even if the message cannot be made."""
        self._commit()
        self.write({"state": "failed", "error": reason})
        self._commit()
        env = self.with_context(lang=self.user_id.lang).env
        link = Markup('<a href="%s">%s</a>') % (
            f"{self.get_base_url()}/odoo/{self._name}/{self.id}",
            env._("See this export, and start it again"),
        )
        body = Markup("<p>%s</p><p>%s</p>") % (reason, link)
        try:
            with self.env.cr.savepoint():
                self._notify(env._("Your export failed"), body)
        except Exception:
            _logger.exception("Nobody was told that the export %s failed", self.id)

    def _notify(self, subject, body):
        self.env["mail.thread"].message_notify(
            partner_ids=self.user_id.partner_id.ids,
            subject=subject,
            body=body,
            email_layout_xmlid=LAYOUT,
        )

    def _get_file_url(self):
        return f"/web/content/{self.attachment_id.id}?download=true"

    # ------------------------------------------------------------------
    # Cron
    # ------------------------------------------------------------------
    @api.model
    def _cron_run(self):
        """Prepare one file, the least tried first: one that kills its worker does not
        stand before the others.

        The scheduler holds the lock of the cron while it runs: no other run is alive,
        and a job that is in preparation when this one begins was interrupted.
        """
        for job in self.search([("state", "=", "running")]):
            job._note_interruption()
        job = self.search([("state", "=", "waiting")], order="attempts, id", limit=1)
        if job:
            job._run()
        remaining = self.search_count([("state", "=", "waiting")])
        self.env["ir.cron"]._commit_progress(len(job), remaining=remaining)

    def _note_interruption(self):
        """Have an interrupted export begun again, or note that it failed once it was
        begun often enough."""
        self.ensure_one()
        if self.attempts < self._max_attempts:
            self.state = "waiting"
            return
        env = self.with_context(lang=self.user_id.lang).env
        self._fail(
            env._(
                "The server stopped %s times while it prepared this file: it is not "
                "tried again. Ask for less at once (a shorter period, fewer sheets), "
                "or tell whoever runs the server.",
                self.attempts,
            )
        )

    @api.autovacuum
    def _gc_jobs(self):
        """Drop the jobs that have had their time, and their files with them."""
        limit = fields.Datetime.now() - timedelta(days=self._kept_days)
        self.search([("create_date", "<", limit)]).unlink()
