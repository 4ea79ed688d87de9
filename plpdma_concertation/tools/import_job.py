"""What one import is about, told to all that takes part in it."""

import re
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from typing import NamedTuple
from uuid import uuid4

from .words import fold

# Stands in place of a field in what the screen sends back: what becomes of the rows
# that tell of what is there already.
THERE = "plpdma_there"
# So does this, of the rows that seem to hold others.
SWALLOWING = "plpdma_swallowing"


def _make_token():
    return f"⟨{uuid4().hex[:12]}⟩"


class SavedRow(NamedTuple):
    """What one row of a sheet became."""

    record_id: int
    number: int
    digest: str
    # Whether the record was there before.
    exists: bool


class RowRead(NamedTuple):
    """The row whose cells are being read."""

    # Name of the model, place among the rows of data, cells by field.
    model: str
    index: int
    record: dict


@dataclass
class ImportJob:
    """One file being tested or imported."""

    is_test: bool = False
    # Whether something is asked first, so that nothing is kept of what is tried.
    waits: bool = False
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
    token: str = field(default_factory=_make_token)
    numberless: dict = field(default_factory=dict)
    # How many names were compared with all those that exist.
    nearest_count: int = 0
    # What the user chose for each unclear word: ``(verb, name)`` by field and word.
    choices: dict = field(default_factory=dict)
    # How many rows the user agreed to get back for the others to go in.
    accepted_refusals: int = 0
    # What becomes of the rows that an earlier import brought: ``skip`` or ``again``.
    known_choice: str = ""
    # Function that gives the cells of the column of a field, none without a column.
    get_cells: object = lambda _name: ()
    # Function that gives those of some digests of rows that went in already.
    find_known: object = None
    # What was saved, as ``SavedRow``; contacts that were made on the way; rows that
    # were refused, by their number, with why; rows that were known, rows of totals, of
    # notes; the college that a row gives to those that follow, by its number.
    saved: list = field(default_factory=list)
    brought: list = field(default_factory=list)
    # Names of the fields that the file filled of contacts that existed, by their id;
    # « +name » of one to which it added.
    completed: dict = field(default_factory=dict)
    # Of the records that were there and that rows fill in: names of the fields, by id;
    # none where something is filled that cannot be given back.
    filled: dict = field(default_factory=dict)
    # Whoever has the address of a new contact of another name, by the name of that.
    sharing: dict = field(default_factory=dict)
    # And by the name of the author of a contribution, who stays apart from them.
    apart: dict = field(default_factory=dict)
    refused: dict = field(default_factory=dict)
    known_count: int = 0
    totals: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    colleges: dict = field(default_factory=dict)
    # Whether somebody stands at the screen, who may be asked; the programme of the rows
    # that tell none, 0 for none; what the file says once for all its rows, by field.
    asks: bool = False
    program_id: int = 0
    told: dict = field(default_factory=dict)
    # What it may say, and the user confirms.
    proposed: dict = field(default_factory=dict)
    # In which order a column of dates is written, by model and field: None where it may
    # be two, and nobody is there to ask.
    orders: dict = field(default_factory=dict)
    # Records that are there already and that rows tell of: their ids by the index of
    # the row; numbers of the rows that tell of nobody.
    there: dict = field(default_factory=dict)
    nobody: list = field(default_factory=list)
    # Numbers of those of which a cell seems to hold others.
    swallowing: list = field(default_factory=list)
    # What stands beyond the headings, by the number of the row.
    left_over: dict = field(default_factory=dict)
    # What each row of data says of whom it names, by the kind of the clue, as
    # ``find_clues`` gives them; the ``RowRead`` whose cells are being read.
    clues: list = field(default_factory=list)
    row: RowRead = None

    def get_clue(self, kind):
        """What the row that is being read says of whom it names; None for nothing.

        :param str kind: as ``find_clues`` gives it
        """
        index = self.row.index if self.row else len(self.clues)
        return self.clues[index].get(kind) if index < len(self.clues) else None

    def get_choice(self, field_name, word):
        """``(verb, name)`` that the user chose for a word of a column: ``take`` another
        name, ``create`` it, ``leave`` it out, ``refuse`` its rows; ``(None, None)`` for
        none."""
        if not self.choices:
            return None, None
        return self.choices.get((field_name, fold(str(word))), (None, None))

    def note_completed(self, contact, *names):
        """Note which fields of a contact the file fills, unless it made the contact."""
        if (contact._name, contact.id) in self.brought:
            return
        known = self.completed.setdefault(contact.id, set())
        known.update(
            name for name in names if not (name[0] == "+" and name[1:] in known)
        )

    def note_filled(self, record, names):
        """Note which fields of a record that was there a row fills in."""
        if set(names) <= record._import_restored.keys():
            if (known := self.filled.setdefault(record.id, set())) is not None:
                known.update(names)
        else:
            self.filled[record.id] = None

    def count_left(self):
        """How many rows the user left out, since what they tell of is there already."""
        if self.get_choice(THERE, "")[0] == "leave":
            return len(self.there)
        return 0

    def part(self, places):
        """The job of some rows of data only, of which nothing is saved yet."""
        ranks = {place: rank for rank, place in enumerate(places)}
        return replace(
            self,
            row_numbers=[self.get_number(place) for place in places],
            failed=[
                (ranks[index], *told) for index, *told in self.failed if index in ranks
            ],
            created={},
            numberless={},
            token=_make_token(),
            nearest_count=0,
            saved=[],
            brought=[],
            sharing={},
            apart={},
            completed={},
            filled={},
            there={},
            clues=[self.clues[place] for place in places if place < len(self.clues)],
            row=None,
        )

    def get_number(self, index):
        """Place in the sheet of a row of data, from 1 on.

        :param int index: place among the rows of data, from 0 on
        """
        if index < len(self.row_numbers):
            return self.row_numbers[index]
        return index + 1

    def list_of_row(self, number):
        """Ids of the records that a row of the sheet became, or tells of, the last one
        first.

        :param int number: place of the row in the sheet
        """
        saved = [row.record_id for row in self.saved if row.number == number]
        there = [
            record_id
            for index, record_id in self.there.items()
            if self.get_number(index) == number
        ]
        return [*reversed(saved), *reversed(there)]

    def hold_number(self, model_name):
        """Text that stands for the number of a new record until it has one."""
        rank = sum(self.numberless.values())
        self.numberless[model_name] = self.numberless.get(model_name, 0) + 1
        return f"{self.token}{rank}"

    def without_tokens(self, text, word):
        """The text, with a word in place of the numbers that are not drawn yet."""
        return re.sub(rf"{re.escape(self.token)}\d*", word, text)


def read_choices(told):
    """The choices that the screen sends back, as ``ImportJob`` has them; what is none
    is passed over.

    :param told: list of ``[field, word, choice]``, the last as ``take:name``,
        ``create``, ``leave`` or ``refuse``
    """
    found = {}
    for name, word, choice in told or ():
        verb, _separator, taken = str(choice).partition(":")
        if verb in ("take", "create", "leave", "refuse"):
            found[str(name), fold(str(word))] = (verb, taken or None)
    return found


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
