"""Proxies given by two agents at once."""

from psycopg2.errors import LockNotAvailable, SerializationFailure

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from ..common import FRAME


@tagged("post_install", "-at_install", "plpdma")
class TestTwoAgents(TransactionCase):
    """Two transactions, each on its own connection, on a list that both see."""

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            env = self.env(cr=cr, context={"tracking_disable": True})
            program = env["plpdma.program"].create({"name": "PLPDMA", **FRAME})
            partners = env["res.partner"].create(
                [{"name": f"Structure {number}"} for number in range(5)]
            )
            actors = env["plpdma.stakeholder"].create(
                [
                    {"program_id": program.id, "partner_id": partner.id}
                    for partner in partners
                ]
            )
            session = env["plpdma.session"].create(
                {
                    "name": "Atelier",
                    "program_id": program.id,
                    "participation_ids": [
                        Command.create({"stakeholder_id": actor.id})
                        for actor in actors[:3]
                    ],
                }
            )
            session.participation_ids[0].attendance = "present"
            self.lines = session.participation_ids.ids
            self.holder_id = session.participation_ids[0].partner_id.id
            self.session_id, self.newcomers = session.id, actors[3:].ids
            self.records = [session, actors, program, partners]
            self.addCleanup(self._clean)

    def _clean(self):
        with self.registry.cursor() as cr:
            for records in self.records:
                records.with_env(records.env(cr=cr)).unlink()

    def _give(self, cr, number):
        lines = self.env(cr=cr)["plpdma.participation"]
        lines.browse(self.lines[number]).write(
            {"attendance": "represented", "represented_by_id": self.holder_id}
        )

    def test_one_proxy_each_to_the_same_person(self):
        with self.registry.cursor() as first, self.registry.cursor() as second:
            # Both have read the list before either writes; the second one does not wait
            # for the first, which would never end here.
            for cr in (first, second):
                cr.execute("SET LOCAL lock_timeout = '200ms'")
                cr.execute("SELECT count(*) FROM plpdma_participation")
            self._give(first, 1)
            with mute_logger("odoo.sql_db"), self.assertRaises(LockNotAvailable):
                self._give(second, 2)
            second.rollback()
            second.execute("SELECT count(*) FROM plpdma_participation")
            first.commit()
            # What was seen is not what stands now: the request is run again.
            with mute_logger("odoo.sql_db"), self.assertRaises(SerializationFailure):
                self._give(second, 2)
            second.rollback()
            with self.assertRaisesRegex(ValidationError, "2 proxies"):
                self._give(second, 2)
            second.rollback()

    def _add(self, cr, number):
        self.env(cr=cr)["plpdma.participation"].create(
            {
                "session_id": self.session_id,
                "stakeholder_id": self.newcomers[number],
                "attendance": "represented",
                "represented_by_id": self.holder_id,
            }
        )

    def test_newcomers_who_give_a_proxy_to_the_same_person(self):
        with self.registry.cursor() as first, self.registry.cursor() as second:
            second.execute("SELECT count(*) FROM plpdma_participation")
            self._add(first, 0)
            first.commit()
            # The first newcomer is not seen here: the request is run again.
            with mute_logger("odoo.sql_db"), self.assertRaises(SerializationFailure):
                self._add(second, 1)
            second.rollback()
            with self.assertRaisesRegex(ValidationError, "2 proxies"):
                self._add(second, 1)
            second.rollback()

    def test_a_list_in_which_somebody_writes(self):
        with self.registry.cursor() as first, self.registry.cursor() as second:
            self.env(cr=second)["plpdma.participation"].browse(self.lines[2]).unlink()
            with self.assertRaisesRegex(UserError, "Somebody else is noting"):
                self._give(first, 1)
            first.rollback()
            second.rollback()
            self._give(first, 1)
            first.rollback()
