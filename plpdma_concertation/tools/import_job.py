"""What one import is about, told to all that takes part in it."""

import re
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from uuid import uuid4


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
    # Stands for the numbers that are drawn once all rows have passed, and how many of
    # each model wait for theirs.
    token: str = field(default_factory=lambda: f"⟨{uuid4().hex[:12]}⟩")
    numberless: dict = field(default_factory=dict)
    # How many names were compared with all those that exist.
    nearest_count: int = 0

    def get_number(self, index):
        """Place in the sheet of a row of data, from 1 on.

        :param int index: place among the rows of data, from 0 on
        """
        if index < len(self.row_numbers):
            return self.row_numbers[index]
        return index + 1

    def hold_number(self, model_name):
        """Text that stands for the number of a new record until it has one."""
        rank = sum(self.numberless.values())
        self.numberless[model_name] = self.numberless.get(model_name, 0) + 1
        return f"{self.token}{rank}"

    def without_tokens(self, text, word):
        """The text, with a word in place of the numbers that are not drawn yet."""
        return re.sub(rf"{re.escape(self.token)}\d*", word, text)


# It is no key of the context, which whoever calls a method could fill in.
_current = ContextVar("plpdma_import_job")


def get_job():
    """The ``ImportJob`` that is running; a plain one when ``load`` is called by
    itself."""
    return _current.get(None) or ImportJob()


def get_running_job():
    """The ``ImportJob`` whose rows are being created, or None."""
    return _current.get(None)


@contextmanager
def running(job):
    """Context manager inside which an import is the running one."""
    token = _current.set(job)
    try:
        yield job
    finally:
        _current.reset(token)
