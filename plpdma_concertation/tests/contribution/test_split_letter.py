"""A letter and its points stay one: what is said of it goes for them; who reads them,
what is published, merged, closed or forgotten of them."""

from datetime import timedelta

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command, Domain
from odoo.tests import tagged

from .split_common import REQUESTS, SplitCase, quote


@tagged("post_install", "-at_install", "plpdma")
class TestSplitLetter(SplitCase):
    # ------------------------------------------------------------------
    # What the letter says goes for all its points
    # ------------------------------------------------------------------
    def test_what_is_corrected_on_the_letter_is_on_its_points(self):
        letter, parts = self._split_letter()
        day = self.company._plpdma_get_today() - timedelta(days=100)
        letter.write({"date_received": day, "channel": "email"})
        self.assertEqual(set(parts.mapped("date_received")), {day})
        self.assertEqual(set(parts.mapped("channel")), {"email"})
        self.assertEqual(set(parts.mapped("date_due")), {letter.date_due})
        self.assertTrue(all(parts.mapped("is_overdue")))
        letter.stakeholder_id = self.actors[1]
        self.assertEqual(parts.stakeholder_id, self.actors[1])
        self.assertEqual(parts.partner_id, self.partners[1])
        letter.write({"contributor_name": "Dominique"})
        self.assertEqual(set(parts.mapped("contributor_name")), {"Dominique"})
        self.program.response_delay_days = 300
        self.assertEqual(set(parts.mapped("date_due")), {letter.date_due})
        self.assertFalse(any(parts.mapped("is_overdue")))
        letter.action_archive()
        self.assertFalse(any(parts.mapped("active")))
        letter.action_unarchive()
        self.assertTrue(all(parts.mapped("active")))

    def test_an_author_confirmed_is_that_of_the_points(self):
        letter = self._create_letter(contributor_name=False, contributor_email=False)
        # sudo: as the message that an agent forwarded is registered.
        letter.sudo().write(
            {
                "author_to_confirm": True,
                "proposed_name": "Camille",
                "proposed_email": "camille@lettre.example",
                "forwarded_by_id": self.user_agent.id,
            }
        )
        _letter, parts = self._split_letter(letter)
        self.assertTrue(all(parts.mapped("author_to_confirm")))
        with self.mock_mail_gateway():
            letter._set_author("Camille", "camille@lettre.example")
        self.assertFalse(any(parts.mapped("author_to_confirm")))
        self.assertEqual(
            set(parts.mapped("contributor_email")), {"camille@lettre.example"}
        )

    def test_points_are_closed_further_never_opened(self):
        letter, parts = self._split_letter(
            self._create_letter(confidentiality="members")
        )
        with self.assertRefused(letter.reference, exception=ValidationError):
            parts[0].confidentiality = "public"
        parts[0].confidentiality = "staff"
        letter.confidentiality = "public"
        self.assertEqual(
            parts.mapped("confidentiality"), ["staff"] + ["public"] * 5, "They follow"
        )
        letter.confidentiality = "staff"
        self.assertEqual(set(parts.mapped("confidentiality")), {"staff"})
        with self.assertRefused(exception=ValidationError):
            letter._split([quote("Cordialement", confidentiality="public")])

    def test_no_answer_expected(self):
        letter, parts = self._split_letter()
        letter.response_expected = False
        self.assertFalse(any(parts.mapped("response_expected")))
        parts[0].response_expected = True
        self.assertTrue(letter.response_expected, "One point still waits")
        parts[0].response_expected = False
        self.assertFalse(letter.response_expected)

    # ------------------------------------------------------------------
    # Publication
    # ------------------------------------------------------------------
    def test_nothing_is_published_unread(self):
        for vals, expected in (
            ({"moderation": "pending"}, "pending"),
            ({"moderation": "accepted"}, "accepted"),
            # What is to be published in its place hides something of the text.
            ({"moderation": "accepted", "public_text": "Sans le nom."}, "pending"),
        ):
            letter = self._create_letter(**vals)
            _letter, parts = self._split_letter(letter)
            with self.subTest(vals=vals):
                self.assertEqual(set(parts.mapped("moderation")), {expected})
        refused = self._create_letter(moderation="pending")
        refused.write(self._refusal("Il nomme un voisin."))
        _refused, parts = self._split_letter(refused)
        self.assertEqual(set(parts.mapped("moderation")), {"refused"})
        self.assertEqual(parts.moderation_criterion_id, refused.moderation_criterion_id)
        told = self._create_letter()
        part = told._split([quote(REQUESTS[0], public_text="Un composteur.")])
        self.assertEqual(part.moderation, "pending")

    def test_whoever_reads_the_letter_reads_its_passages(self):
        letter, parts = self._split_letter(self._create_letter(moderation="pending"))
        parts[0].public_text = "Un composteur."
        letter.action_accept_knowingly()
        self.assertEqual(parts.mapped("moderation"), ["pending"] + ["accepted"] * 5)
        letter.public_text = "Des demandes."
        self.assertEqual(set(parts.mapped("moderation")), {"pending"})
        parts.action_accept_knowingly()
        letter.write(self._refusal("Il nomme un voisin."))
        self.assertEqual(parts.mapped("moderation"), ["accepted"] + ["refused"] * 5)
        self.assertEqual(
            parts[1:].moderation_criterion_id, letter.moderation_criterion_id
        )

    def test_the_register_quotes_the_points(self):
        letter, parts = self._split_letter()
        contributions = self.agent_env["plpdma.contribution"]
        found = contributions.search(
            contributions._get_published_domain()
            & Domain("program_id", "=", self.program.id)
        )
        self.assertEqual(found, found.browse(parts.ids[::-1]))
        self.assertNotIn(letter, found)
        figures = self.agent_env["plpdma.figures"]
        of_program = Domain("program_id", "=", self.program.id)
        repeat, single = self._create_contribution(), self._create_contribution()
        repeat._merge_into(single)
        self.assertEqual(
            figures._count_published(of_program),
            {"entries": 7, "received": 2, "made": 7},
        )
        self._create_response(single, state="sent")
        self.assertEqual(
            figures._count_published(of_program),
            {"entries": 8, "received": 3, "made": 7},
            "A repeat that was answered has its entry, and is no observation",
        )
        parts[1:].confidentiality = "members"
        self.assertEqual(figures._count_published(of_program)["received"], 3)
        parts.confidentiality = "members"
        self.assertEqual(figures._count_published(of_program)["received"], 2)

    # ------------------------------------------------------------------
    # Merging, closing, deleting, forgetting
    # ------------------------------------------------------------------
    def test_a_letter_is_not_merged_its_points_are(self):
        letter, parts = self._split_letter()
        other = self._create_contribution()
        with self.assertRefused(letter.reference):
            letter._merge_into(other)
        with self.assertRefused(letter.reference):
            other._merge_into(letter)
        other._merge_into(parts[0])
        self.assertEqual(other.duplicate_of_id, parts[0])
        parts[1]._merge_into(parts[2])
        self.assertEqual(parts[1].state, "merged")
        self.assertFalse(parts[1].is_observation)

    def test_the_letter_whose_repeats_were_merged_is_split(self):
        letter, repeat = self._create_letter(), self._create_letter()
        repeat._merge_into(letter)
        self._split_letter(letter)
        self.assertEqual(letter._get_letter_recipients(), letter | repeat)
        self.assertEqual(letter.part_ids[0]._get_letter_recipients(), letter | repeat)
        repeat.action_unmerge()
        self.assertEqual(repeat.state, "received")

    def test_closing_the_letter_closes_its_points(self):
        letter, parts = self._split_letter()
        with self.assertRefused(exception=ValidationError):
            letter.action_close()
        letter.response_expected = False
        letter.action_close()
        self.assertEqual(letter.state, "split")
        self.assertEqual(set(parts.mapped("state")), {"closed"})
        letter.action_reopen()
        self.assertEqual(set(parts.mapped("state")), {"received"})

    def test_a_letter_is_deleted_with_its_points(self):
        letter, parts = self._split_letter()
        with self.assertRefused(parts[0].reference):
            parts[0].with_user(self.user_manager).unlink()
        with self.assertRaises(AccessError):
            letter.unlink()
        letter.with_user(self.user_manager).unlink()
        self.assertFalse((letter | parts).exists())

    def test_the_author_of_a_letter_is_forgotten_with_it(self):
        letter, parts = self._split_letter()
        letter.response_expected = False
        parts[2].with_user(self.user_manager).action_anonymise()
        for record in letter | parts:
            self.assertTrue(record.date_anonymised)
            self.assertFalse(record.contributor_name or record.contributor_email)
            self.assertTrue(record.verbatim)
        waiting, _parts = self._split_letter()
        with self.assertRefused(waiting.part_ids[0].reference):
            waiting.with_user(self.user_manager).action_anonymise()

    def test_the_batches_forget_whole_letters(self):
        letters = self._create_letter() | self._create_letter()
        for letter in letters:
            self._split_letter(letter)
        # sudo: a day that has come.
        self.program.sudo().date_retention = self.company._plpdma_get_today()
        done, left = self._run_as_cron(
            "ir_cron_anonymise",
            lambda env: env["plpdma.contribution"]._cron_anonymise(batch_size=3),
        )
        self.assertGreater(done, 0)
        self.assertEqual(left, 0)
        self.env.invalidate_all()
        self.assertTrue(all((letters | letters.part_ids).mapped("date_anonymised")))

    def test_one_reminder_a_letter(self):
        letter = self._create_letter(
            date_received=self.company._plpdma_get_today() - timedelta(days=90)
        )
        self._split_letter(letter)
        single = self._create_contribution(
            date_received=self.company._plpdma_get_today() - timedelta(days=90)
        )
        for _again in range(2):
            self._run_as_cron(
                "ir_cron_remind_overdue",
                lambda env: env["plpdma.contribution"]._cron_remind_overdue(),
            )
            self.env.invalidate_all()
            self.assertEqual(len(letter.activity_ids), 1)
            self.assertEqual(len(single.activity_ids), 1)
            self.assertFalse(letter.part_ids.activity_ids)

    # ------------------------------------------------------------------
    # Who reads what
    # ------------------------------------------------------------------
    def test_an_elu_who_covers_a_point_reads_no_more(self):
        letter, parts = self._split_letter(
            self._create_letter(
                territory_id=self.places[0].id,
                theme_ids=[Command.set(self.themes[0].ids)],
            )
        )
        parts[1].territory_id = self.places[1]
        parts[2].territory_id = False
        mandates = self.env["plpdma.mandate"]
        mandates.search([("program_id", "=", self.program.id)]).unlink()
        mandate = mandates.create(
            {
                "program_id": self.program.id,
                "partner_id": self.user_elected.partner_id.id,
                "territory_ids": [Command.set(self.places[1].ids)],
            }
        )
        self.env.flush_all()
        everything = letter | parts
        seen = self.agent_env["plpdma.contribution"].with_user(self.user_elected)

        def search():
            self.env.invalidate_all()
            return seen.search([("id", "in", everything.ids)])

        self.assertEqual(search(), parts[1].with_user(self.user_elected))
        words = str(search().read())
        self.assertIn(REQUESTS[1], words)
        self.assertNotIn(REQUESTS[0], words)
        self.assertNotIn("Bonjour", words)
        self.assertEqual(search().letter_reference, letter.reference)
        for path in ("whole_id", "part_ids", "whole_id.verbatim", "quote_start"):
            with self.subTest(path), self.assertRaises(AccessError):
                seen.search([(path, "!=", False)])
        # The same when the mandate changes as when the letters do.
        mandate.territory_ids = self.places[0]
        self.assertEqual(
            set(search().ids),
            set((everything - parts[1]).ids),
            "A silent point follows",
        )
        letter.territory_id = self.places[1]
        self.assertEqual(set(search().ids), set((parts - parts[1] - parts[2]).ids))
