"""Signing in on the spot: who may, when, and which participant it is."""

import base64
import io
from datetime import timedelta
from unittest.mock import patch

from lxml import html
from PIL import Image

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import TransactionCase, tagged

from .attendance_common import AttendanceCase, draw


@tagged("post_install", "-at_install", "plpdma")
class TestAttendance(AttendanceCase, TransactionCase):
    def test_a_signature_is_noted(self):
        attendance, is_new = self._sign("  Camille \n Nouvelle ", "Les amis du tri")
        self.assertTrue(is_new)
        self.assertEqual(attendance.session_id, self.meeting)
        self.assertEqual(attendance.program_id, self.program)
        self.assertEqual(attendance.company_id, self.company)
        self.assertEqual(attendance.name, "Camille Nouvelle")
        self.assertEqual(attendance.organisation, "Les amis du tri")
        self.assertTrue(attendance.to_match)
        self.assertTrue(attendance.signature)
        self.assertEqual(self.meeting.signature_count, 1)

    def test_who_signs_was_told_the_notice(self):
        """The page shows it; whoever is recognised later was told too, once."""
        receipts = self.env["plpdma.notice.receipt"]
        domain = [("session_id", "=", self.meeting.id), ("channel", "=", "session")]
        self._sign("Émilie Lefèvre")
        self.assertEqual(
            receipts.search(domain).stakeholder_id, self.line_emilie.stakeholder_id
        )
        unknown, _is_new = self._sign("Camille Nouvelle")
        self.assertEqual(len(receipts.search(domain)), 1)
        for _time in range(2):
            unknown.with_user(self.user_agent).participation_id = self.line_martin
        self.assertEqual(
            receipts.search(domain).stakeholder_id,
            (self.line_emilie | self.line_martin).stakeholder_id,
        )

    def test_signing_twice_is_one_signature(self):
        first, _is_new = self._sign("Camille Nouvelle", "Régie")
        second, is_new = self._sign("NOUVELLE camille", "regie")
        self.assertEqual(second, first)
        self.assertFalse(is_new)
        other, is_new = self._sign("Camille Nouvelle", "Mairie")
        self.assertTrue(is_new)
        self.assertEqual(self.meeting.attendance_ids, first | other)

    def test_the_same_form_twice_at_once_is_one_signature(self):
        first, _is_new = self._sign()
        attendances = self.env.registry["plpdma.attendance"]
        nothing = self.env["plpdma.attendance"]
        with patch.object(attendances, "_find_signed", return_value=nothing):
            second, is_new = self._sign()
        self.assertFalse(is_new)
        self.assertFalse(second)
        self.assertEqual(self.meeting.attendance_ids, first)

    # ------------------------------------------------------------------
    # Which participant it is
    # ------------------------------------------------------------------
    def test_match_by_name_whatever_accents_case_and_order(self):
        for name in ("emilie LEFEVRE", "Lefèvre Émilie"):
            attendance, _is_new = self._sign(name, f"Organisation de {name}")
            self.assertEqual(attendance.participation_id, self.line_emilie)
            self.assertFalse(attendance.to_match)
        attendance, _is_new = self._sign("Jean Pierre Martin")
        self.assertEqual(attendance.participation_id, self.line_martin)

    def test_match_by_organisation_when_a_single_line_has_it(self):
        attendance, _is_new = self._sign("Alex Dupont", "ressourcerie")
        self.assertEqual(attendance.participation_id, self.line_of_company)
        self.assertEqual(self.line_of_company.attendance, "present")
        attendance, _is_new = self._sign("Alex Dupont", "Inconnue")
        self.assertFalse(attendance.participation_id)

    def test_two_namesakes_are_left_to_the_agent(self):
        namesake = self.env["res.partner"].create(
            {"name": "EMILIE Lefevre", "parent_id": self.partners[1].id}
        )
        actor = self.agent_env["plpdma.stakeholder"].create(
            {"program_id": self.program.id, "partner_id": namesake.id}
        )
        self.meeting.participation_ids = [Command.create({"stakeholder_id": actor.id})]
        attendance, _is_new = self._sign("Émilie Lefèvre", "Bailleur")
        self.assertFalse(attendance.participation_id)
        self.assertTrue(attendance.to_match)
        self.assertEqual(self.line_emilie.attendance, "invited")

    def test_who_signs_is_present_unless_a_stand_in_came(self):
        self.line_emilie.attendance = "excused"
        self._sign("Émilie Lefèvre")
        self.assertEqual(self.line_emilie.attendance, "present")
        represented = {"attendance": "represented"}
        stand_in = self.env["res.partner"].create(
            {"name": "Sacha Suppléant", "parent_id": self.partners[2].id}
        )
        self.line_martin.write({**represented, "represented_by_id": stand_in.id})
        self._sign("Sacha Suppléant", "Supermarché")
        self.assertEqual(self.line_martin.attendance, "represented")
        self.assertEqual(self.line_martin.represented_by_id, stand_in)
        # A proxy falls once its giver comes.
        self.line_martin.represented_by_id = self.persons[0]
        self.assertTrue(self.line_martin.is_proxy)
        self._sign("Jean-Pierre Martin")
        self.assertEqual(self.line_martin.attendance, "present")
        self.assertFalse(self.line_martin.represented_by_id)

    # ------------------------------------------------------------------
    # What is refused
    # ------------------------------------------------------------------
    def _assert_closed(self, *words):
        with self.assertRefused(*words):
            self._sign()
        self.assertFalse(self.meeting.attendance_ids)

    def test_open_from_two_hours_before_until_two_hours_after(self):
        self._start(hours=2, minutes=1)
        self._assert_closed("too early")
        self._start(hours=1, minutes=59)
        self._sign("Camille Avant")
        self._start(hours=-3, minutes=-59)
        self._sign("Camille Après")
        self.assertEqual(self.meeting.signature_count, 2)
        self.meeting.sudo().attendance_ids.unlink()
        self._start(hours=-4, minutes=-1)
        self._assert_closed("over")

    def test_neither_draft_cancelled_nor_open_to_the_public(self):
        self.meeting.action_cancel()
        self._assert_closed("cancelled")
        self.meeting.action_draft()
        self._assert_closed("not signed on screen")
        self.meeting.write({"participation_ids": [Command.clear()], "format": "public"})
        self.meeting.action_plan()
        self._assert_closed("without signing")

    def test_what_is_filled_in_is_checked(self):
        for values, words in (
            ({"name": " .-' "}, "first and last name"),
            ({"name": "é" * 101}, "100 characters"),
            ({"organisation": "é" * 101}, "100 characters"),
            ({"signature": ""}, "Sign in the frame"),
        ):
            with self.subTest(values=values), self.assertRefused(words):
                self._sign(**values)
        self.assertFalse(self.meeting.attendance_ids)

    def test_a_signature_is_a_small_picture_with_a_stroke(self):
        png = draw().partition(",")[2]
        heavy = base64.b64encode(bytes(5 * 1024 * 1024)).decode()
        prefix = "data:image/png;base64,"
        for signature in (
            draw(colour=None),
            draw(kind="JPEG"),
            draw(size=(4000, 4000)),
            f"data:image/svg+xml;base64,{png}",
            f"{prefix}{heavy}",
            f"{prefix}{png[:80]}",
            f"{prefix}<script>",
            f"{prefix}{base64.b64encode(b'<svg onload=alert(1)>').decode()}",
            "https://example.com/signature.png",
        ):
            with self.subTest(signature=signature[:60]):
                with self.assertRefused("could not be read"):
                    self._sign(signature=signature)
        white = Image.new("RGB", (300, 120), "white")
        stream = io.BytesIO()
        white.save(stream, "PNG")
        with self.assertRefused("could not be read"):
            self._sign(signature=prefix + base64.b64encode(stream.getvalue()).decode())

    # ------------------------------------------------------------------
    # The code
    # ------------------------------------------------------------------
    def test_each_session_has_its_code_until_it_is_renewed(self):
        code = self.meeting._get_sign_in_code()
        self.assertTrue(self.meeting._is_sign_in_code(code))
        self.assertTrue(self.meeting._is_sign_in_code(code.lower().replace("-", " ")))
        typed = code.replace("O", "0").replace("I", "1").replace("B", "8")
        self.assertTrue(self.meeting._is_sign_in_code(typed))
        other = self._create_session(self.actors)
        for wrong in (other._get_sign_in_code(), code[:-1], "", False, "é" * 12):
            self.assertFalse(self.meeting._is_sign_in_code(wrong))
        self.meeting.action_renew_sign_in()
        self.assertFalse(self.meeting._is_sign_in_code(code))
        self.assertTrue(self.meeting._is_sign_in_code(self.meeting._get_sign_in_code()))
        self.assertEqual(other.copy().sudo().sign_in_version, 0)

    def test_the_staff_renews_the_code_and_who_runs_the_session_shows_it(self):
        for user in (self.user_host, self.user_agent):
            action = self.meeting.with_user(user).action_show_sign_in()
            self.assertTrue(action["url"].endswith(f"/{self.meeting.id}/screen"))
        with self.assertRaises(AccessError):
            self.meeting.with_user(self.user_host).action_renew_sign_in()
        self.meeting.facilitator_id = False
        with self.assertRaises(AccessError):
            self.meeting.with_user(self.user_host).action_show_sign_in()

    # ------------------------------------------------------------------
    # What the staff does of it
    # ------------------------------------------------------------------
    def test_only_the_participant_is_chosen_afterwards(self):
        attendance = self._sign()[0].with_user(self.user_agent)
        for vals in ({"name": "Autre"}, {"signature": False}, {"date": "2026-01-01"}):
            for user in (self.user_agent, self.user_manager):
                with self.assertRefused("does not change"):
                    attendance.with_user(user).write(vals)
        attendance.participation_id = self.line_martin
        self.assertEqual(self.line_martin.attendance, "present")
        self.assertFalse(attendance.to_match)
        other = self._create_session(self.actors[:1]).participation_ids
        with self.assertRefused("one of its participants", exception=ValidationError):
            attendance.participation_id = other
        with self.assertRaises(AccessError):
            attendance.unlink()
        with self.assertRaises(AccessError):
            attendance.create({"session_id": self.meeting.id, "name": "Ajoutée"})
        attendance.with_user(self.user_manager).unlink()
        self.assertFalse(self.meeting.attendance_ids)

    def test_a_newcomer_is_added_to_the_participants(self):
        attendance = self._sign("Camille Nouvelle", "Supermarché")[0]
        self.assertEqual(attendance.participation_id, self.line_martin)
        attendance = self._sign("Sacha Nouveau", "Les amis du tri")[0]
        attendance = attendance.with_user(self.user_agent)
        attendance.action_add_participant()
        line = attendance.participation_id
        self.assertEqual(line.attendance, "present")
        self.assertEqual(line.session_id, self.meeting)
        self.assertEqual(line.partner_id.name, "Sacha Nouveau")
        self.assertEqual(line.partner_id.company_name, "Les amis du tri")
        count = len(self.meeting.participation_ids)
        attendance.action_add_participant()
        self.assertEqual(len(self.meeting.participation_ids), count)

    def test_a_newcomer_who_is_a_contact_is_found(self):
        contact = self.env["res.partner"].create({"name": "Dominique Connue"})
        attendance = self._sign("dominique connue")[0].with_user(self.user_agent)
        attendance.action_add_participant()
        self.assertEqual(attendance.participation_id.partner_id, contact)
        self.env["res.partner"].create([{"name": "Max Double"}] * 2)
        attendance = self._sign("Max Double")[0].with_user(self.user_agent)
        with self.assertRefused("Several contacts are named Max Double"):
            attendance.action_add_participant()

    def test_who_reads_the_signatures(self):
        attendance = self._sign()[0]
        self.env.flush_all()
        own = attendance.with_user(self.user_host)
        self.assertEqual(own.display_name, "Camille Nouvelle")
        with self.assertRaises(AccessError):
            own.signature  # noqa: B018
        with self.assertRaises(AccessError):
            own.participation_id = self.line_emilie
        with self.assertRaises(AccessError):
            own.action_add_participant()
        self.meeting.facilitator_id = False
        self.env.flush_all()
        self.assertFalse(own.search([("id", "=", attendance.id)]))
        participant = self._create_user(
            "speaker", groups="base.group_portal", partner_id=self.persons[0].id
        )
        self.program.manager_id = self.user_manager
        for user in (
            self.user_elected,
            self.user_employee,
            participant,
            self.env.ref("base.public_user"),
        ):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                attendance.with_user(user).search([])

    # ------------------------------------------------------------------
    # Forgetting
    # ------------------------------------------------------------------
    def test_names_and_signatures_are_erased_with_the_identities(self):
        unknown = self._sign("Camille Nouvelle", "Les amis du tri")[0]
        person = self._sign("Émilie Lefèvre")[0]
        company = self._sign("Alex Dupont", "Ressourcerie")[0]
        attendances = self.env["plpdma.attendance"].sudo()
        attendances._gc_identities()
        self.assertEqual(unknown.name, "Camille Nouvelle")
        today = self.company._plpdma_get_today()
        self.program.sudo().write(
            {
                "date_start": today - timedelta(days=90),
                "date_end": today - timedelta(days=40),
                "retention_months": 1,
            }
        )
        self.env.flush_all()
        attendances._gc_identities()
        for attendance in unknown | person | company:
            self.assertFalse(attendance.name)
            self.assertFalse(attendance.signature)
            self.assertFalse(attendance.signer_key)
            self.assertFalse(attendance.to_match)
            self.assertEqual(attendance.date_anonymised, today)
        self.assertEqual(unknown.organisation, "Les amis du tri")
        self.assertFalse(person.participation_id)
        self.assertEqual(company.participation_id, self.line_of_company)
        self.assertEqual(self.line_emilie.attendance, "present")
        self.assertEqual(self.meeting.signature_count, 3)

    def test_who_signed_is_found_to_be_forgotten(self):
        attendance = self._sign("Camille Nouvelle")[0]
        self.env.flush_all()
        wizard = self.env["privacy.lookup.wizard"].create(
            {"name": "camille nouvelle", "email": "camille@p.example"}
        )
        wizard.action_lookup()
        line = wizard.line_ids.filtered(
            lambda line: line.res_model == "plpdma.attendance"
        )
        self.assertEqual(line.res_id, attendance.id)
        line.action_anonymise()
        self.assertTrue(line.is_anonymised)
        self.assertFalse(attendance.name)

    # ------------------------------------------------------------------
    # On paper
    # ------------------------------------------------------------------
    def _print(self, user):
        report = self.env["ir.actions.report"].with_user(user)
        content, _kind = report._render_qweb_html(
            "plpdma_concertation.report_attendance_sheet", self.meeting.ids
        )
        return html.fromstring(content)

    def test_the_sheet_shows_the_code_and_who_signed_on_screen(self):
        self._sign("Émilie Lefèvre")
        self._sign("Camille Nouvelle")
        self.env.flush_all()
        tree = self._print(self.user_agent)
        self.assertEqual(len(tree.xpath("//*[@class='o_plpdma_sign_in_code']//img")), 1)
        signed = tree.xpath("//*[@class='o_plpdma_signed']")
        self.assertEqual(len(signed), 2)
        self.assertIn(
            "Signed electronically: Émilie Lefèvre, at", signed[0].text_content()
        )
        self.assertEqual(len(tree.xpath("//*[@class='o_plpdma_signed']/img")), 2)
        tree = self._print(self.user_host)
        self.assertEqual(len(tree.xpath("//*[@class='o_plpdma_signed']")), 2)
        self.assertFalse(tree.xpath("//*[@class='o_plpdma_signed']/img"))
        self.meeting.action_draft()
        tree = self._print(self.user_agent)
        self.assertFalse(tree.xpath("//*[@class='o_plpdma_sign_in_code']"))
