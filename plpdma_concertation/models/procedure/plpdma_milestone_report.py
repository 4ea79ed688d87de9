"""The annual report: presented to the CCES, told to the assembly with its opinion, put
online as the programme was."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.moments import describe_day
from .plpdma_milestone import CCES_KINDS


class PlpdmaMilestone(models.Model):
    """The annual report that everybody reads, with what the CCES said of it."""

    _inherit = "plpdma.milestone"

    date_assembly = fields.Date(
        string="Told to the Assembly on",
        copy=False,
        tracking=True,
        help="With the opinion of the CCES.",
    )
    online_document_ids = fields.Many2many(
        "ir.attachment",
        "plpdma_milestone_online_document_rel",
        "milestone_id",
        "attachment_id",
        string="Documents Put Online",
        bypass_search_access=True,
        copy=False,
        help="The report, as everybody reads it on the page of the programme.",
    )
    date_online = fields.Date(
        string="Online since",
        readonly=True,
        copy=False,
        tracking=True,
        help="Day on which the report was put on the page of the programme.",
    )

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------
    @api.constrains(
        "online_document_ids", "date_online", "date_done", "opinion", "vote_id"
    )
    def _check_online(self):
        """What is online was presented, is told with the opinion of the CCES, and has a
        file, which belongs to the report."""
        for milestone in self:
            if milestone.date_online and not milestone.online_document_ids:
                raise UserError(
                    self.env._(
                        "“%s” is online: take it off before its file.", milestone.name
                    )
                )
            if milestone.date_online and not milestone.date_done:
                raise UserError(
                    self.env._(
                        "“%s” is online: take it off before you take back that it was "
                        "presented to the CCES.",
                        milestone.name,
                    )
                )
            if milestone.date_online and not milestone._get_opinion():
                raise UserError(
                    self.env._(
                        "“%s” is online with the opinion of the CCES: take it off "
                        "before its opinion.",
                        milestone.name,
                    )
                )
            # sudo: where the files belong is compared.
            for file in milestone.sudo().online_document_ids:
                # Dropped on it, it belongs to nothing until it is kept.
                if file.res_model != self._name or file.res_id not in (
                    milestone.id,
                    0,
                    False,
                ):
                    raise UserError(
                        self.env._(
                            "“%s” belongs to another record: add the file to the "
                            "milestone itself to put it online.",
                            file.name,
                        )
                    )

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    def write(self, vals):
        """:raise UserError: for a file taken away from what everybody reads"""
        online = {one: one.online_document_ids for one in self if one.date_online}
        result = super().write(vals)
        for report, files in online.items():
            if report.date_online and files - report.online_document_ids:
                raise UserError(
                    self.env._(
                        "“%s” is online: take it off before its file.", report.name
                    )
                )
        return result

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_put_online(self):
        """Put the annual reports on the page of their programme, with the opinion of
        the CCES; safe to repeat.

        :raise UserError: for another milestone, without its file, before it was
            presented, or without the opinion
        """
        self.check_access("write")
        for report in self:
            if report.kind != "annual_report":
                raise UserError(
                    self.env._("“%s” is not an annual report.", report.name)
                )
            if not report.online_document_ids:
                raise UserError(
                    self.env._(
                        "Add the file of “%s” before it goes online.", report.name
                    )
                )
            if not report.date_done:
                raise UserError(
                    self.env._(
                        "“%s” is not presented yet: note the day on which the CCES "
                        "heard it before it goes online.",
                        report.name,
                    )
                )
            if not report._get_opinion():
                raise UserError(
                    self.env._(
                        "Write the opinion of the CCES on “%s” before it goes online: "
                        "the report is published with it.",
                        report.name,
                    )
                )
        # sudo: the day is a fact; the right to write was checked.
        for report in self.sudo().filtered(lambda one: not one.date_online):
            report.date_online = report.program_id._get_today()

    def action_take_off(self):
        """Take the annual reports off the page of their programme."""
        self.check_access("write")
        # sudo: the day is a fact; the right to write was checked.
        self.sudo().filtered("date_online").write({"date_online": False})

    # ------------------------------------------------------------------
    # Warnings
    # ------------------------------------------------------------------
    @api.depends(
        "opinion", "vote_id", "date_assembly", "date_online", "program_id.is_published"
    )
    def _compute_warnings(self):
        return super()._compute_warnings()

    def _get_date_warnings(self):
        """What an opinion and an annual report lack once they are done, besides."""
        warnings = super()._get_date_warnings()
        if self.kind not in CCES_KINDS or not self.date_done:
            return warnings
        if self.kind != "annual_report":
            return warnings
        missing = [
            label
            for is_there, label in (
                (self._get_opinion(), self.env._("the opinion of the CCES")),
                (self.date_assembly, self.env._("the day it was told to the assembly")),
                (
                    self.date_online or not self.program_id.is_published,
                    self.env._("its publication on the page of the programme"),
                ),
            )
            if not is_there
        ]
        if missing:
            warnings.append(
                self.env._(
                    "“%(report)s” is presented. Still to note: %(missing)s.",
                    report=self.name,
                    missing=", ".join(missing),
                )
            )
        return warnings


class PlpdmaProgram(models.Model):
    """The annual reports that everybody reads."""

    _inherit = "plpdma.program"

    def _get_online_reports(self):
        """The annual reports put online, the latest first. In superuser mode."""
        self.ensure_one()
        return self.milestone_ids.filtered(
            lambda one: one.kind == "annual_report" and one.date_online and one.active
        ).sorted("year", reverse=True)

    def _describe_annual_reports(self):
        """``[{"name", "date", "opinion", "documents"}]`` of the annual reports that are
        online, as the public reads them. In superuser mode."""
        path = self._get_public_path()
        return [
            {
                "id": report.id,
                "name": report.name,
                "date": describe_day(self.env, report.date_online),
                "opinion": report._get_opinion(),
                "documents": [
                    {
                        "name": file.name,
                        "size": max(file.file_size // 1024, 1),
                        "url": f"{path}/documents/{file.id}",
                    }
                    for file in report.online_document_ids
                    if file.type == "binary"
                ],
            }
            for report in self._get_online_reports()
        ]

    def _find_public_document(self, attachment_id):
        """A file of an annual report that is online, besides."""
        # sudo: see _find_published.
        found = super()._find_public_document(attachment_id)
        if found or not self:
            return found
        return (
            self.sudo()
            ._get_online_reports()
            .online_document_ids.filtered(
                lambda file: file.id == attachment_id and file.type == "binary"
            )
        )
