"""Hurting the process that sends answers, and the server they are sent through."""

from collections import Counter
from collections.abc import Iterable

from ..console import Problem, say
from ..mail_server import MailServer, bounce
from ..runner import Runner, indented
from ..server import Server
from .base import Hurt, address, author, unless_equal

ANSWERED = 60
LATER = 10
# One recipient in so many is unknown to the mail server.
REFUSED = 3
# How long each message takes, so that there is a moment to kill the process that sends
# it.
SECONDS_A_MESSAGE = 0.05
FAILED_IDENTIFIERS = """
SELECT message_id FROM mail_message
  JOIN mail_mail ON mail_mail.mail_message_id = mail_message.id
 WHERE mail_mail.state = 'exception'
"""
# Where an author stands, once their answer is released.
PILES = {
    "sent": "told",
    "posted": "told",
    "register": "told",
    "waiting": "waiting",
    "queued": "waiting",
    "failed": "to do again",
    "bounced": "to do again",
    "to_post": "to post",
}


class Sending(Hurt):
    """Answers leave by a mail server that refuses, is down, or sends back."""

    def __init__(self, runner: Runner, server: Server, mail: MailServer):
        super().__init__(runner, server)
        self.mail = mail
        # Bounces have an address to come back to.
        domain = {"name": "authority.example"}
        self.admin.call("mail.alias.domain", "create", [domain])

    def interrupted(self) -> None:
        """The worker that sends dies twice, and one recipient in three is refused."""
        ids = self._find(range(1, ANSWERED + 1))
        with self.mail.listening(SECONDS_A_MESSAGE, refused=REFUSED):
            self._answer(ids)
            for count in (ANSWERED // 6, ANSWERED // 3):
                self.server.wait_for_cron(
                    f"{count} messages received",
                    lambda count=count: len(self.mail.received()) >= count,
                )
                self.server.kill_cron()
            self._wait_until_queue_is_empty()
        self._check_piles("a worker killed while it sends", ids)
        refused = [number for number in self._numbers(ids) if number % REFUSED == 0]
        self._check_pile("those refused are to do again", ids, "to do again", refused)

    def server_down(self) -> None:
        """Nothing leaves while the mail server is down; sent again, all is told."""
        ids = self._find(range(ANSWERED + 1, ANSWERED + LATER + 1))
        self._answer(ids)
        self._wait_until_queue_is_empty()
        self._check_piles("a mail server that is down", ids)
        self._check_pile("nobody is told meanwhile", ids, "told", [])
        written = [row["id"] for row in self._read(ids) if row["contributor_email"]]
        identifiers = {row[0] for row in self.server.query(FAILED_IDENTIFIERS)}
        with self.mail.listening():
            self.agent.call("plpdma.contribution", "action_resend", written)
            self._wait_until_queue_is_empty()
        self._check_piles("a mail server that is up again", ids)
        numbers = self._numbers(written)
        self._check_pile("those sent again are told", ids, "told", numbers)
        received = self.mail.received_by()
        self.check(
            "a message sent again bears its identifier",
            (
                f"{address(number)} received another one."
                for number in numbers
                if not identifiers.issuperset(received[address(number)])
            ),
        )

    def bounced_later(self) -> None:
        """What comes back a day later is to be done again."""
        number = ANSWERED + 1
        messages = [
            message
            for message in self.mail.received()
            if message["recipients"] == [address(number)]
        ]
        if not messages:
            raise Problem(f"{address(number)} received nothing that could bounce.")
        message = messages[-1]
        self.admin.call("mail.thread", "message_process", False, bounce(message))
        ids = self._find([number])
        self._check_piles("a message that bounces", ids)
        self._check_pile("what bounces is to do again", ids, "to do again", [number])

    def _find(self, numbers: Iterable[int]) -> list[int]:
        """The contributions of some authors."""
        names = [author(number) for number in numbers]
        domain = [("contributor_name", "in", names)]
        return self.agent.call("plpdma.contribution", "search", domain, order="id")

    def _read(self, ids: list[int]) -> list[dict]:
        names = ["contributor_name", "contributor_email", "delivery", "date_answered"]
        return self.agent.call("plpdma.contribution", "read", ids, names)

    def _numbers(self, ids: list[int]) -> list[int]:
        """The numbers of the authors who have an address."""
        return [_number(row) for row in self._read(ids) if row["contributor_email"]]

    def _answer(self, ids: list[int]) -> None:
        """Answer contributions together, from the draft to the sending."""
        action = self.agent.call("plpdma.contribution", "action_answer", ids)
        response = [action["res_id"]]
        values = {
            "decision": "information",
            "motivation": "<p>Nous en tenons compte.</p>",
        }
        self.agent.call("plpdma.response", "write", response, values)
        self.agent.call("plpdma.response", "action_submit", response)
        self.manager.call("plpdma.response", "action_validate", response)
        self.agent.call("plpdma.response", "action_send", response)

    def _wait_until_queue_is_empty(self) -> None:
        sql = "SELECT count(*) = 0 FROM mail_mail WHERE state = 'outgoing'"
        self.server.wait_for_cron("an empty queue", lambda: self.server.value(sql))

    def _check_piles(self, what: str, ids: list[int]) -> None:
        """Each author is in one pile; what is told was received, and once."""
        rows = self._read(ids)
        received = self.mail.received_by()
        piles = Counter(PILES.get(row["delivery"], "nowhere") for row in rows)
        say(indented(f"{what}: {dict(piles)}"))
        self.check(
            f"{what}: every author is in one pile",
            "" if not piles["nowhere"] and piles.total() == len(ids) else f"{piles}",
        )
        by_mail = [row for row in rows if row["contributor_email"]]
        told = {row["contributor_email"] for row in by_mail if _is_told(row)}
        self.check(
            f"{what}: those who are told received it",
            (f"{email} received nothing." for email in told - received.keys()),
        )
        again = {row["contributor_email"] for row in by_mail if _is_to_do_again(row)}
        self.check(
            f"{what}: those who received it are told, or looked at",
            (
                f"{row['contributor_email']} is {row['delivery']}."
                for row in by_mail
                if row["contributor_email"] in received.keys() - told - again
            ),
        )
        self.check(
            f"{what}: those who are told have a date of answer, and nobody else",
            (
                f"{row['contributor_name']}: {row['delivery']}, {row['date_answered']}"
                for row in rows
                if bool(row["date_answered"]) != _is_told(row)
            ),
        )
        self.check(
            f"{what}: a message that comes twice bears one identifier",
            (
                f"{email} received {identifiers}."
                for email, identifiers in received.items()
                if len(set(identifiers)) > 1
            ),
        )

    def _check_pile(
        self, what: str, ids: list[int], pile: str, expected: list[int]
    ) -> None:
        """Who, among those who have an address, is in a pile."""
        found = [
            _number(row)
            for row in self._read(ids)
            if row["contributor_email"] and PILES.get(row["delivery"]) == pile
        ]
        self.check(what, unless_equal(sorted(expected), sorted(found)))


def _number(row: dict) -> int:
    return int(row["contributor_name"].rpartition(" ")[2])


def _is_told(row: dict) -> bool:
    return PILES.get(row["delivery"]) == "told"


def _is_to_do_again(row: dict) -> bool:
    return PILES.get(row["delivery"]) == "to do again"
