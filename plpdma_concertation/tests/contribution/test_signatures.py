"""Whoever signed a letter is counted once, however many points it makes."""

from lxml import etree

from odoo.tests import tagged

from ...export.register_contribution import ContributionTable
from ..tools.campaign_letters import ADDED
from .campaign_common import CampaignCase
from .split_common import quote

TEXT = f"{ADDED[0]} {ADDED[1]} {ADDED[2]}"


@tagged("post_install", "-at_install", "plpdma")
class TestSignatures(CampaignCase):
    def _build_world(self):
        self.plain = self._send_campaign(4)
        self.letter = self._send_texts(TEXT, signature_count=500)
        self.parts = self.letter._split([quote(words, TEXT) for words in ADDED])
        self.all = self.plain | self.letter | self.parts
        self.env.flush_all()

    def _sum(self, name, records=None):
        [(total,)] = self.all._read_group(
            [("id", "in", (records or self.all).ids)], [], [f"{name}:sum"]
        )
        return total

    def test_summed_once(self):
        self.assertEqual(len(self.parts), 3)
        self.assertEqual(set(self.parts.mapped("signature_count")), {500}, "Shown")
        for name in ("signature_count", "received_signature_count"):
            with self.subTest(name):
                self.assertEqual(self._sum(name), 504)
                self.assertEqual(self._sum(name, self.parts), 0)
        domain = [("id", "in", self.all.ids)]
        [row] = self.all.formatted_read_group(domain, [], ["signature_count:sum"])
        self.assertEqual(row["signature_count:sum"], 504)
        self.letter.signature_count = 600
        self.assertEqual(self._sum("received_signature_count"), 604)
        self.letter.part_ids._join()
        self.assertEqual(self._sum("signature_count", self.plain | self.letter), 604)

    def test_foot_of_the_list(self):
        view = self.all.get_view(
            self.env.ref("plpdma_concertation.plpdma_contribution_view_list").id
        )
        summed = [
            node.get("name")
            for node in etree.fromstring(view["arch"]).iter("field")
            if node.get("sum") and "signature" in node.get("name")
        ]
        self.assertEqual(summed, ["received_signature_count"])
        self.assertEqual(sum(self.all.mapped(summed[0])), 504)

    def test_in_a_campaign(self):
        campaign = self._detect()
        self.assertEqual(campaign.signature_count, 4)
        self.parts[:2].campaign_id = campaign
        self.env.invalidate_all()
        self.assertEqual(campaign.signature_count, 504)
        self.letter.campaign_id = campaign
        self.env.invalidate_all()
        self.assertEqual(campaign.signature_count, 504)
        self.letter.signature_count = 600
        self.assertEqual(campaign.signature_count, 604)

    def test_in_the_workbook(self):
        table = ContributionTable(self.agent_env, personal=False)
        [column] = [one for one in table.list_columns() if one.label == "Signatories"]
        self.assertEqual(list(column.values(self.plain)), [1] * 4)
        self.assertEqual(list(column.values(self.letter)), [500])
        self.assertEqual(list(column.values(self.parts)), [None] * 3)

    def test_what_the_register_says(self):
        self.assertEqual(
            self.letter._describe_support()["signatures"], "500 signatures"
        )
        self.assertEqual(
            self.parts[0]._describe_support()["signatures"],
            "of a letter that 500 people signed",
        )
        self.assertFalse(self.plain[0]._describe_support()["signatures"])
