"""The choices of an export, and the route that gives its file."""

import io
from contextlib import contextmanager
from unittest.mock import patch

import openpyxl

from odoo.exceptions import AccessError, ValidationError
from odoo.http import request
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ...controllers.staff.download import PlpdmaExportController
from ...export.export import Export
from ...export.register import TABLES
from ...tools.headers import SECRET
from .export_common import ExportCase


@tagged("post_install", "-at_install", "plpdma")
class TestExportWizard(ExportCase):
    """The choices, and the long exports."""

    def _create_wizard(self, user=None, context=None, **vals):
        model = self.env["plpdma.export"].with_user(user or self.user_agent)
        return model.with_context(**(context or {})).create(vals)

    def test_opened_from_a_list(self):
        chosen = self.contributions[:2]
        wizard = self._create_wizard(
            context={
                "active_model": "plpdma.contribution",
                "active_ids": chosen.ids,
                "active_domain": [("id", "in", self.contributions.ids)],
            }
        )
        options = wizard._get_options()
        self.assertEqual(options.sheets, ("contributions",))
        self.assertEqual(wizard.selection_count, 2)
        rows = self._open(self.user_agent, **vars(options))
        self.assertEqual(rows["Contributions and responses"].max_row, 3)

    def test_without_a_row_the_filter_of_the_list(self):
        domain = [("confidentiality", "=", "staff")]
        wizard = self._create_wizard(
            context={
                "active_model": "plpdma.contribution",
                "active_ids": [],
                "active_domain": domain,
            }
        )
        self.assertEqual(wizard.selection_count, 1)

    def test_more_rows_than_the_screen_gives(self):
        self.env["ir.config_parameter"].set_param("web.active_ids_limit", "2")
        wizard = self._create_wizard(
            context={
                "active_model": "plpdma.contribution",
                "active_ids": self.contributions[:2].ids,
                "active_domain": [("id", "in", self.contributions.ids)],
            }
        )
        self.assertEqual(wizard.selection_count, 4)

    def test_opened_from_a_programme(self):
        wizard = self._create_wizard(
            context={
                "active_model": "plpdma.program",
                "active_id": self.program.id,
                "active_ids": self.program.ids,
                "default_program_id": self.program.id,
            }
        )
        options = wizard._get_options()
        self.assertEqual(options.program_id, self.program.id)
        self.assertEqual(options.sheets, ("summary", *TABLES))
        self.assertIsNone(options.selection_model)

    def test_personal_data_is_for_the_staff(self):
        wizard = self._create_wizard(with_personal_data=True)
        self.assertTrue(wizard._get_options().personal)
        with self.assertRaises(AccessError):
            self._create_wizard(self.user_elected, with_personal_data=True)
        self.assertFalse(self._create_wizard(self.user_elected)._get_options().personal)

    def test_somebody_else_s_choices(self):
        wizard = self._create_wizard()
        with self.assertRaises(AccessError):
            wizard.with_user(self.user_manager)._get_options()
        with self.assertRaises(AccessError):
            self._create_wizard(self.user_facilitator)

    def test_refusals(self):
        with self.assertRefused("several sheets", exception=ValidationError):
            self._create_wizard(format="csv")
        with self.assertRefused("cannot be exported", exception=ValidationError):
            self._create_wizard(selection_model="res.users", selection_domain="[]")
        wizard = self._create_wizard(
            date_from="1950-01-01",
            date_to="1950-12-31",
            with_actors=False,
            with_measures=False,
            with_commitments=False,
            with_milestones=False,
        )
        with self.assertRefused("nothing to export"):
            wizard.action_export()

    def test_a_short_export_is_downloaded(self):
        wizard = self._create_wizard()
        action = wizard.action_export()
        self.assertEqual(action["url"], f"/plpdma/export/{wizard.id}")

    def test_a_long_export_is_prepared_in_the_background(self):
        wizard = self._create_wizard()
        with patch.object(type(wizard), "_background_rows", 1):
            action = wizard.action_export()
        self.assertEqual(action["res_model"], "plpdma.export.job")
        job = self.env["plpdma.export.job"].browse(action["res_id"])
        self.assertEqual((job.state, job.user_id), ("waiting", self.user_agent))


@tagged("post_install", "-at_install", "plpdma")
class TestExportRoute(ExportCase, HttpCase):
    """The route that gives the file, on a replica as well."""

    def setUp(self):
        super().setUp()
        # Test cursors share one connection: a read/write one cannot stand beside a
        # readonly one.
        self.set_registry_readonly_mode(False)
        for user in (
            self.user_agent,
            self.user_manager,
            self.user_elected,
            self.user_facilitator,
            self.elected_portal,
            self.participant,
        ):
            user.sudo().password = user.login * 2

    def _get(self, user, url):
        self.authenticate(user.login, user.login * 2)
        return self.url_open(url)

    def _create_wizard(self, user, **vals):
        return self.env["plpdma.export"].with_user(user).create(vals)

    def test_download(self):
        wizard = self._create_wizard(self.user_agent, with_personal_data=True)
        log = self.env["plpdma.export.log"].sudo()
        before = log.search([])
        response = self._get(self.user_agent, f"/plpdma/export/{wizard.id}")
        self.assertEqual(response.status_code, 200)
        self.assertIn("Register", response.headers["Content-Disposition"])
        for name, value in SECRET.items():
            self.assertEqual(response.headers[name], value)
        self.assertEqual(int(response.headers["Content-Length"]), len(response.content))
        workbook = openpyxl.load_workbook(io.BytesIO(response.content))
        rows = sum(sheet.max_row - 1 for sheet in workbook.worksheets[2:])
        line = log.search([]) - before
        self.assertEqual(
            (line.user_id, line.row_count, line.format, line.with_personal_data),
            (self.user_agent, rows, "xlsx", True),
        )
        self.assertIn("With the names", line.filter_text)
        self.assertIn("Contributor's E-mail", line.fields_text)

    def test_readonly_cursor(self):
        """A replica may serve all but the line of the log."""
        noted = []

        @contextmanager
        def primary(_controller):
            yield request.env

        def log(export, env, row_count, _columns):
            noted.append((export.env.cr.readonly, env.uid, row_count))

        wizard = self._create_wizard(self.user_agent)
        self.set_registry_readonly_mode(True)
        self.addCleanup(self.set_registry_readonly_mode, False)
        with (
            patch.object(PlpdmaExportController, "_primary", primary),
            patch.object(Export, "log", log),
            self.assertNoLogs("odoo.http", "WARNING"),
        ):
            response = self._get(self.user_agent, f"/plpdma/export/{wizard.id}")
        self.assertEqual(response.status_code, 200)
        [(readonly, uid, row_count)] = noted
        self.assertTrue(readonly)
        self.assertEqual(uid, self.user_agent.id)
        self.assertGreater(row_count, 5)

    @mute_logger("odoo.http")
    def test_refused(self):
        wizard = self._create_wizard(self.user_agent)
        for user in (self.user_manager, self.user_elected, self.participant):
            response = self._get(user, f"/plpdma/export/{wizard.id}")
            self.assertIn(response.status_code, (403, 404))
        response = self._get(self.user_agent, "/plpdma/export/999999999")
        self.assertEqual(response.status_code, 404)
        url = f"/plpdma/export/program/{self.program.id}"
        for user in (self.user_facilitator, self.participant):
            response = self._get(user, url)
            self.assertIn(response.status_code, (403, 404))

    def test_an_elected_of_the_portal(self):
        url = f"/plpdma/export/program/{self.program.id}"
        response = self._get(self.elected_portal, url)
        self.assertEqual(response.status_code, 200)
        workbook = openpyxl.load_workbook(io.BytesIO(response.content))
        self.assertNotIn("Actors", workbook.sheetnames)
        _company, other = self._create_other_company()
        response = self._get(self.elected_portal, f"/plpdma/export/program/{other.id}")
        self.assertEqual(response.status_code, 404)
