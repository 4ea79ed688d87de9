"""What every way to hurt a server begins with, and how it is looked at."""

from collections.abc import Iterable

from ..cache import ADDON
from ..runner import Runner
from ..server import Server, Session

# Authors who gave no address, one in so many.
WITHOUT_ADDRESS = 20


class Hurt:
    """A server, who works on it, and what is verified."""

    def __init__(self, runner: Runner, server: Server):
        self.runner = runner
        self.server = server
        self.agent = Session(server, "agent")
        self.manager = Session(server, "responsable")
        self.admin = Session(server, "admin")
        self.program = server.value(
            f"SELECT res_id FROM ir_model_data WHERE module = '{ADDON}'"
            " AND name = 'program_demo'"
        )

    def check(self, what: str, trouble: str | Iterable[str]) -> None:
        """Count a verification, which fails if there is trouble."""
        lines = trouble if isinstance(trouble, str) else "\n".join(trouble)
        self.runner.check(f"faults: {what}", lines)


def author(number: int) -> str:
    """The name of an author among those that are imported."""
    return f"Author {number:04}"


def address(number: int) -> str:
    """The address of an author, if they gave one."""
    return (
        ""
        if number % WITHOUT_ADDRESS == 0
        else f"author{number:04}@inhabitants.example"
    )


def unless_equal(expected, found) -> str:
    """What is to be said when two things differ."""
    return "" if expected == found else f"Expected {expected}, found {found}."
