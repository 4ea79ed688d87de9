"""Splitting, merging, joining, answering, failing, correcting and forgetting, in any
order: no character of a text is lost, nobody is answered twice, and figures add up."""

import random
from collections import Counter

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tests import tagged

from ..contribution.split_common import LETTER, SplitCase

SEED = 20261127
SEQUENCES = 100
STEPS = 8


@tagged("post_install", "-at_install", "plpdma")
class TestSplitSequences(SplitCase):
    """Always the same sequences, told by their number."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Contribution = cls.agent_env["plpdma.contribution"].with_context(
            tracking_disable=True
        )

    # ------------------------------------------------------------------
    # What may be done
    # ------------------------------------------------------------------
    def _pick(self, condition=lambda c: True):
        records = self._get_records().filtered(condition)
        return self.random.choice(records) if records else records

    def _do_split(self):
        letter = self._pick(lambda c: not c.part_number)
        places = sorted(self.random.sample(range(len(letter.verbatim) + 1), 2))
        letter._split([{"quote_start": places[0], "quote_stop": places[1]}])

    def _do_join(self):
        self._pick(lambda c: c.part_number or c.state == "split").action_join()

    def _do_merge(self):
        one, other = self.random.sample(self._get_records(), 2)
        if one != other:
            one._merge_into(other)

    def _do_unmerge(self):
        self._pick(lambda c: c.state == "merged").action_unmerge()

    def _do_answer(self):
        decision = self.random.choice(("retained", "not_retained"))
        self._create_response(
            self._pick(), decision, state=self.random.choice(("draft", "sent"))
        )

    def _do_fail(self):
        line = self._pick("date_answered").answer_delivery_id
        # sudo: the ledger is the system's.
        line.sudo()._settle("bounced")

    def _do_note(self):
        self._pick().action_note_answered("phone")

    def _do_cancel(self):
        self._pick("date_answered").action_cancel_noted()

    def _do_correct(self):
        day = fields.Date.subtract(
            fields.Date.today(), days=self.random.randint(0, 200)
        )
        self._pick().write({"date_received": day})

    def _do_rename(self):
        self._pick().write({"contributor_name": f"Nom {self.random.random()}"})

    def _do_close_to(self):
        self._pick().confidentiality = self.random.choice(
            ("public", "members", "staff")
        )

    def _do_expect(self):
        record = self._pick()
        record.response_expected = not record.response_expected

    def _do_close(self):
        self._pick().action_close()

    def _do_forget(self):
        self._pick().with_user(self.user_manager).action_anonymise()

    def _do_archive(self):
        record = self._pick()
        record.active = not record.active

    def _do_rewrite(self):
        self._pick().verbatim = f"Autre texte {self.random.random()}."

    # ------------------------------------------------------------------
    # What holds
    # ------------------------------------------------------------------
    def _get_records(self):
        return self.Contribution.with_context(active_test=False).search(
            [("program_id", "=", self.program.id)], order="id"
        )

    def _check(self, texts):
        self.env.flush_all()
        self.env.invalidate_all()
        records = self._get_records()
        letters = records.filtered(lambda c: not c.part_number)
        self.assertEqual(set(letters.ids), set(texts), "None is lost, none is made")
        for letter in letters:
            if letter.state == "split" or letter.response_ids.filtered("is_locked"):
                self.assertEqual(letter.verbatim, texts[letter.id])
            texts[letter.id] = letter.verbatim
            self.assertEqual(letter.state == "split", bool(letter.part_ids))
            self._check_letter(letter)
        self._check_figures(records, letters)
        self._check_answered(records)

    def _check_letter(self, letter):
        if letter.state != "split":
            return
        self.assertFalse(letter.response_ids or letter.duplicate_of_id)
        order = ("public", "members", "staff")
        for part in letter.part_ids:
            quote = letter.verbatim[part.quote_start : part.quote_stop]
            self.assertEqual(part.verbatim, quote)
            for name in (*letter._get_letter_fields(), "company_id"):
                self.assertEqual(part[name], letter[name], name)
            self.assertGreaterEqual(
                order.index(part.confidentiality), order.index(letter.confidentiality)
            )
            if part.response_expected and not part.date_answered:
                self.assertEqual(part.date_due, letter.date_due)
        waiting = letter.part_ids.filtered(
            lambda part: part.response_expected and not part.date_answered
        )
        answered = letter.part_ids.filtered("date_answered")
        self.assertEqual(bool(letter.date_answered), bool(answered and not waiting))

    def _check_figures(self, records, letters):
        figures = self.agent_env["plpdma.figures"].with_context(active_test=False)
        scope = Domain("program_id", "=", self.program.id) & Domain(
            "active", "in", [True, False]
        )
        received = figures._count_contributions(scope)
        observed = figures._count_observations(scope)
        standings = self.Contribution._get_standing_domains()
        self.assertEqual(received["received"], len(letters))
        self.assertEqual(sum(received[key] for key in standings), len(letters))
        observations = records.filtered("is_observation")
        self.assertEqual(observed["made"], len(observations))
        self.assertEqual(sum(observed[key] for key in standings), len(observations))
        self.assertEqual(observed["merged"], 0)
        decided = figures._count_decisions(scope)
        self.assertEqual(sum(decided.values()), observed["answered"])
        self.assertEqual(
            sum(figures._count_delays(scope).values()), received["answered"]
        )

    def _check_answered(self, records):
        """Nobody receives the same answer twice."""
        lines = records.delivery_ids.filtered(
            lambda line: line.purpose == "answer" and line.state == "sent"
        )
        told = Counter(
            (line.response_id, contribution)
            for line in lines
            for contribution in line.contribution_ids
        )
        self.assertLessEqual(max(told.values(), default=0), 1)

    # ------------------------------------------------------------------
    # The sequences
    # ------------------------------------------------------------------
    def test_any_order(self):
        steps = sorted(name for name in dir(self) if name.startswith("_do_"))
        done = Counter()
        for number in range(SEQUENCES):
            self.random = random.Random(SEED + number)
            with self.subTest(sequence=number), self.env.cr.savepoint() as savepoint:
                self._run_sequence(steps, done)
                savepoint.rollback()
            self.env.invalidate_all()
        for name in steps:
            self.assertGreater(done[name], 5, "It did happen")

    def _run_sequence(self, steps, done):
        letters = self._create_contributions(
            *(
                {
                    "verbatim": text,
                    "contributor_name": f"Camille {number}",
                    "contributor_email": f"camille{number}@lettre.example",
                }
                for number, text in enumerate(
                    (LETTER, LETTER[::-1], "Un composteur 👋")
                )
            )
        )
        texts = {letter.id: letter.verbatim for letter in letters}
        log = []
        names = ["_do_split", *self.random.choices(steps, k=STEPS)]
        for name in names:
            log.append(name)
            try:
                with self.env.cr.savepoint():
                    getattr(self, name)()
                done[name] += 1
            except UserError:
                # Refused, and without a trace.
                self.env.invalidate_all()
            if name == "_do_rewrite":
                whole = self.Contribution.browse(texts).filtered(
                    lambda c: c.state != "split"
                )
                texts.update({letter.id: letter.verbatim for letter in whole})
            try:
                self._check(texts)
            except AssertionError as error:
                raise AssertionError(f"{log}: {error}") from error
