"""Each audience has its own controllers: what one does never changes another."""

from odoo.http import Controller
from odoo.tests import BaseCase, tagged

from odoo.addons.portal.controllers.portal import CustomerPortal

from ... import controllers

AUDIENCES = {"links", "portal", "public", "staff"}


@tagged("post_install", "-at_install", "plpdma")
class TestControllers(BaseCase):
    def _find(self, parent=Controller):
        """Our controllers, among all those that the server holds."""
        found = set()
        for child in parent.__subclasses__():
            if child.__module__.startswith(f"{controllers.__name__}."):
                found.add(child)
            found |= self._find(child)
        return found

    def test_none_inherits_another(self):
        ours = self._find()
        audiences = {child.__module__.split(".")[-2] for child in ours}
        self.assertEqual(audiences, AUDIENCES)
        for child in ours:
            with self.subTest(controller=child.__name__):
                self.assertFalse(ours & set(child.__bases__))

    def test_the_portal_of_odoo_is_extended_once(self):
        extending = [
            child for child in self._find() if issubclass(child, CustomerPortal)
        ]
        self.assertEqual(len(extending), 1)
