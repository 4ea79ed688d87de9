"""Long exports: prepared by the scheduler, failed with a reason, never in the way."""

import io
import os
import resource
import tempfile
from contextlib import contextmanager
from datetime import timedelta

import openpyxl

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import config, mute_logger

from .export_common import ExportCase

LOGGER = "odoo.addons.plpdma_concertation.export.plpdma_export_job"
ATTACHMENTS = "odoo.addons.base.models.ir_attachment"
INTERRUPTED = {"state": "running"}


@tagged("post_install", "-at_install", "plpdma")
class TestExportJob(ExportCase):
    """The scheduler runs for real: its cursor, its commits, its lock."""

    def _start_job(self, user=None, **options):
        export = self._get_export(user or self.user_agent, **options)
        action = export.env["plpdma.export.job"]._start(export, export.count_rows())
        return self.env["plpdma.export.job"].sudo().browse(action["res_id"])

    def _run_cron(self):
        cron = self.env.ref("plpdma_concertation.ir_cron_export").sudo()
        with self.enter_registry_test_mode():
            self.assertIs(cron.method_direct_trigger(), True)

    def _get_message(self, job, url):
        """What its user was told, with this link."""
        return self.env["mail.message"].search(
            [
                ("partner_ids", "in", job.user_id.partner_id.ids),
                ("body", "like", url),
            ]
        )

    @contextmanager
    def _filestore(self, path):
        """What is kept goes there."""
        data_dir = config["data_dir"]
        config["data_dir"] = path
        try:
            yield
        finally:
            config["data_dir"] = data_dir

    @contextmanager
    def _largest_file(self, size):
        """No process of ours writes more than that into one file."""
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    # ------------------------------------------------------------------
    # What ends well
    # ------------------------------------------------------------------
    def test_the_file_is_made_and_told(self):
        for user in (self.user_agent, self.user_elected):
            with self.subTest(user.login):
                job = self._start_job(user)
                log = self.env["plpdma.export.log"].sudo()
                before = log.search([])
                self._run_cron()
                self.assertEqual(
                    (job.state, job.progress, job.attempts), ("done", 100, 1)
                )
                line = log.search([]) - before
                self.assertEqual((line.user_id, line.row_count), (user, job.row_count))
                workbook = openpyxl.load_workbook(io.BytesIO(job.attachment_id.raw))
                self.assertEqual(self._read_about(workbook)["Exported by"], user.name)
                self.assertEqual("Actors" in workbook, user == self.user_agent)
                url = f"/web/content/{job.attachment_id.id}?"
                self.assertEqual(len(self._get_message(job, url)), 1)

    def test_the_progress_is_seen_before_the_end(self):
        """All its rows are written, and the file is not there yet: not complete."""
        job = self._start_job()
        with self.enter_registry_test_mode():
            for done, shown in ((0, 0), (5, 50), (10, 99)):
                job._note_progress(done, 10)
                job.invalidate_recordset()
                self.assertEqual(job.progress, shown)

    def test_the_file_is_for_its_owner(self):
        job = self._start_job()
        self._run_cron()
        attachment = job.attachment_id
        attachment.with_user(self.user_agent).check_access("read")
        self.assertTrue(attachment.with_user(self.user_agent).raw)
        for user in (self.user_manager, self.user_elected, self.user_employee):
            with self.assertRaises(AccessError):
                attachment.with_user(user).read(["raw"])
            self.assertFalse(
                self.env["plpdma.export.job"].with_user(user).has_access("read")
                and self.env["plpdma.export.job"].with_user(user).search([])
            )
        action = job.with_user(self.user_agent).action_download()
        self.assertIn(str(attachment.id), action["url"])

    def test_old_files_are_dropped(self):
        job = self._start_job()
        self._run_cron()
        attachment = job.attachment_id
        job._gc_jobs()
        self.assertTrue(job.exists())
        days = job._kept_days + 1
        self.cr.execute(
            "UPDATE plpdma_export_job SET create_date = %s WHERE id = %s",
            [fields.Datetime.now() - timedelta(days=days), job.id],
        )
        job.invalidate_recordset()
        job._gc_jobs()
        self.assertFalse(job.exists())
        self.assertFalse(attachment.exists())

    # ------------------------------------------------------------------
    # What was interrupted
    # ------------------------------------------------------------------
    def test_what_was_interrupted_is_resumed(self):
        job = self._start_job()
        job.write({**INTERRUPTED, "attempts": 1, "progress": 60})
        self._run_cron()
        self.assertEqual((job.state, job.attempts), ("done", 2))

    def test_what_kills_its_worker_is_given_up(self):
        """After three attempts, with a reason, and its user is told."""
        job = self._start_job()
        job.write({**INTERRUPTED, "attempts": 3})
        self._run_cron()
        self.assertEqual((job.state, job.attempts), ("failed", 3))
        self._assert_failed(job, "stopped 3 times")

    def test_the_others_go_first(self):
        """The one that killed a worker lets those behind it pass."""
        killer, *others = [self._start_job() for _number in range(3)]
        killer.write({**INTERRUPTED, "attempts": 2})
        jobs = self.env["plpdma.export.job"].sudo()
        order = []
        for _run in range(3):
            with self.enter_registry_test_mode(), self.registry.cursor() as cr:
                jobs.with_env(jobs.env(cr=cr))._cron_run()
            done = jobs.search([("state", "=", "done")]) - jobs.union(*order)
            order.append(done)
        self.assertEqual(order, [*others, killer])

    # ------------------------------------------------------------------
    # What fails
    # ------------------------------------------------------------------
    def _assert_failed(self, job, *words):
        self.assertEqual(job.state, "failed")
        self.assertFalse(job.attachment_id)
        message = self._get_message(job, f'/odoo/plpdma.export.job/{job.id}"')
        self.assertEqual(len(message), 1, "Told once")
        for word in words:
            self.assertIn(word, job.error)
            self.assertIn(word, message.body)
        self.assertFalse(message.attachment_ids)

    def test_no_room_for_the_file_in_preparation(self):
        job, next_job = self._start_job(), self._start_job()
        with self._largest_file(1000), mute_logger(LOGGER):
            self._run_cron()
        self._assert_failed(job, "no room left")
        self._assert_failed(next_job, "no room left")
        self.assertLess(job.progress, 100)

    def test_what_could_not_be_kept_whole_leaves_no_piece(self):
        """The same file meets no remainder of the first try, once there is room."""
        job = self._start_job()
        export = self._get_export(self.user_agent, kind="publication", format="csv")
        content = self._write(self.user_agent, kind="publication", format="csv")
        with tempfile.TemporaryDirectory() as path, self._filestore(path):
            with self._largest_file(len(content) // 2):
                with self.assertRaises(OSError), mute_logger(ATTACHMENTS):
                    job._store(export, content)
            self.assertEqual(job._store(export, content).raw, content)

    def test_where_files_are_kept_is_out_of_reach(self):
        job = self._start_job()
        with tempfile.TemporaryDirectory() as path, self._filestore(path):
            open(os.path.join(path, "filestore"), "wb").close()
            log = self.env["plpdma.export.log"].sudo()
            before = log.search([])
            with mute_logger(LOGGER):
                self._run_cron()
        self._assert_failed(job, "could not write the file")
        self.assertFalse(log.search([]) - before, "Nothing left")
        job.with_user(self.user_agent).action_restart()
        self._run_cron()
        self.assertEqual((job.state, job.attempts), ("done", 1))

    def test_in_the_language_of_who_asked(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.user_agent.sudo().lang = "fr_FR"
        job = self._start_job()
        with self._largest_file(1000), mute_logger(LOGGER):
            self._run_cron()
        self._assert_failed(job, "plus de place sur le disque du serveur")

    @mute_logger(LOGGER)
    def test_what_cannot_be_understood_fails_once(self):
        job, next_job = self._start_job(), self._start_job()
        job.options = {"kind": "register", "no_such_option": True}
        self._run_cron()
        self._assert_failed(job, "could not be prepared")
        self.assertEqual(next_job.state, "done")
        with self.assertRefused("not ready"):
            job.with_user(self.user_agent).action_download()

    def test_rights_are_checked_when_it_runs(self):
        """An élu whose mandate ended meanwhile gets nothing."""
        job = self._start_job(self.user_elected)
        group = self.env.ref("plpdma_concertation.group_elected")
        self.user_elected.sudo().write({"group_ids": [Command.unlink(group.id)]})
        self._run_cron()
        self._assert_failed(job, "Only the staff")

    # ------------------------------------------------------------------
    # Starting again
    # ------------------------------------------------------------------
    def test_who_asked_starts_again(self):
        job = self._start_job()
        mine = job.with_user(self.user_agent)
        with self.assertRefused("Only an export that failed"):
            mine.action_restart()
        job.write({"state": "failed", "error": "Plus de place", "attempts": 3})
        for user in (self.user_manager, self.user_elected):
            with self.assertRaises(AccessError):
                job.with_user(user).action_restart()
        mine.action_restart()
        self.assertEqual((job.state, job.attempts, job.error), ("waiting", 0, False))
        self._run_cron()
        self.assertEqual(job.state, "done")
