"""A contribution noted from a contact, a meeting or a message."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from ..common import ConcertationCase


@tagged("post_install", "-at_install", "plpdma")
class TestNeighbours(ConcertationCase):
    def _note(self, record, user=None):
        """What the form holds that the action opens, saved."""
        action = record.with_user(user or self.user_agent).action_plpdma_note()
        self.assertEqual(action["res_model"], "plpdma.contribution")
        model = self.agent_env["plpdma.contribution"].with_context(**action["context"])
        with Form(model) as form:
            if not form.verbatim:
                form.verbatim = "Oui."
            if not form.channel:
                form.channel = "phone"
        return form.record

    def test_from_a_contact(self):
        contribution = self._note(self.partners[0])
        self.assertEqual(contribution.partner_id, self.partners[0])
        self.assertEqual(contribution.program_id, self.program)

    def test_by_which_channel_is_asked_where_nothing_says_it(self):
        chat = self._message(self.partners[0], message_type="comment")
        for record in (self.partners[0], chat):
            with self.subTest(record._name):
                self.assertEqual(self._note(record).channel, "phone")
                context = record.action_plpdma_note()["context"]
                form = Form(
                    self.agent_env["plpdma.contribution"].with_context(**context)
                )
                form.verbatim = "Oui."
                self.assertFalse(form.channel)
                with self.assertRaises(AssertionError):
                    form.save()

    def test_noted_once_more_from_one_message_is_said(self):
        chat = self._message(self.partners[0], message_type="comment")
        first = self._note(chat)
        self.assertFalse(first.noted_before)
        action = chat.with_user(self.user_agent).action_plpdma_note()
        model = self.agent_env["plpdma.contribution"].with_context(**action["context"])
        self.assertEqual(Form(model).noted_before, first.reference)
        second = self._note(chat)
        (first | second).invalidate_recordset()
        self.assertEqual(first.noted_before, second.reference)

    def test_what_is_said_in_a_session_has_its_channel(self):
        chat = self._message(self._create_session(), message_type="comment")
        self.assertEqual(self._note(chat).channel, "session")

    def test_programme_is_that_of_the_actor(self):
        other = self.env["plpdma.program"].create(
            {"name": "Autre PLPDMA", "company_id": self.company.id, "state": "open"}
            | dict.fromkeys(self.program._frame_fields, "<p>Cadre.</p>")
        )
        self.assertEqual(self._note(self.partners[0]).program_id, self.program)
        self.env["plpdma.stakeholder"].create(
            {"partner_id": self.partners[0].id, "program_id": other.id}
        )
        self.assertEqual(self._note(self.partners[0]).program_id, other)

    def _meeting(self, partners, days=0, **vals):
        start = fields.Datetime.now() + timedelta(days=days)
        return self.env["calendar.event"].create(
            {
                "name": "Rendez-vous d'essai",
                "start": start,
                "stop": start + timedelta(hours=1),
                "partner_ids": partners.ids,
                **vals,
            }
        )

    def test_from_a_meeting_with_one_guest(self):
        guests = self.partners[0] | self.user_agent.partner_id
        meeting = self._meeting(guests, days=-3)
        contribution = self._note(meeting)
        self.assertEqual(contribution.partner_id, self.partners[0])
        self.assertEqual(
            contribution.date_received,
            self.company._plpdma_get_local_day(meeting.start),
        )

    def test_from_a_meeting_with_several(self):
        contribution = self._note(self._meeting(self.partners[:2], days=2))
        self.assertFalse(contribution.partner_id)
        for partner in self.partners[:2]:
            self.assertIn(partner.name, contribution.internal_note)
        self.assertEqual(contribution.channel, "session")
        self.assertEqual(contribution.date_received, self.company._plpdma_get_today())

    def test_from_a_session(self):
        session = self._create_session()
        session.action_plan()
        contribution = self._note(session.sudo().calendar_event_id)
        self.assertEqual(contribution.session_id, session)
        self.assertEqual(contribution.channel, "session")

    def _message(self, record, **vals):
        return self.env["mail.message"].create(
            {
                "model": record._name,
                "res_id": record.id,
                "message_type": "email",
                "subject": "Compost",
                "body": "<p>Un composteur<br>au pied de l'immeuble.</p>"
                "<blockquote type='cite'>Le 3 mai, vous écriviez.</blockquote>",
                "date": fields.Datetime.now() - timedelta(days=2),
                "author_id": self.partners[1].id,
                **vals,
            }
        )

    def test_from_a_message_of_a_contact(self):
        message = self._message(self.partners[0])
        contribution = self._note(message)
        self.assertEqual(contribution.partner_id, self.partners[1])
        self.assertEqual(contribution.verbatim, "Un composteur\nau pied de l'immeuble.")
        self.assertEqual(contribution.channel, "email")
        self.assertEqual(contribution.summary, "Compost")
        self.assertEqual(
            contribution.date_received, self.company._plpdma_get_local_day(message.date)
        )

    def test_from_a_message_without_a_contact(self):
        contribution = self._note(
            self._message(
                self.program,
                author_id=False,
                email_from='"Zoé Essai" <zoe@p.example>',
            )
        )
        self.assertEqual(contribution.contributor_name, "Zoé Essai")
        self.assertEqual(contribution.contributor_email, "zoe@p.example")
        self.assertEqual(contribution.program_id, self.program)

    def test_what_a_colleague_wrote_is_nobody_s(self):
        contribution = self._note(
            self._message(
                self.partners[0],
                author_id=self.user_manager.partner_id.id,
                message_type="comment",
            )
        )
        self.assertFalse(contribution.partner_id or contribution.contributor_name)

    def test_from_a_message_of_a_session(self):
        session = self._create_session()
        self.assertEqual(self._note(self._message(session)).session_id, session)

    def test_rights(self):
        meeting = self._meeting(self.partners[:1])
        records = (self.partners[0], meeting, self._message(self.partners[0]))
        for user in (self.user_employee, self.user_elected):
            for record in records:
                with (
                    self.subTest(user=user.login, model=record._name),
                    self.assertRaises(AccessError),
                ):
                    record.with_user(user).action_plpdma_note()

    def test_a_message_that_is_not_read_is_not_noted(self):
        session = self._create_session()
        message = self._message(session)
        other = self.env["res.company"].sudo().create({"name": "Autre d'essai"})
        stranger = self._create_user(
            "stranger", "group_user", company_id=other.id, company_ids=other.ids
        )
        with self.assertRaises(AccessError):
            message.with_user(stranger).with_context(
                allowed_company_ids=other.ids
            ).action_plpdma_note()

    def test_buttons_are_the_staff_s(self):
        views = (
            (self.partners[0], "base.view_partner_form"),
            (self._meeting(self.partners[:1]), "calendar.view_calendar_event_form"),
        )
        for record, xmlid in views:
            view = self.env.ref(xmlid)
            for user, shown in ((self.user_agent, True), (self.user_employee, False)):
                arch = record.with_user(user).get_view(view.id, "form")["arch"]
                self.assertEqual('name="action_plpdma_note"' in arch, shown)
