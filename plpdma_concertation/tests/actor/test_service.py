"""Services rendered: to whom, and what they led to."""

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged
from odoo.tools.safe_eval import safe_eval

from ..common import ConcertationCase


@tagged("post_install", "-at_install", "plpdma")
class TestService(ConcertationCase):
    def _create_service(self, **vals):
        return self.agent_env["plpdma.service"].create(
            {
                "name": "Gobelets prêtés",
                "stakeholder_id": self.actors[0].id,
                **vals,
            }
        )

    def _create_commitment(self, program=None, **vals):
        return self.agent_env["plpdma.commitment"].create(
            {
                "name": "Passer aux gobelets consignés",
                "program_id": (program or self.program).id,
                "date_due": "2099-01-01",
                **vals,
            }
        )

    def test_follows_the_actor(self):
        service = self._create_service()
        self.assertEqual(service.program_id, self.program)
        self.assertEqual(service.company_id, self.company)
        self.assertEqual(service.user_id, self.user_agent)
        with Form(self.agent_env["plpdma.service"]) as form:
            form.name = "Bac remplacé"
            form.outside_prevention = True
            form.stakeholder_id = self.actors[1]
            self.assertEqual(form.program_id, self.program)
        self.assertEqual(form.record.program_id, self.program)

    def test_written_on_the_actor(self):
        with Form(self.actors[0]) as form, form.service_ids.new() as line:
            line.name = "Salle trouvée pour leur réunion"
            line.outside_prevention = True
            line.outcome = "Ils nous ont ouvert leur atelier."
        service = self.actors[0].service_ids
        self.assertEqual(service.program_id, self.program)
        self.assertEqual(self.program.service_count, 1)
        found = self._get_listed(self._press(self.program, "service_count"))
        self.assertEqual(found, service)

    def test_leads_to_the_same_programme(self):
        other = self._create_program(state="open")
        session = self._create_session()
        service = self._create_service(
            session_id=session.id, commitment_id=self._create_commitment().id
        )
        self.assertEqual(service.session_id, session)
        elsewhere = {
            "session_id": self._create_session(program_id=other.id),
            "commitment_id": self._create_commitment(other),
        }
        for name, linked in elsewhere.items():
            with self.subTest(field=name):
                with self.assertRefused("another one", linked.display_name):
                    self._create_service(**{name: linked.id})
                with self.assertRefused("another one"):
                    service.write({name: linked.id})
                with (
                    self.assertRefused("another one"),
                    Form(service) as form,
                ):
                    form[name] = linked

    def test_another_actor_may_change_the_programme(self):
        other = self._create_program(state="open")
        stranger = self.actors.create(
            {"partner_id": self.partners[0].id, "program_id": other.id}
        )
        service = self._create_service()
        service.stakeholder_id = stranger
        self.assertEqual(service.program_id, other)
        service.write({"stakeholder_id": self.actors[0].id})
        service.session_id = self._create_session()
        with self.assertRefused("another one"):
            service.stakeholder_id = stranger
        with self.assertRefused("another one"), Form(service) as form:
            form.stakeholder_id = stranger

    def test_staff_only(self):
        service = self._create_service()
        for user in (self.user_elected, self.user_facilitator, self.user_employee):
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    service.with_user(user).read(["name"])
                program = self.program.with_user(user)
                for name in ("service_ids", "service_count"):
                    with self.assertRaises(AccessError):
                        program.read([name])
                with self.assertRaises(AccessError):
                    program.search([("service_ids.name", "ilike", "gobelets")])

    def test_filters(self):
        led = self._create_service(outcome="Une visite.")
        elsewhere = self._create_service(session_id=self._create_session().id)
        nothing = self._create_service(outside_prevention=True)
        services = led | elsewhere | nothing
        view = self.env.ref("plpdma_concertation.plpdma_service_view_search")
        for name, found in (
            ("led_to_something", led | elsewhere),
            ("no_outcome", nothing),
            ("outside_prevention", nothing),
        ):
            with self.subTest(filter=name):
                domain = self._get_filter_domain(view, name)
                self.assertEqual(services.filtered_domain(domain), found)
                self.assertEqual(
                    services.search([("id", "in", services.ids), *domain]), found
                )

    def test_merged_contacts_bring_theirs(self):
        kept = self._create_service()
        moved = self._create_service(stakeholder_id=self.actors[1].id)
        partners = self.partners[:2].sudo()
        self.env["base.partner.merge.automatic.wizard"].create(
            {"dst_partner_id": partners[0].id, "partner_ids": partners.ids}
        ).action_merge()
        self.assertFalse(self.actors[1].exists())
        self.assertEqual(self.actors[0].service_ids, kept | moved)

    def _get_filter_domain(self, view, name):
        node = (
            view.with_env(self.env)
            ._get_combined_arch()
            .find(f".//filter[@name='{name}']")
        )
        return safe_eval(node.get("domain"))
