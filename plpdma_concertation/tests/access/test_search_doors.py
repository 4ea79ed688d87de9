"""The table of doors, on searching by words: what each reader finds, and counts."""

from odoo.exceptions import AccessError
from odoo.service.model import call_kw
from odoo.tests import tagged

from .doors_common import WORDS, DoorsCase
from .searches_table import SEARCHES


@tagged("post_install", "-at_install", "plpdma")
class TestSearchDoors(DoorsCase):
    """Each word of the world, typed in the box by each reader."""

    def _call(self, reader, model, method, *args, **kwargs):
        try:
            return call_kw(self._as(reader)[model], method, list(args), kwargs)
        except AccessError:
            return None

    def _find(self, reader, model, text):
        """What some words find, by each way in which a search comes in; none differs
        from another."""
        domain = [("text_search", "ilike", text)]
        found = self._call(reader, model, "search", domain) or []
        count = len(found)
        counts = {
            "search_count": self._call(reader, model, "search_count", domain) or 0,
            "name_search": len(self._call(reader, model, "name_search", text) or []),
            "web_search_read": len(
                (
                    self._call(
                        reader, model, "web_search_read", domain, {"display_name": {}}
                    )
                    or {"records": []}
                )["records"]
            ),
        }
        groups = self._call(
            reader, model, "formatted_read_group", domain, ["program_id"], ["__count"]
        )
        counts["groups"] = sum(group["__count"] for group in groups or [])
        # Whoever may not read the records may have nothing told by what is excluded.
        self.assertEqual(counts, dict.fromkeys(counts, count), (reader, model, text))
        return found

    def test_what_each_word_finds(self):
        for model, row in SEARCHES.items():
            if model == "register":
                continue
            seen = {
                reader: {
                    name
                    for name, word in WORDS.items()
                    if self._find(reader, model, word)
                }
                for reader in self.users
            }
            self._assertRow(model, seen, row)

    def test_what_each_word_excludes(self):
        """Nothing hidden is told by what its exclusion takes away."""
        for model, row in SEARCHES.items():
            if model == "register":
                continue
            for reader in self.users:
                everything = self._call(reader, model, "search", [])
                if not everything:
                    continue
                for name, word in WORDS.items():
                    found = self._find(reader, model, f"-{word}")
                    is_told = set(found) != set(everything)
                    self.assertEqual(
                        is_told, name in row.get(reader, ()), (reader, model, name)
                    )

    def test_what_the_register_finds(self):
        contributions = self.env["plpdma.contribution"].sudo()
        published = self.program.sudo()._get_published_contributions_domain()
        found, told = set(), set()
        everything = contributions.search(published)
        self.assertTrue(everything)
        for name, word in WORDS.items():
            domain = contributions._get_register_domain(word, None, None)
            if contributions.search_count(published & domain):
                found.add(name)
            domain = contributions._get_register_domain(f"-{word}", None, None)
            if contributions.search(published & domain) != everything:
                told.add(name)
        self.assertEqual(found, SEARCHES["register"]["public"])
        self.assertEqual(told, SEARCHES["register"]["public"])
