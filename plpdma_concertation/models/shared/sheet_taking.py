"""What becomes of a whole sheet: taken, refused with what may be answered, or, when the
user said so, its good rows taken and the others given back."""

import hashlib
import json
from functools import cached_property

from odoo import api, models
from odoo.tools.i18n import format_list

from ...tools.cells import quote_cell
from ...tools.dates import NotADate, get_order, read_moment
from ...tools.import_job import get_job, running
from ...tools.references import name_some
from ...tools.words import find_word
from .sheet_asked import ask_swallowing, ask_there
from .sheet_dates import ask_orders, find_field, word_undated
from .sheet_load import SheetLoad
from .sheet_words import list_questions

# A row that names one which is refused is refused too, and so on.
MAX_PASSES = 6
OWN_NAMES = {"id", ".id", "reference"}


class SheetTaking:
    """One file: a file that is partly wrong changes nothing, unless the user agreed to
    how many rows are given back. A row of the sheet is then taken with all the records
    that it makes, or with none."""

    def __init__(self, model, field_paths, data):
        self.model = model
        self.paths = field_paths
        self.data = data
        self.job = get_job()
        # Rows that tell of one record together are not taken apart.
        self.has_lines = any(map(self._is_list, field_paths))
        made = [("", "") if self.has_lines else self._make_digests(row) for row in data]
        self.digests = [digest for digest, _written in made]
        # Those that versions before 19.0.1.12.0 noted.
        self.written = [written for _digest, written in made]

    def _is_list(self, path):
        field = self.model._fields.get(path.split("/")[0])
        return "/" in path and field is not None and field.type == "one2many"

    def run(self):
        """:return: as ``load`` does, with what the screen asks: ``plpdma_questions``,
        ``plpdma_refused`` (``count`` of the rows, and how many ``good``)"""
        places = self._leave_known()
        if not places and self.data:
            return self._conclude_known()
        mapped = {path.split("/")[0] for path in self.paths}
        self.job.get_cells = lambda name: self._get_cells(name, places)
        asked = self.model._ask_file(mapped, self.job)
        asked += ask_swallowing(self.model, self.job)
        asked += ask_orders(self.model, self.paths, self.data, self.job)
        savepoint = self.model.env.cr.savepoint()
        self.job.waits = bool(asked or self._asks_known())
        result, load = self._load(places)
        asked += ask_there(self.model, self.job)
        reasons = load.faults.get_reasons()
        is_refused = result["ids"] is False
        if is_refused:
            result = self._tell_refusal(result, load, places, reasons)
            is_settled = not asked and not result["plpdma_questions"]
            if is_settled and self._is_agreed(load, reasons):
                result = self._take_good(places, reasons, result)
        waits = self._asks_known() or (asked and not self.job.is_test)
        if waits and result["ids"] is not False:
            savepoint.rollback()
            self.model.pool.reset_changes()
            result["ids"] = False
        savepoint.close(rollback=False)
        self._tell_there(result)
        self._tell_asked(result, asked)
        self._tell_known(result)
        self._tell_aside(result)
        self._tell_sharing(result)
        if result["ids"] is not False:
            told = word_undated(self.model, self.paths, self.data, self.job)
            result["messages"] += [{"type": "warning", "message": one} for one in told]
        return result

    def _get_cells(self, name, places):
        """The cells of a column in some rows; none where no column is of that field."""
        if name not in self.paths:
            return []
        column = self.paths.index(name)
        return [self.data[place][column] for place in places]

    # ------------------------------------------------------------------
    # Asked of the whole file
    # ------------------------------------------------------------------
    def _tell_asked(self, result, asked):
        """What the user settles before anything is imported."""
        result["messages"][:0] = [
            {
                "type": "warning" if self.job.is_test else "error",
                "message": self.model.env._("To be chosen: %s.", question["column"]),
                "asked": True,
                "not_matching_error": True,
            }
            for question in asked
        ]
        if asked:
            result.setdefault("plpdma_questions", [])[:0] = asked

    def _tell_there(self, result):
        """When the rows that are there already bring nothing, or the user left them
        out, and there is no other, nothing is imported, which is said."""
        if self.job.there and result["ids"] == []:
            result["ids"] = False
            result["messages"].append(self._make_error(self._word_nothing()))

    def _word_nothing(self):
        return self.model.env._(
            "Nothing to import: each row of this file tells of what is in the list "
            "already."
        )

    def _make_error(self, message):
        return {"type": "error", "message": message, "not_matching_error": True}

    def _load(self, places):
        """``(result, SheetLoad)`` of some rows."""
        part = self.job.part(places)
        with running(part):
            load = SheetLoad(
                self.model,
                self.paths,
                [list(self.data[place]) for place in places],
                [self.digests[place] for place in places],
            )
            result = load.run()
        if result["ids"] is not False:
            self.job.saved, self.job.brought = part.saved, part.brought
            self.job.completed, self.job.filled = part.completed, part.filled
            self.job.sharing, self.job.apart = part.sharing, part.apart
        self.job.there = part.there
        return result, load

    # ------------------------------------------------------------------
    # Refused
    # ------------------------------------------------------------------
    def _tell_refusal(self, result, load, places, reasons):
        result["plpdma_questions"] = list_questions(load.faults)
        # A row that is only unclear goes in once its words are answered.
        wrong = reasons.keys() - load.faults.get_unclear_numbers()
        good = {self.job.get_number(place) for place in places} - wrong
        if reasons and not load.is_doomed and not self.has_lines:
            result["plpdma_refused"] = {"count": len(reasons), "good": len(good)}
        self.job.refused = reasons
        return result

    def _is_agreed(self, load, reasons):
        """Whether the user chose to take the rows that are good."""
        return (
            not self.job.is_test
            and not load.is_doomed
            and not self.has_lines
            and reasons
            and len(reasons) <= self.job.accepted_refusals
        )

    def _take_good(self, places, reasons, refusal):
        """Take the rows that are good, without those that name one of the others.

        :return: the refusal, which says so, when none was left; what is asked first,
            where they change what exists
        """
        reasons = dict(reasons)
        result = {}
        for _pass in range(MAX_PASSES):
            kept = [
                place for place in places if self.job.get_number(place) not in reasons
            ]
            result, load = self._load(kept)
            more = load.faults.get_reasons()
            if result["ids"] is not False or not more:
                break
            reasons.update(more)
        self.job.refused = reasons
        # Whether what exists is changed is asked before any is taken.
        if result["ids"] or any("update_count" in one for one in result["messages"]):
            return result
        message = self.model.env._(
            "Nothing was imported: no row of the file is good. Download the sheet, "
            "mend it, and import it again."
        )
        refusal["messages"].insert(0, self._make_error(message))
        refusal["plpdma_refused"] = {"count": len(reasons), "good": 0}
        return refusal

    # ------------------------------------------------------------------
    # Rows that went in already
    # ------------------------------------------------------------------
    def _make_digests(self, row):
        """``(digest, digest of the words as they are written)`` of what a row says,
        field by field; empty for a row that names a record which exists. A day, a word
        for a choice and white space are the same however a spreadsheet writes them."""
        told = [
            (path, cell)
            for path, cell in zip(self.paths, row, strict=True)
            if cell not in ("", None, False)
        ]
        if not told or any(path.split("/")[0] in OWN_NAMES for path, _cell in told):
            return "", ""
        read = [(path, self._readers[path](cell)) for path, cell in told]
        written = [(path, str(cell)) for path, cell in told]
        return self._hash(read), self._hash(written)

    def _hash(self, told):
        text = json.dumps([self.model._name, sorted(told)], ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    @cached_property
    def _readers(self):
        """``{path: function}`` that gives what a cell says, as a text."""
        return {path: self._make_reader(path) for path in self.paths}

    def _make_reader(self, path):
        env, field = self.model.env, find_field(self.model, path)
        kind = field.type if field is not None else ""
        if kind in ("date", "datetime"):
            language = env["res.lang"]._get_data(code=env.user.lang)
            order = get_order(language.date_format or "")
            return lambda cell: _read_day(cell, order, kind)
        if kind == "selection":
            known = env["ir.fields.converter"]._get_known_words(field)
            return lambda cell: find_word(cell, known) or _read_text(cell)
        return _read_text

    def _leave_known(self):
        """Places of the rows that are taken: those that no earlier import brought."""
        places = list(range(len(self.data)))
        if not self.job.find_known or self.job.known_choice == "again":
            return places
        known = self.job.find_known({*self.digests, *self.written} - {""})
        kept = [
            place
            for place in places
            if not known & {self.digests[place], self.written[place]}
        ]
        self.job.known_count = len(places) - len(kept)
        return kept

    def _asks_known(self):
        return (
            self.job.known_count and not self.job.known_choice and not self.job.is_test
        )

    def _word_known(self):
        return self.model.env._(
            "Rows that went in already, by an earlier import of the same words: %s. "
            "They are left out.",
            self.job.known_count,
        )

    def _tell_known(self, result):
        if not self.job.known_count or self.job.known_choice:
            return
        env = self.model.env
        result["messages"].insert(
            0,
            {
                "type": "error" if self._asks_known() else "warning",
                "message": self._word_known(),
                "known_count": self.job.known_count,
                "not_matching_error": True,
            },
        )
        result.setdefault("plpdma_questions", []).insert(
            0,
            {
                "field": "",
                "word": "",
                "column": self._word_known(),
                "rows": "",
                "count": self.job.known_count,
                "choices": [
                    {"value": "skip", "label": env._("Leave them out")},
                    {"value": "again", "label": env._("Import them once more")},
                ],
                "preset": "skip",
            },
        )

    def _conclude_known(self):
        """Every row went in already: nothing is imported."""
        result = {"ids": False, "messages": [], "nextrow": 0}
        self._tell_known(result)
        if self.job.known_choice:
            message = self.model.env._(
                "Nothing to import: each row of this file went in already, by an "
                "earlier import."
            )
            result["messages"].append(self._make_error(message))
        return result

    # ------------------------------------------------------------------
    # Rows that are no record
    # ------------------------------------------------------------------
    def _tell_aside(self, result):
        env, job = self.model.env, self.job
        told = [
            *(env._("Row %s is a total: it is left out.", row) for row in job.totals),
            *(env._("Row %s names nobody: it is left out.", row) for row in job.nobody),
        ]
        if job.notes:
            notes = format_list(env, [str(row) for row in job.notes])
            told.append(env._("These rows are notes, and left out: %s.", notes))
        if job.colleges:
            colleges = [
                f"{row} ({quote_cell(college)})"
                for row, college in job.colleges.items()
            ]
            told.append(
                env._(
                    "These rows give their college to those that follow: %s.",
                    format_list(env, colleges),
                )
            )
        result["messages"].extend(
            {"type": "warning", "message": message} for message in told
        )

    def _tell_sharing(self, result):
        """Who has the address of somebody of another name: a new contact, or an author
        who is tied to none."""
        env = self.model.env
        contacts = env._(
            "These people are new contacts: their address is also that of somebody who "
            "has another name: %s.",
            _name_pairs(self.job.sharing),
        )
        authors = env._(
            "These authors are tied to no contact: their address is that of somebody "
            "who has another name: %s.",
            _name_pairs(self.job.apart),
        )
        result["messages"].extend(
            {"type": "warning", "message": message}
            for message, told in (
                (contacts, self.job.sharing),
                (authors, self.job.apart),
            )
            if told
        )


class PlpdmaImportMixin(models.AbstractModel):
    """Files are loaded as their author means them."""

    _inherit = "plpdma.import.mixin"

    @api.model
    def load(self, fields, data):
        """Ids of the records, or the messages that refuse them. Core's own is kept for
        what is not a file.

        :param list fields: paths of fields
        :param list data: rows of cells
        :return: ``ids``, or ``False`` with ``messages`` that name each bad cell
        """
        if not self.env.context.get("import_file"):
            return super().load(fields, data)
        return SheetTaking(self, fields, data).run()


def _name_pairs(named):
    """« One (another), … » of ``{name: name of another}``."""
    return name_some([f"{quote_cell(one)} ({other})" for one, other in named.items()])


def _read_text(cell):
    return " ".join(str(cell).split())


def _read_day(cell, order, kind):
    """A day, with its time where the field keeps it; the text of what is none."""
    try:
        moment = read_moment(cell, order)
    except NotADate:
        return _read_text(cell)
    return str(moment.date() if kind == "date" else moment)
