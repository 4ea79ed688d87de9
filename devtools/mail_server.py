"""A mail server of our own, which can be slow, refuse, or be down."""

import contextlib
import json
import socket
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from email.utils import make_msgid
from pathlib import Path

from . import process
from .odoo import HOST, SCRIPTS, Odoo, free_port
from .server import wait_for

# A delivery status notification (RFC 3464).
BOUNCE = """\
From: Mail Delivery System <MAILER-DAEMON@relay.example>
To: {sender}
Subject: Undelivered Mail Returned to Sender
Message-Id: {report_id}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="=_relay"

--=_relay
Content-Type: text/plain; charset=us-ascii

<{recipient}>: 550 5.1.1 Mailbox unavailable

--=_relay
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.example

Final-Recipient: rfc822; {recipient}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 Mailbox unavailable

--=_relay
Content-Type: text/rfc822-headers

Message-Id: {message_id}
To: {recipient}

--=_relay--
"""


class MailServer:
    """What listens on a port for the time of a block, and keeps what it receives."""

    def __init__(self, odoo: Odoo, file: Path):
        self.odoo = odoo
        self.file = file
        self.port = free_port()
        file.touch()

    def arguments(self) -> tuple[str, ...]:
        """What Odoo is started with, to send its messages here."""
        return ("--smtp", HOST, "--smtp-port", str(self.port))

    @contextlib.contextmanager
    def listening(self, seconds: float = 0, refused: int = 0) -> Iterator[None]:
        """Take messages for the time of the block; outside it the server is down.

        :param seconds: how long each message takes
        :param refused: one recipient in so many is unknown, if any
        """
        arguments = (str(self.port), self.file, str(seconds), str(refused))
        with process.started(
            [self.odoo.python, SCRIPTS / "sink.py", *arguments],
            env=self.odoo.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ):
            wait_for("the mail server's answer", self._is_up)
            yield

    def received(self) -> list[dict]:
        """The messages received until now."""
        # Read as a file: a text may hold what `splitlines` takes for the end of a line.
        with self.file.open(encoding="utf-8") as lines:
            return [json.loads(line) for line in lines if line.endswith("\n")]

    def received_by(self) -> dict[str, list[str]]:
        """The identifiers of the messages that each address received."""
        identifiers = defaultdict(list)
        for message in self.received():
            for recipient in message["recipients"]:
                identifiers[recipient].append(message["message_id"])
        return identifiers

    def _is_up(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex((HOST, self.port)) == 0


def bounce(message: dict) -> str:
    """What the recipient's mail server sends back when it cannot deliver."""
    return BOUNCE.format(
        recipient=message["recipients"][0],
        sender=message["sender"],
        message_id=message["message_id"],
        report_id=make_msgid(domain="relay.example"),
    )
