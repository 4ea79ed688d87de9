"""To whom the adopted programme is transmitted."""

from hashlib import sha256

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

from ...tools.changes import is_other
from ...tools.groups import STAFF
from ...tools.moments import describe_day
from ..program.plpdma_delivery import LOST

# Those that the law names, and the field of the milestone that says when.
DATES = {"prefect": "date_prefect", "region": "date_region", "ademe": "date_ademe"}
PURPOSE = "transmission"


class PlpdmaMilestoneRecipient(models.Model):
    """Somebody to whom the programme is transmitted: what the ledger says of the
    message is what is known of it."""

    _name = "plpdma.milestone.recipient"
    _description = "Recipient of the Programme"
    _inherit = ["plpdma.import.mixin", "plpdma.earned.mixin"]
    _order = "milestone_id, sequence, id"
    _rec_name = "partner_id"
    _check_company_auto = True

    _earned_fields = frozenset({"date_sent"})
    # To whom it left stays, once it did.
    _told_fields = frozenset({"addressee", "milestone_id", "partner_id"})

    milestone_id = fields.Many2one(
        "plpdma.milestone", required=True, index=True, ondelete="cascade"
    )
    program_id = fields.Many2one(
        related="milestone_id.program_id", store=True, index=True
    )
    company_id = fields.Many2one(
        related="milestone_id.company_id", store=True, index=True
    )
    sequence = fields.Integer(default=10)
    addressee = fields.Selection(
        [
            ("prefect", "Prefect of the region"),
            ("region", "Regional council"),
            ("ademe", "ADEME"),
            ("other", "Other"),
        ],
        string="As",
        required=True,
        default="other",
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Recipient",
        required=True,
        check_company=True,
        index=True,
        ondelete="restrict",
    )
    email = fields.Char(related="partner_id.email", string="Address")
    date_sent = fields.Date(
        string="Left on",
        readonly=True,
        copy=False,
        help="Day on which the message left the server, or its letter was posted.",
    )
    delivery_ids = fields.One2many(
        "plpdma.delivery",
        "recipient_id",
        string="Messages",
        readonly=True,
        groups=STAFF,
    )
    delivery = fields.Selection(
        [
            ("none", "Nothing sent"),
            ("queued", "Leaving"),
            ("sent", "Left"),
            ("failed", "Did not leave"),
            ("bounced", "Came back"),
        ],
        compute="_compute_delivery",
        groups=STAFF,
    )
    delivery_reason = fields.Text(
        string="Why It Was Not Delivered", compute="_compute_delivery", groups=STAFF
    )

    _addressee_uniq = models.UniqueIndex(
        "(milestone_id, addressee) WHERE addressee != 'other'",
        "The prefect of the region, the regional council and ADEME are each listed "
        "once.",
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("partner_id.display_name")
    def _compute_display_name(self):
        for recipient in self:
            # sudo: the office that it is is told to whoever reads the line.
            recipient.display_name = recipient.sudo().partner_id.display_name

    @api.depends("delivery_ids.state")
    def _compute_delivery(self):
        for recipient in self:
            last = recipient.delivery_ids.sorted("id")[-1:]
            recipient.delivery = last.state or "none"
            recipient.delivery_reason = last.state in LOST and last.reason

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------
    @api.constrains("milestone_id")
    def _check_milestone(self):
        for recipient in self:
            if recipient.milestone_id.kind != "transmission":
                raise ValidationError(
                    self.env._(
                        "“%s” is not the transmission of the programme: it has no "
                        "recipients.",
                        recipient.milestone_id.name,
                    )
                )

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    def write(self, vals):
        """:raise UserError: for another recipient than the one whom it left for"""
        for name in self._told_fields & vals.keys():
            changed = self.filtered(
                lambda one, name=name: is_other(one, name, vals[name])
            )
            changed._check_not_told()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_told(self):
        self._check_not_told()

    def _check_not_told(self):
        """:raise UserError: naming the first one for whom the programme left"""
        # sudo: whether something left is looked at.
        for recipient in self.sudo() - self.sudo()._filter_to_send():
            raise UserError(
                self.env._(
                    "The programme was sent to %s: the proof of it stays.",
                    recipient.display_name,
                )
            )

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_note_posted(self):
        """Note that the programme left by letter today; safe to repeat.

        :raise UserError: without the programme attached, or before it is adopted
        """
        self.check_access("write")
        self.milestone_id._check_may_transmit()
        # sudo: what left is looked at; the right to write was checked.
        waiting = self.sudo()._filter_to_send()
        self.env["plpdma.delivery"]._note_told(
            PURPOSE, "letter", waiting._prepare_deliveries()
        )

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    def _filter_to_send(self):
        """Those to whom nothing left, or is leaving."""
        return self.filtered(lambda one: one.delivery not in ("queued", "sent"))

    def _prepare_deliveries(self):
        """List of the values of the ledger's lines for each recipient."""
        return [
            {
                "program_id": recipient.program_id.id,
                "recipient_id": recipient.id,
                "milestone_id": recipient.milestone_id.id,
                "user_id": self.env.uid,
                **recipient._prepare_proof(),
            }
            for recipient in self
        ]

    def _prepare_proof(self):
        """Values of what the ledger keeps of the message, whatever becomes of the
        contact and of the files: who it was for, what was attached."""
        self.ensure_one()
        files = self.milestone_id._get_transmitted_files()
        lines = self.partner_id._plpdma_get_postal_lines(self.company_id)
        return {
            "told_to": ", ".join(lines),
            "attached_ids": [Command.set(files.ids)],
            "attached": "\n".join(
                f"{file.name} (SHA-256 {sha256(file.raw or b'').hexdigest()})"
                for file in files
            ),
        }

    def _get_lang(self):
        """Code of the language in which they are written to."""
        return self.company_id._plpdma_get_lang(self.partner_id)

    def _describe_adoption(self):
        """The day on which the programme was adopted, in words; nothing before."""
        self.ensure_one()
        adoption = self.program_id._get_milestone("deliberation").date_done
        return describe_day(self.env, adoption)

    @api.model
    def _on_transmission(self, lines):
        """Note what became of the messages on the recipients and their milestone.

        :param lines: lines of the ledger whose state has just changed, in superuser
            mode
        """
        for line in lines.sorted("id"):
            recipient = line.recipient_id
            name = DATES.get(recipient.addressee)
            milestone = recipient.milestone_id
            if line.state == "sent":
                recipient.date_sent = line._get_day()
                if name and not milestone[name]:
                    milestone[name] = recipient.date_sent
            elif line.state in LOST and recipient.date_sent:
                if name and milestone[name] == recipient.date_sent:
                    milestone[name] = False
                recipient.date_sent = False
        lines.milestone_id._alert_untransmitted()
