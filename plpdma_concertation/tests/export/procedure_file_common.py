"""The file of a procedure, made and read."""

import io
import re
import zipfile
from html import unescape

from lxml import html

from ...export.export import ExportOptions
from ...export.procedure_file import ProcedureFile
from .documents_common import DocumentCase


class ProcedureFileCase(DocumentCase):
    """Documents are printed as HTML, for their words to be read."""

    def _get_file(self, audience, program=None, user=None):
        program = (program or self.program).with_user(user or self.user_agent)
        options = ExportOptions(
            kind="procedure",
            format="zip",
            program_id=program.id,
            audience=audience,
            lang="en_US",
        )
        return ProcedureFile(program.env, options)

    def _make(self, audience, program=None):
        """The archive, read."""
        file = io.BytesIO()
        self.count, self.names = self._get_file(audience, program).write_to(file)
        return zipfile.ZipFile(file)

    def _read_pages(self, archive):
        """``{title: address of the page}`` of the list in the archive."""
        page = html.document_fromstring(archive.read("index.html"))
        return {
            link.xpath("ancestor::tr/th")[0].text: link.get("href")
            for link in page.xpath("//td/div/a")
        }

    def _read_list(self, archive):
        """``({path: digest}, {title: what to do})`` of the list in the archive."""
        page = html.document_fromstring(archive.read("index.html"))
        there = {
            link.get("href"): link.getparent().findtext("code")
            for link in page.xpath("//td/a")
        }
        missing = {
            row.findtext("th"): row.findall("td")[-1].text
            for row in page.xpath("//table[1]/tbody/tr[td[2]][not(.//a)]")
        }
        return there, missing

    def _read_all(self, audience, program):
        """``{path: words}`` of the archive, the documents printed as HTML."""
        reports = self.registry["ir.actions.report"]

        def render(reports, name, ids, data=None):
            return reports._render_qweb_html(name, ids, data=data)

        self.patch(reports, "_render_qweb_pdf", render)
        archive = self._make(audience, program)
        return {
            path: self._read_words(archive.read(path)) for path in archive.namelist()
        }

    def _read_words(self, content):
        if content.startswith(b"PK"):
            inner = zipfile.ZipFile(io.BytesIO(content))
            content = b"\n".join(map(inner.read, inner.namelist()))
        text = content.decode(errors="replace")
        # The letterhead's picture says nothing.
        return re.sub(r"base64,[A-Za-z0-9+/=]+", "", unescape(text))
