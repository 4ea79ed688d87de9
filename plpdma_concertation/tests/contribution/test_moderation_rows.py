"""What is accepted from the rows of a list is what they show."""

from odoo.fields import Command
from odoo.tests import tagged

from ...models.shared.plpdma_conflict_mixin import RewrittenError
from ..common import ConcertationCase

PENDING = {"moderation": "pending"}
TELLS = "Appelez Zoé VRAC au 06 12 34 56 78."


@tagged("post_install", "-at_install", "plpdma")
class TestModeratedRows(ConcertationCase):
    def _make_each(self):
        """A clean one, then those that are to be looked at on their own."""
        criterion = self.env["plpdma.moderation.criterion"].sudo().search([], limit=1)
        return self._create_contributions(
            {"verbatim": "Un bac.", **PENDING},
            {"verbatim": "Un local.", "public_text": "Un lieu.", **PENDING},
            {"verbatim": TELLS, **PENDING},
            {
                "verbatim": "Un broyeur.",
                "moderation": "refused",
                "moderation_reason": "Hors sujet.",
                "moderation_criterion_id": criterion.id,
            },
        )

    def test_the_box_is_not_ticked_where_more_is_to_be_seen(self):
        each = self._make_each()
        self.assertEqual(each.mapped("is_read_apart"), [False, True, True, True])
        each.action_accept_knowingly()
        self.assertEqual(each.mapped("is_read_apart"), [False] * 4)

    def test_the_box_of_several(self):
        """The page read them before they were so: nothing is decided."""
        clean, *others = each = self._make_each()
        before = each.mapped("moderation")
        box = {"is_publishable": True}
        for other in others:
            with self.subTest(other.verbatim):
                for rows in (
                    clean | other,
                    # One line ticked alone.
                    other.with_context(plpdma_seen_texts={other.id: other.verbatim}),
                ):
                    with self.assertRaisesRegex(RewrittenError, other.reference):
                        rows.web_save(box, {})
        self.assertEqual(each.mapped("moderation"), before)
        self.assertEqual(others[-1].moderation_reason, "Hors sujet.")
        (clean | clean.copy()).web_save(box, {})
        self.assertEqual(clean.moderation, "accepted")

    def test_cards_show_no_whole_text(self):
        clean, *_others = each = self._make_each()
        cards = each.with_context(plpdma_seen_texts={"*": None})
        action = cards.action_accept_publication()
        self.assertEqual(each.search(action["domain"]), each)
        self.assertEqual(clean.moderation, "pending")
        # The form that is opened from that list shows what it accepts.
        form = clean.with_context(**{**cards.env.context, **action["context"]})
        form.web_save({"is_publishable": True}, {})
        self.assertEqual(clean.moderation, "accepted")

    def test_all_pages_leave_what_no_row_shows(self):
        clean, *others = each = self._make_each()
        action = each.action_accept_publication()
        left = each.search(action["domain"])
        self.assertEqual(left, each - clean)
        self.assertEqual(len(left), len(others))
        self.assertEqual(clean.moderation, "accepted")

    def test_a_text_typed_with_the_box(self):
        """The box is ticked first, then a name is written."""
        ticked = {"is_publishable": True}
        for name in ("verbatim", "public_text"):
            for text, expected in ((TELLS, "pending"), ("Deux bacs.", "accepted")):
                with self.subTest(name, text=text):
                    one = self._create_contribution(
                        verbatim="Un bac.", moderation="pending"
                    )
                    one.web_save({**ticked, name: text}, {})
                    self.assertEqual(one.moderation, expected)
        for text, expected in ((TELLS, "pending"), ("Deux bacs.", "accepted")):
            session = self._create_session()
            line = {**ticked, "verbatim": text, "program_id": self.program.id}
            session.with_user(self.user_agent).web_save(
                {"contribution_ids": [Command.create(line)]}, {}
            )
            self.assertEqual(session.contribution_ids.moderation, expected)
