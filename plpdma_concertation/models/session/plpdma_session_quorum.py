"""Whether enough of those who have a vote are there, said in words."""

from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .plpdma_session import HELD


class PlpdmaSession(models.Model):
    """The session of a body, which votes."""

    _inherit = "plpdma.session"

    quorum = fields.Integer(
        compute="_compute_quorum",
        store=True,
        readonly=False,
        precompute=True,
        aggregator=None,
        help="How many of those who have a vote must be present or represented; none, "
        "with 0. That of the body, until the session is held; a second convocation on "
        "the same agenda may ask for none.",
    )
    quorum_text = fields.Char(string="Quorum Reached", compute="_compute_quorum_text")
    is_quorum_reached = fields.Boolean(compute="_compute_quorum_text")
    seat_count = fields.Integer(
        string="Members with a Vote", compute="_compute_quorum_text"
    )
    vote_ids = fields.One2many(
        "plpdma.session.vote", "session_id", string="Votes", copy=False
    )

    _quorum_check = models.Constraint(
        "CHECK(quorum >= 0)", "A quorum cannot be negative."
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("body_id.quorum", "state")
    def _compute_quorum(self):
        """Another rule of the body does not change what was asked for then."""
        for session in self:
            if session.state in HELD and session._origin:
                session.quorum = session.quorum
            else:
                session.quorum = session.body_id.quorum

    @api.depends(
        "quorum",
        "participation_ids.has_vote",
        "participation_ids.attendance",
        "participation_ids.represented_by_id",
    )
    @api.depends_context("lang")
    def _compute_quorum_text(self):
        for session in self:
            present, represented = session._get_voters()
            counts = len(present), len(represented)
            session.seat_count = len(session.participation_ids.filtered("has_vote"))
            session.is_quorum_reached = sum(counts) >= session.quorum
            session.quorum_text = session._describe_quorum(*counts)

    @api.depends(
        "quorum",
        "participation_ids.has_vote",
        "vote_ids.voter_count",
        "vote_ids.silent_count",
    )
    def _compute_warnings(self):
        return super()._compute_warnings()

    def _prepare_warnings(self):
        return [*super()._prepare_warnings(), *self._get_vote_warnings()]

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------
    @api.constrains("state")
    def _check_votes_held(self):
        for session in self:
            if session.vote_ids and session.state not in HELD:
                raise ValidationError(
                    self.env._(
                        "Votes are noted in “%s”: it was held. Delete them first if "
                        "they were noted by mistake.",
                        session.name,
                    )
                )

    @api.constrains("body_id")
    def _check_votes_body(self):
        self.vote_ids._check_held()

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    def write(self, vals):
        """:raise UserError: for another quorum than the one under which votes are
        noted"""
        if vals.get("state") in HELD:
            # Read now: what it is when the session is held stays.
            self.mapped("quorum")
        if "quorum" in vals:
            self._check_quorum_unused(vals["quorum"])
        return super().write(vals)

    def _check_quorum_unused(self, quorum):
        """A quorum is not chosen once one knows who voted."""
        for session in self:
            if session.vote_ids and session.quorum != quorum:
                session._check_votes_open()
                raise UserError(
                    self.env._(
                        "Votes are noted in “%(session)s” under a quorum of "
                        "%(quorum)s: it stays. If it was noted wrongly, delete these "
                        "votes first and note them again.",
                        session=session.name,
                        quorum=session.quorum,
                    )
                )

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    def _get_voters(self, recused=None):
        """``(present, represented)``: the participants who have a vote and are there,
        or replaced by somebody who came, and those who gave a proxy to one of them,
        within what one head may hold.

        A member's substitute votes in their absence, once for the seat; then a proxy of
        the member counts no more.

        :param recused: participants who left the room
        """
        self.ensure_one()
        # sudo: who has a vote is counted, whoever looks at the session.
        lines = self._origin.sudo().participation_ids
        entitled = lines.filtered("has_vote")
        if recused:
            entitled -= recused._origin.sudo()
        there = entitled.filtered("is_in_person")
        present = there - there._filter_replaced(there)
        replaced = {line._get_seat() for line in present}
        holders = (entitled - there)._find_holders()
        limit = self._get_proxy_limit()
        held = Counter()
        represented = lines.browse()
        for line, holder in holders.items():
            held[holder] += 1
            is_counted = holder in present and held[holder] <= limit
            if is_counted and line._get_seat() not in replaced:
                represented |= line
        return present.with_env(self.env), represented.with_env(self.env)

    def _describe_quorum(self, present, represented):
        """Sentence that says whether the quorum is reached.

        :param int present: how many with a vote are there; ``represented``: gave a
            proxy
        """
        self.ensure_one()
        values = {
            "quorum": self.quorum,
            "present": present,
            "represented": represented,
            "total": present + represented,
        }
        if not self.quorum:
            return self.env._(
                "No quorum is asked for. With a vote: %(total)s (present: %(present)s, "
                "represented: %(represented)s).",
                **values,
            )
        if present + represented >= self.quorum:
            return self.env._(
                "The quorum of %(quorum)s is reached: %(total)s with a vote (present: "
                "%(present)s, represented: %(represented)s).",
                **values,
            )
        return self.env._(
            "The quorum of %(quorum)s is not reached: %(total)s with a vote (present: "
            "%(present)s, represented: %(represented)s).",
            **values,
        )

    def _check_votes_open(self):
        """Votes are noted until the minutes that print them are final.

        :raise UserError: naming the sessions
        """
        final = self.filtered(lambda session: session.minutes_state == "final")
        if final and not self.env.su:
            raise UserError(
                self.env._(
                    "The minutes are final, and so is what was voted: %s. Reopen the "
                    "minutes to correct it.",
                    ", ".join(final.mapped("name")),
                )
            )

    def _describe_votes(self, with_names=False):
        """What is told of the quorum and of the votes: ``{"quorum", "votes"}``; empty
        for a session in which nothing was put to the vote and no quorum asked for.

        :param bool with_names: whether it says who voted what
        """
        self.ensure_one()
        if not (self.body_id and self.state in HELD and (self.vote_ids or self.quorum)):
            return {}
        return {
            "quorum": self.quorum_text,
            "votes": [vote._describe(with_names) for vote in self.vote_ids],
        }

    def _describe_shared_votes(self):
        """What is told of the votes to whoever reads the minutes, without names; empty
        for the others."""
        self.ensure_one()
        # sudo: the figures that the minutes tell, for those who read them.
        return self.sudo()._describe_votes() if self.shared_minutes else {}

    def _get_vote_warnings(self):
        """List of sentences: a quorum that is not reached, at the meeting or at one of
        its votes, a roll call that is not over, a substitute of nobody."""
        if self.state not in HELD or not (self.vote_ids or self.quorum):
            return []
        warnings = []
        if not self.is_quorum_reached:
            warnings.append(self.quorum_text)
        for vote in self.vote_ids:
            warnings += [
                self.env._("“%(vote)s”: %(flaw)s", vote=vote.name, flaw=flaw)
                for flaw in vote._list_flaws()
            ]
        # sudo: whose substitute somebody is is looked at, whoever reads the session.
        alone = self.sudo().participation_ids.filtered(
            lambda line: (
                line.has_vote
                and line.is_in_person
                and line.stakeholder_id.membership == "substitute"
                and not line.stakeholder_id.substitute_for_id
            )
        )
        if alone:
            warnings.append(
                self.env._(
                    "Substitutes whose member is not named, and whose vote does not "
                    "count: %s. Name the member on their sheet.",
                    ", ".join(alone.mapped("display_name")),
                )
            )
        return warnings


class PlpdmaParticipation(models.Model):
    """A participant, on the seat of a member."""

    _inherit = "plpdma.participation"

    def _get_seat(self):
        """The member on whose seat they are: themselves, or the one whose substitute
        they are; none for a substitute of nobody."""
        self.ensure_one()
        actor = self.stakeholder_id
        is_substitute = actor.membership == "substitute"
        return actor.substitute_for_id if is_substitute else actor

    def _filter_replaced(self, there):
        """Those that do not vote although they are there: the substitutes of nobody, of
        a member who is there, or of one whom another substitute replaces."""
        taken = {line._get_seat() for line in there if line._is_own_seat()}
        silent = self.browse()
        for line in self.filtered(lambda line: not line._is_own_seat()).sorted("id"):
            seat = line._get_seat()
            if not seat or seat in taken:
                silent |= line
            taken.add(seat)
        return silent

    def _is_own_seat(self):
        self.ensure_one()
        return self._get_seat() == self.stakeholder_id
