"""Who of the participants was told that their involvement is consultative."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.groups import STAFF
from ...tools.notifications import CLOSE, make_notification


class PlpdmaSession(models.Model):
    """A session at whose opening the notice is told."""

    _inherit = "plpdma.session"

    untold_ids = fields.Many2many(
        "plpdma.stakeholder",
        string="Not Told of the Notice",
        compute="_compute_untold_ids",
        groups=STAFF,
        help="Participants who did not receive the notice in force.",
    )
    untold_count = fields.Integer(compute="_compute_untold_ids", groups=STAFF)

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("participation_ids.stakeholder_id.notice_state")
    def _compute_untold_ids(self):
        for session in self:
            actors = session.participation_ids.stakeholder_id
            session.untold_ids = actors.filtered(lambda a: a.notice_state != "told")
            session.untold_count = len(session.untold_ids)

    # ------------------------------------------------------------------
    # Warnings
    # ------------------------------------------------------------------
    def _get_notice_warnings(self):
        """Sentence, in a list, that names those who took part untold: involvement is
        consultative and actors are free, which is said from the start."""
        heard = self.participation_ids.filtered("is_in_person")
        untold = self.untold_ids & heard.stakeholder_id
        if untold:
            return [
                self.env._(
                    "Took part without having been told that their involvement is "
                    "consultative: %s.",
                    "; ".join(untold.mapped("display_name")),
                )
            ]
        return []

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_tell_notice(self):
        """Note that the notice was told to those present at the opening.

        :return: a notification that says how many were told
        :raise UserError: when nobody is noted as present
        """
        told = 0
        for session in self:
            present = session.participation_ids.filtered("is_in_person")
            if not present:
                raise UserError(
                    self.env._(
                        "Note first who is present at “%s”: the notice is told to "
                        "them.",
                        session.name,
                    )
                )
            told += len(
                self.env["plpdma.notice.receipt"]._record(
                    present.stakeholder_id, "session", session
                )
            )
        return self._notify_told(told)

    def _notify_told(self, count):
        if count == 1:
            message = self.env._("Notice noted as told to 1 actor.")
        elif count:
            message = self.env._("Notice noted as told to %s actors.", count)
        else:
            message = self.env._("All of them had already been told.")
        return make_notification(message, "success" if count else "info", CLOSE)

    def action_view_untold(self):
        """Window action on the participants who were not told the notice in force."""
        self.ensure_one()
        action = self.program_id._action_open_items("action_plpdma_stakeholder")
        action["domain"] = [("id", "in", self.untold_ids.ids)]
        return action
