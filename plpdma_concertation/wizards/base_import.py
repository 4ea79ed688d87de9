import base64
import datetime
import re

from odoo import api, models
from odoo.tools import SQL

from odoo.addons.base_import.models.base_import import (
    ERROR_PREVIEW_BYTES,
    FIELDS_RECURSION_LIMIT,
    ImportValidationError,
)

from ..models.shared.sheet_dates import find_field
from ..tools.cells import SheetError
from ..tools.encodings import decode_text
from ..tools.headings import get_useful_fields
from ..tools.import_job import ImportJob, get_job, read_choices, running
from ..tools.refused_rows import write_refused
from ..tools.row_clues import find_clues
from ..tools.words import fold
from .sheet_reader import SheetReader

# What the screen sends back of ours.
CONFIRMED_UPDATES = "plpdma_confirmed_updates"
TAKES_PROPOSALS = "plpdma_takes_proposals"
ACCEPTED_REFUSALS = "plpdma_accepted_refusals"
KNOWN_CHOICE = "plpdma_known_choice"
# List of ``[field, word, choice]``.
CHOICES = "plpdma_choices"
# As Odoo writes them: « __export__.plpdma_response_12_a1b2c3d4 », « module.name ».
EXTERNAL_ID = re.compile(r"[A-Za-z_]\w*\.[A-Za-z_][\w.-]*")


class BaseImport(models.TransientModel):
    """The import screen: a file of the concertation is taken in whole or not at all,
    and each bad cell is named."""

    _inherit = "base_import.import"

    @api.model
    def _is_concertation(self, model_name):
        """Whether the model is one of this addon's."""
        model = self.env.get(model_name)
        return model is not None and model._original_module == "plpdma_concertation"

    @api.model
    def get_fields_tree(self, model, depth=FIELDS_RECURSION_LIMIT):
        """The fields that a column may be imported into, as core lists them, and those
        that no screen lets anybody type, such as the reference."""
        fields_tree = super().get_fields_tree(model, depth)
        if depth and self._is_concertation(model):
            offered = {item["name"] for item in fields_tree}
            for name in getattr(self.env[model], "_import_fields", ()):
                if name not in offered:
                    fields_tree.append(self._describe_field(model, name))
            useful = get_useful_fields(model)
            for item in fields_tree if depth == FIELDS_RECURSION_LIMIT else ():
                item["plpdma_useful"] = item["name"] in useful
        return fields_tree

    @api.model
    def _describe_field(self, model, name):
        field = self.env[model]._fields[name]
        return {
            "id": name,
            "name": name,
            "string": field._description_string(self.env),
            "required": False,
            "fields": [],
            "type": field.type,
            "model_name": model,
        }

    def _read_file(self, options):
        """``(number of rows, rows)`` of the file, the headings first."""
        if not self._is_concertation(self.res_model):
            return super()._read_file(options)
        headings, rows = SheetReader(self, options).read_table()
        options["plpdma_filled"] = [
            any(row[place] for row in rows) for place in range(len(headings))
        ]
        if options.get("has_headers"):
            rows = [headings, *rows]
        return len(rows), rows

    # ------------------------------------------------------------------
    # Import
    # ------------------------------------------------------------------
    def execute_import(self, fields, columns, options, dryrun=False):
        """What core returns: ids and messages; a message that only waits for the user's
        agreement has ``update_count`` or ``proposal`` too. A file of the concertation
        is taken in whole or not at all.

        The screen sends large files in batches, each one saved by itself: a bad row in
        the second batch would leave the first one behind. Here there is only one.
        """
        if not self._is_concertation(self.res_model):
            return super().execute_import(fields, columns, options, dryrun)
        if not dryrun and not self._hold_import():
            message = self.env._(
                "An import is under way: wait until it is done, then try again."
            )
            return {"messages": [ImportValidationError(message).__dict__]}
        job = self._make_job(options, dryrun)
        with running(job):
            result = super().execute_import(
                fields, columns, self._complete_options(options), dryrun
            )
        if not self._may_give_back():
            result.pop("plpdma_refused", None)
        if result.get("ids") and not dryrun:
            log = self.env["plpdma.import"]._note(self, job, options)
            result["plpdma_import"] = log._describe_to_screen()
        return result

    def _hold_import(self):
        """Whether this import is the only one of the authority, until it is done: rows
        that another one brings at this very moment would not be known."""
        self.env.cr.execute(
            SQL(
                "SELECT pg_try_advisory_xact_lock(hashtext(%s), %s)",
                self._name,
                self.env.company.id,
            )
        )
        return self.env.cr.fetchone()[0]

    @api.model
    def _may_give_back(self):
        """Whether the user reads the list of the imports, where refused rows wait."""
        return self.env["plpdma.import"].has_access("read")

    def _make_job(self, options, dryrun):
        accepted = options.get(ACCEPTED_REFUSALS) or 0
        return ImportJob(
            is_test=dryrun,
            confirmed_updates=options.get(CONFIRMED_UPDATES) or 0,
            takes_proposals=bool(options.get(TAKES_PROPOSALS)),
            date_format=options.get("date_format") or "",
            datetime_format=options.get("datetime_format") or "",
            choices=read_choices(options.get(CHOICES)),
            accepted_refusals=accepted if self._may_give_back() else 0,
            known_choice=options.get(KNOWN_CHOICE) or "",
            asks=True,
            find_known=self._find_known,
        )

    def _find_known(self, digests):
        """Those of the digests that earlier imports of the authority brought."""
        return self.env["plpdma.import"]._find_known(self.res_model, digests)

    def get_mending_sheet(self, fields, columns, options):
        """What is wrong in a file of which nothing is taken: a workbook of all its
        rows, each bad one with its reasons, to mend and bring back whole.

        :return: ``name``, and ``content`` in base 64
        """
        self.ensure_one()
        if not self._is_concertation(self.res_model):
            return False
        job = self._make_job(options, True)
        with running(job):
            super().execute_import(
                fields, columns, self._complete_options(options), dryrun=True
            )
        content = self._make_refused_sheet(options, job, only_refused=False)
        return {
            "name": self._get_refused_name(),
            "content": base64.b64encode(content).decode(),
        }

    def _make_refused_sheet(self, options, job, only_refused=True):
        """Bytes of the workbook of a file's rows, with the reasons of those refused;
        its sheet says what the file, or the user, told of all of them."""
        reader = SheetReader(self, dict(options))
        reader.read_table()
        headings, rows = reader.source
        kept = [
            row
            for number, row in rows.items()
            if not only_refused or number in job.refused
        ]
        heading = self.env._("Reason of the refused import")
        # In the heading of a column: « Text (continued 2) ».
        continued = self.env._("continued")
        titles = self.env[self.res_model]._get_told_titles()
        told = (title for title, told in titles.items() if told == job.told)
        return write_refused(
            headings, kept, job.refused, heading, continued, next(told, None)
        )

    @api.model
    def _get_refused_name(self):
        name = self.env._("Rows to mend")
        return f"{name}.xlsx"

    @api.model
    def _complete_options(self, options):
        """The options of the screen, with how dates that end up in a text are written:
        as the reader writes them."""
        language = self.env["res.lang"]._get_data(code=self.env.user.lang)
        day = options.get("date_format") or language.date_format or "%d/%m/%Y"
        moment = options.get("datetime_format") or f"{day} %H:%M"
        return dict(options, limit=None, date_format=day, datetime_format=moment)

    @api.model
    def _convert_import_data(self, fields, options):
        """``(rows, fields)`` of the columns that are imported, as core gives them;
        where each row stands in the sheet is noted."""
        if not self._is_concertation(self.res_model):
            return super()._convert_import_data(fields, options)
        places = [place for place, field in enumerate(fields) if field]
        if not places:
            raise ImportValidationError(
                self.env._("Choose a field for at least one column.")
            )
        reader = SheetReader(self, options)
        headings, rows = reader.read_table()
        if len(headings) != len(fields):
            raise ImportValidationError(
                self.env._("The file has changed since it was read: load it again.")
            )
        job = get_job()
        job.totals, job.nobody = reader.totals, reader.nobody
        job.notes, job.colleges = reader.notes, reader.colleges
        job.swallowing, job.left_over = reader.swallowing, reader.left_over
        job.told, job.proposed = reader.told, reader.proposed
        import_fields = [fields[place] for place in places]
        for place, name in zip(places, import_fields, strict=True):
            told = job.headings.get(name)
            heading = str(headings[place]) or name
            job.headings[name] = f"{told}, {heading}" if told else heading
        dated = getattr(self.env[self.res_model], "_import_dated", None)
        clues = find_clues(headings, fields, dated)
        takes_dates = [self._takes_dates(name) for name in import_fields]
        data = []
        for row in rows[options.get("skip") or 0 :]:
            cells = [row[place] for place in places]
            if not any(cells):
                continue
            job.failed.extend(
                (len(data), name, cell)
                for name, cell in zip(import_fields, cells, strict=True)
                if isinstance(cell, SheetError)
            )
            job.row_numbers.append(row.number)
            job.clues.append({kind: row[place] for place, kind in clues.items()})
            data.append(
                [
                    cell if takes else self._stringify_date_like_objects(cell, options)
                    for cell, takes in zip(cells, takes_dates, strict=True)
                ]
            )
        return data, import_fields

    def _takes_dates(self, path):
        """Whether the field at the end of a path is a date."""
        field = find_field(self.env[self.res_model], path)
        return field is not None and field.type in ("date", "datetime")

    def _parse_import_data(self, data, import_fields, options):
        """The rows, their cells converted one by one where the field is known, so that
        each bad one is named: core stops at the first."""
        if not self._is_concertation(self.res_model):
            return super()._parse_import_data(data, import_fields, options)
        return data

    def _handle_fallback_values(self, import_field, input_file_data, fallback_values):
        """The rows, where a word that means nothing has become what the user chose for
        it, and a word that is understood stays."""
        if not self._is_concertation(self.res_model):
            return super()._handle_fallback_values(
                import_field, input_file_data, fallback_values
            )
        converter = self.env["ir.fields.converter"]
        for path, fallback in fallback_values.items():
            model = self.env.get(fallback["field_model"])
            field = model is not None and model._fields.get(path.split("/")[-1])
            if path not in import_field or not field:
                continue
            place = import_field.index(path)
            convert = converter.to_field(model, field, savepoint=None)
            chosen = fallback["fallback_value"]
            for row in input_file_data:
                try:
                    convert(row[place]) if row[place] else None
                except ValueError:
                    row[place] = None if chosen == "skip" else chosen
        return input_file_data

    # ------------------------------------------------------------------
    # What the screen shows
    # ------------------------------------------------------------------
    def parse_preview(self, options, count=10):
        """What core tells the screen of the file, on which row the headings were
        found, and which columns hold something."""
        # The screen sends back what it was told of another file.
        options.pop("plpdma_nothing", None)
        result = super().parse_preview(options, count)
        filled = options.pop("plpdma_filled", [])
        if self._is_concertation(self.res_model) and "error" not in result:
            result["plpdma_heading_row"] = options.pop("plpdma_found_row", 0)
            # What stands in a column that no field takes is told before it is left.
            result["plpdma_filled"] = filled
        elif self._is_concertation(self.res_model):
            # Without a row, no separator would find one.
            result["plpdma_nothing"] = bool(options.pop("plpdma_nothing", False))
            if result["preview"]:
                # Core reads it as if it were in no language.
                text, _encoding = decode_text(self.file)
                result["preview"] = text[:ERROR_PREVIEW_BYTES]
        return result

    @api.model
    def _extract_header_types(self, preview_values, options):
        """List of the types of fields that a column may be, from a short look at its
        cells.

        Nothing is noted in the options: what the user chose there stays apart from what
        was guessed.
        """
        if not self._is_concertation(self.res_model):
            return super()._extract_header_types(preview_values, options)
        values = [value for value in preview_values if value]
        if not values:
            return ["all"]
        if all(isinstance(value, datetime.date) for value in values):
            return ["date", "datetime"]
        texts = [str(value)[:100].strip() for value in values]
        if all(EXTERNAL_ID.fullmatch(text) for text in texts):
            return ["id", "many2many", "many2one", "one2many"]
        if all(fold(text).replace(" ", "").isdigit() for text in texts):
            return ["integer", "float", "monetary", "char", "date"]
        return ["text", "char", "html", "selection", "tags", "date", "datetime"]
