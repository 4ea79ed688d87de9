"""What is to moderate: the same figure, in the same words, wherever it is told."""

from odoo.tests import tagged

from .register_common import RegisterCase


@tagged("post_install", "-at_install", "plpdma")
class TestExportUnread(RegisterCase):
    def test_to_moderate_is_what_the_programme_and_the_dashboard_say(self):
        """Even where it was taken up, or answered unread; not what is confided to the
        staff, which nobody publishes, and which the stages tell as not read."""
        pending = self._create_contributions(
            *({"moderation": "pending"} for _number in range(4)),
            {"moderation": "pending", "confidentiality": "staff"},
        )
        pending[0].state = "in_review"
        self._create_response(pending[1], "retained", state="sent")
        pending.flush_recordset()
        program = self.program.with_user(self.user_agent)
        board = program.get_dashboard({})
        [told] = [
            figure
            for section in board["sections"]
            for figure in section["figures"]
            if figure["label"] == "To moderate"
        ]
        self.assertEqual(told["value"], 4)
        self.assertEqual(program.pending_count, 4)
        [stage] = [
            row["cells"][0]["value"]
            for section in board["sections"]
            for table in section["tables"]
            if table["key"] == "stages"
            for row in table["rows"]
            if row["label"] == "Received, not read yet"
        ]
        self.assertEqual(stage, 4)
        use = self._read_about(self._open(self.user_agent))["Contributions"]
        self.assertIn("reserved for the staff, 4 to moderate", use)
