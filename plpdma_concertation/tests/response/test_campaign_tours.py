"""From three hundred messages to their answer, by keyboard alone and to a real mail
server."""

import random
from collections import Counter

from odoo.tests import tagged

from ..contribution.campaign_common import CampaignCase
from ..contribution.mail_sink_common import MailSinkCase
from ..contribution.split_common import SplitTourCase
from ..tools.campaign_letters import ADDED, make_other, make_signed

SEED = 20261127
SENT = 300


@tagged("post_install", "-at_install", "plpdma_browser")
class TestCampaignTour(MailSinkCase, CampaignCase, SplitTourCase):
    def _build_world(self):
        texts = make_signed(SEED, SENT)
        # One of them says something besides.
        greeted, _signature = texts[-1].rsplit("\n\n", 1)
        texts[-1] = f"{greeted}\n\n{ADDED[0]}\n\nCordialement"
        self.members = self._send_texts(*texts)
        rng = random.Random(SEED)
        self.others = self._send_texts(*(make_other(rng) for _other in range(20)))
        self.campaign = self._detect()

    def _count_received(self):
        """How many messages each of the authors received."""
        self._send_queue()
        return Counter(
            recipient
            for envelope in self.sink.envelopes
            for recipient in envelope.rcpt_tos
            if recipient.endswith("@p.example")
        )

    def test_three_hundred_one_addition_one_answer(self):
        self.assertEqual(len(self.campaign), 1)
        self.assertEqual(self.campaign.contribution_ids, self.members)
        action = self.env.ref("plpdma_concertation.action_plpdma_campaign")
        self.start_tour(
            f"/odoo/action-{action.id}",
            "plpdma_campaign_by_keyboard",
            login=self.user_manager.login,
        )
        self.env.invalidate_all()
        message = self.members[-1]
        common, own = message._get_letter_parts()
        self.assertEqual(own.verbatim, ADDED[0])
        self.assertEqual(common.campaign_id, self.campaign)
        self.assertEqual(self.campaign.contribution_count, SENT)
        response = common.response_id
        self.assertEqual(response.contribution_ids, self.members[:-1] | common)
        self.assertEqual(response.state, "sent")
        # Their letter waits for its other point, and nobody else does.
        told = self._count_received()
        emails = self.members.mapped("contributor_email")
        self.assertEqual(told, Counter(emails[:-1]))
        addition = self._create_response(
            own, motivation="<p>Un ascenseur est prévu.</p>", state="validated"
        )
        addition.action_send()
        told = self._count_received()
        self.assertEqual(told, Counter(emails), "One message each, and to nobody else")
        self.assertEqual(told.total(), SENT)
        [envelope] = [
            one for one in self.sink.envelopes if one.rcpt_tos == [emails[-1]]
        ]
        body = self._get_text(self._read(envelope), "plain")
        places = [
            body.index(words)
            for words in (
                "Votre demande à tous est étudiée.",
                ADDED[0],
                "Un ascenseur est prévu.",
            )
        ]
        self.assertEqual(places, sorted(places))
        self.env.invalidate_all()
        everyone = self.members[:-1] | common | own
        self.assertEqual(set(everyone.mapped("state")), {"answered"})
        self.assertTrue(message.date_answered)
        self.assertFalse(self.others.filtered("date_answered"))
