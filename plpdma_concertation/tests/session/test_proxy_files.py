"""Proxies in the files that come in, and in the documents that go out."""

from odoo.tests import TransactionCase, tagged

from ..export.documents_common import DocumentCase
from ..shared.import_common import ImportCase
from .proxy_common import ProxyMixin


@tagged("post_install", "-at_install", "plpdma")
class TestProxyImport(ProxyMixin, ImportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_members()

    def test_a_file_is_judged_as_a_whole(self):
        lines = self._create_meeting("invited", "invited", "invited")
        fields = [".id", "attendance", "represented_by_id/.id"]
        holder = str(self.partners[2].id)
        ids = [line.id for line in lines]
        rows = [
            [str(ids[0]), "represented", holder],
            [str(ids[1]), "absent", ""],
            [str(ids[2]), "present", ""],
        ]
        result = lines[0].browse().load(fields, rows)
        self.assertFalse(result["messages"])
        self.assertTrue(lines[0].is_proxy)
        rows[1] = [str(ids[1]), "represented", holder]
        result = lines[0].browse().load(fields, rows)
        self.assertIn("2 proxies", result["messages"][0]["message"])
        self.assertEqual(lines[1].attendance, "absent")


@tagged("post_install", "-at_install", "plpdma")
class TestProxyDocuments(ProxyMixin, DocumentCase, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_members()

    def test_minutes_and_sheet_say_who_holds_it(self):
        here, absent, replaced = self._create_meeting("present", "absent", "absent")
        self._give(absent, self.partners[0])
        self._give(replaced, self.outsider)
        session = here.session_id
        minutes = self._text("report_minutes", session)
        self.assertIn("Represented by a proxy (1)", minutes)
        self.assertIn("Bailleur gave a proxy to Ressourcerie", minutes)
        self.assertIn("Replaced by a stand-in (1)", minutes)
        self.assertIn("Supermarché replaced by Sacha Dehors", minutes)
        self.assertIn("Present (1)", minutes)
        sheet = self._text("report_attendance_sheet", session)
        self.assertIn("gave a proxy to Ressourcerie", sheet)
