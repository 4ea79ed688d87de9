from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ...tools.domains import search_boolean


class PlpdmaFeedback(models.Model):
    """One anonymous opinion on the way a session was run.

    Nothing says who gave it nor when, and the answers of a session are not listed in
    the order in which they came. They are read from three up, by a record rule: below,
    a reader could tell who said what. Only their identifiers follow one another, which
    would help somebody who had noted the order in which participants answered.
    """

    _name = "plpdma.feedback"
    _description = "Feedback on a Session"
    _inherit = ["plpdma.field.access.mixin"]
    _order = "session_id, neutrality, listening, trust, id"
    _log_access = False

    # From this number of answers on, none can be told apart.
    _min_answers = 3
    # The three questions
    _questions = ("neutrality", "listening", "trust")

    session_id = fields.Many2one(
        "plpdma.session", required=True, index=True, ondelete="cascade"
    )
    program_id = fields.Many2one(
        related="session_id.program_id", store=True, index=True
    )
    company_id = fields.Many2one(
        related="session_id.company_id", store=True, index=True
    )
    neutrality = fields.Integer(required=True, aggregator="avg", help="From 1 to 5.")
    listening = fields.Integer(required=True, aggregator="avg", help="From 1 to 5.")
    trust = fields.Integer(required=True, aggregator="avg", help="From 1 to 5.")
    # Not stored: an answer would rewrite those given before, and somebody could.
    is_shown = fields.Boolean(
        string="Shown", compute="_compute_is_shown", search="_search_is_shown"
    )

    _scores_check = models.Constraint(
        "CHECK(neutrality BETWEEN 1 AND 5 AND listening BETWEEN 1 AND 5 "
        "AND trust BETWEEN 1 AND 5)",
        "Each question is answered from 1 to 5.",
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("session_id.feedback_ids")
    def _compute_is_shown(self):
        shown = self._get_shown_sessions()
        for feedback in self:
            feedback.is_shown = feedback.session_id in shown

    @search_boolean
    def _search_is_shown(self):
        return Domain("session_id", "in", self._get_shown_sessions().ids)

    def _get_shown_sessions(self):
        """Sessions with enough answers for them to be read."""
        # sudo: the rule that hides the answers rests on how many there are.
        groups = self.sudo()._read_group(
            [], ["session_id"], having=[("__count", ">=", self._min_answers)]
        )
        return self.env["plpdma.session"].union(*(session for (session,) in groups))

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------
    @api.constrains("session_id")
    def _check_session(self):
        """A session is judged once it has begun."""
        now = fields.Datetime.now()
        for session in self.session_id:
            has_begun = session.date_start and session.date_start <= now
            if session.state in ("draft", "cancelled") or not has_begun:
                raise ValidationError(
                    self.env._(
                        "“%s” has not taken place yet: feedback is given afterwards.",
                        session.name,
                    )
                )
