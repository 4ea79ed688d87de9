"""What an acknowledgement digests."""

from datetime import date, datetime
from hashlib import sha256

from odoo.tests import BaseCase, tagged

from ...tools.acknowledgement import make_digest, make_digested

AT = datetime(2026, 3, 31, 15, 30, 5)


@tagged("post_install", "-at_install", "plpdma")
class TestAcknowledgementTools(BaseCase):
    def test_three_lines(self):
        self.assertEqual(
            make_digested("CTR/2026/0001", AT, "Un bac.\r\nDeux 🗑️"),
            "CTR/2026/0001\n2026-03-31T15:30:05Z\nUn bac.\nDeux 🗑️".encode(),
        )
        self.assertEqual(make_digested("1", date(2026, 3, 31), ""), b"1\n2026-03-31\n")

    def test_what_any_tool_finds(self):
        by_hand = sha256(b"CTR/1\n2026-03-31T15:30:05Z\nabc").hexdigest()
        self.assertEqual(make_digest("CTR/1", AT, "abc"), by_hand)

    def test_one_character_is_enough(self):
        before = make_digest("CTR/1", AT, "abc")
        others = {
            make_digest("CTR/2", AT, "abc"),
            make_digest("CTR/1", AT.replace(second=6), "abc"),
            make_digest("CTR/1", AT, "abd"),
            make_digest("CTR/1", AT.date(), "abc"),
        }
        self.assertEqual(len(others - {before}), 4)
