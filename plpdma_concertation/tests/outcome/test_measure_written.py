"""What an action may hold, whoever writes it and by which door."""

from datetime import timedelta

from psycopg2.errors import UniqueViolation

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...tools.limits import MAX_CODE, MAX_TEXT, MAX_TITLE
from .measure_common import MeasureCase

BLANKS = ("  ", "\u200b", "\u00a0\u200d", "\n\t", "\u2800")


@tagged("post_install", "-at_install", "plpdma")
class TestMeasureWritten(MeasureCase):
    def _assertTaken(self, **vals):
        with self.cr.savepoint():
            self.measure.write(vals)

    def _assertNotTaken(self, **vals):
        """Neither by a change nor at the creation."""
        with self.subTest(**{name: str(value)[:20] for name, value in vals.items()}):
            with self.assertRefused(exception=ValidationError):
                self.measure.write(vals)
            new = {"code": "31", "name": "Une action", **vals}
            with self.assertRefused(exception=ValidationError):
                self._create_measure(**new)

    def test_codes(self):
        for code in (
            "7\n8",
            "<b>",
            "7;8",
            "a" * (MAX_CODE + 1),
            "-",
            "7_8",
            "",
            *BLANKS,
        ):
            self._assertNotTaken(code=code)
        for code in (
            "7",
            "A-2",
            "1.10",
            "3 bis",
            "Axe 2/4",
            "2.a",
            "é1",
            "7" * MAX_CODE,
        ):
            self._assertTaken(code=code)
            self.assertEqual(self.measure.code, code)

    def test_one_code_whatever_its_width(self):
        for code in ("\uff17", " \uff17\u00a0"):
            with self.subTest(code), mute_logger("odoo.sql_db"):
                with self.assertRaises(UniqueViolation), self.cr.savepoint():
                    self._create_measure(code)
        created = self._create_measure("\uff18")
        self.assertEqual(created.code, "8")
        created.code = "3\u00a0bis"
        self.assertEqual(created.code, "3 bis")

    def test_names(self):
        for name in ("a" * (MAX_TITLE + 1), "", *BLANKS):
            self._assertNotTaken(name=name)
        self._assertTaken(name="a" * MAX_TITLE)

    def test_texts(self):
        for name in ("text_before", "text_after", "explanation"):
            self._assertNotTaken(**{name: "a" * (MAX_TEXT + 1)})
            self._assertTaken(**{name: "a" * MAX_TEXT})
        self._assertNotTaken(description=f"<p>{'a ' * MAX_TEXT}</p>")
        self._assertTaken(description=f"<p>{'a' * (MAX_TEXT - 10)}</p>")

    def test_dropped_is_explained_in_words_that_show(self):
        for blank in BLANKS:
            self._assertNotTaken(state="dropped", explanation=blank)
        self._assertTaken(state="dropped", explanation="Trop cher")

    def test_not_done_before_it_begins(self):
        today = self.program._get_today()
        tomorrow = today + timedelta(days=1)
        self._assertNotTaken(state="done", date_start=tomorrow)
        self._assertTaken(state="done", date_start=today)
        with self.assertRefused("cannot be carried out", exception=ValidationError):
            self.measure.date_start = tomorrow
        self.measure.write({"state": "running", "date_start": tomorrow})
        with self.assertRefused("cannot be carried out", exception=ValidationError):
            self.measure.action_done()

    def test_what_stands_stays(self):
        """What was written before, and would no longer be, hinders no other change."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE plpdma_measure SET code = E'7\\n8', name = %s WHERE id = %s",
            ["\u200b", self.measure.id],
        )
        self.env.invalidate_all()
        self.measure.write({"state": "running", "text_after": "Des bacs"})
        self.assertEqual(self.measure.code, "7\n8")
