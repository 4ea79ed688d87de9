"""Campaigns: proposed in the background, confirmed or refused by a person."""

import random

from lxml import html
from psycopg2.errors import CheckViolation

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

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
        found = self.program.action_view_campaigns()
        self.assertEqual(found["domain"], [("program_id", "=", self.program.id)])
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
        for values in ({"state": "confirmed"}, {"reference_text": "Autre chose."}):
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
        self.campaign.action_refuse()
        self.campaign.action_restore()
        self.assertEqual(self.campaign.state, "suggested")
        self.assertEqual(self.campaign.contribution_ids, self.members)
        self.assertFalse(self.campaign.excluded_ids)

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
        left = self.campaign.contribution_ids
        left.with_user(self.user_manager).unlink()
        self.assertFalse(self.campaign.sample_id)
        self.assertFalse(self.campaign.reference_text)
        with self.assertRefused("no message any more"):
            self.campaign.action_confirm()

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


@tagged("post_install", "-at_install", "plpdma")
class TestPetition(CampaignCase):
    def test_at_least_one(self):
        petition = self._send_texts("Pour la déchèterie.", signature_count=1240)
        self.assertEqual(petition.signature_count, 1240)
        plain = self._send_texts("Pour moi.")
        self.assertEqual(plain.signature_count, 1)
        for count in (0, -3):
            with (
                self.subTest(count),
                self.assertRaises(CheckViolation),
                mute_logger("odoo.sql_db"),
                self.cr.savepoint(),
            ):
                plain.signature_count = count
                plain.flush_recordset()

    def test_import(self):
        model = self.agent_env["plpdma.contribution"].with_context(import_file=True)
        done = model.load(
            ["program_id", "verbatim", "signature_count"],
            [
                [self.program.name, "Une pétition.", "1 240"],
                [self.program.name, "Une lettre.", ""],
            ],
        )
        self.assertFalse(done["messages"])
        records = model.browse(done["ids"])
        self.assertEqual(records.mapped("signature_count"), [1240, 1])
        for wrong in ("0", "-2", "beaucoup"):
            with self.subTest(wrong):
                done = model.load(
                    ["program_id", "verbatim", "signature_count"],
                    [[self.program.name, "Une pétition.", wrong]],
                )
                self.assertFalse(done["ids"])
                self.assertEqual(len(done["messages"]), 1)

    def test_export(self):
        petition = self._send_texts("Une pétition.", signature_count=77)
        table = self.env["plpdma.contribution"].browse(petition.ids)
        self.assertEqual(
            table.with_user(self.user_manager)
            .sudo()
            .export_data(["signature_count"])["datas"],
            [[77]],
        )

    def test_nobody_else_writes_it(self):
        petition = self._send_texts("Une pétition.")
        with self.assertRaises(UserError):
            petition.with_user(self.user_elected).signature_count = 5
