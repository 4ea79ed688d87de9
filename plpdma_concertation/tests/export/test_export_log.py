"""Who exports, and what the log keeps of it."""

import csv
import io
import json

import openpyxl

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.http import Request
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..common import ConcertationCase

MODEL = "plpdma.contribution"


class ExportLogCase(ConcertationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contributions = (
            cls.env[MODEL]
            .with_user(cls.user_agent)
            .create(
                [
                    {
                        "program_id": cls.program.id,
                        "verbatim": f"Un composteur {number}.",
                        "contributor_name": "Camille Essai",
                        "contributor_email": "camille@p.example",
                        "kind": kind,
                    }
                    for number, kind in enumerate(("proposal", "opinion", "proposal"))
                ]
            )
        )
        cls.log = cls.env["plpdma.export.log"]

    def setUp(self):
        super().setUp()
        self.before = self.log.search([])

    def _get_lines(self):
        self.env.invalidate_all()
        return self.log.search([]) - self.before


@tagged("post_install", "-at_install", "plpdma")
class TestExportLog(ExportLogCase):
    def test_who_when_what_how_many(self):
        exported = self.contributions.export_data(["reference", "session_id/name"])
        self.assertEqual(len(exported["datas"]), 3)
        line = self._get_lines()
        self.assertEqual(line.user_id, self.user_agent)
        self.assertEqual(line.model, MODEL)
        self.assertEqual(line.row_count, 3)
        self.assertEqual(line.company_id, self.company)
        self.assertEqual(line.filter_text, "Records chosen one by one: 3")
        self.assertEqual(line.fields_text, "Reference, Session / Title")
        self.assertFalse(line.with_personal_data)
        self.assertTrue(line.date)

    def test_the_authority_whose_data_left(self):
        """Not the one whose screen was open."""
        company, program = self._create_other_company()
        user = self.user_manager
        user.sudo().company_ids |= company
        both = (self.company | company).ids
        program.with_user(user).with_context(allowed_company_ids=both).export_data(
            ["name"]
        )
        self.assertEqual(self._get_lines().sudo().company_id, company)

    def test_personal_columns(self):
        personal = {
            MODEL: [
                "author_name",
                "contributor_email",
                "contributor_name",
                "partner_id",
                "partner_id/phone",
                "stakeholder_id",
                "stakeholder_id/email",
                "session_id/participation_ids",
                "message_ids/body",
                # A name, for those who agreed to be named.
                "public_author",
                "verbatim",
            ],
            "plpdma.stakeholder": ["display_name", "email", "partner_id/id"],
            "plpdma.participation": ["display_name", "stakeholder_id", "email"],
            "plpdma.mandate": ["display_name"],
        }
        impersonal = {
            MODEL: [
                "reference",
                "author_label",
                "role_id",
                "session_id",
                "session_id/name",
                "stakeholder_id/role_ids",
                "program_id/name",
                "program_id/id",
                "public_text",
                "no_such_field",
            ],
            "plpdma.stakeholder": ["role_ids", "program_id", ".id"],
            "plpdma.program": ["display_name"],
        }
        for expected, paths in ((True, personal), (False, impersonal)):
            for model, names in paths.items():
                for name in names:
                    with self.subTest(model=model, path=name):
                        self.assertIs(self.env[model]._is_personal_path(name), expected)

    def test_nobody_changes_the_log(self):
        self.contributions.export_data(["reference"])
        line = self._get_lines().with_user(self.user_manager)
        self.assertEqual(line.row_count, 3)
        for operation in ("write", "create", "unlink"):
            self.assertFalse(line.has_access(operation), operation)
        with self.assertRaises(AccessError):
            line.row_count = 0
        with self.assertRaises(AccessError):
            line.unlink()
        with self.assertRaises(AccessError):
            line.with_user(self.user_agent).read(["row_count"])

    def test_the_log_itself_is_exported_and_noted(self):
        self.contributions.export_data(["reference"])
        self._get_lines().with_user(self.user_manager).export_data(["date", "model"])
        models = self._get_lines().mapped("model")
        self.assertEqual(sorted(models), [MODEL, "plpdma.export.log"])

    def test_no_right_of_another_application_opens_the_export(self):
        for user in (self.user_facilitator, self.user_employee):
            user.sudo().group_ids = [
                Command.link(self.env.ref("base.group_allow_export").id)
            ]
            with self.subTest(user.login), self.assertRefused("Only the staff"):
                self.program.with_user(user).export_data(["name"])
        self.assertFalse(self._get_lines())

    def test_the_caller_does_not_write_the_log(self):
        """What the log tells is no part of what the caller may send."""
        lie = {"plpdma_current_file": {"domain": [], "format": "pdf"}}
        self.contributions.with_context(**lie).export_data(["reference"])
        line = self._get_lines()
        self.assertFalse(line.format)
        self.assertIn("one by one: 3", line.filter_text)

    def test_list_of_exports(self):
        self.contributions.export_data(["reference"])
        line = self._get_lines().with_user(self.user_manager)
        self.assertIn("Contribution", line.display_name)
        self.assertIn(self.user_agent.name, line.display_name)
        groups = line.search([("id", "in", line.ids)]).formatted_read_group(
            [("id", "in", line.ids)], ["model", "user_id"], ["__count"]
        )
        self.assertEqual(groups[0]["model"], MODEL)


@tagged("post_install", "-at_install", "plpdma")
class TestExportRoutes(ExportLogCase, HttpCase):
    """The files that the lists give."""

    def setUp(self):
        super().setUp()
        for user in (self.user_agent, self.user_manager, self.user_facilitator):
            user.sudo().password = user.login * 2

    def _export(self, user, kind, names, **values):
        self.authenticate(user.login, user.login * 2)
        data = {
            "model": MODEL,
            "fields": [{"name": name, "label": name, "type": "char"} for name in names],
            "ids": False,
            "domain": [],
            "groupby": [],
            "import_compat": False,
            "context": {"allowed_company_ids": self.company.ids, "lang": "en_US"},
            **values,
        }
        return self.url_open(
            f"/web/export/{kind}",
            data={"data": json.dumps(data), "csrf_token": Request.csrf_token(self)},
        )

    def test_csv_of_a_filter(self):
        response = self._export(
            self.user_manager,
            "csv",
            ["reference", "contributor_name"],
            domain=[
                "&",
                ["kind", "=", "proposal"],
                ["program_id", "in", self.program.ids],
            ],
        )
        rows = list(csv.reader(io.StringIO(response.text)))
        self.assertEqual(len(rows), 3)
        line = self._get_lines()
        self.assertEqual(
            (line.user_id, line.format, line.row_count, line.with_personal_data),
            (self.user_manager, "csv", 2, True),
        )
        self.assertEqual(
            line.filter_text, f"Kind = Proposal\nProgramme in {self.program.name}"
        )
        self.assertEqual(line.fields_text, "Reference, Contributor's Name")

    def test_csv_runs_nothing(self):
        words = ("=1+1", "@x", "\u200b=5+5", "  =2+2", "＝4+4", "Bacs ;=1+1")
        made = self._create_contributions(*({"verbatim": word} for word in words))
        self.env.flush_all()
        response = self._export(
            self.user_manager, "csv", ["id", "verbatim"], ids=made.ids
        )
        _headings, *rows = csv.reader(io.StringIO(response.content.decode()))
        self.assertEqual(
            {text for _id, text in rows},
            {f"'{word}" for word in words[:5]} | {"Bacs ;'=1+1"},
        )

    def test_xlsx_of_chosen_rows(self):
        response = self._export(
            self.user_manager, "xlsx", ["reference"], ids=self.contributions[:2].ids
        )
        sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
        self.assertEqual(sheet.max_row, 3)
        line = self._get_lines()
        self.assertEqual((line.format, line.row_count), ("xlsx", 2))
        self.assertEqual(line.filter_text, "Records chosen one by one: 2")
        self.assertFalse(line.with_personal_data)

    def test_grouped_export_is_noted_once(self):
        response = self._export(
            self.user_manager, "xlsx", ["reference"], groupby=["kind"]
        )
        self.assertEqual(response.status_code, 200)
        line = self._get_lines()
        self.assertEqual((len(line), line.row_count), (1, 3))
        self.assertEqual(line.filter_text, "Everything that the user reads")
        self.assertEqual(line.fields_text, "Reference")

    def test_the_file_is_told_of_this_export_alone(self):
        """Neither the line before, nor one that somebody else has added since."""
        self.contributions.export_data(["reference"])
        mine = self._get_lines()
        theirs = self.contributions.with_user(self.user_manager)
        theirs.export_data(["reference"])
        others = self._get_lines()
        self.env[MODEL].with_user(self.user_manager)._log_file("csv", [])
        others -= mine
        self.assertEqual(
            (others.format, others.filter_text),
            ("csv", "Everything that the user reads"),
        )
        self.assertEqual(
            (mine.format, mine.filter_text), (False, "Records chosen one by one: 3")
        )
        self.contributions.export_data(["reference"])
        again = self._get_lines() - mine - others
        self.contributions._log_file("xlsx")
        self.assertEqual((again.format, mine.format), ("xlsx", False))
        self.assertEqual(again.filter_text, "Records chosen one by one: 3")

    def test_a_filter_too_rich_for_words(self):
        domain = ["|", ["kind", "=", "opinion"], ["summary", "ilike", "compost"]]
        self._export(self.user_manager, "csv", ["reference"], domain=domain)
        self.assertIn("'|', ('kind', '=', 'opinion')", self._get_lines().filter_text)

    @mute_logger("odoo.addons.web.controllers.export", "odoo.http")
    def test_what_fails_leaves_no_line(self):
        """Core groups no CSV."""
        response = self._export(
            self.user_manager, "csv", ["reference"], groupby=["kind"]
        )
        self.assertEqual(response.status_code, 500)
        self.assertFalse(self._get_lines())

    @mute_logger("odoo.addons.web.controllers.export", "odoo.http")
    def test_refused_to_facilitators(self):
        self._create_session(user_id=self.user_facilitator.id)
        response = self._export(self.user_facilitator, "csv", ["reference"])
        self.assertEqual(response.status_code, 500)
        self.assertIn("Only the staff", response.text)
        self.assertFalse(self._get_lines())
