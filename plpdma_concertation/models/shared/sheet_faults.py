"""What is wrong in a sheet, told row by row and in words."""

import logging

import psycopg2

from odoo.exceptions import UserError

from ...tools.cells import quote_cell
from ...tools.words import fold

_logger = logging.getLogger(__name__)

# How many rows, or rows that follow one another, are named: nobody reads more.
TOLD_RUNS = 12


class RefusedCell(UserError):
    """Raised for a row of which one cell cannot be taken; with what it may mean, of
    which the user chooses."""

    def __init__(self, message, field, value, choices=None):
        super().__init__(message)
        self.field = field
        self.value = value
        self.choices = choices


class SheetFaults:
    """The messages about a sheet that is taken: which rows are refused, and why."""

    def __init__(self, model, job):
        self.model = model
        self.job = job
        self.messages = []
        # Rows that are refused.
        self.bad = set()
        # Cells already told to be wrong, and names of the rows that are refused.
        self.failed = set()
        self.refused_names = set()

    def is_refused(self):
        """Whether something is wrong, so that the sheet is not taken."""
        return any(message["type"] == "error" for message in self.messages)

    def describe_all(self):
        """:return: the messages in the order of the rows, as the screen shows them; an
        unclear word is told once, with all its rows"""
        self.messages.sort(key=lambda m: m["rows"]["from"] if "rows" in m else -1)
        by_word = {}
        for message in self.messages:
            if "word" in message:
                by_word.setdefault(get_word_key(message), []).append(message)
        told = []
        for message in self.messages:
            alike = by_word.get("word" in message and get_word_key(message), [message])
            if alike[0] is message:
                told.append(self.describe(message, alike))
        return told

    def get_numbers(self, messages):
        """Places in the sheet of the rows that messages are about, each once."""
        return sorted({self.job.get_number(m["rows"]["from"]) for m in messages})

    def log(self, message):
        """Keep what is wrong with a cell, unless something else explains it; the words
        of a list are told each."""
        others = message.pop("others", ())
        self._log_one(message)
        for reason, info in others:
            self._log_one({**message, "message": reason, **info})

    def _log_one(self, message):
        if message["type"] == "error":
            index = message["rows"]["from"]
            self.bad.add(index)
            if "word" in message:
                self._settle(message)
            if (index, message.get("field")) in self.failed or self._follows(message):
                return
        self.messages.append(message)

    def _settle(self, message):
        """What the user refused already is asked no more."""
        key = message.get("field"), message["word"]
        if self.job.get_choice(*key)[0] == "refuse":
            message.pop("word")
            message.pop("proposal", None)

    def _follows(self, message):
        """Whether a row is refused for naming another, which is refused too."""
        field = self.model._fields.get(message.get("field"))
        return (
            field is not None
            and field.relational
            and field.comodel_name == self.model._name
            and message.get("value") in self.refused_names
        )

    def refuse(
        self, index, message, field=None, value=None, proposal=None, choices=None
    ):
        """Refuse a row.

        :param int index: where it stands
        :param str message: why
        :param field: the cell that is wrong, and what it holds
        :param proposal: what it could hold
        :param choices: what it may mean, nothing being none of these
        """
        told = {
            "type": "error",
            "message": message,
            "rows": {"from": index, "to": index},
            "record": index,
        }
        if field:
            told.update(field=field, value=quote_cell(value or ""))
        if proposal:
            told["proposal"], told["word"] = proposal, str(value)
        if choices is not None:
            told.update(word=str(value), choices=choices, is_needed=True)
        self.log(told)

    def tell_otherwise(self, index, record, values):
        """Tell what a row says otherwise than the record that it completes.

        :param int index: where it stands
        """
        env = self.model.env
        for name, value in record._find_otherwise(values):
            labels = dict(record._fields[name]._description_selection(env))
            message = env._(
                "“%(name)s” is noted as “%(known)s” already, which is kept: this row "
                "says “%(told)s”.",
                name=record.display_name,
                known=labels.get(record[name]),
                told=labels.get(value),
            )
            rows = {"from": index, "to": index}
            told = {"type": "warning", "message": message, "rows": rows, "field": name}
            self.messages.append({**told, "record": index})

    def refuse_error(self, record, error):
        """Tell why the database or a rule refused a record."""
        model, field, value, choices = self.model, None, None, None
        if isinstance(error, RefusedCell):
            message, field, value = str(error), error.field, error.value
            choices = error.choices
        elif isinstance(error, UserError):
            message = str(error)
        elif isinstance(error, psycopg2.errors.NotNullViolation):
            field = error.diag.column_name
            message = model._word_needed(field)
        else:
            message = self._word_constraint(error)
            if message:
                field, message = self._name_record(record, message)
        if not message:
            _logger.warning("A row is refused", exc_info=error)
            message = model.env._("This row could not be saved.")
        label = model.env._("This row")
        message = self.job.without_tokens(message, label)
        self.refuse(record.index, message, field=field, value=value, choices=choices)

    def _name_record(self, record, message):
        """``(field, message)``: what breaks a constraint says neither its column nor
        which one it is."""
        for name in self.model._import_names:
            value, field = record.values.get(name), self.model._fields.get(name)
            if value and field is not None and field.type == "many2one":
                value = self.model[name].browse(value).display_name
            if isinstance(value, str) and value:
                quoted = quote_cell(value)
                return name, self.model.env._(
                    "“%(value)s”: %(reason)s", value=quoted, reason=message
                )
        return None, message

    def _word_constraint(self, error):
        """What a constraint of the model says when it is broken."""
        name = getattr(getattr(error, "diag", None), "constraint_name", None)
        if name and name in self.model._table_objects:
            return self.model._sql_error_to_message(error)
        return None

    def get_reasons(self):
        """``{place of the row in the sheet: sentences}`` of the rows that are refused,
        as the sheet of the refused rows tells them."""
        env = self.model.env
        found = {self.job.get_number(index): [] for index in self.bad}
        for message in self.messages:
            if message["type"] == "error" and "rows" in message:
                heading = self._get_heading(message)
                reason = message["message"]
                found.setdefault(
                    self.job.get_number(message["rows"]["from"]), []
                ).append(
                    env._(
                        "Column “%(column)s”: %(reason)s",
                        column=heading,
                        reason=reason,
                    )
                    if heading
                    else reason
                )
        silent = env._("This row names another one, which is refused.")
        return {number: told or [silent] for number, told in found.items()}

    def get_unclear_numbers(self):
        """Places in the sheet of the rows of which nothing is wrong but words that may
        be answered."""
        told = [m for m in self.messages if m["type"] == "error" and "rows" in m]
        unclear = {self.job.get_number(m["rows"]["from"]) for m in told if "word" in m}
        return unclear - set(self.get_numbers([m for m in told if "word" not in m]))

    def _get_heading(self, message):
        field = "/".join(message.get("field_path") or [message.get("field") or ""])
        heading = self.job.headings.get(field)
        if heading is None and field:
            heading = self.job.headings.get(field.split("/")[0])
        return heading

    def describe(self, message, alike=()):
        """Begin a message with its row, counted as the spreadsheet does, and with the
        heading of its column.

        :param alike: the messages that say the same of other rows, itself included
        """
        if "rows" not in message:
            return message
        env = self.model.env
        number = self.job.get_number(message["rows"]["from"])
        heading = self._get_heading(message)
        numbers = self.get_numbers(alike or [message])
        values = {
            "row": tell_numbers(numbers),
            "column": heading,
            "reason": message["message"],
        }
        if len(numbers) > 1:
            text = (
                env._("Rows %(row)s, column “%(column)s”: %(reason)s", **values)
                if heading
                else env._("Rows %(row)s: %(reason)s", **values)
            )
        else:
            text = (
                env._("Row %(row)s, column “%(column)s”: %(reason)s", **values)
                if heading
                else env._("Row %(row)s: %(reason)s", **values)
            )
        place = {"from": number - 1, "to": number - 1}
        return {**message, "message": text, "record": number, "rows": place}


def get_word_key(message):
    """What tells one unclear word from another: its column, and how it is read."""
    return message.get("field"), fold(message["word"])


def tell_numbers(numbers):
    """Numbers as people write them: « 2-4, 7 »; of many, the first, and how many there
    are: « 3, 5, 7… (998) ».

    :param list numbers: in order
    """
    runs = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    told = ", ".join(
        str(first) if first == last else f"{first}-{last}"
        for first, last in runs[:TOLD_RUNS]
    )
    return told if len(runs) <= TOLD_RUNS else f"{told}… ({len(numbers)})"
