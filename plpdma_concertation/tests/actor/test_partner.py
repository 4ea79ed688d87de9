"""Contacts: what they count, how they are found by category, and their merge."""

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from ..common import ConcertationCase


@tagged("post_install", "-at_install", "plpdma")
class TestPartner(ConcertationCase):
    def test_counts_include_those_of_its_contacts(self):
        company, child, stranger = self.partners
        child.parent_id = company
        session = self._create_session(self.actors)
        session.participation_ids[:1].attendance = "present"
        self._create_session(self.actors[:1])
        contributions = self._create_contributions(
            *({"partner_id": partner.id} for partner in (company, child, child)),
            {},
        )
        self._create_response(contributions[1], state="sent")
        self._create_response(contributions[0], state="validated")
        self.assertRecordValues(
            self.partners,
            [
                {
                    "plpdma_session_count": sessions,
                    "plpdma_contribution_count": contributed,
                    "plpdma_response_count": answered,
                }
                for sessions, contributed, answered in ((2, 3, 1), (1, 2, 1), (1, 0, 0))
            ],
        )
        responses = "plpdma_response_count"
        for shown, count in (
            ("plpdma_session_count", 2),
            ("plpdma_contribution_count", 3),
            (responses, 1),
        ):
            with self.subTest(shown=shown):
                theirs, others = (
                    partner.action_view_plpdma_responses()
                    if shown == responses
                    else self._press(partner, shown)
                    for partner in (company, stranger)
                )
                self.assertEqual(len(self._get_listed(theirs)), count)
                self.assertEqual(len(self._get_listed(others)), stranger[shown])
                self.assertNotEqual(stranger[shown], count)

    def test_session_of_two_people_of_one_organisation_counts_once(self):
        self.partners[1].parent_id = self.partners[0]
        self._create_session(self.actors[:2])
        self.assertEqual(self.partners[0].plpdma_session_count, 1)

    def test_counts_stay_in_the_authority(self):
        _company, program = self._create_other_company()
        theirs = program.env["plpdma.contribution"].create(
            {
                "program_id": program.id,
                "partner_id": self.partners[0].id,
                "verbatim": "Oui.",
            }
        )
        self._create_contribution(partner_id=self.partners[0].id)
        self.assertEqual(self.partners[0].plpdma_contribution_count, 1)
        self.assertEqual(theirs.partner_id, self.partners[0])

    def test_roles_are_for_the_staff(self):
        employee = self.user_employee
        partner = self.partners[0].with_user(employee)
        self.env.invalidate_all()
        fields = [name for name in partner._fields if name.startswith("plpdma_")]
        self.assertGreater(len(fields), 5)
        for name in fields:
            with self.subTest(field=name):
                self.assertNotIn(name, partner.fields_get())
                with self.assertRaises(AccessError):
                    partner.read([name])
        with self.assertRaises(AccessError):
            partner.search([("plpdma_role_ids", "in", self.role.ids)])
        with self.assertRaises(AccessError):
            partner.formatted_read_group([], ["plpdma_role_ids"], ["__count"])

    # ------------------------------------------------------------------
    # Categories
    # ------------------------------------------------------------------
    def test_roles_come_from_all_the_programmes(self):
        role = self.env["plpdma.role"].create({"name": "Autre catégorie"})
        other = self._create_program(state="open")
        self.actors.create(
            {
                "partner_id": self.partners[0].id,
                "program_id": other.id,
                "role_ids": [Command.set(role.ids)],
            }
        )
        partner = self.partners[0]
        self.assertEqual(partner.plpdma_role_ids, self.role | role)
        self.assertEqual(partner.plpdma_program_ids, self.program | other)
        Partner = self.agent_env["res.partner"]
        domain = [("plpdma_program_ids", "in", other.ids)]
        self.assertEqual(Partner.search(domain), partner)

    def test_search_on_categories(self):
        self.actors[0].role_ids = [Command.clear()]
        nobody = self.env["res.partner"].create({"name": "Sans rôle"})
        contacts = self.partners | nobody
        with_role, without = self.partners[1:], self.partners[:1] | nobody
        for operator, value, found in (
            ("in", self.role.ids, with_role),
            ("not in", self.role.ids, without),
            ("=", self.role.id, with_role),
            ("!=", self.role.id, without),
            ("ilike", "catégorie d'essai", with_role),
            ("not ilike", "catégorie d'essai", without),
            ("=", False, without),
            ("!=", False, with_role),
        ):
            with self.subTest(operator=operator, value=value):
                domain = [
                    ("id", "in", contacts.ids),
                    ("plpdma_role_ids", operator, value),
                ]
                self.assertEqual(set(contacts.search(domain)), set(found))

    def test_groups_open_on_what_they_count(self):
        role = self.env["plpdma.role"].create({"name": "Autre catégorie"})
        self.actors[0].role_ids = [Command.link(role.id)]
        self.actors[1].role_ids = [Command.clear()]
        nobody = self.env["res.partner"].create({"name": "Sans rôle"})
        # The other authority puts our contact in a category of its own.
        _company, program = self._create_other_company()
        their_role = program.env["plpdma.role"].create({"name": "Leur catégorie"})
        program.env["plpdma.stakeholder"].create(
            {
                "partner_id": self.partners[2].id,
                "program_id": program.id,
                "role_ids": [Command.set([their_role.id, role.id])],
            }
        )
        contacts = self.partners | nobody.with_user(self.user_agent)
        self.env.invalidate_all()
        domain = [("id", "in", contacts.ids)]
        groups = contacts.formatted_read_group(domain, ["plpdma_role_ids"], ["__count"])
        counts = {
            group["plpdma_role_ids"] and group["plpdma_role_ids"][0]: group["__count"]
            for group in groups
        }
        self.assertEqual(counts, {self.role.id: 2, role.id: 1, False: 2})
        for group in groups:
            with self.subTest(group=group["plpdma_role_ids"]):
                opened = contacts.search([*domain, *group["__extra_domain"]])
                self.assertEqual(len(opened), group["__count"])


@tagged("post_install", "-at_install", "plpdma")
class TestPartnerMerge(ConcertationCase):
    """Odoo's own merge of contacts loses nothing of what hangs on them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kept, cls.gone = cls.env["res.partner"].create(
            [{"name": "Compost'air"}, {"name": "Compostair (doublon)"}]
        )

    def _merge(self):
        wizard = self.env["base.partner.merge.automatic.wizard"].create(
            {
                "state": "selection",
                "dst_partner_id": self.kept.id,
                "partner_ids": [Command.set((self.kept | self.gone).ids)],
            }
        )
        wizard.action_merge()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(self.gone.exists())
        self.assertTrue(self.kept.exists())

    def _create_actor(self, partner, **vals):
        return self.actors.create(
            {"partner_id": partner.id, "program_id": self.program.id, **vals}
        )

    def _actors_of_kept(self):
        return self.actors.with_context(active_test=False).search(
            [("partner_id", "=", self.kept.id)]
        )

    def test_both_are_actors_of_the_programme(self):
        role = self.env["plpdma.role"].create({"name": "Autre catégorie"})
        body = self.body.create({"name": "CCES 2", "program_id": self.program.id})
        group = self.env["plpdma.competitor.group"].create({"name": "Distribution"})
        college = self.env["plpdma.college"].create({"name": "Collège d'essai"})
        kept = self._create_actor(
            self.kept,
            role_ids=[Command.set(self.role.ids)],
            body_ids=[Command.set(self.body.ids)],
            needs="Du broyat.",
            constraints="Peu de temps.",
            user_id=False,
        )
        gone = self._create_actor(
            self.gone,
            role_ids=[Command.set(role.ids)],
            body_ids=[Command.set(body.ids)],
            needs="Un local.",
            interests="Le lien social.",
            constraints="Peu de temps.",
            membership="occasional",
            date_end="2099-12-31",
            college_id=college.id,
            competitor_group_id=group.id,
            availability="rare",
            influence="high",
            user_id=self.user_agent.id,
        )
        mine, theirs = (self._create_session(actor) for actor in (kept, gone))
        contributions = self._create_contributions(
            {"stakeholder_id": kept.id}, {"stakeholder_id": gone.id}
        )
        response = self._create_response(contributions[1], state="sent")
        message = gone.message_post(body="Rencontré en mars.")
        attachment = self.env["ir.attachment"].create(
            {
                "name": "carte.txt",
                "raw": b"carte",
                "res_model": gone._name,
                "res_id": gone.id,
            }
        )
        activity = gone.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.user_agent.id
        )
        self._merge()
        self.assertEqual(self._actors_of_kept(), kept)
        self.assertFalse(gone.exists())
        self.assertEqual(kept.role_ids, self.role | role)
        self.assertEqual(kept.body_ids, self.body | body)
        self.assertEqual(
            (kept.needs, kept.interests, kept.constraints),
            ("Du broyat.\nUn local.", "Le lien social.", "Peu de temps."),
        )
        self.assertRecordValues(
            kept,
            [
                {
                    "membership": "occasional",
                    "college_id": college.id,
                    "competitor_group_id": group.id,
                    "availability": "rare",
                    "influence": "high",
                    "user_id": self.user_agent.id,
                }
            ],
        )
        self.assertEqual(str(kept.date_end), "2099-12-31")
        self.assertEqual(kept.participation_ids.session_id, mine | theirs)
        self.assertEqual(kept.contribution_ids, contributions)
        self.assertEqual(contributions.partner_id, self.kept)
        self.assertEqual(contributions[1].sent_response_id, response)
        self.assertEqual((message.model, message.res_id), (kept._name, kept.id))
        self.assertIn(message, kept.message_ids)
        self.assertEqual(attachment.res_id, kept.id)
        self.assertEqual(attachment.raw, b"carte")
        self.assertEqual(activity.res_id, kept.id)

    def test_both_are_in_the_same_session(self):
        for kept_vals, gone_vals, expected in (
            ({}, {"attendance": "present"}, {"attendance": "present"}),
            (
                {"attendance": "present"},
                {"attendance": "absent"},
                {"attendance": "present"},
            ),
            (
                {"attendance": "excused"},
                {"rsvp": "declined"},
                {"attendance": "excused", "rsvp": "declined"},
            ),
        ):
            with self.subTest(expected=expected), self.env.cr.savepoint() as savepoint:
                kept, gone = (self._create_actor(p) for p in self.kept | self.gone)
                session = self._create_session(kept | gone)
                session.participation_ids[0].write(kept_vals)
                session.participation_ids[1].write(gone_vals)
                self._merge()
                line = session.participation_ids
                self.assertEqual(line.stakeholder_id, kept)
                self.assertRecordValues(line, [expected])
                self.env.flush_all()
                savepoint.rollback()
                self.env.invalidate_all()

    def test_representation_survives(self):
        kept, gone = (self._create_actor(p) for p in self.kept | self.gone)
        first, second = (
            self._create_session(kept | gone | self.actors[0]) for _n in range(2)
        )
        lines = first.participation_ids.grouped("stakeholder_id")
        lines[gone].write(
            {"attendance": "represented", "represented_by_id": self.partners[1].id}
        )
        lines = second.participation_ids.grouped("stakeholder_id")
        lines[gone].attendance = "present"
        lines[self.actors[0]].write(
            {"attendance": "represented", "represented_by_id": self.gone.id}
        )
        self._merge()
        lines = first.participation_ids.grouped("stakeholder_id")
        self.assertEqual(lines[kept].attendance, "represented")
        self.assertEqual(lines[kept].represented_by_id, self.partners[1])
        lines = second.participation_ids.grouped("stakeholder_id")
        self.assertEqual(lines[kept].attendance, "present")
        self.assertEqual(lines[self.actors[0]].represented_by_id, self.kept)
        self.assertTrue(lines[self.actors[0]].is_proxy)

    def test_planned_session_keeps_one_guest(self):
        kept, gone = (self._create_actor(p) for p in self.kept | self.gone)
        session = self._create_session(kept | gone, days=5)
        with self.mock_mail_gateway():
            session.action_plan()
            self._merge()
        event = session.calendar_event_id
        self.assertEqual(event.partner_ids, self.kept | self.user_agent.partner_id)
        self.assertEqual(event.attendee_ids.partner_id, event.partner_ids)

    def test_reported_session_is_no_obstacle(self):
        kept, gone = (self._create_actor(p) for p in self.kept | self.gone)
        session = self._create_session(kept | gone, minutes="<p>Compte rendu.</p>")
        session.action_plan()
        session.participation_ids.attendance = "present"
        session.action_hold()
        session.action_report()
        self._merge()
        self.assertEqual(session.participation_ids.stakeholder_id, kept)

    def test_only_the_one_that_goes_is_an_actor(self):
        gone = self._create_actor(self.gone, needs="Un local.")
        session = self._create_session(gone)
        contributions = self._create_contributions(
            {"partner_id": self.kept.id}, {"stakeholder_id": gone.id}
        )
        self._merge()
        self.assertEqual(self._actors_of_kept(), gone)
        self.assertEqual(gone.needs, "Un local.")
        self.assertEqual(session.participation_ids.partner_id, self.kept)
        self.assertEqual(contributions.partner_id, self.kept)
        self.assertEqual(contributions.stakeholder_id, gone, "Both are the actor's")
        self.assertEqual(gone.contribution_count, 2)

    def test_only_the_one_that_stays_is_an_actor(self):
        kept = self._create_actor(self.kept)
        contribution = self._create_contribution(partner_id=self.gone.id)
        self._merge()
        self.assertEqual(contribution.partner_id, self.kept)
        self.assertEqual(contribution.stakeholder_id, kept)

    def test_neither_is_an_actor(self):
        contributions = self._create_contributions(
            {"partner_id": self.kept.id}, {"partner_id": self.gone.id}
        )
        session = self._create_session(facilitator_id=self.gone.id)
        self._merge()
        self.assertEqual(contributions.partner_id, self.kept)
        self.assertFalse(contributions.stakeholder_id)
        self.assertEqual(session.facilitator_id, self.kept)

    def test_actors_of_two_programmes_stay_two(self):
        other = self._create_program(state="open")
        kept = self._create_actor(self.kept)
        gone = self._create_actor(self.gone, program_id=other.id)
        self._merge()
        self.assertEqual(set(self._actors_of_kept()), set(kept | gone))

    def test_archived_actor_is_not_forgotten(self):
        kept = self._create_actor(self.kept)
        self._create_actor(self.gone, active=False, needs="Un local.")
        self._merge()
        self.assertEqual(self._actors_of_kept(), kept)
        self.assertTrue(kept.active)
        self.assertEqual(kept.needs, "Un local.")

    def test_actor_of_another_authority_is_not_lost(self):
        """Whoever merges sees one company; the other keeps its own."""
        _company, program = self._create_other_company()
        theirs = program.env["plpdma.stakeholder"].create(
            [
                {"partner_id": partner.id, "program_id": program.id, "needs": need}
                for partner, need in ((self.kept, "A"), (self.gone, "B"))
            ]
        )
        self._merge()
        actor = theirs.exists()
        self.assertEqual(actor.partner_id, self.kept)
        self.assertEqual(actor.needs, "A\nB")
