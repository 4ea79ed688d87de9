"""On a phone, what is listed is given as cards."""

from odoo.tests import TransactionCase, tagged

LISTED = (
    "absence",
    "body",
    "college",
    "delivery",
    "export_log",
    "facilitator",
    "import",
    "mandate",
    "moderation_criterion",
    "purpose",
    "refusal_reason",
    "role",
    "technique",
    "territory",
    "theme",
)


@tagged("post_install", "-at_install", "plpdma")
class TestPhoneCards(TransactionCase):
    def test_each_list_has_its_cards(self):
        """Odoo gives a phone the cards of an action that has some, else the table,
        which scrolls sideways."""
        for name in LISTED:
            with self.subTest(name=name):
                action = self.env.ref(f"plpdma_concertation.action_plpdma_{name}")
                cards = self.env.ref(f"plpdma_concertation.plpdma_{name}_view_kanban")
                self.assertIn("kanban", action.view_mode.split(","))
                views = self.env[action.res_model].get_views([(False, "kanban")])
                self.assertEqual(views["views"]["kanban"]["id"], cards.id)
