import re
from pathlib import Path

import polib

from odoo.tests import TransactionCase, tagged
from odoo.tools import file_path

TAG = re.compile(r"<[^<>]*>")
TRANSLATED_ATTRIBUTE = re.compile(r' (?:alt|aria-label|placeholder|title)="[^"]*"')
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd]|{{.*?}}")


@tagged("post_install", "-at_install", "plpdma")
class TestTranslation(TransactionCase):
    """What the French leaves as it is: markup and placeholders."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.catalogue = polib.pofile(file_path("plpdma_concertation/i18n/fr.po"))

    def test_every_term_is_translated(self):
        self.assertGreater(len(self.catalogue), 700)
        self.assertEqual([e.msgid for e in self.catalogue if not e.translated()], [])

    def test_markup_is_kept(self):
        """A typographic space in an attribute would break the French view."""

        def markup(text):
            return [TRANSLATED_ATTRIBUTE.sub("", tag) for tag in TAG.findall(text)]

        for entry in self.catalogue:
            with self.subTest(entry.msgid[:60]):
                self.assertEqual(markup(entry.msgstr), markup(entry.msgid))

    def test_one_word_for_what_is_sent(self):
        """« E-mail », as Odoo says in French, on the screens and in the guides."""
        texts = {entry.msgid[:60]: entry.msgstr for entry in self.catalogue}
        root = Path(file_path("plpdma_concertation"))
        for path in (*root.glob("demo/*.xml"), *root.parent.glob("doc/guide/*.md")):
            # Not the domain of its invented addresses.
            texts[path.name] = path.read_text().replace("@courriel.example", "")
        self.assertGreater(len(texts), 700)
        found = [
            name for name, text in texts.items() if re.search(r"(?i)\bcourriel", text)
        ]
        self.assertEqual(found, [])

    def test_examples_are_introduced_alike(self):
        """« p. ex. » everywhere."""
        examples = [e for e in self.catalogue if e.msgid.startswith("e.g. ")]
        self.assertGreater(len(examples), 30)
        self.assertEqual(
            [e.msgstr for e in examples if not e.msgstr.startswith("p. ex. ")], []
        )

    def test_placeholders_are_kept(self):
        for entry in self.catalogue:
            with self.subTest(entry.msgid[:60]):
                self.assertEqual(
                    sorted(PLACEHOLDER.findall(entry.msgstr)),
                    sorted(PLACEHOLDER.findall(entry.msgid)),
                )
