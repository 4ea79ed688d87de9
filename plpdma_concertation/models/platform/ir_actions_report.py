from lxml import html

from odoo import api, models

from ...tools.remote import drop_remote_addresses


class IrActionsReport(models.Model):
    """What is printed fetches nothing from elsewhere: the engine that prints would ask
    any address, those inside the authority's own network among them."""

    _inherit = "ir.actions.report"

    @api.model
    def _render_qweb_html(self, report_ref, docids, data=None):
        content, kind = super()._render_qweb_html(report_ref, docids, data)
        report = self._get_report(report_ref)
        if report.report_name.startswith("plpdma_concertation."):
            root = html.document_fromstring(content.decode())
            own = {self.get_base_url(), report._get_report_url()}
            drop_remote_addresses(
                root, own=[f"{url.rstrip('/').lower()}/" for url in own if url]
            )
            content = html.tostring(root, doctype="<!DOCTYPE html>", encoding="utf-8")
        return content, kind
