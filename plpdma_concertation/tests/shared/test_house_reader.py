"""The house is read rightly: what is planted in a left room is found."""

from odoo.tests import BaseCase, tagged

from .house_reader import (
    OUTSIDE,
    ROOMS,
    House,
    find_lonely,
    find_low,
    find_low_in_view,
    get_dialog_rank,
)

SESSION, CONTRIBUTION, RESPONSE = map(
    ROOMS.index, ("session", "contribution", "response")
)
HOUSE = House(
    models={
        "plpdma.session": SESSION,
        "plpdma.contribution": CONTRIBUTION,
        "plpdma.response": RESPONSE,
        "plpdma.response.send": RESPONSE,
        "plpdma.export": OUTSIDE,
    },
    names={
        "date_start": SESSION,
        "moderation": CONTRIBUTION,
        "contribution_ids": CONTRIBUTION,
        "action_answer": RESPONSE,
    },
    xmlids={
        "plpdma_session_view_form": SESSION,
        "plpdma_response_view_form": RESPONSE,
        "action_plpdma_response": RESPONSE,
    },
)
# Each is planted in the room of sessions.
PLANTED = {
    "from odoo.addons.plpdma_concertation.models.response.plpdma_response import X": (
        "models",
        "response",
    ),
    "import odoo.addons.plpdma_concertation.models.response": ("models", "response"),
    "from odoo.addons.plpdma_concertation.models import response": (
        "models",
        "response",
    ),
    "from ..response.plpdma_response import RELEASED": ("models", "response"),
    "from .. import response": ("models", "response"),
    "def f():\n    from ...models.response import x": ("models", "response"),
    "from ...export.table import Table": ("export", "table"),
    "from ...report import plpdma_bilan": ("report", "plpdma_bilan"),
    "from ...wizards.plpdma_export import PlpdmaExport": ("wizards", "plpdma_export"),
    "from ... import controllers": ("controllers", ""),
    "import_module('odoo.addons.plpdma_concertation.models.response')": (
        "models.response"
    ),
    "env.ref('plpdma_concertation.plpdma_response_view_form')": (
        "plpdma_response_view_form"
    ),
    "VIEW = 'plpdma_response_view_form'": "plpdma_response_view_form",
    "xmlid = f'{module}.action_plpdma_response'": "action_plpdma_response",
    "env['plpdma.response']": "plpdma.response",
    "env['plpdma.response.send']": "plpdma.response.send",
    "env['plpdma.export']": "plpdma.export",
    "env['report.plpdma_concertation.report_letter']": (
        "report.plpdma_concertation.report_letter"
    ),
    "path = f'/odoo/plpdma.response/{id}'": "plpdma.response",
    "SQL('SELECT 1 FROM plpdma_response r')": "plpdma_response",
    "SQL('SELECT count(*) FROM s WHERE contribution_ids > 1')": "contribution_ids",
    "session.action_answer()": "action_answer",
    "x = 'session_id.contribution_ids'": "contribution_ids",
    "domain = [('moderation', '=', 'read')]": "moderation",
    "domain = [['moderation', 'not in', names]]": "moderation",
    "Domain('moderation', '!=', 'refused')": "moderation",
    "records.filtered('moderation')": "moderation",
    "api.depends('date_start', 'moderation')": "moderation",
    "sessions.create([{'moderation': 'read'} for x in y])": "moderation",
    "sessions.write({'date_start': x, 'moderation': 'read'})": "moderation",
    "vals.update(moderation='read')": "moderation",
}
PLANTED_IN_VIEW = {
    "<field name='moderation'/>": "moderation",
    "<button name='action_answer'/>": "action_answer",
    "<button name='%(action_plpdma_response)d'/>": "action_plpdma_response",
    "<button name='%(plpdma_concertation.action_plpdma_response)d'/>": (
        "action_plpdma_response"
    ),
    "<field name='a' context=\"{'form_view_ref': "
    "'plpdma_concertation.plpdma_response_view_form'}\"/>": "plpdma_response_view_form",
    "<field name='view_id' ref='plpdma_response_view_form'/>": (
        "plpdma_response_view_form"
    ),
    "<field name='res_model'>plpdma.response</field>": "plpdma.response",
    "<filter domain=\"[('moderation', '=', 'read')]\"/>": "moderation",
    "<t t-if='record.contribution_ids.raw_value'/>": "contribution_ids",
}
ALLOWED = (
    "'''Of plpdma.response, action_answer.'''",
    "from .plpdma_session import HELD",
    "from ..program.plpdma_delivery import LOST",
    "from ...tools.clock import to_local",
    "from odoo.addons.mail.models.mail_thread import MailThread",
    "env['plpdma.session'].search([('date_start', '<', now)])",
    "word = 'moderation'",
    "labels = {'moderation': 1}",
    "env.ref('plpdma_concertation.plpdma_session_view_form')",
)


@tagged("post_install", "-at_install", "plpdma")
class TestHouseReader(BaseCase):
    def test_what_is_planted_is_found(self):
        self.assertEqual(len(PLANTED), 31)
        for source, name in PLANTED.items():
            with self.subTest(source=source):
                self.assertIn(name, find_low(source, "session", HOUSE))

    def test_what_is_planted_in_a_view_is_found(self):
        self.assertEqual(len(PLANTED_IN_VIEW), 9)
        for source, name in PLANTED_IN_VIEW.items():
            with self.subTest(source=source):
                self.assertIn(name, find_low_in_view(source, "session", HOUSE))

    def test_what_stands_above_is_named(self):
        for source in (*ALLOWED, *PLANTED):
            room = "session" if source in ALLOWED else "overview"
            with self.subTest(source=source):
                low = find_low(source, room, HOUSE)
                if room == "session":
                    self.assertEqual(low, set())
                else:
                    # From the last room, only what stands beside all is below.
                    self.assertFalse({"plpdma.response", "moderation"} & low)
        view = "<data><!-- moderation --><field name='date_start'/>moderation</data>"
        self.assertEqual(find_low_in_view(view, "session", HOUSE), set())

    def test_a_dialog_stands_with_its_model(self):
        for name, rank in (
            ("plpdma.session.invite", SESSION),
            ("plpdma.response.send", RESPONSE),
            ("plpdma.preview.mixin", OUTSIDE),
        ):
            with self.subTest(name=name):
                self.assertEqual(get_dialog_rank(name, HOUSE.models), rank)

    def test_an_abstract_model_with_one_user_is_found(self):
        users = {
            "plpdma.two.mixin": {"plpdma.session", "plpdma.response"},
            "plpdma.one.mixin": {"plpdma.one.mixin", "plpdma.session"},
            "plpdma.none.mixin": {"plpdma.none.mixin"},
            "plpdma.base": {"plpdma.session"},
            "plpdma.service": set(),
        }
        self.assertEqual(
            find_lonely(users), {"plpdma.one.mixin", "plpdma.none.mixin", "plpdma.base"}
        )
