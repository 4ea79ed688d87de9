"""What the minutes say of the votes, and to whom."""

from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .vote_common import VoteCase


@tagged("post_install", "-at_install", "plpdma")
class TestVoteTold(VoteCase, HttpCase):
    def _build_world(self):
        super()._build_world()
        self.lines = self._hold("present", "present", "absent", "present")
        self._give(self.lines[2], self.partners[0])
        self.meeting = self.lines[0].session_id
        self.vote = self._vote(
            self.meeting,
            opinion="La commission donne un avis favorable.",
            reservations="Un coût publié.",
            recused_ids=[Command.set(self.lines[3].ids)],
        )
        self.vote.action_call_roll()
        ballots = self.vote.ballot_ids.grouped("participation_id")
        ballots[self.lines[1]].choice = "abstention"
        self.vote.action_others_for()
        self.meeting.write(
            {"minutes": "<p>Dit et voté.</p>", "minutes_state": "circulated"}
        )

    def _render(self, user):
        reports = self.env["ir.actions.report"].with_user(user)
        name = "plpdma_concertation.report_minutes"
        return reports._render_qweb_html(name, self.meeting.ids)[0].decode()

    def test_the_printed_minutes(self):
        html = self._render(self.user_agent)
        for told in (
            "Quorum and votes",
            "quorum of 3 is reached: 4 with a vote (present: 3, represented: 1)",
            "Avis sur le projet",
            "Favourable with reservations",
            "La commission donne un avis favorable.",
            "Un coût publié.",
            "Left the room",
            "quorum of 3 is reached: 3 with a vote (present: 2, represented: 1)",
            "For, by name",
            "Supermarché gave a proxy to Ressourcerie",
        ):
            self.assertIn(told, html)
        self.assertNotIn("Against, by name", html)

    def test_a_page_of_them_names_nobody(self):
        """The same items and the same figures, for everybody."""
        self.meeting.agenda_ids = [
            Command.create({"name": "Lecture du projet", "speaker": "Dominique Parle"})
        ]
        printed = self._render(self.user_agent)
        # sudo: as the public page does, which checks what it shows.
        meeting = self.meeting.sudo().with_context(lang="en_US")
        report = self.env["report.plpdma_concertation.report_minutes"].sudo()
        page = self.env["ir.qweb"]._render(
            "plpdma_concertation.report_minutes_body",
            {"sheet": report._prepare_page(meeting)},
        )
        for told in (
            "Lecture du projet",
            "Quorum and votes",
            "Favourable with reservations",
            "La commission donne un avis favorable.",
            "Un coût publié.",
            "Left the room",
        ):
            self.assertIn(told, printed)
            self.assertIn(told, str(page))
        names = [one.name for one in (*self.partners[:3], self.fourth)]
        told = [name for name in ("Dominique Parle", *names) if name in printed]
        self.assertGreater(len(told), 2)
        for name in ("Dominique Parle", *names):
            self.assertNotIn(name, str(page))

    def test_no_section_where_nothing_was_voted(self):
        self.body.quorum = 0
        self.meeting = self._hold("present")[0].session_id
        self.assertNotIn("Quorum and votes", self._render(self.user_agent))

    def test_the_pages_name_nobody(self):
        line = self.lines[1]
        token = line.sudo()._get_token("minutes")
        path = f"/concertation/minutes/{line.id}/{token}"
        page = self.url_open(path)
        self.assertEqual(page.status_code, 200)
        self.assertIn("Favourable with reservations", page.text)
        self.assertIn("For: 2", page.text)
        self.assertIn("Left the room", page.text)
        names = [self.partners[0].name, self.partners[2].name, self.fourth.name]
        for name in names:
            self.assertNotIn(name, page.text)
        self.meeting.minutes_state = "draft"
        self.assertNotIn("Favourable", self.url_open(path).text)

    def test_the_portal(self):
        user = self._create_user(
            "voter",
            partner_id=self.lines[1].sudo().partner_id.id,
            groups="base.group_portal",
        )
        self.authenticate(user.login, user.login)
        for path in (
            f"/my/concertation/sessions/{self.meeting.id}",
            f"/my/concertation/sessions/{self.meeting.id}/print",
        ):
            page = self.url_open(path)
            self.assertIn("For: 2", page.text, path)
            self.assertNotIn(self.fourth.name, page.text, path)
