"""`./dev demo`: the addon in a browser, with its demonstration data, in French."""

import contextlib
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from . import browser, cache, databases, odoo, process
from .console import Problem, say, step, warn
from .mail_server import MailServer
from .odoo import HOST, Odoo

PORT = 8069
HELP = """\
Set everything up and serve the addon with its demonstration data, in French, on
http://localhost:8069. Ctrl-C stops it.

What you enter stays from one start to the next; when the addon's files have changed,
the database is upgraded. --reset starts from new data."""
SHELL_HELP = """\
Open Odoo's Python shell on the demo's database (run ./dev demo first), or on another
one. `env` is there; what is not committed with env.cr.commit() is lost."""
# Each password is the login.
LOGINS = {
    "admin": "administrator",
    "responsable": "manager of the programme",
    "agent": "agent in charge of the concertation",
    "ambassadrice": "agent, her colleague",
    "elu": "elected referent",
    "animateur": "external facilitator",
    "conseiller": "élu of one town, on the portal",
    "animatrice": "external facilitator, on the portal",
    "participante": "participant, on the portal",
    "employe": "employee of another service",
}
START_SECONDS = 120


def serve(port: int, reset: bool) -> int:
    """Serve the demonstration until Ctrl-C."""
    _ensure_free(port)
    refusal = "The demonstration of this checkout is already being served."
    with (
        cache.lock_or_refuse(f"demo-{cache.checkout_id()}", refusal),
        odoo.ready() as ready,
    ):
        browser.ensure(ready)
        database = databases.name("demo")
        prepare(ready, database, reset)
        databases.set_address(ready, database, f"http://localhost:{port}")
        _serve(ready, database, port)
    return 0


def shell(database: str | None) -> int:
    """Open Odoo's shell."""
    name = database or databases.name("demo")
    return odoo.call(["shell", "-d", name, "--no-http"])


def prepare(ready: Odoo, database: str, reset: bool) -> None:
    """Make a database of the demonstration, or bring it up to date with the addon."""
    wanted = f"{ready.version} {cache.digest_tree(cache.ADDON_PATH)}"
    present = None if reset else databases.note(ready, database)
    if present == wanted:
        return
    if present:
        step("The addon's files have changed: upgrading the demo's database")
        same_odoo = present.partition(" ")[0] == ready.version
        modules = cache.ADDON if same_odoo else "base"
        arguments = ("-u", modules)
    else:
        step("Making the demo's database")
        databases.copy(ready, databases.with_demo(), database)
        arguments = ("-i", cache.ADDON)
    failure = "The addon could not be installed in the demo's database."
    quiet = ("--no-http", "--stop-after-init")
    output = ready.run(failure, "-d", database, *arguments, *quiet)
    if "demo data failed to install" in output:
        warn("The addon's demonstration data could not be loaded.")
    ready.run_script(failure, database, "furnish_demo")
    databases.set_note(ready, database, wanted)


def _ensure_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise Problem(
                f"Port {port} is not free ({error.strerror}). Stop what listens on it, "
                f"or choose another one: ./dev demo --port {port + 1}"
            ) from error


def _serve(ready: Odoo, database: str, port: int) -> None:
    mails = MailServer(ready, cache.new_log_folder("mails") / "mails.jsonl")
    with (
        mails.listening(),
        serving(ready, database, port, "demo", *mails.arguments()) as (server, log),
    ):
        say(f"\nLog: {log}")
        say(f"Messages leave for this file, and reach nobody: {mails.file}")
        say(f"Ready: http://localhost:{port} (Ctrl-C stops it)")
        for login, profile in _logins(ready, database):
            say(f"  {login} / {login}  {profile}")
        with contextlib.suppress(KeyboardInterrupt):
            server.wait()
            raise Problem(f"Odoo stopped by itself, see {log}.")
        say("\nStopped.")


@contextlib.contextmanager
def serving(
    ready: Odoo, database: str, port: int, purpose: str, *arguments: str
) -> Iterator[tuple[subprocess.Popen, Path]]:
    """Serve a database for the time of the block: the server, and its log.

    :param arguments: with which Odoo is started besides
    """
    log = cache.new_log_folder(purpose) / "odoo.log"
    command = ready.command(
        *("-d", database, "--db-filter", f"^{database}$"),
        *("--http-port", str(port), "--logfile", log),
        *arguments,
    )
    with process.started(
        command,
        env=ready.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:
        _wait_until_it_answers(server, port, log)
        yield server, log


def _wait_until_it_answers(server: subprocess.Popen, port: int, log) -> None:
    step("Starting Odoo")
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        with contextlib.suppress(urllib.error.URLError, OSError):
            urllib.request.urlopen(f"http://{HOST}:{port}/web/login", timeout=60)
            return
        time.sleep(0.2)
    output = log.read_text() if log.exists() else ""
    raise Problem(process.explain(f"Odoo does not start, see {log}.", output))


def _logins(ready: Odoo, database: str) -> list[tuple[str, str]]:
    """The profiles that the database has."""
    rows = databases.query(ready, database, "SELECT login FROM res_users WHERE active")
    present = {row[0] for row in rows}
    return [(login, what) for login, what in LOGINS.items() if login in present]
