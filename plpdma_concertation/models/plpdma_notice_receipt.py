from odoo import api, fields, models
from odoo.exceptions import ValidationError


class PlpdmaNoticeReceipt(models.Model):
    """Who was told which version of the notice, when and how.

    A receipt is a fact: it is added, and neither changed nor deleted. A new version of
    the notice makes it outdated, no more.
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
