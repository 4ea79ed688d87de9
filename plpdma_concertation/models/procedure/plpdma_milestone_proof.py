"""The proof of a transmission: what left, to whom and when, is not written again."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.changes import is_other
from ..platform.ir_attachment_field import CONTENT
from .plpdma_milestone import ADDRESSEES
from .plpdma_milestone_recipient import DATES


class PlpdmaDelivery(models.Model):
    """What the ledger keeps of a message with files."""

    _inherit = "plpdma.delivery"

    told_to = fields.Char(
        string="Name and Address",
        readonly=True,
        help="Of whoever it was written to, as they were when it was.",
    )
    attached_ids = fields.Many2many(
        "ir.attachment",
        "plpdma_delivery_attached_rel",
        "delivery_id",
        "attachment_id",
        string="Files Attached",
        bypass_search_access=True,
        readonly=True,
    )
    attached = fields.Text(
        string="What Was Attached",
        readonly=True,
        help="Each file, with the fingerprint (SHA-256) that it had.",
    )

    def _get_attached_for_good(self):
        """The files that left, or are leaving."""
        return self.filtered(lambda line: line.state != "failed").attached_ids


class PlpdmaMilestone(models.Model):
    """A transmission whose facts are those of the ledger."""

    _inherit = "plpdma.milestone"

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    def write(self, vals):
        """:raise UserError: for another date than that on which the message left, or
        for a file taken away from what left"""
        if not self.env.su:
            self._check_dates_kept(vals)
        result = super().write(vals)
        if "document_ids" in vals:
            self._check_files_kept()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_proof(self):
        """What left, and what everybody reads, is not dropped with its step."""
        self.recipient_ids._check_not_told()
        for milestone in self.filtered("date_online"):
            raise UserError(
                self.env._(
                    "“%s” is online: take it off before you delete it.", milestone.name
                )
            )

    def _check_dates_kept(self, vals):
        """:raise UserError: for a date that the ledger gave"""
        names = [name for name in ADDRESSEES if name in vals]
        # sudo: what the ledger says is compared.
        for recipient in self.sudo().recipient_ids if names else ():
            name = DATES.get(recipient.addressee)
            milestone = recipient.milestone_id
            if (
                name in names
                and recipient.date_sent
                and milestone[name] == recipient.date_sent
                and is_other(milestone, name, vals[name])
            ):
                raise UserError(
                    self.env._(
                        "The programme left for %(recipient)s on %(date)s: the date is "
                        "that of the message, and is not written by hand.",
                        recipient=recipient.display_name,
                        date=self._format(recipient.date_sent),
                    )
                )

    def _check_files_kept(self):
        """:raise UserError: naming a file that left and is no longer here"""
        for milestone in self:
            # sudo: what left is looked at.
            lines = milestone.sudo().recipient_ids.delivery_ids
            gone = lines._get_attached_for_good() - milestone.sudo().document_ids
            for file in gone:
                raise UserError(file._plpdma_word_kept())

    # ------------------------------------------------------------------
    # Warnings
    # ------------------------------------------------------------------
    def _get_transmission_warnings(self):
        """Who would have been given the programme before it was adopted, besides."""
        warnings = super()._get_transmission_warnings()
        adoption = self.program_id._get_milestone("deliberation").date_done
        if self.kind != "transmission" or not adoption:
            return warnings
        early = {
            name: self._format(self[name])
            for name in ADDRESSEES
            if self[name] and self[name] < adoption
        }
        if early:
            warnings.append(
                self.env._(
                    "Informed before the adoption of %(adoption)s: %(addressees)s. "
                    "The programme is transmitted once it is adopted: check the "
                    "dates.",
                    adoption=self._format(adoption),
                    addressees=self._name_addressees(early, early),
                )
            )
        return warnings


class IrAttachment(models.Model):
    """A file that left with a message, or that everybody reads in an annual report, is
    not changed behind it."""

    _inherit = "ir.attachment"

    def write(self, vals):
        """:raise UserError: for another content of such a file"""
        if CONTENT & vals.keys():
            self._plpdma_check_not_told()
        return super().write(vals)

    def unlink(self):
        """:raise UserError: for such a file"""
        self._plpdma_check_not_told()
        return super().unlink()

    def _plpdma_check_not_told(self):
        """:raise UserError: naming the first file that left, or is online"""
        # sudo: what left, and what is online, is looked at.
        milestones = self.env["plpdma.milestone"].sudo().with_context(active_test=False)
        lines = self.env["plpdma.delivery"].sudo()
        # Dropped on a milestone, a file belongs to nothing until it is kept.
        files = self.sudo().filtered(
            lambda one: one.res_model == milestones._name and one.res_id
        )
        if not files:
            return
        left = lines.search(Domain("attached_ids", "in", files.ids))
        for file in files & left._get_attached_for_good():
            raise UserError(file._plpdma_word_kept())
        online = milestones.search(
            Domain("online_document_ids", "in", files.ids)
            & Domain("date_online", "!=", False)
        )
        for file in files & online.online_document_ids:
            raise UserError(
                self.env._(
                    "“%s” is what everybody reads: take the report off before its "
                    "file.",
                    file.name,
                )
            )

    def _plpdma_word_kept(self):
        return self.env._(
            "“%s” left with the programme: it stays as it was sent. Add another file "
            "beside it.",
            self.name,
        )
