"""What a response changes, as whoever writes it and whoever only reads it see it."""

from lxml import etree

from odoo.tests import tagged

from .measure_common import MeasureCase


@tagged("post_install", "-at_install", "plpdma")
class TestChangeRead(MeasureCase):
    def _get_block(self, user):
        """The one part of the form that tells it."""
        view = self.env["plpdma.response"].with_user(user).get_view(view_type="form")
        arch = etree.fromstring(view["arch"])
        [block] = arch.xpath("//field[@name='change']/..")
        return block

    def test_who_writes_has_what_to_write(self):
        block = self._get_block(self.user_agent)
        self.assertIn("decision", block.get("invisible"))
        self.assertTrue(block.xpath("field[@placeholder]"))

    def test_who_reads_has_no_empty_heading(self):
        block = self._get_block(self.user_elected)
        self.assertEqual(block.get("invisible"), "not change and not measure_ids")
        fields = block.xpath("field/@name")
        self.assertEqual(fields, ["change", "measure_ids"])
        self.assertFalse(block.xpath("field[@placeholder]"))
