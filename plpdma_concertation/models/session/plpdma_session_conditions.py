"""What a session needs before it is planned, held, then reported."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import is_html_empty

from ...tools.domains import search_boolean
from ...tools.local_html import LocalHtml
from .plpdma_session import HELD, KEPT


class PlpdmaSession(models.Model):
    """A session is planned once it is clear, and reported once it is told."""

    _inherit = "plpdma.session"

    has_elected = fields.Boolean(
        string="With Élus",
        compute="_compute_has_elected",
        search="_search_has_elected",
    )
    elected_role = LocalHtml(
        string="Role of the Élus",
        compute="_compute_elected_role",
        store=True,
        readonly=False,
        help="What the élus do during this session. Proposed by the programme.",
    )

    # ------------------------------------------------------------------
    # Computes and searches
    # ------------------------------------------------------------------
    @api.depends("participation_ids.capacity")
    def _compute_has_elected(self):
        for session in self:
            capacities = session.participation_ids.mapped("capacity")
            session.has_elected = "elected" in capacities

    @search_boolean
    def _search_has_elected(self):
        return Domain("participation_ids.capacity", "=", "elected")

    @api.depends("program_id.elected_role")
    def _compute_elected_role(self):
        for session in self:
            if is_html_empty(session.elected_role):
                session.elected_role = session.program_id.elected_role

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------
    @api.constrains("format", "participation_ids")
    def _check_format(self):
        """An individual meeting is with one organisation only; nobody is
        invited to an availability to the public."""
        for session in self:
            lines = session.participation_ids
            if session.format == "public" and lines:
                raise ValidationError(
                    self.env._(
                        "“%s” is open to the public: nobody is invited to it.",
                        session.name,
                    )
                )
            organisations = lines.filtered(
                lambda line: line.capacity == "participant"
            ).partner_id.commercial_partner_id
            if session.format == "individual" and len(organisations) > 1:
                raise ValidationError(
                    self.env._(
                        "“%(session)s” is an individual meeting: it is held with one "
                        "organisation, not with %(organisations)s.",
                        session=session.name,
                        organisations=", ".join(organisations.mapped("display_name")),
                    )
                )

    @api.constrains(
        "state", "nature", "proposal", "question_ids", "date_start", "date_stop"
    )
    def _check_planned(self):
        """What a session needs before it is planned: a date, and something to talk
        about."""
        planned = self.filtered(lambda session: session.state in KEPT)
        for session in planned:
            if not session.date_start:
                raise ValidationError(
                    self.env._("“%s” needs a date before it is planned.", session.name)
                )
            if session.format != "public" and not session.date_stop:
                raise ValidationError(
                    self.env._("“%s” needs an end before it is planned.", session.name)
                )
            if session.format == "public" and not session.date_stop:
                raise ValidationError(
                    self.env._(
                        "“%s” needs a closing date: the public must know until when "
                        "it can contribute.",
                        session.name,
                    )
                )
        planned._check_has_subject()

    def _check_has_subject(self, without_questions=None):
        """A consultation has its proposal, a concertation its question.

        :param without_questions: questions that are about to be deleted
        :raise ValidationError: naming the session and what it lacks
        """
        without_questions = without_questions or self.env["plpdma.question"]
        for session in self:
            if session.state not in KEPT:
                continue
            if session.nature == "consultation" and is_html_empty(session.proposal):
                raise ValidationError(
                    self.env._(
                        "“%s” is a consultation: write the proposal on which opinions "
                        "are asked before planning it.",
                        session.name,
                    )
                )
            questions = session.question_ids - without_questions
            if session.nature == "concertation" and not questions:
                raise ValidationError(
                    self.env._(
                        "“%s” is a concertation: put at least one concrete question "
                        "to the actors before planning it.",
                        session.name,
                    )
                )

    @api.constrains("state", "elected_role", "participation_ids")
    def _check_elected_frame(self):
        """With élus, the frame is clear beforehand, their own role above all."""
        for session in self:
            if session.state in ("draft", "cancelled") or not session.has_elected:
                continue
            missing = session.program_id._get_frame_missing()
            if is_html_empty(session.elected_role):
                label = session._fields["elected_role"]._description_string(self.env)
                missing = list(dict.fromkeys([*missing, label]))
            if missing:
                raise ValidationError(
                    self.env._(
                        "Élus take part in “%(session)s”: write the frame before "
                        "planning it. Still to write: %(missing)s.",
                        session=session.name,
                        missing=", ".join(missing),
                    )
                )

    @api.constrains("state", "date_start")
    def _check_held(self):
        now = fields.Datetime.now()
        for session in self:
            is_past = session.date_start and session.date_start <= now
            if session.state in HELD and not is_past:
                raise ValidationError(
                    self.env._(
                        "“%s” starts in the future: it cannot be held yet.",
                        session.name,
                    )
                )

    @api.constrains("state", "minutes", "participation_ids")
    def _check_reported(self):
        for session in self.filtered(lambda session: session.state == "reported"):
            if not session._is_minutes_written():
                raise ValidationError(
                    self.env._("“%s” needs its minutes to be reported.", session.name)
                )
            unknown = session.participation_ids.filtered(
                lambda line: line.attendance == "invited"
            )
            if unknown:
                raise ValidationError(
                    self.env._(
                        "Attendance at “%(session)s” is still unknown for: %(actors)s.",
                        session=session.name,
                        actors=", ".join(unknown.mapped("display_name")),
                    )
                )

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    def _check_has_guests(self):
        """:raise UserError: naming those open to the public, which have no guests"""
        public = self.filtered(lambda session: session.format == "public")
        if public:
            raise UserError(
                self.env._(
                    "Open to the public, without anybody invited: %s.",
                    ", ".join(public.mapped("display_name")),
                )
            )
