from odoo.tests import HttpCase, tagged

from odoo.addons.plpdma_concertation.tests.common import ConcertationCase

PARTNER_MANAGER = "base.group_partner_manager"


@tagged("post_install", "-at_install", "plpdma_browser")
class TestTours(ConcertationCase, HttpCase):
    """The main job in a browser, in French, as the people who do it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fr_FR")
        users = cls.user_agent | cls.user_manager
        users.write({"lang": "fr_FR"})
        cls.user_agent.group_ids |= cls.env.ref(PARTNER_MANAGER)

    def _start(self, action, tour, user):
        path = f"/odoo/action-plpdma_concertation.{action}"
        self.start_tour(path, tour, login=user.login)

    def test_plan_session(self):
        """An agent makes a session from the keyboard and plans it."""
        with self.mock_mail_gateway():
            self._start(
                "action_plpdma_session", "plpdma_plan_session", self.user_agent
            )
        session = self.env["plpdma.session"].search(
            [("program_id", "=", self.program.id)]
        )
        self.assertEqual(session.state, "planned")
        self.assertEqual(session.body_id, self.body)
        self.assertEqual(
            set(session.participation_ids.stakeholder_id.mapped("display_name")),
            {"Ressourcerie", "Bailleur"},
        )
        self.assertEqual(
            session.question_ids.mapped("name"),
            ["Où installer les composteurs partagés ?"],
        )
        self.assertEqual(
            set(session.contribution_ids.mapped("verbatim")),
            {"Au pied de chaque immeuble.", "Près des jardins familiaux."},
        )
        self.assertIn(self.partners[0], session.calendar_event_id.partner_ids)

    def test_answer_together(self):
        """One response to several contributions: drafted and submitted by an agent,
        validated and sent by a manager, shown by the register."""
        contributions = self._create_contributions(
            *(
                {
                    "contributor_name": f"Habitante {number}",
                    "contributor_email": f"habitante{number}@val.example",
                    "verbatim": f"Il faut plus de composteurs, rue {number}.",
                }
                for number in range(1, 4)
            )
        )
        self._start(
            "action_plpdma_contribution", "plpdma_answer_together", self.user_agent
        )
        response = contributions.response_id
        self.assertEqual(response.contribution_ids, contributions)
        self.assertEqual(response.state, "submitted")
        with self.mock_mail_gateway():
            self._start(
                "action_plpdma_response", "plpdma_validate_and_send", self.user_manager
            )
        self.assertEqual(response.state, "sent")
        self.assertEqual(set(contributions.mapped("state")), {"answered"})
        self.assertEqual(len(self._new_mails), len(contributions))
        for mail in self._new_mails:
            self.assertIn("Le budget est voté", mail.body_html)
        self._start("action_plpdma_register", "plpdma_read_register", self.user_agent)
