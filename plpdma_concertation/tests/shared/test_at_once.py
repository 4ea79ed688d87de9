"""Two people at once, in transactions of their own."""

from contextlib import contextmanager

from psycopg2.errors import SerializationFailure

from odoo import SUPERUSER_ID, api, fields
from odoo.exceptions import LockError, UserError, ValidationError
from odoo.fields import Command
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import mute_logger


@tagged("post_install", "-at_install", "plpdma", "plpdma_concurrency")
class TestAtOnce(BaseCase):
    """Real transactions, as two people of the service have them: none of them waits
    for the other here, and what was committed is removed."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with self.registry.cursor() as cr:
            env = self._env(cr)
            program = env["plpdma.program"].create({"name": "PLPDMA à deux"})
            contributions = env["plpdma.contribution"].create(
                [
                    {"program_id": program.id, "verbatim": f"Mot {letter}."}
                    for letter in "abc"
                ]
            )
            self.program_id = program.id
            self.ids = contributions.ids
        self.addCleanup(self._remove)

    @staticmethod
    def _env(cr):
        return api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})

    def _remove(self):
        with self.registry.cursor() as cr:
            cr.execute(
                "UPDATE plpdma_response SET state = 'draft', supersedes_id = NULL"
                " WHERE program_id = %s",
                [self.program_id],
            )
            cr.execute(
                "UPDATE plpdma_contribution SET sent_response_id = NULL,"
                " duplicate_of_id = NULL WHERE program_id = %s",
                [self.program_id],
            )
            env = self._env(cr)(context={"active_test": False})
            program = env["plpdma.program"].browse(self.program_id)
            domain = [("program_id", "=", self.program_id)]
            for model in ("plpdma.response", "plpdma.contribution"):
                env[model].search(domain).unlink()
            program.unlink()

    @contextmanager
    def _two(self):
        """Two people, both of whom have begun to read before either writes."""
        with self.registry.cursor() as cr, self.registry.cursor() as other:
            envs = self._env(cr), self._env(other)
            for env in envs:
                # One thread: whichever would wait for the other waits for ever.
                env.cr.execute("SET LOCAL lock_timeout = '5s'")
                env["plpdma.contribution"].browse(self.ids).mapped("state")
                env["plpdma.response"].search(
                    [("program_id", "=", self.program_id)]
                ).mapped("state")
            try:
                yield envs
            finally:
                for env in envs:
                    env.cr.rollback()

    def _contributions(self, env):
        return env["plpdma.contribution"].browse(self.ids)

    def _response(self, env):
        return env["plpdma.response"].search([("program_id", "=", self.program_id)])

    def _make_response(self, state):
        facts = {"date_validated": fields.Datetime.now()}
        if state == "sent":
            facts["date_sent"] = facts["date_validated"]
        with self.registry.cursor() as cr:
            env = self._env(cr)
            response = env["plpdma.response"].create(
                {
                    "contribution_ids": [Command.set(self.ids[:1])],
                    "decision": "information",
                    "arbiter_id": env.user.partner_id.id,
                    "state": state,
                    **(facts if state != "submitted" else {}),
                }
            )
            if state == "sent":
                response.contribution_ids.sent_response_id = response

    def _states(self):
        with self.registry.cursor() as cr:
            return self._contributions(self._env(cr)).mapped("state")

    @mute_logger("odoo.sql_db")
    def test_crossing_merges(self):
        with self._two() as (mine, theirs):
            first, second, _third = self._contributions(mine)
            first._merge_into(second)
            first, second, _third = self._contributions(theirs)
            with self.assertRaises(LockError) as refusal:
                second._merge_into(first)
            self.assertIn(first.reference, str(refusal.exception))
            mine.cr.commit()
            # Their snapshot is older: Odoo begins again, and then they are told.
            with self.assertRaises(SerializationFailure):
                second._merge_into(first)
        with self._two() as (again, _other):
            first, second, _third = self._contributions(again)
            with self.assertRaises(ValidationError):
                second._merge_into(first)
        self.assertEqual(self._states(), ["merged", "received", "received"])

    @mute_logger("odoo.sql_db")
    def test_merges_that_form_a_ring(self):
        with self._two() as (mine, theirs):
            first, second, third = self._contributions(mine)
            first._merge_into(second)
            first, second, third = self._contributions(theirs)
            with self.assertRaises(LockError):
                second._merge_into(third)
            mine.cr.commit()
            with self.assertRaises(SerializationFailure):
                second._merge_into(third)
        self.assertEqual(self._states().count("merged"), 1)

    @mute_logger("odoo.sql_db")
    def test_merged_while_it_is_sent(self):
        self._make_response("validated")
        with self._two() as (sending, merging):
            self._response(sending).action_send()
            first, second, _third = self._contributions(merging)
            with self.assertRaises(LockError):
                second._merge_into(first)
        with self._two() as (merging, sending):
            first, second, _third = self._contributions(merging)
            second._merge_into(first)
            with self.assertRaises(LockError):
                self._response(sending).action_send()
            merging.cr.commit()
            # Sent from what was read before, it would forget the one merged since.
            with self.assertRaises(SerializationFailure):
                self._response(sending).action_send()
        with self._two() as (sending, _other):
            response = self._response(sending)
            self.assertEqual(response._get_contributions_to_tell().ids, self.ids[:2])

    @mute_logger("odoo.sql_db")
    def test_three_corrections_at_once(self):
        self._make_response("sent")
        with self._two() as (mine, theirs):
            self._response(mine).action_correct()
            with self.assertRaises(LockError):
                self._response(theirs).action_correct()
            mine.cr.commit()
            with self.assertRaises(SerializationFailure):
                self._response(theirs).action_correct()
        with self._two() as (again, _other):
            sent = self._response(again).filtered(lambda r: r.state == "sent")
            correction = self._response(again) - sent
            self.assertEqual(len(correction), 1)
            self.assertEqual(sent.action_correct()["res_id"], correction.id)

    @mute_logger("odoo.sql_db")
    def test_words_do_not_change_while_it_is_validated(self):
        self._make_response("submitted")
        with self._two() as (deciding, writing):
            self._response(deciding).action_validate()
            with self.assertRaises(LockError):
                self._contributions(writing)[0].verbatim = "Tout autre chose."
            deciding.cr.commit()
            with self.assertRaises(SerializationFailure):
                self._contributions(writing)[0].verbatim = "Tout autre chose."
        with self._two() as (writing, _other), self.assertRaises(UserError):
            self._contributions(writing)[0].verbatim = "Tout autre chose."

    @mute_logger("odoo.sql_db")
    def test_words_that_changed_are_read_before_it_is_validated(self):
        self._make_response("submitted")
        with self._two() as (writing, deciding):
            seen = self._response(deciding)._get_fingerprint()
            self._contributions(writing)[0].verbatim = "Tout autre chose."
            writing.flush_all()
            with self.assertRaises(LockError):
                self._response(deciding).action_validate(seen=seen)
            writing.cr.commit()
            with self.assertRaises(SerializationFailure):
                self._response(deciding).action_validate(seen=seen)
        with self._two() as (deciding, _other), self.assertRaises(UserError):
            self._response(deciding).action_validate(seen=seen)
