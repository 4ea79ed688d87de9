from odoo import api, fields, models
from odoo.exceptions import UserError


class PlpdmaContributionMerge(models.TransientModel):
    """Dialog that chooses the contribution into which its duplicates are merged."""

    _name = "plpdma.contribution.merge"
    _description = "Merge Contributions"
    _inherit = ["plpdma.link.access.mixin"]

    contribution_ids = fields.Many2many(
        "plpdma.contribution", string="Contributions", required=True
    )
    target_id = fields.Many2one(
        "plpdma.contribution",
        string="Keep",
        required=True,
        compute="_compute_target_id",
        store=True,
        precompute=True,
        readonly=False,
        domain="[('id', 'in', contribution_ids)]",
        help="The others are merged into this one. Each keeps its text, its author and "
        "its date, and each author receives the answer.",
    )

    sending_notice = fields.Char(compute="_compute_sending_notice")

    @api.depends("contribution_ids", "target_id")
    @api.depends_context("lang")
    def _compute_sending_notice(self):
        """Sentence on those who will be written to at once, because the answer was
        already sent."""
        for wizard in self:
            target = wizard.target_id._origin
            told = wizard.contribution_ids._origin._get_told_by_merge(target)
            wizard.sending_notice = bool(told) and self.env._(
                "%(response)s was already sent: merging sends it at once to the "
                "authors of %(references)s.",
                response=target.response_id.reference,
                references=", ".join(told.mapped("reference")),
            )

    @api.depends("contribution_ids")
    def _compute_target_id(self):
        """Propose the one that is already answered, else the first received."""
        for wizard in self:
            candidates = wizard.contribution_ids._origin.filtered(
                lambda contribution: (
                    not contribution.duplicate_of_id and contribution.state != "split"
                )
            )
            wizard.target_id = candidates.sorted(
                lambda c: (not c.response_id, c.date_received, c.id)
            )[:1]

    def action_merge(self):
        """Merge, then open the contribution that stays: the window action on it, after
        a notification of whom the answer was sent to, if anybody.

        :raise UserError: for fewer than two contributions, or of several programmes
        """
        self.ensure_one()
        if len(self.contribution_ids) < 2:
            raise UserError(self.env._("Select at least two contributions to merge."))
        if len(self.contribution_ids.program_id) > 1:
            raise UserError(
                self.env._("Only contributions of the same programme can be merged.")
            )
        told = self.contribution_ids._merge_into(self.target_id)
        action = self.target_id.get_formview_action()
        if told:
            told["params"]["next"] = action
        return told or action
