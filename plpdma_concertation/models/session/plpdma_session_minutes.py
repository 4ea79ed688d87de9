"""The minutes of a session: who writes them, and who reads them when."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.groups import STAFF
from ...tools.local_html import LocalHtml


class PlpdmaSession(models.Model):
    """A session of which the minutes are written, circulated, then final."""

    _inherit = "plpdma.session"

    minutes = LocalHtml(groups=STAFF)
    shared_minutes = fields.Html(
        string="Minutes to Read",
        compute="_compute_shared_minutes",
        compute_sudo=True,
        help="The minutes, once they are circulated; before that, for whoever runs the "
        "session.",
    )
    minutes_state = fields.Selection(
        [("draft", "Draft"), ("circulated", "Circulated"), ("final", "Final")],
        string="Minutes Status",
        required=True,
        default="draft",
        copy=False,
        tracking=True,
    )
    date_minutes_state = fields.Datetime(
        string="Minutes Status Since",
        compute="_compute_date_minutes_state",
        store=True,
        precompute=True,
        copy=False,
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends(
        "minutes", "minutes_state", "format", "participation_ids", "facilitator_id"
    )
    @api.depends_context("uid")
    def _compute_shared_minutes(self):
        """Those of an individual meeting are for the actor who was met."""
        for session in self:
            is_shared = session.minutes_state != "draft"
            if session.format == "individual":
                met = session._get_participants()
                is_shared = is_shared and any(met.mapped("is_mine"))
            is_shared = is_shared or session.is_run_by_user
            session.shared_minutes = is_shared and session.minutes

    @api.depends("minutes_state")
    def _compute_date_minutes_state(self):
        self.date_minutes_state = fields.Datetime.now()

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_write_minutes(self):
        """Open the minutes, for whoever runs the session to write them.

        :return: window action of the dialog
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Minutes of “%s”", self.name),
            "res_model": "plpdma.session.minutes",
            "view_mode": "form",
            "target": "new",
            "context": {"default_session_id": self.id},
        }

    def write_minutes(self, minutes):
        """Write the minutes of a session that the user runs or organises.

        Facilitators write nothing else in it, and no more once the minutes are final.

        :param str minutes: the minutes, in HTML
        :raise AccessError: for a user who neither runs the session nor is of the staff
        :raise UserError: for a facilitator, once the minutes are final
        """
        self.ensure_one()
        # The refusals below name the session.
        self.check_access("read")
        if self.has_access("write"):
            self.minutes = minutes
            return
        if not self.is_run_by_user:
            raise AccessError(
                self.env._(
                    "Only the person who runs “%s” writes its minutes.", self.name
                )
            )
        if self.minutes_state == "final":
            raise UserError(
                self.env._(
                    "The minutes of “%s” are final. Ask whoever organises the session "
                    "to reopen them.",
                    self.name,
                )
            )
        # sudo: facilitators only read; the minutes alone are written for them, after
        # the checks above.
        self.sudo().minutes = minutes
