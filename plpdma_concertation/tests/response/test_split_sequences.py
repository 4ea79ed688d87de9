"""Splitting, merging, joining, answering, failing, correcting, gathering in campaigns
and forgetting, in any order: no character of a text is lost, nobody is answered twice
or never, and figures add up."""

import random
from collections import Counter

from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tests import tagged

from .sequences_common import SequencesCase

SEED = 20261127
SEQUENCES = 500
STEPS = 5
# One in so many is played to its end: all that is left is answered, and arrives.
PLAYED_OUT = 10


@tagged("post_install", "-at_install", "plpdma")
class TestSplitSequences(SequencesCase):
    """Always the same sequences, told by their number."""

    # ------------------------------------------------------------------
    # What holds
    # ------------------------------------------------------------------
    def _check(self, texts):
        self.env.flush_all()
        self.env.invalidate_all()
        records = self._get_records()
        letters = records.filtered(lambda c: not c.part_number)
        self.assertEqual(set(letters.ids), set(texts), "None is lost, none is made")
        for letter in letters:
            self.assertEqual(letter.verbatim, texts[letter.id])
            self.assertEqual(letter.state == "split", bool(letter.part_ids))
            self._check_letter(letter)
        self._check_figures(records, letters)
        self._check_answered(records)

    def _check_letter(self, letter):
        if letter.state != "split":
            return
        self.assertFalse(letter.response_ids or letter.duplicate_of_id)
        order = ("public", "members", "staff")
        parts = letter.part_ids
        for part in parts:
            quote = letter.verbatim[part.quote_start : part.quote_stop]
            self.assertEqual(part.verbatim, quote)
            for name in (*letter._get_letter_fields(), "company_id"):
                self.assertEqual(part[name], letter[name], name)
            levels = [order.index(one.confidentiality) for one in (letter, part)]
            self.assertLessEqual(*levels)
            if part.response_expected and not part.date_answered:
                self.assertEqual(part.date_due, letter.date_due)
        closed = max((letter, *parts), key=lambda c: order.index(c.confidentiality))
        for holding in letter | letter.duplicate_ids:
            self.assertGreaterEqual(
                order.index(holding.read_by), order.index(closed.confidentiality)
            )
        waiting = parts.filtered(
            lambda part: (
                part.response_expected
                and part._get_main().response_expected
                and not part.date_answered
            )
        )
        answered = parts.filtered("date_answered")
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
        members = records.filtered("campaign_id").filtered(
            lambda c: c.active and c.state != "merged"
        )
        self.assertEqual(self.campaign.contribution_count, len(members))

    def _get_told(self):
        """How many times each answer reached each person."""
        ledger = self.env["plpdma.delivery"].sudo()
        lines = ledger.search(
            [
                ("program_id", "=", self.program.id),
                ("purpose", "in", ("answer", "co_answer")),
                ("state", "=", "sent"),
            ]
        )
        return Counter(
            (person, line.response_id.id)
            for line in lines
            for person in (
                line.contribution_ids
                if line.purpose == "answer"
                else line.co_author_ids
            )
        )

    def _check_answered(self, records):
        """Nobody receives the same answer twice; whoever waits for one is on somebody's
        list."""
        self.assertLessEqual(max(self._get_told().values(), default=0), 1)
        for record in records.filtered("is_observation"):
            waits = record.response_expected and not record.date_answered
            self.assertEqual(record.is_to_answer, waits, record.reference)
            group = record._get_delivery_group()
            if group == "told":
                self.assertTrue(record.date_answered, record.reference)
            if record.delivery == "waiting" and record.whole_id:
                is_register = record._get_answer_way() == "register"
                self.assertTrue(is_register or not record.whole_id.sudo()._may_leave())

    def _play_out(self):
        """Answer all that is left, and let it arrive."""
        self.letters.filtered(lambda c: not c.active).action_unarchive()
        for draft in self._get_responses("draft").filtered("contribution_ids"):
            draft.write({"decision": "not_retained", "motivation": "<p>Vraiment.</p>"})
            draft.action_submit()
        waiting = self._get_waiting()
        if waiting:
            self._respond(waiting)
        submitted = self._get_responses("submitted")
        submitted.with_user(self.user_manager).action_validate()
        ready = self._get_responses("validated").filtered("contribution_ids")
        ready.action_send()
        for _again in range(2):
            self._leave(lambda _mail: True)
            self._do_resend()
            self._do_post()
        self._leave(lambda _mail: True)

    def _check_played_out(self):
        """Each was told what was answered to them, the answer in force at last."""
        told = self._get_told()
        records = self._get_records().sudo()
        for record in records.filtered("is_observation"):
            if record._get_answer_way() == "register":
                # Told by what they read, if they may.
                continue
            self.assertFalse(record.is_to_answer, record.reference)
            response = record.response_id
            if response.state == "sent" and record.delivery != "noted":
                self.assertTrue(told[record, response.id], record.reference)
                self.assertEqual(record.sent_response_id, response)
        for repeat in records.filtered(lambda c: c.state == "merged"):
            main = repeat.duplicate_of_id
            for point in main._get_letter_parts():
                is_released = point.response_id.state == "sent"
                if not is_released or point.delivery in ("none", "noted"):
                    continue
                if repeat.delivery == "noted" or (
                    repeat._get_answer_way() == "register"
                ):
                    continue
                self.assertTrue(
                    told[repeat, point.response_id.id], (repeat, point.response_id)
                )
        signed = self.signs.exists().sudo()
        for point in signed.contribution_id._get_letter_parts():
            response = point.response_id
            is_told = point.delivery not in ("none", "noted", "register", "waiting")
            if response.state == "sent" and is_told:
                self.assertTrue(told[signed, response.id], "Whoever signs it is told")

    # ------------------------------------------------------------------
    # The sequences
    # ------------------------------------------------------------------
    def test_any_order(self):
        steps = sorted(name for name in dir(self) if name.startswith("_do_"))
        done = Counter()
        for number in range(SEQUENCES):
            is_last = number % PLAYED_OUT == 0
            with self.subTest(sequence=number):
                try:
                    self._run_sequence(number, steps, done, is_last)
                except AssertionError:
                    # Once more, to tell after which step.
                    self._run_sequence(number, steps, Counter(), is_last, closely=True)
                    raise
        rare = {name: done[name] for name in steps if done[name] < 5}
        self.assertFalse(rare, "Each did happen")

    def _run_sequence(self, number, steps, done, is_last, closely=False):
        self.random = random.Random(SEED + number)
        self.log = []
        texts = {letter.id: letter.verbatim for letter in self.letters}
        names = ["_do_split", *self.random.choices(steps, k=STEPS)]
        with self.env.cr.savepoint() as savepoint:
            try:
                for name in names:
                    self._run_step(name, texts, done)
                    if closely:
                        self._check(texts)
                self._check(texts)
                if is_last:
                    self.log.append("played out")
                    self._play_out()
                    self._check(texts)
                    self._check_played_out()
            except AssertionError as error:
                raise AssertionError(f"{self.log}: {error}") from error
            finally:
                savepoint.rollback()
                self.env.invalidate_all()

    def _run_step(self, name, texts, done):
        try:
            with self.env.cr.savepoint():
                getattr(self, name)()
            done[name] += 1
            self.log.append(name)
        except UserError:
            # Refused, and without a trace.
            self.env.invalidate_all()
        if name == "_do_rewrite":
            whole = self.Contribution.browse(texts).filtered(
                lambda c: c.state != "split"
                and not c.response_ids.filtered("is_locked")
            )
            texts.update({letter.id: letter.verbatim for letter in whole})
