"""Campaigns: confirmed or refused by a person, and what is remembered of it."""

from lxml import html

from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from ..tools.campaign_letters import ADDED, CAMPAIGNS
from .campaign_common import CampaignCase


@tagged("post_install", "-at_install", "plpdma")
class TestCampaign(CampaignCase):
    def _build_world(self):
        self.members = self._send_campaign(5)
        self.campaign = self._detect()

    def test_what_they_say(self):
        self.assertIn("Nous demandons que le mercredi", self.campaign.reference_text)
        for member in self.members:
            name = member.verbatim.split("\n")[-1]
            self.assertTrue(name.startswith("N"))
            self.assertNotIn(name, self.campaign.reference_text)
            self.assertNotIn(name, self.campaign.name)
        self.assertIn("Le projet ferme la déchèterie", self.campaign.name)

    def test_counts(self):
        self.assertEqual(self.campaign.contribution_count, 5)
        self.assertEqual(self.members.mapped("similar_count"), [4] * 5)
        self.members[0].signature_count = 1200
        self.assertEqual(self.campaign.signature_count, 1204)
        self.members[4]._merge_into(self.members[3])
        self.env.invalidate_all()
        self.assertEqual(self.campaign.contribution_count, 4)
        self.assertEqual(self.campaign.signature_count, 1203)
        self.assertEqual(self.members[0].similar_count, 3)
        self.assertEqual(self.members[4].similar_count, 4, "All those that stand")

    def test_confirm(self):
        self.campaign.action_confirm()
        self.assertEqual(self.campaign.state, "confirmed")
        self.campaign.action_confirm()
        self.assertFalse(self.program.campaign_todo_count)
        self.assertEqual(set(self.members.mapped("moderation")), {"pending"})

    def test_state_is_earned(self):
        for values in (
            {"state": "confirmed"},
            {"reference_text": "Autre chose."},
            {"excluded_ids": self.members.ids},
            {"refused_ids": self.members.ids},
        ):
            with self.subTest(values), self.assertRefused("not written by hand"):
                self.campaign.write(values)
        with self.assertRefused("not written by hand"):
            self.agent_env["plpdma.campaign"].create(
                {"name": "X", "program_id": self.program.id, "state": "confirmed"}
            )
        with self.assertRefused("not written by hand"):
            self.agent_env["plpdma.campaign"].with_context(
                default_state="confirmed"
            ).create({"name": "X", "program_id": self.program.id})
        message = self._send_campaign(1)
        with self.assertRefused("not written by hand"):
            message.proposed_campaign_id = self.campaign

    def test_refusal_is_remembered(self):
        self.campaign.action_refuse()
        self.assertEqual(self.campaign.state, "refused")
        self.assertFalse(self.members.campaign_id)
        self.assertEqual(self.campaign.excluded_ids, self.members)
        more = self._send_campaign(4)
        self.assertEqual(self._detect(), self.campaign)
        self.assertFalse((self.members | more).campaign_id)
        self.assertFalse(more.proposed_campaign_id)
        self.assertEqual(self.members.exists(), self.members)
        self.env["plpdma.likeness"].search([]).unlink()
        self.assertEqual(self._detect(), self.campaign, "Even when all is read again")
        with self.assertRefused("was refused"):
            self.campaign.action_confirm()
        with self.assertRefused("was refused", exception=ValidationError):
            self.members[0].campaign_id = self.campaign

    def test_refusal_taken_back(self):
        out = self.members[2]
        out.action_leave_campaign()
        self.campaign.action_refuse()
        self.campaign.action_restore()
        self.assertEqual(self.campaign.state, "suggested")
        self.assertEqual(self.campaign.contribution_ids, self.members - out)
        self.assertEqual(self.campaign.excluded_ids, out, "Remembered still")

    def test_taken_out_is_remembered(self):
        out = self.members[1]
        out.action_leave_campaign()
        self.assertEqual(self.campaign.contribution_ids, self.members - out)
        self.assertEqual(self.campaign.excluded_ids, out)
        self.campaign.action_confirm()
        self.env["plpdma.likeness"].search([]).unlink()
        self._detect()
        self.assertFalse(out.campaign_id | out.proposed_campaign_id)
        out.campaign_id = self.campaign
        self.assertFalse(self.campaign.excluded_ids, "A person changed their mind")

    def test_taken_out_by_an_empty_field_too(self):
        with Form(self.members[0]) as form:
            form.campaign_id = self.env["plpdma.campaign"]
        self.assertEqual(self.campaign.excluded_ids, self.members[0])

    def test_later_ones_join_what_is_to_confirm(self):
        more = self._send_campaign(2)
        self._detect()
        self.assertEqual(more.campaign_id, self.campaign)
        self.assertEqual(self.campaign.contribution_count, 7)

    def test_later_ones_are_proposed_to_what_is_confirmed(self):
        self.campaign.action_confirm()
        more = self._send_campaign(3)
        self._detect()
        self.assertFalse(more.campaign_id)
        self.assertEqual(more.proposed_campaign_id, self.campaign)
        self.assertEqual(self.campaign.proposed_count, 3)
        self.assertEqual(self.campaign.contribution_count, 5)
        self.assertEqual(self.program.campaign_todo_count, 1)
        more[0].action_leave_campaign()
        self.assertEqual(self.campaign.excluded_ids, more[0])
        self.campaign.action_join_proposed()
        self.assertEqual(self.campaign.contribution_ids, self.members | more[1:])
        self.assertFalse(more.proposed_campaign_id)
        self.assertFalse(self.program.campaign_todo_count)

    def test_nothing_of_the_message_changes(self):
        before = self.members.read(["write_date", "write_uid", "verbatim", "state"])
        more = self._send_campaign(2)
        self._detect()
        self.campaign.action_confirm()
        self.assertEqual(
            self.members.read(["write_date", "write_uid", "verbatim", "state"]), before
        )
        self.assertTrue(more.campaign_id)

    def test_words_that_differ(self):
        text = f"{CAMPAIGNS[0].replace('mercredi soit', 'jeudi soit')} {ADDED[0]} <b>!"
        message = self._send_texts(text)
        self._detect()
        self.assertEqual(message.campaign_id, self.campaign)
        tree = html.fragment_fromstring(message.campaign_differences, "div")
        added = [node.text_content() for node in tree.iter("ins")]
        missing = [node.text_content() for node in tree.iter("del")]
        self.assertEqual(missing, ["missing: mercredi"])
        self.assertEqual(added[0], "added: jeudi")
        self.assertIn("Ma mère habite", added[1])
        self.assertFalse(list(tree.iter("b")), "The text is no markup")
        self.assertEqual(message.personal_addition, ADDED[0])
        (passage,) = message._get_personal_passages()
        self.assertEqual(text[passage["quote_start"] : passage["quote_stop"]], ADDED[0])
        self.assertEqual(self.members[0]._get_personal_passages(), [])

    def test_erased_sample(self):
        sample = self.campaign.sample_id
        name = "Honorine Valdavoir"
        for member in self.members:
            member.verbatim = f"{CAMPAIGNS[0]}\n{name if member == sample else 'X Y'}"
        self.members.response_expected = False
        sample.with_user(self.user_manager).action_anonymise()
        self.assertNotEqual(self.campaign.sample_id, sample)
        self.assertTrue(self.campaign.sample_id)
        self.assertNotIn("Honorine", self.campaign.reference_text)
        self.assertIn("mercredi", self.campaign.reference_text)

    def test_redacted_sample(self):
        sample = self.campaign.sample_id
        sample.verbatim = "Le texte a été retiré à la demande de son auteur, ce jour."
        self.assertNotEqual(self.campaign.sample_id, sample)
        self.assertNotIn("retiré", self.campaign.reference_text)
        self.assertIn("mercredi", self.campaign.reference_text)

    def test_deleted_messages(self):
        sample = self.campaign.sample_id
        sample.with_user(self.user_manager).unlink()
        self.assertTrue(self.campaign.sample_id)
        self.campaign.action_confirm()
        left = self.campaign.contribution_ids
        left.with_user(self.user_manager).unlink()
        self.assertFalse(self.campaign.sample_id)
        self.assertFalse(self.campaign.reference_text)
        with self.assertRefused("no message any more"):
            self.campaign.action_confirm()

    def test_a_proposal_goes_with_its_messages(self):
        left = self.campaign.contribution_ids[:2]
        gone = self.campaign.contribution_ids - left
        gone.with_user(self.user_manager).unlink()
        self.assertFalse(self.campaign.exists(), "Two are no campaign")
        self.assertFalse(left.campaign_id)
        more = self._send_campaign(1)
        again = self._detect()
        self.assertEqual(again.contribution_ids, left | more)
        again.sudo().with_user(self.user_agent).name = "Nommée"
        left.with_user(self.user_manager).unlink()
        self.assertFalse(again.exists(), "Named, but confirmed by nobody")

    def test_message_of_another_programme(self):
        other = self._create_program()
        self.members[0].program_id = other
        self.assertFalse(self.members[0].campaign_id)
        self.assertFalse(self.campaign.excluded_ids)
        with self.assertRefused("another one", exception=ValidationError):
            self.members[0].campaign_id = self.campaign

    def test_by_hand(self):
        alone = self._send_texts("Un texte.", "Un autre texte.")
        campaign = self.agent_env["plpdma.campaign"].create(
            {
                "name": "Cartes postales",
                "program_id": self.program.id,
                "contribution_ids": alone.ids,
            }
        )
        self.assertEqual(alone.campaign_id, campaign)
        campaign.action_confirm()
        self.assertEqual(alone.mapped("similar_count"), [1, 1])
