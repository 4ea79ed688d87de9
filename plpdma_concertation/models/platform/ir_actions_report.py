import io

from lxml import html

from odoo import api, models
from odoo.exceptions import UserError

from ...tools.pdf_marks import mark_pdf
from ...tools.remote import drop_remote_addresses


class IrActionsReport(models.Model):
    """What is printed fetches nothing from elsewhere: the engine that prints would ask
    any address, those inside the authority's own network among them. Its file says its
    title and its language, and keeps its bookmarks."""

    _inherit = "ir.actions.report"

    @api.model
    def _render_qweb_html(self, report_ref, docids, data=None):
        content, kind = super()._render_qweb_html(report_ref, docids, data)
        report = self._get_report(report_ref)
        if report._plpdma_is_ours():
            root = html.document_fromstring(content.decode())
            own = {self.get_base_url(), report._get_report_url()}
            drop_remote_addresses(
                root, own=[f"{url.rstrip('/').lower()}/" for url in own if url]
            )
            content = html.tostring(root, doctype="<!DOCTYPE html>", encoding="utf-8")
        return content, kind

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        """One file for all the records: cut by record and put together again, as those
        that are attached need, it would lose its bookmarks."""
        report = self._get_report(report_ref)
        if not report._plpdma_is_ours() or report.attachment:
            return super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids)
        if self.get_wkhtmltopdf_state() == "install":
            raise UserError(
                self.env._("The program that prints, wkhtmltopdf, is not installed.")
            )
        # As Odoo does: separate style sheets would not all be loaded in time.
        plain = self.with_context(debug=False)
        content = plain._render_qweb_html(
            report_ref, res_ids, data={"debug": False, "report_type": "pdf", **data}
        )[0]
        bodies, _ids, header, footer, paper = report.with_context(
            debug=False
        )._prepare_html(content, report_model=report.model)
        printed = self._run_wkhtmltopdf(
            bodies,
            report_ref=report_ref,
            header=header,
            footer=footer,
            landscape=self.env.context.get("landscape"),
            specific_paperformat_args=paper,
            set_viewport_size=self.env.context.get("set_viewport_size"),
        )
        root = html.document_fromstring(content.decode())
        title = " ".join((root.findtext(".//title") or report.name).split())
        # That of its first sheet: the page around it may speak the reader's.
        langs = root.xpath("//main//@lang") or root.xpath("//@lang")
        marked = mark_pdf(printed, title, next(iter(langs), ""))
        return {False: {"stream": io.BytesIO(marked), "attachment": None}}

    def _plpdma_is_ours(self):
        self.ensure_one()
        return self.report_name.startswith("plpdma_concertation.")
