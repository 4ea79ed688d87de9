"""What is wrong in a sheet, told row by row and in words."""

import logging

import psycopg2

from odoo.exceptions import UserError

from ...tools.cells import quote_cell

_logger = logging.getLogger(__name__)


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
        """:return: the messages in the order of the rows, as the screen shows them"""
        self.messages.sort(key=lambda m: m["rows"]["from"] if "rows" in m else -1)
        return [self.describe(message) for message in self.messages]

    def log(self, message):
        """Keep what is wrong with a cell, unless something else explains it."""
        if message["type"] == "error":
            index = message["rows"]["from"]
            self.bad.add(index)
            if (index, message.get("field")) in self.failed or self._follows(message):
                return
        self.messages.append(message)

    def _follows(self, message):
        """Whether a row is refused for naming another, which is refused too."""
        field = self.model._fields.get(message.get("field"))
        return (
            field is not None
            and field.relational
            and field.comodel_name == self.model._name
            and message.get("value") in self.refused_names
        )

    def refuse(self, index, message, field=None, value=None, proposal=None):
        """Refuse a row.

        :param int index: where it stands
        :param str message: why
        :param field: the cell that is wrong, and what it holds
        :param proposal: what it could hold
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
            told["proposal"] = proposal
        self.log(told)

    def refuse_error(self, record, error):
        """Tell why the database or a rule refused a record."""
        model, field = self.model, None
        if isinstance(error, UserError):
            message = str(error)
        elif isinstance(error, psycopg2.errors.NotNullViolation):
            field = error.diag.column_name
            message = model._word_needed(field)
        else:
            message = self._word_constraint(error)
        if not message:
            _logger.warning("A row is refused", exc_info=error)
            message = model.env._("This row could not be saved.")
        label = model.env._("This row")
        message = self.job.without_tokens(message, label)
        self.refuse(record.index, message, field=field)

    def _word_constraint(self, error):
        """What a constraint of the model says when it is broken."""
        name = getattr(getattr(error, "diag", None), "constraint_name", None)
        if name and name in self.model._table_objects:
            return self.model._sql_error_to_message(error)
        return None

    def describe(self, message):
        """Begin a message with its row, counted as the spreadsheet does, and with the
        heading of its column."""
        if "rows" not in message:
            return message
        env = self.model.env
        number = self.job.get_number(message["rows"]["from"])
        field = "/".join(message.get("field_path") or [message.get("field") or ""])
        heading = self.job.headings.get(field)
        if heading is None and field:
            heading = self.job.headings.get(field.split("/")[0])
        values = {"row": number, "column": heading, "reason": message["message"]}
        text = (
            env._("Row %(row)s, column “%(column)s”: %(reason)s", **values)
            if heading
            else env._("Row %(row)s: %(reason)s", **values)
        )
        place = {"from": number - 1, "to": number - 1}
        return {**message, "message": text, "record": number, "rows": place}
