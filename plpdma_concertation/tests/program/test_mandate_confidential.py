"""What is confided to the staff is read by no élu, whatever their mandate becomes."""

from odoo.tests import tagged
from odoo.tools import SQL

from ..platform.delivery_common import load_script
from .mandate_common import MandateCase


@tagged("post_install", "-at_install", "plpdma")
class TestMandateConfidential(MandateCase):
    def test_limits_changed_and_changed_back(self):
        mandate = self._mandate()
        contribution = self._create_contribution(
            confidentiality="staff", theme_ids=self.theme.ids
        )
        response = self._create_response(contribution, state="validated")
        for themes in (self.other_theme, self.theme, self.theme.browse()):
            mandate.theme_ids = themes
            self.assertFalse(self._seen(response), themes)
        # What an earlier version wrote is mended by its update.
        self.env.flush_all()
        covered = response._fields["mandate_ids"]
        self.env.cr.execute(
            SQL(
                "INSERT INTO %s (%s, %s) VALUES (%s, %s)",
                SQL.identifier(covered.relation),
                SQL.identifier(covered.column1),
                SQL.identifier(covered.column2),
                response.id,
                mandate.id,
            )
        )
        self.env.invalidate_all()
        self.assertTrue(self._seen(response))
        script = load_script(
            "plpdma_concertation/migrations/19.0.1.11.0/post-mandates.py"
        )
        script.migrate(self.env.cr, "19.0.1.10.0")
        self.env.invalidate_all()
        self.assertFalse(self._seen(response))
        contribution.confidentiality = "public"
        self.assertEqual(self._seen(response), response)
        mandate.theme_ids = self.theme
        self.assertEqual(self._seen(response), response)
