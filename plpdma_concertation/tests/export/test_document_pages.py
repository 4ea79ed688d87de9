"""The documents that are sent as they are: how long, what they quote, what is told
once."""

import io
from unittest import SkipTest

from odoo.fields import Command
from odoo.tests import HttpCase, TransactionCase, tagged
from odoo.tools import mute_logger
from odoo.tools.pdf import PdfFileReader

from ...export.publication_groups import get_groups
from .documents_common import DocumentCase

MOST_PAGES = 12
LONG = "Une longue histoire de compost. " * 20


@tagged("post_install", "-at_install", "plpdma")
class TestDocumentLength(HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.program = cls.env.ref("plpdma_concertation.program_demo", False)
        if not cls.program:
            raise SkipTest("No demonstration data")
        if cls.env["ir.actions.report"].get_wkhtmltopdf_state() == "install":
            raise SkipTest("No PDF engine")

    def test_bilan_of_the_demonstration(self):
        """It is read in a meeting: twelve pages, no more."""
        self.env.flush_all()
        reports = self.env["ir.actions.report"].with_user(
            self.env.ref("base.user_admin")
        )
        # The packaged engine complains of the cryptography that it does not use.
        with mute_logger("odoo.addons.base.models.ir_actions_report"):
            content, kind = reports.with_context(
                force_report_rendering=True, lang="fr_FR"
            )._render_qweb_pdf("plpdma_concertation.report_bilan", self.program.ids)
        self.assertEqual(kind, "pdf")
        pages = len(PdfFileReader(io.BytesIO(content)).pages)
        self.assertTrue(1 < pages <= MOST_PAGES, pages)


@tagged("post_install", "-at_install", "plpdma")
class TestQuotes(DocumentCase, TransactionCase):
    """The report quotes whole texts or none, between quotation marks, each once."""

    def test_whole_or_not_at_all(self):
        self._create_contributions(
            {
                "session_id": self.consultation.id,
                "theme_ids": [Command.set(self.theme.ids)],
                "stance": "favourable",
                "verbatim": LONG,
            }
        )
        text = self._text("report_bilan", self.program)
        self.assertIn("“Oui à l'école élémentaire.” (", text)
        self.assertNotIn("Une longue histoire", text)
        self.assertNotIn("…", text)
        self.assertIn("and 1 more, in the table of the observations", text)

    def test_once(self):
        """What is about two themes is quoted under the first of them, and an answer
        does not repeat it."""
        other = self.env["plpdma.theme"].create({"name": "Écoles"})
        self.answered.theme_ids |= other
        text = self._text("report_bilan", self.program)
        self.assertIn("Écoles (1)", text)
        self.assertEqual(text.count("Oui à l'école élémentaire."), 1)


@tagged("post_install", "-at_install", "plpdma")
class TestGroups(DocumentCase, TransactionCase):
    """The table tells each answer once, and under it what it answers."""

    def _build_world(self):
        super()._build_world()
        self.also = self._create_contribution(
            session_id=self.consultation.id,
            channel="letter",
            territory_id=self.env["plpdma.territory"]
            .create({"name": "Val-Fictif", "insee_code": "99001"})
            .id,
            verbatim="Des gobelets lavables aux fêtes.",
        )
        self.both = self._create_response(
            self.also | self.against,
            "partial",
            state="sent",
            motivation="<p>Le stock est compté.</p>",
            change="Action 3 : mille gobelets.",
        )
        self.both.action_publish()

    def test_groups(self):
        env = self.agent_env
        groups = get_groups(env, [("program_id", "=", self.program.id)])
        told = [
            (group["number"], [row["reference"] for row in group["rows"]])
            for group in groups
        ]
        self.assertEqual(len(told), 3)
        self.assertEqual([number for number, _rows in told], [1, 2, None])
        by_answer = {frozenset(rows) for _number, rows in told}
        self.assertEqual(
            by_answer,
            {
                frozenset(self.answered.mapped("reference")),
                frozenset((self.also | self.against).mapped("reference")),
                frozenset(self.late.mapped("reference")),
            },
        )
        [group] = [one for one in groups if len(one["rows"]) == 2]
        self.assertIn("Le stock est compté.", group["response"])
        self.assertEqual(group["change"], "Action 3 : mille gobelets.")
        row = next(one for one in group["rows"] if "gobelets" in one["text"])
        self.assertEqual((row["channel"], row["territory"]), ("Letter", "Val-Fictif"))
        self.assertEqual(groups[-1]["decision"], "Awaiting an answer")
        self.assertIsNone(groups[-1]["response"])

    def test_printed_once(self):
        for name, record in (
            ("report_publication_table", self.program),
            ("report_synthesis", self.consultation),
        ):
            for user in (self.user_agent, self.user_elected):
                text = self._text(name, record, user)
                with self.subTest(name, user=user.login):
                    self.assertEqual(text.count("Le stock est compté."), 1)
                    self.assertEqual(text.count("Action 3 : mille gobelets."), 1)
                    self.assertIn("Letter", text)
                    self.assertIn("Val-Fictif", text)
                    for one in self.also | self.against:
                        self.assertIn(one.reference, text)

    def test_an_action_that_is_not_published_is_not_named(self):
        measure = self.env["plpdma.measure"].create(
            {"program_id": self.program.id, "code": "3", "name": "Gobelets"}
        )
        self.also.measure_ids = measure
        text = self._text("report_publication_table", self.program)
        self.assertNotIn("Gobelets", text)
        measure.sudo().is_published = True
        text = self._text("report_publication_table", self.program)
        self.assertIn("Gobelets", text)
