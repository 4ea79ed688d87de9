"""The opinion that the CCES gave, carried to the step that asks for it."""

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import plaintext2html

from ...tools.local_html import LocalHtml, get_written
from .plpdma_milestone import CCES_KINDS


class PlpdmaMilestone(models.Model):
    """A step at which the CCES gives its opinion."""

    _inherit = "plpdma.milestone"

    vote_id = fields.Many2one(
        "plpdma.session.vote",
        string="Opinion Voted",
        compute="_compute_vote_id",
        store=True,
        readonly=False,
        check_company=True,
        copy=False,
        domain="[('session_id', '=', session_id)]",
        index="btree_not_null",
        ondelete="set null",
        help="Of those voted in the meeting, the one that this step asks for.",
    )
    opinion_result = fields.Selection(related="vote_id.result", string="Opinion")
    opinion = LocalHtml(
        string="Opinion of the CCES",
        copy=False,
        help="Its words, reservations included, besides what was voted.",
    )
    opinion_text = fields.Text(
        string="As It Was Voted",
        compute="_compute_opinion_text",
        compute_sudo=True,
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("kind", "session_id.vote_ids")
    def _compute_vote_id(self):
        """The only vote of the meeting; where there are several, the one chosen."""
        for milestone in self:
            votes = milestone.session_id.vote_ids
            if milestone.kind not in CCES_KINDS or milestone.vote_id not in votes:
                milestone.vote_id = False
            if milestone.kind in CCES_KINDS and len(votes) == 1:
                milestone.vote_id = votes

    @api.depends(
        "vote_id.result",
        "vote_id.opinion",
        "vote_id.reservations",
        "vote_id.count_for",
        "vote_id.count_against",
        "vote_id.count_abstention",
        "vote_id.count_no_part",
        "vote_id.voter_count",
        "vote_id.silent_count",
        "session_id.quorum",
        "session_id.date_start",
    )
    @api.depends_context("lang")
    def _compute_opinion_text(self):
        for milestone in self:
            milestone.opinion_text = milestone._describe_opinion()

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------
    @api.constrains("vote_id", "session_id")
    def _check_vote(self):
        for milestone in self.filtered("vote_id"):
            if milestone.vote_id.session_id != milestone.session_id:
                raise ValidationError(
                    self.env._(
                        "“%(vote)s” was not voted in the meeting of “%(milestone)s”.",
                        vote=milestone.vote_id.name,
                        milestone=milestone.name,
                    )
                )

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    def _describe_opinion(self):
        """Text of the opinion: its date, what was voted, what weakens it, in which
        words and with which reservations, without names; nothing where none is noted.
        The annual report quotes it too."""
        self.ensure_one()
        vote = self.vote_id
        if not vote:
            return False
        told = self.env._(
            "%(date)s. %(result)s (%(figures)s).",
            date=self._format(self._get_session_date()),
            result=vote._describe_result(),
            figures=vote._describe_counts(),
        )
        reservations = (vote.reservations or "").strip()
        if reservations:
            reservations = self.env._("Reservations: %s", reservations)
        parts = (told, *vote._list_flaws(), (vote.opinion or "").strip(), reservations)
        return "\n".join(filter(None, parts))

    def _get_opinion(self):
        """Rich text of the opinion, to be quoted: as it was voted, then what else was
        written; nothing where there is neither."""
        self.ensure_one()
        voted = self._describe_opinion()
        parts = (voted and plaintext2html(voted), get_written(self.opinion))
        return Markup().join(filter(None, parts))
