"""What everybody may reuse of a programme, and its calendar, each at an address that
stays."""

import hashlib
import tempfile
from os import SEEK_END

from odoo import http
from odoo.http import Response, content_disposition, request, route
from odoo.modules.module import Manifest
from odoo.tools.lru import LRU

from ...export.open_data import CSV, FORMAT, JSON, LICENCE, MIMETYPES, SCHEMA
from ...export.open_measures import OpenMeasures
from ...export.open_register import OpenRegister
from .layout import HOME, find_program, render_unknown

MODULE = "plpdma_concertation"
CHUNK = 1 << 16
DIGITS = 32
# By the version of what a file rests on, the tag of its content, which is all that is
# published: a version changes for less. In each process; what it forgot, it reads.
ETAGS = LRU(1024)
# Smaller files stay in memory.
SPOOLED = 1 << 20
# Asked for again each time, and sent again only if it changed: what is withdrawn from
# the register is withdrawn from what is kept of it.
FRESH = {
    "Cache-Control": "no-cache",
    "X-Content-Type-Options": "nosniff",
    # Anybody's page may show the data.
    "Access-Control-Allow-Origin": "*",
}
OPTIONS = {
    "type": "http",
    "auth": "public",
    "website": True,
    # One file, whatever the language of whoever asks.
    "multilang": False,
    "methods": ["GET"],
    "readonly": True,
}


class PublicOpenData(http.Controller):
    """Files under ``/concertation/<programme>``."""

    @route(f"{HOME}/<int:program_id>/register.csv", **OPTIONS)
    def register_csv(self, program_id, **_query):
        """The register, for spreadsheets."""
        return self._send(program_id, OpenRegister, CSV)

    @route(f"{HOME}/<int:program_id>/register.json", **OPTIONS)
    def register_json(self, program_id, **_query):
        """The register, for programs."""
        return self._send(program_id, OpenRegister, JSON)

    @route(f"{HOME}/<int:program_id>/register.schema.json", **OPTIONS)
    def register_schema(self, program_id, **_query):
        """What each column of the register holds."""
        return self._send(program_id, OpenRegister, SCHEMA)

    @route(f"{HOME}/<int:program_id>/measures.csv", **OPTIONS)
    def measures_csv(self, program_id, **_query):
        """The actions of the programme, for spreadsheets."""
        return self._send(program_id, OpenMeasures, CSV)

    @route(f"{HOME}/<int:program_id>/measures.schema.json", **OPTIONS)
    def measures_schema(self, program_id, **_query):
        """What each column of the actions holds."""
        return self._send(program_id, OpenMeasures, SCHEMA)

    @route(f"{HOME}/<int:program_id>/calendar.ics", **OPTIONS)
    def calendar(self, program_id, **_query):
        """The dates that everybody reads, for calendars to follow."""
        program = self._find(program_id)
        if not program:
            return render_unknown()
        content = program._get_calendar_feed()
        headers = {"Content-Type": "text/calendar; charset=utf-8", **FRESH}
        return self._answer(content, _make_etag(content), headers)

    def _find(self, program_id):
        """The programme in superuser mode, in the language of the authority, whoever
        asks; or none."""
        program = find_program(program_id)
        lang = program.company_id._plpdma_get_lang() if program else None
        return program.with_context(lang=lang) if lang else program

    def _send(self, program_id, table, kind):
        """The HTTP response that sends a file, or says that it did not change.

        :param table: class of the table
        :param str kind: extension of the file
        """
        program = self._find(program_id)
        if not program:
            return render_unknown()
        open_data = table(program.env, program)
        version = program._get_open_data_version()
        version = _make_etag(
            f"{program.env.cr.dbname}|{FORMAT}|{Manifest.for_addon(MODULE).version}|"
            f"{program.env.lang}|{open_data.name}|{kind}|{program.get_base_url()}|"
            f"{version}".encode()
        )
        name = f"{open_data.name}.{kind}"
        headers = {
            "Content-Type": MIMETYPES[kind],
            "Link": ", ".join(
                (
                    f'<{LICENCE["path"]}>; rel="license"',
                    f'<{open_data.get_url(SCHEMA)}>; rel="describedby"',
                )
            ),
            **FRESH,
        }
        if kind == CSV:
            headers["Content-Disposition"] = content_disposition(
                f"concertation-{program.id}-{name}"
            )
        # Nothing is read of what did not change.
        etag = ETAGS.get(version)
        if etag and _is_kept(etag):
            return self._answer(b"", etag, headers)
        # Written to the disk, then sent piece by piece: neither the memory nor a
        # connection to the database waits for whoever reads slowly.
        file = tempfile.SpooledTemporaryFile(max_size=SPOOLED)
        open_data.write_to(file, kind)
        etag = ETAGS[version] = _digest(file)
        if _is_kept(etag):
            file.close()
            return self._answer(b"", etag, headers)
        headers["Content-Length"] = str(file.seek(0, SEEK_END))
        file.seek(0)
        response = Response(
            iter(lambda: file.read(CHUNK), b""),
            headers=list(headers.items()),
            direct_passthrough=True,
        )
        response.call_on_close(file.close)
        response.set_etag(etag)
        return response

    def _answer(self, content, etag, headers):
        response = request.make_response(content, list(headers.items()))
        response.set_etag(etag)
        if _is_kept(etag):
            response.status_code = 304
            response.set_data(b"")
            response.headers.remove("Content-Length")
        return response


def _is_kept(etag):
    """Whether whoever asks keeps this content already. A server that compresses what
    it passes on weakens the tag: the content is the same."""
    return request.httprequest.if_none_match.contains_weak(etag)


def _make_etag(content):
    return hashlib.sha256(content).hexdigest()[:DIGITS]


def _digest(file):
    """As ``_make_etag``, of the content of a file."""
    file.seek(0)
    digest = hashlib.sha256()
    while chunk := file.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()[:DIGITS]
