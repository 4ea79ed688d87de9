"""The points of a letter are answered, each by its response, and so is the letter."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..contribution.split_common import REQUESTS, SplitCase, quote


@tagged("post_install", "-at_install", "plpdma")
class TestSplitAnswer(SplitCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Each point is answered as soon as its response is sent.
        cls.program.sudo().letter_waits = False

    def test_the_letter_takes_no_response(self):
        letter, parts = self._split_letter()
        with self.assertRefused(letter.reference, exception=ValidationError):
            self._create_response(letter)
        with self.assertRefused(letter.reference, exception=ValidationError):
            letter.action_answer()
        draft = self._create_response(parts[0])
        with self.assertRefused(letter.reference, exception=ValidationError):
            draft.contribution_ids = [Command.link(letter.id)]
        with self.assertRefused(letter.reference, exception=ValidationError):
            letter.response_id = draft
        with self.assertRefused(letter.reference, exception=ValidationError):
            letter.response_ids = [Command.link(draft.id)]

    def test_splitting_takes_it_from_its_drafts(self):
        letter = self._create_letter()
        draft = self._create_response(letter, motivation="<p>Déjà écrit.</p>")
        self._split_letter(letter)
        self.assertFalse(letter.response_ids)
        self.assertIn("Déjà écrit", draft.motivation)
        for state in ("submitted", "validated"):
            other = self._create_letter()
            self._create_response(other, state=state)
            with self.subTest(state), self.assertRefused():
                self._split_letter(other)
            self.assertFalse(other.part_ids)

    def test_it_is_answered_once_its_last_point_is(self):
        letter, parts = self._split_letter()
        self._create_response(parts[:2], state="sent")
        self.assertEqual(set(parts[:2].mapped("state")), {"answered"})
        self.assertFalse(letter.date_answered)
        parts[2].response_expected = False
        self._create_response(parts[3], state="sent")
        self.assertFalse(letter.date_answered)
        self.assertFalse(letter._is_letter_decided())
        last = self._create_response(parts[4:], state="validated")
        self.assertTrue(letter._is_letter_decided())
        self.assertFalse(letter.date_answered)
        with self.mock_mail_gateway():
            last.action_send()
        self.assertFalse(letter.date_answered, "Nothing has left yet")
        self._deliver(last)
        self.assertEqual(letter.date_answered, self.company._plpdma_get_today())
        self.assertEqual(letter.answer_channel, "email")
        self.assertEqual(letter.state, "split")

    def test_an_answer_that_comes_back_undoes_it(self):
        letter, parts = self._split_letter(requests=REQUESTS[:2])
        response = self._create_response(parts, state="sent")
        self.assertTrue(letter.date_answered)
        # sudo: the ledger is the system's.
        line = response.delivery_contribution_ids.delivery_id.sudo()
        line._settle("bounced")
        self.assertFalse(parts.filtered("date_answered"))
        self.assertFalse(letter.date_answered)

    def test_a_point_added_waits_for_its_answer(self):
        letter, parts = self._split_letter(requests=REQUESTS[:2])
        self._create_response(parts, state="sent")
        self.assertTrue(letter.date_answered)
        letter._split([quote(REQUESTS[2])])
        self.assertFalse(letter.date_answered)
        letter.part_ids.filtered("is_to_answer").action_join()
        self.assertTrue(letter.date_answered)

    def test_answered_by_telephone_on_all_of_it(self):
        letter, parts = self._split_letter()
        parts[0].action_note_answered("session")
        letter.action_note_answered("phone")
        self.assertEqual(parts.mapped("answer_channel"), ["session"] + ["phone"] * 5)
        self.assertTrue(letter.date_answered)
        letter.action_cancel_noted()
        self.assertFalse(any(parts.mapped("date_answered")))
        self.assertFalse(letter.date_answered)

    def test_by_telephone_those_who_repeated_it_are_not_forgotten(self):
        letter, repeat = self._create_letter(), self._create_letter()
        repeat._merge_into(letter)
        _letter, parts = self._split_letter(letter)
        for answered in (letter, parts, parts[0]):
            with self.subTest(len(answered)):
                with self.assertRefused(repeat.reference, letter.reference):
                    answered.action_note_answered("phone")
                self.assertFalse(any(parts.mapped("date_answered")))
        (letter | repeat).action_note_answered("phone")
        self.assertTrue(all((letter | repeat | parts).mapped("date_answered")))

    def test_joined_while_nothing_left_the_draft(self):
        letter, parts = self._split_letter()
        draft = self._create_response(parts[:2], motivation="<p>Déjà écrit.</p>")
        letter.action_join()
        self.assertEqual(letter.response_ids, draft, "It goes on with the letter")
        self.assertIn("Déjà écrit", draft.motivation)

        letter, parts = self._split_letter()
        drafts = self._create_response(parts[0]) | self._create_response(parts[1])
        letter.action_join()
        self.assertFalse(letter.response_ids or drafts.contribution_ids)
        self.assertEqual(len(drafts.exists()), 2)

        for state in ("submitted", "validated", "sent"):
            letter, parts = self._split_letter()
            self._create_response(parts[0], state=state)
            with self.subTest(state), self.assertRefused(parts[0].reference):
                letter.action_join()
            with self.subTest(state), self.assertRefused(parts[0].reference):
                parts[0].action_join()
            self.assertEqual(len(letter.part_ids), 6)
            parts[1].action_join()
            self.assertEqual(len(letter.part_ids), 5)

    def test_the_choice_for_a_response_offers_observations(self):
        letter, parts = self._split_letter(requests=REQUESTS[:2])
        field = self.env["plpdma.response"]._fields["contribution_ids"]
        self.assertIn("is_observation", field.domain)
        found = letter.search(
            [("program_id", "=", self.program.id), ("is_observation", "=", True)]
        )
        self.assertEqual(set(found), set(parts))

    def test_its_author_reads_each_point(self):
        letter, parts = self._split_letter(requests=REQUESTS[:3])
        self._create_response(parts[1], motivation="<p>Parce que.</p>", state="sent")
        # sudo: the page is given the letter in superuser mode.
        words = letter.sudo()._describe_followed()
        self.assertEqual(
            [point["text"] for point in words["points"]], list(REQUESTS[:3])
        )
        self.assertEqual(
            [len(point["answers"]) for point in words["points"]], [0, 1, 0]
        )
        self.assertIn("1 of 3", words["state"])
        self.assertFalse(words["answers"])
        self.assertEqual(parts[2].sudo()._describe_followed(), words)
        self.assertEqual(parts[0]._get_follow_url(), letter._get_follow_url())

    def test_on_the_portal_authors_read_their_points_alone(self):
        author, stranger = (
            self._create_user(
                name,
                partner_id=self.env["res.partner"].create({"name": name}).id,
                groups="base.group_portal",
            )
            for name in ("author", "stranger")
        )
        letter, parts = self._split_letter(
            self._create_letter(
                contributor_name=False,
                contributor_email=False,
                partner_id=author.partner_id.id,
            ),
            REQUESTS[:2],
        )
        self._create_response(parts[0], motivation="<p>Parce que.</p>", state="sent")
        everything = letter | parts
        points = letter.with_user(author)._describe_own_points()
        self.assertEqual([point["text"] for point in points], list(REQUESTS[:2]))
        self.assertEqual([len(point["answers"]) for point in points], [1, 0])
        mine = everything.with_user(author)._filtered_access("read")
        self.assertEqual(mine, everything)
        self.assertFalse(everything.with_user(stranger)._filtered_access("read"))
        with self.assertRaises(AccessError):
            letter.with_user(stranger)._describe_own_points()
        with self.assertRaises(AccessError):
            mine.read(["whole_id"])

    def test_who_deletes_what_was_answered(self):
        letter, parts = self._split_letter()
        self._create_response(parts[0], state="sent")
        with self.assertRefused(parts[0].reference, exception=UserError):
            letter.with_user(self.user_manager).unlink()
