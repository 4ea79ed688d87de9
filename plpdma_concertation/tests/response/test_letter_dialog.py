"""What is shown before the answers to the points of a letter leave."""

from odoo.tests import tagged
from odoo.tools import email_normalize, html2plaintext

from ..contribution.split_common import LETTER, REQUESTS, quote
from ..platform.mail_words import read_words
from .test_letter_delivery import LetterDeliveryCase


@tagged("post_install", "-at_install", "plpdma")
class TestLetterDialog(LetterDeliveryCase):
    def test_all_who_hear_of_it_are_shown_before_it_leaves(self):
        """Whoever signs the letter, whoever repeated it, and what leaves with it: as
        many, and the same words, as those that leave then."""
        letter = self._create_contribution(
            verbatim=LETTER,
            contributor_name="Camille Lettre",
            contributor_email="camille@lettre.example",
        )
        repeats = self._create_contributions(
            {"contributor_email": "voisin@p.example"},
            {"contributor_name": "Max Sans Adresse", "channel": "letter"},
        )
        for repeat in repeats:
            repeat._merge_into(letter)
        signs = self.agent_env["plpdma.contribution.author"].create(
            [
                {"contribution_id": letter.id, "email": "odette@p.example"},
                {"contribution_id": letter.id, "name": "Yvon Cosignataire"},
                {"contribution_id": letter.id, "email": "proposed@p.example"},
            ]
        )
        with self.mock_mail_gateway():
            signs[:2].action_confirm()
        parts = letter._split([quote(words) for words in REQUESTS[:2]])
        first, second = self._respond(*parts)

        def open_dialog(response):
            action = response.action_open_send()
            return self.agent_env[action["res_model"]].browse(action["res_id"])

        dialog = open_dialog(first)
        self.assertEqual((dialog.email_count, dialog.letter_count), (0, 0))
        self.assertIn(parts[0].reference, dialog.nothing_text)
        self.assertIn("proposed@p.example", dialog.nothing_text)
        self.assertFalse(first.delivery_contribution_ids, "Nothing is kept of it")
        self._send(first)
        dialog = open_dialog(second)
        self.assertEqual((dialog.email_count, dialog.co_author_count), (3, 1))
        self.assertEqual(dialog.letter_count, 2)
        for name in ("Max Sans Adresse", "Yvon Cosignataire"):
            self.assertIn(name, dialog.letter_names)
        shown = {}
        for _message in range(3):
            shown[dialog.preview_to] = html2plaintext(dialog.preview_body).strip()
            dialog.action_next()
        self.assertEqual(set(signs.mapped("delivery")), {"waiting", "none"})
        self._send(second)
        sent = {
            email_normalize(mail.email_to): read_words(mail.body_html)
            for mail in self._get_answers("@")
        }
        self.assertEqual(shown, sent)
        self.assertEqual(len(sent), 3)
        self.assertEqual(repeats.mapped("delivery"), ["queued", "to_post"])
