"""Workers killed in the midst of their work, and mail servers that misbehave.

A real server is asked to work as an agent asks it, then hurt. Afterwards nothing is
lost, and every author is in one pile: told, waiting, to do again, or to post.
"""

from .. import databases
from ..cache import ADDON
from ..console import Problem
from ..mail_server import MailServer
from ..runner import QUIET, Runner
from ..server import Server, serving, wait_for
from ..testlog import Allowed
from .base import Hurt
from .exporting import Exporting
from .importing import Importing
from .sending import Sending

# What is due only by the clock would come in between.
SETUP = "UPDATE ir_cron SET nextcall = now() + interval '1 day'"
# What the log says of what was done to it.
EXPECTED = (
    Allowed(
        r"odoo\.addons\.mail\.models\.mail_mail",
        r"(?s)failed sending mail \(id: \d+\) due to .*SMTPRecipientsRefused.* \(550",
        "the mail server refuses recipients",
    ),
)


def check(runner: Runner) -> None:
    """Workers killed in the midst of their work, mail servers that misbehave"""
    database = runner.new_database(databases.with_demo(), "faults")
    runner.watch("faults-install", "-d", database, "-i", ADDON, *QUIET)
    databases.query(runner.odoo, database, SETUP)
    mail = MailServer(runner.odoo, runner.logs / "faults-mail.json")
    options = (database, *mail.arguments())
    try:
        with serving(runner, "faults", *options, allowed=EXPECTED) as server:
            _hurt(runner, server, mail)
    except (Problem, OSError) as problem:
        runner.check("faults: the server", str(problem))


def _hurt(runner: Runner, server: Server, mail: MailServer) -> None:
    """Hurt the server in each way; one that ends badly does not stop the others."""
    importing = Importing(runner, server)
    sending = Sending(runner, server, mail)
    exporting = Exporting(runner, server)
    for scenario in (
        Websockets(runner, server).run,
        importing.interrupted,
        sending.interrupted,
        sending.server_down,
        sending.bounced_later,
        exporting.interrupted,
        exporting.interrupted_alone,
    ):
        try:
            scenario()
        except (Problem, OSError) as problem:
            runner.check(f"faults: {scenario.__qualname__} ends", str(problem))


class Websockets(Hurt):
    """The process of the websockets, which runs beside the workers."""

    def run(self) -> None:
        """It answers."""
        wait_for(
            "the process of the websockets",
            lambda: self.server.answers("/websocket/health", self.server.gevent_port),
        )
        self.check("the process of the websockets runs", "")
