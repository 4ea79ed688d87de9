"""Numbers of points are told apart in lists."""

from lxml import etree

from odoo.tests import tagged

from ..common import ConcertationCase

# « CTR/2026/0042-12 », as the browser writes it, with what stands around it.
LEAST = 135


@tagged("post_install", "-at_install", "plpdma")
class TestNumberWidth(ConcertationCase):
    def test_numbers_are_not_cut(self):
        """A narrow screen cuts what has no width of its own."""
        views = self.env["ir.ui.view"].sudo()
        lists = views.search(
            [("model", "=", "plpdma.contribution"), ("type", "=", "list")]
        )
        checked = 0
        for view in lists.filtered(lambda view: view.mode == "primary"):
            arch = etree.fromstring(view.get_combined_arch())
            for field in arch.xpath("./field[@name='reference'][@width]"):
                self.assertGreaterEqual(
                    int(field.get("width").removesuffix("px")), LEAST, view.name
                )
                checked += 1
        self.assertGreater(checked, 2)
