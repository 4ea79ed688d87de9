"""What one import is about, told to all that takes part in it."""

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field


@dataclass
class ImportJob:
    """One file being tested or imported."""

    is_test: bool = False
    # How many existing records the user agreed to change.
    confirmed_updates: int = 0
    # Whether what is proposed in place of unclear cells is taken.
    takes_proposals: bool = False
    # As ``strptime`` takes them, when somebody chose them.
    date_format: str = ""
    datetime_format: str = ""
    # Place in the sheet of each row of data, and heading of each field.
    row_numbers: list = field(default_factory=list)
    headings: dict = field(default_factory=dict)
    # Cells whose formula failed: row of data, field, what stands there.
    failed: list = field(default_factory=list)
    # How many records of each model the file brought so far.
    created: dict = field(default_factory=dict)
    # How many names were compared with all those that exist.
    nearest_count: int = 0

    def get_number(self, index):
        """Place in the sheet of a row of data, counted from 1."""
        if index < len(self.row_numbers):
            return self.row_numbers[index]
        return index + 1


# It is no key of the context, which whoever calls a method could fill in.
_current = ContextVar("plpdma_import_job")


def get_job():
    """The import that is running; a plain one when ``load`` is called by itself."""
    return _current.get(None) or ImportJob()


@contextmanager
def running(job):
    """What stands inside belongs to the import ``job``."""
    token = _current.set(job)
    try:
        yield job
    finally:
        _current.reset(token)
