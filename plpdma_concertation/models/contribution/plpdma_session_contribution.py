"""What is said in a session: its contributions, and what they make of it."""

from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ...tools.groups import STAFF
from ...tools.moments import describe_day
from ..session.plpdma_session import HELD


class PlpdmaSession(models.Model):
    """A session in which contributions are received."""

    _inherit = "plpdma.session"

    contribution_ids = fields.One2many(
        "plpdma.contribution", "session_id", string="Contributions"
    )
    contribution_count = fields.Integer(compute="_compute_by_stance")
    observation_count = fields.Integer(
        string="Observations", compute="_compute_observation_count"
    )
    to_answer_count = fields.Integer(
        string="Contributions to Answer", compute="_compute_to_answer_count"
    )
    possible_duplicate_count = fields.Integer(
        string="Possible Duplicates", compute="_compute_possible_duplicate_count"
    )
    has_names = fields.Boolean(
        string="Names Others than Actors",
        compute="_compute_has_names",
        groups=STAFF,
        help="Whether somebody who is no actor is named: their names are shown.",
    )
    stance_summary = fields.Char(
        string="Opinions",
        compute="_compute_by_stance",
        help="How many contributions are for the proposal, and how many against.",
    )
    without_stance_count = fields.Integer(
        string="Opinions Still to Note", compute="_compute_by_stance"
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("contribution_ids.state")
    def _compute_to_answer_count(self):
        contributions = self.env["plpdma.contribution"]
        domain = Domain("session_id", "in", self.ids)
        domain &= contributions._to_answer_domain()
        counts = dict(contributions._read_group(domain, ["session_id"], ["__count"]))
        for session in self:
            session.to_answer_count = counts.get(session._origin, 0)

    @api.depends("contribution_ids.state")
    def _compute_observation_count(self):
        contributions = self.env["plpdma.contribution"]
        domain = Domain("session_id", "in", self.ids)
        domain &= contributions._get_observation_domain()
        counts = dict(contributions._read_group(domain, ["session_id"], ["__count"]))
        for session in self:
            session.observation_count = counts.get(session._origin, 0)

    @api.depends("contribution_ids.contributor_name", "contribution_ids.stakeholder_id")
    def _compute_has_names(self):
        named = self.env["plpdma.contribution"]._read_group(
            Domain("session_id", "in", self.ids)
            & Domain("contributor_name", "!=", False)
            & Domain("stakeholder_id", "=", False),
            ["session_id"],
        )
        sessions = self.browse(session.id for [session] in named)
        for session in self:
            session.has_names = session._origin in sessions

    @api.depends("contribution_ids.verbatim", "contribution_ids.state")
    def _compute_possible_duplicate_count(self):
        contributions = self.env["plpdma.contribution"]
        counts = contributions._count_possible_duplicates(self)
        for session in self:
            session.possible_duplicate_count = counts.get(session._origin.id, 0)

    @api.depends("nature", "contribution_ids.stance")
    def _compute_by_stance(self):
        """How many there are, and of which opinion: counted at once, for they may be
        many."""
        contributions = self.env["plpdma.contribution"]
        # An opinion on the proposal is that of an author, on the whole of it.
        received = contributions._get_received_domain()
        in_sessions = Domain("session_id", "in", self.ids)
        counts = Counter(
            {
                (session.id, stance): count
                for session, stance, count in contributions._read_group(
                    received & in_sessions, ["session_id", "stance"], ["__count"]
                )
            }
        )
        if not contributions._reads_all_letters():
            counts.update(
                (letter.session_id.id, letter.stance)
                for letter in contributions._find_partly_read(in_sessions)
            )
        stances = contributions._fields["stance"]
        labels = stances._description_selection(self.env)
        for session in self:
            parts = [
                self.env._("%(stance)s: %(count)s", stance=label, count=count)
                for stance, label in [*labels, (False, self.env._("Still to note"))]
                if (count := counts[session._origin.id, stance])
            ]
            session.contribution_count = sum(
                counts[session._origin.id, stance] for stance in (*dict(labels), False)
            )
            is_consultation = session.nature == "consultation"
            session.stance_summary = is_consultation and " · ".join(parts)
            session.without_stance_count = (
                is_consultation and counts[session._origin.id, False]
            )

    # ------------------------------------------------------------------
    # Warnings
    # ------------------------------------------------------------------
    @api.depends("question_ids.contribution_count", "without_stance_count")
    def _compute_warnings(self):
        return super()._compute_warnings()

    def _prepare_warnings(self):
        return [*super()._prepare_warnings(), *self._get_question_warnings()]

    def _get_nature_warnings(self):
        """Sentence that counts the contributions without an opinion on the proposal, as
        a list."""
        warnings = super()._get_nature_warnings()
        if not warnings and self.without_stance_count:
            warnings = [
                self.env._(
                    "Contributions whose opinion on the proposal is still to be noted: "
                    "%s.",
                    self.without_stance_count,
                )
            ]
        return warnings

    def _get_question_warnings(self):
        """One sentence for each question that a session held leaves without a
        contribution."""
        if self.state not in HELD:
            return []
        silent = self.question_ids.filtered(lambda q: not q.contribution_count)
        return [
            self.env._("No contribution answers the question “%s”", question.name)
            for question in silent
        ]

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------
    @api.constrains("state", "nature")
    def _check_stances(self):
        """A consultation is reported once each opinion on its proposal is noted."""
        for session in self:
            if session.nature != "consultation" or session.state != "reported":
                continue
            contributions = self.env["plpdma.contribution"]
            silent = contributions.search(
                contributions._get_received_domain()
                & Domain("session_id", "=", session.id)
                & Domain("stance", "=", False),
                limit=10,
            )
            if silent:
                raise ValidationError(
                    self.env._(
                        "“%(session)s” is a consultation: note the opinion of each "
                        "contribution on its proposal, “No opinion” when it gives "
                        "none. Still without: %(contributions)s.",
                        session=session.name,
                        contributions=", ".join(silent.mapped("reference")),
                    )
                )

    @api.constrains("format")
    def _check_opening_agreement(self):
        """What becomes an individual meeting asks for its authors' agreement."""
        individual = self.filtered(lambda session: session.format == "individual")
        individual.contribution_ids._check_opening_agreement()

    def _is_used(self):
        """Whether something was said in it, or it is used otherwise."""
        return super()._is_used() or bool(self.contribution_count)

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_note_contribution(self):
        """Open a new contribution, for whoever runs the session to note what is said.

        :return: window action of the dialog
        """
        self.ensure_one()
        view = self.env.ref("plpdma_concertation.plpdma_contribution_view_form_note")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Note a Contribution"),
            "res_model": "plpdma.contribution",
            "views": [(view.id, "form")],
            "target": "new",
            "context": {"default_session_id": self.id},
        }

    def _get_day_of_contributions(self):
        """Day on which what is noted in the session was said: its own once it has
        begun, be it marked as held or not; else the one that it is where its authority
        is. A consultation of the public lasts for weeks."""
        self.ensure_one()
        begun = self.date_start and self.date_start <= fields.Datetime.now()
        if begun and self.format != "public" and self.state != "cancelled":
            return self._get_local_day(self.date_start)
        return self.program_id._get_today()


class PlpdmaQuestion(models.Model):
    """A question that contributions answer."""

    _inherit = "plpdma.question"

    contribution_ids = fields.One2many("plpdma.contribution", "question_id")
    contribution_count = fields.Integer(
        string="Contributions", compute="_compute_contribution_count"
    )

    @api.depends("contribution_ids")
    def _compute_contribution_count(self):
        contributions = self.env["plpdma.contribution"]
        # A point may answer another question than its letter.
        counts = dict(
            contributions._read_group(
                Domain("state", "!=", "split") & Domain("question_id", "in", self.ids),
                ["question_id"],
                ["__count"],
            )
        )
        for question in self:
            question.contribution_count = counts.get(question, 0)


class PlpdmaParticipation(models.Model):
    """A participant to whom what they said is answered."""

    _inherit = "plpdma.participation"

    def _prepare_thanks(self):
        """The values of the thank-you message, with the day by which all that was said
        is answered."""
        contributions = self.session_id.contribution_ids.filtered("is_to_answer")
        due = max(filter(None, contributions.mapped("date_due")), default=None)
        return {
            **super()._prepare_thanks(),
            "answered_by": due and describe_day(self.env, due),
        }
