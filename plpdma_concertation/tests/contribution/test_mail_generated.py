"""Messages of each kind, through the gateway: each is registered once or rightly not at
all, its words equal to the letter."""

from collections import Counter
from datetime import datetime, timezone
from pathlib import Path

from odoo.tests import tagged
from odoo.tools import file_path

from ..tools.mail_samples import Samples
from .mail_common import CASES, MailPathCase, read_message

SEED = 13
COUNT = 200


@tagged("post_install", "-at_install", "plpdma")
class TestMailGenerated(MailPathCase):
    def test_each_message_is_registered_once_to_the_letter(self):
        # Many of them come from one agent, which Odoo takes for a loop.
        self.env["ir.config_parameter"].set_param("mail.gateway.loop.threshold", 1000)
        now = datetime.now(timezone.utc)
        samples = Samples(SEED, now, self.user_agent.email).make(COUNT)
        made = Counter()
        for sample in samples:
            with self.subTest(kind=sample.kind):
                contributions = self._deliver(sample.raw)
                again = self._deliver(sample.raw)
                made[bool(contributions)] += 1
                self.assertEqual(len(contributions), sample.words is not None)
                self.assertFalse(again, "Delivered twice, it makes one")
                if contributions:
                    self._check_sample(contributions, sample)
        self.assertEqual(sum(made.values()), COUNT)
        self.assertGreater(made[False], 10)

    def _check_sample(self, contribution, sample):
        self.assertEqual(contribution.verbatim, sample.words)
        self.assertFalse(contribution.intake_error)
        files = contribution.message_ids.attachment_ids
        original = files.filtered(lambda file: file.name == "message.eml")
        self.assertEqual(original.raw, sample.raw)
        self.assertLessEqual(set(sample.files), set(files.mapped("name")))
        is_forward = sample.kind.startswith("forward: ")
        self.assertEqual(contribution.author_to_confirm, is_forward)
        if is_forward:
            with self.mock_mail_gateway():
                contribution.action_confirm_author()
        self.assertEqual(contribution.contributor_name, sample.name)
        self.assertEqual(contribution.contributor_email, sample.email)
        self.assertIn(sample.note, contribution.internal_note or "")

    def test_inputs_that_failed(self):
        folder = Path(file_path("plpdma_concertation/tests/data/mail"))
        self.assertEqual({path.stem for path in folder.glob("cas_*.eml")}, CASES.keys())
        for name, words in CASES.items():
            with self.subTest(case=name):
                contribution = self._deliver(read_message(name))
                self.assertEqual(contribution.verbatim or None, words)
                self.assertFalse(contribution.intake_error)

    def test_wrong_charset_in_all_that_is_read(self):
        contribution = self._deliver(read_message("cas_cp1252_mislabelled"))
        self.assertEqual(contribution.summary, "Coût 20 € – l’été")
        raw = (
            "From: =?iso-8859-1?Q?L=92Oc=E9an?= <o@p.example>\n"
            "To: dechets@val.example\n"
            "Subject: Été à l’école\nMIME-Version: 1.0\n"
            'Content-Type: multipart/mixed; boundary="b"\n\n'
            "--b\nContent-Type: text/plain\n\nOui – déjà.\n"
            "--b\nContent-Type: application/pdf;\n"
            ' name="=?iso-8859-1?Q?l=92=E9t=E9.pdf?="\n'
            "Content-Disposition: attachment\n\n%PDF-1.4\n--b--\n"
        ).encode("cp1252")
        contribution = self._deliver(raw)
        self.assertEqual(contribution.contributor_name, "L’Océan")
        self.assertEqual(contribution.summary, "Été à l’école")
        self.assertEqual(contribution.verbatim, "Oui – déjà.")
        names = contribution.message_ids.attachment_ids.mapped("name")
        self.assertEqual(set(names), {"l’été.pdf", "message.eml"})

    def test_future_message_is_received_today(self):
        contribution = self._deliver(read_message("cas_date_2099"))
        self.assertEqual(contribution.date_received, self.program._get_today())
        self.assertIn("2099", contribution.date_written)
        self.assertNotIn("2099", contribution.reference)
