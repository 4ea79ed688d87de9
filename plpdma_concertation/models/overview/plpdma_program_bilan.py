from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tools.safe_eval import safe_eval

from ...tools.groups import MANAGER

REPORT = "plpdma_concertation.action_report_bilan"


class PlpdmaProgram(models.Model):
    """The report on the concertation goes online, as a page and as a file, and is taken
    off, when a manager decides so."""

    _name = "plpdma.program"
    _inherit = ["plpdma.program", "plpdma.earned.mixin"]

    bilan_date = fields.Date(
        string="Report Online Since",
        readonly=True,
        copy=False,
        tracking=True,
        help="Everybody reads the report on the concertation, as a page whose figures "
        "are those of the day, and as a file whose figures are those of that date.",
    )
    bilan_document_id = fields.Many2one(
        "ir.attachment",
        string="Report Online",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
    )

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model
    def _get_earned_fields(self):
        return super()._get_earned_fields() | {"bilan_date", "bilan_document_id"}

    @api.model
    def _get_earned_sentences(self):
        told = self.env._("Use “Put the Report Online”.")
        return {
            **super()._get_earned_sentences(),
            "bilan_date": told,
            "bilan_document_id": told,
        }

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_publish_bilan(self):
        """Put the report as it is today among the published documents, in place of the
        one before; its page is then everybody's too.

        :raise AccessError: for whoever does not manage programmes
        """
        self._check_may_publish_bilan()
        for program in self:
            # sudo: the right was checked; only this action writes these.
            line = program.sudo()
            line.bilan_date = program._get_local_day(fields.Datetime.now())
            before = line.bilan_document_id
            document = program._print_bilan().sudo()
            line.write(
                {
                    "bilan_document_id": document.id,
                    "public_document_ids": [
                        *(Command.unlink(one.id) for one in before),
                        Command.link(document.id),
                    ],
                }
            )
            before.unlink()

    def action_withdraw_bilan(self):
        """Take the report off the public pages; the file is kept with the programme.

        :raise AccessError: for whoever does not manage programmes
        """
        self._check_may_publish_bilan()
        for program in self.sudo():
            # sudo: as above.
            program.write(
                {
                    "public_document_ids": [
                        Command.unlink(one.id) for one in program.bilan_document_id
                    ],
                    "bilan_date": False,
                    "bilan_document_id": False,
                }
            )

    def _check_may_publish_bilan(self):
        self.check_access("write")
        if not self.env.user.has_group(MANAGER):
            raise AccessError(
                self.env._("Only those who manage programmes put their report online.")
            )

    def _print_bilan(self):
        """The report as a file of the programme, in the language of the authority."""
        self.ensure_one()
        lang = self.company_id._plpdma_get_lang()
        report = self.env.ref(REPORT).with_context(lang=lang)
        content, kind = report._render_qweb_pdf(report.report_name, self.ids)
        named = self.with_context(lang=lang)
        name = safe_eval(report.print_report_name, {"object": named})
        return self.env["ir.attachment"].create(
            {
                "name": f"{name}.{kind}",
                "raw": content,
                "res_model": self._name,
                "res_id": self.id,
            }
        )

    # ------------------------------------------------------------------
    # Pages
    # ------------------------------------------------------------------
    def _get_bilan_path(self):
        """Path of the page of the report, whether it is online or not."""
        return f"{self._get_public_path()}/bilan"

    def _get_observations_path(self):
        """Path of the page of what was taken into account."""
        return f"{self._get_public_path()}/observations"

    def _describe_public_documents(self):
        """As the programme does, the report with the page that says the same, and what
        was taken into account, which is a page alone."""
        documents = super()._describe_public_documents()
        pages = []
        if self.bilan_date:
            files = {document["id"]: document for document in documents}
            page = self._get_bilan_path()
            if file := files.get(self.bilan_document_id.id):
                file["page"] = page
            else:
                pages.append((self.env._("Report on the concertation"), page))
        name = self.env._("How the opinions and observations were taken into account")
        pages.append((name, self._get_observations_path()))
        return [
            *documents,
            *({"id": None, "name": name, "size": 0, "url": url} for name, url in pages),
        ]
