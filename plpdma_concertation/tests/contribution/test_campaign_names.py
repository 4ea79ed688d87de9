"""A campaign keeps nothing of who sent its messages, in its words nor in its name."""

from odoo.tests import tagged

from ..tools.campaign_letters import CAMPAIGNS
from .campaign_common import CampaignCase

PEOPLE = (
    ("Jean Dupont", "jean.dupont@p.example", "06 12 34 56 78"),
    ("Honorine Valdavoir", "honorine@p.example", "06 12 34 56 79"),
    ("Jean Mercoeur", "mercoeur@p.example", "06 12 34 57 70"),
    ("Oscar Lindenbaum", "oscar@p.example", "06 12 35 56 71"),
    ("Jean Quillevere", "quillevere@p.example", "06 13 34 56 72"),
    ("Zoé Particulière", "zoe@p.example", "07 12 34 56 73"),
)


@tagged("post_install", "-at_install", "plpdma")
class TestCampaignNames(CampaignCase):
    def _build_world(self):
        self.members = self.env["plpdma.contribution"].with_env(self.agent_env)
        for name, email, phone in PEOPLE:
            self.members |= self._send_texts(
                f"Bonjour, je suis {name}, habitant de la vallée, joignable au {phone} "
                f"ou par courriel à {email} en semaine. {CAMPAIGNS[0]}",
                contributor_name=name,
                contributor_email=email,
            )
        self.campaign = self._detect()
        self.assertEqual(self.campaign.contribution_ids, self.members)

    def _check_nobody(self):
        said = f"{self.campaign.name} {self.campaign.reference_text}".casefold()
        words = {word for name, *_rest in PEOPLE for word in name.casefold().split()}
        words |= {email for _name, email, _phone in PEOPLE} | {"06 1", "56 7"}
        for word in words:
            self.assertNotIn(word, said)
        return said

    def _erase(self, messages):
        self.members.response_expected = False
        messages.with_user(self.user_manager).action_anonymise()
        self.env.invalidate_all()

    def test_nobody_is_named(self):
        said = self._check_nobody()
        self.assertIn("je suis …, habitant de la vallée", said)
        self.assertIn("nous demandons que le mercredi soit gardé", said)
        self.assertTrue(self.campaign.name.startswith("Bonjour, je suis …"))

    def test_nor_once_erased(self):
        sample = self.campaign.sample_id
        self._erase(sample)
        self.assertNotEqual(self.campaign.sample_id, sample)
        self.assertIn("mercredi", self._check_nobody())
        self._erase(self.members - sample)
        self.assertIn("mercredi", self._check_nobody())

    def test_nor_once_deleted(self):
        self.campaign.action_confirm()
        self.campaign.sample_id.with_user(self.user_manager).unlink()
        self.assertIn("mercredi", self._check_nobody())
        self.campaign.contribution_ids.with_user(self.user_manager).unlink()
        self.assertFalse(self.campaign.reference_text)
        self.assertNotIn("Bonjour", self.campaign.name)
        self.assertTrue(self.campaign.name)

    def test_later_ones_are_found_still(self):
        more = self._send_texts(
            f"Bonjour, je suis Ève Nouvelle, habitante du bourg. {CAMPAIGNS[0]}"
        )
        self._detect()
        self.assertEqual(more.campaign_id, self.campaign)

    def test_a_name_that_was_typed_stays(self):
        self.campaign.name = "Le mercredi"
        self._erase(self.campaign.sample_id)
        self.assertEqual(self.campaign.name, "Le mercredi")

    def test_but_not_one_that_names_whom_is_erased(self):
        for way in ("erased", "deleted"):
            with self.subTest(way):
                gone = (self.campaign.contribution_ids - self.campaign.sample_id)[0]
                names = dict.fromkeys(("erased", "deleted"), gone.contributor_name)
                self.campaign.name = f"Lettre de {names[way]}"
                if way == "erased":
                    self._erase(gone)
                    gone.campaign_id = False
                else:
                    gone.with_user(self.user_manager).unlink()
                self.assertNotIn(names[way], self.campaign.name)
                self.assertTrue(self.campaign.name.startswith("Bonjour, je suis …"))

    def test_archived_sample(self):
        sample = self.campaign.sample_id
        sample.with_user(self.user_manager).action_archive()
        self.assertNotEqual(self.campaign.sample_id, sample)
        self.assertIn(self.campaign.sample_id, self.campaign.contribution_ids)
        self.members.with_user(self.user_manager).action_archive()
        self.assertIn("mercredi", self.campaign.reference_text, "Known by it still")
        self.members[-1].with_user(self.user_manager).action_unarchive()
        self.assertEqual(self.campaign.sample_id, self.members[-1])
