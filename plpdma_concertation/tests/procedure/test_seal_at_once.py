"""A register that is sealed while somebody adds to it."""

from psycopg2.errors import LockNotAvailable, SerializationFailure

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from ..common import FRAME, ConcertationCase


@tagged("post_install", "-at_install", "plpdma")
class TestSealAtOnce(TransactionCase):
    """Two transactions, each on its own connection."""

    def setUp(self):
        super().setUp()
        now = fields.Datetime.now()
        with self.registry.cursor() as cr:
            env = self.env(cr=cr, context={"tracking_disable": True})
            program = env["plpdma.program"].create(
                {"name": "PLPDMA", "state": "open", **FRAME}
            )
            session = env["plpdma.session"].create(
                {
                    "name": "Mise à disposition",
                    "program_id": program.id,
                    "format": "public",
                    "nature": "consultation",
                    "proposal": "<p>Le projet.</p>",
                    "date_start": fields.Datetime.subtract(now, days=30),
                    "date_stop": fields.Datetime.subtract(now, days=3),
                    "document_ids": ConcertationCase._consultation_documents(),
                    "state": "planned",
                }
            )
            self.session_id, self.program_id = session.id, program.id
            self.addCleanup(self._clean)

    def _clean(self):
        with self.registry.cursor() as cr:
            # What is sealed is not deleted by its rules.
            cr.execute(
                "DELETE FROM plpdma_seal_entry WHERE seal_id IN "
                "(SELECT id FROM plpdma_seal WHERE session_id = %s)",
                [self.session_id],
            )
            for table in ("plpdma_seal", "plpdma_contribution"):
                cr.execute(
                    f"DELETE FROM {table} WHERE session_id = %s", [self.session_id]
                )
            cr.execute("DELETE FROM plpdma_session WHERE id = %s", [self.session_id])
            self.env(cr=cr)["plpdma.program"].browse(self.program_id).unlink()

    def _add(self, cr):
        env = self.env(cr=cr, context={"tracking_disable": True})
        env["plpdma.contribution"].create(
            {
                "session_id": self.session_id,
                "channel": "letter",
                "verbatim": "Une lettre de la veille.",
                "date_received": fields.Date.subtract(
                    env.company._plpdma_get_today(), days=8
                ),
                "stance": "favourable",
            }
        )
        env.flush_all()

    def _seal(self, cr):
        env = self.env(cr=cr, context={"tracking_disable": True})
        session = env["plpdma.session"].browse(self.session_id)
        session.action_seal()
        env.flush_all()
        return session.seal_ids.entry_count

    def test_what_is_being_added_is_sealed_or_comes_after(self):
        with self.registry.cursor() as agent, self.registry.cursor() as other:
            for cr in (agent, other):
                cr.execute("SET LOCAL lock_timeout = '200ms'")
                cr.execute("SELECT count(*) FROM plpdma_contribution")
            self._add(agent)
            with self.assertRaisesRegex(UserError, "adding to this register"):
                self._seal(other)
            other.rollback()
            other.execute("SELECT count(*) FROM plpdma_contribution")
            agent.commit()
            # What was read before is not what stands now: the request is run again.
            with mute_logger("odoo.sql_db"), self.assertRaises(SerializationFailure):
                self._seal(other)
            other.rollback()
            self.assertEqual(self._seal(other), 1)
            # Whoever adds in the meantime waits.
            agent.execute("SET LOCAL lock_timeout = '200ms'")
            with mute_logger("odoo.sql_db"), self.assertRaises(LockNotAvailable):
                self._add(agent)
            agent.rollback()
            other.rollback()
