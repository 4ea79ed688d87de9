"""What an élu takes out of the lists: all that they read, and nobody's name."""

import io
import json

import openpyxl

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.http import Request
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..access.access_common import RIGHTS, get_rights
from ..access.samples_common import AccessCase

# Fields that lead élus to people, or rest on the actors, whom they do not read.
REFUSED = {
    "plpdma.body": {"chair_id"},
    "plpdma.commitment": {"partner_id", "stakeholder_id"},
    "plpdma.contribution": {"my_mandate_ids", "public_author", "verbatim"},
    "plpdma.mandate": {"display_name", "partner_id", "substitute_id"},
    "plpdma.measure": {"my_mandate_ids"},
    "plpdma.milestone": {"recipient_ids"},
    "plpdma.milestone.recipient": {"display_name", "email", "partner_id"},
    "plpdma.participation": {
        "ballot_ids",
        "display_name",
        "represented_by_id",
        "stakeholder_id",
    },
    "plpdma.program": {"authority_ids", "elected_referent_id"},
    "plpdma.program.authority": {"display_name", "partner_id"},
    "plpdma.response": {"arbiter_id", "in_absence_of_id"},
    "plpdma.session": {"facilitator_id", "my_mandate_ids", "participation_ids"},
    "plpdma.session.ballot": {"display_name", "participation_id"},
    "plpdma.session.vote": {"ballot_ids", "recused_ids"},
}


@tagged("post_install", "-at_install", "plpdma")
class TestElectedExport(AccessCase, HttpCase):
    """All that an élu reads, in the files of the lists: nobody's name."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_worlds()
        cls.elected = cls.users["elected"]
        cls.elected.sudo().group_ids = [
            Command.link(cls.env.ref("base.group_allow_export").id)
        ]
        cls.elected.sudo().password = cls.elected.login * 2
        own = cls.samples["own"]
        cls.inhabitant = cls.env["res.partner"].create(
            {"name": "Maelle Habitante", "email": "maelle@habitants.example"}
        )
        cls.written = own["plpdma.contribution"].create(
            [
                {
                    "session_id": own["plpdma.session"].id,
                    "verbatim": "Un mot public.",
                    "contributor_name": "Yann Riverain",
                    "contributor_email": "yann@habitants.example",
                    "internal_note": "<p>Yann Riverain a rappelé.</p>",
                },
                {
                    "session_id": own["plpdma.session"].id,
                    "verbatim": "Un autre mot.",
                    "partner_id": cls.inhabitant.id,
                },
            ]
        )
        cls.written[0].message_post(body="Yann Riverain et Maelle Habitante")
        cls.env.flush_all()

    def _export(self, kind, model, names):
        data = {
            "model": model,
            "fields": [{"name": name, "label": name, "type": "char"} for name in names],
            "ids": False,
            "domain": [],
            "groupby": [],
            "import_compat": False,
            "context": {"allowed_company_ids": self.company.ids, "lang": "en_US"},
        }
        return self.url_open(
            f"/web/export/{kind}",
            data={"data": json.dumps(data), "csrf_token": Request.csrf_token(self)},
        )

    def _get_text(self, kind, response):
        if kind == "csv":
            return response.text
        book = openpyxl.load_workbook(io.BytesIO(response.content))
        return "\n".join(
            str(cell.value) for sheet in book for row in sheet.rows for cell in row
        )

    def _split_fields(self, model):
        """Fields that the élu takes out, and those that rest on what they do not
        read."""
        records = self.env[model].with_user(self.elected).search([])
        readable, refused = [], []
        names = set(records.fields_get())
        if not records._is_an_ordinary_table():
            names.remove("id")
        for name in sorted(names):
            self.env.invalidate_all()
            try:
                records.export_data([name])
            except UserError:
                refused.append(name)
            else:
                readable.append(name)
        return readable, refused

    @mute_logger("odoo.addons.web.controllers.export", "odoo.http")
    def test_every_field_is_read_or_refused(self):
        self.authenticate(self.elected.login, self.elected.login * 2)
        for model in sorted(m for m in RIGHTS if "r" in get_rights("elected", m)):
            readable, refused = self._split_fields(model)
            # Agents are people too.
            accounts = {
                name
                for name in (*readable, *refused)
                if self.env[model]._fields[name].comodel_name == "res.users"
            }
            expected = REFUSED.get(model, set()) | accounts
            with self.subTest(model):
                self.assertLessEqual(set(refused) - {"website_message_ids"}, expected)
                self.assertLessEqual(expected, set(refused))
            requests = [readable, *([name] for name in refused)]
            for kind in ("csv", "xlsx"):
                for names in requests:
                    with self.subTest(model=model, kind=kind, names=names):
                        response = self._export(kind, model, names)
                        if names is readable:
                            self.assertEqual(response.status_code, 200)
                        text = (
                            self._get_text(kind, response)
                            if response.ok
                            else response.text
                        )
                        for secret in ("Yann", "yann@", "Maelle", "maelle@"):
                            self.assertNotIn(secret, text)
        text = self._get_text(
            "csv", self._export("csv", "plpdma.contribution", ["register_text"])
        )
        self.assertIn("Un mot public.", text)

    @mute_logger("odoo.addons.web.controllers.export", "odoo.http")
    def test_hidden_fields_are_refused(self):
        self.authenticate(self.elected.login, self.elected.login * 2)
        contributions = self.written.with_user(self.elected)
        hidden = set(contributions._fields) - set(contributions.fields_get())
        self.assertLess({"contributor_name", "author_name", "message_ids"}, hidden)
        for name in sorted(hidden):
            with self.subTest(name), self.assertRaises(UserError):
                contributions.export_data([name])
        for path in ("contributor_email", "author_name", "partner_id/email"):
            for kind in ("csv", "xlsx"):
                response = self._export(kind, "plpdma.contribution", [path])
                self.assertEqual(response.status_code, 500)
                self.assertNotIn("habitants.example", response.text)
