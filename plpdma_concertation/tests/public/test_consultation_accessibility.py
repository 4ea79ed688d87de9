"""What is put to the public, as axe-core and a phone see it."""

import unittest

from odoo.tests import tagged

from ..accessibility_common import AXE, AccessibilityCase
from .public_consultation_common import PublicConsultationCase


@tagged("post_install", "-at_install", "plpdma", "plpdma_browser")
@unittest.skipUnless(AXE, "PLPDMA_AXE does not name the script of axe-core")
class TestConsultationAccessibility(AccessibilityCase, PublicConsultationCase):
    """What is put to the public, and the annual reports."""

    def test_consultation_and_reports(self):
        self.program.moderation_charter = "<p>Lu sous deux jours.</p>"
        report = self.agent_env["plpdma.milestone"].create(
            {
                "program_id": self.program.id,
                "kind": "annual_report",
                "year": 2026,
                "opinion": "<p>Favorable.</p>",
                "date_done": "2026-01-15",
            }
        )
        file = self.agent_env["ir.attachment"].create(
            {
                "name": "bilan.pdf",
                "raw": b"%PDF-1.4",
                "res_model": report._name,
                "res_id": report.id,
            }
        )
        report.online_document_ids = file
        report.action_put_online()
        self.assertTrue(self.program.sudo()._describe_annual_reports())
        self._check(
            [
                self.home,
                self.consultation,
                f"{self.home}/contribute/{self.coming.id}",
            ]
        )
