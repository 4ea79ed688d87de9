"""One export: what was asked for, by whom, and the file that answers it."""

import csv
import io
import json
from dataclasses import dataclass

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_date, format_datetime, get_lang

from ..tools.groups import EXPORTERS, STAFF
from ..tools.texts import disarm
from .plpdma_publication import KEYS, PublicationTable
from .plpdma_register import TABLES, get_table_domain
from .plpdma_summary import Summary
from .xlsx import XlsxWriter

MIMETYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
# Sheet of each model, and path from its rows to the records of the model, if any.
SELECTIONS = {
    **{table.model_name: (key, None) for key, table in TABLES.items()},
    "plpdma.response": ("contributions", "response_ids"),
}
CHART_HEIGHT = 300


@dataclass(frozen=True)
class ExportOptions:
    """What is asked for; JSON holds it while it waits."""

    kind: str = "register"
    format: str = "xlsx"
    program_id: int | None = None
    date_from: str | None = None
    date_to: str | None = None
    sheets: tuple = ("summary", *TABLES)
    lang: str | None = None
    personal: bool = False
    # Records chosen in a list: their model, and a domain.
    selection_model: str | None = None
    selection_domain: tuple | None = None
    company_ids: tuple = ()


class Export:
    """Rows and files of one export, for its user and nobody else."""

    def __init__(self, env, options):
        """:param env: environment of who exports
        :param ExportOptions options: what is asked for
        :raise AccessError: when the user may not export, or not that
        """
        context = dict(env.context)
        if options.lang:
            context["lang"] = options.lang
        if options.company_ids:
            context["allowed_company_ids"] = list(options.company_ids)
        self.env = env(context=context, su=False)
        self.options = options
        self._check_right()

    def _check_right(self):
        user = self.env.user
        if not user.has_groups(EXPORTERS):
            raise AccessError(
                self.env._("Only the staff and the élus export the concertation.")
            )
        if self.options.personal and not user.has_group(STAFF):
            raise AccessError(self.env._("Only the staff exports personal data."))

    # ------------------------------------------------------------------
    # What is exported
    # ------------------------------------------------------------------
    def get_tables(self):
        """The tables asked for, filtered, by their key.

        :return: dictionary of :class:`~.table.Table`; those of the models that the
            user does not read are left out
        """
        if self.options.kind == "publication":
            domain = self._get_domain("contributions")
            return {"contributions": PublicationTable(self.env, domain)}
        return {
            key: TABLES[key](self.env, self._get_domain(key), self.options.personal)
            for key in TABLES
            if key in self.options.sheets and self._is_readable(key)
        }

    def _is_readable(self, key):
        return self.env[TABLES[key].model_name].has_access("read")

    def _get_domain(self, key):
        options = self.options
        domain = get_table_domain(
            TABLES[key],
            options.program_id,
            fields.Date.to_date(options.date_from),
            fields.Date.to_date(options.date_to),
        )
        return domain & self._get_selection(key)

    def _get_selection(self, key):
        model_name = self.options.selection_model
        if not model_name:
            return Domain.TRUE
        selected_key, path = SELECTIONS[model_name]
        if selected_key != key:
            return Domain.TRUE
        selection = Domain(self.options.selection_domain or ())
        return Domain(path, "any", selection) if path else selection

    def _is_selection_used(self):
        """Whether the records chosen are among what is exported."""
        if not self.options.selection_model:
            return False
        key, _path = SELECTIONS[self.options.selection_model]
        is_publication = self.options.kind == "publication"
        return key == "contributions" if is_publication else key in self.options.sheets

    def count_rows(self):
        """Number of rows of the whole export."""
        return sum(
            table.model.search_count(table.domain)
            for table in self.get_tables().values()
        )

    # ------------------------------------------------------------------
    # The file
    # ------------------------------------------------------------------
    @property
    def title(self):
        """Name of the document."""
        if self.options.kind == "publication":
            return self.env._("Opinions and observations taken into account")
        return self.env._("Register of the concertation")

    @property
    def filename(self):
        """Name of the file, dated."""
        today = fields.Date.context_today(self.env.user)
        return f"{self.title} {today}.{self.options.format}"

    @property
    def mimetype(self):
        """Media type of the file."""
        return MIMETYPES[self.options.format]

    @property
    def model_name(self):
        """Model to which the line of the log is attached."""
        if self.options.kind == "publication":
            return "plpdma.contribution"
        return self.options.selection_model or "plpdma.program"

    def write_to(self, file, on_progress=None):
        """Write the file.

        :param file: binary file, open for writing
        :param on_progress: called with the rows done and their number, batch by batch
        :return: number of rows, and the columns as text
        :raise UserError: when nothing may be read of what is asked for
        """
        tables = self.get_tables()
        if not tables and "summary" not in self.options.sheets:
            raise UserError(self.env._("There is nothing to export that you may read."))
        ids = {key: table.get_ids() for key, table in tables.items()}
        progress = Progress(on_progress, sum(map(len, ids.values())))
        columns = {key: table.list_columns() for key, table in tables.items()}
        write = self._write_csv if self.options.format == "csv" else self._write_xlsx
        write(
            file,
            tables,
            columns,
            {
                key: progress.follow(table.iter_batches(columns[key], ids[key]))
                for key, table in tables.items()
            },
        )
        headings = [
            f"{table.title}: " + ", ".join(column.label for column in columns[key])
            for key, table in tables.items()
        ]
        return progress.total, "\n".join(headings)

    def _write_csv(self, file, tables, columns, batches):
        """Open data: UTF-8 and the names of :data:`KEYS` as headings."""
        text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
        writer = csv.writer(text)
        writer.writerow(KEYS)
        for rows in batches["contributions"]:
            writer.writerows([disarm(cell) for cell in row] for row in rows)
        text.detach()

    def _write_xlsx(self, file, tables, columns, batches):
        date_format = get_lang(self.env).date_format
        writer = XlsxWriter(file, date_format, self.title, self._get_file_author())
        self._write_about(writer, tables)
        if self.options.kind == "publication":
            table = tables["contributions"]
            self._write_description(writer, table, columns["contributions"])
        elif "summary" in self.options.sheets:
            self._write_summary(writer)
        for key, table in tables.items():
            writer.write_table(table.title, columns[key], batches[key])
        writer.close()

    def log(self, env, row_count, columns):
        """Note in the log what left.

        :param env: environment that may write, of the same user
        :param int row_count: and ``columns`` as :meth:`write_to` returned them
        """
        env["plpdma.export.log"].with_company(self.env.company)._log(
            self.model_name,
            row_count,
            user_id=self.env.uid,
            format=self.options.format,
            filter_text=self.get_filter_text(),
            fields_text=columns,
            with_personal_data=self.options.personal,
        )

    # ------------------------------------------------------------------
    # What the file says of itself
    # ------------------------------------------------------------------
    def get_filter_lines(self):
        """What was filtered, as pairs of a label and a text."""
        options = self.options
        program = self.env["plpdma.program"].browse(options.program_id or ())
        period = self._describe_period()
        yield (
            self.env._("Programme"),
            program.display_name or self.env._("All those that I read"),
        )
        yield self.env._("Period"), period or self.env._("Whole register")
        if self._is_selection_used():
            # sudo: everybody reads the name of a list that they have opened.
            model = self.env["ir.model"].sudo()._get(options.selection_model)
            yield (
                self.env._("Selection"),
                self.env._("Records chosen in the list: %s", model.name),
            )
        yield (
            self.env._("Personal data"),
            self.env._("With the names and the addresses")
            if options.personal
            else self.env._("Without the names of persons nor their addresses"),
        )

    def _describe_period(self):
        start, stop = (
            day and format_date(self.env, fields.Date.to_date(day))
            for day in (self.options.date_from, self.options.date_to)
        )
        if start and stop:
            return self.env._("From %(start)s to %(stop)s", start=start, stop=stop)
        if start:
            return self.env._("Since %s", start)
        return stop and self.env._("Until %s", stop)

    def get_filter_text(self):
        """What was filtered, for the log of the exports."""
        lines = [f"{label}: {text}" for label, text in self.get_filter_lines()]
        if self._is_selection_used():
            lines.append(json.dumps(self.options.selection_domain, default=str))
        return "\n".join(lines)

    def _write_about(self, writer, tables):
        sheet = writer.add_sheet(self.env._("About"), landscape=False)
        sheet.set_column(0, 0, 28)
        sheet.set_column(1, 1, 70)
        sheet.hide_gridlines(2)
        writer.write_text(sheet, 0, 0, self.title, "title")
        now = format_datetime(self.env, fields.Datetime.now())
        lines = [
            (self.env._("Local authority"), ", ".join(self._get_company_names())),
            *self._get_exporter_lines(),
            (self.env._("Exported on"), now),
            *self.get_filter_lines(),
            *self._get_use_lines(tables),
            (
                self.env._("Sheets"),
                ", ".join(table.title for table in tables.values()),
            ),
        ]
        if undated := [t.title for t in tables.values() if not t.date_field]:
            if self._describe_period():
                text = ", ".join(undated)
                lines.append((self.env._("Not limited to the period"), text))
        if missing := self._get_missing_titles():
            lines.append((self.env._("Left out: you do not read them"), missing))
        for row, (label, text) in enumerate(lines, 2):
            writer.write_text(sheet, row, 0, label, "label")
            writer.write_text(sheet, row, 1, text)

    def _get_use_lines(self, tables):
        """Whether all that the file holds may be shown outside."""
        table = tables.get("contributions")
        if self.options.kind != "publication" and table:
            yield self.env._("Contributions"), table.describe_use()

    def _get_exporter_lines(self):
        """Who exports is told in what stays inside, not in what is published."""
        if self.options.kind != "publication":
            yield self.env._("Exported by"), self.env.user.name

    def _get_file_author(self):
        if self.options.kind == "publication":
            return ", ".join(self._get_company_names())
        return self.env.user.name

    def _get_company_names(self):
        """Authorities of the programmes that the user reads."""
        programs = self.env["plpdma.program"].search(
            Domain("id", "=", self.options.program_id)
            if self.options.program_id
            else Domain.TRUE
        )
        # sudo: the name of the authority stands on all that it publishes.
        return sorted(set(programs.company_id.sudo().mapped("name")))

    def _get_missing_titles(self):
        if self.options.kind == "publication":
            return ""
        return ", ".join(
            table(self.env).title
            for key, table in TABLES.items()
            if key in self.options.sheets and not self._is_readable(key)
        )

    def _write_description(self, writer, table, columns):
        """The columns of the open data, explained."""
        sheet = writer.add_sheet(self.env._("Description of the columns"))
        sheet.set_column(0, 1, 26)
        sheet.set_column(2, 2, 90)
        headings = (
            self.env._("Column"),
            self.env._("Name in the CSV file"),
            self.env._("Description"),
        )
        for place, heading in enumerate(headings):
            writer.write_text(sheet, 0, place, heading, "heading")
        described = zip(columns, KEYS, table.describe(), strict=True)
        for row, (column, key, text) in enumerate(described, 1):
            for place, cell in enumerate((column.label, key, text)):
                writer.write_text(sheet, row, place, cell)

    def _write_summary(self, writer):
        """Figures, and a native chart beside each series of them."""
        name = self.env._("Overview")
        sheet = writer.add_sheet(name)
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 46)
        sheet.set_column(1, 2, 16)
        domains = {
            key: TABLES[key](self.env, self._get_domain(key)).domain for key in TABLES
        }
        summary = Summary(self.env, domains)
        writer.write_text(sheet, 0, 0, name, "title")
        row = 2
        for label, number, style in summary.get_figures():
            writer.write_text(sheet, row, 0, label)
            writer.write_number(sheet, row, 1, number, style)
            row += 1
        for block in summary.get_blocks():
            row = self._write_block(writer, sheet, name, block, row + 1)

    def _write_block(self, writer, sheet, name, block, row):
        """Write the figures of a block from ``row`` on, and draw them.

        :return: first row below
        """
        writer.write_text(sheet, row, 0, block.title, "section")
        for place, heading in enumerate(block.headings):
            writer.write_text(sheet, row + 1, place, heading, "heading")
        first = row + 2
        for number, (label, *counts) in enumerate(block.rows):
            writer.write_text(sheet, first + number, 0, label)
            for place, count in enumerate(counts, 1):
                writer.write_number(sheet, first + number, place, count)
        last = first + len(block.rows) - 1
        writer.write_text(sheet, last + 1, 0, block.note)
        height = max(CHART_HEIGHT, 80 + 26 * len(block.rows))
        chart = self._draw(writer, name, block, row + 1, last)
        chart.set_size({"width": 720, "height": height})
        description = {"description": block.title, "x_offset": 20}
        sheet.insert_chart(row, len(block.headings), chart, description)
        return max(last + 3, row + height // 20 + 2)

    def _draw(self, writer, name, block, heading, last):
        """Horizontal bars with their numbers: no label is cut, no colour is needed."""
        kind = {"type": "bar"}
        if block.stacked:
            kind["subtype"] = "stacked"
        chart = writer.workbook.add_chart(kind)
        colours = ("#2B6C8A", "#8DB4C5", "#DCE6EB")
        for place in range(1, len(block.headings)):
            chart.add_series(
                {
                    "name": [name, heading, place],
                    "categories": [name, heading + 1, 0, last, 0],
                    "values": [name, heading + 1, place, last, place],
                    "data_labels": {"value": True},
                    "fill": {"color": colours[place - 1]},
                    "border": {"color": "#1F3B4D"},
                    "gap": 60,
                }
            )
        chart.set_title({"name": block.title, "name_font": {"size": 13}})
        chart.set_y_axis({"reverse": True, "major_tick_mark": "none"})
        chart.set_x_axis(
            {"major_gridlines": {"visible": False}, "num_format": "0", "min": 0}
        )
        if block.stacked:
            chart.set_legend({"position": "bottom"})
        else:
            chart.set_legend({"none": True})
        return chart


class Progress:
    """Counts the rows that pass, and tells who wants to know."""

    def __init__(self, on_progress, total):
        self.on_progress = on_progress
        self.total = total
        self.done = 0

    def follow(self, batches):
        """Yield the batches, telling after each of them how far it is."""
        for rows in batches:
            yield rows
            self.done += len(rows)
            if self.on_progress:
                self.on_progress(self.done, self.total)
