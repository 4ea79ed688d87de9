"""A message of a campaign that is split: what it shares with the others stays in the
campaign, what its author added stands on its own."""

from odoo.tests import tagged

from ..tools.campaign_letters import ADDED, CAMPAIGNS
from .campaign_common import CampaignCase
from .split_common import quote

GREETED = f"Bonjour,\n\n{CAMPAIGNS[0]}"
TEXT = f"{GREETED}\n\n{ADDED[0]}\n\nCordialement\nZoé Particulière"
# Where the author wrote in the midst of the others' words.
SENTENCES = [f"{words.strip()}." for words in CAMPAIGNS[0].split(".") if words.strip()]
MIDST = " ".join([*SENTENCES[:3], ADDED[0], *SENTENCES[3:]])


@tagged("post_install", "-at_install", "plpdma")
class TestCampaignSplit(CampaignCase):
    def _build_world(self):
        self.members = self._send_campaign(5)
        self.message = self._send_texts(TEXT)
        self.campaign = self._detect()
        self.campaign.action_confirm()

    def _split_off(self, message=None, words=ADDED[0]):
        message = message or self.message
        return message._split([quote(words, message.verbatim)])

    def _check_counts(self, count=6, signatures=None):
        self.env.invalidate_all()
        self.assertEqual(self.campaign.contribution_count, count)
        self.assertEqual(self.campaign.signature_count, signatures or count)
        self.assertEqual(len(self.campaign.contribution_ids), count)

    # ------------------------------------------------------------------
    # Splitting
    # ------------------------------------------------------------------
    def test_what_it_shares_stays_in_the_campaign(self):
        self.assertEqual(self.message.campaign_id, self.campaign)
        made = self._split_off()
        common, own = self.message._get_letter_parts()
        self.assertEqual(made, common | own)
        self.assertEqual(own.verbatim, ADDED[0])
        self.assertFalse(own.campaign_id)
        self.assertEqual(common.verbatim, CAMPAIGNS[0])
        self.assertEqual(common.campaign_id, self.campaign)
        self.assertFalse(self.message.campaign_id)
        self.assertFalse(self.campaign.excluded_ids, "It says the same still")
        self._check_counts()
        self.assertEqual(common.similar_count, 5)
        self.assertEqual(self.members[0].similar_count, 5)

    def test_whoever_splits_says_where_the_common_words_are(self):
        message = self.message
        common, own = message._split(
            [quote(GREETED, TEXT), quote(ADDED[0], TEXT)],
        )
        self.assertEqual(len(message.part_ids), 2)
        self.assertEqual(
            (common.campaign_id, own.campaign_id.id), (self.campaign, False)
        )
        self._check_counts()

    def test_the_point_that_says_most_of_it(self):
        parts = self.message._split([quote(words, TEXT) for words in SENTENCES])
        self.assertEqual(len(self.message.part_ids), len(SENTENCES))
        longest = max(parts, key=lambda part: len(part.verbatim.split()))
        self.assertEqual(parts.filtered("campaign_id"), longest)
        self._check_counts()

    def test_words_in_the_midst_are_quoted_once(self):
        message = self._send_texts(MIDST)
        message.campaign_id = self.campaign
        self._split_off(message)
        common = message.part_ids.filtered("campaign_id")
        self.assertEqual(common.verbatim, " ".join(SENTENCES[:3]))
        self.assertNotIn(ADDED[0], common.verbatim)
        self._check_counts(7)

    def test_one_to_confirm(self):
        others = self._send_campaign(4, 1)
        message = self._send_texts(f"{CAMPAIGNS[1]}\n\n{ADDED[1]}")
        campaign = self._detect() - self.campaign
        self.assertEqual(campaign.state, "suggested")
        self._split_off(message, ADDED[1])
        self.env.invalidate_all()
        self.assertEqual(message.part_ids.campaign_id, campaign)
        self.assertEqual(campaign.contribution_count, 5)
        campaign.action_confirm()
        self.assertEqual(campaign.contribution_count, len(others) + 1)

    def test_one_that_is_proposed(self):
        message = self._send_texts(f"{CAMPAIGNS[0]}\n\n{ADDED[1]}")
        self._detect()
        self.assertEqual(message.proposed_campaign_id, self.campaign)
        self._split_off(message, ADDED[1])
        self.env.invalidate_all()
        self.assertFalse(message.proposed_campaign_id)
        self.assertEqual(self.campaign.proposed_ids, message.part_ids[:1])
        self.assertEqual(self.campaign.proposed_count, 1)
        self.campaign.action_join_proposed()
        self._check_counts(7)
        self.assertEqual(message.part_ids[:1].verbatim, CAMPAIGNS[0])

    def test_a_petition_counts_all_who_signed_it(self):
        self.message.signature_count = 1200
        self._split_off()
        self._check_counts(6, 1205)
        self.assertEqual(set(self.message.part_ids.mapped("signature_count")), {1200})
        self.message.signature_count = 1300
        self._check_counts(6, 1305)
        with self.assertRefused("said by its letter"):
            self.message.part_ids[0].signature_count = 2

    def test_the_sample_is_split(self):
        sample = self.campaign.sample_id
        start = sample.verbatim.index("N")
        text = self.campaign.reference_text
        sample._split([{"quote_start": start, "quote_stop": len(sample.verbatim)}])
        self.env.invalidate_all()
        self.assertEqual(self.campaign.reference_text, text)
        self.assertIn(self.campaign.sample_id, self.campaign.contribution_ids)
        self._check_counts()

    # ------------------------------------------------------------------
    # The screen
    # ------------------------------------------------------------------
    def test_the_screen_proposes_both(self):
        theme = self.env["plpdma.theme"].create(
            {
                "name": "Thème d'essai",
                "company_id": self.company.id,
                "keywords": "ascenseur",
            }
        )
        self.program.theme_ids = theme
        shown = self.message.get_split()
        self.assertFalse(shown["parts"], "Nothing is made by itself")
        common, own = shown["proposals"]
        texts = [TEXT[one["start"] : one["stop"]] for one in (common, own)]
        self.assertEqual(texts, [CAMPAIGNS[0], ADDED[0]])
        self.assertEqual((common["is_common"], own["is_common"]), (True, False))
        self.assertEqual(common["kind"], "request")
        self.assertEqual(
            own["theme_proposals"],
            [{"id": theme.id, "name": "Thème d'essai", "words": ["“ascenseur”"]}],
        )
        self.assertFalse(common["theme_proposals"])
        self.assertFalse(self.members[0].get_split()["proposals"], "Nothing was added")
        self.message.save_split(
            [
                {
                    "quote_start": one["start"],
                    "quote_stop": one["stop"],
                    "quote": text,
                    "summary": one["summary"],
                }
                for one, text in zip((common, own), texts, strict=True)
            ]
        )
        parts = self.message._get_letter_parts()
        self.assertEqual(parts.mapped("verbatim"), texts)
        self.assertEqual(parts[0].campaign_id, self.campaign)
        self.assertFalse(self.message.get_split()["proposals"])
        self._check_counts()

    # ------------------------------------------------------------------
    # Detection
    # ------------------------------------------------------------------
    def test_nothing_of_it_is_looked_at_again(self):
        self._split_off()
        self.assertEqual(self.program.uncompared_count, 0)
        self.env["plpdma.likeness"].search([]).unlink()
        more = self._send_campaign(2)
        self.assertEqual(self._detect(), self.campaign)
        self.assertEqual(self.campaign.proposed_ids, more)
        self._check_counts()
        letter = self.message | self.message.part_ids
        self.assertFalse(letter.proposed_campaign_id)
        self.assertFalse(letter.twin_id)

    def test_the_authors_repeat_is_merged_into_its_point(self):
        self._split_off()
        again = self._send_texts(TEXT, contributor_email=self.message.contributor_email)
        self._detect()
        self.env.invalidate_all()
        common = self.message.part_ids.filtered("campaign_id")
        self.assertEqual(again.twin_id, common, "A letter that was split is not merged")
        self.assertTrue(again.is_possible_duplicate)
        self.assertFalse(self.message.is_possible_duplicate)
        again._merge_into(common)
        self._check_counts()

    # ------------------------------------------------------------------
    # Joining
    # ------------------------------------------------------------------
    def test_joined_it_is_of_the_campaign_again(self):
        self._split_off()
        self.message.action_join()
        self.assertEqual(self.message.campaign_id, self.campaign)
        self.assertFalse(self.campaign.excluded_ids)
        self._check_counts()
        self.env["plpdma.likeness"].search([]).unlink()
        self._detect()
        self._check_counts()

    def test_the_common_point_alone_put_back(self):
        self._split_off()
        self.message.part_ids.filtered("campaign_id").action_join()
        self.assertEqual(self.message.state, "split")
        self.assertEqual(self.message.campaign_id, self.campaign, "No point says it")
        self._check_counts()
        common = self.message._split([quote(CAMPAIGNS[0], TEXT)])
        self.assertEqual(common.campaign_id, self.campaign)
        self.assertFalse(self.message.campaign_id)
        self._check_counts()
        self.message.action_join()
        self._check_counts()

    def test_taken_out_is_remembered_once_it_is_joined(self):
        self._split_off()
        common = self.message.part_ids.filtered("campaign_id")
        common.action_leave_campaign()
        self.assertEqual(self.campaign.excluded_ids, common)
        self._check_counts(5)
        self.message.action_join()
        self.assertEqual(self.campaign.excluded_ids, self.message)
        self.env["plpdma.likeness"].search([]).unlink()
        self._detect()
        self.assertFalse(self.message.campaign_id | self.message.proposed_campaign_id)

    def test_refused_once_it_was_split(self):
        self._split_off()
        self.campaign.action_refuse()
        everyone = self.members | self.message | self.message.part_ids
        self.assertFalse(everyone.campaign_id)
        self.message.action_join()
        self.assertEqual(self.campaign.excluded_ids, self.members | self.message)
        self.assertEqual(self.campaign.refused_ids, self.members | self.message)
        self.env["plpdma.likeness"].search([]).unlink()
        self.assertEqual(self._detect(), self.campaign, "It is not proposed again")
        self.message._split([quote(CAMPAIGNS[0], TEXT), quote(ADDED[0], TEXT)])
        self.assertFalse(self.message.part_ids.campaign_id)
        self.campaign.action_restore()
        self.env.invalidate_all()
        self.assertEqual(self.campaign.contribution_count, 6)
        self.assertFalse(self.message.campaign_id, "Its point stands in it")
        self.assertEqual(len(self.message.part_ids.filtered("campaign_id")), 1)

    # ------------------------------------------------------------------
    # Other programmes, forgetting, deleting
    # ------------------------------------------------------------------
    def test_another_programme(self):
        self._split_off()
        self.message.program_id = self._create_program()
        self.assertFalse((self.message | self.message.part_ids).campaign_id)
        self.assertFalse(self.campaign.excluded_ids)
        self._check_counts(5)

    def test_forgotten(self):
        self._split_off()
        self.message.response_expected = False
        self.message.with_user(self.user_manager).action_anonymise()
        self.assertTrue(all(self.message.part_ids.mapped("date_anonymised")))
        self._check_counts()
        self.assertNotIn("Particulière", self.campaign.reference_text)

    def test_deleted(self):
        self._split_off()
        self.message.with_user(self.user_manager).unlink()
        self._check_counts(5)
        self.assertIn("mercredi", self.campaign.reference_text)
