"""What nobody has read yet: the same figure, in the same words, wherever it is told."""

from odoo.tests import tagged

from .register_common import RegisterCase


@tagged("post_install", "-at_install", "plpdma")
class TestExportUnread(RegisterCase):
    def test_not_read_yet_is_what_the_dashboard_says(self):
        """Even where it was taken up; what was answered unread is told apart."""
        pending = self._create_contributions(
            *({"moderation": "pending"} for _number in range(4))
        )
        pending[0].state = "in_review"
        self._create_response(pending[1], "retained", state="sent")
        pending.flush_recordset()
        board = self.program.with_user(self.user_agent).get_dashboard({})
        told = [
            figure["value"]
            for section in board["sections"]
            for figure in section["figures"]
            if figure["label"] == "Not read yet"
        ]
        self.assertEqual(told, [3])
        [stage] = [
            row["cells"][0]["value"]
            for section in board["sections"]
            for table in section["tables"]
            if table["key"] == "stages"
            for row in table["rows"]
            if row["label"] == "Not read yet"
        ]
        self.assertEqual(stage, 3)
        use = self._read_about(self._open(self.user_agent))["Contributions"]
        self.assertIn("3 not read yet, 1 more to be read before any publication", use)
