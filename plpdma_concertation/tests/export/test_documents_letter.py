"""Documents on a letter that was split: each of its points says its number."""

from odoo.fields import Domain
from odoo.tests import tagged

from ..contribution.split_common import LETTER, REQUESTS, quote
from .documents_common import DocumentCase
from .publication_rows import get_rows


@tagged("post_install", "-at_install", "plpdma")
class TestDocumentsLetter(DocumentCase):
    def _build_world(self):
        super()._build_world()
        # sudo: each point is answered as soon as its response is sent.
        self.program.sudo().letter_waits = False
        accepted = {"moderation": "accepted", "session_id": self.consultation.id}
        self.letter = self._create_contribution(verbatim=LETTER, **accepted)
        self.points = self.letter._split([quote(words) for words in REQUESTS[1:3]])
        self.between = self._create_contribution(**accepted)
        self.points |= self.letter._split([quote(REQUESTS[0])])
        self.points.write({"moderation": "accepted", "confidentiality": "public"})

    def test_each_point_says_its_letter(self):
        domain = Domain("id", "in", (self.points | self.between).ids)
        for user in (self.user_agent, self.user_elected):
            rows = get_rows(self.env(user=user), domain)
            with self.subTest(user.login):
                self.assertEqual(
                    {row["reference"]: row["letter"] for row in rows},
                    {
                        **dict.fromkeys(
                            self.points.mapped("reference"), self.letter.reference
                        ),
                        self.between.reference: None,
                    },
                )

    def test_printed(self):
        response = self._create_response(self.points[0], state="sent")
        response.action_publish()
        words = f"a point of the letter {self.letter.reference}"
        alone = self._create_response(self.between, state="sent")
        alone.action_publish()
        for name, count in (
            ("report_publication_table", 3),
            ("report_synthesis", 3),
            ("report_bilan", 1),
        ):
            record = self.program
            if name == "report_synthesis":
                record = self.consultation
            text = self._text(name, record)
            with self.subTest(name):
                self.assertEqual(text.count(words), count)
