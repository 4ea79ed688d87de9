"""A mail server that keeps what it is given: one line of JSON for each message.

Arguments: the port, the file, the seconds that a message takes, and N where one
recipient in N is unknown (those whose number is a multiple of it; 0: nobody).

A message is kept before the sender hears so: one who dies meanwhile does not know
whether it was taken.
"""

import asyncio
import json
import re
import signal
import sys
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller

PORT, FILE, SECONDS, REFUSED = sys.argv[1:]


def read_text(message):
    """The words of a message, its links included; those of its page where it has no
    others."""
    body = message.get_body(("plain", "html"))
    return body.get_content().replace("\r\n", "\n") if body else ""


class Sink:
    """What to do with each command of a sender."""

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        """Know the recipient, or not."""
        number = re.search(r"\d+", address)
        if int(REFUSED) and number and int(number[0]) % int(REFUSED) == 0:
            return "550 5.1.1 No such user here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        """Keep the message, then take one's time."""
        message = message_from_bytes(envelope.content, policy=policy.default)
        line = {
            "message_id": message["Message-Id"],
            "sender": envelope.mail_from,
            "recipients": envelope.rcpt_tos,
            "subject": message["Subject"],
            "text": read_text(message),
        }
        with open(FILE, "a", encoding="utf-8") as file:
            print(json.dumps(line, ensure_ascii=False), file=file)
        await asyncio.sleep(float(SECONDS))
        return "250 OK"


Controller(Sink(), hostname="127.0.0.1", port=int(PORT)).start()
signal.pause()
