"""The adopted programme is transmitted: to whom, when, and with what."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tools import plaintext2html

from ...tools.notifications import CLOSE, make_notification
from ..program.plpdma_delivery import LOST, UNDELIVERED_ACTIVITY
from .plpdma_milestone import ADDRESSEES
from .plpdma_milestone_recipient import PURPOSE

TEMPLATE = "plpdma_concertation.mail_template_transmission"


class PlpdmaMilestone(models.Model):
    """The transmission of the programme, with the programme."""

    _inherit = "plpdma.milestone"

    recipient_ids = fields.One2many(
        "plpdma.milestone.recipient", "milestone_id", string="Recipients", copy=False
    )

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------
    @api.constrains("document_ids", *ADDRESSEES)
    def _check_transmitted(self):
        """What was transmitted is kept with its proof."""
        for milestone in self.filtered(lambda one: one.kind == "transmission"):
            if any(milestone[name] for name in ADDRESSEES):
                milestone._check_has_file()

    def _check_has_file(self):
        """:raise ValidationError: without the programme"""
        self.ensure_one()
        if not self._get_transmitted_files():
            raise ValidationError(
                self.env._(
                    "“%s”: attach the programme as it was adopted. The law asks that "
                    "it be transmitted, not only announced.",
                    self.name,
                )
            )

    def _get_transmitted_files(self):
        """The documents that leave with the message: files, not addresses."""
        self.ensure_one()
        return self.document_ids.filtered(lambda file: file.type == "binary")

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_transmit(self):
        """Write to the recipients whom the programme has not reached yet, with the
        documents attached; safe to repeat.

        :return: notification that says how many messages leave
        :raise UserError: before the programme is adopted, without the programme, or
            naming those without an address
        """
        self.ensure_one()
        self.check_access("write")
        self._lock_to_judge()
        self._check_may_transmit()
        if not self.recipient_ids:
            raise UserError(
                self.env._(
                    "Add the recipients first: prefect of the region, regional "
                    "council, ADEME."
                )
            )
        # sudo: what left is looked at, and the message is written; the right to write
        # the milestone was checked.
        waiting = self.sudo().recipient_ids._filter_to_send()
        unreachable = waiting.filtered(lambda one: not one.partner_id.email_normalized)
        if unreachable:
            raise UserError(
                self.env._(
                    "Without a valid e-mail address: %s. Write it on their contact, or "
                    "note their letter as posted.",
                    ", ".join(unreachable.mapped("display_name")),
                )
            )
        if waiting:
            lines = self.env["plpdma.delivery"]._write_messages(
                PURPOSE,
                # sudo: the message is the authority's; who may send it was checked.
                self.env.ref(TEMPLATE).sudo(),
                waiting,
                waiting._prepare_deliveries(),
                attachment_ids=[
                    Command.link(file.id) for file in self._get_transmitted_files()
                ],
            )
            return lines._let_leave()
        return make_notification(
            self.env._("It has left for all the recipients already."), "info", CLOSE
        )

    def _check_may_transmit(self):
        """:raise UserError: before the programme is adopted, or without it"""
        for milestone in self:
            adoption = milestone.program_id._get_milestone("deliberation")
            if not adoption.date_done:
                raise UserError(
                    self.env._(
                        "“%(program)s” is not adopted yet: note the deliberation "
                        "first.%(missing)s",
                        program=milestone.program_id.name,
                        missing=adoption.missing_authorities
                        and " "
                        + self.env._("Still awaited: %s.", adoption.missing_authorities)
                        or "",
                    )
                )
            milestone._check_has_file()

    # ------------------------------------------------------------------
    # What did not arrive
    # ------------------------------------------------------------------
    def _alert_untransmitted(self):
        """Ask whoever manages the programme to see to the recipients whom the message
        did not reach: one activity, as long as there are some. In superuser mode."""
        for milestone in self:
            known = milestone.activity_search([UNDELIVERED_ACTIVITY])
            known.unlink()
            lost = milestone.recipient_ids.filtered(lambda one: one.delivery in LOST)
            if not lost:
                continue
            program = milestone.program_id
            user = program.manager_id or program._get_any_manager()
            note = "\n".join(
                f"{one.display_name} : {one.delivery_reason}"
                for one in lost.with_context(lang=user.lang)
            )
            # No e-mail tells of e-mails that do not leave.
            milestone.with_context(mail_activity_quick_update=True).activity_schedule(
                UNDELIVERED_ACTIVITY,
                user_id=user.id or self.env.uid,
                note=plaintext2html(note),
            )

    # ------------------------------------------------------------------
    # Warnings
    # ------------------------------------------------------------------
    @api.depends("recipient_ids.delivery_ids.state", "recipient_ids.addressee")
    def _compute_warnings(self):
        return super()._compute_warnings()

    def _get_transmission_warnings(self):
        """Whom the message did not reach, besides."""
        warnings = super()._get_transmission_warnings()
        if self.kind != "transmission":
            return warnings
        # sudo: what the ledger says is told in words to the staff alone.
        for recipient in self.sudo().recipient_ids:
            if recipient.delivery in LOST:
                warnings.append(
                    self.env._(
                        "The programme did not reach %(recipient)s: %(reason)s",
                        recipient=recipient.display_name,
                        reason=recipient.delivery_reason or "",
                    )
                )
        return warnings


class PlpdmaDelivery(models.Model):
    """The messages of the procedure in the ledger."""

    _inherit = "plpdma.delivery"

    purpose = fields.Selection(
        selection_add=[
            (PURPOSE, "Transmission of the programme"),
            ("synthesis", "Synthesis to the CCES"),
        ],
        ondelete={PURPOSE: "cascade", "synthesis": "cascade"},
    )
    milestone_id = fields.Many2one(
        "plpdma.milestone", readonly=True, index="btree_not_null", ondelete="set null"
    )
    recipient_id = fields.Many2one(
        "plpdma.milestone.recipient",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )

    def _tell_records(self):
        result = super()._tell_records()
        transmissions = self.filtered("recipient_id")
        if transmissions:
            transmissions.recipient_id._on_transmission(transmissions)
        syntheses = self.filtered(
            lambda line: line.purpose == "synthesis" and line.milestone_id
        )
        if syntheses:
            syntheses.milestone_id._on_synthesis()
        return result
