"""Killing the worker that imports a file."""

import csv
import io
from concurrent.futures import ThreadPoolExecutor

from .. import process
from ..console import say
from ..odoo import SCRIPTS
from ..runner import indented
from ..server import PATIENCE
from .base import Hurt, address, author, unless_equal

IMPORTED = 1000
COLUMNS = (
    "program_id/.id",
    "channel",
    "verbatim",
    "contributor_name",
    "contributor_email",
    "date_received",
)
DAY = "2026-03-05"


class Importing(Hurt):
    """A file of contributions is taken in whole, or not at all."""

    def interrupted(self) -> None:
        """A worker dies while it imports: nothing is kept; importing again works."""
        before = self._count_contributions()
        wizard = self._upload()
        with ThreadPoolExecutor() as threads:
            importing = threads.submit(self._import, wizard)
            self._wait_for_a_writer("plpdma_contribution")
            self.server.kill(self.server.busy_worker())
            error = importing.exception()
        self.check(
            "the worker that imports was killed",
            "" if isinstance(error, OSError) else f"Its answer: {error!r}",
        )
        self.check(
            "nothing is half imported",
            unless_equal(before, self._count_contributions()),
        )
        # The session holds, and another worker answers.
        result = self._import(self._upload())
        self.check("importing again works", map(str, result["messages"]))
        self.check(
            "all is imported",
            unless_equal(before + IMPORTED, self._count_contributions()),
        )
        [[count, numbers, first, last]] = self.server.query(
            "SELECT count(*), count(DISTINCT reference), min(reference), max(reference)"
            " FROM plpdma_contribution WHERE contributor_email ~ '^author'"
            " OR contributor_name ~ '^Author'"
        )
        self.check("each has its number", unless_equal(count, numbers))
        say(indented(f"Numbers after the interrupted import: {first} to {last}."))

    def _count_contributions(self) -> int:
        return self.server.value("SELECT count(*) FROM plpdma_contribution")

    def _upload(self) -> int:
        """A file with one contribution a row, at the import screen."""
        file = io.StringIO(newline="")
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for number in range(1, IMPORTED + 1):
            text = f"Remarque {number} sur les bacs de tri et leur ramassage."
            writer.writerow(
                (self.program, "email", text, author(number), address(number), DAY)
            )
        values = {
            "res_model": "plpdma.contribution",
            "file": file.getvalue(),
            "file_name": "contributions.csv",
            "file_type": "text/csv",
        }
        [wizard] = self.agent.call("base_import.import", "create", [values])
        return wizard

    def _import(self, wizard: int) -> dict:
        options = {
            "encoding": "utf-8",
            "separator": ",",
            "quoting": '"',
            "has_headers": True,
            "limit": 2000,
            "skip": 0,
        }
        arguments = (COLUMNS, COLUMNS, options)
        return self.agent.call(
            "base_import.import", "execute_import", [wizard], *arguments
        )

    def _wait_for_a_writer(self, table: str) -> None:
        odoo = self.server.odoo
        arguments = (self.server.database, table, str(PATIENCE))
        process.run(
            [odoo.python, SCRIPTS / "await_writer.py", *arguments],
            "The import does not write:",
            env=odoo.environment,
        )
