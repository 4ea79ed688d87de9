"""Query counts: screens that stay light whatever the register holds."""

from contextlib import contextmanager

from lxml import etree

from odoo.tests import tagged, users, warmup

from .common import ConcertationCase

LIST_QUERIES = 10
FORM_QUERIES = 40
QUERIES_A_RECORD = 0.1


@tagged("post_install", "-at_install", "plpdma")
class TestPerformance(ConcertationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(
            context=dict(cls.env.context, allowed_company_ids=cls.company.ids)
        )
        themes = cls.env["plpdma.theme"].create(
            [{"name": f"Thème d'essai {number}"} for number in range(5)]
        )
        cls.themes = themes
        cls.session = cls.agent_env["plpdma.session"].create(
            {
                "name": "Atelier",
                "program_id": cls.program.id,
                "date_start": "2026-01-05 09:00:00",
            }
        )
        cls.contributions = cls._fill(cls, 120)

    def _vals(self, number):
        """A row as the agent types it: from an actor, an inhabitant, a letter."""
        return {
            "program_id": self.program.id,
            "session_id": self.session.id if number % 2 else False,
            "partner_id": self.partners[number % 3].id if number % 4 == 0 else False,
            "contributor_name": f"Habitant {number}" if number % 4 else False,
            "contributor_email": (
                f"habitant{number}@p.example" if number % 4 == 1 else False
            ),
            "verbatim": f"Un composteur au numéro {number // 2}.",
            "theme_ids": [(6, 0, self.themes[number % 5].ids)],
        }

    def _fill(self, count, start=0):
        return self.agent_env["plpdma.contribution"].create(
            [self._vals(self, start + i) for i in range(count)]
            if isinstance(self, type)
            else [self._vals(start + i) for i in range(count)]
        )

    def _specification(self, model, view_type):
        """What the web client asks for to show the view."""
        views = self.env[model].get_views([(False, view_type)])
        node = etree.fromstring(views["views"][view_type]["arch"])
        return self._node_specification(self.env[model], node)

    def _node_specification(self, model, node):
        specification = {}
        for field_node in node.iter("field"):
            parent = next(field_node.iterancestors("field"), None)
            if parent is not None and node in (parent, *parent.iterancestors()):
                if parent is not node:
                    continue
            elif parent is not None and node is not parent:
                continue
            if field_node is node:
                continue
            name = field_node.get("name")
            field = model._fields[name]
            if field.type == "many2one":
                specification[name] = {"fields": {"display_name": {}}}
            elif field.type in ("one2many", "many2many"):
                comodel = self.env[field.comodel_name]
                fields = {"display_name": {}}
                for subview in field_node:
                    fields |= self._node_specification(comodel, subview)
                specification[name] = {"fields": fields}
            else:
                specification[name] = {}
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

    def _read_list(self, model, limit=80):
        self.env.invalidate_all()
        domain = [("program_id", "=", self.program.id)]
        result = self.env[model].web_search_read(
            domain, self._list_specification[model], limit=limit
        )
        self.assertEqual(len(result["records"]), limit)
        return result

    # ------------------------------------------------------------------
    # Lists and forms
    # ------------------------------------------------------------------
    @users("plpdma_agent", "plpdma_manager")
    @warmup
    def test_list_of_contributions(self):
        model = "plpdma.contribution"
        specification = self._specification(model, "list")
        self.assertIn("program_id", specification)
        self.env.invalidate_all()
        with self.assertQueryCount(LIST_QUERIES):
            result = self.env[model].web_search_read(
                [("program_id", "=", self.program.id)], specification, limit=80
            )
        self.assertEqual(len(result["records"]), 80)

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
        with self.assertQueryCount(FORM_QUERIES):
            values = contribution.web_read(specification)
        self.assertEqual(values[0]["verbatim"], contribution.verbatim)

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
        self.assertLessEqual((counts[25] - counts[5]) / 20, 3, counts)
