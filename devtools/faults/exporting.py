"""Killing the worker that prepares a long export."""

from ..console import Problem
from .base import Hurt, author, unless_equal

EXPORTED = 20_000
# The contribution that is copied so many times: nothing was done to it.
UNANSWERED = 999


class Exporting(Hurt):
    """A long export is tried a few times, and does not stand before the others."""

    def interrupted(self) -> None:
        """An export that kills its worker is given up with a reason; others pass."""
        self._multiply_contributions()
        deadly = self._export()
        self._kill_while_it_runs(deadly, 1)
        self._kill_while_it_runs(deadly, 2)
        other = self._export()
        self._kill_while_it_runs(deadly, 3)
        self._wait_until(other, "done")
        job = self._wait_until(deadly, "failed")
        self.check(
            "the export that kills its worker fails with a reason",
            "" if job["error"] else "No reason is given.",
        )
        self.check("it was tried three times", unless_equal(3, job["attempts"]))
        self.check(
            "the next export is done",
            "" if self._job(other)["attachment_id"] else "There is no file.",
        )

    def interrupted_alone(self) -> None:
        """Where nothing else is asked for, whoever asked is told within the minute
        too."""
        deadly = self._export()
        for attempt in (1, 2, 3):
            self._kill_while_it_runs(deadly, attempt)
        job = self._wait_until(deadly, "failed")
        self.check(
            "an export that is alone fails with a reason",
            "" if job["error"] else "No reason is given.",
        )

    def _multiply_contributions(self) -> None:
        """As many contributions as make an export long."""
        columns = [
            row[0]
            for row in self.server.query(
                "SELECT quote_ident(column_name) FROM information_schema.columns"
                " WHERE table_name = 'plpdma_contribution' AND is_generated = 'NEVER'"
                " AND column_name NOT IN ('id', 'reference', 'submission_key')"
            )
        ]
        names = ", ".join(columns)
        self.server.query(
            f"INSERT INTO plpdma_contribution (reference, {names})"
            f" SELECT 'GEN/' || number, {names} FROM generate_series(1, {EXPORTED})"
            " number, (SELECT * FROM plpdma_contribution"
            f" WHERE contributor_name = '{author(UNANSWERED)}') AS model"
        )

    def _export(self) -> int:
        """Ask for a long export."""
        values = {"program_id": self.program, "with_summary": False}
        [wizard] = self.agent.call("plpdma.export", "create", [values])
        action = self.agent.call("plpdma.export", "action_export", [wizard])
        if action.get("res_model") != "plpdma.export.job":
            raise Problem(f"The export is not long: {action}.")
        return action["res_id"]

    def _job(self, job: int) -> dict:
        names = ["state", "attempts", "progress", "error", "attachment_id"]
        return self.agent.call("plpdma.export.job", "read", [job], names)[0]

    def _kill_while_it_runs(self, job: int, attempt: int) -> None:
        def runs() -> bool:
            values = self._job(job)
            running = values["state"] == "running" and values["attempts"] == attempt
            return running and values["progress"] > 0

        self.server.wait_for_cron(f"the attempt {attempt} at export {job}", runs)
        self.server.kill_cron()

    def _wait_until(self, job: int, state: str) -> dict:
        def reached() -> dict | None:
            values = self._job(job)
            return values if values["state"] == state else None

        return self.server.wait_for_cron(f"export {job} {state}", reached)
