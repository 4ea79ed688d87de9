"""Until when an answer is awaited, by which the lists begin with what is late."""

import importlib.util
from datetime import timedelta

from lxml import etree

from odoo.tests import tagged
from odoo.tools.misc import file_path

from .contribution_common import ContributionCase
from .split_common import quote


@tagged("post_install", "-at_install", "plpdma")
class TestContributionAwaited(ContributionCase):
    def _receive(self, days, **vals):
        """A contribution received so many days ago."""
        received = self.company._plpdma_get_today() - timedelta(days=days)
        return self._create_contribution(date_received=received, **vals)

    def test_awaited_as_long_as_it_is_to_answer(self):
        one = self._receive(10)
        self.assertEqual(one.date_awaited, one.date_due)
        self.assertTrue(one.date_awaited)
        one.response_expected = False
        self.assertFalse(one.date_awaited)
        one.response_expected = True
        self.assertEqual(one.date_awaited, one.date_due)
        self._create_response(one, state="sent")
        self.assertTrue(one.date_due, "When it was due stays known")
        self.assertFalse(one.date_awaited)

    def test_neither_merged_nor_split_ones_wait(self):
        target, repeat = self._receive(5), self._receive(4)
        repeat._merge_into(target)
        self.assertFalse(repeat.date_awaited)
        self.assertTrue(target.date_awaited)
        words = "Un composteur. Un banc."
        letter = self._receive(3, verbatim=words)
        parts = letter._split(
            [quote("Un composteur.", words), quote("Un banc.", words)]
        )
        self.assertFalse(letter.date_awaited)
        self.assertEqual(parts.mapped("date_awaited"), [letter.date_due] * 2)

    def test_search_and_value_agree(self):
        waiting = self._receive(40) | self._receive(2)
        done = self._receive(60, response_expected=False)
        everything = waiting | done
        for one in everything:
            self.assertEqual(bool(one.date_awaited), one.is_to_answer)
        found = everything.search(
            [("id", "in", everything.ids), ("date_awaited", "!=", False)]
        )
        self.assertEqual(set(found), set(waiting))

    def test_lists_and_cards_begin_with_what_is_late(self):
        new, late, done = self._receive(1), self._receive(90), self._receive(0)
        very_late = self._receive(200)
        done.response_expected = False
        everything = new | late | done | very_late
        for view_type in ("list", "kanban"):
            arch = self.Contribution.get_view(view_type=view_type)["arch"]
            order = etree.fromstring(arch).get("default_order")
            found = self.Contribution.search(
                [("id", "in", everything.ids)], order=order
            )
            self.assertEqual(list(found), [very_late, late, new, done], view_type)

    def test_upgrade_says_it_of_what_is_there(self):
        waiting = self._receive(40) | self._receive(2)
        done = self._receive(60, response_expected=False)
        everything = waiting | done
        expected = everything.mapped("date_awaited")
        self.env.flush_all()
        self.env.cr.execute("ALTER TABLE plpdma_contribution DROP COLUMN date_awaited")
        path = file_path("plpdma_concertation/migrations/19.0.1.9.0/pre-awaited.py")
        spec = importlib.util.spec_from_file_location("plpdma_pre_awaited", path)
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        script.migrate(self.env.cr, "19.0.1.8.0")
        self.env.invalidate_all()
        self.assertEqual(everything.mapped("date_awaited"), expected)
        self.assertEqual(len([date for date in expected if date]), 2)

    # ------------------------------------------------------------------
    # The list and the preview
    # ------------------------------------------------------------------
    def _get_arch(self, user, view="", view_type="list"):
        view_id = self.env.ref(f"plpdma_concertation.{view}").id if view else False
        model = self.Contribution.with_user(user)
        return etree.fromstring(model.get_view(view_id, view_type)["arch"])

    def test_list_shows_who_handles_what(self):
        arch = self._get_arch(self.user_agent)
        [user] = arch.xpath("//field[@name='user_id']")
        self.assertEqual(user.get("optional"), "show")
        self.assertFalse(user.get("column_invisible"))
        [words] = arch.xpath("//field[@name='verbatim']")
        self.assertFalse(words.get("width"), "It takes all that is left")

    def test_preview_of_an_elu_has_nothing_to_press(self):
        view = "plpdma_contribution_view_form_preview"
        buttons = self._get_arch(self.user_agent, view, "form").xpath("//button/@name")
        for name in (
            "action_accept_knowingly",
            "action_open_refusal",
            "action_answer",
            "action_open_filing",
        ):
            self.assertIn(name, buttons)
        for user in (self.user_elected, self.user_facilitator):
            arch = self._get_arch(user, view, "form")
            self.assertFalse(arch.xpath("//button"), user.name)
            self.assertTrue(arch.xpath("//field[@name='verbatim']"))
