"""From a letter to its answer, by keyboard alone and to a real mail server."""

from odoo.tests import tagged

from ..contribution.mail_sink_common import MailSinkCase
from ..contribution.split_common import REQUESTS, SplitTourCase


@tagged("post_install", "-at_install", "plpdma_browser")
class TestLetterTour(MailSinkCase, SplitTourCase):
    def test_six_requests_six_decisions_one_message(self):
        letter = self._create_letter()
        self._start(letter, "plpdma_letter_by_keyboard", user=self.user_manager)
        parts = letter._get_letter_parts()
        self.assertEqual(parts.mapped("verbatim"), list(REQUESTS))
        responses = parts.mapped("response_id")
        self.assertEqual(len(responses), 6)
        self.assertEqual(set(responses.mapped("state")), {"sent"})
        self.assertEqual(
            set(responses.mapped("decision")),
            {"not_retained", "out_of_scope", "information"},
        )
        self.assertFalse(letter.date_answered, "Nothing has left yet")
        for envelope in self.sink.envelopes:
            self.assertNotIn(letter.contributor_email, envelope.rcpt_tos)
        # What colleagues were told is another matter.
        self.sink.envelopes.clear()
        message = self._run_mail_queue()[letter.contributor_email]
        self.env.invalidate_all()
        self.assertTrue(letter.date_answered)
        self.assertEqual(set(parts.mapped("state")), {"answered"})
        body = self._get_text(message, "plain")
        places = []
        for part, request in zip(parts, REQUESTS, strict=True):
            answer = part.response_id.motivation.striptags()
            self.assertEqual(body.count(answer), 1)
            # Each after the point that it answers, in the order of the letter.
            places += [body.index(request), body.index(answer)]
        self.assertEqual(places, sorted(places))
