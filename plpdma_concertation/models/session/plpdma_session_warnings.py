"""What the method advises and a session does not follow yet."""

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import is_html_empty

from .plpdma_feedback import PlpdmaFeedback


class PlpdmaSession(models.Model):
    """A session whose nature, body and frame call for a word."""

    _inherit = "plpdma.session"

    # What these warnings depend on, facilitation aside.
    _warned_by = (
        "state",
        "name",
        "nature",
        "format",
        "proposal",
        "body_id.kind",
        "body_justification",
        "program_id.frame_missing",
        "participation_ids.attendance",
        "participation_ids.stakeholder_id.notice_state",
        "deviates",
        "format_justification",
        "technique_hint",
        *(f"feedback_{name}" for name in PlpdmaFeedback._questions),
    )

    @api.depends(
        lambda self: (
            *self._warned_by,
            *self.env["plpdma.facilitator"]._session_depends,
        )
    )
    def _compute_warnings(self):
        return super()._compute_warnings()

    def _get_warnings(self):
        self.ensure_one()
        return [] if self.state == "cancelled" else self._prepare_warnings()

    def _prepare_warnings(self):
        """List of sentences: the points to watch in a session that takes place, in the
        order in which they are read; each room adds its own."""
        self.ensure_one()
        return [
            *self._get_nature_warnings(),
            *self._get_body_warnings(),
            *self._get_frame_warnings(),
            *self._get_notice_warnings(),
            *self._get_advice_warnings(),
            *self.env["plpdma.facilitator"]._get_session_warnings(self),
            *self._get_feedback_warnings(),
        ]

    @api.model
    def _get_watched_domain(self):
        return Domain("state", "!=", "cancelled")

    def _get_nature_warnings(self):
        """Sentence, in a list, where a concertation already has a written proposal: a
        consultation starts from one, a concertation works towards one."""
        if self.nature == "concertation" and not is_html_empty(self.proposal):
            return [
                self.env._(
                    "A proposal is already written: this is a consultation. A "
                    "concertation works towards a proposal, starting from questions."
                )
            ]
        return []

    def _get_body_warnings(self):
        """Sentence, in a list, where a collective session outside the CCES does not say
        why; none before one has begun to fill it in."""
        has_begun = self._origin or self.name or self.body_id
        if (
            has_begun
            and self.format == "collective"
            and self.body_id.kind != "cces"
            and not (self.body_justification or "").strip()
        ):
            return [
                self.env._(
                    "This collective session does not take place in the CCES: write "
                    "why (Organisation)."
                )
            ]
        return []

    def _get_frame_warnings(self):
        """Sentence, in a list, that names what the frame lacks: nobody is invited
        before it is clear."""
        missing = self.program_id.frame_missing
        if missing:
            return [
                self.env._(
                    "The frame of the programme is not fully written. Still to write: "
                    "%s.",
                    missing,
                )
            ]
        return []
