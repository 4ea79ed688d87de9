"""Opening a programme while its texts come from another: two people at once."""

from psycopg2.errors import LockNotAvailable, SerializationFailure

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import mute_logger


@tagged("post_install", "-at_install", "plpdma", "plpdma_concurrency")
class TestTakeoverAtOnce(BaseCase):
    """Real transactions, in databases' own words; what was committed is removed."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with self.registry.cursor() as cr:
            programs = self._env(cr)["plpdma.program"].create(
                [{"name": "PLPDMA d'avant"}, {"name": "PLPDMA à ouvrir"}]
            )
            self.names = programs._frame_fields
            programs[0].write(dict.fromkeys(self.names, "<p>Écrit.</p>"))
            programs[1].write(dict.fromkeys(self.names, False))
            self.ids = programs.ids
        self.addCleanup(self._remove)

    def _env(self, cr):
        return api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})

    def _remove(self):
        with self.registry.cursor() as cr:
            cr.execute(
                "UPDATE plpdma_program SET state = 'draft' WHERE id IN %s",
                [tuple(self.ids)],
            )
            self._env(cr)["plpdma.program"].browse(self.ids).unlink()

    def _programs(self, cr):
        cr.execute("SET LOCAL lock_timeout = '5s'")
        programs = self._env(cr)["plpdma.program"].browse(self.ids)
        programs.mapped("state")
        return programs

    @mute_logger("odoo.sql_db")
    def test_opened_while_it_takes_over(self):
        with self.registry.cursor() as cr, self.registry.cursor() as other:
            source, taking = self._programs(cr)
            _source, opening = self._programs(other)
            wanted = {("text", name) for name in self.names}
            taken = taking._take_over(source, wanted)
            self.assertEqual(taken, {"text": len(self.names)})
            cr.flush()
            # Not told that the texts are missing: Odoo waits, and begins again.
            with self.assertRaises(LockNotAvailable):
                opening.action_open()
            other.rollback()
            opening = self._programs(other)[1]
            taking.env.cr.commit()
            with self.assertRaises(SerializationFailure):
                opening.action_open()
            other.rollback()
            opening.invalidate_recordset()
            opening.action_open()
            self.assertEqual(opening.state, "open")
            other.rollback()
