"""Our views find each other in place, before those of an authority."""

from collections import defaultdict
from pathlib import Path

from lxml import etree

from odoo.tests import TransactionCase, tagged
from odoo.tools import file_path

from .house_reader import MODULE, ROOMS

# Odoo's own, which the views of an authority keep.
DEFAULT = 16
# A form that is cut by subject, by the subjects of its own room.
SUBJECTS = (2, 3)


def get_priority(room, inherited_room):
    """At which priorities a view of a room changes one of another: those of a room
    after those of the rooms above it.

    :return: tuple of the numbers that may stand
    """
    if room == inherited_room:
        return SUBJECTS
    return (min(ROOMS.index(room), 9),)


@tagged("post_install", "-at_install")
class TestViewOrder(TransactionCase):
    """An authority's view names what ours show: it comes after all of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        views = cls.env["ir.model.data"].search(
            [("module", "=", MODULE), ("model", "=", "ir.ui.view")]
        )
        cls.names = {data.res_id: data.name for data in views}
        cls.extensions = (
            cls.env["ir.ui.view"]
            .browse(cls.names)
            .filtered(
                # A primary view is another screen, on which an order has no effect.
                lambda view: (
                    view.inherit_id.id in cls.names and view.mode == "extension"
                )
            )
        )

    @classmethod
    def _read_rooms(cls):
        """The room of each view, by its external id."""
        return {
            record.get("id"): path.parent.name
            for path in Path(file_path(MODULE)).glob("views/*/*.xml")
            for record in etree.parse(path).iter("record")
            if record.get("model") == "ir.ui.view"
        }

    def test_ours_come_before_those_of_an_authority(self):
        self.assertGreater(len(self.extensions), 50)
        late = self.extensions.filtered(lambda view: view.priority >= 10)
        self.assertEqual([self.names[view.id] for view in late], [])

    def test_ours_come_in_the_order_of_the_rooms(self):
        rooms = self._read_rooms()
        seen, wrong = 0, defaultdict(dict)
        for view in self.extensions:
            name = self.names[view.id]
            inherited = self.names[view.inherit_id.id]
            room = rooms.get(name)
            if room not in ROOMS:
                continue
            seen += 1
            expected = get_priority(room, rooms[inherited])
            if view.priority not in expected:
                wrong[inherited][name] = (view.priority, expected)
        self.assertGreater(seen, 50)
        self.assertEqual(dict(wrong), {})

    def test_a_view_of_an_authority_stands_on_ours(self):
        """One that changes a button which a lower room adds is applied after it."""
        view = self.env["ir.ui.view"].create(
            {
                "name": "authority",
                "model": "plpdma.contribution",
                "inherit_id": self.env.ref(
                    f"{MODULE}.plpdma_contribution_view_form"
                ).id,
                "arch": """
                    <xpath expr="//button[@name='action_answer']"
                           position="attributes">
                        <attribute name="string">Reply</attribute>
                    </xpath>
                """,
            }
        )
        self.assertEqual(view.priority, DEFAULT)
        # An update may make ours anew, after it.
        self.env.cr.execute("UPDATE ir_ui_view SET id = -id WHERE id = %s", [view.id])
        self.env.invalidate_all()
        arch = self.env["plpdma.contribution"].get_view(
            self.env.ref(f"{MODULE}.plpdma_contribution_view_form").id, "form"
        )["arch"]
        button = etree.fromstring(arch).find(".//button[@name='action_answer']")
        self.assertEqual(button.get("string"), "Reply")
