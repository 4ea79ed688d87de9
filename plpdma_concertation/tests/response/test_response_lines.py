"""A response to very many: what its form shows costs what a few cost, and tells of the
same authors."""

import random

from odoo.fields import Command
from odoo.tests import tagged

from ...models.response.plpdma_response_lines import LATEST
from ...tools.personal_data import find_passages
from ..common import ConcertationCase

FIRST = ("Camille", "Zoé", "Jean-Luc", "Inès", "Œnone", "Łucja", "ANNE", "M. Paul", "")
LAST = ("Petit", "Lefèvre", "Le Goff", "D’Alembert", "Rose", "Dupont-Morel", "Li", "")
WORDS = "un petit bac, la rose et le marché de la ville ; nous l'avons dit".split()


@tagged("post_install", "-at_install", "plpdma")
class TestResponseLines(ConcertationCase):
    def _fill(self, rng, count):
        """Authors of every kind: inhabitants, contacts, actors, who agree to be named,
        several under one name."""
        contacts = self.env["res.partner"].create(
            [
                {
                    "name": self._make_name(rng) or "Sans nom",
                    "parent_id": self.partners[number % 3].id if number % 2 else False,
                    "phone": rng.choice(("02 99 11 22 33", "+33612345678", False)),
                    "street": rng.choice(("12 rue des Lilas", False)),
                    "zip": "35000",
                    "city": rng.choice(("Rennes", "L'Haÿ-les-Roses")),
                    "email": f"contact{number}@p.example",
                }
                for number in range(12)
            ]
        )
        vals_list = []
        for number in range(count):
            vals = {
                "program_id": self.program.id,
                "verbatim": f"Un composteur au {number}.",
                "name_consent": rng.random() < 0.2,
                "active": rng.random() < 0.9,
            }
            if rng.random() < 0.3:
                vals["partner_id"] = rng.choice(contacts | self.partners).id
            elif rng.random() < 0.8:
                vals["contributor_name"] = self._make_name(rng)
                vals["contributor_email"] = rng.choice(
                    (False, f"habitant{number % 7}@p.example")
                )
            vals_list.append(vals)
        return self.agent_env["plpdma.contribution"].create(vals_list)

    def _make_name(self, rng):
        return f"{rng.choice(FIRST)} {rng.choice(LAST)}".strip()

    def _make_text(self, rng, contributions):
        """Words, and at times what tells of somebody who may be among the authors."""
        known = [
            rng.choice(FIRST),
            rng.choice(LAST).upper(),
            self._make_name(rng),
            rng.choice(contributions).author_name or "Personne",
            "habitant3@p.example",
            "au 06.12.34.56.78",
            "12, rue des Lilas, 35000 Rennes",
            self.partners[1].name,
        ]
        words = rng.choices(WORDS, k=8) + rng.sample(known, k=rng.randint(0, 3))
        rng.shuffle(words)
        return " ".join(words)

    def test_the_same_authors_are_told_of(self):
        """As if each of them were read, over random authors and texts."""
        rng = random.Random(15)
        contributions = self._fill(rng, 120)
        merged = contributions[:5]
        main = contributions[10:11]
        response = self._create_response(contributions[5:])
        # sudo: merging is not what is tried here.
        merged.sudo().write({"state": "merged", "duplicate_of_id": main.id})
        found = silent = 0
        for _time in range(150):
            text = self._make_text(rng, contributions)
            response.motivation = f"<p>{text}</p>"
            everybody = response._get_all_contributions()
            self.assertEqual(len(everybody), 120)
            all_of_them = everybody._get_author_identity()
            texts = [text for _label, text in response._get_texts_to_publish()]
            some = response._get_text_authors([text or "" for text in texts])
            for text in filter(None, texts):
                expected = find_passages(text, all_of_them, signed=False)
                self.assertEqual(find_passages(text, some, signed=False), expected)
                found += bool(expected)
                silent += not expected
            self.assertLess(len(some.names), len(all_of_them.names))
        self.assertGreater(found, 50)
        self.assertGreater(silent, 20)

    def test_a_form_that_is_being_changed(self):
        """Who is told of follows the lines before they are saved."""
        response = self._create_response(motivation="<p>Camille a raison.</p>")
        other = self._create_contribution(contributor_name="Anne Martin")
        form = response.new(origin=response)
        self.assertIn("Camille", form.publication_warning)
        form.contribution_ids = other
        self.assertFalse(form.publication_warning)
        form.motivation = "<p>Anne a raison.</p>"
        self.assertIn("Anne", form.publication_warning)

    # ------------------------------------------------------------------
    # The form
    # ------------------------------------------------------------------
    def _open(self, response):
        """What the browser reads, and how many queries it takes."""
        lines = {"fields": {"reference": {}}, "limit": 5}
        specification = {
            "contribution_ids": lines,
            "contribution_count": {},
            "contribution_more_count": {},
            "answered_in_short": {},
            "publication_warning": {},
            "has_publication_warning": {},
        }
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        [values] = response.web_read(specification)
        return values, self.cr.sql_log_count - before

    def test_many_cost_what_few_cost(self):
        rng = random.Random(15)
        contributions = self._fill(rng, 150)
        text = "<p>Le composteur est posé.</p>"
        few = self._create_response(contributions[:20], motivation=text)
        many = self._create_response(contributions[20:], motivation=text)
        self._open(few)
        shown, queries = self._open(few)
        self.assertEqual(shown["contribution_more_count"], 15)
        shown, more_queries = self._open(many)
        self.assertEqual(more_queries, queries)
        self.assertEqual(shown["contribution_count"], 130)
        self.assertEqual(shown["contribution_more_count"], 125)
        self.assertFalse(shown["publication_warning"])

    def test_the_first_lines_are_read(self):
        contributions = self._fill(random.Random(1), 60)
        response = self._create_response(contributions)
        [values] = response.web_read(
            {"contribution_ids": {"fields": {"reference": {}}, "limit": 5}}
        )
        shown = [line["id"] for line in values["contribution_ids"]]
        response.invalidate_recordset()
        expected = response.contribution_ids.ids[:LATEST]
        self.assertEqual(shown, expected)
        told = ["reference" in line for line in values["contribution_ids"]]
        self.assertEqual(told, [True] * 5 + [False] * (LATEST - 5))
        action = response.action_view_contributions()
        found = self.agent_env["plpdma.contribution"].with_context(**action["context"])
        self.assertEqual(found.search_count(action["domain"]), 60)

    def test_changing_a_word_reads_no_line(self):
        contributions = self._fill(random.Random(2), 10)
        response = self._create_response(contributions)
        result = response.onchange(
            {"motivation": "<p>Petit.</p>"},
            ["motivation"],
            {"motivation": {}, "contribution_ids": {"fields": {"reference": {}}}},
        )
        self.assertNotIn("contribution_ids", result["value"])
        gone = contributions[:1].id
        result = response.onchange(
            {"contribution_ids": [Command.unlink(gone)]},
            ["contribution_ids"],
            {"contribution_count": {}, "contribution_ids": {"fields": {}}},
        )
        self.assertEqual(result["value"]["contribution_count"], 9)
