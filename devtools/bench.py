"""`./dev bench`: the measures of the folder bench/."""

import os
from collections.abc import Iterator
from pathlib import Path

from . import bench_against, cache, databases, odoo, process
from .console import Problem, say, step

FOLDER = cache.ROOT / "bench"
NAMES = sorted(path.stem.removeprefix("bench_") for path in FOLDER.glob("bench_*.py"))
HELP = f"""\
Run the measures of bench/bench_*.py, each in Odoo's shell on a new database with the
addon and no demonstration data; what they share is imported from `bench`. NAME is a
file's, with or without `bench_`: {", ".join(NAMES)}. BENCH_SCALE, where a measure
takes it, makes it smaller. A measure that fails ends with a code other than 0.

`--against VERSION` measures a released version and this one in turn, three times in one
run, and tells the ratio of each figure: for `create` and `answer`."""
COMPARED = ("create", "answer")


def run(names: list[str], against: str | None = None) -> int:
    """Run all measures or those named; `against` an earlier version, those which that
    knows."""
    scripts = {path.stem.removeprefix("bench_"): path for path in sorted(_scripts())}
    if not scripts:
        raise Problem(f"There is no measure in {FOLDER}.")
    wanted = [name.removesuffix(".py").removeprefix("bench_") for name in names]
    unknown = [name for name in wanted if name not in scripts]
    if unknown:
        raise Problem(f"No measure is called {unknown[0]}: {', '.join(scripts)}.")
    if against:
        strangers = [name for name in wanted if name not in COMPARED]
        if strangers:
            raise Problem(f"{strangers[0]} is not measured against another version.")
        wanted = wanted or COMPARED
    with odoo.ready() as ready:
        databases.drop_orphans(ready)
        if against:
            compared = {name: scripts[name] for name in wanted}
            return bench_against.run(ready, compared, _environment(ready), against)
        codes = [_measure(ready, name, scripts[name]) for name in wanted or scripts]
    return max(codes)


def _scripts() -> Iterator[Path]:
    return FOLDER.glob("bench_*.py")


def _environment(ready: odoo.Odoo) -> dict[str, str]:
    """Where the measures find what they share, too."""
    search_path = [ready.environment["PYTHONPATH"], str(cache.ROOT)]
    return {**ready.environment, "PYTHONPATH": os.pathsep.join(search_path)}


def _measure(ready: odoo.Odoo, name: str, script: Path) -> int:
    database = databases.run_name("bench")
    command = ready.command("shell", "-d", database, "--no-http", "--log-level=warn")
    databases.copy(ready, databases.bare(), database)
    try:
        failure = "The addon could not be installed."
        databases.install(ready, database, (cache.ADDON,), failure)
        step(name)
        with script.open() as program:
            return process.hand_over(command, _environment(ready), stdin=program)
    finally:
        databases.drop(ready, database)
        say()
