from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..program.plpdma_delivery import LOST


class PlpdmaNoticeReceipt(models.Model):
    """Who was told which version of the notice, when and how.

    A receipt is a fact: it is added, and neither changed nor deleted. A new version of
    the notice makes it outdated, no more. What came with an invitation was received
    once that message left, and was not if it comes back: both are noted by the ledger.
    """

    _name = "plpdma.notice.receipt"
    _description = "Receipt of the Consultative Notice"
    _inherit = ["plpdma.field.access.mixin"]
    _order = "date desc, id desc"
    _rec_name = "stakeholder_id"
    _check_company_auto = True

    stakeholder_id = fields.Many2one(
        "plpdma.stakeholder",
        string="Actor",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    program_id = fields.Many2one(
        related="stakeholder_id.program_id", store=True, index=True
    )
    company_id = fields.Many2one(
        related="stakeholder_id.company_id", store=True, index=True
    )
    notice_id = fields.Many2one(
        "plpdma.notice",
        string="Notice",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    version = fields.Integer(related="notice_id.version", store=True, aggregator=None)
    is_outdated = fields.Boolean(
        string="Outdated",
        compute="_compute_is_outdated",
        store=True,
        help="The notice has changed since.",
    )
    date = fields.Datetime(string="Told on", required=True, default=fields.Datetime.now)
    channel = fields.Selection(
        [
            ("invitation", "With the invitation"),
            ("rsvp", "On replying to the invitation"),
            ("session", "At the opening of a session"),
            ("letter", "By letter"),
        ],
        required=True,
    )
    # The receipt outlives a session that is deleted while a draft.
    session_id = fields.Many2one(
        "plpdma.session",
        check_company=True,
        index="btree_not_null",
        ondelete="set null",
    )
    user_id = fields.Many2one(
        "res.users", string="Recorded by", default=lambda self: self.env.user
    )
    # The invitation that proves it.
    delivery_id = fields.Many2one(
        "plpdma.delivery",
        string="Message",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )

    @api.depends("version", "program_id.notice_version")
    def _compute_is_outdated(self):
        for receipt in self:
            receipt.is_outdated = receipt.version < receipt.program_id.notice_version

    @api.constrains("stakeholder_id", "notice_id", "session_id")
    def _check_same_program(self):
        for receipt in self:
            program = receipt.stakeholder_id.program_id
            if (receipt.notice_id.program_id | receipt.session_id.program_id) - program:
                raise ValidationError(
                    self.env._(
                        "%s is told the notice of their own programme.",
                        receipt.stakeholder_id.display_name,
                    )
                )

    @api.constrains("date")
    def _check_date(self):
        now = fields.Datetime.now()
        for receipt in self:
            if receipt.date > now:
                raise ValidationError(
                    self.env._("A notice cannot have been told in the future.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        """:raise UserError: for an invitation that is only said to have been sent"""
        receipts = super().create(vals_list)
        claimed = receipts.filtered(lambda r: r.channel == "invitation")
        if (claimed or receipts.delivery_id) and not self.env.su:
            raise UserError(
                self.env._(
                    "The notice is noted as told with the invitation when the "
                    "invitation leaves: choose how else it was told."
                )
            )
        return receipts

    @api.model
    def _record(self, stakeholders, channel, session=None):
        """Record that actors were told the notice in force, once each.

        :param stakeholders: the actors
        :param str channel: how they were told
        :param session: the session at which they were, or for which they were invited
        :return: the receipts added; none for those who already have theirs
        """
        notices = stakeholders.program_id._get_notices_in_force()
        session_id = session.id if session else False
        known = self.search(
            [
                ("stakeholder_id", "in", stakeholders.ids),
                ("notice_id", "in", [notice.id for notice in notices.values()]),
                ("channel", "=", channel),
                ("session_id", "=", session_id),
            ]
        ).stakeholder_id
        return self.create(
            [
                {
                    "stakeholder_id": stakeholder.id,
                    "notice_id": notices[stakeholder.program_id].id,
                    "channel": channel,
                    "session_id": session_id,
                }
                for stakeholder in stakeholders - known
            ]
        )

    # ------------------------------------------------------------------
    # With the invitations
    # ------------------------------------------------------------------
    @api.model
    def _follow_invitations(self, lines):
        """Note what was received with the invitations, and what was not.

        :param lines: lines of the ledger whose state has just changed, in superuser
            mode
        """
        told = lines.filtered(lambda line: line.notice_id and line.participation_id)
        self._record_left(told.filtered(lambda line: line.state == "sent"))
        self._withdraw_lost(lines.filtered(lambda line: line.state in LOST))

    @api.model
    def _record_left(self, lines):
        known = {
            (receipt.stakeholder_id, receipt.session_id, receipt.notice_id)
            for receipt in self.search(
                [
                    ("channel", "=", "invitation"),
                    ("notice_id", "in", lines.notice_id.ids),
                    (
                        "stakeholder_id",
                        "in",
                        lines.participation_id.stakeholder_id.ids,
                    ),
                ]
            )
        }
        vals_list = []
        for line in lines:
            actor = line.participation_id.stakeholder_id
            session = line.participation_id.session_id
            if (actor, session, line.notice_id) in known:
                continue
            known.add((actor, session, line.notice_id))
            vals_list.append(
                {
                    "stakeholder_id": actor.id,
                    "notice_id": line.notice_id.id,
                    "channel": "invitation",
                    "session_id": session.id,
                    "date": line.date_done,
                    "user_id": line.create_uid.id,
                    "delivery_id": line.id,
                }
            )
        self.create(vals_list)

    @api.model
    def _withdraw_lost(self, lines):
        """What came back was not received, unless another invitation was; the
        discussion of the session keeps a trace of it."""
        receipts = self.search([("delivery_id", "in", lines.ids)])
        withdrawn = receipts.browse()
        for receipt in receipts:
            line = receipt.delivery_id
            other = line.participation_id.delivery_ids.filtered(
                lambda other, line=line: (
                    other.state == "sent" and other.notice_id == line.notice_id
                )
            )[:1]
            if other:
                receipt.write({"delivery_id": other.id, "date": other.date_done})
            else:
                withdrawn |= receipt
        for session, lost in withdrawn.grouped("session_id").items():
            in_words = session.with_context(lang=session._get_lang())
            if session:
                session._message_log(
                    body=in_words.env._(
                        "The invitation came back: the notice is no longer noted as "
                        "received by %s.",
                        "; ".join(lost.stakeholder_id.mapped("display_name")),
                    )
                )
        withdrawn.unlink()
