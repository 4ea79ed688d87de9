"""Sessions: their states, and what each one needs."""

from datetime import timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..common import ConcertationCase

ACTIONS = {
    "draft": "action_draft",
    "planned": "action_plan",
    "held": "action_hold",
    "reported": "action_report",
    "cancelled": "action_cancel",
}
# Where one may go from each state.
ALLOWED = {
    "draft": {"planned", "cancelled"},
    "planned": {"draft", "held", "cancelled"},
    "held": {"planned", "reported"},
    "reported": {"held"},
    "cancelled": {"draft"},
}


@tagged("post_install", "-at_install", "plpdma")
class TestSession(ConcertationCase):
    def _create_session_in(self, state, **vals):
        session = self._create_session(minutes="<p>Compte rendu.</p>", **vals)
        paths = {
            "planned": ("planned",),
            "held": ("planned", "held"),
            "reported": ("planned", "held", "reported"),
            "cancelled": ("cancelled",),
        }
        for step in paths.get(state, ()):
            getattr(session, ACTIONS[step])()
        self.assertEqual(session.state, state)
        return session

    # ------------------------------------------------------------------
    # States
    # ------------------------------------------------------------------
    def test_states_follow_one_another_in_order(self):
        for origin, allowed in ALLOWED.items():
            for target in ALLOWED.keys() - {origin}:
                with self.subTest(origin=origin, target=target):
                    session = self._create_session_in(origin)
                    if target in allowed:
                        getattr(session, ACTIONS[target])()
                        self.assertEqual(session.state, target)
                        continue
                    with self.assertRaises(UserError):
                        getattr(session, ACTIONS[target])()
                    with self.assertRaises(UserError):
                        session.write({"state": target})
                    self.assertEqual(session.state, origin)

    def test_same_action_twice_does_nothing_more(self):
        for state, action in ACTIONS.items():
            session = self._create_session_in(state)
            getattr(session, action)()
            self.assertEqual(session.state, state)

    def test_one_step_back(self):
        session = self._create_session_in("reported")
        session.action_back()
        self.assertEqual(session.state, "held")
        session.action_back()
        self.assertEqual(session.state, "planned")
        session.action_back()
        self.assertEqual(session.state, "planned")

    def test_batch_is_all_or_nothing(self):
        sessions = self._create_session() | self._create_session(question_ids=[])
        with self.assertRaises(ValidationError):
            sessions.action_plan()
        self.assertEqual(sessions.mapped("state"), ["draft", "draft"])

    def test_history_is_not_deleted(self):
        manager = self.user_manager
        for state in ACTIONS:
            with self.subTest(state=state):
                session = self._create_session_in(state).with_user(manager)
                if state in ("draft", "cancelled"):
                    session.unlink()
                    self.assertFalse(session.exists())
                    continue
                with self.assertRaises(UserError):
                    session.unlink()
        session = self._create_session()
        self._create_contribution(session_id=session.id)
        with self.assertRaises(UserError):
            session.with_user(manager).unlink()

    # ------------------------------------------------------------------
    # What a session needs before it is planned, held, reported
    # ------------------------------------------------------------------
    def test_consultation_has_its_proposal_before_it_is_planned(self):
        vals = {"nature": "consultation", "question_ids": []}
        for empty in (False, "<p><br></p>", "<p> </p>"):
            with self.subTest(proposal=empty):
                session = self._create_session(**vals, proposal=empty)
                with self.assertRaises(ValidationError):
                    session.action_plan()
                with self.assertRaises(ValidationError):
                    self._create_session(**vals, proposal=empty, state="planned")
        session = self._create_session(**vals, proposal="<p>Le projet.</p>")
        session.action_plan()
        self.assertEqual(session.state, "planned")
        with self.assertRaises(ValidationError):
            session.proposal = "<p><br></p>"

    def test_concertation_has_its_question_before_it_is_planned(self):
        session = self._create_session(question_ids=[])
        with self.assertRaises(ValidationError):
            session.action_plan()
        with self.assertRaises(ValidationError):
            session.write({"state": "planned"})
        session.question_ids = [Command.create({"name": "Où composter ?"})]
        session.action_plan()
        self.assertEqual(session.state, "planned")

    def test_planned_concertation_keeps_a_question(self):
        session = self._create_session()
        session.action_plan()
        question = session.question_ids
        with self.assertRaises(ValidationError):
            question.unlink()
        with self.assertRaises(ValidationError):
            session.question_ids = [Command.delete(question.id)]
        with self.assertRaises(ValidationError):
            question.session_id = self._create_session()
        session.question_ids = [Command.create({"name": "Quand ?"})]
        question.unlink()
        self.assertEqual(session.question_ids.name, "Quand ?")

    def test_draft_changing_nature_needs_the_other_subject_to_be_planned(self):
        session = self._create_session()
        session.nature = "consultation"
        with self.assertRaises(ValidationError):
            session.action_plan()
        session.proposal = "<p>Le projet.</p>"
        session.action_plan()
        self.assertEqual(session.state, "planned")

    def test_planned_session_has_a_date(self):
        session = self._create_session(date_start=False)
        with self.assertRaises(ValidationError):
            session.action_plan()
        session.date_start = "2099-01-01 09:00:00"
        session.action_plan()
        with self.assertRaises(ValidationError):
            session.date_start = False

    def test_public_session_has_a_closing_date(self):
        session = self._create_session(format="public")
        self.assertFalse(session.date_stop)
        with self.assertRaises(ValidationError):
            session.action_plan()
        session.date_stop = session.date_start + timedelta(days=30)
        session.action_plan()
        self.assertEqual(session.state, "planned")

    def test_held_is_not_in_the_future(self):
        session = self._create_session(days=2)
        session.action_plan()
        with self.assertRaises(ValidationError):
            session.action_hold()
        with self.assertRaises(ValidationError):
            session.write({"state": "held"})
        session.date_start -= timedelta(days=3)
        session.action_hold()
        with self.assertRaises(ValidationError):
            session.date_start += timedelta(days=3)

    def test_reported_needs_minutes(self):
        for empty in (False, "<p><br></p>"):
            session = self._create_session_in("held")
            session.minutes = empty
            with self.subTest(minutes=empty), self.assertRaises(ValidationError):
                session.action_report()
        session.minutes = "<p>Compte rendu.</p>"
        session.action_report()
        with self.assertRaises(ValidationError):
            session.minutes = "<p><br></p>"

    def test_reported_knows_the_attendance_of_each(self):
        session = self._create_session_in("held", actors=self.actors)
        session.participation_ids[1:].attendance = "present"
        with self.assertRefused(self.actors[0].display_name):
            session.action_report()
        session.action_mark_present()
        session.action_report()
        self.assertEqual(
            set(session.participation_ids.mapped("attendance")), {"present"}
        )
        with self.assertRaises(ValidationError):
            session.participation_ids[0].attendance = "invited"
        with self.assertRaises(ValidationError):
            self.env["plpdma.participation"].with_user(self.user_agent).create(
                {
                    "session_id": session.id,
                    "stakeholder_id": self.actors.create(
                        {
                            "partner_id": self.user_employee.partner_id.id,
                            "program_id": self.program.id,
                        }
                    ).id,
                }
            )

    # ------------------------------------------------------------------
    # Format: one organisation, a body, or the public
    # ------------------------------------------------------------------
    def test_individual_meeting_is_with_one_organisation(self):
        with self.assertRaises(ValidationError):
            self._create_session(self.actors[:2], format="individual")
        session = self._create_session(self.actors[0], format="individual")
        with self.assertRaises(ValidationError):
            session.participation_ids = [
                Command.create({"stakeholder_id": self.actors[1].id})
            ]
        collective = self._create_session(self.actors)
        with self.assertRaises(ValidationError):
            collective.format = "individual"
        self.assertEqual(collective.format, "collective")

    def test_individual_meeting_takes_several_people_of_one_organisation(self):
        company, child = self.partners[:2]
        company.is_company = True
        child.parent_id = company
        session = self._create_session(self.actors[:2], format="individual")
        self.assertEqual(session.participant_count, 2)

    def test_individual_meeting_takes_an_elu_and_an_expert_besides(self):
        session = self._create_session(self.actors[0], format="individual")
        lines = session.participation_ids.create(
            [
                {
                    "session_id": session.id,
                    "stakeholder_id": actor.id,
                    "capacity": capacity,
                }
                for actor, capacity in zip(
                    self.actors[1:], ("elected", "expert"), strict=True
                )
            ]
        )
        self.assertEqual(session.participant_count, 3)
        with self.assertRaises(ValidationError):
            lines[0].capacity = "participant"

    def test_nobody_is_invited_to_an_availability_to_the_public(self):
        with self.assertRaises(ValidationError):
            self._create_session(self.actors[0], format="public")
        session = self._create_session(format="public")
        with self.assertRaises(ValidationError):
            session.participation_ids = [
                Command.create({"stakeholder_id": self.actors[0].id})
            ]

    # ------------------------------------------------------------------
    # Participants
    # ------------------------------------------------------------------
    def test_actor_takes_part_once(self):
        session = self._create_session(self.actors[0])
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            session.participation_ids.create(
                {"session_id": session.id, "stakeholder_id": self.actors[0].id}
            )

    def test_participants_are_actors_of_the_programme(self):
        other = self._create_program()
        stranger = self.actors.create(
            {"partner_id": self.partners[0].id, "program_id": other.id}
        )
        with self.assertRaises(ValidationError):
            self._create_session(stranger)

    def test_represented_by_somebody(self):
        session = self._create_session(self.actors[0])
        line = session.participation_ids
        with self.assertRaises(ValidationError):
            line.attendance = "represented"
        line.write(
            {"attendance": "represented", "represented_by_id": self.partners[1].id}
        )
        self.assertEqual(session.present_count, 1)

    def test_members_of_the_body_are_invited_once(self):
        session = self._create_session(self.actors[0])
        self.assertEqual(session.body_id, self.body, "The CCES by default")
        session.action_invite_body()
        session.action_invite_body()
        self.assertEqual(session.participation_ids.stakeholder_id, self.actors)

    def test_cces_is_the_body_of_a_collective_session_only(self):
        self.assertFalse(self._create_session(format="individual").body_id)
        self.assertFalse(self._create_session(format="public").body_id)
        other = self._create_program(state="open")
        session = self._create_session()
        session.program_id = other
        self.assertFalse(session.body_id, "The other programme has no CCES")
        with self.assertRaises(ValidationError):
            session.body_id = self.body

    def test_form_asks_for_five_things(self):
        with Form(self.agent_env["plpdma.session"]) as form:
            form.name = "Atelier"
            form.date_start = "2099-05-04 12:00:00"
            with form.participation_ids.new() as line:
                line.stakeholder_id = self.actors[0]
        session = form.record
        self.assertEqual(session.program_id, self.program)
        self.assertEqual(session.nature, "concertation")
        self.assertEqual(session.format, "collective")
        self.assertEqual(session.body_id, self.body)
        self.assertEqual(session.date_stop - session.date_start, timedelta(hours=2))
        self.assertEqual(session.user_id, self.user_agent)
        self.assertRegex(session.reference, r"^TPS/2099/\d{4,}$")

    def test_end_follows_start(self):
        session = self._create_session(days=2)
        session.date_start += timedelta(days=3)
        self.assertEqual(session.date_stop - session.date_start, timedelta(hours=2))
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            session.date_stop = session.date_start - timedelta(hours=1)
            session.flush_recordset()

    def test_copy_begins_anew(self):
        session = self._create_session_in("planned", actors=self.actors, days=3)
        session.participation_ids.rsvp = "accepted"
        copy = session.copy()
        self.assertEqual(copy.state, "draft")
        self.assertFalse(copy.calendar_event_id)
        self.assertNotEqual(copy.reference, session.reference)
        self.assertEqual(copy.participation_ids.stakeholder_id, self.actors)
        self.assertEqual(set(copy.participation_ids.mapped("rsvp")), {"pending"})
        self.assertEqual(copy.question_ids.mapped("name"), ["Où composter ?"])

    def test_counts(self):
        session = self._create_session(self.actors)
        session.participation_ids[0].attendance = "present"
        self._create_contributions(
            {"session_id": session.id},
            {"session_id": session.id, "response_expected": False},
            {},
        )
        self.assertRecordValues(
            session,
            [
                {
                    "participant_count": 3,
                    "present_count": 1,
                    "contribution_count": 2,
                    "to_answer_count": 1,
                }
            ],
        )
        self.assertEqual(session.question_ids.contribution_count, 0)
        for shown in ("contribution_count", "to_answer_count"):
            action = self._press(session, shown)
            self.assertEqual(len(self._get_listed(action)), session[shown])
            self.assertEqual(action["context"]["default_session_id"], session.id)
            self.assertEqual(action["context"]["default_program_id"], self.program.id)
