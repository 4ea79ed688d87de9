from odoo.tests import tagged

from ..shared.import_common import ImportCase
from ..tour_common import TourCase


@tagged("post_install", "-at_install", "plpdma_browser")
class TestTours(ImportCase, TourCase):
    """The main job in a browser, in French, as the people who do it."""

    def _start(self, action, tour, user):
        path = f"/odoo/action-plpdma_concertation.{action}"
        self.start_tour(path, tour, login=user.login)

    def test_plan_session(self):
        """An agent makes a session from the keyboard and plans it."""
        with self.mock_mail_gateway():
            self._start("action_plpdma_session", "plpdma_plan_session", self.user_agent)
        session = self.env["plpdma.session"].search(
            [("program_id", "=", self.program.id), ("format", "=", "collective")]
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

    def test_take_the_theme_proposed(self):
        """An agent finds a contribution by its words, and takes the theme proposed."""
        theme = self.env["plpdma.theme"].create(
            {
                "name": "Essai de compost",
                "company_id": self.company.id,
                "keywords": "compost / composteur",
            }
        )
        self.program.theme_ids = theme
        one = self._create_contribution(verbatim="Des COMPOSTEURS, des végétaux.")
        self._create_contribution(verbatim="Un bac jaune.")
        self._start("action_plpdma_contribution", "plpdma_take_theme", self.user_agent)
        self.assertEqual(one.theme_ids, theme)

    def _serve(self, name, content):
        """Give a file an address, from which the browser takes it."""
        self.env["ir.attachment"].create(
            {
                "name": name,
                "type": "binary",
                "url": f"/plpdma_test/{name}",
                "public": True,
                "raw": content,
            }
        )

    def test_import_modifies_what_exists(self):
        """What exists is modified once the agent agreed, by name and by number."""
        known = self._create_contribution(reference="REG-1", verbatim="Avant")
        content = "Reprise du registre;\n;\nRéférence;Texte reçu\nREG-1;Après\n"
        self._serve("updates.csv", content.encode())
        self._start(
            "action_plpdma_contribution", "plpdma_import_updates", self.user_agent
        )
        self.assertEqual(known.verbatim, "Après")

    def test_import_contributions(self):
        """A file with bad rows changes nothing and says why; the right one is taken in
        whole."""
        for name in ("contributions", "contributions_bad"):
            self._serve(f"{name}.csv", self._read_test_file(f"{name}.csv"))
        rows = self._read_rows(self._read_test_file("contributions.csv"))
        self._start(
            "action_plpdma_contribution", "plpdma_import_contributions", self.user_agent
        )
        contributions = self.contributions.search(
            [("program_id", "=", self.program.id)]
        )
        self.assertEqual(len(contributions), len(rows))

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
        self.assertEqual(set(contributions.mapped("delivery")), {"queued"})
        # The agent who prepared the response is told of its validation besides.
        answers = self._new_mails.filtered(lambda m: m.model == contributions._name)
        self.assertEqual(len(answers), len(contributions))
        for mail in answers:
            self.assertIn("Le budget est voté", mail.body_html)
        self._deliver(response)
        self.assertEqual(set(contributions.mapped("state")), {"answered"})
        self._start("action_plpdma_register", "plpdma_read_register", self.user_agent)

    def test_first_programme(self):
        """From an empty screen to an opened programme, its CCES, a world café and the
        meeting of a retailer, following what the screens say."""
        company = self.env["res.company"].create({"name": "Syndicat débutant"})
        agent = self._create_user(
            "beginner",
            "group_user",
            company_id=company.id,
            company_ids=company.ids,
            lang="fr_FR",
        )
        with self.mock_mail_gateway():
            self._start("action_plpdma_program", "plpdma_first_programme", agent)
        program = self.env["plpdma.program"].search([("company_id", "=", company.id)])
        self.assertEqual(program.state, "open")
        self.assertEqual(program.body_ids.kind, "cces")
        cafe, meeting = program.session_ids.sorted("date_start")
        self.assertEqual({cafe.state, meeting.state}, {"planned"})
        self.assertEqual(cafe.body_id, program.body_ids)
        self.assertEqual(
            cafe.technique_id,
            self.env.ref("plpdma_concertation.plpdma_technique_world_cafe"),
        )
        self.assertEqual(meeting.format, "individual")
        self.assertEqual(
            meeting.participation_ids.stakeholder_id, program.stakeholder_ids
        )

    def test_two_tabs(self):
        """The second save of a text that binds shows both, and one chooses."""
        response = self._create_response()
        action = self.env.ref("plpdma_concertation.action_plpdma_response")
        self.start_tour(
            f"/odoo/action-{action.id}/{response.id}",
            "plpdma_two_tabs",
            login=self.user_agent.login,
        )
        self.assertIn("Seconds mots ici.", response.motivation)
        self.assertEqual(response.state, "submitted")
