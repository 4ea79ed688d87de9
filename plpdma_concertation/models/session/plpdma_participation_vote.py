"""Which participants have a vote in the session of a body."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.changes import is_other

# Those who come for themselves, or for what they represent.
VOTING_CAPACITIES = ("participant", "elected")
MEMBERS = ("member", "substitute")
GUESTS = ("occasional", "permanent")
# What decides how many have a vote.
VOTING_FIELDS = {
    "attendance",
    "capacity",
    "has_vote",
    "represented_by_id",
    "session_id",
    "stakeholder_id",
}


class PlpdmaParticipation(models.Model):
    """A participant, who may have a vote."""

    _inherit = "plpdma.participation"

    has_vote = fields.Boolean(
        string="Has a Vote",
        compute="_compute_has_vote",
        store=True,
        readonly=False,
        copy=False,
        help="Members of the session's body have one, and whoever stands in for them; "
        "guests where its rules say so. Proposed from the actors' sheets, until a "
        "first vote is noted.",
    )
    ballot_ids = fields.One2many("plpdma.session.ballot", "participation_id")

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends(
        "capacity",
        "session_id.body_id.guests_vote",
        "session_id.date_start",
        "stakeholder_id.body_ids",
        "stakeholder_id.membership",
        "stakeholder_id.date_start",
        "stakeholder_id.date_end",
    )
    def _compute_has_vote(self):
        """Who has one once a vote was noted had it then: it stays so."""
        for session, lines in self.grouped("session_id").items():
            if session.vote_ids:
                for line in lines:
                    line.has_vote = line.has_vote
                continue
            entitled = lines._filter_entitled(session)
            for line in lines:
                line.has_vote = line in entitled

    def _filter_entitled(self, session):
        """Those of the lines whose actor sits on the session's body, that day, with a
        vote."""
        body = session.body_id
        if not body:
            return self.browse()
        voting = (*MEMBERS, *GUESTS) if body.guests_vote else MEMBERS
        day = session._get_local_day(session.date_start)

        def sits(actor):
            return (
                actor.membership in voting
                and body in actor.body_ids
                and (not (day and actor.date_start) or actor.date_start <= day)
                and (not (day and actor.date_end) or actor.date_end >= day)
            )

        return self.filtered(
            lambda line: (
                line.capacity in VOTING_CAPACITIES and sits(line.stakeholder_id)
            )
        )

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------
    @api.constrains("attendance", "represented_by_id", "has_vote")
    def _check_noted_votes(self):
        """The list still has room for the votes that were noted."""
        votes = self.session_id.vote_ids
        votes._check_counts()
        votes._check_ballots()

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        """:raise UserError: for a voter added to a list on which final minutes
        count"""
        lines = super().create(vals_list)
        lines.filtered("has_vote")._check_list_open()
        return lines

    def write(self, vals):
        """:raise UserError: for a list on which final minutes count"""
        self.filtered(lambda line: line._changes_votes(vals))._check_list_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_voters(self):
        self._check_list_open()
        # sudo: whether somebody's vote is noted is looked at, not which.
        voted = self.filtered(lambda line: line.sudo().ballot_ids)
        if voted:
            raise UserError(
                self.env._(
                    "Their vote is noted in the session: %s. They stay on its list.",
                    ", ".join(voted.mapped("display_name")),
                )
            )

    def _changes_votes(self, vals):
        """Whether the values would change who has a vote, or is there."""
        self.ensure_one()
        names = VOTING_FIELDS & vals.keys()
        return any(is_other(self, name, vals[name]) for name in names)

    def _check_list_open(self):
        """:raise UserError: where votes were noted and the minutes are final"""
        self.session_id.filtered("vote_ids")._check_votes_open()
