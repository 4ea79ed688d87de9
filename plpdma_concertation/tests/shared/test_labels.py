"""What a button asks is answered by what it offers."""

from unittest.mock import patch

from lxml import etree

from odoo.tests import tagged

from ..common import ConcertationCase

FRENCH = "fr_FR"
# Core's own words, which answer no question that says “Annuler”.
CORE = {"Ok", "OK", "Annuler", "Cancel"}
# Views of what lasts several years.
NAMED = ("plpdma.mandate.view.", "plpdma.program.view.", "plpdma.facilitator.view.")


def get_verb(button):
    """The first word of what a button says."""
    return (button.get("string") or "".join(button.itertext())).split()[0].casefold()


@tagged("post_install", "-at_install", "plpdma")
class TestLabels(ConcertationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang(FRENCH)
        cls.env["ir.module.module"]._load_module_terms(
            ["plpdma_concertation"], [FRENCH]
        )

    def _read_views(self, lang):
        """``(name, root)`` of each of our views, in a language."""
        known = self.env["ir.model.data"].search(
            [("module", "=", "plpdma_concertation"), ("model", "=", "ir.ui.view")]
        )
        views = (
            self.env["ir.ui.view"]
            .with_context(lang=lang)
            .browse(known.mapped("res_id"))
        )
        return [(view.name, etree.fromstring(view.arch_db)) for view in views]

    def _find_buttons(self, lang):
        for name, root in self._read_views(lang):
            for button in root.iter("button"):
                yield name, button

    def test_each_question_has_its_own_answers(self):
        for lang in ("en_US", FRENCH):
            asked, wrong = 0, []
            for name, button in self._find_buttons(lang):
                if not button.get("confirm"):
                    continue
                asked += 1
                answers = [button.get("confirm-label"), button.get("cancel-label")]
                if not all(answers) or CORE & set(answers):
                    wrong.append((name, button.get("string"), answers))
            self.assertFalse(wrong)
            self.assertGreaterEqual(asked, 15)

    def test_leaving_a_dialog_is_not_what_it_does(self):
        """« Annuler » beside « Annuler et prévenir »: who reads fast does the
        contrary."""
        for lang in ("en_US", FRENCH):
            dialogs, wrong = 0, []
            for name, root in self._read_views(lang):
                for footer in root.iter("footer"):
                    buttons = list(footer.iter("button"))
                    leaving = {
                        get_verb(button)
                        for button in buttons
                        if button.get("special") == "cancel"
                    }
                    doing = {
                        get_verb(button) for button in buttons if button.get("name")
                    }
                    dialogs += bool(leaving)
                    if leaving & doing:
                        wrong.append((name, leaving & doing))
            self.assertFalse(wrong)
            self.assertGreaterEqual(dialogs, 15)

    def test_nouns_of_counts_have_their_singular(self):
        counted = 0
        for name, root in self._read_views(FRENCH):
            for field in root.iter("field"):
                if field.get("widget") != "plpdma_count":
                    continue
                plural, singular = field.get("string"), field.get("label")
                counted += 1
                with self.subTest(view=name, plural=plural):
                    self.assertTrue(singular)
                    is_invariable = plural.split()[0].endswith(("x", "Temps"))
                    self.assertTrue(is_invariable or len(singular) < len(plural))
        self.assertGreaterEqual(counted, 30)

    def test_a_state_agrees_with_what_it_tells(self):
        """« Une contribution close », « un programme clos »."""
        for model, state, word in (
            ("plpdma.contribution", "closed", "Close"),
            ("plpdma.program", "closed", "Clos"),
            ("plpdma.campaign", "confirmed", "Confirmée"),
            ("plpdma.campaign", "refused", "Écartée"),
        ):
            records = self.env[model].with_context(lang=FRENCH)
            states = dict(records._fields["state"]._description_selection(records.env))
            with self.subTest(model, state=state):
                self.assertEqual(states[state], word)
        session = self._create_session().with_context(lang=FRENCH)
        session.format = "public"
        with patch.object(type(session), "_get_availability", lambda _one: "closed"):
            self.assertEqual(session._describe_standing(), "Close")

    def test_what_lasts_several_years_tells_them(self):
        """Core leaves out the current year: only one end of a mandate or of a contract
        would tell its own."""
        count = 0
        for name, root in self._read_views(FRENCH):
            if not name.startswith(NAMED) or name.endswith(".home"):
                continue
            for field in root.iter("field"):
                if field.get("name") not in ("date_start", "date_end"):
                    continue
                if field.getparent().tag == "group" and root.tag == "search":
                    continue
                count += 1
                options = (field.get("options") or "").lower()
                with self.subTest(view=name, field=field.get("name")):
                    self.assertTrue(
                        "'numeric': true" in options or "end_date_field" in options,
                        "The year is missing",
                    )
        self.assertGreaterEqual(count, 10)
