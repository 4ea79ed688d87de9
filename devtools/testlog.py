"""What an Odoo log says: tests, and lines that should not be there."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

HEADER = re.compile(
    r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} \d+ "
    r"(?P<level>DEBUG|INFO|WARNING|ERROR|CRITICAL) "
    r"(?P<database>\S+) (?P<logger>[^:]+): (?P<message>.*)$"
)
# How Odoo sums up a run, at the level of an error if a test failed.
SUMMARY = re.compile(
    r"\d+ failed, \d+ error\(s\) of \d+ tests when loading database .*"
    r"|Module \w+: \d+ failures, \d+ errors of \d+ tests"
    r"|At least one test failed when loading the modules\."
)
FAILURE = re.compile(r"(?:FAIL|ERROR): (?:Subtest (\S+)|(.+))")
TROUBLE = {"WARNING", "ERROR", "CRITICAL"}
COLOURS = re.compile(r"\x1b\[[0-9;]*m")


@dataclass
class Record:
    """One entry of the log, with the lines that follow it."""

    level: str
    logger: str
    message: str

    def __str__(self) -> str:
        return f"{self.level} {self.logger}: {self.message}"


@dataclass(frozen=True)
class Allowed:
    """A warning that is not ours and may stay, and why."""

    logger: str
    message: str
    why: str

    def covers(self, record: Record) -> bool:
        """Whether this is the warning meant."""
        return bool(
            re.fullmatch(self.logger, record.logger)
            and re.search(self.message, record.message)
        )


def records(lines: Iterable[str]) -> Iterator[Record]:
    """Group the lines of a log into its entries."""
    current = None
    for line in lines:
        match = HEADER.match(COLOURS.sub("", line))
        if match:
            if current:
                yield current
            current = Record(match["level"], match["logger"], match["message"].rstrip())
        elif current:
            current.message += f"\n{line}"
    if current:
        yield current


@dataclass
class Report:
    """The tests of a run, by their full names."""

    started: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    skipped: dict[str, str] = field(default_factory=dict)
    announced: int = 0

    def read(self, record: Record) -> bool:
        """Take note of an entry; tell whether it was about a test."""
        if SUMMARY.fullmatch(record.message):
            count = re.search(r"of (\d+) tests when", record.message)
            self.announced += int(count[1]) if count else 0
            return True
        if ".tests." not in record.logger and record.logger != "odoo.tests.suite":
            return False
        return self._read_test(record)

    def _read_test(self, record: Record) -> bool:
        first_line = record.message.partition("\n")[0]
        if match := re.fullmatch(r"Starting (\S+) \.\.\.", first_line):
            self.started.append(f"{record.logger}:{match[1]}")
        elif match := re.fullmatch(r"skipped (.+?) : (.*)", first_line):
            self.skipped[f"{record.logger}:{match[1]}"] = match[2]
        elif match := FAILURE.match(first_line):
            name = f"{record.logger}:{match[1] or match[2]}"
            self.failed.setdefault(name, record.message)
        else:
            return False
        return True

    def explains(self, record: Record) -> bool:
        """Whether an entry is what the browser said of a test that failed."""
        return any(
            record.logger == f"{test.replace(':', '.')}.browser" for test in self.failed
        )

    def check(self, name: str, trouble: str = "") -> None:
        """Count a verification of our own as a test."""
        self.started.append(name)
        if trouble:
            self.failed[name] = trouble

    def add(self, other: "Report") -> None:
        """Count another run's tests too."""
        self.started += other.started
        self.failed |= other.failed
        self.skipped |= other.skipped

    def forbid_skips(self) -> None:
        """Nothing may be skipped: what was has failed."""
        for name, reason in self.skipped.items():
            self.failed.setdefault(name, f"skipped: {reason}")
        self.skipped.clear()

    def __str__(self) -> str:
        skipped = self.skipped.keys() - self.failed.keys()
        passed = set(self.started) - self.failed.keys() - skipped
        return (
            f"{len(passed)} passed, {len(self.failed)} failed, {len(skipped)} skipped"
        )
