"""Campaigns are looked for in the background, stopped and resumed."""

import random

from odoo.tests import tagged

from ..tools.campaign_letters import ADDED, CAMPAIGNS, make_other
from .campaign_common import CampaignCase


@tagged("post_install", "-at_install", "plpdma")
class TestDetection(CampaignCase):
    def _run(self, **kwargs):
        seconds = kwargs.pop("seconds", 60)
        return self._run_as_cron(
            "ir_cron_find_campaigns",
            lambda env: env["plpdma.campaign"]._detect(
                env["plpdma.program"].browse(self.program.id), **kwargs
            ),
            seconds=seconds,
        )

    def test_who_is_in_a_campaign(self):
        sent, campaigns = self._send_letters(3, each=20, others=60)
        found = self._detect()
        self.assertEqual(len(found), 3)
        self.assertEqual(set(found.mapped("state")), {"suggested"})
        for campaign in found:
            numbers = {campaigns[one] for one in campaign.contribution_ids}
            self.assertEqual(len(numbers), 1, "One campaign, one group")
            self.assertEqual(
                campaign.contribution_count, len(campaign.contribution_ids)
            )
            self.assertIn(campaign.sample_id, campaign.contribution_ids)
        members = found.contribution_ids
        true = sent.filtered(lambda one: campaigns[one] is not None)
        self.assertGreaterEqual(len(members & true) / len(true), 0.97)
        self.assertFalse(members - true)

    def test_stopped_and_resumed(self):
        self._send_letters(5, each=10, others=20)
        whole = 50
        done, left = self._run(batch_size=20, seconds=0)
        self.assertEqual(done, 20)
        self.assertGreater(left, 0)
        self.assertEqual(self.program.uncompared_count, whole - 20)
        self.assertFalse(self._campaigns())
        for _time in range(30):
            _done, left = self._run(batch_size=20, seconds=0)
            if not left:
                break
        self.env.invalidate_all()
        self.assertEqual(self.program.uncompared_count, 0)
        in_bits = self._campaigns()
        self.assertEqual(len(in_bits), 3)
        self.assertGreaterEqual(len(in_bits.contribution_ids), 29)
        self.assertEqual(self._run(), (0, 0), "Nothing is done twice")
        self.assertEqual(self._campaigns(), in_bits)

    def test_creating_compares_nothing(self):
        cron = self.env.ref("plpdma_concertation.ir_cron_find_campaigns")
        triggers = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])
        self.cr.precommit.clear()
        self._send_campaign(4)
        self._send_campaign(4, 1)
        self.assertEqual(self.program.uncompared_count, 8)
        self.assertFalse(self._campaigns())
        search = [("cron_id", "=", cron.id), ("id", "not in", triggers.ids)]
        self.assertFalse(self.env["ir.cron.trigger"].search(search))
        self.cr.precommit.run()
        self.assertEqual(
            len(self.env["ir.cron.trigger"].search(search)), 1, "Once, when it is kept"
        )

    def test_scheduled_action_runs(self):
        self._send_campaign(3)
        cron = self.env.ref("plpdma_concertation.ir_cron_find_campaigns")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(len(self._campaigns()), 1)

    def test_button_leaves_it_to_the_background(self):
        self._send_campaign(3)
        told = self.program.action_find_campaigns()
        self.assertIn("3", told["params"]["message"])
        self.assertFalse(self._campaigns())
        self._detect()
        told = self.program.action_find_campaigns()
        self.assertIn("already", told["params"]["message"])
        self.assertEqual(self.program.campaign_todo_count, 1)
        listed = self._get_listed(self._press(self.program, "campaign_count"))
        self.assertEqual(listed, self._campaigns())
        self.assertTrue(self._campaigns().action_find())

    def test_only_within_a_programme(self):
        other = self._create_program()
        self._send_campaign(2)
        self._send_campaign(2, program_id=other.id)
        self._detect(self.program | other)
        self.assertFalse(self._campaigns() | self._campaigns(other))
        self._send_campaign(1, program_id=other.id)
        self._detect(self.program | other)
        self.assertEqual(self._campaigns(other).contribution_count, 3)
        self.assertFalse(self._campaigns())

    def test_only_what_was_asked_for_is_looked_at(self):
        other = self._create_program()
        self._send_campaign(3, program_id=other.id)
        self._detect(self.program)
        self.assertFalse(self._campaigns(other))
        self.assertEqual(other.uncompared_count, 3)

    def test_same_author_makes_no_campaign(self):
        same = {"contributor_name": "Zoé", "contributor_email": "zoe@p.example"}
        repeats = self._send_campaign(4, **same)
        other = self._send_campaign(1)
        self.assertFalse(self._detect())
        self.assertEqual(repeats.mapped("twin_id"), repeats[0])
        self.assertFalse(repeats[0].twin_id)
        self.assertFalse(other.twin_id)
        self.assertEqual(set(repeats.mapped("is_possible_duplicate")), {True})
        self.assertFalse(other.is_possible_duplicate)
        action = repeats[1].action_merge_twin()
        self.assertEqual(
            set(action["context"]["default_contribution_ids"]), set(repeats[:2].ids)
        )

    def test_repeat_does_not_join(self):
        members = self._send_campaign(4)
        campaign = self._detect()
        email = members[1].contributor_email
        again = self._send_texts(f"{CAMPAIGNS[0]} {ADDED[0]}", contributor_email=email)
        self._detect()
        self.assertFalse(again.campaign_id | again.proposed_campaign_id)
        self.assertEqual(again.twin_id, members[1])
        self.assertEqual(campaign.contribution_ids, members)
        self.assertTrue(again.is_possible_duplicate)
        self.assertFalse(members[2].is_possible_duplicate, "Different authors")

    def test_colleagues_are_different_authors(self):
        organisation = self.env["res.partner"].create(
            {"name": "Collège", "is_company": True}
        )
        self._send_campaign(3, partner_id=organisation.id)
        self.assertEqual(self._detect().contribution_count, 3)

    def test_nobody_named_is_somebody_else(self):
        self._send_campaign(
            3, anonymous=True, contributor_name=False, contributor_email=False
        )
        self.assertEqual(self._detect().contribution_count, 3)

    def test_short_texts_make_none(self):
        self._send_texts(*["Je suis contre."] * 12)
        self.assertFalse(self._detect())
        self.assertEqual(self.program.uncompared_count, 0)

    def test_merged_and_archived_are_left_aside(self):
        members = self._send_campaign(5)
        members[4]._merge_into(members[3])
        members[2].active = False
        self._detect()
        self.assertEqual(self._campaigns().contribution_ids, members[0:2] | members[3])

    def test_what_we_wrote_is_no_campaign(self):
        notice = CAMPAIGNS[2]
        self.program.notice = f"<p>{notice}</p>"
        rng = random.Random(1)
        self._send_texts(*(f"{notice}\n{make_other(rng)}" for _time in range(5)))
        self.assertFalse(self._detect())

    def test_text_written_anew_is_compared_again(self):
        members = self._send_campaign(4)
        members[3].verbatim = "Tout autre chose, sur un autre sujet, depuis hier soir."
        self._detect()
        self.assertEqual(self._campaigns().contribution_ids, members[:3])
        members[3].verbatim = CAMPAIGNS[0]
        self.assertEqual(self.program.uncompared_count, 1)
        self._detect()
        self.assertEqual(self._campaigns().contribution_ids, members)

    def test_two_campaigns(self):
        one = self._send_campaign(4, 0)
        other = self._send_campaign(3, 1)
        campaigns = self._detect()
        self.assertEqual(
            {campaign.contribution_ids for campaign in campaigns}, {one, other}
        )
