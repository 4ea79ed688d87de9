"""A register of twenty thousand entries, as everybody may reuse it: it is read by
batches, written to the disk and sent piece by piece."""

import io
import tracemalloc

from odoo.tests import tagged
from odoo.tools import SQL

from ...export import table
from ...export.open_register import OpenRegister
from .test_open_data import OpenDataCase

ROWS = 20_000
# What two entries have not in common.
OWN = ("id", "reference", "submission_key")
# Of a batch: of the entries, of what they link to, and Odoo's own.
QUERIES_A_BATCH = 12
# Bytes: what a batch takes, however many there are.
MEMORY = 100_000_000


class Nowhere(io.RawIOBase):
    """A file that keeps nothing of what is written to it but how many lines."""

    def __init__(self):
        super().__init__()
        self.lines = 0

    def writable(self):
        return True

    def write(self, content):  # pylint: disable=method-required-super
        # Of the file; those of a text have no return.
        self.lines += bytes(content).count(b"\r\n")
        return len(content)


@tagged("post_install", "-at_install", "plpdma")
class TestOpenDataSize(OpenDataCase):
    def _fill(self, count):
        """So many entries like the one that was answered, without the ORM's time."""
        model = self.env["plpdma.contribution"]
        self.env.flush_all()
        names = [
            name
            for name, field in model._fields.items()
            if field.store and field.column_type and name not in OWN
        ]
        columns = SQL(", ").join(map(SQL.identifier, names))
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO plpdma_contribution (reference, %(columns)s)
                SELECT 'GEN/' || number, %(columns)s
                  FROM plpdma_contribution, generate_series(1, %(count)s) number
                 WHERE id = %(source)s
                """,
                columns=columns,
                count=count,
                source=self.shown.id,
            )
        )
        self.env.invalidate_all()

    def _write(self, kind="csv"):
        """What writing the file takes: ``(lines, queries, bytes of memory)``."""
        program = self.env["plpdma.program"]._browse_published(self.program.id)
        self.env.invalidate_all()
        file, before = Nowhere(), self.cr.sql_log_count
        tracemalloc.start()
        self.addCleanup(tracemalloc.stop)
        OpenRegister(program.env, program).write_to(file, kind)
        _now, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return file.lines, self.cr.sql_log_count - before, peak

    def test_neither_memory_nor_queries_grow_with_it(self):
        half = ROWS // 2
        self._fill(half)
        lines, queries, memory = self._write()
        self.env.cr.execute("DELETE FROM plpdma_contribution WHERE reference ~ '^GEN/'")
        self._fill(ROWS)
        more_lines, more_queries, more_memory = self._write()
        self.assertEqual(more_lines - lines, half)
        self.assertGreater(lines, half)
        batches = -(-half // table.BATCH_SIZE)
        self.assertLessEqual(more_queries - queries, batches * QUERIES_A_BATCH)
        self.assertLess(more_memory, MEMORY)
        # The ids of what is written are known from the beginning.
        self.assertLess(more_memory, memory * 1.25)

    def test_sent_piece_by_piece(self):
        self._fill(ROWS)
        response = self.url_open(f"{self.home}/register.csv", timeout=120)
        self.assertEqual(response.status_code, 200)
        self.assertEqual(int(response.headers["Content-Length"]), len(response.content))
        self.assertGreater(response.content.count(b"\r\n"), ROWS)
        # Unchanged, nothing of it is read again.
        before = self.cr.sql_log_count
        again = self.url_open(
            f"{self.home}/register.csv",
            headers={"If-None-Match": response.headers["ETag"]},
        )
        self.assertEqual(again.status_code, 304)
        self.assertLess(self.cr.sql_log_count - before, 30)
