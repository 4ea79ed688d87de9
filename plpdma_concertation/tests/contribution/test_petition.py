"""A petition is one contribution that many signed."""

from psycopg2.errors import CheckViolation

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from .campaign_common import CampaignCase


@tagged("post_install", "-at_install", "plpdma")
class TestPetition(CampaignCase):
    def test_at_least_one(self):
        petition = self._send_texts("Pour la déchèterie.", signature_count=1240)
        self.assertEqual(petition.signature_count, 1240)
        plain = self._send_texts("Pour moi.")
        self.assertEqual(plain.signature_count, 1)
        for count in (0, -3, 10_000_001, 2**31):
            with self.subTest(count):
                with self.assertRefused("signature", exception=ValidationError):
                    plain.signature_count = count
                with self.assertRefused("signature", exception=ValidationError):
                    self._send_texts("Pour nous.", signature_count=count)
                with self.assertRefused("signature", exception=ValidationError):
                    self.agent_env["plpdma.contribution"].with_context(
                        default_signature_count=count
                    ).create({"program_id": self.program.id, "verbatim": "Oui."})
        plain.signature_count = 10_000_000
        plain.flush_recordset()
        for count in (0, 10_000_001):
            with (
                self.assertRaises(CheckViolation),
                mute_logger("odoo.sql_db"),
                self.cr.savepoint(),
            ):
                self.env.cr.execute(
                    SQL(
                        "UPDATE plpdma_contribution SET signature_count = %s"
                        " WHERE id = %s",
                        count,
                        plain.id,
                    )
                )

    def test_import(self):
        model = self.agent_env["plpdma.contribution"].with_context(import_file=True)
        done = model.load(
            ["program_id", "verbatim", "signature_count", "date_received"],
            [
                [self.program.name, "Une pétition.", "1 240", "2026-03-05"],
                [self.program.name, "Une lettre.", "", "2026-03-05"],
            ],
        )
        self.assertFalse(done["messages"])
        records = model.browse(done["ids"])
        self.assertEqual(records.mapped("signature_count"), [1240, 1])
        for wrong in ("0", "-2", "beaucoup", "10000001", "3000000000"):
            with self.subTest(wrong):
                done = model.load(
                    ["program_id", "verbatim", "signature_count"],
                    [[self.program.name, "Une pétition.", wrong]],
                )
                self.assertFalse(done["ids"])
                self.assertEqual(len(done["messages"]), 1)

    def test_export(self):
        petition = self._send_texts("Une pétition.", signature_count=77)
        table = self.env["plpdma.contribution"].browse(petition.ids)
        self.assertEqual(
            table.with_user(self.user_manager)
            .sudo()
            .export_data(["signature_count"])["datas"],
            [[77]],
        )

    def test_nobody_else_writes_it(self):
        petition = self._send_texts("Une pétition.")
        with self.assertRaises(UserError):
            petition.with_user(self.user_elected).signature_count = 5
