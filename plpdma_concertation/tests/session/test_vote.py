"""Quorum and votes: who has one, how many, and what is refused."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, TransactionCase, tagged

from .vote_common import VoteCase


@tagged("post_install", "-at_install", "plpdma")
class TestVoters(VoteCase, TransactionCase):
    def test_members_have_a_vote_guests_have_none(self):
        self.seats[1].write(
            {"membership": "permanent", "follow_scope": "Le compostage"}
        )
        self.seats[2].membership = "none"
        lines = self._hold("present", "present", "present", "present")
        session = lines[0].session_id
        self.assertEqual([line.has_vote for line in lines], [True, False, False, True])
        self.assertFalse(session.is_quorum_reached)
        self.assertIn("3 is not reached: 2 with a vote", session.quorum_text)
        self.assertIn(session.quorum_text, session.warnings)
        self.body.guests_vote = True
        self.assertEqual([line.has_vote for line in lines], [True, True, False, True])
        self.assertTrue(session.is_quorum_reached)
        self.assertIn("quorum of 3 is reached: 3 with a vote", session.quorum_text)
        self.assertNotIn(session.quorum_text, session.warnings or "")

    def test_neither_those_who_serve_nor_those_of_another_body(self):
        self.seats[0].body_ids = False
        lines = self._hold("present", "present", "present", "present")
        lines[1].capacity = "secretary"
        self.assertEqual([line.has_vote for line in lines], [False, False, True, True])

    def test_those_who_no_longer_sat_that_day(self):
        self.seats[0].date_end = "2020-12-31"
        self.seats[1].date_start = "2020-01-01"
        self.seats[2].date_start = "2099-01-01"
        lines = self._hold("present", "present", "present", "present")
        self.assertEqual([line.has_vote for line in lines], [False, True, False, True])

    def test_a_substitute_votes_in_the_absence_of_the_member(self):
        self.seats[1].write(
            {"membership": "substitute", "substitute_for_id": self.seats[0].id}
        )
        lines = self._hold("present", "present", "present")
        vote = self._vote(lines[0].session_id)
        self.assertEqual(self._counts(vote), (2, 0))
        lines[0].attendance = "excused"
        self.assertEqual(self._counts(vote), (2, 0))
        # The seat is taken: the member's proxy to another one counts no more.
        self._give(lines[0], self.partners[2])
        self.assertEqual(self._counts(vote), (2, 0))
        self.seats[1].substitute_for_id = False
        vote.recused_ids = lines[2]
        self.assertEqual(self._counts(vote), (0, 0))
        self.assertIn("Substitutes whose member", vote.session_id.warnings)

    def test_proxies_count_when_a_voter_holds_them(self):
        self.seats[3].membership = "none"
        lines = self._hold("present", "absent", "absent", "present")
        vote = self._vote(lines[0].session_id)
        self._give(lines[1], self.partners[0])
        self.assertEqual(self._counts(vote), (1, 1))
        # Given to somebody who has no vote.
        self._give(lines[2], self.fourth)
        self.assertEqual(self._counts(vote), (1, 1))

    def test_proxies_count_within_the_limit(self):
        self.body.proxy_limit = 2
        lines = self._hold("present", "absent", "absent")
        for line in lines[1:]:
            self._give(line, self.partners[0])
        vote = self._vote(lines[0].session_id)
        self.assertEqual(self._counts(vote), (1, 2))
        self.body.proxy_limit = 1
        other = self._vote(lines[0].session_id)
        self.assertEqual(self._counts(other), (1, 1))
        # What was counted then stays.
        self.assertEqual(self._counts(vote), (1, 2))

    def test_who_is_concerned_leaves(self):
        lines = self._hold("present", "absent", "present", "present")
        self._give(lines[1], self.partners[0])
        session = lines[0].session_id
        vote = self._vote(session, recused_ids=[Command.set(lines[0].ids)])
        self.assertEqual(self._counts(vote), (2, 0))
        self.assertIn("not reached: 2", vote.quorum_text)
        self.assertTrue(session.is_quorum_reached)
        # Said wherever the opinion is.
        self.assertIn("“Avis sur le projet”: The quorum of 3 is not", session.warnings)
        self.assertEqual(vote._describe()["flaws"], [vote.quorum_text])
        vote.recused_ids = False
        self.assertNotIn("quorum", session.warnings)
        self.assertFalse(vote._describe()["flaws"])
        vote.recused_ids = lines[0]
        stranger = self._hold("present")[0]
        with self.assertRefused(stranger.display_name, exception=ValidationError):
            vote.recused_ids = stranger

    def test_what_was_so_stays_so(self):
        lines = self._hold("present", "present", "present")
        session = lines[0].session_id
        vote = self._vote(session, count_for=3)
        self.seats[0].membership = "none"
        self.body.quorum = 12
        self.assertTrue(lines[0].has_vote)
        self.assertEqual((session.quorum, vote.voter_count), (3, 3))
        vote.count_abstention = 0
        # Before any vote, the list follows the sheets; a coming one, the body.
        other = self._create_meeting("invited", "invited")
        self.assertFalse(other[0].has_vote)
        self.assertEqual(other[0].session_id.quorum, 12)

    def test_no_quorum_is_asked_for(self):
        self.body.quorum = 0
        lines = self._hold("present")
        session = lines[0].session_id
        self.assertTrue(session.is_quorum_reached)
        self.assertIn("No quorum is asked for", session.quorum_text)
        self.assertFalse(session._describe_votes())


@tagged("post_install", "-at_install", "plpdma")
class TestVotes(VoteCase, TransactionCase):
    def _build_world(self):
        super()._build_world()
        self.lines = self._hold("present", "present", "absent", "present")
        self._give(self.lines[2], self.partners[0])
        self.session = self.lines[0].session_id

    def test_no_more_votes_than_voters(self):
        vote = self._vote(
            self.session, count_for=2, count_against=1, count_abstention=1
        )
        self.assertEqual((vote.voter_count, vote.result), (4, "favourable"))
        with self.assertRefused("5 votes", "4 may", exception=ValidationError):
            vote.count_no_part = 1
        with self.assertRefused("4 votes", "3 may", exception=ValidationError):
            self.lines[1].attendance = "excused"
        with self.assertRefused("4 votes", "3 may", exception=ValidationError):
            vote.recused_ids = self.lines[1]
        with self.assertRefused("4 votes", exception=ValidationError):
            self.lines[1].has_vote = False
        with self.assertRefused("6 votes", exception=ValidationError):
            self._vote(self.session, count_for=6)

    def test_what_the_figures_say(self):
        vote = self._vote(self.session, count_for=1, count_against=1)
        self.assertFalse(vote.result)
        # The chair's casting vote.
        vote.result = "unfavourable"
        vote.count_abstention = 1
        self.assertEqual(vote.result, "unfavourable")
        vote.count_for = 2
        self.assertEqual(vote.result, "favourable")
        vote.reservations = "Un coût publié."
        self.assertEqual(vote.result, "reserved")
        vote.write({"count_for": 0, "count_against": 2})
        self.assertEqual(vote.result, "unfavourable")

    def test_a_corrected_figure_keeps_what_was_chosen(self):
        """Who is ahead has not changed: the opinion said by hand stands."""
        vote = self._vote(self.session, count_for=2)
        self.assertEqual(vote.result, "favourable")
        vote.result = "reserved"
        vote.count_against = 1
        self.assertEqual(vote.result, "reserved")
        with Form(vote) as form:
            form.count_for = 3
            self.assertEqual(form.result, "reserved")
        self.assertEqual((vote.count_for, vote.result), (3, "reserved"))
        vote.write({"count_for": 0})
        self.assertEqual(vote.result, "unfavourable")

    def test_an_opinion_goes_with_the_figures_that_proposed_it(self):
        """Without any vote, what nobody chose is said of nobody; what was, stays."""
        noted = {"count_for": 2, "count_against": 1}
        erased = {"count_for": 0, "count_against": 0}
        for erase in (
            lambda vote: vote.action_call_roll(),
            lambda vote: vote.write(erased),
        ):
            proposed = self._vote(self.session, **noted)
            self.assertEqual(proposed.result, "favourable")
            erase(proposed)
            self.assertFalse(proposed.result)
            chosen = self._vote(self.session, **noted)
            chosen.result = "reserved"
            erase(chosen)
            self.assertEqual(chosen.result, "reserved")

    def test_only_in_a_session_held(self):
        [line] = self._create_meeting("invited")
        with self.assertRefused("not noted as held", exception=ValidationError):
            self._vote(line.session_id)
        self._vote(self.session)
        with self.assertRefused("Votes are noted", exception=ValidationError):
            self.session.action_back()
        alone = self._create_session(self.seats[:1], format="individual")
        with self.mock_mail_gateway():
            alone.action_plan()
            alone.action_hold()
        with self.assertRefused("of no body", exception=ValidationError):
            self._vote(alone)

    def test_final_minutes_lock_them(self):
        vote = self._vote(self.session, count_for=2)
        vote.action_call_roll()
        vote.action_others_for()
        self.session.write({"minutes": "<p>Dit.</p>", "minutes_state": "final"})
        before = len(self.session.vote_ids), vote.ballot_ids.ids
        for refused in (
            lambda: vote.write({"reservations": "Non."}),
            lambda: vote.unlink(),
            lambda: self._vote(self.session),
            lambda: vote.ballot_ids[0].write({"choice": "for"}),
            lambda: vote.ballot_ids[0].unlink(),
            lambda: vote.action_give_up_roll(),
            lambda: self.session.write({"quorum": 1}),
            lambda: self.session.write(
                {"vote_ids": [Command.create({"name": "Autre"})]}
            ),
            lambda: self.lines[1].write({"attendance": "excused"}),
            lambda: self.lines[1].write({"has_vote": False}),
            lambda: self.lines[1].unlink(),
        ):
            with self.assertRefused("final", exception=UserError):
                refused()
        # What changes nothing passes.
        self.lines[1].write({"attendance": "present", "rsvp": "accepted"})
        self.assertEqual((len(self.session.vote_ids), vote.ballot_ids.ids), before)
        self.session.minutes_state = "circulated"
        vote.reservations = "Un coût publié."

    def test_by_roll_call(self):
        vote = self._vote(self.session)
        vote.recused_ids = self.lines[3]
        vote.action_call_roll()
        vote.action_call_roll()
        # The holder votes twice: for themselves, and for who gave them the proxy.
        self.assertEqual(
            vote.ballot_ids.participation_id,
            self.lines[0] | self.lines[1] | self.lines[2],
        )
        ballots = vote.ballot_ids.grouped("participation_id")
        self.assertIn("proxy", ballots[self.lines[2]].representation)
        self.assertEqual((vote.silent_count, vote.count_for), (3, 0))
        self.assertFalse(vote.uncalled_count)
        vote.recused_ids = False
        self.assertEqual(vote.uncalled_count, 1)
        vote.recused_ids = self.lines[3]
        ballots[self.lines[1]].choice = "against"
        vote.action_others_for()
        self.assertEqual(
            (vote.count_for, vote.count_against, vote.silent_count, vote.result),
            (2, 1, 0, "favourable"),
        )
        with self.assertRefused("those of the names", exception=ValidationError):
            vote.count_for = 1
        with self.assertRefused("No vote in", exception=ValidationError):
            vote.write(
                {"ballot_ids": [Command.create({"participation_id": self.lines[3].id})]}
            )
        with self.assertRefused("3 votes", exception=ValidationError):
            self.lines[1].attendance = "excused"
        with self.assertRefused("Their vote is noted"):
            self.lines[1].unlink()
        vote.action_give_up_roll()
        self.assertEqual((vote.count_for, vote.count_against), (2, 1))
        self.assertFalse(vote.ballot_ids)

    def test_a_roll_call_is_over_before_the_minutes_are_final(self):
        vote = self._vote(self.session)
        vote.action_call_roll()
        vote.ballot_ids[0].choice = "for"
        self.assertIn("3 of 4", self.session.warnings)
        self.assertIn("3 of 4", vote._describe()["flaws"][0])
        with self.assertRefused("a roll call is not over", exception=ValidationError):
            self.session.write({"minutes": "<p>Dit.</p>", "minutes_state": "final"})
        self.session.write({"minutes": "<p>Dit.</p>", "minutes_state": "circulated"})
        vote.action_others_for()
        self.assertNotIn("roll call", self.session.warnings)
        self.session.minutes_state = "final"
        self.assertEqual(vote.count_for, 4)

    def test_a_quorum_is_not_chosen_after_the_vote(self):
        self.session.quorum = 2
        vote = self._vote(self.session, count_for=2)
        with self.assertRefused("under a quorum of 2", exception=UserError):
            self.session.quorum = 0
        # What changes nothing passes.
        self.session.quorum = 2
        vote.unlink()
        self.session.quorum = 0
        self.assertEqual(self.session.quorum, 0)

    def test_a_vote_stays_where_it_was_held(self):
        vote = self._vote(self.session)
        other = self._hold("present")[0].session_id
        with self.assertRefused("stays in the session"):
            vote.session_id = other

    def test_nobody_else_notes_votes(self):
        vote = self._vote(self.session)
        vote.action_call_roll()
        self.session.facilitator_id = self.user_facilitator.partner_id
        for user in (self.user_elected, self.user_facilitator):
            self.assertEqual(vote.with_user(user).count_for, 0)
            for refused in (
                lambda user=user: vote.with_user(user).write({"count_for": 1}),
                lambda user=user: vote.with_user(user).action_others_for(),
                lambda user=user: vote.with_user(user).action_call_roll(),
                lambda user=user: vote.with_user(user).action_give_up_roll(),
            ):
                with self.assertRaises(AccessError):
                    refused()
