"""`./dev bench NAME --against VERSION`: two versions measured in turn, in one run."""

import contextlib
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from . import cache, databases, odoo, process, releases
from .console import Problem, say, step

ROUNDS = 3
# A figure of a measure, as the measures print it.
FIGURE = re.compile(r"^(?P<name>\S.*): (?P<value>[\d.e+-]+)(?: (?P<unit>\S+))?$")
# The highest ratio, present to earlier, that is accepted for a measure's figure.
TARGETS = {
    ("create", "batch: of the processors"): 1.1,
    ("answer", "whole: of the processors an author"): 1 / 3,
}


@dataclass(frozen=True)
class Version:
    """A version of the addon, and the database that is measured."""

    name: str
    database: str
    addons_path: str


def run(
    ready: odoo.Odoo, scripts: dict[str, Path], environment: dict, wanted: str
) -> int:
    """Measure an earlier version and the present one in turn, several times.

    What is kept of each figure is its least: other work only lengthens it. The measures
    are today's: they leave nothing behind, and ask nothing that the earlier version
    does not know.
    """
    missed = False
    with _versions(ready, wanted) as versions:
        for name, script in scripts.items():
            step(f"{name}: {' and '.join(version.name for version in versions)}")
            figures = _measure(ready, environment, script, versions)
            missed |= _compare(name, figures)
            say()
    return int(missed)


@contextlib.contextmanager
def _versions(ready: odoo.Odoo, wanted: str) -> Iterator[list[Version]]:
    """The earlier version and the present one, each installed in its own database."""
    known = {release.version: release for release in releases.RELEASES}
    if wanted not in known:
        raise Problem(f"{wanted} was not released: {', '.join(known)}.")
    folders = {wanted: releases.addons_path(known[wanted]), "now": cache.ROOT}
    versions = [
        Version(
            version,
            databases.run_name(f"bench-{version}"),
            f"--addons-path={','.join(map(str, (*ready.source.addons_paths, path)))}",
        )
        for version, path in folders.items()
    ]
    try:
        for version in versions:
            databases.copy(ready, databases.bare(), version.database)
            ready.run(
                f"{version.name} could not be installed.",
                *("-d", version.database, "-i", cache.ADDON, version.addons_path),
                *("--load-language", databases.LANGUAGE),
                *("--no-http", "--stop-after-init"),
            )
        yield versions
    finally:
        for version in versions:
            databases.drop(ready, version.database)


def _measure(
    ready: odoo.Odoo, environment: dict, script: Path, versions: list[Version]
) -> dict[str, list[float]]:
    """The least of each figure, in the order of the versions."""
    least: dict[str, list[float]] = defaultdict(list)
    for _round in range(ROUNDS):
        for place, version in enumerate(versions):
            found = _run_once(ready, environment, script, version)
            for name, value in found.items():
                values = least[name]
                if len(values) > place:
                    values[place] = min(values[place], value)
                elif len(values) == place:
                    values.append(value)
    return least


def _run_once(
    ready: odoo.Odoo, environment: dict, script: Path, version: Version
) -> dict[str, float]:
    command = ready.command(
        *("shell", "-d", version.database, version.addons_path),
        *("--no-http", "--log-level=warn"),
    )
    # Ends with a code of its own where a target is missed: the figures tell.
    with script.open() as program:
        options = {"env": environment, "stdin": program, **process.READABLE}
        with process.started(command, **options) as measured:
            output, _nothing = measured.communicate()
    matches = (FIGURE.match(line) for line in output.splitlines())
    found = {match["name"]: float(match["value"]) for match in matches if match}
    if not found:
        raise Problem(process.explain(f"{version.name} cannot be measured:", output))
    return found


def _compare(measure: str, figures: dict[str, list[float]]) -> bool:
    """Say each figure and its ratio; whether one is over what is accepted."""
    missed = False
    for name, values in figures.items():
        if len(values) < 2 or not values[0]:
            continue
        before, now = values
        ratio = now / before
        target = TARGETS.get((measure, name))
        verdict = ""
        if target:
            over = ratio > target
            missed |= over
            verdict = f" (≤ {target:.3g}: {'MISSED' if over else 'ok'})"
        say(f"{name}: {before:g} → {now:g}, {ratio:.3f} ×{verdict}")
    return missed
