"""Anybody may write anybody's address in a public form."""

from email.utils import parseaddr

from freezegun import freeze_time

from odoo.tests import tagged

from ...models.contribution.plpdma_contribution_receipt import RECEIPTS_PER_DAY
from ...tools.addresses import get_display_name, get_mailbox
from ..platform.delivery_common import DeliveryCase
from .public_common import PublicCase

VICTIM = "victime@p.example"
# What a name is not.
SPAM = (
    "Appelez le 0899 00 00 00 pour confirmer",
    "Gagnez sur http://evil.example",
    "cliquez evil.example/gagner",
    "evil.example",
    "www.evil.fr",
    "autre@evil.example",
    "autre＠evil．example",
    "Max\u200bEssai",
    "Max\u202eiassE",
    "Max\x07Essai",
    "Max <x>",
    "M" * 101,
)


@tagged("post_install", "-at_install", "plpdma")
class TestReceiptLimit(DeliveryCase):
    def _receive(self, count, email=VICTIM):
        """:return: contributions, each received for itself"""
        contributions = self._authors(*[email] * count)
        with self.mock_mail_gateway():
            for contribution in contributions:
                contribution._send_receipt()
        return contributions

    def test_so_many_a_day_and_no_more(self):
        contributions = self._receive(RECEIPTS_PER_DAY + 15)
        self.assertEqual(len(self._new_mails), RECEIPTS_PER_DAY)
        told = contributions[:RECEIPTS_PER_DAY]
        held = contributions - told
        self.assertEqual(set(told.receipt_id.mapped("state")), {"queued"})
        self.assertEqual(len(held.receipt_id), len(held), "Each is noted")
        for contribution in held:
            self.assertEqual(contribution.state, "received")
            self.assertEqual(contribution.receipt_id.state, "failed")
            self.assertTrue(contribution.receipt_lost)
            self.assertIn("several messages", contribution.receipt_reason)
        self.assertFalse(self._get_alerts(contributions), "Nobody has to see to it")
        self._receive(1, "autre@p.example")
        self.assertEqual(len(self._new_mails), 1, "Others are told")
        with freeze_time("2099-01-03 10:00:00"):
            self._receive(1)
        self.assertEqual(len(self._new_mails), 1, "Another day")

    def test_in_one_batch(self):
        contributions = self._authors(*[VICTIM] * 8, "b@p.example")
        with self.mock_mail_gateway():
            told = contributions._send_receipt()
        self.assertEqual(told, contributions[:5] | contributions[-1:])
        self.assertEqual(len(self._new_mails), 6)

    def test_spellings_of_one_mailbox(self):
        for spelling in ("v.i.ctime+1@gmail.com", "VICTIME+2@gmail.com"):
            self.assertEqual(get_mailbox(spelling), "victime@gmail.com")
        for one, other in (
            ("victime@gmail.com", "victime@googlemail.com"),
            ("victime@p.example", '"victime"@p.example'),
            ("victime@éxemple.fr", "victime@xn--xemple-9ua.fr"),
        ):
            self.assertEqual(get_mailbox(one), get_mailbox(other))
        self.assertEqual(get_mailbox("v.i@p.example"), "v.i@p.example")
        self.assertEqual(get_mailbox("+@p.example"), "+@p.example")
        emails = [f"victime+{number}@p.example" for number in range(8)]
        with self.mock_mail_gateway():
            self.assertEqual(len(self._authors(*emails)._send_receipt()), 5)

    def test_name_that_is_none(self):
        for name in SPAM:
            with self.subTest(name=name):
                self.assertEqual(get_display_name(name), "")
                contribution = self._create_contribution(
                    contributor_name=name, contributor_email=VICTIM
                )
                self.assertEqual(contribution._get_answer_email_formatted(), VICTIM)
        for name in ("Zoé Lefèvre", "Mme M. d'Été-Roche", "Max  Essai\n", "王芳"):
            with self.subTest(name=name):
                shown = get_display_name(name)
                self.assertEqual(shown, " ".join(name.split()))
                contribution = self._create_contribution(
                    contributor_name=name, contributor_email=VICTIM
                )
                self.assertEqual(
                    parseaddr(contribution._get_answer_email_formatted()),
                    (shown, VICTIM),
                )


@tagged("post_install", "-at_install", "plpdma")
class TestReceiptLimitOnline(PublicCase):
    """The public form, for an address that somebody else writes there."""

    def test_form_is_taken_and_says_what_is_true(self):
        words = []
        for number in range(RECEIPTS_PER_DAY + 2):
            response = self._fill_in(
                contributor_email=VICTIM,
                contributor_name="Gagnez sur http://evil.example",
                verbatim=f"Un composteur {number}.",
            )
            self.assertEqual(response.status_code, 200)
            words.append(self._text(response.text))
        made = self._get_new()
        self.assertEqual(len(made), RECEIPTS_PER_DAY + 2, "Each is registered")
        on_their_way = ["on their way" in text for text in words]
        self.assertEqual(on_their_way, [True] * RECEIPTS_PER_DAY + [False] * 2)
        for text in words[RECEIPTS_PER_DAY:]:
            self.assertIn("were not sent to your e-mail address", text)
            self.assertNotIn("You gave no e-mail address", text)
        receipts = self.env["mail.mail"].search([("email_to", "ilike", VICTIM)])
        self.assertEqual(len(receipts), RECEIPTS_PER_DAY)
        self.assertEqual(set(receipts.mapped("email_to")), {VICTIM})
        for receipt in receipts:
            self.assertNotIn("evil", f"{receipt.subject}{receipt.body_html}")
