"""What a body was asked, how it voted, and the opinion that it gave."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...tools.words import fold
from .plpdma_session import HELD

# How one may vote, and the field that counts it.
CHOICES = [
    ("for", "For"),
    ("against", "Against"),
    ("abstention", "Abstains"),
    ("no_part", "Takes no part"),
]
COUNTS = {choice: f"count_{choice}" for choice, _label in CHOICES}


class PlpdmaSessionVote(models.Model):
    """One vote of a body in a session held: its figures, by hand or by roll call, and
    the opinion that comes of it.

    How many had a vote then is kept with it: what becomes of the members afterwards
    does not change it.
    """

    _name = "plpdma.session.vote"
    _description = "Vote in a Session"
    _inherit = ["plpdma.field.access.mixin"]
    _order = "session_id, sequence, id"
    _check_company_auto = True

    session_id = fields.Many2one(
        "plpdma.session", required=True, index=True, ondelete="restrict"
    )
    program_id = fields.Many2one(
        related="session_id.program_id", store=True, index=True
    )
    company_id = fields.Many2one(
        related="session_id.company_id", store=True, index=True
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(
        string="Put to the Vote",
        required=True,
        help="The question, or the text on which the body gives its opinion.",
    )

    # Who votes
    recused_ids = fields.Many2many(
        "plpdma.participation",
        "plpdma_session_vote_recused_rel",
        "vote_id",
        "participation_id",
        string="Left the Room",
        domain="[('session_id', '=', session_id)]",
        help="Those whom the subject concerns and who took no part, neither in the "
        "debate nor in the vote. They count neither for it nor for its quorum, nor do "
        "the proxies that they hold.",
    )
    present_count = fields.Integer(
        string="Of Whom Present", compute="_compute_voters", store=True, aggregator=None
    )
    represented_count = fields.Integer(
        string="Of Whom Represented",
        compute="_compute_voters",
        store=True,
        aggregator=None,
    )
    voter_count = fields.Integer(
        string="Have a Vote", compute="_compute_voters", store=True, aggregator=None
    )
    quorum_text = fields.Char(
        string="Quorum of This Vote", compute="_compute_quorum_text"
    )

    # How they voted
    count_for = fields.Integer(string="For", default=0, aggregator=None)
    count_against = fields.Integer(string="Against", default=0, aggregator=None)
    count_abstention = fields.Integer(string="Abstentions", default=0, aggregator=None)
    count_no_part = fields.Integer(string="Took No Part", default=0, aggregator=None)

    # What comes of it
    result = fields.Selection(
        [
            ("favourable", "Favourable"),
            ("reserved", "Favourable with reservations"),
            ("unfavourable", "Unfavourable"),
        ],
        string="Opinion",
        compute="_compute_result",
        store=True,
        readonly=False,
        help="Proposed from the figures; where they are equal, or the body's rules ask "
        "for more than half, say it here.",
    )
    opinion = fields.Text(
        string="Words of the Opinion",
        help="As the body worded it; printed in the minutes.",
    )
    reservations = fields.Text(
        help="The reservations that come with the opinion, and minority opinions."
    )

    _counts_check = models.Constraint(
        "CHECK(count_for >= 0 AND count_against >= 0 "
        "AND count_abstention >= 0 AND count_no_part >= 0)",
        "Votes cannot be negative.",
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends(
        "recused_ids",
        "session_id.participation_ids.has_vote",
        "session_id.participation_ids.attendance",
        "session_id.participation_ids.represented_by_id",
    )
    def _compute_voters(self):
        for vote in self:
            present, represented = vote._get_voters()
            vote.present_count = len(present)
            vote.represented_count = len(represented)
            vote.voter_count = len(present) + len(represented)

    @api.depends("present_count", "represented_count", "session_id.quorum")
    @api.depends_context("lang")
    def _compute_quorum_text(self):
        for vote in self:
            vote.quorum_text = vote.session_id._describe_quorum(
                vote.present_count, vote.represented_count
            )

    @api.depends("count_for", "count_against", "reservations")
    def _compute_result(self):
        """What the figures say; where they are equal, or say no more than before, what
        was chosen."""
        for vote in self:
            proposed, before = vote._propose_result(), vote._origin
            # On a form, what is stored tells what they said before.
            is_same = before and before != vote and before._propose_result() == proposed
            vote.result = vote.result if is_same else proposed or vote.result

    def _has_figures(self):
        self.ensure_one()
        return any(self[name] for name in COUNTS.values())

    def _propose_result(self):
        """What the figures say; nothing where they are equal."""
        self.ensure_one()
        if self.count_for == self.count_against:
            return False
        if self.count_for < self.count_against:
            return "unfavourable"
        return "reserved" if (self.reservations or "").strip() else "favourable"

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------
    @api.constrains("session_id")
    def _check_held(self):
        for vote in self:
            session = vote.session_id
            if session.state not in HELD:
                raise ValidationError(
                    self.env._(
                        "“%s” is not noted as held: a vote is noted once it took "
                        "place.",
                        session.name,
                    )
                )
            if not session.body_id:
                raise ValidationError(
                    self.env._(
                        "“%s” is the session of no body: say of which one it is; its "
                        "members vote.",
                        session.name,
                    )
                )

    @api.constrains("recused_ids", "session_id")
    def _check_recused(self):
        for vote in self:
            others = vote.recused_ids.filtered(
                lambda line, session=vote.session_id: line.session_id != session
            )
            if others:
                raise ValidationError(
                    self.env._(
                        "Not among the participants of “%(session)s”: %(actors)s.",
                        session=vote.session_id.name,
                        actors=", ".join(others.mapped("display_name")),
                    )
                )

    @api.constrains(*COUNTS.values(), "recused_ids")
    def _check_counts(self):
        """Nobody votes who is neither there nor represented."""
        for vote in self:
            noted = sum(vote[name] for name in COUNTS.values())
            if noted > vote.voter_count:
                raise ValidationError(
                    self.env._(
                        "“%(vote)s”: %(noted)s votes are noted, where %(voters)s may "
                        "vote (present: %(present)s, represented by proxy: "
                        "%(represented)s). Look at the attendance and at who has a "
                        "vote, in the list of participants.",
                        vote=vote.name,
                        noted=noted,
                        voters=vote.voter_count,
                        present=vote.present_count,
                        represented=vote.represented_count,
                    )
                )

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        """:raise UserError: once the minutes are final"""
        asked = {vals.get("session_id") for vals in vals_list}
        sessions = self.session_id.browse(filter(None, asked))
        # Settled now: who has a vote stays so, once one is noted.
        sessions.participation_ids.mapped("has_vote")
        votes = super().create(vals_list)
        votes.session_id._check_votes_open()
        return votes

    def write(self, vals):
        """:raise UserError: once the minutes are final, or to move a vote to another
        session"""
        self.session_id._check_votes_open()
        if "session_id" in vals:
            moved = self.filtered(lambda vote: vote.session_id.id != vals["session_id"])
            if moved:
                raise UserError(
                    self.env._("A vote stays in the session where it was held.")
                )
        before = {vote: (vote.result, vote._propose_result()) for vote in self}
        written = super().write(vals)
        if "result" not in vals:
            for vote, (result, proposed) in before.items():
                if vote._propose_result() == proposed:
                    if vote.result != result:
                        vote.result = result
                elif vote.result == proposed and not vote._has_figures():
                    # Nobody chose it, and nothing proposes it any more.
                    vote.result = False
        return written

    @api.ondelete(at_uninstall=False)
    def _unlink_except_final(self):
        self.session_id._check_votes_open()

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    def _get_voters(self):
        """``(present, represented)``: the lines of those who have a vote here."""
        self.ensure_one()
        return self.session_id._get_voters(self.recused_ids)

    def _list_flaws(self):
        """List of sentences on what weakens the vote, told wherever its opinion is."""
        self.ensure_one()
        if self.voter_count < self.session_id.quorum:
            return [self.quorum_text]
        return []

    def _describe_figures(self):
        """``[(label, count)]`` of how they voted, in the order of a ballot."""
        self.ensure_one()
        return [
            (self._fields[name]._description_string(self.env), self[name])
            for name in COUNTS.values()
        ]

    def _describe_counts(self):
        """The same in one line."""
        return ", ".join(
            self.env._("%(label)s: %(count)s", label=label, count=count)
            for label, count in self._describe_figures()
        )

    def _describe_result(self):
        """The opinion in a word; that none is noted."""
        self.ensure_one()
        labels = dict(self._fields["result"]._description_selection(self.env))
        return labels.get(self.result) or self.env._("No opinion noted")

    def _describe(self, with_names=False):
        """Dictionary of what is told of the vote.

        :param bool with_names: whether it says who left the room, and how each voted
        """
        self.ensure_one()
        return {
            "name": self.name,
            "figures": self._describe_figures(),
            "counts": self._describe_counts(),
            "result": self._describe_result(),
            "opinion": self.opinion,
            "reservations": self.reservations,
            "quorum": self.quorum_text,
            "flaws": self._list_flaws(),
            "recused_count": len(self.recused_ids),
            "recused": sorted(self.recused_ids.mapped("display_name"), key=fold)
            if with_names
            else (),
        }
