"""Documents on what many sent: one sample and the number, as in the register."""

import io

from odoo.fields import Command, Domain
from odoo.tests import tagged

from ...export.export import Export, ExportOptions
from ..contribution.campaign_common import CampaignCase
from .documents_common import DocumentCase

TEXT = "Nous demandons une benne à l'entrée du bourg, pour les encombrants."


@tagged("post_install", "-at_install", "plpdma")
class TestDocumentsCampaign(CampaignCase, DocumentCase):
    def _build_world(self):
        super()._build_world()
        self.members = self._send_texts(
            *[TEXT] * 7,
            moderation="accepted",
            session_id=self.consultation.id,
            theme_ids=[Command.set(self.theme.ids)],
            stance="favourable",
        )
        self.members[5].moderation = "pending"
        self.members[6].confidentiality = "staff"
        self.campaign = self.agent_env["plpdma.campaign"].create(
            {
                "name": "Une benne",
                "program_id": self.program.id,
                "contribution_ids": [Command.set(self.members.ids)],
            }
        )

    def _print_all(self, user):
        return {
            name: self._text(name, record, user)
            for name, record in (
                ("report_publication_table", self.program),
                ("report_synthesis", self.consultation),
                ("report_bilan", self.program),
            )
        }

    def test_nothing_before_it_is_confirmed(self):
        for name, text in self._print_all(self.user_agent).items():
            with self.subTest(name):
                # The report quotes a text once.
                self.assertEqual(text.count(TEXT), 1 if name == "report_bilan" else 5)
                self.assertNotIn("similar message", text)

    def test_one_sample_and_the_number(self):
        self.campaign.action_confirm()
        for user in (self.user_agent, self.user_elected):
            for name, text in self._print_all(user).items():
                with self.subTest(name, user=user.login):
                    self.assertEqual(text.count(TEXT), 1)
                    self.assertIn("and 4 similar messages", text)
                    self.assertNotIn(self.campaign.name, text)

    def test_what_stands_beside_is_still_quoted(self):
        """A crowd does not take the room of the others."""
        self.campaign.action_confirm()
        others = self._send_texts(
            *(f"Une demande à part, la {word}." for word in ("une", "deux")),
            moderation="accepted",
            theme_ids=[Command.set(self.theme.ids)],
            stance="favourable",
        )
        text = self._text("report_bilan", self.program)
        for other in others:
            self.assertIn(other.verbatim, text)

    def test_the_files_hold_each_of_them(self):
        """Nothing is left out of what is reused."""
        self.campaign.action_confirm()
        self.env.flush_all()
        file = io.BytesIO()
        options = ExportOptions(
            kind="publication",
            format="csv",
            lang="en_US",
            program_id=self.program.id,
            company_ids=(self.company.id,),
        )
        Export(self.agent_env, options).write_to(file)
        text = file.getvalue().decode()
        for member in self.members[:5]:
            self.assertIn(member.reference, text)
        for member in self.members[5:]:
            self.assertNotIn(member.reference, text)

    def test_figures_count_each_of_them(self):
        self.campaign.action_confirm()
        figures = self.agent_env["plpdma.figures"]
        published = figures._count_published(Domain("program_id", "=", self.program.id))
        text = self._text("report_publication_table", self.program)
        self.assertIn(f"Public contributions: {published['received']}.", text)
        self.assertIn(f"Observations: {published['made']}.", text)
