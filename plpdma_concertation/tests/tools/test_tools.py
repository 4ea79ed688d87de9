"""The small rules that every part of the addon goes by, without a database."""

from datetime import datetime
from types import SimpleNamespace

from odoo.fields import Domain
from odoo.tests import BaseCase, tagged

from ...tools import civility, clock, codes, groups, names
from ...tools.domains import search_boolean
from ...tools.notifications import CLOSE, RELOAD, make_notification

TRUE_ONES = Domain("state", "=", "held")


class Searched:
    """A model of which a boolean is computed, and how often its search was asked."""

    count = 0

    @search_boolean
    def _search_is_held(self):
        """Those that took place."""
        self.count += 1
        return TRUE_ONES


@tagged("post_install", "-at_install", "plpdma")
class TestSmallRules(BaseCase):
    def test_boolean_is_searched_by_its_true_ones(self):
        model = Searched()
        for value, expected in (
            ({True}, TRUE_ONES),
            ({False}, ~TRUE_ONES),
            ([True, False], TRUE_ONES | ~TRUE_ONES),
            ((), Domain.FALSE),
        ):
            with self.subTest(value=value):
                self.assertEqual(model._search_is_held("in", value), expected)
        self.assertEqual(model._search_is_held.__doc__, "Those that took place.")

    def test_contrary_is_left_to_odoo_at_no_cost(self):
        model = Searched()
        for operator in ("not in", "=", "!=", "any", "ilike"):
            with self.subTest(operator):
                found = model._search_is_held(operator, {True})
                self.assertIs(found, NotImplemented)
        self.assertEqual(model.count, 0)

    def test_notification_says_what_comes_after(self):
        told = make_notification("Fait.", "success")
        self.assertEqual(
            told,
            {
                "type": "ir.actions.client",
                "tag": "display_notification",
                "params": {"type": "success", "message": "Fait.", "next": RELOAD},
            },
        )
        told = make_notification("Fait.", "info", CLOSE, sticky=True)
        self.assertEqual(told["params"]["next"], CLOSE)
        self.assertTrue(told["params"]["sticky"])
        told["params"]["next"]["tag"] = "other"
        self.assertNotIn("tag", CLOSE)

    def test_name_is_one_line_of_what_is_seen(self):
        for typed, expected in (
            (None, ""),
            (False, ""),
            (" \n\t ", ""),
            ("  Odette \t  Essai\r\n", "Odette Essai"),
            ("Odette\0Essai", "Odette Essai"),
            ("Odette\u202e Essai\u200b", "Odette Essai"),
            ("Zoé Œuvrard-d’Été 👋", "Zoé Œuvrard-d’Été 👋"),
        ):
            with self.subTest(typed=typed):
                self.assertEqual(names.clean_line(typed), expected)

    def test_name_has_a_length(self):
        env = SimpleNamespace(_=lambda source, *args: source % args)
        longest = "é" * names.MAX_NAME
        self.assertIsNone(names.get_name_error(env, longest))
        self.assertIn(str(names.MAX_NAME), names.get_name_error(env, longest + "é"))

    def test_function_after_a_name(self):
        for who, function in (
            ("Anne ESSAI", "maire"),
            ("Anne Essai", "adjointe au maire de Val-Fictif"),
            ("Essai", "adjointe au maire"),
        ):
            with self.subTest(function):
                told = civility.part_function(f"{who}, {function}")
                self.assertEqual(told, (who, function))
        for name in (
            "ESSAI, Anne",
            "ESSAI, anne",
            "DE LA TOUR, jean",
            "Anne ESSAI, née TEST",
            "Anne ESSAI, suppléante",
            "Anne ESSAI",
            "",
        ):
            with self.subTest(name):
                self.assertEqual(civility.part_function(name), (name, None))

    def test_insee_codes(self):
        for code in ("35238", "01004", "2A004", "2B033", "97105"):
            with self.subTest(code):
                self.assertTrue(codes.is_insee_code(code))
                self.assertIsNone(codes.restore_zero(code))
        for code in ("", "1004", "2C004", "352380", "3523O", "2a004"):
            with self.subTest(code):
                self.assertFalse(codes.is_insee_code(code))
        self.assertEqual(codes.restore_zero("1004"), "01004")
        for code in ("", "0004", "100", "A004"):
            with self.subTest(code):
                self.assertIsNone(codes.restore_zero(code))
        self.assertEqual(codes.squeeze(" 35 238\u00a0"), "35238")
        self.assertEqual(codes.squeeze(False), "")

    def test_token_is_compared_to_the_letter(self):
        self.assertTrue(codes.is_same_token("a1b2", "a1b2"))
        for given in ("", "A1B2", "a1b2 ", "é", "\ufffd"):
            with self.subTest(given):
                self.assertFalse(codes.is_same_token(given, "a1b2"))

    def test_clock_of_an_authority(self):
        for instant, timezone, local in (
            ("2026-01-01 22:59", "Europe/Paris", "2026-01-01 23:59"),
            ("2026-01-01 23:00", "Europe/Paris", "2026-01-02 00:00"),
            ("2026-07-01 22:00", "Europe/Paris", "2026-07-02 00:00"),
            ("2026-07-01 20:00", "Indian/Reunion", "2026-07-02 00:00"),
            ("2026-07-02 03:59", "America/Martinique", "2026-07-01 23:59"),
        ):
            with self.subTest(instant, timezone=timezone):
                instant = datetime.fromisoformat(instant)
                local = datetime.fromisoformat(local)
                self.assertEqual(clock.to_local(instant, timezone), local)
                self.assertEqual(clock.to_instant(local, timezone), instant)

    def test_sets_of_groups(self):
        each = (groups.STAFF, groups.MANAGER, groups.ELECTED, groups.FACILITATOR)
        self.assertEqual(len(set(each)), 4)
        sets = (groups.READERS, groups.EXPORTERS, groups.RUNNERS, groups.TEAM)
        for known in sets:
            # Managers are of the staff.
            self.assertLessEqual(set(known.split(",")), set(each) - {groups.MANAGER})
            self.assertIn(groups.STAFF, known.split(","))
