"""Absences, as they are noted and ended on the screen."""

from datetime import timedelta

from lxml import etree

from odoo.fields import Command
from odoo.tests import Form, tagged

from .mandate_common import MandateCase


@tagged("post_install", "-at_install", "plpdma")
class TestAbsenceForm(MandateCase):
    def _note(self, user):
        """The form of an absence, as the manager begins it."""
        form = Form(self.env["plpdma.absence"].with_user(self.user_manager))
        form.user_id = user
        return form

    def test_substitute_of_the_mandate_is_proposed(self):
        deputy = self._create_user("deputy", "group_elected")
        mandate = self._mandate(substitute_id=deputy.partner_id.id)
        form = self._note(self.user_mayor)
        self.assertEqual(form.substitute_id, deputy)
        form.date_end = self.today
        self.assertEqual(form.save().substitute_id, deputy)
        # Nobody was chosen: nothing is proposed again.
        form = self._note(self.user_mayor)
        form.substitute_id = self.env["res.users"]
        form.date_start = mandate.date_start
        self.assertFalse(form.substitute_id)
        # An agent is replaced by an agent.
        form = self._note(self.user_mayor)
        form.user_id = self.user_agent
        self.assertFalse(form.substitute_id)

    def test_nobody_is_proposed_who_may_not_replace(self):
        deputy = self._create_user("deputy", "group_elected")
        other = self._create_user("other_deputy", "group_elected")
        self._mandate(substitute_id=deputy.partner_id.id)
        self._mandate(
            substitute_id=other.partner_id.id,
            theme_ids=[Command.set(self.theme.ids)],
        )
        self.assertFalse(self._note(self.user_mayor).substitute_id, "Two are named")
        other.sudo().active = False
        self.assertEqual(self._note(self.user_mayor).substitute_id, deputy)
        deputy.sudo().active = False
        self.assertFalse(self._note(self.user_mayor).substitute_id)

    def test_those_under_way_come_first(self):
        days = (5, 0, -9)
        absences = self.env["plpdma.absence"].create(
            [
                {
                    "user_id": self.user_agent.id,
                    "date_start": self.today + timedelta(days=day),
                    "date_end": self.today + timedelta(days=day + 2),
                }
                for day in days
            ]
        )
        view = self.env.ref("plpdma_concertation.plpdma_absence_view_list")
        order = etree.fromstring(view.arch).get("default_order")
        found = absences.search([("id", "in", absences.ids)], order=order)
        self.assertEqual(found.mapped("state"), ["running", "coming", "past"])
        found = absences.search([("id", "in", absences.ids)], order="state desc")
        self.assertEqual(found.mapped("state"), ["past", "coming", "running"])

    def test_end_says_whose_absence_it_was(self):
        colleague = self._create_user("colleague", "group_user")
        absence = self.env["plpdma.absence"].create(
            {
                "user_id": self.user_agent.id,
                "substitute_id": colleague.id,
                "date_start": self.today,
                "date_end": self.today,
            }
        )
        action = absence.with_user(colleague).action_end()
        message = action["params"]["message"]
        self.assertIn(f"{self.user_agent.name} is back", message)
        self.assertIn(f"{colleague.name} replaces them no longer", message)
