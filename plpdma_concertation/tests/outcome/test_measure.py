"""The actions of a programme: codes, states, who carries them, who reads them."""

from datetime import timedelta
from unittest.mock import patch

from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .measure_common import MeasureCase


@tagged("post_install", "-at_install", "plpdma")
class TestMeasure(MeasureCase):
    # ------------------------------------------------------------------
    # Codes
    # ------------------------------------------------------------------
    def test_a_code_is_used_once_in_a_programme(self):
        for code in ("7", "07", " 7 "):
            with self.subTest(code), mute_logger("odoo.sql_db"):
                with self.assertRaises(UniqueViolation), self.cr.savepoint():
                    self._create_measure(code)
        elsewhere = self._create_program()
        self.assertTrue(self._create_measure("7", program_id=elsewhere.id))

    def test_listed_as_one_counts(self):
        for code in ("10", "2", "10b"):
            self._create_measure(code)
        found = self.env["plpdma.measure"].search(
            [("program_id", "=", self.program.id)]
        )
        self.assertEqual(found.mapped("code"), ["2", "7", "10", "10b", "12"])

    def test_named_as_people_do(self):
        measures = self.agent_env["plpdma.measure"]
        for name in ("7", "Action 7", "fiche n° 07", self.measure.display_name):
            with self.subTest(name):
                found = measures.name_search(name, [("id", "in", self._ids())], "=")
                self.assertEqual([id_ for id_, _name in found], self.measure.ids)
        self.assertEqual(
            [id_ for id_, _name in measures.name_search("Broyage")], self.other.ids
        )
        self.assertEqual(self.measure.display_name, "7 · Composteurs partagés")

    def _ids(self):
        return (self.measure | self.other).ids

    # ------------------------------------------------------------------
    # Where it stands
    # ------------------------------------------------------------------
    def test_steps(self):
        measures = self.measure | self.other
        measures.action_plan()
        self.assertEqual(set(measures.mapped("state")), {"planned"})
        self.measure.action_start()
        measures.action_start()
        self.assertEqual(set(measures.mapped("state")), {"running"})
        self.measure.action_done()
        self.measure.action_plan()
        self.assertEqual(self.measure.state, "done")
        self.measure.action_reopen()
        self.assertEqual(self.measure.state, "running")

    def test_dropped_is_explained(self):
        for drop in (
            lambda: self.measure.action_drop(),
            lambda: self.measure.write({"state": "dropped"}),
            lambda: self.measure.write({"state": "dropped", "explanation": "  "}),
            lambda: self._create_measure("9", state="dropped"),
        ):
            with self.assertRefused(exception=ValidationError):
                drop()
        action = self.measure.action_open_drop()
        view = self.env["ir.ui.view"].browse(action["views"][0][0])
        with Form(self.measure, view) as form:
            form.explanation = "Aucun terrain n'est disponible."
        self.measure.action_drop()
        self.assertEqual(self.measure.state, "dropped")
        with self.assertRefused(exception=ValidationError):
            self.measure.explanation = False
        self.measure.action_reopen()
        self.assertFalse(self.measure.explanation)

    def test_what_is_named_is_not_deleted(self):
        measures = self.measure.with_user(self.user_manager)
        contribution = self._create_contribution(measure_ids=self._name(self.measure))
        contribution.active = False
        with self.assertRefused(self.measure.display_name):
            measures.unlink()
        self.assertTrue(self.other.with_user(self.user_manager).unlink())

    def test_dates_are_in_order(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(Exception):  # noqa: B017
            with self.cr.savepoint():
                self.measure.write(
                    {"date_start": "2027-05-01", "date_stop": "2027-04-01"}
                )
                self.env.flush_all()

    # ------------------------------------------------------------------
    # Who carries it, and late or not
    # ------------------------------------------------------------------
    def test_carried_by_the_authority_or_by_an_actor(self):
        self.assertEqual(self.measure.carried_by, self.company.name)
        self.assertFalse(self.measure.is_voluntary)
        self.measure.pilot_id = self.actors[0]
        self.partners[0].is_company = True
        self.env.invalidate_all()
        self.assertTrue(self.measure.is_voluntary)
        self.assertEqual(self.measure.carried_by, "Ressourcerie")
        elected = self.measure.with_user(self.user_elected)
        self.assertEqual(elected.carried_by, "Ressourcerie")
        with self.assertRaises(AccessError):
            elected.read(["pilot_id"])
        self.assertEqual(self.actors[0].piloted_measure_count, 1)

    def test_only_what_the_authority_carries_is_late(self):
        today = self.program._get_today()
        measures = self.agent_env["plpdma.measure"]
        mine = [("program_id", "=", self.program.id)]
        late, due = {"date_stop": today - timedelta(days=1)}, {"date_stop": today}
        cases = {
            ("running", None): (late, True),
            ("planned", None): (late, True),
            ("proposed", None): (late, False),
            ("done", None): (late, False),
            ("running", self.actors[0].id): (late, False),
            ("planned", "due"): (due, False),
        }
        expected = measures
        for number, ((state, pilot), (vals, is_late)) in enumerate(cases.items()):
            pilot_id = isinstance(pilot, int) and pilot
            measure = self._create_measure(
                f"L{number}", state=state, pilot_id=pilot_id, **vals
            )
            self.assertEqual(measure.is_overdue, is_late, (state, pilot))
            expected |= measure if is_late else measures
        self.assertEqual(len(expected), 2)
        self.assertEqual(measures.search([*mine, ("is_overdue", "=", True)]), expected)
        elected = measures.with_user(self.user_elected)
        self.assertEqual(elected.search([*mine, ("is_overdue", "=", True)]), expected)

    def test_late_by_the_day_of_the_authority(self):
        self.measure.write({"state": "running", "date_stop": "2027-05-31"})
        company = type(self.env["res.company"])
        for day, is_late in (("2027-05-31", False), ("2027-06-01", True)):
            self.env.invalidate_all()
            with patch.object(
                company,
                "_plpdma_get_today",
                lambda company, day=day: self._to_date(day),
            ):
                self.assertEqual(self.measure.is_overdue, is_late, day)

    def _to_date(self, day):
        return self.env["plpdma.measure"]._fields["date_stop"].to_date(day)

    # ------------------------------------------------------------------
    # Links
    # ------------------------------------------------------------------
    def test_links_stay_in_the_programme(self):
        elsewhere = self._create_program(state="open")
        stranger = self._create_measure("7", program_id=elsewhere.id)
        session = self._create_session()
        response = self._create_response()
        records = (
            session,
            response,
            response.contribution_ids,
            self.actors[0],
            session.question_ids,
        )
        for record in records:
            with (
                self.subTest(record._name),
                self.assertRefused(exception=ValidationError),
            ):
                record.measure_ids = self._name(stranger)
            record.measure_ids = self._name(self.measure)
        with self.assertRefused(exception=ValidationError):
            self.measure.session_ids = [
                Command.link(self._create_session(program_id=elsewhere.id).id)
            ]

    def test_a_question_says_what_its_answers_are_about(self):
        session = self._create_session()
        session.question_ids.measure_ids = self._name(self.measure)
        with Form(self.agent_env["plpdma.contribution"]) as form:
            form.session_id = session
            form.question_id = session.question_ids
            form.verbatim = "Devant la gare."
            self.assertEqual(form.measure_ids[:], self.measure)

    def test_what_was_sent_still_joins_an_action_but_does_not_change(self):
        response = self._create_response(
            decision="retained", state="sent", change="Dix composteurs de plus."
        )
        with self.assertRefused(response.name or "", exception=UserError):
            response.change = "Vingt."
        response.measure_ids = self._name(self.measure)
        self.assertEqual(self.measure.response_count, 1)
        correction = self.env["plpdma.response"].browse(
            response.action_correct()["res_id"]
        )
        self.assertEqual(correction.change, "Dix composteurs de plus.")
        self.assertEqual(correction.measure_ids, self.measure)

    def test_buttons(self):
        session = self._create_session(measure_ids=self._name(self.measure))
        letter, other = self._create_contributions(
            {"measure_ids": self._name(self.measure)},
            {"measure_ids": self._name(self.measure)},
        )
        other._merge_into(letter)
        response = self._create_response(letter, measure_ids=self._name(self.measure))
        commitment = self.agent_env["plpdma.commitment"].create(
            {
                "name": "Dix composteurs",
                "program_id": self.program.id,
                "date_due": "2027-05-01",
                "measure_ids": self._name(self.measure),
            }
        )
        self.measure.pilot_id = self.actors[0]
        self.env.flush_all()
        self.env.invalidate_all()
        for shown, expected in (
            ("session_count", session),
            ("contribution_count", letter),
            ("response_count", response),
            ("commitment_count", commitment),
        ):
            with self.subTest(shown):
                listed = self._get_listed(self._press(self.measure, shown))
                self.assertEqual(listed, expected)
                self.assertEqual(self.measure[shown], len(expected))
        for record in (session, letter, response):
            with self.subTest(record._name):
                listed = self._get_listed(self._press(record, "measure_count"))
                self.assertEqual(listed, self.measure)
        listed = self._get_listed(self._press(self.actors[0], "piloted_measure_count"))
        self.assertEqual(listed, self.measure)
        listed = self._get_listed(self._press(self.program, "measure_count"))
        self.assertEqual(listed, self.measure | self.other)

    # ------------------------------------------------------------------
    # Guests
    # ------------------------------------------------------------------
    def test_a_permanent_guest_follows_chosen_actions(self):
        guest = self.actors[0]
        with self.assertRefused(exception=ValidationError):
            guest.membership = "permanent"
        guest.write(
            {"membership": "permanent", "measure_ids": self._name(self.measure)}
        )
        with self.assertRefused(exception=ValidationError):
            guest.measure_ids = False
        guest.write({"follow_scope": "Le compostage", "measure_ids": False})
        self.assertEqual(guest.follow_scope, "Le compostage")

    def test_merged_guests_follow_what_each_did(self):
        first, second = self.actors[:2]
        first.measure_ids = self._name(self.measure)
        second.measure_ids = self._name(self.measure, self.other)
        self.measure.pilot_id = second
        partners = self.partners[:2].sudo()
        self.env["base.partner.merge.automatic.wizard"].create(
            {"dst_partner_id": partners[0].id, "partner_ids": partners.ids}
        ).action_merge()
        self.assertFalse(second.exists())
        self.assertEqual(first.measure_ids, self.measure | self.other)
        self.assertEqual(self.measure.pilot_id, first)

    # ------------------------------------------------------------------
    # Who reads it
    # ------------------------------------------------------------------
    def test_counts_tell_nobody_what_they_do_not_read(self):
        self._create_contributions(
            {"measure_ids": self._name(self.measure), "confidentiality": "staff"},
            {"measure_ids": self._name(self.measure)},
        )
        self._create_response(measure_ids=self._name(self.measure))
        for user, counts in (
            (self.user_agent, (2, 1)),
            (self.user_elected, (1, 0)),
        ):
            self.env.invalidate_all()
            measure = self.measure.with_user(user)
            self.assertEqual(
                (measure.contribution_count, measure.response_count), counts, user.name
            )

    def test_elected_read_those_of_their_mandate(self):
        theme, elsewhere = self.env["plpdma.theme"].create(
            [{"name": "Compost d'essai"}, {"name": "Réemploi d'essai"}]
        )
        mandate = self.program.sudo().mandate_ids
        self.assertEqual(mandate.partner_id, self.user_elected.partner_id)
        mandate.theme_ids = theme
        self.measure.theme_ids = theme
        self.other.theme_ids = elsewhere
        elected = self.env["plpdma.measure"].with_user(self.user_elected)
        domain = [("id", "in", self._ids())]
        self.env.flush_all()
        self.assertEqual(elected.search(domain), self.measure)
        self.other.theme_ids = theme
        self.env.flush_all()
        self.assertEqual(elected.search(domain), self.measure | self.other)
        with self.assertRaises(AccessError):
            self.measure.with_user(self.user_elected).name = "Autre"

    def test_facilitators_read_what_they_work_on(self):
        measures = self.env["plpdma.measure"].with_user(self.user_facilitator)
        domain = [("id", "in", self._ids())]
        self.assertFalse(measures.search(domain))
        self._create_session(
            facilitator_id=self.user_facilitator.partner_id.id,
            measure_ids=self._name(self.measure),
        )
        self.assertEqual(measures.search(domain), self.measure)

    def test_participants_read_what_is_published(self):
        user = self._create_user(
            "portal", partner_id=self.partners[0].id, groups="base.group_portal"
        )
        measures = self.env["plpdma.measure"].with_user(user)
        domain = [("id", "in", self._ids())]
        self.assertFalse(measures.search(domain))
        self.measure.is_published = True
        self.assertEqual(measures.search(domain), self.measure)
        self.measure.active = False
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(self.measure.with_user(user).has_access("read"))
