"""Running Odoo under watch: its tests are counted, its log is read."""

import contextlib
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from . import databases, process
from .allowed import ALLOWED
from .cache import ADDON
from .console import say
from .odoo import Odoo, free_port
from .testlog import FAILURE, TROUBLE, Allowed, Record, Report, records

QUIET = ("--no-http", "--stop-after-init")


class Broken(Exception):
    """Odoo itself did not run to its end: what follows makes no sense."""


class Runner:
    """The databases, the logs and the count of one test run."""

    def __init__(self, odoo: Odoo, logs: Path):
        self.odoo = odoo
        self.logs = logs
        self.report = Report()
        self._databases: dict[str, str] = {}

    def __enter__(self) -> "Runner":
        return self

    def __exit__(self, *_error) -> None:
        for database in self._databases.values():
            databases.drop(self.odoo, database)

    def new_database(self, template: databases.Template, purpose: str) -> str:
        """A database of this run, dropped at its end."""
        database = databases.run_name(purpose)
        databases.copy(self.odoo, template, database)
        self._databases[purpose] = database
        return database

    def drop(self, purpose: str) -> None:
        """Drop a database of this run before its end."""
        databases.drop(self.odoo, self._databases.pop(purpose))

    def addon_database(self) -> str:
        """The run's database with the addon and its demonstration data."""
        if "test" not in self._databases:
            database = self.new_database(databases.with_demo(), "test")
            self.watch("install", "-d", database, "-i", ADDON, *QUIET)
        return self._databases["test"]

    def test(
        self,
        name: str,
        database: str,
        tags: str,
        *arguments: str,
        expected: Sequence[str] = (),
    ) -> None:
        """Run the tests that have some tags; those `expected` must be among them."""
        report = self.watch(
            name,
            *("-d", database, "--test-tags", tags, "--stop-after-init"),
            *("--http-port", str(free_port()), *arguments),
        )
        classes = {test.rpartition(":")[2].partition(".")[0] for test in report.started}
        absent = [name for name in expected if name not in classes]
        if absent:
            self.check(f"{name}: expected tests", f"Not run: {', '.join(absent)}.")
        if not report.started and not report.skipped:
            self.check(f"{name}: tests run", "No test ran.")
        if report.announced != len(report.started):
            self.check(
                f"{name}: tests counted",
                f"Odoo says that it ran {report.announced} tests, "
                f"its log shows {len(report.started)}.",
            )

    def watch(
        self, name: str, *arguments: str, allowed: Sequence[Allowed] = ()
    ) -> Report:
        """Run an Odoo command; count its tests and complain about its log.

        :param allowed: what this very run may say besides
        """
        log = self.logs / f"{name}.log"
        report = Report()
        with log.open("w") as kept, self._started(*arguments) as odoo:
            trouble = [
                record
                for record in records(process.kept(odoo.stdout, kept))
                if not self._show(report, record)
                and is_trouble(record)
                and not any(each.covers(record) for each in allowed)
            ]
            code = odoo.wait()
        trouble = [record for record in trouble if not report.explains(record)]
        self.report.add(report)
        self.check(f"{name}: clean log", "\n".join(map(str, trouble)))
        if code and not report.failed:
            if not trouble:
                ending = process.explain(f"Exit code {code}.", log.read_text())
                self.check(f"{name}: Odoo", ending)
            raise Broken
        return report

    @contextlib.contextmanager
    def background(
        self, name: str, *arguments: str, allowed: Sequence[Allowed] = ()
    ) -> Iterator[None]:
        """Run an Odoo server for the time of the block, then complain about its log.

        :param allowed: what this very run may say besides
        """
        log = self.logs / f"{name}.log"
        output = {"stdout": log.open("w"), "stderr": subprocess.STDOUT}
        with output["stdout"], self._started(*arguments, **output):
            yield
        with log.open(errors="replace") as lines:
            trouble = [
                str(record)
                for record in records(line.rstrip("\n") for line in lines)
                if is_trouble(record)
                and not any(each.covers(record) for each in allowed)
            ]
        self.check(f"{name}: clean log", "\n".join(trouble))

    def _started(
        self, *arguments: str, **output
    ) -> AbstractContextManager[subprocess.Popen]:
        """A running Odoo whose output can be read, or goes where it is told."""
        return process.started(
            self.odoo.command(*arguments),
            env=self.odoo.environment,
            stdin=subprocess.DEVNULL,
            **(output or process.READABLE),
        )

    def check(self, name: str, trouble: str) -> None:
        """Count a verification as a test, which fails if there is trouble."""
        if trouble:
            say(indented(f"{name}:\n{trouble}"))
        self.report.check(name, trouble)

    @staticmethod
    def _show(report: Report, record: Record) -> bool:
        """Read an entry about tests, and print those that fail."""
        about_tests = report.read(record)
        if about_tests and FAILURE.match(record.message):
            say(indented(record.message))
        return about_tests


def is_trouble(record: Record) -> bool:
    """Whether an entry of the log is a warning or an error of ours."""
    return record.level in TROUBLE and not any(
        allowed.covers(record) for allowed in ALLOWED
    )


def indented(text: str) -> str:
    """A block of text below the line it belongs to."""
    return "\n".join(f"    {line}" for line in text.splitlines())
