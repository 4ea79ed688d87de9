"""The home of participants, and their way from there to the answer."""

from odoo.tests import tagged

from ..tour_common import TourCase
from .participant_common import ParticipantCase
from .portal_common import HOME


@tagged("post_install", "-at_install", "plpdma_browser")
class TestPortalParticipantTour(ParticipantCase, TourCase):
    def test_reply_contribute_and_read_the_answer(self):
        self.start_tour(
            HOME,
            "plpdma_portal_reply_and_contribute",
            login=self.user_speaker.login,
        )
        self.assertEqual(self.invitation.rsvp, "accepted")
        sent = self._sent_by(self.user_speaker)
        self.assertEqual(sent.verbatim, "Un broyeur partagé entre voisins.")
        self.assertEqual(sent.question_id, self.coming.question_ids)
        self.assertEqual(sent.kind, "proposal")
        self.assertTrue(sent.name_consent)
        self.assertIn("Près de l'école.", sent.message_ids[0].body)


@tagged("post_install", "-at_install", "plpdma")
class TestPortalQueries(ParticipantCase):
    """The home stays light, whatever awaits on it."""

    # With what signing in and the layout of the portal ask.
    HOME_QUERIES = 90

    def _count(self, user):
        """Queries of the home, once everything that can be cached is."""
        self.env.flush_all()
        self._read(HOME, user)
        before = self.env.cr.sql_log_count
        self.url_open(HOME)
        return self.env.cr.sql_log_count - before

    def _add(self, count):
        for number in range(count):
            self._create_session(
                self.actors[:2], days=number + 3, name=f"Rencontre {number}"
            ).action_plan()
            self._create_response(
                self._create_contribution(partner_id=self.partners[0].id),
                state="submitted",
            )

    def test_home(self):
        users = (self.user_councillor, self.user_speaker, self.user_host)
        self._add(2)
        before = [self._count(user) for user in users]
        self._add(6)
        after = [self._count(user) for user in users]
        for user, first, second in zip(users, before, after, strict=True):
            with self.subTest(user=user.login):
                self.assertLessEqual(second, first)
                self.assertLessEqual(second, self.HOME_QUERIES)
