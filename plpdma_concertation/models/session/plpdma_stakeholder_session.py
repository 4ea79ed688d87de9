from odoo import api, fields, models
from odoo.fields import Domain


class PlpdmaStakeholder(models.Model):
    """The sessions in which an actor takes part, and what they were told of the notice
    there."""

    _inherit = "plpdma.stakeholder"

    participation_ids = fields.One2many("plpdma.participation", "stakeholder_id")
    session_count = fields.Integer(compute="_compute_session_count")
    receipt_ids = fields.One2many(
        "plpdma.notice.receipt", "stakeholder_id", string="Notice Receipts"
    )
    notice_state = fields.Selection(
        [
            ("untold", "Not told"),
            ("outdated", "Told an older version"),
            ("told", "Told"),
        ],
        string="Consultative Notice",
        compute="_compute_notice_state",
        store=True,
        help="Whether the actor was told the notice in force: their involvement is "
        "consultative, and they stay free.",
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("participation_ids")
    def _compute_session_count(self):
        counts = dict(
            self.env["plpdma.participation"]._read_group(
                [("stakeholder_id", "in", self.ids)], ["stakeholder_id"], ["__count"]
            )
        )
        for stakeholder in self:
            stakeholder.session_count = counts.get(stakeholder, 0)

    @api.depends("participation_ids.is_in_person", "participation_ids.session_id.state")
    def _compute_is_heard(self):
        return super()._compute_is_heard()

    @api.model
    def _get_heard_domain(self):
        """Domain of the actors heard: those present at a session held, or replaced
        there by a stand-in. Nobody is heard through a proxy."""
        came = self.env["plpdma.participation"]._get_attendance_domains()["in_person"]
        heard = Domain("participation_ids", "any", came)
        return super()._get_heard_domain() | heard

    @api.depends("receipt_ids.is_outdated")
    def _compute_notice_state(self):
        for stakeholder in self:
            outdated = stakeholder.receipt_ids.mapped("is_outdated")
            if not outdated:
                stakeholder.notice_state = "untold"
            else:
                stakeholder.notice_state = "outdated" if all(outdated) else "told"

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_notice_letter(self):
        """Note that the notice in force was sent by letter to the actors.

        :return: a notification that says how many were told
        """
        told = self.env["plpdma.notice.receipt"]._record(self, "letter")
        return self.env["plpdma.session"]._notify_told(len(told))

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    def _absorb(self, duplicates):
        """Their lines in a same session become one."""
        self.ensure_one()
        lines_by_session = (self | duplicates).participation_ids.grouped("session_id")
        for lines in lines_by_session.values():
            kept = lines.filtered(lambda line: line.stakeholder_id == self) or lines[:1]
            kept._absorb(lines - kept)
        return super()._absorb(duplicates)
