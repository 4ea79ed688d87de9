"""Running Odoo with its code, its packages, the addon and PostgreSQL filled in."""

import contextlib
import os
import socket
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from . import cache, postgres, process, python, source
from .source import Source

HOST = "127.0.0.1"
HELP = """\
Run any Odoo command, with the project's Odoo, its addons path and PostgreSQL filled
in. Sub-commands come first; `-d NAME` picks the database:

  ./dev odoo -d trial -i plpdma_concertation --with-demo --stop-after-init --no-http
  ./dev odoo shell -d trial
  ./dev odoo db drop trial
  ./dev odoo help"""
SCRIPTS = Path(__file__).parent / "scripts"
# Odoo starts its process of the websockets by running again the script that runs:
# `python -m odoo` would have it run a file of Odoo's own folder, where it finds no more
# what it imports.
PROGRAM = """\
from odoo.cli import main

if __name__ == "__main__":
    main()
"""


@dataclass(frozen=True)
class Odoo:
    """An Odoo that is ready to run."""

    source: Source
    venv: Path
    program: Path
    environment: dict[str, str]

    @property
    def python(self) -> Path:
        """The interpreter that has Odoo's packages."""
        return self.venv / "bin" / "python"

    @property
    def version(self) -> str:
        """Changes with Odoo or with its packages."""
        return cache.digest(self.source.version, python.RUNTIME.read_bytes())

    def command(self, *arguments: str | Path) -> list[str | Path]:
        """The command line of any Odoo command."""
        return [self.python, self.program, *arguments]

    def run(self, failure: str, *arguments: str | Path, stdin: str = "") -> str:
        """Run an Odoo command quietly and return what it prints."""
        return process.run(
            self.command(*arguments), failure, env=self.environment, stdin=stdin
        )

    def run_script(self, failure: str, database: str, name: str, *options: str) -> str:
        """Run one of our scripts in Odoo's shell."""
        return self.run(
            failure,
            *("shell", "-d", database, "--no-http", "--log-level=warn", *options),
            stdin=(SCRIPTS / f"{name}.py").read_text(),
        )


@contextlib.contextmanager
def ready() -> Iterator[Odoo]:
    """Set up what is missing, start PostgreSQL, and give an Odoo to run."""
    cache.ensure_room(cache.RUN_MEGABYTES)
    postgres.check_place()
    waiting = "Waiting for the set-up of another ./dev"
    with cache.lock("setup", waiting):
        code = source.ready()
        venv = python.runtime()
        _link_pdf_engine(venv)
    with postgres.running(venv) as connection:
        yield Odoo(code, venv, _program(), _environment(code, venv, connection))


def _link_pdf_engine(venv: Path) -> None:
    """Give the packaged PDF engine the name Odoo looks for."""
    link = venv / "bin" / "wkhtmltopdf"
    packaged = venv / "bin" / "wkhtmltopdf-pack"
    if packaged.exists() and not link.exists():
        link.symlink_to(packaged.name)


def _environment(
    code: Source, venv: Path, connection: dict[str, str]
) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PG", "ODOO_", "PYTHON"))
    }
    return {
        **kept,
        **connection,
        "PATH": os.pathsep.join(
            [str(venv / "bin"), os.environ.get("PATH", os.defpath)]
        ),
        "PYTHONPATH": str(code.python_path),
        "PYTHONUNBUFFERED": "1",
        "ODOO_RC": str(_configuration(code)),
    }


def _configuration(code: Source) -> Path:
    """Odoo's configuration file for this checkout; its sub-commands all read it."""
    addons = [*code.addons_paths, cache.ROOT]
    path = cache.checkout_folder() / "odoo.conf"
    path.write_text(
        "[options]\n"
        f"addons_path = {','.join(str(addon) for addon in addons)}\n"
        f"data_dir = {cache.folder() / 'data'}\n"
        f"http_interface = {HOST}\n"
    )
    return path


def _program() -> Path:
    """The script that starts Odoo, as its own `odoo-bin` does."""
    path = cache.checkout_folder() / "odoo-bin"
    if not path.exists() or path.read_text() != PROGRAM:
        path.write_text(PROGRAM)
    return path


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def call(arguments: list[str]) -> int:
    """`./dev odoo`: any Odoo command, its output and its keyboard."""
    with ready() as odoo:
        sys.stdout.flush()
        return process.hand_over(odoo.command(*arguments), odoo.environment)
