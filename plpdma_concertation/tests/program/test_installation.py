"""What the installation lacks, and where one arrives."""

from unittest.mock import patch

from markupsafe import escape

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tools import config

from ..common import ConcertationCase


@tagged("post_install", "-at_install", "plpdma")
class TestInstallation(ConcertationCase):
    def _get_points(self):
        model = self.env["plpdma.installation"].with_user(self.user_manager)
        return {point["key"]: point for point in model._list_points()}

    def _open(self, user):
        action = self.env["plpdma.installation"].with_user(user).action_open()
        return self.env[action["res_model"]].with_user(user).browse(action["res_id"])

    def test_each_point_says_what_it_costs_while_it_is_missing(self):
        self.env["fetchmail.server"].search([]).active = False
        self.env["ir.mail_server"].search([]).active = False
        self.env["mail.message"].search([("message_type", "=", "email")]).unlink()
        self.company.alias_domain_id = False
        report = "odoo.addons.base.models.ir_actions_report.IrActionsReport"
        with (
            patch(f"{report}.get_wkhtmltopdf_state", lambda _self: "install"),
            patch.dict(config.options, {"smtp_server": "localhost"}),
        ):
            points = self._get_points()
            page = self._open(self.user_manager)
            told = page.points
        missing = {key for key, point in points.items() if not point["is_there"]}
        self.assertEqual(
            missing, {"domain", "outgoing", "incoming", "pdf", "service", "officer"}
        )
        for key in missing:
            self.assertTrue(points[key]["cost"])
            self.assertIn(points[key]["name"], told)
        self.assertIn(str(escape(self.program.name)), told)
        self.assertIn("6", page.summary)

    def test_what_is_in_place_costs_nothing(self):
        self.env["fetchmail.server"].create({"name": "Boîte", "state": "done"})
        self.env["ir.mail_server"].create(
            {"name": "Sortant", "smtp_host": "mx.example"}
        )
        self.company.alias_domain_id = self.env["mail.alias.domain"].create(
            {"name": "val.example"}
        )
        self.env["plpdma.program"].search([("company_id", "=", self.company.id)]).write(
            {
                "dpo_email": "dpo@val.example",
                "service_name": "Prévention",
                "service_address": "1 rue Fictive",
                "service_phone": "01 99 00 00 10",
                "service_email": "prevention@val.example",
            }
        )
        report = "odoo.addons.base.models.ir_actions_report.IrActionsReport"
        with patch(f"{report}.get_wkhtmltopdf_state", lambda _self: "ok"):
            points = self._get_points()
        self.assertEqual(
            [key for key, point in points.items() if not point["is_there"]], []
        )
        self.assertEqual({point["cost"] for point in points.values()}, {""})
        self.assertIn("val.example", points["domain"]["told"])

    def _receive(self, **vals):
        return self.env["mail.message"].create(
            {"message_type": "email", "body": "Bonjour", **vals}
        )

    def test_incoming_mail_is_said_to_work_where_it_came_in(self):
        self.env["fetchmail.server"].search([]).active = False
        messages = self.env["mail.message"].search([("message_type", "=", "email")])
        messages.unlink()
        domain = self.env["mail.alias.domain"].create({"name": "val.example"})
        self.company.alias_domain_id = domain
        self.assertFalse(self._get_points()["incoming"]["is_there"])
        # What an agent notes as an e-mail, or demonstration data, did not come in.
        self._receive()
        self.assertFalse(self._get_points()["incoming"]["is_there"])
        self._receive(message_id="<une-lettre@mx.example>")
        point = self._get_points()["incoming"]
        self.assertTrue(point["is_there"])
        self.company.alias_domain_id = False
        point = self._get_points()["incoming"]
        self.assertFalse(point["is_there"], "Nothing comes in without a mail domain")
        self.assertTrue(point["cost"])
        box = self.env["fetchmail.server"].create({"name": "Boîte", "state": "draft"})
        self.assertFalse(self._get_points()["incoming"]["is_there"])
        box.state = "done"
        self.assertTrue(self._get_points()["incoming"]["is_there"])

    def test_for_those_who_manage(self):
        self.assertTrue(self._open(self.user_manager).points)
        system = self._create_user("system")
        system.group_ids += self.env.ref("base.group_system")
        self.assertTrue(self._open(system).points)
        for user in (self.user_agent, self.user_elected, self.user_facilitator):
            with self.assertRaises(AccessError):
                self._open(user)


@tagged("post_install", "-at_install", "plpdma")
class TestArrival(ConcertationCase, HttpCase):
    """After signing in: the first application, or the screen that one chose."""

    def _get_applications(self, user):
        self.authenticate(user.login, user.login)
        return self.url_open("/web/webclient/load_menus").json()["root"]["children"]

    def test_those_who_come_for_the_concertation_alone_land_in_it(self):
        ours = self.env.ref("plpdma_concertation.menu_plpdma_root").id
        for user in (self.user_elected, self.user_facilitator):
            applications = self._get_applications(user)
            self.assertEqual(applications[0], ours, user.name)
            self.assertGreater(len(applications), 1)
        for user in (self.user_agent, self.user_manager):
            applications = self._get_applications(user)
            self.assertIn(ours, applications)
            self.assertNotEqual(applications[0], ours, user.name)
        self.assertNotIn(ours, self._get_applications(self.user_employee))

    def test_the_other_applications_keep_their_order(self):
        ours = self.env.ref("plpdma_concertation.menu_plpdma_root").id
        theirs = self._get_applications(self.user_employee)
        elected = self._get_applications(self.user_elected)
        self.assertEqual(
            [app for app in elected if app in theirs],
            [app for app in theirs if app in elected],
        )
        self.assertEqual(elected.count(ours), 1)
