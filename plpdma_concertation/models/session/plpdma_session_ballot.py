"""A vote by roll call: who voted what."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.words import fold
from .plpdma_session_vote import CHOICES, COUNTS


class PlpdmaSessionBallot(models.Model):
    """How one member voted. Whoever holds a proxy votes twice: the line of the member
    who gave it says how they were made to vote."""

    _name = "plpdma.session.ballot"
    _description = "Vote of One Member"
    _inherit = ["plpdma.field.access.mixin"]
    _order = "vote_id, participation_id"
    _rec_name = "participation_id"

    vote_id = fields.Many2one(
        "plpdma.session.vote",
        string="Put to the Vote",
        required=True,
        index=True,
        ondelete="cascade",
    )
    session_id = fields.Many2one(related="vote_id.session_id", store=True, index=True)
    company_id = fields.Many2one(related="vote_id.company_id", store=True, index=True)
    participation_id = fields.Many2one(
        "plpdma.participation",
        string="Member",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('session_id', '=', session_id)]",
    )
    representation = fields.Char(
        compute="_compute_representation", help="By whom they were represented."
    )
    choice = fields.Selection(CHOICES, string="Vote")

    _vote_participation_uniq = models.Constraint(
        "UNIQUE(vote_id, participation_id)", "This member's vote is already noted."
    )

    # ------------------------------------------------------------------
    # Computes and constraints
    # ------------------------------------------------------------------
    @api.depends("participation_id.attendance", "participation_id.represented_by_id")
    @api.depends_context("lang")
    def _compute_representation(self):
        for ballot in self:
            ballot.representation = ballot.participation_id._describe_representation()

    @api.constrains("participation_id", "vote_id")
    def _check_voter(self):
        self.vote_id._check_ballots()

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        """:raise UserError: once the minutes are final"""
        ballots = super().create(vals_list)
        ballots.session_id._check_votes_open()
        return ballots

    def write(self, vals):
        """:raise UserError: once the minutes are final"""
        self.session_id._check_votes_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_final(self):
        self.session_id._check_votes_open()


class PlpdmaSessionVote(models.Model):
    """A vote that may be noted by name."""

    _inherit = "plpdma.session.vote"

    is_roll_call = fields.Boolean(
        string="Roll Call",
        readonly=True,
        copy=False,
        help="Each vote is noted by name; the figures follow from them.",
    )
    ballot_ids = fields.One2many(
        "plpdma.session.ballot", "vote_id", string="Votes by Name", copy=False
    )
    silent_count = fields.Integer(
        string="Still to Note", compute="_compute_silent_count"
    )
    uncalled_count = fields.Integer(
        string="Still to Call", compute="_compute_uncalled_count"
    )
    count_for = fields.Integer(
        compute="_compute_counts", store=True, readonly=False, precompute=True
    )
    count_against = fields.Integer(
        compute="_compute_counts", store=True, readonly=False, precompute=True
    )
    count_abstention = fields.Integer(
        compute="_compute_counts", store=True, readonly=False, precompute=True
    )
    count_no_part = fields.Integer(
        compute="_compute_counts", store=True, readonly=False, precompute=True
    )

    @api.depends("ballot_ids.choice")
    def _compute_silent_count(self):
        for vote in self:
            vote.silent_count = len(vote.ballot_ids.filtered(lambda b: not b.choice))

    @api.depends("ballot_ids.participation_id", "voter_count")
    def _compute_uncalled_count(self):
        """How many of those who may vote have no line."""
        for vote in self:
            missing = vote._get_all_voters() - vote.ballot_ids.participation_id
            vote.uncalled_count = len(missing)

    @api.depends("ballot_ids.choice", "is_roll_call")
    def _compute_counts(self):
        """By roll call, the figures are those of the names."""
        for vote in self:
            called = vote._count_ballots() if vote.is_roll_call else {}
            for choice, name in COUNTS.items():
                vote[name] = called[choice] if called else vote[name]

    def _count_ballots(self):
        choices = self.ballot_ids.mapped("choice")
        return {choice: choices.count(choice) for choice in COUNTS}

    @api.constrains(*COUNTS.values(), "is_roll_call", "recused_ids")
    def _check_ballots(self):
        """By name, those who may vote do, and the figures say no more than the
        names."""
        for vote in self.filtered("ballot_ids"):
            strangers = vote.ballot_ids.participation_id - vote._get_all_voters()
            if strangers:
                raise ValidationError(
                    self.env._(
                        "No vote in “%(vote)s”, neither present nor represented there: "
                        "%(actors)s.",
                        vote=vote.name,
                        actors=", ".join(strangers.mapped("display_name")),
                    )
                )
        for vote in self.filtered("is_roll_call"):
            called = vote._count_ballots()
            if any(vote[COUNTS[choice]] != called[choice] for choice in COUNTS):
                raise ValidationError(
                    self.env._(
                        "“%s” was voted by roll call: its figures are those of the "
                        "names. Change how a member voted, or give up the roll call.",
                        vote.name,
                    )
                )

    def _get_all_voters(self):
        self.ensure_one()
        present, represented = self._get_voters()
        return present | represented

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_call_roll(self):
        """Note the votes by name: one line for each of those who may vote; safe to
        repeat. The figures are those of the names from then on."""
        self.ensure_one()
        missing = self._get_all_voters() - self.ballot_ids.participation_id
        self.write(
            {
                "is_roll_call": True,
                "ballot_ids": [
                    fields.Command.create({"participation_id": line.id})
                    for line in missing
                ],
            }
        )

    def action_others_for(self):
        """Note as votes for those that are still to be noted."""
        silent = self.ballot_ids.filtered(lambda ballot: not ballot.choice)
        silent.write({"choice": "for"})

    def action_give_up_roll(self):
        """Keep the figures, without the names."""
        self.write({"is_roll_call": False})
        self.ballot_ids.unlink()

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    def _list_flaws(self):
        flaws = super()._list_flaws()
        if self.silent_count:
            flaws.append(
                self.env._(
                    "The roll call is not over: votes still to note, %(silent)s of "
                    "%(all)s.",
                    silent=self.silent_count,
                    all=len(self.ballot_ids),
                )
            )
        return flaws

    def _describe(self, with_names=False):
        return {
            **super()._describe(with_names),
            "roll_call": self._describe_roll_call() if with_names else (),
        }

    def _describe_roll_call(self):
        """``[(label, names)]``: who voted what, without the empty ones."""
        self.ensure_one()
        labels = dict(
            self.ballot_ids._fields["choice"]._description_selection(self.env)
        )
        voted = self.ballot_ids.grouped("choice")
        return [
            (
                label,
                sorted(
                    (
                        " ".join(
                            filter(
                                None,
                                (
                                    ballot.participation_id.display_name,
                                    ballot.representation,
                                ),
                            )
                        )
                        for ballot in voted[choice]
                    ),
                    key=fold,
                ),
            )
            for choice, label in labels.items()
            if choice in voted
        ]


class PlpdmaSession(models.Model):
    """A session of which the roll calls are over before its minutes are final."""

    _inherit = "plpdma.session"

    @api.constrains("minutes_state")
    def _check_roll_calls(self):
        for session in self.filtered(lambda one: one.minutes_state == "final"):
            unfinished = session.vote_ids.filtered("silent_count")
            if unfinished:
                raise ValidationError(
                    self.env._(
                        "The minutes of “%(session)s” would be final while a roll call "
                        "is not over: %(votes)s. Note how each voted, or give up the "
                        "roll call.",
                        session=session.name,
                        votes=", ".join(unfinished.mapped("name")),
                    )
                )
