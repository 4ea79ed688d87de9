"""Letters to post: the day that they bear, and those that have no address."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from ...tools.moments import describe_day
from ..response.test_letter_delivery import LetterDeliveryCase

STREET = {"contributor_street": "3 rue du Moulin", "contributor_city": "Val-Fictif"}


@tagged("post_install", "-at_install", "plpdma")
class TestLettersToPost(LetterDeliveryCase):
    def _post(self, *vals_list):
        """Contributions whose answer is to be posted."""
        some = self._create_contributions(
            *({"contributor_name": "Camille Essai", **vals} for vals in vals_list)
        )
        self._send(self._respond(some))
        self.assertEqual(set(some.mapped("delivery")), {"to_post"})
        return some

    def _print(self, contributions):
        report = self.agent_env["report.plpdma_concertation.report_contribution_letter"]
        return [
            sheet["letter"]
            for sheet in report._get_report_values(contributions.ids)["sheets"]
        ]

    def test_without_address_it_is_not_posted(self):
        partner = self.partners[0].copy(
            {"street": "1 rue Haute", "city": "Val", "email": False}
        )
        some = self._post(STREET, {}, {"partner_id": partner.id})
        nowhere = some[1]
        told = some.action_letter_posted()
        self.assertEqual(some.mapped("delivery"), ["posted", "to_post", "posted"])
        self.assertFalse(nowhere.date_answered)
        message = told["params"]["message"]
        self.assertIn(nowhere.reference, message)
        self.assertNotIn(some[0].reference, message)
        self.assertIn("Noted as posted: 2.", message)
        nowhere.action_letter_posted()
        [activity] = nowhere.activity_ids
        self.assertEqual(activity.user_id, self.user_agent)
        self.assertIn("address", activity.summary)
        nowhere.write(STREET)
        self.assertIsNone(nowhere.action_letter_posted())
        self.assertEqual(nowhere.delivery, "posted")
        self.assertFalse(nowhere.activity_ids)

    def test_list_says_what_was_not_posted(self):
        some = self._post({})
        action = self.env.ref(
            "plpdma_concertation.action_server_contribution_letter_posted"
        )
        told = action.with_user(self.user_agent).with_context(
            active_model=some._name, active_ids=some.ids, active_id=some.id
        )
        self.assertIn(some.reference, told.run()["params"]["message"])

    def test_points_of_a_letter_ask_once(self):
        letter, parts = self._split_letter(2, contributor_email=False)
        self._send(self._respond(parts))
        parts.action_letter_posted()
        self.assertEqual(set(parts.mapped("delivery")), {"to_post"})
        self.assertEqual(len(parts.activity_ids), 1)
        letter.write(STREET)
        parts.action_letter_posted()
        self.assertEqual(set(parts.mapped("delivery")), {"posted"})

    def test_paper_says_that_no_address_is_known(self):
        some = self._post(STREET, {})
        addressed, nowhere = self._print(some)
        self.assertEqual(addressed["recipient"][1:], ["3 rue du Moulin", "Val-Fictif"])
        [line] = nowhere["recipient"][1:]
        self.assertIn(some[1].reference, line)

    def test_bears_the_day_on_which_it_is_printed(self):
        today = self.company._plpdma_get_today()
        some = self._post(STREET)
        later = fields.Datetime.now() + timedelta(days=9)
        day = describe_day(self.agent_env, today + timedelta(days=9))
        with freeze_time(later):
            self.assertIn(day, self._print(some)[0]["place_date"])
            some.action_letter_posted()
        # Printed again, it is the letter that was posted.
        with freeze_time(later + timedelta(days=30)):
            self.assertIn(day, self._print(some)[0]["place_date"])
