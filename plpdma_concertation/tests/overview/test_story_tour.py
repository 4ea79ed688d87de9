"""From an empty database to the public register: the days of an agent, in a browser,
with the sheets that people have and a real mail server."""

from odoo.tests import tagged
from odoo.tools import file_open

from ..contribution.mail_sink_common import MailSinkCase
from ..shared.import_sheets import (
    ELECTED,
    GROUPING,
    HEARD,
    LOST_ZERO,
    MEMBERS,
    PAPER,
    SHEETS,
    SheetsMixin,
)
from ..tour_common import TourCase

INVITED = {email for _name, email, _seat in MEMBERS.brings}
# Those who left an address, at the session or in a sheet.
WRITTEN = {
    "alix@saint-exemple.example",
    "jo@ressourcerie.example",
    "alix@fictif.example",
    "sam@fictif.example",
    "jo@autre.example",
    "lou@autre.example",
}


@tagged("post_install", "-at_install", "plpdma_browser")
class TestStoryTour(SheetsMixin, MailSinkCase, TourCase):
    """An authority that has nothing yet: no programme, no actor, no contribution."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fr_FR")
        company = cls.env["res.company"].create(
            {"name": "Syndicat du récit", "email": "dechets@recit.example"}
        )
        cls.env = cls.env(
            context=dict(cls.env.context, allowed_company_ids=company.ids, lang="fr_FR")
        )
        cls.agent, cls.manager = (
            cls._create_user(
                f"story_{group}",
                group,
                company_id=company.id,
                company_ids=company.ids,
                lang="fr_FR",
            )
            for group in ("group_user", "group_manager")
        )
        cls.beginner = company
        for sheet in SHEETS:
            path = f"plpdma_concertation/tests/data/import/{sheet.name}"
            with file_open(path, "rb") as file:
                cls.env["ir.attachment"].create(
                    {
                        "name": sheet.name,
                        "type": "binary",
                        "url": f"/plpdma_test/{sheet.name}",
                        "public": True,
                        "raw": file.read(),
                    }
                )

    def _find(self, model):
        """All that the authority has, under the agent's rights."""
        self.env.invalidate_all()
        model = self.env[f"plpdma.{model}"].with_user(self.agent)
        return model.search([("company_id", "=", self.beginner.id)])

    def _tell(self, tour, where, user=None):
        """One more part of the story, on the list of a model or on a record."""
        self.env.flush_all()
        is_model = isinstance(where, str)
        model = where if is_model else where._name.removeprefix("plpdma.")
        path = f"/odoo/action-plpdma_concertation.action_plpdma_{model}"
        self.start_tour(
            path if is_model else f"{path}/{where.id}",
            f"plpdma_story_{tour}",
            login=(user or self.agent).login,
        )

    def _check_import(self, sheet, records=None):
        """What a sheet brought, or told of, as the list of the imports has it."""
        self.env.invalidate_all()
        [log] = self.env["plpdma.import"].search([("file_name", "=", sheet.name)])
        records = records or log._get_records().sorted("id")
        self._check_sheet(sheet, records, log)
        return records

    def _receive(self):
        """What left since the last time, one message for each recipient."""
        messages = self._run_mail_queue()
        self.sink.envelopes.clear()
        self.env.invalidate_all()
        return {to: self._get_text(one, "html") for to, one in messages.items()}

    def test_from_nothing_to_the_register(self):
        for model in ("program", "stakeholder", "session", "contribution"):
            self.assertFalse(self._find(model))
        program = self._begin()
        session = self._invite(program)
        contributions = self._listen(session)
        self._answer(program, contributions)
        self._take_over(program)

    def _begin(self):
        self._tell("places", "territory", self.manager)
        places = self._check_import(GROUPING)
        self._check_import(LOST_ZERO, places[1:])
        self.assertEqual(places[1:].parent_id, places[0])
        self._tell("begin", "program")
        program = self._find("program")
        self.assertEqual((len(program), program.state), (1, "open"))
        self.assertEqual(program.body_ids.mapped("kind"), ["cces"])
        members = program.body_ids.stakeholder_ids
        self.assertEqual(members, self._find("stakeholder"))
        self.assertEqual(self._check_import(MEMBERS), members.sorted("id"))
        self._tell("elected", "stakeholder")
        self._check_import(ELECTED, members.sorted("id")[:2])
        self.assertEqual(members, self._find("stakeholder"))
        self.assertEqual(
            set(members.college_id.mapped("name")),
            {"Élus", "Associations et société civile"},
        )
        self.assertFalse(self._receive(), "Nobody was written to")
        return program

    def _invite(self, program):
        self._tell("invite", program)
        session = self._find("session")
        self.assertEqual(
            (session.state, session.body_id), ("planned", program.body_ids)
        )
        letters = self._receive()
        self.assertEqual(letters.keys(), INVITED)
        for letter in letters.values():
            self.assertIn("Première CCES", letter)
        self.assertEqual(set(session.participation_ids.mapped("delivery")), {"sent"})
        return session

    def _listen(self, session):
        # The day has come.
        self.env.cr.execute(
            """
            UPDATE plpdma_session
               SET date_start = date_start - interval '20 years',
                   date_stop = date_stop - interval '20 years'
             WHERE id = %s
            """,
            [session.id],
        )
        self.env.invalidate_all()
        self._tell("meet", session)
        self.env.invalidate_all()
        self.assertEqual(session.state, "held")
        self.assertEqual(
            {
                line.stakeholder_id.partner_id.name: line.attendance
                for line in session.participation_ids
            },
            {
                "Alix FICTIF": "present",
                "Sam INVENTÉ": "absent",
                "Jo EXEMPLE": "present",
            },
        )
        self.assertEqual(
            [
                (one.stakeholder_id.partner_id.name, one.kind, one.verbatim)
                for one in session.contribution_ids.sorted("id")
            ],
            [
                ("Alix FICTIF", "proposal", "Un broyeur par quartier."),
                ("Jo EXEMPLE", "need", "Des bacs plus grands."),
            ],
        )
        self._tell("import", "contribution")
        contributions = self._find("contribution")
        imported = [self._check_import(sheet) for sheet in HEARD]
        self.assertEqual(contributions, session.contribution_ids.union(*imported))
        self.assertEqual(set(contributions.mapped("moderation")), {"pending"})
        self._tell("moderate", session.program_id)
        self.env.invalidate_all()
        self.assertEqual(set(contributions.mapped("moderation")), {"accepted"})
        self.assertEqual(set(contributions.mapped("state")), {"received"})
        return contributions

    def _answer(self, program, contributions):
        self._tell("publish", program, self.manager)
        self.assertTrue(program.is_published)
        self._receive()
        self._tell("answer", "contribution", self.manager)
        response = self._find("response")
        self.assertEqual((response.state, response.published), ("sent", True))
        self.assertEqual(response.contribution_ids, contributions)
        self.assertEqual(response.arbiter_id, self.manager.partner_id)
        letters = self._receive()
        # One message for each author who has an address; the others get a letter.
        self.assertEqual(letters.keys(), WRITTEN)
        for letter in letters.values():
            self.assertIn("Le budget est voté", letter)
        numbers = {number for number, *_told in PAPER.brings}
        on_paper = contributions.filtered(lambda c: c.register_number in numbers)
        self.assertEqual(set(on_paper.mapped("delivery")), {"to_post"})
        self.assertEqual(set(on_paper.mapped("state")), {"in_review"})
        self.assertEqual(set((contributions - on_paper).mapped("state")), {"answered"})
        # A letter goes to an address: it is added where the paper tells none.
        on_paper.write({"contributor_city": "Val-Fictif"})
        self._tell("post", program)
        self.env.invalidate_all()
        self.assertEqual(set(contributions.mapped("state")), {"answered"})
        self._tell("figures", program)
        self.start_tour(f"/concertation/{program.id}", "plpdma_story_register")

    def _take_over(self, program):
        self._tell("take_over", "program")
        [following] = self._find("program") - program
        self.assertEqual((following.name, following.state), ("PLPDMA suivant", "open"))
        for name in ("objective", "negotiable", "non_negotiable", "elected_role"):
            self.assertEqual(following[name], program[name])
        self.assertEqual(following.body_ids.mapped("name"), ["CCES du récit"])
        actors = following.body_ids.stakeholder_ids
        self.assertEqual(actors.partner_id, program.body_ids.stakeholder_ids.partner_id)
        self.assertFalse(following.contribution_ids)
