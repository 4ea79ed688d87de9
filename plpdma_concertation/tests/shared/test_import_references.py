"""A reference that nothing bears: mistyped, or the own number of a register."""

from odoo.tests import tagged

from ...tools.references import is_bare, is_drawn
from .import_choices import ChoicesCase

HEADINGS = ("Référence", "Texte reçu")


class ReferencesCase(ChoicesCase):
    def setUp(self):
        super().setUp()
        self.known = self._create_contribution(date_received="2026-03-01")
        self.env.flush_all()

    def _take(self, *rows, **options):
        content = self._make_file(HEADINGS, *rows)
        _wizard, result = self._execute(self.contributions, "r.csv", content, **options)
        return result


@tagged("post_install", "-at_install", "plpdma")
class TestImportReferences(ReferencesCase):
    def test_a_number_that_odoo_would_draw_is_refused(self):
        year = self.known.reference.rpartition("/")[0]
        for mistyped in (f"{year}/8888", f"{year}/0O94", "ctr 2026-94", "CRT/2026/12"):
            with self.subTest(mistyped):
                result = self._take([mistyped, "Un"])
                self.assertFalse(result["ids"])
                self.assertEqual(result["plpdma_refused"], {"count": 1, "good": 0})
                [text] = self._get_texts(result["messages"])
                self.assertIn("Ligne 2, colonne « Référence »", text)
                self.assertIn(f"« {mistyped} »", text)
                self.assertIn("aucune contribution ne porte cette référence", text)

    def test_a_whole_register_goes_into_an_empty_list(self):
        """Nothing there can be meant."""
        self.known.sudo().reference = "REG-1"
        self.env.flush_all()
        result = self._take(["CTR/2026/0042", "Un"])
        [record] = self.contributions.browse(result["ids"])
        self.assertEqual(record.reference, "CTR/2026/0042")

    def test_a_bare_number_is_asked_once_for_all(self):
        rows = (["ABC", "Un"], ["94", "Deux"], ["REG-7", "Trois"])
        result = self._take(*rows)
        self.assertFalse(result["ids"])
        [question] = result["plpdma_questions"]
        self.assertEqual((question["field"], question["preset"]), ("reference", ""))
        self.assertIn("ABC, 94", question["column"])
        self.assertNotIn("REG-7", question["column"])
        choices = [["reference", "", "take:mistyped"]]
        result = self._take(*rows, plpdma_choices=choices)
        self.assertFalse(result["ids"])
        texts = self._get_texts(result["messages"])
        self.assertEqual(len(texts), 2)
        self.assertIn("« ABC »", texts[0])
        choices = [["reference", "", "take:new"]]
        result = self._take(*rows, plpdma_choices=choices)
        records = self.contributions.browse(result["ids"])
        self.assertEqual(records.mapped("reference"), ["ABC", "94", "REG-7"])

    def test_new_numbers_are_told_beside_what_changes(self):
        self.known.sudo().reference = "REG-1"
        self.env.flush_all()
        result = self._take(["REG-1", "Un"], ["REG-2", "Deux"])
        [text] = self._get_texts(result["messages"])
        self.assertIn("Nouvelles, sous des numéros que rien ne porte : REG-2", text)

    def test_what_exists_is_asked_beside_what_is_refused(self):
        """The rows that are good change something: that is asked, once it is known
        that the others are given back."""
        rows = ([self.known.reference, "Un"], ["CRT/2026/12", "Deux"])
        refused = self._take(*rows)
        self.assertEqual(refused["plpdma_refused"], {"count": 1, "good": 1})
        agreed = {"plpdma_accepted_refusals": 1}
        asked = self._take(*rows, **agreed)
        self.assertFalse(asked["ids"])
        [message] = asked["messages"]
        self.assertEqual((message["type"], message["update_count"]), ("error", 1))
        self.assertNotEqual(self.known.verbatim, "Un")
        taken = self._take(*rows, **agreed, plpdma_confirmed_updates=1)
        self.assertEqual(taken["ids"], self.known.ids)
        self.assertEqual(self.known.verbatim, "Un")

    def test_how_a_number_is_written(self):
        for text, bare, drawn in (
            ("CTR/2026/0042", False, True),
            ("ctr20260042", False, True),
            ("REG-7", False, False),
            ("R1", False, False),
            ("94", True, False),
            ("2026/94", True, False),
            ("ABC", True, False),
            ("CTR", True, False),
            ("-", True, False),
        ):
            with self.subTest(text):
                self.assertEqual(
                    (is_bare(text), is_drawn(text, {"CTR"})), (bare, drawn)
                )


@tagged("post_install", "-at_install", "plpdma")
class TestImportReferencesChannel(ReferencesCase):
    channel = None

    def test_the_channel_of_new_rows_is_asked(self):
        known = [self.known.reference, self.known.verbatim]
        result = self._take(known, ["", "Deux"], ["REG-7", "Trois"])
        self.assertFalse(result["ids"])
        [question] = result["plpdma_questions"]
        self.assertEqual((question["field"], question["count"]), ("channel", 2))
        result = self._take(known)
        self.assertFalse(result.get("plpdma_questions"), "Nothing is new")

    def test_the_channel_that_is_told_is_that_of_the_new_ones(self):
        choices = [["channel", "", "take:phone"]]
        result = self._take(
            [self.known.reference, self.known.verbatim],
            ["", "Deux"],
            plpdma_choices=choices,
            plpdma_confirmed_updates=1,
        )
        records = self.contributions.browse(result["ids"])
        self.assertEqual(records.mapped("channel"), ["letter", "phone"])
