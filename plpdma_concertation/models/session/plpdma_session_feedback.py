"""What the participants say of a session: three questions, answered without a name."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import formatLang, hmac

from ...tools.codes import is_same_token
from ...tools.groups import STAFF
from ...tools.moments import describe_day
from .plpdma_feedback import PlpdmaFeedback

# Below the middle of the scale, feedback calls for a word.
LOW_SCORE = 3
# How long after the session one may say how it was run.
FEEDBACK_DAYS = 60


class PlpdmaSession(models.Model):
    """A session whose participants say how it was run."""

    _inherit = "plpdma.session"

    feedback_ids = fields.One2many(
        "plpdma.feedback", "session_id", string="Answers on the Session", groups=STAFF
    )
    # None is stored: each answer would note on the session who collected it and when.
    feedback_count = fields.Integer(
        string="Feedback", compute="_compute_feedback", groups=STAFF
    )
    feedback_neutrality = fields.Float(
        string="Neutrality", compute="_compute_feedback", digits=(2, 1), groups=STAFF
    )
    feedback_listening = fields.Float(
        string="Listening", compute="_compute_feedback", digits=(2, 1), groups=STAFF
    )
    feedback_trust = fields.Float(
        string="Trust", compute="_compute_feedback", digits=(2, 1), groups=STAFF
    )
    feedback_summary = fields.Char(
        string="What Participants Say",
        compute="_compute_feedback_summary",
        groups=STAFF,
        help="Averages of the anonymous answers, shown from three answers up.",
    )
    feedback_url = fields.Char(
        string="Feedback Link",
        compute="_compute_feedback_url",
        groups=STAFF,
        help="The same for everybody: nothing ties an answer to a person.",
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends(*(f"feedback_ids.{name}" for name in PlpdmaFeedback._questions))
    def _compute_feedback(self):
        """How many answers, and their averages once there are enough of them."""
        names = PlpdmaFeedback._questions
        # sudo: the answers are counted before they may be read; their averages come
        # out only when they may.
        groups = (
            self.env["plpdma.feedback"]
            .sudo()
            ._read_group(
                [("session_id", "in", self.ids)],
                ["session_id"],
                ["__count", *(f"{name}:avg" for name in names)],
            )
        )
        found = {session.id: (count, scores) for session, count, *scores in groups}
        for session in self:
            count, scores = found.get(session._origin.id, (0, ()))
            if count < PlpdmaFeedback._min_answers:
                scores = (0, 0, 0)
            session.feedback_count = count
            for name, score in zip(names, scores, strict=True):
                session[f"feedback_{name}"] = score

    @api.depends(*(f"feedback_{name}" for name in PlpdmaFeedback._questions))
    @api.depends_context("lang")
    def _compute_feedback_summary(self):
        for session in self:
            scores = session._get_feedback_scores()
            session.feedback_summary = (
                " · ".join(
                    self.env._(
                        "%(question)s: %(score)s out of 5",
                        question=question,
                        score=formatLang(self.env, score, digits=1),
                    )
                    for question, score in scores.items()
                )
                or False
            )

    def _get_feedback_scores(self):
        """``{question: average}``, in the user's language; none below three answers."""
        self.ensure_one()
        names = [f"feedback_{name}" for name in PlpdmaFeedback._questions]
        return {
            self._fields[name]._description_string(self.env): self[name]
            for name in names
            if self[name]
        }

    def _compute_feedback_url(self):
        for session in self:
            session.feedback_url = bool(session.id) and session._get_feedback_url()

    # ------------------------------------------------------------------
    # Warnings
    # ------------------------------------------------------------------
    def _get_feedback_warnings(self):
        """Sentence, in a list, that names the questions answered low: trust lost is
        worth a word before the next session."""
        low = [
            question
            for question, score in self._get_feedback_scores().items()
            if score < LOW_SCORE
        ]
        if low:
            return [
                self.env._("The participants' feedback is low on: %s.", ", ".join(low))
            ]
        return []

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_collect_feedback(self):
        """Open the three questions, for a participant to answer."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Your Opinion on “%s”", self.name),
            "res_model": "plpdma.session.feedback",
            "view_mode": "form",
            "target": "new",
            "context": {"default_session_id": self.id},
        }

    # ------------------------------------------------------------------
    # Answering by a link
    # ------------------------------------------------------------------
    def _get_feedback_token(self):
        """Text that proves that a feedback link was made here, by the database's
        secret; the same for all the participants."""
        self.ensure_one()
        # sudo: the secret does not come out of it.
        return hmac(self.env(su=True), "plpdma-feedback", self.id)

    def _get_feedback_path(self):
        return f"/concertation/feedback/{self.id}/{self._get_feedback_token()}"

    def _get_feedback_url(self):
        """Address of the page that asks the three questions."""
        return self.get_base_url() + self._get_feedback_path()

    def _is_feedback_token(self, token):
        return is_same_token(token, self._get_feedback_token())

    def _get_feedback_obstacle(self):
        """Sentence that says why nobody is asked now; empty when somebody is."""
        self.ensure_one()
        if self.format == "public" or self.state in ("draft", "cancelled"):
            return self.env._("No feedback is asked for on this session.")
        now = fields.Datetime.now()
        if self.date_start > now:
            return self.env._(
                "This session has not begun yet: come back once it has taken place."
            )
        closing = self._get_end() + timedelta(days=FEEDBACK_DAYS)
        if now > closing:
            day = self._get_local_day(closing)
            return self.env._(
                "Feedback is closed: it was taken until %s.",
                describe_day(self.env, day),
            )
        return ""

    def _give_feedback(self, scores):
        """Note an anonymous answer to the three questions.

        :param dict scores: from 1 to 5, by question
        :raise UserError: before the session, or once feedback is closed
        """
        self.ensure_one()
        # sudo: nobody has the right to write feedback; it is only given here, with
        # nothing that says by whom.
        session = self.sudo()
        obstacle = session._get_feedback_obstacle()
        if obstacle:
            raise UserError(obstacle)
        session.env["plpdma.feedback"].create(
            {
                "session_id": session.id,
                **{name: scores[name] for name in PlpdmaFeedback._questions},
            }
        )
