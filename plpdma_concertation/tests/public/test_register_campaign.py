"""The register of what many sent: one sample, the number, and each message in reach."""

from odoo.tests import tagged

from ..contribution.campaign_common import CampaignCase
from .test_public import PublicPageCase


@tagged("post_install", "-at_install", "plpdma")
class TestRegisterCampaign(CampaignCase, PublicPageCase):
    def _build_world(self):
        super()._build_world()
        self.members = self._send_campaign(6, moderation="accepted")
        self.members[4].moderation = "pending"
        self.members[5].confidentiality = "staff"
        self.published = self.members[:4]
        self.campaign = self._detect()

    def _references(self, path):
        return [
            link.text_content().strip()
            for link in self._tree(path).find_class("o_plpdma_reference")
        ]

    def test_nothing_before_it_is_confirmed(self):
        found = self._references(self.register)
        self.assertLessEqual(set(self.published.mapped("reference")), set(found))
        self.assertNotIn("similar message", self._words(self.register))
        path = f"{self.register}?similar={self.members[0].id}"
        self.assertEqual(self._references(path), found)

    def test_one_sample_and_the_number(self):
        self.campaign.action_confirm()
        self.env.flush_all()
        found = self._references(self.register)
        mine = [name for name in found if name in self.members.mapped("reference")]
        self.assertEqual(mine, [self.members[0].reference])
        words = self._words(self.register)
        self.assertIn("and 3 similar messages", words, "Only what is published")
        total = self.env["plpdma.contribution"].search_count(
            self.program.sudo()._get_published_contributions_domain()
        )
        self.assertIn(f"Contributions found: {total}", words)

    def test_each_is_in_reach(self):
        self.campaign.action_confirm()
        self.env.flush_all()
        tree = self._tree(self.register)
        [path] = tree.xpath("//article//a[contains(@href, 'similar=')]/@href")
        self.assertEqual(
            set(self._references(path)), set(self.published.mapped("reference"))
        )
        for member in self.published:
            words = self._words(f"{self.register}/{member.id}")
            self.assertIn("and 3 similar messages", words)
        for hidden in self.members[4:]:
            self._read_page(f"{self.register}/{hidden.id}", 404)
            self.assertEqual(
                self._references(f"{self.register}?similar={hidden.id}"),
                self._references(self.register),
            )

    def test_what_is_not_understood_counts_for_nothing(self):
        self.campaign.action_confirm()
        self.env.flush_all()
        found = self._references(self.register)
        self.assertTrue(found)
        for number in ("", "x", "-1", "0", "9" * 30, "٣", "²", "1.5"):
            with self.subTest(number):
                path = f"{self.register}?similar={number}"
                self.assertEqual(self._references(path), found)

    def test_found_by_its_reference(self):
        self.campaign.action_confirm()
        self.env.flush_all()
        name = self.published[2].reference
        self.assertEqual(self._references(f"{self.register}?search={name}"), [name])

    def test_published_of_itself_alone(self):
        """A message is not published because the sample is."""
        self.campaign.action_confirm()
        self.members[0].moderation = "pending"
        self.env.flush_all()
        words = self._words(self.register)
        self.assertIn("and 2 similar messages", words)
        self.assertNotIn(self.members[0].reference, words)
        self.published[1:3].write({"moderation": "pending"})
        self.env.flush_all()
        self.assertNotIn("similar message", self._words(self.register))

    def test_petition(self):
        self.members[0].signature_count = 1240
        self.env.flush_all()
        words = self._words(f"{self.register}/{self.members[0].id}")
        self.assertIn("1,240 signatures", words)
