"""A file that somebody brings to the import screen is theirs alone."""

import base64
from contextlib import suppress

from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import tagged
from odoo.tools import mute_logger

from .samples_common import AccessCase

SECRET = "Camille Motconfidentiel"
OPTIONS = {"has_headers": True, "separator": ";", "quoting": '"', "encoding": "utf-8"}
COLUMNS = ["Nom", "Texte reçu"]
FIELDS = ["contributor_name", "verbatim"]


@tagged("post_install", "-at_install", "plpdma")
class TestImportFiles(AccessCase):
    def _build_world(self):
        super()._build_world()
        self._create_other_company()
        others = self.env["res.users"].search([("login", "=", "plpdma_other")])
        self.others = {
            **{name: user for name, user in self.users.items() if name != "agent"},
            "other authority": others,
            "colleague": self._create_user("colleague", "group_user"),
        }

    def _upload(self, res_model, user):
        content = f"Nom;Texte reçu\n{SECRET};Un banc.\n".encode()
        return (
            self.env["base_import.import"]
            .with_user(user)
            .create(
                {
                    "res_model": res_model,
                    "file": content,
                    "file_name": f"{SECRET}.csv",
                    "file_type": "text/csv",
                }
            )
        )

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def _call(self, user, method, *args):
        """What is answered from afar; nothing where it is refused."""
        env = self.env(
            user=user.id, context={"allowed_company_ids": user.company_ids.ids}
        )
        with suppress(AccessError, UserError), self.env.cr.savepoint():
            return call_kw(env["base_import.import"], method, list(args), {})
        return None

    def _get_calls(self, ids):
        return {
            "read": (ids, ["file_name", "file"]),
            "export_data": (ids, ["file_name", "file"]),
            "parse_preview": (ids, dict(OPTIONS)),
            "execute_import": (ids, FIELDS, COLUMNS, dict(OPTIONS), True),
            "get_mending_sheet": (ids, FIELDS, COLUMNS, dict(OPTIONS)),
            "write": (ids, {"res_model": "res.partner"}),
            "copy": (ids,),
        }

    def test_whoever_brought_it_reads_it(self):
        ids = self._upload("plpdma.contribution", self.user_agent).ids
        preview = self._call(self.user_agent, "parse_preview", ids, dict(OPTIONS))
        self.assertIn(SECRET, str(preview))
        found = self._call(self.user_agent, "search_read", [], ["file_name"])
        self.assertEqual([row["id"] for row in found], ids)
        args = self._get_calls(ids)["get_mending_sheet"]
        self.assertTrue(self._call(self.user_agent, "get_mending_sheet", *args))

    def test_nobody_else_reads_it(self):
        content = base64.b64encode(SECRET.encode()).decode()[:20]
        for model in ("plpdma.contribution", "plpdma.stakeholder"):
            ids = self._upload(model, self.user_agent).ids
            for name, user in self.others.items():
                for domain in ([], [("file_name", "like", "confidentiel")]):
                    with self.subTest(model=model, user=name, domain=domain):
                        found = self._call(
                            user, "search_read", domain, ["file_name", "file"]
                        )
                        self.assertFalse(found)
                for method, args in self._get_calls(ids).items():
                    with self.subTest(model=model, user=name, method=method):
                        told = self._call(user, method, *args)
                        self.assertIsNone(told)
                        self.assertNotIn(SECRET, str(told))
                        self.assertNotIn(content, str(told))

    def test_the_files_of_other_applications_stay_what_they_were(self):
        ids = self._upload("res.partner", self.user_employee).ids
        for user in (self.user_employee, self.user_manager):
            found = self._call(user, "search_read", [], ["file_name"])
            self.assertEqual([row["id"] for row in found], ids, user.login)
