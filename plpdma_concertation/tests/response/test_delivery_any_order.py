"""Nobody is answered twice or never, whatever happens in whatever order."""

import random
from collections import Counter

from odoo.tests import tagged

from ..contribution.split_common import LETTER, REQUESTS, quote
from .test_letter_delivery import LetterDeliveryCase

SEEDS = range(12)
STEPS = 14


@tagged("post_install", "-at_install", "plpdma")
class TestAnyOrder(LetterDeliveryCase):
    """Random sequences, the same at each run."""

    def test_any_order(self):
        told = 0
        for seed in SEEDS:
            with self.subTest(seed=seed):
                told += self._play(random.Random(seed))  # noqa: S311
        self.assertGreater(told, 10 * len(SEEDS))

    def _play(self, chance):
        # sudo: the policy of the programme, whoever sets it.
        self.program.sudo().letter_waits = chance.random() < 0.7
        letters = self._create_contributions(
            *(
                {
                    "verbatim": LETTER,
                    "channel": "letter",
                    "contributor_city": "Val-Fictif",
                    **author,
                }
                for author in (
                    {"contributor_email": "a@p.example", "contributor_name": "A"},
                    {"contributor_email": "a@p.example", "contributor_name": "A"},
                    {"contributor_email": "b@p.example", "contributor_name": "B"},
                    {"contributor_name": "Sans adresse"},
                    {"contributor_email": "d@p.example", "contributor_name": "D"},
                )
            )
        )
        if chance.random() < 0.5:
            letters[4]._merge_into(letters[2])
        signs = self.agent_env["plpdma.contribution.author"].create(
            {"contribution_id": letters[0].id, "email": "signs@p.example"}
        )
        signs.action_confirm()
        for letter in letters[:4]:
            if chance.random() < 0.7:
                requests = chance.sample(REQUESTS, chance.randint(2, 4))
                letter._split([quote(words) for words in requests])
        everything = letters | letters.part_ids
        steps = (
            self._step_respond,
            self._step_respond,
            self._step_send,
            self._step_send,
            self._step_leave,
            self._step_resend,
            self._step_correct,
            self._step_ask_nothing,
            self._step_telephone,
            self._step_post,
        )
        for _step in range(STEPS):
            chance.choice(steps)(chance, everything)
            self._check_consistent(everything)
        self._finish(everything)
        return self._check_told(everything, signs)

    # ------------------------------------------------------------------
    # Steps
    # ------------------------------------------------------------------
    def _get_silent(self, everything):
        return everything.filtered(
            lambda c: c.is_observation and c.is_to_answer and not c.response_ids
        )

    def _step_respond(self, chance, everything):
        silent = self._get_silent(everything)
        if silent:
            some = chance.sample(silent.ids, min(len(silent), chance.randint(1, 3)))
            self._create_response(silent.browse(some), state="validated")

    def _step_send(self, chance, everything):
        ready = everything.response_ids.filtered(lambda r: r.state == "validated")
        if ready:
            some = chance.sample(ready.ids, chance.randint(1, len(ready)))
            self._send(ready.browse(some))

    def _step_leave(self, chance, _everything):
        self._leave_all(refused=chance.choice(((), ("a@",), ("b@", "signs@"))))

    def _step_resend(self, _chance, everything):
        with self.mock_mail_gateway():
            everything.filtered(lambda c: c._get_answer_email()).action_resend()

    def _step_correct(self, chance, everything):
        sent = everything.response_ids.filtered(
            lambda r: r.state == "sent" and not r.superseded_by_ids
        )
        if sent:
            with self.mock_mail_gateway():
                self._release_correction(sent.browse(chance.choice(sent.ids)))

    def _step_ask_nothing(self, chance, everything):
        silent = self._get_silent(everything).filtered("whole_id")
        if silent and chance.random() < 0.5:
            with self.mock_mail_gateway():
                silent.browse(chance.choice(silent.ids)).response_expected = False

    def _step_telephone(self, chance, everything):
        waiting = everything.filtered(
            lambda c: (
                c.is_observation and not c.date_answered and not c._get_repeats()
            )
        )
        if waiting and chance.random() < 0.5:
            with self.mock_mail_gateway():
                waiting.browse(chance.choice(waiting.ids)).action_note_answered("phone")

    def _step_post(self, _chance, everything):
        everything.action_letter_posted()

    # ------------------------------------------------------------------
    # What holds
    # ------------------------------------------------------------------
    def _check_consistent(self, everything):
        ledger = self.env["plpdma.delivery"].sudo()
        lines = ledger.search([("contribution_ids", "in", everything.ids)])
        for together in lines.grouped(lambda line: line._get_firsts()).values():
            self.assertEqual(len(set(together.mapped("email"))), 1)
            self.assertEqual(len(set(together.mapped("state"))), 1)
            self.assertEqual(len(set(together.mapped("message_uid"))), 1)
        for contribution in everything.filtered("whole_id"):
            if contribution.delivery == "waiting":
                self.assertFalse(contribution.whole_id.sudo()._may_leave())
        for letter in everything.filtered(lambda c: c.state == "split"):
            waits = any(letter.part_ids.mapped("is_to_answer"))
            self.assertEqual(waits, not letter.date_answered and waits)

    def _finish(self, everything):
        """Answer what is left, and let all of it arrive."""
        silent = self._get_silent(everything)
        if silent:
            self._create_response(silent, state="validated")
        ready = everything.response_ids.filtered(lambda r: r.state == "validated")
        if ready:
            self._send(ready)
        for _time in range(3):
            self._leave_all()
            self._step_resend(None, everything)
            self._step_post(None, everything)
        self._leave_all()

    def _check_told(self, everything, signs):
        """Each is told each answer once, the last one in force among them.

        :return: how many answers reached somebody
        """
        told = Counter()
        ledger = self.env["plpdma.delivery"].sudo()
        for line in ledger.search(
            [
                ("contribution_ids", "in", everything.ids),
                ("purpose", "in", ("answer", "co_answer")),
            ]
        ):
            self.assertIn(line.state, ("sent", "failed"))
            people = (
                line.contribution_ids
                if line.purpose == "answer"
                else line.co_author_ids
            )
            for person in people if line.state == "sent" else ():
                told[person, line.response_id] += 1
        self.assertLessEqual(set(told.values()), {1}, "Nobody is answered twice")
        for contribution in everything.sudo().filtered("is_observation"):
            response = contribution.response_id
            if response and contribution.delivery != "noted":
                self.assertIn(contribution.delivery, ("sent", "posted"))
                self.assertTrue(told[contribution, response], contribution.reference)
                self.assertEqual(contribution.sent_response_id, response)
            self.assertFalse(contribution.is_to_answer, contribution.reference)
        for letter in everything.filtered(lambda c: c.state == "split"):
            self.assertEqual(
                bool(letter.date_answered), any(letter.part_ids.mapped("date_answered"))
            )
        points = signs.contribution_id.sudo()._get_letter_parts()
        for response in points.filtered(lambda c: c.delivery != "noted").response_id:
            self.assertTrue(told[signs.sudo(), response], "Whoever signs it is told")
        for repeat in everything.sudo().filtered(lambda c: c.state == "merged"):
            letter = repeat.duplicate_of_id
            for point in letter._get_letter_parts():
                if point.delivery not in ("none", "noted"):
                    self.assertTrue(told[repeat, point.response_id], "Nor is it never")
        return len(told)
