"""Whoever prepared a response takes it back, and does not return it to themselves."""

from lxml import etree

from odoo.tests import tagged

from ..common import ConcertationCase


@tagged("post_install", "-at_install", "plpdma")
class TestPreparer(ConcertationCase):
    def _is_shown(self, response, user, name):
        response = response.with_user(user)
        arch = etree.fromstring(response.get_view(view_type="form")["arch"])
        shown = 0
        for button in arch.find("header").iter("button"):
            if button.get("name") == name:
                values = {
                    field: response[field]
                    for field in ("state", "can_validate", "i_prepared", "id")
                }
                # The expressions of our own form, which Python reads as well.
                hidden = eval(button.get("invisible"), {}, values)  # noqa: S307
                shown += not hidden
        return shown

    def test_what_each_is_offered(self):
        expected = {
            ("submitted", "agent"): (1, 0),
            ("submitted", "colleague"): (1, 1),
            ("submitted", "manager"): (1, 0),
            ("validated", "agent"): (1, 0),
            ("validated", "colleague"): (0, 1),
            ("validated", "manager"): (0, 1),
        }
        users = {
            "agent": self.user_agent,
            "manager": self.user_manager,
            "colleague": self._create_user("colleague", "group_user"),
        }
        for (state, name), shown in expected.items():
            response = self._create_response(state=state)
            with self.subTest(state=state, user=name):
                self.assertEqual(
                    (
                        self._is_shown(response, users[name], "action_take_back"),
                        self._is_shown(response, users[name], "action_open_return"),
                    ),
                    shown,
                )

    def test_validated_is_taken_back_by_whoever_prepared_it(self):
        response = self._create_response(state="validated")
        response.with_user(self.user_manager).action_take_back()
        self.assertEqual(response.state, "validated")
        response.action_take_back()
        self.assertEqual(response.state, "draft")
        self.assertFalse(response.sudo().arbiter_id or response.date_validated)
        self.assertFalse(response.activity_ids)
        sent = self._create_response(state="sent")
        sent.action_take_back()
        self.assertEqual(sent.state, "sent")

    def test_dialog_of_whoever_prepared_returns_nothing(self):
        for author, is_own in ((self.user_agent, False), (self.user_manager, True)):
            response = self._create_response(state="submitted", author_id=author.id)
            dialog = (
                self.env["plpdma.response.arbitrate"]
                .with_user(self.user_manager)
                .create({"response_ids": response.ids})
            )
            self.assertEqual(dialog.is_own, is_own)
