"""What each line of a block that somebody pastes into a session becomes."""

from collections import defaultdict

from odoo.exceptions import UserError

from ...tools import words
from ...tools.cells import is_blank, quote_cell
from ...tools.civility import find_civility
from ...tools.names import get_name_error
from ...tools.pasted import (
    MAX_CHARACTERS,
    MAX_LINES,
    find_columns,
    is_failed,
    read_rows,
)

CONTRIBUTION = "plpdma.contribution"
CHOICES = ("kind", "stance", "confidentiality")
# The shortest part of a name that tells who it is.
SHORTEST_NAME = 3
# How many of those that may be meant are named.
NAMED = 5


class PastedLines:
    """Reads a block of lines by the words that imports understand, in the names that
    the user reads.

    :param session: the session into which it is pasted
    """

    def __init__(self, session, is_staff):
        self.session = session
        self.env = session.env
        self.is_staff = is_staff
        self.contributions = self.env[CONTRIBUTION]
        converter = self.env["ir.fields.converter"].with_context(import_cache={})
        self.converter = converter
        self.choices = {
            name: converter._get_known_words(self.contributions._fields[name])
            for name in CHOICES
        }
        self.labels = {name: self._read_labels(name) for name in CHOICES}
        self.theme_field = self.contributions._fields["theme_ids"]
        self.themes = converter._get_names(self.theme_field)
        self.normalise = self.env["plpdma.attendance"]._normalise
        self.speakers = self._get_speakers()
        self.default_kind = self.contributions.default_get(["kind"])["kind"]

    def read_lines(self, text):
        """What each line becomes.

        :param str text: the block, its cells parted by tabs
        :return: list of values of ``plpdma.session.paste.line``, in the order of the
            lines; what was not understood is said in ``problem``
        :raise UserError: for what is too long to be anything but a file
        """
        rows = read_rows(text[: MAX_CHARACTERS + 1])
        # Headings are no line.
        is_long = len(rows) > MAX_LINES + 1 or len(text) > MAX_CHARACTERS
        judges = self._get_judges()
        columns, has_headings = ({}, False) if is_long else find_columns(rows, judges)
        if is_long or len(rows) - has_headings > MAX_LINES:
            raise UserError(
                self.env._(
                    "%s lines at most are pasted at once. Import the file instead: "
                    "Contributions, the cogwheel, “Import records”.",
                    MAX_LINES,
                )
            )
        lines = [
            self._read_row(number, row, columns)
            for number, row in enumerate(rows, start=1)
            if any(row) and not (has_headings and number == 1)
        ]
        self._leave_noted(lines)
        return lines

    def _get_judges(self):
        judges = {
            # One letter alone is a number of its own: « A. », « B. ».
            "kind": lambda cell: len(cell) > 1 and self._find_choices("kind", cell),
            "theme_ids": lambda cell: all(self._find_themes(cell).values()),
            "contributor_name": self._find_speakers,
        }
        if self.session.nature == "consultation":
            judges["stance"] = lambda cell: self._find_choices("stance", cell)
        return judges

    # ------------------------------------------------------------------
    # Row by row
    # ------------------------------------------------------------------
    def _read_row(self, number, row, columns):
        cells = {
            name: row[column] if column < len(row) else ""
            for name, column in columns.items()
        }
        text = cells.pop("verbatim", "")
        problems = []
        values = {"number": number, "verbatim": text, "kind": self.default_kind}
        for name in CHOICES:
            self._read_choice(name, cells.get(name), values, problems)
        self._read_themes(cells.get("theme_ids"), values, problems)
        self._read_speaker(cells.get("contributor_name"), values, problems)
        rest = [
            cell
            for column, cell in enumerate(row)
            if cell and column not in columns.values()
        ]
        if rest:
            left = ", ".join(
                self.env._("“%(quoted)s”", quoted=quote_cell(cell)) for cell in rest
            )
            problems.append(self.env._("No column is known for %s.", left))
        values["is_taken"] = not is_blank(text) and not is_failed(text)
        if not values["is_taken"]:
            problems.insert(0, self._word_untaken(text))
        values["problem"] = "\n".join(problems)
        return values

    def _word_untaken(self, text):
        if is_failed(text):
            return self.env._("“%s” is a formula that failed, and no text.", text)
        return self.env._("There is no text.")

    def _leave_noted(self, lines):
        """What stands in the session word for word is not noted twice."""
        known = self.contributions.search_fetch(
            [
                ("session_id", "=", self.session.id),
                ("verbatim", "in", [line["verbatim"] for line in lines]),
            ],
            ["verbatim"],
        )
        texts = set(known.mapped("verbatim"))
        for line in lines:
            if line["verbatim"] in texts:
                line["is_taken"] = False
                said = self.env._("The session holds this text already.")
                line["problem"] = "\n".join(filter(None, (said, line["problem"])))

    # ------------------------------------------------------------------
    # Choices and themes
    # ------------------------------------------------------------------
    def _read_labels(self, name):
        """``{label: choice}`` of a field, as the user reads it."""
        field = self.contributions._fields[name]
        return {
            label: choice for choice, label in field._description_selection(self.env)
        }

    def _find_choices(self, name, cell):
        """The choices that a cell may mean: by the words that imports understand, else
        by the first letters of what the user reads."""
        choice = words.find_word(cell, self.choices[name])
        if choice is not None:
            return {choice}
        known = {
            words.fold(label): {choice} for label, choice in self.labels[name].items()
        }
        return words.find_typed(cell, known)

    def _word_several(self, cell, names):
        return self.env._(
            "“%(cell)s” may be several: %(names)s.",
            cell=quote_cell(cell),
            names="; ".join(names[:NAMED] + ["…"] * (len(names) > NAMED)),
        )

    def _read_choice(self, name, cell, values, problems):
        if not cell:
            return
        found = self._find_choices(name, cell)
        if len(found) > 1:
            labels = [label for label, one in self.labels[name].items() if one in found]
            problems.append(self._word_several(cell, labels))
            if name == "kind":
                # The line waits for whoever pastes it to choose.
                values.update(kind=False, kind_asked=problems[-1])
            return
        choice = next(iter(found), None)
        field = self.contributions._fields[name]
        if choice is None:
            problems.append(
                self.env._(
                    "“%(cell)s” is none of the choices of “%(field)s”.",
                    cell=quote_cell(cell),
                    field=field._description_string(self.env),
                )
            )
        elif name == "stance" and self.session.nature != "consultation":
            problems.append(
                self.env._(
                    "“%s”: only a consultation asks for an opinion on its proposal.",
                    quote_cell(cell),
                )
            )
        elif name == "confidentiality" and self._is_more_open(choice):
            problems.append(
                self.env._(
                    "“%s”: what is said in an individual meeting stays with the staff.",
                    quote_cell(cell),
                )
            )
        else:
            values[name] = choice

    def _is_more_open(self, choice):
        return self.session.format == "individual" and choice != "staff"

    def _find_themes(self, cell):
        """``{name: ids}`` of the themes that a cell may name: those that are written
        so, else those that begin so."""
        found = {}
        for name in self.converter._part_names(self.theme_field, cell).split(","):
            by_fold = self.themes.get("by_fold", {})
            by_plural = self.themes.get("by_plural", {})
            found[name] = (
                by_fold.get(words.fold(name))
                or by_plural.get(words.fold_plural(name))
                or sorted(words.find_typed(name, by_fold))
            )
        return found

    def _read_themes(self, cell, values, problems):
        found = self._find_themes(cell) if cell else {}
        values["theme_ids"] = [ids[0] for ids in found.values() if len(ids) == 1]
        for name, ids in found.items():
            if not ids:
                problems.append(
                    self.env._("“%s” is none of the themes.", quote_cell(name))
                )
            elif len(ids) > 1:
                themes = self.env["plpdma.theme"].browse(ids)
                problems.append(self._word_several(name, themes.mapped("name")))

    # ------------------------------------------------------------------
    # Who speaks
    # ------------------------------------------------------------------
    def _get_speakers(self):
        """``{name: records}``, in whatever order its words are: the participants of the
        session, then, for the staff, the other actors of the programme."""
        participants = self.session.participation_ids
        groups = [participants]
        if self.is_staff:
            actors = self.env["plpdma.stakeholder"].search(
                [("program_id", "=", self.session.program_id.id)]
            )
            groups.append(actors - participants.stakeholder_id)
        # ``{name, as it is written: records}`` of each, by which letters are matched.
        self.names = [self._fold_names(records) for records in groups]
        tables = []
        for records in groups:
            table = defaultdict(records.browse)
            for record in records:
                name = record.display_name
                for part in {name, *name.split(",")}:
                    table[self.normalise(part)] |= record
            table.pop("", None)
            tables.append(table)
        return tables

    def _fold_names(self, records):
        names = defaultdict(records.browse)
        for record in records:
            names[words.fold(record.display_name)] |= record
        return names

    def _find_named(self, cell):
        """The participants, else the actors, of that very name."""
        name = self.normalise(self._drop_civility(cell))
        for table in self.speakers:
            if name in table:
                return table[name]
        return None

    def _find_speakers(self, cell):
        """The participants, else the actors, who may be meant."""
        named = self._find_named(cell)
        if named is not None:
            return named
        name = self.normalise(self._drop_civility(cell))
        parts = set(name.split(" "))
        if not any(len(part) >= SHORTEST_NAME for part in parts):
            return None
        for table in self.speakers:
            # « Mme Dumoulin » is the only Dumoulin there.
            near = [
                found for known, found in table.items() if parts <= {*known.split(" ")}
            ]
            if near:
                return near[0].union(*near)
        letters = words.fold(self._drop_civility(cell))
        for names in self.names:
            # Of somebody's name, any word may come first.
            near = [one for name, one in names.items() if f" {letters}" in f" {name}"]
            if near:
                return near[0].union(*near)
        return None

    def _drop_civility(self, cell):
        return cell.partition(" ")[2] if find_civility(cell) else cell

    def _read_speaker(self, cell, values, problems):
        if not cell:
            return
        named = {"contributor_name": cell}
        self.contributions._read_nobody(named, exists=False)
        if named.get("anonymous"):
            values["anonymous"] = True
            return
        found = self._find_speakers(cell)
        if found is not None and len(found) == 1:
            is_actor = found._name == "plpdma.stakeholder"
            values["stakeholder_id" if is_actor else "participation_id"] = found.id
            if self.is_staff and not is_actor:
                values["stakeholder_id"] = found.stakeholder_id.id
            if self._find_named(cell) is None:
                # « Luc » may be Lucie for the letters alone: it is told, and kept.
                values["written_name"] = cell
            return
        if found is not None:
            problems.append(self._word_several(cell, found.mapped("display_name")))
        self._read_free_name(cell, values, problems, is_told=found is not None)

    def _read_free_name(self, cell, values, problems, is_told):
        """Somebody who is no participant: the staff notes the name as it is; whoever
        runs the session hands it to the staff."""
        error = get_name_error(self.env, cell) or (
            "\n" in cell and self.env._("A name stands on one line.")
        )
        if error:
            told = self.env._(
                "“%(cell)s”: %(error)s", cell=quote_cell(cell), error=error
            )
            problems.append(told)
        elif self.is_staff:
            values["contributor_name"] = cell
        elif not is_told:
            problems.append(
                self.env._(
                    "“%s” does not take part in the session: the service will see who "
                    "it is.",
                    quote_cell(cell),
                )
            )
