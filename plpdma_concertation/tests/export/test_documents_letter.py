"""Documents on a letter that was split: its number, then its points, in its order."""

from odoo.fields import Domain
from odoo.tests import tagged

from ...export.publication import get_rows
from ..contribution.split_common import LETTER, REQUESTS, quote
from .documents_common import DocumentCase


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
        # Later, of an earlier passage.
        self.points |= self.letter._split([quote(REQUESTS[0])])
        self.points.write({"moderation": "accepted", "confidentiality": "public"})
        self.in_order = self.points[2] | self.points[:2]

    def _get_rows(self, user=None, **kwargs):
        env = self.env(user=user or self.user_agent)
        domain = Domain("id", "in", (self.points | self.between).ids)
        return list(get_rows(env, domain, **kwargs))

    def test_the_points_stand_together_under_their_letter(self):
        heading = f"Letter {self.letter.reference} · observations below: 3"
        for user in (self.user_agent, self.user_elected):
            rows = self._get_rows(user, gathered=True)
            with self.subTest(user.login):
                self.assertEqual(
                    [row["reference"] for row in rows],
                    (self.in_order | self.between).mapped("reference"),
                )
                self.assertEqual(
                    [row["heading"] for row in rows], [heading, "", "", ""]
                )
                number = self.letter.reference
                self.assertEqual(
                    [row["letter"] for row in rows], [number, number, number, None]
                )
        # A file holds them in the order of their numbers, each with its letter.
        rows = self._get_rows()
        self.assertEqual(sum(row["letter"] is not None for row in rows), 3)
        self.assertNotIn("heading", rows[0])

    def test_only_what_is_published_is_counted(self):
        self.points[0].confidentiality = "staff"
        self.points[1].moderation = "pending"
        rows = self._get_rows(gathered=True)
        self.assertEqual(
            {row["reference"]: row["heading"] for row in rows},
            {
                self.points[2].reference: f"Letter {self.letter.reference} · "
                "observations below: 1",
                self.between.reference: "",
            },
        )

    def test_printed(self):
        response = self._create_response(self.points[0], state="sent")
        response.action_publish()
        alone = self._create_response(self.between, state="sent")
        alone.action_publish()
        for name, words in (
            ("report_publication_table", "observations below: 3"),
            ("report_synthesis", "observations below: 3"),
            ("report_bilan", f"a point of the letter {self.letter.reference}"),
        ):
            record = self.program
            if name == "report_synthesis":
                record = self.consultation
            text = self._text(name, record)
            with self.subTest(name):
                self.assertEqual(text.count(words), 1)
