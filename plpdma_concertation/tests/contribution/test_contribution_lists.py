"""Lists that stay quick: the index of their order, and the lines of a session."""

from lxml import etree

from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL

from .contribution_common import ContributionCase

LIMIT = 40


@tagged("post_install", "-at_install", "plpdma")
class TestContributionLists(ContributionCase):
    def _get_order(self):
        """What comes first in the list."""
        view = self.Contribution.get_view(view_type="list")
        return etree.fromstring(view["arch"]).get("default_order")

    def _get_plan(self, domain, order):
        """How PostgreSQL finds the first page of the list, on a large table."""
        query = self.Contribution._search(
            [("state", "!=", "merged"), *domain], order=order, limit=80
        )
        # What a large table would not do; the few rows of a test would.
        for name in ("enable_seqscan", "enable_bitmapscan", "enable_sort"):
            self.env.cr.execute(f"SET LOCAL {name} = off")
        rows = self.env.execute_query(SQL("EXPLAIN %s", query.select()))
        return "\n".join(line for (line,) in rows)

    def test_first_page_is_read_in_the_order_of_its_index(self):
        # Most wait for nothing, as in a register of some age.
        self._create_contributions(*[{"response_expected": False}] * 300, {})
        self.env.flush_all()
        self.env.cr.execute("ANALYZE plpdma_contribution")
        mine = [("is_to_answer", "=", True), ("user_id", "=", self.user_agent.id)]
        listed = self._get_order()
        for domain, order, index in (
            ([], self.Contribution._order, "order_idx"),
            ([], listed, "awaited_idx"),
            ([("is_to_answer", "=", True)], listed, "waiting_idx"),
            ([("is_overdue", "=", True)], listed, "waiting_idx"),
            (mine, listed, "waiting_idx"),
        ):
            with self.subTest(domain=domain, order=order):
                plan = self._get_plan(domain, order)
                self.assertIn(f"using plpdma_contribution_{index}", plan)
                self.assertNotIn("Sort", plan)

    # ------------------------------------------------------------------
    # The form of a session
    # ------------------------------------------------------------------
    def _fill_session(self, count):
        session = self._create_session()
        self._create_contributions(*[{"session_id": session.id}] * count)
        self.env.flush_all()
        self.env.invalidate_all()
        return session

    def _read_lines(self, session, **spec):
        lines = {"fields": {"verbatim": {}}, "order": "id", **spec}
        [values] = session.web_read({"name": {}, "contribution_ids": lines})
        self.assertEqual(values["name"], session.name)
        return [line["id"] for line in values["contribution_ids"]]

    def test_form_of_a_session_reads_the_latest_lines_only(self):
        session = self._fill_session(LIMIT + 5)
        everything = session.contribution_ids.sorted("id").ids
        self.assertEqual(
            self._read_lines(session, limit=LIMIT), everything[-LIMIT:], "As entered"
        )
        self.assertEqual(self._read_lines(session), everything)
        self.assertEqual(session.contribution_count, LIMIT + 5)
        found = self._get_listed(self._press(session, "contribution_count"))
        self.assertEqual(set(found.ids), set(everything), "All are one click away")

    def test_lines_are_typed_and_changed_in_a_full_session(self):
        session = self._fill_session(LIMIT + 5)
        everything = session.contribution_ids.sorted("id")
        lines = {"fields": {"verbatim": {}}, "order": "id", "limit": LIMIT}
        [values] = session.web_save(
            {
                "name": "Autre nom",
                "contribution_ids": [
                    Command.update(everything[5].id, {"verbatim": "Corrigée."}),
                    Command.create({"verbatim": "Une de plus."}),
                ],
            },
            {"name": {}, "contribution_ids": lines},
        )
        self.assertEqual(values["name"], "Autre nom")
        self.assertEqual(len(values["contribution_ids"]), LIMIT)
        self.assertEqual(values["contribution_ids"][-1]["verbatim"], "Une de plus.")
        self.assertEqual(everything[5].verbatim, "Corrigée.")
        self.assertEqual(len(session.contribution_ids), LIMIT + 6)
        self.assertLess(everything, session.contribution_ids)

    def test_what_changes_in_a_form_leaves_its_lines_aside(self):
        session = self._fill_session(LIMIT + 5)
        spec = {
            "name": {},
            "warnings": {},
            "contribution_ids": {"fields": {"verbatim": {}}, "limit": LIMIT},
        }
        typed = [Command.create({"verbatim": "Pas encore enregistrée."})]
        values = {"nature": "consultation", "contribution_ids": typed}
        changed = session.onchange(values, ["nature"], spec)
        self.assertNotIn("contribution_ids", changed["value"])
        self.assertEqual(session.nature, "concertation")

    def test_as_many_queries_for_many_lines_as_for_few(self):
        few, many = self._fill_session(LIMIT), self._fill_session(3 * LIMIT)
        counts = []
        for session in (few, few, many):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(len(self._read_lines(session, limit=LIMIT)), LIMIT)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[2], counts[1])

    def test_authors_of_a_list_are_read_together(self):
        """What a list looks for in each text, it knows of all the authors at once."""
        company = {"is_company": True, "street": "3 rue des Lilas"}
        partners = self.env["res.partner"].create(
            [
                {
                    "name": f"Personne {number}",
                    "email": f"personne{number}@p.example",
                    "parent_id": self.env["res.partner"]
                    .create({"name": f"Association {number}", **company})
                    .id,
                }
                for number in range(12)
            ]
        )
        contributions = self._create_contributions(
            *[{"partner_id": partner.id} for partner in partners]
        )
        counts = []
        for some in (contributions[:1], contributions[:2], contributions):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some.read(["author_name", "has_publication_warning"])
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])

    def test_possible_duplicates_of_each_session_are_counted(self):
        first, second = self._create_session(), self._create_session()
        empty = self._create_session()
        self._create_contributions(
            {"session_id": first.id, "verbatim": "Oui."},
            {"session_id": first.id, "verbatim": " OUI. "},
            {"session_id": first.id, "verbatim": "Non."},
            {"session_id": second.id, "verbatim": "oui."},
        )
        counts = (first | second | empty).mapped("possible_duplicate_count")
        self.assertEqual(counts, [2, 1, 0])
