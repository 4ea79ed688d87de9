from functools import cached_property

from odoo.addons.base_import.models.base_import import ImportValidationError

from ..export.register_contribution import ContributionTable
from ..tools.archives import MAX_UNPACKED, MEGABYTE, TooLarge
from ..tools.aside_rows import find_notes, is_total, take_colleges
from ..tools.csv_text import find_left_over, holds_rows, join_cut
from ..tools.headings import (
    get_usual_headings,
    is_opinion,
    is_question,
    means_field,
    read_channel,
)
from ..tools.merged_headings import find_headings
from ..tools.platforms import is_form
from ..tools.refused_rows import drop_reasons, join_continued
from ..tools.shapes import NAMING_PEOPLE, reshape
from ..tools.words import drop_required, fold, fold_plural
from ..tools.workbooks import MAX_COLUMNS, MAX_ROWS, NotASheet, TooMany, read_file

# What the screen sends back of ours: the row of the headings, counted as the
# spreadsheet does, when the user chose it.
HEADING_ROW = "plpdma_heading_row"
LABEL_LENGTH = 200


class SheetReader:
    """A reader that gives a file of the concertation as one table."""

    def __init__(self, wizard, options):
        """
        :param wizard: the import, which holds the file
        :param dict options: those of the screen; the sheets found are noted there
        """
        self.wizard = wizard
        self.env = wizard.env
        self.model = wizard.env[wizard.res_model]
        self.data = wizard.file or b""
        self.options = options
        # As the user knows them, before each row is made one record: the headings,
        # and the rows by their number.
        self.source = ([], {})
        # Numbers of the rows that are totals; of those that are notes at the foot;
        # the college that each of others gives to those that follow it.
        self.totals, self.notes, self.colleges = [], [], {}
        # Numbers of those that name nobody; what the file says once for all its rows.
        self.nobody = []
        self.told, self.proposed = {}, {}
        # Numbers of those of which a cell seems to hold the ones that follow.
        self.swallowing = []
        # What stands beyond the headings, by the number of the row.
        self.left_over = {}

    def read_table(self):
        """``(headings, rows)`` of the file; the headings are numbers where it has no
        row of them.

        :raise ImportValidationError: in the user's words
        """
        rows = self._read_rows()
        if not rows:
            self._refuse_nothing(self.env._("The file is empty."))
        if not self.options.get("has_headers"):
            headings = [str(place + 1) for place in range(len(rows[0]))]
            self.source = headings, {row.number: row for row in rows}
            return headings, rows
        known = self._known
        place, headings, start = find_headings(rows, known, self._get_chosen(rows))
        self.options["plpdma_found_row"] = rows[place].number
        headings = [self._make_heading(cell) for cell in headings]
        above = rows[:place]
        if not self.options["sheets"]:
            self._mend_text(rows[place:], len(headings))
            self.left_over = find_left_over(
                rows[place:start], rows[start:], self.options["separator"]
            )
        headings, rows = join_continued(*drop_reasons(headings, rows[start:]))
        headings, rows = self._drop_empty_columns(headings, rows)
        headings, rows = self._put_aside(headings, rows)
        self.source = headings, {row.number: row for row in rows}
        if not rows:
            self._refuse_nothing(
                self.env._("The file has headings, and no row under them.")
            )
        self._read_told(above, headings)
        shaped = reshape(
            self.model._name,
            headings,
            rows,
            self._get_label,
            known,
            self._get_choice_label,
        )
        if self.model._name == "plpdma.territory" and shaped[1] is not rows:
            shaped = shaped[0], self._drop_known_groupings(shaped[1])
        else:
            kept = {row.number for row in shaped[1]}
            self.nobody = [row.number for row in rows if row.number not in kept]
        if not shaped[1]:
            self._refuse_nothing(
                self.env._("No row of this file tells of anything to import.")
            )
        return shaped

    def _mend_text(self, rows, width):
        """Of the rows of a text, its headings first: the texts that a separator cut
        are whole again, the cells that seem to hold rows are noted."""
        separator = self.options["separator"]
        join_cut(rows, separator)
        self.swallowing = [
            row.number
            for row in rows[1:]
            if any("\n" in cell and holds_rows(cell, separator, width) for cell in row)
        ]

    def _put_aside(self, headings, rows):
        """``(headings, rows)`` without the rows that are no record."""
        name = self.model._name
        self.totals = [row.number for row in rows if is_total(row)]
        rows = [row for row in rows if row.number not in self.totals]
        is_of_people = name in NAMING_PEOPLE - {"plpdma.contribution"}
        texts = None if is_of_people else self._find_texts(headings)
        self.notes = find_notes(rows, texts)
        rows = [row for row in rows if row.number not in self.notes]
        if name == "plpdma.stakeholder":
            headings, rows = self._take_colleges(headings, rows)
        return headings, rows

    def _find_texts(self, headings):
        """Places of the columns whose cells are texts at length."""
        model = self.model
        names = [
            name
            for name, field in model._fields.items()
            if field.type in ("text", "html")
        ]
        return {
            place
            for place, heading in enumerate(headings)
            if is_opinion(heading)
            or is_question(heading)
            or any(
                means_field(model._name, heading, name, self._get_label(name))
                for name in names
            )
        }

    def _take_colleges(self, headings, rows):
        label = self._get_label("college_id")
        known = self.env["plpdma.college"].search_fetch([], ["name"])
        places = [
            place
            for place, heading in enumerate(headings)
            if means_field(self.model._name, heading, "college_id", label)
        ]
        place = places[0] if places else None
        headings, rows, self.colleges = take_colleges(
            headings, rows, place, label, known.mapped("name")
        )
        return headings, rows

    def _refuse_nothing(self, message):
        """:raise ImportValidationError: which no separator would mend"""
        self.options["plpdma_nothing"] = True
        raise ImportValidationError(message)

    def _read_told(self, above, headings):
        """By which channel the rows came, where a title, a heading or the name of the
        sheet says so; what was told of rows that were given back stands in it."""
        sheet = self.options.get("sheet") or ""
        if told := self.model._get_told_titles().get(sheet):
            self.told.update(told)
            return
        titles = [cell for row in above for cell in row]
        channel, proposed = read_channel([sheet, *titles], headings)
        if is_form(headings):
            channel = "web"
        if channel:
            self.told["channel"] = channel
        elif proposed:
            self.proposed["channel"] = proposed

    def _drop_known_groupings(self, rows):
        """The rows without the groupings that are in the list already, each of which is
        named beside its towns."""
        names = self.env["plpdma.territory"].search_fetch([], ["name"]).mapped("name")
        known = {fold(name) for name in names}
        above = self._get_choice_label("kind", "epci")
        return [row for row in rows if row[1] != above or fold(row[0]) not in known]

    def _read_rows(self):
        try:
            names, name, rows = read_file(self.data, self.options, self._known)
            if self._begins_with_register(names):
                wanted = dict(self.options, sheet=ContributionTable(self.env).title)
                names, name, rows = read_file(self.data, wanted)
        except TooLarge as error:
            raise ImportValidationError(
                self.env._(
                    "Once unpacked, this workbook takes %(size)s MB, and an import "
                    "%(limit)s at most. Keep the sheet to import alone, without "
                    "pictures, or save it as CSV.",
                    size=error.megabytes,
                    limit=MAX_UNPACKED // MEGABYTE,
                )
            ) from error
        except TooMany as error:
            raise ImportValidationError(
                self.env._(
                    "The sheet is too large: an import takes %(rows)s rows and "
                    "%(columns)s columns at most. Split it into several files.",
                    rows=MAX_ROWS,
                    columns=MAX_COLUMNS,
                )
            ) from error
        except (UnicodeDecodeError, LookupError) as error:
            raise ImportValidationError(
                self.env._(
                    "The file is not written in the encoding “%s”: leave the encoding "
                    "empty for it to be detected.",
                    self.options.get("encoding"),
                )
            ) from error
        except NotASheet as error:
            raise ImportValidationError(
                self.env._(
                    "This file is not a table: open it in a spreadsheet and save it as "
                    "XLSX, ODS or CSV."
                )
            ) from error
        self.options["sheets"], self.options["sheet"] = names, name
        return rows

    def _begins_with_register(self, names):
        """Whether the sheets are those of an exported register, which begins with the
        answers.

        :param names: those of the sheets
        """
        return (
            not self.options.get("sheet")
            and self.model._name == "plpdma.response"
            and ContributionTable(self.env).title in names
        )

    def _get_chosen(self, rows):
        """Place of the row of headings that the user chose; None when nobody did."""
        chosen = int(self.options.get(HEADING_ROW) or 0)
        for place, row in enumerate(rows):
            if chosen and row.number >= chosen:
                return place
        return None

    @cached_property
    def _known(self):
        """Set of what a heading may be, as ``fold_plural`` gives it."""
        known = set(get_usual_headings(self.model._name))
        for wizard in (self.wizard, self.wizard.with_context(lang="en_US")):
            for item in wizard.get_fields_tree(self.model._name, 1):
                known |= {fold_plural(item["name"]), fold_plural(item["string"])}
        return known | {"id"}

    def _make_heading(self, cell):
        return drop_required(" ".join(str(cell)[:LABEL_LENGTH].split()))

    def _drop_empty_columns(self, headings, rows):
        """``(headings, rows)`` without the columns that have neither a heading nor a
        cell: the spreadsheet added them."""
        kept = [
            place
            for place, heading in enumerate(headings)
            if heading or any(row[place] for row in rows)
        ]
        if len(kept) == len(headings):
            return headings, rows
        for row in rows:
            row[:] = [row[place] for place in kept]
        return [headings[place] for place in kept], rows

    def _get_label(self, name):
        """The heading under which a field is found again."""
        return self.model._fields[name]._description_string(self.env)

    def _get_choice_label(self, name, choice):
        """The word under which a choice of a field is found again."""
        described = self.model._fields[name]._description_selection(self.env)
        return dict(described)[choice]
