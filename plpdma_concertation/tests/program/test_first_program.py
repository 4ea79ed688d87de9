"""What an empty list says before there is any programme."""

from odoo.tests import tagged

from ..common import ConcertationCase

LISTS = (
    "action_plpdma_contribution",
    "action_plpdma_session",
    "action_plpdma_response",
    "action_plpdma_stakeholder",
)


@tagged("post_install", "-at_install", "plpdma")
class TestFirstProgram(ConcertationCase):
    def _read_help(self, user, name):
        action = self.env.ref(f"plpdma_concertation.{name}")
        return action.with_user(user).sudo(False)._get_action_dict()["help"] or ""

    def test_the_programme_comes_first(self):
        for name in LISTS:
            self.assertNotIn("Begin with", self._read_help(self.user_agent, name))
        self.env["plpdma.program"].search([]).active = False
        for name in LISTS:
            with self.subTest(name):
                told = self._read_help(self.user_agent, name)
                self.assertIn("Begin with a programme", told)
                self.assertIn("action_plpdma_program", told)

    def test_programmes_of_other_authorities_are_not_theirs(self):
        """An action is loaded as superuser, who sees them all."""
        self._create_other_company()
        self.program.search([("company_id", "=", self.company.id)]).active = False
        for name in LISTS:
            action = self.env.ref(f"plpdma_concertation.{name}")
            told = action.with_user(self.user_agent).sudo()._get_action_dict()["help"]
            self.assertIn("Begin with a programme", told)

    def test_who_only_reads_is_sent_nowhere(self):
        self.env["plpdma.program"].search([]).active = False
        told = self._read_help(self.user_elected, "action_plpdma_contribution")
        self.assertNotIn("Begin with", told)
