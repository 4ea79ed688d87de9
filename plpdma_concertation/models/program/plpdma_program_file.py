"""The file of the procedure: what each room brings to it."""

import os

from odoo import models
from odoo.fields import Domain
from odoo.tools import format_date, is_html_empty

from ...tools.clock import to_local
from ...tools.moments import describe_instant
from ...tools.procedure_file import (
    PUBLIC,
    Piece,
    write_copy,
    write_page,
    write_table,
)


class PlpdmaProgram(models.Model):
    """A programme, whose procedure is gathered in one file.

    Each room overrides ``_get_procedure_pieces`` and adds its own to what the rooms
    above bring: what there is, and what is missing, with what to do. Nothing is written
    before the file asks for it.
    """

    _inherit = "plpdma.program"

    def _get_procedure_folders(self):
        """``{folder: name}`` of the folders of the file."""
        return {
            "frame": self.env._("frame"),
            "body": self.env._("body"),
            "sessions": self.env._("sessions"),
            "draft": self.env._("draft"),
            "consultation": self.env._("consultation"),
            "register": self.env._("register"),
            "opinions": self.env._("opinions"),
            "answers": self.env._("answers"),
            "adoption": self.env._("adoption"),
            "publication": self.env._("publication"),
            "reports": self.env._("annual reports"),
            "log": self.env._("log"),
        }

    def _get_procedure_pieces(self, audience):
        """List of :class:`Piece`: what the user finds of the procedure, and what it
        lacks.

        :param str audience: ``internal``, or ``public``: then nothing personal, refused
            or confidential
        """
        self.ensure_one()
        pieces = [*self._get_frame_pieces(), *self._get_document_pieces()]
        if audience != PUBLIC:
            # At which hour whom was written to is nobody else's.
            pieces += self._get_ledger_pieces()
        return pieces

    # ------------------------------------------------------------------
    # What a piece is made of
    # ------------------------------------------------------------------
    def _make_page_piece(self, folder, title, sections, date=None):
        """A piece that is a page of HTML; ``sections`` as :func:`write_page` takes
        them."""
        write = write_page(self.env.lang or "en_US", title, sections)
        return Piece(folder, title, "html", date, write)

    def _make_printed_piece(self, folder, title, report, records, date=None):
        """A piece that is one of our documents, printed.

        :param str report: its name, without that of the module
        """
        reports = self.env["ir.actions.report"]
        name = f"plpdma_concertation.{report}"
        url = len(records) == 1 and self.env[f"report.{name}"]._get_page_url(records)

        def write(file):
            file.write(reports._render_qweb_pdf(name, records.ids)[0])

        return Piece(folder, title, "pdf", date, write, url=url or "", is_printed=True)

    def _make_attached_piece(self, folder, attachment, date=None, **named):
        """A piece that is a file that somebody attached; the missing one of an address
        on the web.

        :param named: ``title`` and ``file_name``, where it does not say them itself;
            ``url`` of the page that says the same
        """
        name, extension = os.path.splitext(named.get("file_name") or attachment.name)
        name = named.get("title") or name
        url = named.get("url") or ""
        if attachment.type != "binary":
            return Piece(
                folder,
                attachment.name,
                missing=self.env._("It is an address: attach the file itself."),
            )
        if attachment.store_fname:
            write = write_copy(attachment._full_path(attachment.store_fname))
        else:

            def write(file):
                file.write(attachment.raw or b"")

        date = date or attachment.create_date.date()
        kind = extension[1:].lower() or "bin"
        return Piece(folder, name, kind, date, write, url=url)

    def _make_table_piece(self, folder, title, records, names, date=None):
        """A piece that is a table: some fields of some records, in words."""
        fields_ = [records._fields[name] for name in names]
        labels = {
            field.name: dict(field._description_selection(self.env))
            for field in fields_
            if field.type == "selection"
        }

        def tell(record, field):
            value = record[field.name]
            if field.name in labels:
                return labels[field.name].get(value)
            if field.type == "datetime":
                return self._write_moment(value)
            return value.display_name if field.type == "many2one" else value

        headings = [field._description_string(self.env) for field in fields_]
        rows = ([tell(record, field) for field in fields_] for record in records)
        return Piece(folder, title, "csv", date, write_table(headings, rows))

    def _describe_moment(self, value):
        """The day and the time of an instant, where the authority is."""
        # sudo: whoever reads the programme may not read the authority.
        timezone = self.sudo().company_id._plpdma_get_timezone()
        return describe_instant(self.env, value, timezone, "short")

    def _write_moment(self, value):
        """The same in a cell: as the days are there, which a spreadsheet sorts."""
        # sudo: whoever reads the programme may not read the authority.
        timezone = self.sudo().company_id._plpdma_get_timezone()
        return value and to_local(value, timezone).strftime("%Y-%m-%d %H:%M")

    # ------------------------------------------------------------------
    # What this room brings
    # ------------------------------------------------------------------
    def _get_frame_pieces(self):
        texts = [
            (self._get_frame_label(name), text)
            for name, text in self._get_frame_texts().items()
        ]
        written = [(heading, text) for heading, text in texts if text]
        pieces = []
        if written:
            title = self.env._("Frame of the concertation")
            pieces.append(self._make_page_piece("frame", title, written))
        pieces += [
            Piece(
                "frame",
                heading,
                missing=self.env._("Write it in the programme's frame."),
            )
            for heading, text in texts
            if not text
        ]
        notices = self.env["plpdma.notice"].search(
            [("program_id", "=", self.id)], order="version"
        )
        told = [notice for notice in notices if not is_html_empty(notice.text)]
        for notice in told:
            day = self._get_local_day(notice.date)
            title = self.env._(
                "Notice on the consultative nature, version %s", notice.version
            )
            written = (
                self.env._("Written on %s", format_date(self.env, day)),
                notice.text,
            )
            pieces.append(self._make_page_piece("frame", title, [written], day))
        if not told:
            pieces.append(
                Piece(
                    "frame",
                    self.env._("Notice on the consultative nature"),
                    missing=self.env._("Write it in the programme's frame."),
                )
            )
        return pieces

    def _get_document_pieces(self):
        """What everybody downloads: the draft, the note that presents it, and what else
        was published."""
        # sudo: everybody reads them.
        program = self.sudo()
        base_url = program.get_base_url() if program._is_online() else ""
        pages = {
            told["id"]: base_url + told["page"]
            for told in program._describe_public_documents()
            if base_url and told.get("page")
        }
        pieces = [
            self._make_attached_piece("draft", document, url=pages.get(document.id))
            for document in program.public_document_ids
        ]
        return pieces or [
            Piece(
                "draft",
                self.env._("Draft of the programme, and note that presents it"),
                missing=self.env._(
                    "Add them to the programme's documents to publish (Settings)."
                ),
            )
        ]

    def _is_online(self):
        """Whether everybody reads the pages of the programme."""
        return bool(self._find_published(Domain("id", "=", self.id)))

    def _get_ledger_pieces(self):
        """The messages that left or not, without anybody's name or address."""
        lines = self.env["plpdma.delivery"].search(
            [("program_id", "=", self.id)], order="date_queued, id"
        )
        title = self.env._("Messages sent or not")
        if not lines:
            missing = self.env._("No message was sent from the application yet.")
            return [Piece("log", title, missing=missing)]
        names = ("date_queued", "purpose", "channel", "state", "date_done")
        return [self._make_table_piece("log", title, lines, names)]
