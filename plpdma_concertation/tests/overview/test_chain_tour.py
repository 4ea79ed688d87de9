"""From an inhabitant's sentence to what it changed, each step one click from the next,
and back: in a browser, and to a real mail server."""

from odoo.tests import tagged

from ..contribution.mail_sink_common import MailSinkCase
from ..contribution.split_common import quote
from ..public.public_common import PublicCase
from ..tour_common import TourCase

SENTENCE = "Un composteur au pied du bâtiment C."
EMAIL = "camille@chaine.example"


@tagged("post_install", "-at_install", "plpdma_browser")
class TestChainTour(MailSinkCase, PublicCase, TourCase):
    def _build_world(self):
        super()._build_world()
        self.measure = self.agent_env["plpdma.measure"].create(
            {
                "program_id": self.program.id,
                "code": "7",
                "name": "Composteurs partagés",
                "text_before": "Douze composteurs la première année.",
                "text_after": "Il y a dix-huit composteurs la première année.",
                "state": "running",
                "is_published": True,
            }
        )

    def _answer(self, letter):
        """Split what was sent, and answer its first point, which changes the action."""
        part, other = letter._split(
            [
                quote(words, letter.verbatim, **values)
                for words, values in (
                    (SENTENCE, {"measure_ids": self.measure.ids}),
                    (
                        "Et merci de tenir le site ouvert le samedi.",
                        {"measure_ids": []},
                    ),
                )
            ]
        )
        response = self._create_response(
            part,
            "retained",
            change="Dix-huit composteurs la première année.",
            measure_ids=self.measure.ids,
            state="validated",
        )
        thanks = self._create_response(other, "information", state="validated")
        (response | thanks).action_send()
        response.published = True
        return part

    def test_from_a_sentence_to_the_public_page(self):
        self.start_tour(self.home, "plpdma_chain_public")
        letter = self._get_new().filtered(lambda one: one.channel == "web")
        self.assertTrue(letter.follow_consent)
        self.assertEqual(letter.measure_ids, self.measure)
        letter = letter.with_user(self.user_agent)
        self._publish(letter)
        part = self._answer(letter)
        self._send_queue()
        self.env.invalidate_all()
        self.assertEqual(part.state, "answered")
        action = self.env.ref("plpdma_concertation.action_plpdma_contribution")
        self.start_tour(
            f"/odoo/action-{action.id}/{letter.id}",
            "plpdma_chain_staff",
            login=self.user_agent.login,
        )
        self.env.invalidate_all()
        self.assertEqual(self.measure.state, "done")
        # What leaves now is what became of the action.
        self.sink.envelopes.clear()
        message = self._run_mail_queue()[EMAIL]
        self.env.invalidate_all()
        [line] = self.env["plpdma.delivery"].search(
            [("purpose", "=", "measure"), ("measure_id", "=", self.measure.id)]
        )
        self.assertEqual(line.state, "sent")
        body = self._get_text(message, "html")
        page = self.measure.action_view_public_page()["url"]
        for link in (page, letter._get_follow_path(), letter._get_unfollow_path()):
            self.assertIn(f'{link}"', body)
        self.start_tour(page, "plpdma_chain_page")
