"""One export: what was asked for, by whom, and the file that answers it."""

from dataclasses import dataclass

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..tools.groups import EXPORTERS, STAFF
from .about import describe_filter
from .names import name_file
from .publication import write_csv
from .publication_flat import FlatTable
from .publication_groups import GroupedTable
from .register import TABLES, get_table_domain
from .summary import Summary
from .workbook import write_workbook

MIMETYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "zip": "application/zip",
}
# Sheet of each model, and path from its rows to the records of the model, if any.
SELECTIONS = {
    **{table.model_name: (key, None) for key, table in TABLES.items()},
    "plpdma.response": ("contributions", "response_ids"),
}


@dataclass(frozen=True)
class ExportOptions:
    """What is asked for; JSON holds it while it waits."""

    kind: str = "register"
    format: str = "xlsx"
    # What stands between two cells of a CSV file.
    separator: str = ";"
    program_id: int | None = None
    date_from: str | None = None
    date_to: str | None = None
    sheets: tuple = ("summary", *TABLES)
    lang: str | None = None
    personal: bool = False
    # Of the file of the procedure: ``internal`` or ``public``.
    audience: str = "internal"
    # Records chosen in a list: their model, and a domain.
    selection_model: str | None = None
    selection_domain: tuple | None = None
    company_ids: tuple = ()


class Export:
    """Rows and files of one export, for its user and nobody else."""

    def __init__(self, env, options):
        """:param env: environment of whoever exports
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
        if self.is_publication:
            domain = self._get_domain("contributions")
            table = FlatTable if self.options.format == "csv" else GroupedTable
            return {"contributions": table(self.env, domain)}
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

    @property
    def is_publication(self):
        """Whether it is the table made to be published, and not the register."""
        return self.options.kind == "publication"

    @property
    def has_summary(self):
        """Whether the figures of the register come with it."""
        return not self.is_publication and "summary" in self.options.sheets

    @property
    def is_selection_used(self):
        """Whether the records chosen are among what is exported."""
        if not self.options.selection_model:
            return False
        key, _path = SELECTIONS[self.options.selection_model]
        if self.is_publication:
            return key == "contributions"
        return key in self.options.sheets

    def get_missing_titles(self):
        """Names of the sheets asked for that the user does not read."""
        if self.is_publication:
            return []
        return [
            table(self.env).title
            for key, table in TABLES.items()
            if key in self.options.sheets and not self._is_readable(key)
        ]

    def get_summary(self):
        """Figures of what is exported, as the user may count it.

        :return: :class:`~.summary.Summary`
        """
        domains = {
            key: TABLES[key](self.env, self._get_domain(key)).domain for key in TABLES
        }
        return Summary(self.env, domains)

    def get_dashboard(self):
        """The dashboard of the programme that is exported, over the period, as its user
        reads it; nothing for several programmes, or for records that were chosen."""
        options = self.options
        program = self.env["plpdma.program"].browse(options.program_id or ())
        if not program or options.selection_model or not program.has_access("read"):
            return None
        return program.get_dashboard(
            {"date_from": options.date_from, "date_to": options.date_to}
        )

    def get_company_names(self):
        """Authorities of the programmes that the user reads, in their order."""
        programs = self.env["plpdma.program"].search(
            Domain("id", "=", self.options.program_id)
            if self.options.program_id
            else Domain.TRUE
        )
        # sudo: the name of the authority stands on all that it publishes.
        return sorted(set(programs.company_id.sudo().mapped("name")))

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
        if self.is_publication:
            return self.env._("Opinions and observations taken into account")
        return self.env._("Register of the concertation")

    @property
    def filename(self):
        """Name of the file: of which programme, what, for whom, and of when."""
        today = fields.Date.context_today(self.env.user)
        program = self.env["plpdma.program"].browse(self.options.program_id or ())
        name = name_file(
            self.env, self.title, program.mapped("name"), self.is_publication, today
        )
        return f"{name}.{self.options.format}"

    @property
    def mimetype(self):
        """Media type of the file."""
        return MIMETYPES[self.options.format]

    @property
    def model_name(self):
        """Model to which the line of the log is attached."""
        if self.is_publication:
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
        batches = {
            key: progress.follow(table.iter_batches(columns[key], ids[key]))
            for key, table in tables.items()
        }
        if self.options.format == "csv":
            write_csv(
                file,
                batches["contributions"],
                [column.label for column in columns["contributions"]],
                self.options.separator,
            )
        else:
            write_workbook(file, self, tables, columns, batches)
        headings = [
            f"{table.title}: " + ", ".join(column.label for column in columns[key])
            for key, table in tables.items()
        ]
        return progress.total, "\n".join(headings)

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
            filter_text=describe_filter(self),
            fields_text=columns,
            with_personal_data=self.options.personal,
        )


class Progress:
    """Counts the rows that pass, and tells whoever wants to know."""

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
