"""`./dev test`: every test, in lanes beside one another."""

import contextlib
import dataclasses
import functools
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from . import (
    browser,
    cache,
    collected,
    databases,
    faults,
    lanes,
    lifecycle,
    node,
    odoo,
    selection,
    upgrades,
)
from .console import Problem, on_continuous_integration, say, step, warn
from .runner import QUIET, Broken, Runner
from .testlog import Report

HELP = """\
Run every test, in phases that can also be named:

  transactions  the addon's tests without a browser
  tours         the addon's tests in a browser (tag plpdma_browser)
  core          Odoo's own generic tests, with the addon installed
  lifecycle     install, upgrade, translations, uninstall, beside other applications
  upgrades      databases of each earlier version, brought to this one
  faults        workers killed in mid-work, mail servers that misbehave

NAME is a phase, a test class, a method, Class.method, a file (test_session) or a tag;
a file before a method of the same name.
On several processors the phases run beside one another, each with databases of its own;
what one says is printed whole when it ends.
A test that stands in the files and was not run is a failure. So is a warning or
an error in Odoo's log, and under CI=true a skipped test. The last line counts them."""
# The variable that names the script of axe-core to the tests.
AXE = "PLPDMA_AXE"
CORE_LINT = (
    "TestIndex",
    "RoutesLinter",
    "TestNaming",
    "TestLintOverrideSignatures",
    "TestOnchangeDomains",
    "TestDunderinit",
    "PotLinter",
)
# With the tag that has them run, where it is not the standard one.
CORE_BASE = {
    "TestAllViews": "migration",
    "TestInvisibleField": "",
    "TestOverrides": "",
    "TestRenderAllViews": "render_all_views",
}


def first_half(runner: Runner) -> None:
    """The addon's tests without a browser, in half of the files"""
    _transactions(runner, "transactions-1", ",".join(selection.half()))


def second_half(runner: Runner) -> None:
    """The addon's tests without a browser, in all the other files"""
    others = (f"-{tag}" for tag in selection.half())
    _transactions(runner, "transactions-2", ",".join((f"/{cache.ADDON}", *others)))


def _transactions(runner: Runner, name: str, tags: str) -> None:
    database = runner.new_database(databases.with_demo(), "test")
    tags = f"{tags},-{collected.BROWSER_TAG}"
    runner.test(name, database, tags, "-i", cache.ADDON, "--no-http")


def tours(runner: Runner) -> None:
    """The addon's tests in a browser"""
    database = runner.new_database(databases.with_demo(), "test")
    runner.test("tours", database, collected.BROWSER_TAG, "-i", cache.ADDON)


def core(runner: Runner) -> None:
    """Odoo's own generic tests, with the addon installed"""
    database = runner.addon_database()
    runner.watch("core-install", "-d", database, "-i", "test_lint", *QUIET)
    tags = [
        *(f"/test_lint:{name}" for name in CORE_LINT),
        *(f"{tag}/base:{name}" for name, tag in CORE_BASE.items()),
    ]
    runner.test("core", database, ",".join(tags), expected=(*CORE_LINT, *CORE_BASE))


Phase = Callable[[Runner], None]
PHASES = ("transactions", "tours", "core", "lifecycle", "upgrades", "faults")
# What each process runs, with the databases that it makes on the way. Lifecycle comes
# early: it has templates made that nobody else needs, while the others wait for theirs.
JOBS: tuple[dict[str, Phase], ...] = (
    {"transactions-1": first_half},
    {"lifecycle": lifecycle.check},
    {"transactions-2": second_half},
    {"tours": tours, "core": core},
    {"upgrades": upgrades.check},
    {"faults": faults.check},
)


@dataclasses.dataclass
class Outcome:
    """What some phases gave, and the seconds that each took."""

    report: Report = dataclasses.field(default_factory=Report)
    durations: dict[str, float] = dataclasses.field(default_factory=dict)

    def add(self, other: "Outcome") -> None:
        """Count what another process gave too."""
        self.report.add(other.report)
        self.durations |= other.durations


def run(names: list[str]) -> int:
    """Run all tests or those named; the last line printed counts them."""
    phases = [name for name in names if name in PHASES] if names else [*PHASES]
    tags = selection.tags([name for name in names if name not in PHASES])
    start = time.monotonic()
    with odoo.ready() as ready:
        browser.ensure(ready)
        ready = _with_axe(ready)
        databases.drop_orphans(ready)
        logs = cache.new_log_folder("test")
        outcome = _run_jobs(ready, logs, phases, tags)
        trouble = collected.trouble(outcome.report, phases)
        if trouble is not None:
            say(trouble or "Every test of the files was run.")
            outcome.report.check("every test of the files was run", trouble)
        return conclude(outcome, logs, time.monotonic() - start)


def _with_axe(ready: odoo.Odoo) -> odoo.Odoo:
    """Tell the tests where axe-core is, or say that accessibility is not checked."""
    try:
        axe = node.ready().axe
    except Problem as problem:
        warn(f"axe-core is missing: tests of accessibility are skipped. {problem}")
        return ready
    environment = {**ready.environment, AXE: str(axe)}
    return dataclasses.replace(ready, environment=environment)


def _run_jobs(ready: odoo.Odoo, logs: Path, phases: list[str], tags: str) -> Outcome:
    """Run the phases, and the tests of some tags, beside one another if there is more
    than one process to run."""
    jobs = list(_jobs(phases))
    if tags:
        jobs.insert(0, {"selected": _selected(tags)})
    works = {
        " and ".join(job): functools.partial(_run_job, ready, logs, job) for job in jobs
    }
    if len(works) == 1:
        [work] = works.values()
        return work()
    outcome = Outcome()
    given = lanes.run(works, lanes.width())
    for name in works:
        if name in given:
            outcome.add(given[name])
        else:
            outcome.report.check(f"{name}: its end", "It broke off.")
    return outcome


def _jobs(phases: list[str]) -> Iterator[dict[str, Phase]]:
    """What each process runs of some phases."""
    for job in JOBS:
        wanted = {
            name: phase
            for name, phase in job.items()
            if name.partition("-")[0] in phases
        }
        if wanted:
            yield wanted


def _run_job(ready: odoo.Odoo, logs: Path, job: dict[str, Phase]) -> Outcome:
    """Run some phases one after another."""
    outcome = Outcome()
    with Runner(ready, logs) as runner, contextlib.suppress(Broken):
        # What it counts until it breaks is told.
        outcome.report = runner.report
        for name, phase in job.items():
            outcome.durations[name] = run_phase(runner, name, phase)
    return outcome


def _selected(tags: str) -> Phase:
    """A phase that runs some of the addon's tests, in a browser or not."""

    def selected(runner: Runner) -> None:
        database = runner.new_database(databases.with_demo(), "test")
        runner.test("selected", database, tags, "-i", cache.ADDON)

    selected.__doc__ = tags
    return selected


def run_phase(runner: Runner, name: str, phase: Phase) -> float:
    """Run one phase; say how long it took, and return it in seconds."""
    step(f"{name}: {phase.__doc__}")
    start = time.monotonic()
    before = len(runner.report.started)
    phase(runner)
    count = len(runner.report.started) - before
    duration = time.monotonic() - start
    say(f"    {count} tests in {duration:.0f} s")
    return duration


def conclude(outcome: Outcome, logs: Path, elapsed: float) -> int:
    """Print what failed, where the logs are, how long the phases took, and the line
    that counts."""
    report = outcome.report
    if on_continuous_integration():
        report.forbid_skips()
    for name, reason in report.skipped.items():
        warn(f"skipped {name}: {reason}")
    for name in report.failed:
        warn(f"failed {name}")
    say(f"Logs: {logs}")
    if len(outcome.durations) > 1:
        times = (
            f"{name} {seconds:.0f} s" for name, seconds in outcome.durations.items()
        )
        say(f"Time: {', '.join(times)}; from start to end {elapsed / 60:.1f} min")
    say(str(report))
    return 1 if report.failed or not report.started else 0
