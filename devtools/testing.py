"""`./dev test`: every test, in the order in which a mistake shows soonest."""

import contextlib
import dataclasses
import time
from collections.abc import Callable

from . import (
    browser,
    cache,
    databases,
    faults,
    lifecycle,
    node,
    odoo,
    selection,
    upgrades,
)
from .console import Problem, on_continuous_integration, say, step, warn
from .runner import QUIET, Broken, Runner

HELP = """\
Run every test, in six phases that can also be named:

  transactions  the addon's tests without a browser
  tours         the addon's tests in a browser (tag plpdma_browser)
  core          Odoo's own generic tests, with the addon installed
  lifecycle     install, upgrade, translations, uninstall, beside other applications
  upgrades      databases of each earlier version, brought to this one
  faults        workers killed in mid-work, mail servers that misbehave

NAME is a phase, a test class, a method, Class.method, a file (test_response) or a tag;
a file before a method of the same name.
A warning or an error in Odoo's log is a failure. The last line counts the tests.
Under CI=true a skipped test is a failure."""
BROWSER_TAG = "plpdma_browser"
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


def transactions(runner: Runner) -> None:
    """The addon's tests without a browser, and its demonstration data"""
    database = runner.new_database(databases.with_demo(), "test")
    tags = f"/{cache.ADDON},-{BROWSER_TAG}"
    runner.test("transactions", database, tags, "-i", cache.ADDON, "--no-http")


def tours(runner: Runner) -> None:
    """The addon's tests in a browser"""
    database = runner.addon_database()
    runner.test("tours", database, BROWSER_TAG, "-u", cache.ADDON)


def core(runner: Runner) -> None:
    """Odoo's own generic tests, with the addon installed"""
    database = runner.addon_database()
    runner.watch("core-install", "-d", database, "-i", "test_lint", *QUIET)
    tags = [
        *(f"/test_lint:{name}" for name in CORE_LINT),
        *(f"{tag}/base:{name}" for name, tag in CORE_BASE.items()),
    ]
    runner.test("core", database, ",".join(tags), expected=(*CORE_LINT, *CORE_BASE))


PHASES: dict[str, Callable[[Runner], None]] = {
    "transactions": transactions,
    "tours": tours,
    "core": core,
    "lifecycle": lifecycle.check,
    "upgrades": upgrades.check,
    "faults": faults.check,
}


def run(names: list[str]) -> int:
    """Run all tests or those named; the last line printed counts them."""
    phases = [name for name in names if name in PHASES]
    tags = selection.tags([name for name in names if name not in PHASES])
    with odoo.ready() as ready:
        browser.ensure(ready)
        ready = _with_axe(ready)
        databases.drop_orphans(ready)
        with Runner(ready, cache.new_log_folder("test")) as runner:
            durations: dict[str, float] = {}
            with contextlib.suppress(Broken):
                if tags:
                    run_selected(runner, tags)
                for phase in phases if names else PHASES:
                    durations[phase] = run_phase(runner, phase)
            return conclude(runner, durations)


def _with_axe(ready: odoo.Odoo) -> odoo.Odoo:
    """Tell the tests where axe-core is, or say that accessibility is not checked."""
    try:
        axe = node.ready().axe
    except Problem as problem:
        warn(f"axe-core is missing: tests of accessibility are skipped. {problem}")
        return ready
    environment = {**ready.environment, AXE: str(axe)}
    return dataclasses.replace(ready, environment=environment)


def run_selected(runner: Runner, tags: str) -> None:
    """Run some of the addon's tests, in a browser or not."""
    step(f"Running {tags}")
    database = runner.new_database(databases.with_demo(), "test")
    runner.test("selected", database, tags, "-i", cache.ADDON)


def run_phase(runner: Runner, name: str) -> float:
    """Run one phase; say how long it took, and return it in seconds."""
    phase = PHASES[name]
    step(f"{name}: {phase.__doc__}")
    start = time.monotonic()
    before = len(runner.report.started)
    phase(runner)
    count = len(runner.report.started) - before
    duration = time.monotonic() - start
    say(f"    {count} tests in {duration:.0f} s")
    return duration


def conclude(runner: Runner, durations: dict[str, float]) -> int:
    """Print what failed, where the logs are, how long the phases took, and the line
    that counts."""
    report = runner.report
    if on_continuous_integration():
        report.forbid_skips()
    for name, reason in report.skipped.items():
        warn(f"skipped {name}: {reason}")
    for name in report.failed:
        warn(f"failed {name}")
    say(f"Logs: {runner.logs}")
    if len(durations) > 1:
        times = (f"{phase} {duration:.0f} s" for phase, duration in durations.items())
        say(
            f"Time: {', '.join(times)}; together {sum(durations.values()) / 60:.1f} min"
        )
    say(str(report))
    return 1 if report.failed or not report.started else 0
