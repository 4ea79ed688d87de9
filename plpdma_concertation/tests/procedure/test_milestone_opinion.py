"""The opinion of the CCES, carried to its milestone."""

from odoo.exceptions import ValidationError
from odoo.tests import TransactionCase, tagged

from .milestone_common import MilestoneCase


@tagged("post_install", "-at_install", "plpdma")
class TestMilestoneOpinion(MilestoneCase, TransactionCase):
    def _build_world(self):
        super()._build_world()
        self.actors.membership = "member"
        self.session = self._create_cces_session(actors=self.actors)
        self.session.participation_ids.attendance = "present"
        self.milestone = self._create_milestone(
            "cces_opinion", session_id=self.session.id
        )

    def _vote(self, **vals):
        return self.agent_env["plpdma.session.vote"].create(
            {"session_id": self.session.id, "name": "Avis", **vals}
        )

    def test_the_only_vote_is_the_opinion(self):
        self.assertFalse(self.milestone.opinion_text)
        vote = self._vote(
            count_for=2,
            count_against=1,
            opinion="Avis favorable au projet.",
            reservations="Un coût publié.",
        )
        self.assertEqual(self.milestone.vote_id, vote)
        self.assertEqual(self.milestone.opinion_result, "reserved")
        day = self.milestone._format(self.milestone.date_done)
        text = self.milestone.opinion_text
        for told in (
            day,
            "Favourable with reservations (For: 2, Against: 1, Abstentions: 0",
            "Avis favorable au projet.",
            "Reservations: Un coût publié.",
        ):
            self.assertIn(told, text)
        vote.write({"count_for": 0, "reservations": False})
        self.assertIn("Unfavourable", self.milestone.opinion_text)

    def test_what_weakens_it_goes_with_it(self):
        self.session.quorum = len(self.actors)
        vote = self._vote(count_for=1)
        self.assertNotIn("quorum", self.milestone.opinion_text)
        vote.recused_ids = self.session.participation_ids[0]
        self.assertIn("is not reached", self.milestone.opinion_text)
        self.assertIn("is not reached", self.milestone._get_opinion())
        vote.action_call_roll()
        self.assertIn("The roll call is not over", self.milestone.opinion_text)

    def test_what_is_written_is_quoted_after_what_was_voted(self):
        self.assertFalse(self.milestone._get_opinion())
        self.milestone.opinion = "<p>Débat nourri.</p>"
        self.assertEqual(self.milestone._get_opinion(), "<p>Débat nourri.</p>")
        self._vote(count_for=3, opinion="Avis <favorable>.")
        voted, written = self.milestone._get_opinion().split("<p>Débat")
        self.assertIn("Avis &lt;favorable&gt;.", voted)
        self.assertEqual(written, " nourri.</p>")

    def test_several_votes_are_chosen_from(self):
        first = self._vote(count_for=3)
        self.assertEqual(self.milestone.vote_id, first)
        second = self._vote(name="Bilan", count_for=2)
        self.assertEqual(self.milestone.vote_id, first)
        self.milestone.vote_id = second
        self.assertIn("For: 2", self.milestone.opinion_text)
        other = self._create_cces_session(days=-5, actors=self.actors)
        elsewhere = self.agent_env["plpdma.session.vote"].create(
            {"session_id": other.id, "name": "Ailleurs"}
        )
        with self.assertRefused("was not voted in", exception=ValidationError):
            self.milestone.vote_id = elsewhere
        # Another meeting has its own.
        self.milestone.session_id = other
        self.assertEqual(self.milestone.vote_id, elsewhere)

    def test_no_opinion_where_none_is_asked_for(self):
        self._vote(count_for=3)
        for kind in ("draft_adoption", "deliberation"):
            self.assertFalse(self._create_milestone(kind).opinion_text)

    def test_elus_read_it(self):
        self._vote(count_for=3)
        milestone = self.milestone.with_user(self.user_elected)
        self.assertIn("Favourable", milestone.opinion_text)
