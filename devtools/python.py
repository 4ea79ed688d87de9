"""Virtual environments with pinned packages."""

import importlib.util
import os
import sys
from pathlib import Path

from . import cache, debian, process
from .console import Problem, step

RUNTIME = cache.ROOT / "requirements-dev.txt"
LINTERS = cache.ROOT / "requirements-lint.txt"


def runtime() -> Path:
    """The environment Odoo runs in."""
    return environment("venv", RUNTIME, "Odoo's Python packages")


def linters() -> Path:
    """The environment of the checks, apart from Odoo's."""
    return environment("venv-lint", LINTERS, "the linters")


def environment(name: str, requirements: Path, contents: str) -> Path:
    """An environment with exactly the packages of a requirements file."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    key = cache.digest(sys.executable, sys.version, requirements.read_bytes())
    path = cache.folder() / f"{name}-{version}-{key[:8]}"

    def install(target: Path) -> None:
        step(f"Installing {contents} for Python {version}")
        _create(target)
        _pip(target, "install", "-r", requirements)

    return cache.build(path, key, install)


def _create(target: Path) -> None:
    """An environment with pip, even where Debian's python3-venv is not installed."""
    failure = "The Python virtual environment could not be created."
    if importlib.util.find_spec("ensurepip"):
        process.run([sys.executable, "-m", "venv", target], failure)
        return
    if not debian.mirror():
        raise Problem(f"{failure} Install Python's own `venv` and `ensurepip`.")
    process.run([sys.executable, "-m", "venv", "--without-pip", target], failure)
    wheel = debian.unpack_pip(target / "pip-wheel")
    _pip(target, "install", "pip", env={**os.environ, "PYTHONPATH": str(wheel)})


def _pip(target: Path, *arguments: str | Path, env: dict[str, str] | None = None):
    process.run(
        [target / "bin" / "python", "-m", "pip", "-q", "--retries=2", *arguments],
        "The Python packages could not be installed; is there a network?",
        env={**(env or os.environ), "PIP_DISABLE_PIP_VERSION_CHECK": "1"},
    )
