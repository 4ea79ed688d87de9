"""What became of an action leaves while somebody takes it back."""

from unittest.mock import patch

from psycopg2.errors import SerializationFailure

from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from odoo.addons.base.models.ir_mail_server import IrMail_Server

from ..common import FRAME

PURPOSE = "measure"


@tagged("post_install", "-at_install", "plpdma")
class TestMeasureNewsAtOnce(TransactionCase):
    """Real transactions, as the queue and an agent have them."""

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            env = self._env(cr)
            program = env["plpdma.program"].create({"name": "PLPDMA", **FRAME})
            measure = env["plpdma.measure"].create(
                {
                    "program_id": program.id,
                    "code": "7",
                    "name": "Composteurs partagés",
                    "state": "running",
                    "is_published": True,
                }
            )
            asked = env["plpdma.contribution"].create(
                [
                    {
                        "program_id": program.id,
                        "verbatim": "Un composteur.",
                        "contributor_name": f"Auteur {number}",
                        "contributor_email": f"auteur{number}@p.example",
                        "follow_consent": True,
                        "measure_ids": measure.ids,
                    }
                    for number in range(2)
                ]
            )
            self.program, self.measure, self.asked = program, measure, asked
            self.addCleanup(self._clean)
        with self.registry.cursor() as cr:
            measure.with_env(self._env(cr)).write(
                {"state": "dropped", "explanation": "Aucun terrain."}
            )
        self.assertEqual(self._read(), ["queued", "queued"])
        with self.registry.cursor() as cr:
            self.first = self._get_lines(self._env(cr))[0].contribution_ids

    def _env(self, cr):
        # One thread: whichever would wait for the other waits for ever.
        cr.execute("SET lock_timeout = '2s'")
        return self.env(cr=cr, context={"tracking_disable": True, "active_test": False})

    def _clean(self):
        with self.registry.cursor() as cr:
            env = self._env(cr)
            lines = self._get_lines(env)
            lines.mail_message_id.mail_ids.unlink()
            lines.mail_message_id.exists().unlink()
            lines.unlink()
            for records in (self.asked, self.measure, self.program):
                records.with_env(env).unlink()

    def _get_lines(self, env):
        return env["plpdma.delivery"].search(
            [("purpose", "=", PURPOSE), ("program_id", "=", self.program.id)],
            order="id",
        )

    def _read(self, name="state"):
        with self.registry.cursor() as cr:
            return self._get_lines(self._env(cr)).mapped(name)

    def _send(self, before=None, during=None):
        """Let the queue leave.

        :param before: what an agent does once the queue began to read
        :param during: what they do as the mail server takes the first message
        :return: the addresses whose message the server took
        """
        taken = []

        def send_email(server, message, **values):
            taken.append(message["To"])
            if during and len(taken) == 1:
                with self.registry.cursor() as cr:
                    during(self._env(cr))
            return message["Message-Id"]

        with (
            self.registry.cursor() as cr,
            patch.object(IrMail_Server, "_disable_send", return_value=False),
            patch.object(IrMail_Server, "_connect__", return_value=None),
            patch.object(IrMail_Server, "send_email", send_email),
        ):
            env = self._env(cr)
            mails = self._get_lines(env).mail_message_id.mail_ids.sorted("id")
            mails.mapped("state")
            if before:
                before()
            with self.assertNoLogs(level="ERROR"):
                mails.send(auto_commit=True)
        return taken

    def _withdraw(self, env):
        self.first.with_env(env).follow_consent = False

    def _reopen(self, env):
        self.measure.with_env(env).action_reopen()

    def _commit(self, act):
        def run():
            with self.registry.cursor() as cr:
                act(self._env(cr))

        return run

    # ------------------------------------------------------------------
    # What is leaving leaves, and is said to have left
    # ------------------------------------------------------------------
    def test_withdrawn_while_it_leaves(self):
        self.assertEqual(len(self._send(during=self._withdraw)), 2)
        self.assertEqual(self._read(), ["sent", "sent"])
        self.assertEqual(self._read("cause"), [False, False])

    def test_taken_up_again_while_the_first_one_leaves(self):
        self.assertEqual(len(self._send(during=self._reopen)), 1)
        self.assertEqual(self._read(), ["sent", "failed"])
        self.assertEqual(self._read("cause"), [False, "outdated"])

    # ------------------------------------------------------------------
    # What was taken back does not leave
    # ------------------------------------------------------------------
    def test_withdrawn_once_the_queue_began_to_read(self):
        self.assertEqual(len(self._send(before=self._commit(self._withdraw))), 1)
        self.assertEqual(self._read(), ["failed", "sent"])
        self.assertEqual(self._read("cause"), ["unwanted", False])
        self.assertFalse(self._send())

    def test_taken_up_again_once_the_queue_began_to_read(self):
        self.assertFalse(self._send(before=self._commit(self._reopen)))
        self.assertEqual(self._read("cause"), ["outdated", "outdated"])
        self.assertFalse(self._send())

    def test_being_withdrawn_it_waits(self):
        with self.registry.cursor() as agent:
            self._withdraw(self._env(agent))
            agent.flush()
            self.assertEqual(len(self._send()), 1, "The other one leaves")
            self.assertEqual(self._read(), ["queued", "sent"])
            agent.rollback()
        # They thought better of it.
        self.assertEqual(len(self._send()), 1)
        self.assertEqual(self._read(), ["sent", "sent"])

    def test_withdrawn_from_what_was_read_before_it_left(self):
        with self.registry.cursor() as agent:
            self._get_lines(self._env(agent)).mapped("state")
            self.assertEqual(len(self._send()), 2)
            # What was read is not what stands now: the request is run again.
            with mute_logger("odoo.sql_db"), self.assertRaises(SerializationFailure):
                self._withdraw(self._env(agent))
            agent.rollback()
            self._withdraw(self._env(agent))
            agent.commit()
        self.assertEqual(self._read(), ["sent", "sent"])
        self.assertEqual(self._read("cause"), [False, False])
