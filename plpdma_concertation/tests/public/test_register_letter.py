"""The register of a letter: its points stand together, under it, in its order."""

from odoo.tests import tagged

from ..contribution.split_common import LETTER, REQUESTS, quote
from .test_public import PublicPageCase


@tagged("post_install", "-at_install", "plpdma")
class TestRegisterLetter(PublicPageCase):
    def _build_world(self):
        super()._build_world()
        # sudo: each point is answered as soon as its response is sent.
        self.program.sudo().letter_waits = False
        self.letter = self._create_contribution(verbatim=LETTER)
        self.points = self.letter._split([quote(words) for words in REQUESTS[1:4]])
        # Later, of an earlier passage.
        self.points |= self.letter._split([quote(REQUESTS[0])])
        self.single = self._create_contribution()
        self.in_order = self.points[3] | self.points[:3]

    def _read_letter(self):
        self.env.flush_all()
        tree = self._tree(self.register)
        name = f"Contribution {self.letter.reference}"
        [section] = [
            section
            for section in tree.xpath("//section[.//h2]")
            if " ".join(section.xpath("string(.//h2)").split()) == name
        ]
        return tree, [
            [" ".join(text.split()) for text in (article.xpath("string(.//h3)"),)]
            + [" ".join(article.text_content().split())]
            for article in section.xpath(".//article")
        ]

    def test_points_stand_under_their_letter(self):
        self._answer(self.points[0])
        tree, points = self._read_letter()
        self.assertEqual(
            [heading for heading, _words in points],
            [
                f"{request} {point.reference} · Point {rank} of 4"
                for rank, (point, request) in enumerate(
                    zip(self.in_order, REQUESTS, strict=False), 1
                )
            ],
        )
        for (_heading, words), request in zip(points, REQUESTS, strict=False):
            self.assertIn(request, words)
            self.assertNotIn("a passage of", words, "The heading says it")
        self.assertIn("La loi ne le permet pas.", points[1][1], "Each with its answer")
        self.assertIn("Awaiting an answer", points[0][1])
        alone = [" ".join(h.split()) for h in tree.xpath("//article/h2//text()")]
        self.assertIn(self.single.reference, alone)
        self.assertNotIn(self.points[0].reference, alone)

    def test_what_is_not_published_is_not_counted(self):
        self.points[1].confidentiality = "staff"
        self.points[2].moderation = "pending"
        _tree, points = self._read_letter()
        self.assertEqual(
            [heading for heading, _words in points],
            [
                f"{REQUESTS[0]} {self.points[3].reference} · Point 1 of 2",
                f"{REQUESTS[1]} {self.points[0].reference} · Point 2 of 2",
            ],
        )

    def test_its_page_says_of_which_letter(self):
        self.env.flush_all()
        words = self._words(f"{self.register}/{self.points[0].id}")
        self.assertIn(f"Point 2 of 4 · a passage of {self.letter.reference}", words)
        self.assertIn(self.points[3].reference, words)
