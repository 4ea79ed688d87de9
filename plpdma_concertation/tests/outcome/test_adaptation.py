"""The adaptation log: from a need to a changed modality, never rewritten."""

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged
from odoo.tools import format_date

from ..common import ConcertationCase


@tagged("post_install", "-at_install", "plpdma")
class TestAdaptation(ConcertationCase):
    def _create_adaptation(self, **vals):
        return self.agent_env["plpdma.adaptation"].create(
            {
                "program_id": self.program.id,
                "date": "2026-03-02",
                "need": "Les commerçants ferment à 19 h.",
                "new_modality": "Les ateliers commencent à 19 h 30.",
                "stakeholder_id": self.actors[0].id,
                **vals,
            }
        )

    # ------------------------------------------------------------------
    # What an entry says
    # ------------------------------------------------------------------
    def test_has_its_source(self):
        session = self._create_session(self.actors)
        contribution = self._create_contribution()
        with self.assertRefused("where the need comes from"):
            self._create_adaptation(stakeholder_id=False)
        for name, source in (
            ("session_id", session),
            ("contribution_id", contribution),
            ("stakeholder_id", self.actors[0]),
        ):
            with self.subTest(field=name):
                vals = {"stakeholder_id": False, name: source.id}
                self.assertEqual(self._create_adaptation(**vals)[name], source)
        form = Form(self.agent_env["plpdma.adaptation"])
        form.need = "Un accès de plain-pied."
        form.new_modality = "La salle du rez-de-chaussée."
        with self.assertRefused("where the need comes from"):
            form.save()
        form.session_id = session
        self.assertEqual(form.save().program_id, self.program)

    def test_says_the_need_and_what_changed(self):
        for name in ("need", "new_modality"):
            for blank in ("", " \n", "\u00a0"):
                with self.subTest(field=name, value=blank):
                    with self.assertRefused("write both"):
                        self._create_adaptation(**{name: blank})
        form = Form(self.agent_env["plpdma.adaptation"])
        form.stakeholder_id = self.actors[0]
        form.need = "Un accès de plain-pied."
        form.new_modality = " "
        with self.assertRefused("write both"):
            form.save()

    def test_stays_in_the_programme(self):
        other = self._create_program(state="open")
        elsewhere = self._create_session(program_id=other.id)
        entry = self._create_adaptation(
            program_id=other.id, session_id=elsewhere.id, stakeholder_id=False
        )
        for name, linked in (
            ("session_id", elsewhere),
            ("applies_to_id", elsewhere),
            ("contribution_id", self._create_contribution(program_id=other.id)),
            ("corrects_id", entry),
        ):
            with self.subTest(field=name), self.assertRefused("another one"):
                self._create_adaptation(**{name: linked.id})

    def test_name_is_readable(self):
        entry = self._create_adaptation(need="Un besoin\nécrit sur deux lignes")
        date = format_date(entry.env, entry.date)
        self.assertEqual(
            entry.display_name, f"{date} · Un besoin écrit sur deux lignes"
        )
        entry = self._create_adaptation(need="mot " * 50)
        self.assertLess(len(entry.display_name), 80)
        self.assertTrue(entry.display_name.endswith("…"))
        found = entry.name_search("19 h 30")
        self.assertIn(entry.id, [found_id for found_id, _name in found])

    def test_is_signed_by_who_notes_it(self):
        entry = self._create_adaptation(user_id=self.user_manager.id)
        self.assertEqual(entry.user_id, self.user_agent)
        with self.assertRaises(AssertionError):
            Form(self.agent_env["plpdma.adaptation"]).user_id = self.user_manager

    # ------------------------------------------------------------------
    # Append-only
    # ------------------------------------------------------------------
    def test_is_never_rewritten(self):
        entry = self._create_adaptation()
        self.env.invalidate_all()
        before = entry.read()
        for user in (self.user_agent, self.user_manager, self.env.user):
            mine = entry.with_user(user)
            with self.subTest(user=user.login):
                for vals in ({"need": "Autre."}, {"date": "2026-03-03"}, {}):
                    with self.assertRefused("Add an entry that corrects"):
                        mine.write(vals)
                with self.assertRefused("Add an entry that corrects"):
                    mine.need = "Autre."
                if user != self.env.user:
                    with self.assertRaises(AccessError):
                        mine.unlink()
        for mine in (entry.sudo(), entry.with_user(self.env.user)):
            with self.assertRefused("Add an entry that corrects"):
                mine.unlink()
        with self.assertRefused("Add an entry that corrects"), Form(entry) as form:
            form.need = "Autre."
        self.env.invalidate_all()
        self.assertEqual(entry.read(), before)

    def test_an_import_adds_but_rewrites_nothing(self):
        entry = self._create_adaptation()
        model = self.agent_env["plpdma.adaptation"]
        names = ["program_id", "need", "new_modality", "stakeholder_id"]
        row = ["PLPDMA d'essai", "Un besoin.", "Un changement.", "Ressourcerie"]
        result = model.load(names, [row])
        self.assertEqual(model.browse(result["ids"]).user_id, self.user_agent)
        result = model.load([".id", "need"], [[str(entry.id), "Autre."]])
        self.assertFalse(result["ids"])
        self.assertIn("Add an entry", result["messages"][0]["message"])
        self.assertEqual(entry.need, "Les commerçants ferment à 19 h.")

    def test_is_corrected_by_another_entry(self):
        session = self._create_session(self.actors)
        entry = self._create_adaptation(
            session_id=session.id, previous_modality="À 14 h."
        )
        action = entry.action_correct()
        model = self.agent_env["plpdma.adaptation"].with_context(**action["context"])
        with Form(model) as form:
            self.assertEqual(form.need, entry.need)
            form.new_modality = "Les ateliers commencent à 20 h."
        correction = form.record
        self.assertRecordValues(
            entry | correction,
            [
                {
                    "is_corrected": corrected,
                    "corrects_id": corrects,
                    "session_id": session.id,
                    "stakeholder_id": self.actors[0].id,
                    "previous_modality": "À 14 h.",
                }
                for corrected, corrects in ((True, False), (False, entry.id))
            ],
        )
        self.assertEqual(entry.corrected_by_ids, correction)
        opened = entry.with_user(self.user_elected).action_view_correction()
        self.assertEqual(opened["res_id"], correction.id)
        self.assertNotEqual(correction.date, entry.date)
        self.assertEqual(entry.new_modality, "Les ateliers commencent à 19 h 30.")

    # ------------------------------------------------------------------
    # From a session, a contribution, the programme
    # ------------------------------------------------------------------
    def _note(self, action):
        self.assertEqual(action["views"], [(False, "form")])
        model = self.agent_env["plpdma.adaptation"].with_context(**action["context"])
        with Form(model) as form:
            form.need = "Un accès de plain-pied."
            form.new_modality = "La salle du rez-de-chaussée."
        return form.record

    def test_noted_from_a_session(self):
        session = self._create_session(self.actors)
        entry = self._note(session.action_note_adaptation())
        self.assertEqual((entry.session_id, entry.program_id), (session, self.program))
        self.assertEqual(session.adaptation_count, 1)
        action = self._press(session, "adaptation_count")
        self.assertEqual(self._get_listed(action), entry)
        self.assertEqual(self.program.adaptation_count, 1)
        action = self._press(self.program, "adaptation_count")
        self.assertEqual(self._get_listed(action), entry)

    def test_noted_from_a_contribution(self):
        session = self._create_session(self.actors)
        contribution = self._create_contribution(
            session_id=session.id, stakeholder_id=self.actors[0].id
        )
        entry = self._note(contribution.action_note_adaptation())
        self.assertEqual(entry.contribution_id, contribution)
        self.assertEqual(entry.session_id, session)
        self.assertEqual(entry.stakeholder_id, self.actors[0])

    def test_what_was_told_in_confidence_stays_so(self):
        session = self._create_session(self.actors[:1], format="individual")
        contribution = self._create_contribution(
            session_id=session.id,
            stakeholder_id=self.actors[0].id,
            verbatim="Mon concurrent ne doit rien savoir.",
        )
        self.assertEqual(contribution.confidentiality, "staff")
        entry = self._note(contribution.action_note_adaptation())
        self.assertFalse(entry.session_id)
        elected = entry.with_user(self.user_elected)
        self.assertEqual(elected.need, "Un accès de plain-pied.")
        self.assertEqual(elected.display_name, entry.display_name)
        values = elected.read()[0]
        self.assertNotIn("contribution_id", values)
        self.assertNotIn("stakeholder_id", values)
        for name in ("contribution_id", "stakeholder_id"):
            with self.subTest(field=name):
                with self.assertRaises(AccessError):
                    elected.read([name])
                with self.assertRaises(AccessError):
                    elected.search([(name, "!=", False)])
                with self.assertRaises(AccessError):
                    elected.formatted_read_group([], [name], ["__count"])
        with self.assertRaises(AccessError):
            elected.action_correct()

    def test_who_reads(self):
        entry = self._create_adaptation()
        for user in (self.user_agent, self.user_elected):
            self.assertEqual(self.program.with_user(user).adaptation_count, 1)
        with self.assertRaises(AccessError):
            entry.with_user(self.user_elected).create({"need": "Non."})
        for user in (self.user_facilitator, self.user_employee):
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    entry.with_user(user).read(["need"])
                with self.assertRaises(AccessError):
                    self.program.with_user(user).read(["adaptation_count"])

    def test_merged_contacts_bring_theirs(self):
        """The words stay; one contact under two names had expressed the need."""
        entry = self._create_adaptation(stakeholder_id=self.actors[1].id)
        partners = self.partners[:2].sudo()
        self.env["base.partner.merge.automatic.wizard"].create(
            {"dst_partner_id": partners[0].id, "partner_ids": partners.ids}
        ).action_merge()
        self.assertFalse(self.actors[1].exists())
        self.assertEqual(entry.stakeholder_id, self.actors[0])
        self.assertEqual(entry.need, "Les commerçants ferment à 19 h.")
