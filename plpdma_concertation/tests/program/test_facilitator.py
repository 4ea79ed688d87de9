"""What somebody who runs a session does in it, without being of the staff."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..common import ConcertationCase


class FacilitatorCase(ConcertationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.session = cls._create_session(
            cls, cls.actors[:2], facilitator_id=cls.user_facilitator.partner_id.id
        )
        cls.other_session = cls._create_session(cls, cls.actors[:1])
        cls.as_facilitator = cls.session.with_user(cls.user_facilitator)


@tagged("post_install", "-at_install", "plpdma")
class TestMinutes(FacilitatorCase):
    def test_who_runs_the_session_writes_its_minutes(self):
        self.as_facilitator.write_minutes("<p>Tous ont parlé.</p>")
        self.assertEqual(self.session.minutes, "<p>Tous ont parlé.</p>")
        self.assertEqual(self.as_facilitator.shared_minutes, "<p>Tous ont parlé.</p>")

    def test_dialog_starts_from_what_is_written(self):
        self.session.minutes = "<p>Début.</p>"
        dialog = self._open_dialog()
        self.assertEqual(dialog.minutes, "<p>Début.</p>")
        dialog.minutes = "<p>Début. Suite.</p>"
        dialog.save().action_save()
        self.assertEqual(self.session.minutes, "<p>Début. Suite.</p>")

    def test_dialog_shows_what_somebody_else_wrote_meanwhile(self):
        self.session.minutes = "<p>Début.</p>"
        dialog = self._open_dialog()
        dialog.minutes = "<p>Début. À moi.</p>"
        wizard = dialog.save()
        self.session.minutes = "<p>Début. À un autre.</p>"
        action = wizard.action_save()
        self.assertEqual(action["res_id"], wizard.id, "The dialog stays open")
        self.assertEqual(self.session.minutes, "<p>Début. À un autre.</p>")
        self.assertEqual(wizard.other_minutes, "<p>Début. À un autre.</p>")
        self.assertEqual(wizard.minutes, "<p>Début. À moi.</p>", "Nothing is lost")
        # Both were read: saving again chooses.
        wizard.action_save()
        self.assertEqual(self.session.minutes, "<p>Début. À moi.</p>")

    def test_dialog_saved_twice_is_saved_once(self):
        dialog = self._open_dialog()
        dialog.minutes = "<p>Dit.</p>"
        wizard = dialog.save()
        for _time in range(2):
            action = wizard.action_save()
            self.assertEqual(action["type"], "ir.actions.act_window_close")
        self.assertEqual(self.session.minutes, "<p>Dit.</p>")

    def _open_dialog(self):
        action = self.as_facilitator.action_write_minutes()
        return Form(
            self.env[action["res_model"]]
            .with_user(self.user_facilitator)
            .with_context(**action["context"])
        )

    def test_nothing_else_is_written(self):
        for vals in ({"minutes": "<p>Non.</p>"}, {"name": "X"}, {"state": "cancelled"}):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                self.as_facilitator.write(vals)

    def test_minutes_of_others_are_not_theirs_to_write(self):
        with self.assertRaises(AccessError):
            self.other_session.with_user(self.user_facilitator).write_minutes("<p/>")
        with self.assertRaises(AccessError):
            self.session.with_user(self.user_elected).write_minutes("<p>Non.</p>")
        with self.assertRaises(AccessError):
            self.session.with_user(self.user_employee).write_minutes("<p>Non.</p>")

    def test_final_minutes_do_not_change(self):
        self.session.write({"minutes": "<p>Dit.</p>", "minutes_state": "final"})
        with self.assertRefused(self.session.name):
            self.as_facilitator.write_minutes("<p>Autre chose.</p>")
        self.assertEqual(self.session.minutes, "<p>Dit.</p>")

    def test_minutes_are_read_once_circulated(self):
        as_elected = self.session.with_user(self.user_elected)
        self.session.minutes = "<p>Projet.</p>"
        self.assertFalse(as_elected.shared_minutes)
        with self.assertRaises(AccessError):
            as_elected.read(["minutes"])
        self.session.minutes_state = "circulated"
        self.assertEqual(as_elected.shared_minutes, "<p>Projet.</p>")

    def test_minutes_of_an_individual_meeting_are_for_who_was_met(self):
        session = self._create_session(
            self.actors[0],
            format="individual",
            minutes="<p>Entre nous.</p>",
            minutes_state="final",
        )
        self.assertFalse(session.with_user(self.user_elected).shared_minutes)
        met = self._create_user(
            "met", groups="base.group_portal", partner_id=self.partners[0].id
        )
        session.action_plan()
        self.assertEqual(session.with_user(met).shared_minutes, "<p>Entre nous.</p>")


@tagged("post_install", "-at_install", "plpdma")
class TestNoting(FacilitatorCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.notebook = cls.env["plpdma.contribution"].with_user(cls.user_facilitator)
        cls.said = {"session_id": cls.session.id, "verbatim": "Plus près de chez nous."}

    def test_what_is_said_is_noted_with_who_says_it(self):
        line = self.session.participation_ids[1]
        noted = self.notebook.create({**self.said, "participation_id": line.id})
        self.assertEqual(noted.participation_id, line)
        self.assertEqual(noted.program_id.ids, self.program.ids)
        self.assertTrue(noted.reference)
        as_agent = noted.with_user(self.user_agent)
        self.assertEqual(as_agent.stakeholder_id, line.stakeholder_id)
        self.assertEqual(as_agent.partner_id, line.stakeholder_id.partner_id)

    def test_not_in_the_sessions_of_others(self):
        with self.assertRaises(AccessError):
            self.notebook.create({**self.said, "session_id": self.other_session.id})
        with self.assertRaises(AccessError):
            self.notebook.create({"program_id": self.program.id, "verbatim": "X"})

    def test_only_what_is_said(self):
        for vals in (
            {"state": "closed"},
            {"contributor_name": "Zoé"},
            {"response_ids": [Command.create({"decision": "retained"})]},
            {"partner_id": self.partners[0].id},
        ):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                self.notebook.create({**self.said, **vals})

    def test_defaults_from_elsewhere_are_ignored(self):
        notebook = self.notebook.with_context(
            default_state="closed", default_internal_note="<p>Non.</p>"
        )
        noted = notebook.create(self.said).with_user(self.user_agent)
        self.assertEqual(noted.state, "received")
        self.assertFalse(noted.internal_note)

    def test_participant_of_another_session_is_refused(self):
        line = self.other_session.participation_ids
        with self.assertRaises(ValidationError):
            self.notebook.create({**self.said, "participation_id": line.id})

    def test_what_is_noted_is_not_changed(self):
        noted = self.notebook.create(self.said)
        with self.assertRaises(AccessError):
            noted.verbatim = "Autre chose."
        with self.assertRaises(UserError):
            noted.unlink()


@tagged("post_install", "-at_install", "plpdma")
class TestNames(FacilitatorCase):
    def test_participants_are_named_to_who_reads_the_session(self):
        for user in (self.user_facilitator, self.user_elected):
            lines = self.session.participation_ids.with_user(user).sorted("id")
            with self.subTest(user=user.name):
                self.env.invalidate_all()
                self.assertEqual(
                    lines.mapped("display_name"), self.actors[:2].mapped("display_name")
                )
                found = lines.name_search(self.partners[0].name)
                self.assertIn(lines[0].id, [line for line, _name in found])
                with self.assertRaises(AccessError):
                    lines.read(["email"])

    def test_organisation_is_named_and_a_person_is_not(self):
        company = self.env["res.partner"].create(
            {"name": "Bailleur du Val", "is_company": True}
        )
        employee = self.env["res.partner"].create(
            {"name": "Jeanne Discrète", "parent_id": company.id}
        )
        person = self.env["res.partner"].create({"name": "Paul Discret"})
        contributions = self._create_contributions(
            {"partner_id": employee.id},
            {"partner_id": person.id, "role_id": self.role.id},
            {"contributor_name": "Ève Discrète"},
            {"anonymous": True},
        ).with_user(self.user_elected)
        self.assertEqual(
            contributions.mapped("author_label"),
            ["Bailleur du Val", self.role.name, "Individual", "Anonymous"],
        )

    def test_published_name_is_agreed_to(self):
        contribution = self._create_contribution(
            contributor_name="Ève Discrète", role_id=self.role.id
        )
        self.assertEqual(contribution.public_author, self.role.name)
        contribution.name_consent = True
        self.assertEqual(contribution.public_author, "Ève Discrète")
