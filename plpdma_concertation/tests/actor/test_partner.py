"""Contacts: what they count, and how they are found by category."""

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

    def _get_counts(self, groups, name):
        return {group[name] and group[name][0]: group["__count"] for group in groups}

    def test_groups_open_on_what_they_count(self):
        role = self.env["plpdma.role"].create({"name": "Autre catégorie"})
        self.actors[0].role_ids = [Command.link(role.id)]
        self.actors[1].role_ids = [Command.clear()]
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
        actors = self.agent_env["plpdma.stakeholder"]
        self.env.invalidate_all()
        domain = [("partner_id", "in", self.partners.ids)]
        groups = actors.formatted_read_group(domain, ["role_ids"], ["__count"])
        counts = self._get_counts(groups, "role_ids")
        self.assertEqual(counts, {self.role.id: 2, role.id: 1, False: 1})
        for group in groups:
            with self.subTest(group=group["role_ids"]):
                opened = actors.search([*domain, *group["__extra_domain"]])
                self.assertEqual(len(opened), group["__count"])

    def test_contacts_are_grouped_by_programme(self):
        # One of ours, and one of the other authority, which the agent does not read.
        other = self._create_program(state="open")
        _company, theirs = self._create_other_company()
        self.actors.create({"partner_id": self.partners[0].id, "program_id": other.id})
        theirs.env["plpdma.stakeholder"].create(
            {"partner_id": self.partners[1].id, "program_id": theirs.id}
        )
        contacts = self.agent_env["res.partner"]
        self.env.invalidate_all()
        domain = [("id", "in", self.partners.ids)]
        groups = contacts.formatted_read_group(
            domain, ["plpdma_program_ids"], ["__count"]
        )
        counts = self._get_counts(groups, "plpdma_program_ids")
        self.assertEqual(counts, {self.program.id: len(self.partners), other.id: 1})
