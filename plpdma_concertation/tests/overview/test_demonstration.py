"""The demonstration tells what it is meant to show."""

import base64
import io
from unittest import SkipTest

import openpyxl

from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install", "plpdma")
class TestDemonstration(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not cls.env.ref("plpdma_concertation.program_demo", False):
            raise SkipTest("No demonstration data")

    def _ref(self, name):
        return self.env.ref(f"plpdma_concertation.{name}")

    def test_a_register_that_names_nobody_unasked(self):
        """What the demonstration publishes was read: no name, no address that its
        author did not agree to."""
        texts = self.env["plpdma.contribution"].search(
            [("moderation", "=", "accepted")]
        )
        self.assertGreater(len(texts), 30)
        warned = texts.filtered("has_publication_warning")
        self.assertEqual(warned.mapped("reference"), [])

    def test_all_of_them_are_shared_among_three(self):
        """With nobody to add, however many are chosen."""
        given = self._ref("program_demo").contribution_ids.filtered("active")
        self.assertGreater(len(given), 80)
        dialog = self.env["plpdma.contribution.assign"].create(
            {"contribution_ids": given.ids}
        )
        self.assertGreaterEqual(len(dialog.user_ids), 3)

    def test_letter_of_six_requests(self):
        letter = self._ref("contribution_demo_letter")
        self.assertEqual(letter.state, "split")
        parts = letter.part_ids.sorted("part_number")
        self.assertEqual(len(parts), 6)
        for part in parts:
            self.assertTrue(part.verbatim[0].isupper())
            self.assertEqual(part.verbatim[-1], ".")
        self.assertEqual(parts.mapped("verbatim")[-1].split()[0], "Enfin,")
        self.assertEqual(len(letter.set_aside), 1)
        self.assertEqual(
            [(part.response_id.state, part.delivery) for part in parts],
            [
                ("submitted", "none"),
                ("draft", "none"),
                *[("sent", "waiting")] * 3,
                (False, "none"),
            ],
        )
        self.assertFalse(letter.date_answered)
        self.assertEqual(
            self._ref("contribution_demo_composter_model").delivery, "sent"
        )

    def test_letter_answered_in_one_message(self):
        letter = self._ref("contribution_demo_letter_answered")
        self.assertTrue(letter.date_answered)
        lines = letter.part_ids.delivery_id
        self.assertEqual(len(lines), 2)
        self.assertEqual(len(lines._get_firsts()), 1)

    def test_somebody_wants_to_know_what_becomes_of_it(self):
        """One author whose action is under way, and one who signs with them; the other
        was told already, once."""
        asked = self._ref("contribution_demo_pub_composters_tanneries")
        self.assertTrue(asked.follow_consent and asked._get_answer_email())
        [measure] = asked._get_made_measures()[asked]
        self.assertEqual(measure, self._ref("measure_demo_composters"))
        self.assertEqual(measure.state, "running")
        self.assertEqual(self._ref("measure_demo_food_indicator").state, "done")
        deliveries = self.env["plpdma.delivery"]
        before = deliveries.search([("purpose", "=", "measure")])
        self.assertEqual(before, self._ref("delivery_demo_measure_stickers"))
        self._ref("measure_demo_stickers").write({"state": "running"})
        self._ref("measure_demo_stickers").write({"state": "done"})
        measure.action_done()
        self.env.cr.flush()
        told = deliveries.search([("purpose", "=", "measure")]) - before
        self.assertEqual(told.contribution_ids, asked)
        signed = deliveries.search([("purpose", "=", "co_measure")])
        self.assertEqual(
            signed.co_author_ids, self._ref("co_author_demo_composters_tanneries")
        )

    def test_from_a_sentence_to_what_it_changed(self):
        """Each of them is one click from the next, and back."""
        letter = self._ref("contribution_demo_letter_answered")
        self.assertEqual(letter.channel, "web")
        self.assertTrue(letter.follow_consent)
        part = self._ref("contribution_demo_letter_answered_stickers")
        response = self._ref("response_demo_stickers_town_hall")
        measure = self._ref("measure_demo_stickers")
        line = self._ref("delivery_demo_measure_stickers")
        self.assertIn(part, letter.part_ids)
        self.assertTrue(response.change and response.published)
        self.assertEqual((measure.state, line.state), ("done", "sent"))
        self.assertTrue(measure.difference)
        for action, record in (
            (part.action_open_response(), response),
            (response.action_view_measures(), measure),
            (measure.action_view_news(), line),
            (line.action_view_contributions(), letter),
            (measure.action_view_responses(), response),
            (response.action_view_contributions(), part),
            (part.action_view_measures(), measure),
            (measure.action_view_contributions(), part),
        ):
            self.assertEqual(
                (action["res_model"], action["res_id"]), (record._name, record.id)
            )
        self.assertTrue(measure.has_public_page)
        [told] = measure._get_public_description()["observations"]
        self.assertEqual(told["reference"], part.reference)
        [made] = part._describe_public_measures()
        self.assertEqual(made["url"], measure.action_view_public_page()["url"])
        [made] = letter._describe_made()
        self.assertEqual(made["changes"], [response.change])

    def test_a_consultation_that_is_over(self):
        """Its synthesis online, its minutes final, its register sealed."""
        session = self._ref("session_demo_orientations")
        self.assertEqual((session.state, session.minutes_state), ("reported", "final"))
        self.assertTrue(session.is_sealed and session._has_public_documents())
        session.action_check_seal()
        self.assertTrue(session.seal_ids.is_intact)
        self.assertEqual(
            set(session.document_ids.mapped("kind")), {"draft", "note", "motives"}
        )
        received = session._find_received()
        self.assertEqual(len(received), 8)
        self.assertEqual(set(received.mapped("state")), {"answered"})
        late = received.filtered("is_late")
        self.assertEqual(late, self._ref("contribution_demo_orientations_late"))
        # After the hour of the closing, on the same day.
        self.assertEqual(late.received_at.date(), session.date_stop.date())
        refused = received.filtered(lambda one: one.moderation == "refused")
        self.assertTrue(refused.moderation_criterion_id)
        self.assertEqual(len(refused), 1)
        channels = {"web", "email", "letter", "paper_register"}
        self.assertEqual(set(received.mapped("channel")), channels)

    def test_some_milestones_are_in_the_public_calendar(self):
        program = self._ref("program_demo")
        calendar = program._get_calendar_feed().decode()
        for name in ("second_opinion", "deliberation"):
            self.assertIn(self._ref(f"milestone_demo_{name}").name, calendar)

    def test_to_split(self):
        email = self._ref("contribution_demo_two_points")
        self.assertEqual((email.state, email.moderation), ("received", "pending"))

    def test_campaigns(self):
        found = self._ref("campaign_demo_mobile")
        self.assertEqual((found.state, found.contribution_count), ("suggested", 12))
        added = found.contribution_ids.filtered("personal_addition")
        self.assertEqual(
            added,
            self._ref("contribution_demo_mobile_dubreuil")
            | self._ref("contribution_demo_mobile_jaouen"),
        )
        water = self._ref("campaign_demo_water")
        self.assertEqual((water.state, water.contribution_count), ("confirmed", 4))
        self.assertEqual(
            water.proposed_ids, self._ref("contribution_demo_water_morvan")
        )
        self.assertEqual(set(water.contribution_ids.mapped("state")), {"answered"})
        self.assertEqual(self._ref("contribution_demo_petition").signature_count, 86)

    def test_responses(self):
        watched = self._ref("response_demo_shredder_saturday")
        other = self._ref("contribution_demo_shredder_loan")
        self.assertIn(other.reference, watched.opposite_text)
        submitted = self._ref("response_demo_market_composter")
        self.assertEqual(
            submitted.inspired_by_id, self._ref("response_demo_composters")
        )
        self.assertTrue(submitted.inspired_difference)

    def test_what_is_decided_is_no_longer_to_do(self):
        """What waits for somebody was asked by the addon, and is done with it."""
        for name in (
            "arbitrate_landscapers",
            "arbitrate_full_cost",
            "rework_donations",
        ):
            self.assertTrue(self._ref(f"activity_demo_{name}").automated, name)

    def test_two_agents(self):
        lines = self.env["plpdma.workload"].search(
            [("program_id", "=", self._ref("program_demo").id)]
        )
        by_agent = lines.grouped("user_id")
        for name in ("user_demo_agent", "user_demo_agent_field"):
            line = by_agent[self._ref(name)]
            for figure in ("to_do_count", "late_count", "answered_count"):
                self.assertTrue(line[figure], (name, figure))

    def test_nothing_is_sent(self):
        contributions = self.env["plpdma.contribution"].search(
            [("program_id", "=", self._ref("program_demo").id)]
        )
        self.assertNotIn("queued", contributions.mapped("delivery"))
        messages = contributions.message_ids
        self.assertFalse(
            self.env["mail.mail"].search([("mail_message_id", "in", messages.ids)])
        )

    def test_an_import_is_listed(self):
        """Three rows went in, one is given back with its reason; it can be undone."""
        imported = self.env["plpdma.import"].search([])
        self.assertEqual(len(imported), 1)
        self.assertEqual(imported.user_id, self._ref("user_demo_agent"))
        self.assertEqual(imported.model, "plpdma.stakeholder")
        self.assertEqual((imported.created_count, imported.refused_count), (3, 1))
        actors = imported._get_records()
        self.assertEqual(actors.program_id, self._ref("program_demo_shared"))
        self.assertIn("Yasmine Kerviel", actors.mapped("partner_id.name"))
        content = io.BytesIO(base64.b64decode(imported.refused_file))
        rows = list(openpyxl.load_workbook(content).active.values)
        self.assertEqual(len(rows), 2)
        self.assertIn("contact(at)castagnet.example", rows[1])
        self.assertTrue(imported.with_user(imported.user_id).can_undo_now)
