"""Query counts: screens that stay light whatever the register holds."""

from contextlib import contextmanager
from unittest.mock import patch

from lxml import etree

from odoo.fields import Command
from odoo.tests import tagged, users, warmup

from ..common import ConcertationCase

LIST_QUERIES = 10
FORM_QUERIES = 40
# Of a contribution without anything else: its own row and lists, and what names the
# records that it shows.
CONTRIBUTION_QUERIES = 13
CREATION_QUERIES = 29
QUERIES_A_RECORD = 0.1


@tagged("post_install", "-at_install", "plpdma")
class TestPerformance(ConcertationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.themes = cls.env["plpdma.theme"].create(
            [{"name": f"Thème d'essai {number}"} for number in range(5)]
        )
        cls.session = cls.agent_env["plpdma.session"].create(
            {
                "name": "Atelier",
                "program_id": cls.program.id,
                "date_start": "2026-01-05 09:00:00",
            }
        )
        cls.contributions = cls._fill(120)

    @classmethod
    def _fill(cls, count, start=0):
        """What agents type: from actors, from inhabitants, from letters."""
        vals_list = []
        # All of one day: each page holds as many of each, whatever their number.
        today = cls.company._plpdma_get_today()
        for number in range(start, start + count):
            vals = {
                "program_id": cls.program.id,
                "date_received": today,
                "session_id": cls.session.id if number % 2 else False,
                "verbatim": f"Un composteur au numéro {number // 2}.",
                "theme_ids": [Command.set(cls.themes[number % 5].ids)],
            }
            if number % 4 == 0:
                vals["partner_id"] = cls.partners[number % 3].id
            else:
                vals["contributor_name"] = f"Habitant {number}"
            if number % 4 == 1:
                vals["contributor_email"] = f"habitant{number}@p.example"
            vals_list.append(vals)
        return cls.agent_env["plpdma.contribution"].create(vals_list)

    def _specification(self, model, view_type):
        """What the web client asks for to show the view."""
        view = self.env[model].get_views([(False, view_type)])["views"][view_type]
        return self._read_arch(self.env[model], etree.fromstring(view["arch"]))

    def _read_arch(self, model, node):
        specification = {}
        for child in node.iterchildren(etree.Element):
            if child.tag != "field":
                specification |= self._read_arch(model, child)
                continue
            field = model._fields[child.get("name")]
            specification[field.name] = {}
            if field.relational:
                fields = {"display_name": {}}
                if field.type != "many2one":
                    fields |= self._read_arch(self.env[field.comodel_name], child)
                specification[field.name] = {"fields": fields}
        return specification

    @contextmanager
    def _count(self):
        """Count the queries, flush included."""
        self.env.flush_all()
        counted = []
        before = self.cr.sql_log_count
        yield counted
        self.env.flush_all()
        counted.append(self.cr.sql_log_count - before)

    # ------------------------------------------------------------------
    # Lists and forms
    # ------------------------------------------------------------------
    @users("plpdma_agent", "plpdma_manager")
    @warmup
    def test_list_of_contributions(self):
        model = "plpdma.contribution"
        specification = self._specification(model, "list")
        self.assertIn("session_id", specification)
        self.env.invalidate_all()
        with self.assertQueryCount(LIST_QUERIES):
            result = self.env[model].web_search_read(
                [("program_id", "=", self.program.id)], specification, limit=80
            )
        self.assertEqual(len(result["records"]), 80)

    @users("plpdma_agent")
    def test_list_of_contributions_that_tell_everything(self):
        """Of actors and of inhabitants, each with all that a line shows."""
        # sudo: agents are given their communes.
        territory = self.env["plpdma.territory"].sudo().create({"name": "Betton"})
        everything = {
            "role_id": self.env["plpdma.role"].search([], limit=1).id,
            "territory_id": territory.id,
            "user_id": self.user_agent.id,
            "session_id": self.session.id,
        }
        self.contributions.write(everything)
        Model = self.env["plpdma.contribution"]
        specification = self._specification("plpdma.contribution", "list")
        # An authority by itself has no column for its name.
        specification.pop("company_id", None)
        self.assertLessEqual(everything.keys(), specification.keys())
        domain = [("program_id", "=", self.program.id)]
        counts = []
        for _time in range(2):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            rows = Model.web_search_read(
                domain, specification, limit=80, count_limit=10_001
            )["records"]
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(len(rows), 80)
        for name in (*everything, "theme_ids", "author_name"):
            self.assertTrue(all(row[name] for row in rows), name)
        self.assertTrue(self.contributions[-80:].partner_id)
        self.assertLessEqual(counts[1], LIST_QUERIES)

    @users("plpdma_elected")
    @warmup
    def test_list_of_contributions_for_an_elu(self):
        model = "plpdma.contribution"
        specification = self._specification(model, "list")
        self.env.invalidate_all()
        with self.assertQueryCount(LIST_QUERIES):
            result = self.env[model].web_search_read(
                [("program_id", "=", self.program.id)], specification, limit=80
            )
        self.assertEqual(len(result["records"]), 80)

    def test_list_costs_the_same_whatever_the_table_holds(self):
        Model = self.agent_env["plpdma.contribution"]
        specification = self._specification("plpdma.contribution", "list")
        domain = [("program_id", "=", self.program.id)]

        def read():
            self.env.invalidate_all()
            with self._count() as queries:
                result = Model.web_search_read(domain, specification, limit=80)
            return result["length"], queries[0]

        read()
        length, queries = read()
        self._fill(480, start=120)
        longer, more_queries = read()
        self.assertEqual((length, longer), (120, 600))
        self.assertEqual(queries, more_queries)
        self.assertGreater(queries, 0)

    def test_list_costs_the_same_for_any_number_of_rows(self):
        Model = self.agent_env["plpdma.contribution"]
        specification = self._specification("plpdma.contribution", "list")
        domain = [("program_id", "=", self.program.id)]
        counts = []
        for limit in (80, 8, 80):
            self.env.invalidate_all()
            with self._count() as queries:
                Model.web_search_read(domain, specification, limit=limit)
            counts.append(queries[0])
        self.assertLessEqual(counts[2], counts[1] + 1)

    @users("plpdma_agent")
    @warmup
    def test_form_of_a_contribution(self):
        contribution = self.contributions[1].with_env(self.env)
        specification = self._specification("plpdma.contribution", "form")
        self.assertIn("verbatim", specification)
        self.env.invalidate_all()
        with self.assertQueryCount(CONTRIBUTION_QUERIES):
            values = contribution.web_read(specification)
        self.assertEqual(values[0]["verbatim"], contribution.verbatim)

    @users("plpdma_agent")
    @warmup
    def test_form_of_a_letter_that_was_split(self):
        """Its points are told, whatever is spared for what has none."""
        contribution = self.contributions[1].with_env(self.env)
        contribution._split([{"quote_start": 0, "quote_stop": 13}])
        specification = self._specification("plpdma.contribution", "form")
        self.env.flush_all()
        self.env.invalidate_all()
        [values] = contribution.web_read(specification)
        self.assertEqual(len(values["part_ids"]), 1)
        self.assertEqual(values["part_count"], 1)

    @users("plpdma_agent")
    @warmup
    def test_forms_of_the_desk(self):
        """The programme and the session, from which everything is opened."""
        for record in (self.program, self.session):
            record = record.with_env(self.env)
            specification = self._specification(record._name, "form")
            self.env.invalidate_all()
            with self.subTest(model=record._name):
                with self.assertQueryCount(FORM_QUERIES):
                    values = record.web_read(specification)
                self.assertEqual(values[0]["id"], record.id)

    # ------------------------------------------------------------------
    # Batches
    # ------------------------------------------------------------------
    def test_batch_creation(self):
        """Ten times the records cost hardly more queries than one time."""
        start = 1000
        counts = {}
        for size in (50, 50, 550):
            self.env.flush_all()
            self.env.invalidate_all()
            with self._count() as queries:
                contributions = self._fill(size, start=start)
            self.assertEqual(len(contributions), size)
            counts[size] = queries[0]
            start += size
        a_record = (counts[550] - counts[50]) / 500
        self.assertLessEqual(a_record, QUERIES_A_RECORD, counts)
        self.assertGreater(counts[50], 0)

    def test_creation_asks_each_default_once(self):
        """What is computed before a row is written has core ask for no default more."""
        asked = []
        Contribution = self.env.registry["plpdma.contribution"]
        default_get = Contribution.default_get

        def note(model, names):
            asked.append(names)
            return default_get(model, names)

        with patch.object(Contribution, "default_get", note):
            self._fill(20, start=2000)
            self.env.flush_all()
        self.assertFalse({names[0] for names in asked if len(names) == 1})
        self.assertEqual(len(asked), 20)

    @users("plpdma_agent")
    @warmup
    def test_creation_one_by_one(self):
        """What an agent types costs no more than it writes, and looks up."""
        vals = {
            "program_id": self.program.id,
            "session_id": self.session.id,
            "contributor_email": "habitante@p.example",
            "theme_ids": [Command.link(self.themes[0].id)],
            "verbatim": "Un composteur à la cantine.",
        }
        self.env.invalidate_all()
        with self.assertQueryCount(CREATION_QUERIES):
            contribution = self.env["plpdma.contribution"].create(vals)
            self.env.flush_all()
        self.assertEqual(contribution.channel, "session")

    def test_one_response_to_many(self):
        """Sending costs per author, not per author and per contribution."""
        counts = {}
        for size in (5, 5, 25):
            contributions = self.agent_env["plpdma.contribution"].create(
                [
                    {
                        "program_id": self.program.id,
                        "verbatim": "Oui.",
                        "contributor_email": f"auteur{number}@p.example",
                    }
                    for number in range(size)
                ]
            )
            response = self._create_response(contributions, state="validated")
            self.env.flush_all()
            self.env.invalidate_all()
            with self._count() as queries:
                response.action_send()
            counts[size] = queries[0]
        self.assertLessEqual((counts[25] - counts[5]) / 20, 0.5, counts)
