"""What is typed where one chooses from a list is what is chosen, on all our screens."""

from collections import Counter

from lxml import etree

from odoo.tests import TransactionCase, tagged

TYPED = {
    "plpdma_typed": "selection",
    "plpdma_typed_name": "many2one",
    "plpdma_typed_user": "many2one",
    "plpdma_typed_tags": "many2many",
}
# Those that are clicked, and those in which nothing is typed.
CLICKED = {
    "badge",
    "many2many_binary",
    "many2many_checkboxes",
    "plpdma_decision",
    "plpdma_state",
    "priority",
    "radio",
    "selection_badge",
    "statusbar",
}
# Those of forms that are not left before what is typed in them is settled.
SETTLED = {
    "plpdma_asking_form",
    "plpdma_conflict_form",
    "plpdma_preview_form",
    "plpdma_settled_form",
}
# Those of lines among which one goes on typing.
LINES = {"plpdma_lines", "plpdma_typed_lines"}
# Those that are chosen among records that exist, in a dialog.
CHOSEN = {"stakeholder_ids"}
# The faces of several people, as Odoo shows them.
FACES = "many2many_avatar_user"


@tagged("post_install", "-at_install", "plpdma")
class TestTypedChoices(TransactionCase):
    def _find_screens(self):
        """``[(name of the view, model, its node)]``: the forms and the lists of this
        addon that are written in, those inside other forms included."""
        found = []
        views = self.env["ir.ui.view"].search(
            [("model", "=like", "plpdma.%"), ("mode", "=", "primary")]
        )
        for view in views:
            arch = etree.fromstring(view.get_combined_arch())
            for node in arch.iter("list", "form"):
                if node.tag == "list" and not (
                    node.get("editable") or node.get("multi_edit")
                ):
                    continue
                if node.tag == "form" and node.get("edit") in ("0", "false"):
                    continue
                model = self.env[view.model]
                for above in reversed(list(node.iterancestors("field"))):
                    model = self.env[model._fields[above.get("name")].comodel_name]
                found.append((view.name, model, node))
        return found

    def _find_choices(self, model, node):
        """The fields of a screen in which one of several choices is made."""
        for field in node.iter("field"):
            [above] = list(field.iterancestors("list", "form", "kanban"))[:1]
            described = model._fields.get(field.get("name"))
            is_fixed = (
                above is not node
                or field.get("readonly") in ("1", "True")
                or field.get("invisible") in ("1", "True")
                or field.get("column_invisible") in ("1", "True")
                or described is None
                or (described.readonly and not field.get("readonly"))
            )
            if is_fixed or described.type not in TYPED.values():
                continue
            # A many2many without a widget is a list of records.
            if described.type != "many2many" or field.get("widget"):
                yield field, described.type

    def test_nothing_else_is_a_choice(self):
        seen = Counter()
        for name, model, node in self._find_screens():
            for field in node.iter("field"):
                [above] = list(field.iterancestors("list", "form", "kanban"))[:1]
                kind = TYPED.get(field.get("widget"))
                if kind and above is node:
                    seen[kind] += 1
                    described = model._fields[field.get("name")]
                    self.assertEqual(described.type, kind, (name, described))
        for kind in TYPED.values():
            self.assertGreater(seen[kind], 40, kind)

    def test_a_choice_is_made_by_its_first_letters(self):
        """Core drops what is typed there, and goes on with what was chosen before."""
        seen = Counter()
        for name, model, node in self._find_screens():
            for field, kind in self._find_choices(model, node):
                if field.get("widget") in {*CLICKED, FACES}:
                    continue
                seen[kind] += 1
                with self.subTest(view=name, tag=node.tag, field=field.get("name")):
                    self.assertEqual(TYPED.get(field.get("widget")), kind)
        for kind in TYPED.values():
            self.assertGreater(seen[kind], 20, kind)

    def test_a_form_is_left_once_what_is_typed_is_settled(self):
        """Core leaves behind what it has not read yet; a dialog is not left so."""
        seen = 0
        for name, model, node in self._find_screens():
            typed = [
                field for field in node.iter("field") if field.get("widget") in TYPED
            ]
            if node.getparent() is not None or node.tag != "form" or not typed:
                continue
            if not model._transient:
                seen += 1
                with self.subTest(view=name):
                    self.assertIn(node.get("js_class"), SETTLED)
        self.assertGreater(seen, 20)

    def test_lines_are_typed_one_after_the_other(self):
        """Core drops what is typed before the next line is there."""
        seen = 0
        for name, _model, node in self._find_screens():
            above = node.getparent()
            if node.tag != "list" or above is None or above.get("name") in CHOSEN:
                continue
            if node.get("editable") and node.get("create") != "0":
                seen += 1
                with self.subTest(view=name, field=above.get("name")):
                    self.assertIn(above.get("widget"), LINES)
        self.assertGreater(seen, 10)
