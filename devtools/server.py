"""A real Odoo server with workers, spoken to as a browser does."""

import contextlib
import http.client
import json
import math
import os
import re
import signal
import time
from collections.abc import Callable, Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import URLError
from urllib.request import HTTPCookieProcessor, Request, build_opener

from . import databases
from .console import Problem
from .odoo import HOST, free_port
from .runner import Runner
from .testlog import Allowed

PATIENCE = 60
# How many seconds pass before the scheduled actions are woken anew.
BETWEEN_WAKINGS = 2
WORKER = re.compile(r"Worker (Worker\w+) \((\d+)\) alive")


def wait_for(what: str, condition: Callable, patience: float = PATIENCE):
    """Return what a condition gives once it gives something.

    :raise Problem: when it never does
    """
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if result := condition():
            return result
        time.sleep(0.05)
    raise Problem(f"Waited {patience:.0f} s in vain: {what}.")


class Server:
    """A server of one database, that is being served."""

    def __init__(self, runner: Runner, database: str, log: Path):
        self.odoo = runner.odoo
        self.database = database
        self.log = log
        self.port = free_port()
        self.gevent_port = free_port()

    def arguments(self) -> tuple[str, ...]:
        """What Odoo is started with."""
        return (
            *("-d", self.database, "--db-filter", f"^{self.database}$"),
            *("--workers", "2", "--max-cron-threads", "1"),
            *("--http-port", str(self.port), "--gevent-port", str(self.gevent_port)),
        )

    def answers(self, path: str, port: int | None = None) -> bool:
        """Whether an address is served."""
        connection = http.client.HTTPConnection(HOST, port or self.port, timeout=30)
        try:
            connection.request("GET", path)
            return connection.getresponse().status == http.client.OK
        except OSError:
            return False
        finally:
            connection.close()

    def query(self, sql: str) -> list[list]:
        """The rows of a query on the database."""
        return databases.query(self.odoo, self.database, sql)

    def value(self, sql: str):
        """The one value of a query on the database."""
        [[value]] = self.query(sql)
        return value

    def workers(self, kind: str) -> list[int]:
        """The processes of a kind (WorkerHTTP, WorkerCron), the youngest last."""
        started = WORKER.findall(self._read_log())
        return [int(number) for name, number in started if name == kind]

    def _read_log(self) -> str:
        return self.log.read_text(errors="replace")

    def busy_worker(self) -> int:
        """Which of the two workers answers no other request now."""
        if not self.answers("/web/health"):
            raise Problem("No worker is free.")
        free = wait_for("the free worker in the log", self._find_free)
        [busy] = {*self.workers("WorkerHTTP")[-2:]} - {free}
        return busy

    def _find_free(self) -> int | None:
        found = re.findall(r"(?m)^\S+ \S+ (\d+) .*GET /web/health", self._read_log())
        return int(found[-1]) if found else None

    def kill(self, worker: int) -> None:
        """Kill a worker of this server, and nothing else."""
        if worker not in self.workers("WorkerHTTP") + self.workers("WorkerCron"):
            raise Problem(f"The process {worker} is no worker.")
        os.kill(worker, signal.SIGKILL)

    def kill_cron(self) -> None:
        """Kill the process of the scheduled actions, and wait for the next one."""
        before = self.workers("WorkerCron")
        self.kill(before[-1])
        wait_for(
            "another process for the scheduled actions",
            lambda: len(self.workers("WorkerCron")) > len(before),
        )

    def wait_for_cron(self, what: str, condition: Callable):
        """Return what a condition gives once the scheduled actions have brought it.

        They are woken again and again, rather than once: a process that has only just
        begun says so before it listens, and what one killed still holds is passed over
        until the database has noticed its end.

        :raise Problem: when it never gives anything
        """
        woken = -math.inf

        def brought():
            nonlocal woken
            if time.monotonic() - woken > BETWEEN_WAKINGS:
                self._wake_cron()
                woken = time.monotonic()
            return condition()

        return wait_for(what, brought)

    def _wake_cron(self) -> None:
        """Have the scheduled actions looked at now, rather than within the minute."""
        sql = f"SELECT pg_notify('cron_trigger', '{self.database}')"
        databases.query(self.odoo, "postgres", sql)


@contextlib.contextmanager
def serving(
    runner: Runner,
    name: str,
    database: str,
    *options: str,
    allowed: tuple[Allowed, ...] = (),
) -> Iterator[Server]:
    """Serve a database for the time of the block; its log is looked at afterwards."""
    server = Server(runner, database, runner.logs / f"{name}.log")
    with runner.background(name, *server.arguments(), *options, allowed=allowed):
        wait_for("the server's answer", lambda: server.answers("/web/login"))
        yield server


class Refused(Problem):
    """What the server answers to what it does not accept."""


class Session:
    """Somebody who is signed in; each password of the demonstration is the login."""

    def __init__(self, server: Server, login: str):
        self.server = server
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()))
        self._post(
            "/web/session/authenticate",
            {"db": server.database, "login": login, "password": login},
        )

    def call(self, model: str, method: str, *args, **kwargs):
        """Call a method as the web client does.

        :raise Refused: with what the server says
        :raise OSError: when it does not answer
        """
        return self._post(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": args, "kwargs": kwargs},
        )

    def _post(self, path: str, params: dict):
        request = Request(
            f"http://{HOST}:{self.server.port}{path}",
            json.dumps({"jsonrpc": "2.0", "method": "call", "params": params}).encode(),
            {"Content-Type": "application/json"},
        )
        try:
            with self._opener.open(request, timeout=120) as response:
                answer = json.load(response)
        except (URLError, http.client.HTTPException) as error:
            raise OSError(f"{path}: {error}") from error
        if "error" in answer:
            raise Refused(f"{path}: {answer['error']['data']['message']}")
        return answer.get("result")
