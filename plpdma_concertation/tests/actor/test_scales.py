"""Influence and interest sort as scales."""

from odoo.tests import tagged

from ..common import ConcertationCase


@tagged("post_install", "-at_install", "plpdma")
class TestScales(ConcertationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        partner = cls.agent_env["res.partner"].create({"name": "Inconnu"})
        cls.unknown = cls.actors.create(
            {"program_id": cls.program.id, "partner_id": partner.id}
        )
        cls.low, cls.high, cls.medium = cls.actors
        for actor, value in (
            (cls.low, "low"),
            (cls.high, "high"),
            (cls.medium, "medium"),
        ):
            actor.write({"influence": value, "interest": value})
        cls.mine = [("program_id", "=", cls.program.id)]

    def test_lists(self):
        scale = [self.unknown, self.low, self.medium, self.high]
        for name in ("influence", "interest"):
            found = self.actors.search(self.mine, order=f"{name}, id")
            self.assertEqual(list(found), scale)
            found = self.actors.search(self.mine, order=f"{name} desc, id")
            self.assertEqual(list(found), scale[::-1])

    def test_groups(self):
        for name in ("influence", "interest"):
            groups = self.actors.formatted_read_group(self.mine, [name], ["__count"])
            self.assertEqual(
                [group[name] for group in groups], ["low", "medium", "high", False]
            )

    def test_pivots(self):
        sets = [["influence"], ["influence", "interest", "partner_id"], ["college_id"]]
        first, second, third = self.actors.formatted_read_grouping_sets(
            self.mine, sets, ["__count"]
        )
        scale = ["low", "medium", "high", False]
        self.assertEqual([group["influence"] for group in first], scale)
        self.assertEqual([group["interest"] for group in second], scale)
        self.assertEqual([group["__count"] for group in third], [4])

    def test_groups_in_an_order_of_their_own(self):
        groups = self.actors.formatted_read_group(
            self.mine, ["influence", "program_id"], ["__count"], order="program_id"
        )
        self.assertEqual(len(groups), 4)
        groups = self.actors.formatted_read_group(
            self.mine, ["influence"], ["__count"], order="influence desc"
        )
        self.assertEqual(
            [group["influence"] for group in groups], [False, "high", "medium", "low"]
        )
