"""All that is known of one person, in one file."""

import io
import json
from zipfile import ZipFile

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from ...export.person import PersonFile
from ..common import ConcertationCase

NAME = "Camille Essai"
EMAIL = "camille@p.example"
# A picture of one pixel.
DRAWING = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAA"
    "AABJRU5ErkJggg=="
)


@tagged("post_install", "-at_install", "plpdma")
class TestPersonFile(ConcertationCase, HttpCase):
    def _build_world(self):
        self.person = self.env["res.partner"].create({"name": NAME, "email": EMAIL})
        self.actor = self.agent_env["plpdma.stakeholder"].create(
            {
                "program_id": self.program.id,
                "partner_id": self.person.id,
                "role_ids": [Command.set(self.role.ids)],
                "needs": "<p>Un créneau le soir.</p>",
            }
        )
        self.meeting = self._create_session(self.actor | self.actors[0])
        self.said, self.typed, self.signed, self.other = self._create_contributions(
            {"partner_id": self.person.id, "verbatim": "Parole du contact."},
            {
                "contributor_name": NAME,
                "contributor_email": EMAIL.upper(),
                "verbatim": "Parole saisie.",
                "active": False,
            },
            {"contributor_name": "Ode Autre", "verbatim": "Parole cosignée."},
            {"contributor_email": "autre@p.example", "verbatim": "Parole d'autrui."},
        )
        self.agent_env["plpdma.contribution.author"].create(
            {
                "contribution_id": self.signed.id,
                "name": NAME,
                "email": EMAIL,
                "follow_consent": True,
            }
        )
        self.said.message_post(
            body="Le mot du contact.",
            message_type="comment",
            author_id=self.person.id,
            attachments=[("lettre.txt", b"la lettre")],
        )
        self.said.sudo()._send_receipt()
        self.response = self._create_response(
            self.said, state="sent", motivation="<p>Pour telle raison.</p>"
        )

    def _write(self, user=None, **who):
        file = io.BytesIO()
        env = self.env(user=user or self.user_manager)
        person = PersonFile(env(context={**self.env.context, "lang": "en_US"}), **who)
        count = person.write_to(file)
        return count, ZipFile(file)

    def test_everything_and_nothing_of_others(self):
        for who in (
            {"email": EMAIL},
            {"partner": self.person},
            {"email": EMAIL, "partner": self.person},
        ):
            with self.subTest(who):
                count, archive = self._write(**who)
                told = json.loads(archive.read("data.json"))
                self.assertEqual(count, sum(map(len, told.values())))
                text = json.dumps(told, ensure_ascii=False)
                for words in (
                    NAME,
                    "Parole du contact.",
                    "Parole saisie.",
                    "Le mot du contact.",
                    "Pour telle raison.",
                    "Un créneau le soir.",
                    self.meeting.name,
                    self.signed.reference,
                ):
                    self.assertIn(words, text)
                self.assertNotIn("Parole d'autrui.", text)
                self.assertNotIn("Parole cosignée.", text)
                self.assertNotIn("autre@p.example", text)
                self.assertEqual(
                    told.keys(),
                    {
                        "Actor of the Territory",
                        "Co-author",
                        "Contact",
                        "Contribution",
                        "Message",
                        "Message Sent or Not",
                        "Participation in a Session",
                        "Response of the Local Authority",
                    },
                )
                [signed] = told["Co-author"]
                self.assertEqual(signed["Wants to Know What Becomes of It"], "Yes")
                page = archive.read("data.html").decode()
                self.assertIn("Parole du contact.", page)
                files = [name for name in archive.namelist() if "lettre" in name]
                self.assertEqual(len(files), 1)
                self.assertEqual(archive.read(files[0]), b"la lettre")

    def _open_on(self, contribution):
        action = contribution.with_user(self.user_manager).action_person()
        return (
            self.env[action["res_model"]]
            .with_user(self.user_manager)
            .with_context(**action["context"])
            .create({})
        )

    def test_on_paper_without_an_address(self):
        """By name and street: what bears them is proposed, and only what is confirmed
        is handed over."""
        paper, again, namesake = self._create_contributions(
            {
                "contributor_name": "Ida Papier",
                "contributor_street": "3 rue Haute",
                "verbatim": "Première lettre.",
                "channel": "letter",
            },
            {"contributor_name": "Papier Ida", "verbatim": "Deuxième lettre."},
            {
                "contributor_name": "Ida Papier",
                "contributor_street": "40 rue Basse",
                "verbatim": "Lettre d'une homonyme.",
            },
        )
        dialog = self._open_on(paper)
        self.assertEqual(dialog.candidate_ids, paper | again | namesake)
        self.assertEqual(dialog.candidate_count, 2)
        self.assertEqual(dialog.contribution_ids, paper)
        dialog.contribution_ids |= again
        self.assertEqual(dialog.candidate_count, 1)
        self.assertTrue(dialog.found)
        self.assertTrue(dialog.action_download()["url"])
        file = io.BytesIO()
        dialog._get_file().write_to(file)
        text = ZipFile(file).read("data.json").decode()
        for words in ("Première lettre.", "Deuxième lettre.", "3 rue Haute"):
            self.assertIn(words, text)
        self.assertNotIn("homonyme", text)
        # By the name alone, nothing is confirmed yet.
        blank = self.env["plpdma.person"].with_user(self.user_manager)
        blank = blank.create({"name": "ida papier"})
        self.assertEqual(blank.candidate_ids, paper | again | namesake)
        with self.assertRaises(UserError):
            blank.action_download()

    def test_who_signed_on_paper(self):
        """A co-author without an address is a person too: found by the name, and handed
        over what was answered to what they signed, but not what its author is."""
        letter, other = self._create_contributions(
            {
                "contributor_name": "Jo Premier",
                "contributor_street": "1 rue Haute",
                "verbatim": "Nous demandons un composteur.",
                "channel": "letter",
            },
            {"contributor_name": "Autre Auteur", "verbatim": "Lettre d'autrui."},
        )
        signed, namesake = self.agent_env["plpdma.contribution.author"].create(
            [
                {"contribution_id": letter.id, "name": "Ida Papier"},
                {"contribution_id": other.id, "name": "Papier Ida"},
            ]
        )
        self._create_response(letter, state="sent", motivation="<p>Dix bacs.</p>")
        dialogs = self.env["plpdma.person"].with_user(self.user_manager)
        dialog = dialogs.create({"name": "ida papier"})
        self.assertFalse(dialog.candidate_ids)
        self.assertEqual(dialog.signed_candidate_ids, signed | namesake)
        self.assertEqual(dialog.signed_candidate_count, 2)
        self.assertFalse(dialog.found)
        with self.assertRaises(UserError):
            dialog.action_download()
        dialog.signed_ids = signed
        self.assertEqual(dialog.signed_candidate_count, 1)
        self.assertIn("1", dialog.found)
        self.assertTrue(dialog.action_download()["url"])
        file = io.BytesIO()
        dialog._get_file().write_to(file)
        text = ZipFile(file).read("data.json").decode()
        for words in ("Ida Papier", letter.reference, "Dix bacs."):
            self.assertIn(words, text)
        for words in ("Jo Premier", "1 rue Haute", other.reference, "autrui"):
            self.assertNotIn(words, text)
        # A name is no pattern.
        self.assertFalse(dialogs.create({"name": "I_a Papier"}).signed_candidate_ids)

    def test_an_address_that_is_shared(self):
        """It names nobody: the contact says who, and nothing of the other leaves."""
        shared = "contact@asso.example"
        one, other = self.env["res.partner"].create(
            [{"name": name, "email": shared} for name in ("Une Asso", "Autre Asso")]
        )
        self._create_contributions(
            {"partner_id": one.id, "verbatim": "Parole de l'une."},
            {"partner_id": other.id, "verbatim": "Parole de l'autre."},
        )
        nobody = self._create_contribution(
            contributor_email=shared, verbatim="Parole sans contact."
        )
        self.assertFalse(nobody.partner_id)
        with self.assertRefused("Une Asso", "Autre Asso"):
            self._write(email=shared)
        dialogs = self.env["plpdma.person"].with_user(self.user_manager)
        dialog = dialogs.create({"email": shared})
        self.assertIn("Autre Asso", dialog.obstacle)
        self.assertFalse(dialog.found)
        for who in ({"partner": one}, {"partner": one, "email": shared}):
            _count, archive = self._write(**who)
            text = archive.read("data.json").decode()
            self.assertIn("Parole de l'une.", text)
            for words in ("Autre Asso", "Parole de l'autre.", "Parole sans contact."):
                self.assertNotIn(words, text)
        dialog = dialogs.create({"partner_id": one.id})
        self.assertIn("Autre Asso", dialog.found)
        self.assertIn(nobody, dialog.candidate_ids)
        _count, archive = self._write(partner=one, contributions=nobody)
        self.assertIn("Parole sans contact.", archive.read("data.json").decode())

    def test_votes_and_signature(self):
        line = self.meeting.participation_ids.filtered(
            lambda one: one.stakeholder_id == self.actor
        )
        self.body.sudo().stakeholder_ids |= self.actor
        self.actor.membership = "member"
        self.meeting.body_id = self.body
        with self.mock_mail_gateway():
            self.meeting.action_plan()
        self.meeting.participation_ids.attendance = "present"
        self.meeting.action_hold()
        votes = self.env["plpdma.session.vote"].with_user(self.user_agent)
        called, kept_out = votes.create(
            [
                {"session_id": self.meeting.id, "name": "Avis d'appel"},
                {
                    "session_id": self.meeting.id,
                    "name": "Avis de déport",
                    "recused_ids": [Command.set(line.ids)],
                },
            ]
        )
        called.action_call_roll()
        ballot = called.ballot_ids.filtered(lambda one: one.participation_id == line)
        ballot.choice = "against"
        self.env["plpdma.attendance"].sudo().create(
            {
                "session_id": self.meeting.id,
                "participation_id": line.id,
                "name": NAME,
                "signature": DRAWING,
            }
        )
        _count, archive = self._write(email=EMAIL)
        text = archive.read("data.json").decode()
        for words in ("Avis d'appel", "Against", "Avis de déport", "kept out"):
            self.assertIn(words, text)
        [drawing] = [name for name in archive.namelist() if name.endswith(".png")]
        self.assertTrue(archive.read(drawing).startswith(b"\x89PNG"))
        self.assertIn(drawing, text)

    def test_markup_is_text(self):
        self.typed.verbatim = "<script>alert('vol')</script>"
        _count, archive = self._write(email=EMAIL)
        self.assertIn("alert('vol')", archive.read("data.json").decode())
        self.assertNotIn(b"<script>", archive.read("data.html"))

    def test_an_address_is_no_pattern(self):
        self._create_contribution(
            contributor_email="camilleXessai@p.example", verbatim="Parole d'autrui."
        )
        _count, archive = self._write(email="camille_essai@p.example")
        self.assertNotIn("autrui", archive.read("data.json").decode())

    def test_nothing_of_those_who_are_near(self):
        """Neither a longer address, nor whoever signs, answers or is answered with
        them."""
        self.other.message_post(
            body="Le mot d'une autre.",
            message_type="comment",
            email_from=f"x{EMAIL}",
            author_id=False,
        )
        self.agent_env["plpdma.contribution.author"].create(
            {"contribution_id": self.said.id, "email": "cosignataire@p.example"}
        ).action_confirm()
        self.other.summary = "Résumé d'autrui"
        _count, archive = self._write(email=EMAIL)
        text = archive.read("data.json").decode()
        self.assertIn("Parole du contact.", text)
        for words in ("Le mot d'une autre", "cosignataire", "Résumé d'autrui"):
            self.assertNotIn(words, text)

    def test_only_a_manager(self):
        for user in (self.user_agent, self.user_elected, self.user_facilitator):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self._write(user=user, email=EMAIL)
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.said.with_user(user).action_person()
        with self.assertRaises(UserError):
            self._write()

    def _open(self, user):
        action = self.typed.with_user(self.user_manager).action_person()
        return (
            self.env[action["res_model"]]
            .with_user(user)
            .with_context(**action["context"])
            .create({})
        )

    def test_download_is_logged_without_a_name(self):
        dialog = self._open(self.user_manager)
        self.assertIn("2", dialog.found)
        url = dialog.action_download()["url"]
        logs = self.env["plpdma.export.log"].sudo()
        before = logs.search([])
        self.env.flush_all()
        self.authenticate(self.user_manager.login, self.user_manager.login)
        response = self.url_open(url)
        self.assertEqual(response.headers["Content-Type"], "application/zip")
        self.assertIn("no-store", response.headers["Cache-Control"])
        archive = ZipFile(io.BytesIO(response.content))
        self.assertIn(b"Parole saisie.", archive.read("data.json"))
        line = logs.search([]) - before
        self.assertEqual(len(line), 1)
        self.assertEqual((line.user_id, line.format), (self.user_manager, "zip"))
        self.assertTrue(line.with_personal_data)
        for name in ("filter_text", "fields_text"):
            self.assertNotIn("amille", line[name] or "")
        # Somebody else's dialog opens nothing.
        self.authenticate(self.user_agent.login, self.user_agent.login)
        self.assertEqual(self.url_open(url).status_code, 404)
