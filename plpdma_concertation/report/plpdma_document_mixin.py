from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import get_lang

from ..export.names import name_file
from ..tools.groups import STAFF


class PlpdmaDocumentMixin(models.AbstractModel):
    """A document to print: one sheet or more for each record.

    It can be asked for by its name, which the groups of its action do not prevent:
    whether the user may print it is checked here, and their record rules decide what it
    holds.
    """

    _name = "plpdma.document.mixin"
    _description = "Printed Document"

    # What is printed, and the groups of those who may.
    _printed_model = None
    _printed_for = STAFF
    # Whether it is made to be given to everybody; None for what is sent to somebody.
    _is_made_public = False

    @api.model
    def _get_report_values(self, docids, data=None):
        """Dictionary of what the templates read: the records (``docs``) and the sheets
        made of them (``sheets``).

        :param docids: ids of the records
        :raise AccessError: for a user who may not print the document, or read the
            records
        :raise UserError: when there is nothing to print
        """
        # Whoever renders it, nothing is read beyond the rights of the user.
        printer = self.with_env(self.env(su=False)).with_context(
            lang=get_lang(self.env, self.env.lang or self.env.user.lang).code
        )
        records = printer._get_printed_records(docids)
        sheets = printer._prepare_all_sheets(records)
        if not sheets:
            raise UserError(printer._get_nothing_message())
        lang = sheets[0]["lang"]
        return {
            "doc_ids": records.ids,
            "doc_model": self._printed_model,
            "docs": records,
            "sheets": sheets,
            "document_lang": lang,
            "title": printer.with_context(lang=lang)._name_document(records),
        }

    # ------------------------------------------------------------------
    # What each document says of itself
    # ------------------------------------------------------------------
    @api.model
    def _get_title(self):
        """Title of the document, as a browser shows it."""
        raise NotImplementedError

    @api.model
    def _name_document(self, records):
        """Title of what is printed of these records: that of the document, and what it
        is about where that is one thing."""
        title = self._get_title()
        if len(records) != 1:
            return title
        return f"{title} – {records.with_env(self.env).display_name}"

    @api.model
    def _get_file_name(self, record):
        """Name of the file of a record, without its extension: of which programme, what
        it is, and for whom.

        :param record: what it is printed of
        """
        program = record if record._name == "plpdma.program" else record.program_id
        content = self._get_title()
        if record != program:
            has_number = "reference" in record._fields and record.reference
            content = f"{content} {has_number or record.display_name}"
        names = program.mapped("name")
        return name_file(self.env, content, names, self._is_made_public)

    @api.model
    def _get_nothing_message(self):
        return self.env._("There is nothing to print.")

    @api.model
    def _check_printable(self, records):
        """Refuse the records of which this document cannot be made.

        :raise UserError: naming them
        """

    @api.model
    def _prepare_all_sheets(self, records):
        """The sheets of the records, those of each after those of the one before.

        :return: as :meth:`_prepare_sheets`
        """
        return [sheet for record in records for sheet in self._prepare_sheets(record)]

    @api.model
    def _prepare_sheets(self, record):
        """List of dictionaries, one for each sheet of a record, each made by
        :meth:`_prepare_sheet`."""
        raise NotImplementedError

    # ------------------------------------------------------------------
    # The page that says the same
    # ------------------------------------------------------------------
    @api.model
    def _prepare_page(self, record):
        """What the page of a document reads, as :meth:`_prepare_sheet` makes it: the
        same rows, by the same code, of the whole programme and of what is published.

        :param record: in superuser mode, found by a page that checked that everybody
            may read its document
        """
        [sheet] = self.with_env(record.env)._prepare_sheets(record)
        program = record if record._name == "plpdma.program" else record.program_id
        return {**sheet, "contact": program._get_service_contact()}

    @api.model
    def _is_for_everybody(self):
        """Whether it is made for its page, and not for a reader of the concertation:
        whoever prints it has no more than their rights."""
        return self.env.su

    @api.model
    def _get_page_path(self, record):
        """Path of the page that says the same, which the file names; none while it is
        not everybody's."""
        return None

    @api.model
    def _get_page_url(self, record):
        """Full address of the page that says the same, or none."""
        program = record if record._name == "plpdma.program" else record.program_id
        # sudo: whether the public pages show it.
        if not program.sudo()._find_published(Domain("id", "=", program.id)):
            return None
        path = self._get_page_path(record.sudo())
        return path and record.get_base_url() + path

    # ------------------------------------------------------------------
    # Who prints what
    # ------------------------------------------------------------------
    @api.model
    def _get_printed_records(self, docids):
        if not self.env.user.has_groups(self._printed_for):
            raise AccessError(
                self.env._("“%s” is not for you to print.", self._get_title())
            )
        archived_too = self.env[self._printed_model].with_context(active_test=False)
        records = archived_too.browse(docids or ()).exists()
        records.check_access("read")
        self._check_printable(records)
        return records

    @api.model
    def _prepare_sheet(self, record, lang=None, **values):
        """Dictionary of what each sheet is made of: the record in a language, and the
        letterhead of its authority.

        :param record: what it is about, which belongs to a company
        :param str lang: code of the language; by default that of the reader
        :param values: what is added to it
        """
        lang = get_lang(self.env, lang).code
        return {
            "lang": lang,
            "lang_tag": lang.replace("_", "-"),
            # sudo: the letterhead of the authority, which every letter shows.
            "company": record.company_id.sudo().with_context(lang=lang),
            "record": record.with_context(lang=lang),
            **values,
        }

    # ------------------------------------------------------------------
    # Words
    # ------------------------------------------------------------------
    @api.model
    def _get_labels(self, record, name):
        """``{value: label}`` of a selection field, in the language of the record."""
        return dict(record._fields[name]._description_selection(record.env))

    @api.model
    def _describe_kind(self, session, *details):
        """Nature and format of a session, then other details, in one line of text."""
        return session._describe_format(*details)

    # ------------------------------------------------------------------
    # Figures
    # ------------------------------------------------------------------
    @api.model
    def _get_shared_domain(self, **conditions):
        """Domain of the contributions that may leave the staff: what was confided stays
        with it.

        :param conditions: values of the fields that narrow it
        """
        domain = self.env["plpdma.contribution"]._get_shared_domain()
        for name, value in conditions.items():
            domain &= Domain(name, "=", value)
        return domain

    @api.model
    def _draw(self, block):
        """Dictionary for the template of the charts, whose bars are drawn in the table
        of their figures.

        :param block: figures, as :class:`~..export.summary.Block`
        """
        longest = max((sum(row[1:]) for row in block.rows), default=0) or 1
        return {
            "title": block.title,
            "note": block.note,
            "headings": block.headings,
            "rows": [
                {
                    "label": label,
                    "counts": counts,
                    "widths": [round(100 * count / longest, 1) for count in counts],
                }
                for label, *counts in block.rows
            ],
        }
