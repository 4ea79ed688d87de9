"""What to do next with an actor: see them alone, or gather them with others."""

from odoo import api, fields, models
from odoo.fields import Command, Domain

from ...tools.domains import search_boolean
from ...tools.groups import STAFF
from ...tools.moments import describe_instant


class PlpdmaStakeholder(models.Model):
    """The next meeting that the method proposes with an actor, and why.

    Like the advice on a session, it rests on what only the staff knows.
    """

    _inherit = "plpdma.stakeholder"

    # Availability of those to whom one goes rather than making them come
    _busy = ("limited", "rare")

    next_step = fields.Text(compute="_compute_next_step", groups=STAFF)
    next_step_format = fields.Selection(
        [("individual", "Individual meeting"), ("collective", "Collective meeting")],
        string="Next Meeting",
        compute="_compute_next_step",
        groups=STAFF,
    )
    next_session_id = fields.Many2one(
        "plpdma.session",
        string="Upcoming Session",
        compute="_compute_next_step",
        groups=STAFF,
        help="The first session to come to which the actor is invited.",
    )
    has_next_session = fields.Boolean(
        string="Session to Come",
        compute="_compute_next_step",
        search="_search_has_next_session",
        groups=STAFF,
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends(
        "availability",
        "competitor_group_id",
        "needs",
        "is_heard",
        "body_ids.kind",
        "participation_ids.attendance",
        "participation_ids.capacity",
        "participation_ids.session_id.date_start",
        "participation_ids.session_id.format",
        "participation_ids.session_id.state",
    )
    @api.depends_context("lang", "tz")
    def _compute_next_step(self):
        upcoming = self._get_upcoming_sessions()
        met_alone = self._get_met_alone()
        rivals = self._get_rivals()
        for actor in self:
            session = upcoming.get(actor._origin, actor.next_session_id.browse())
            actor.next_session_id = session
            actor.has_next_session = bool(session)
            if session:
                actor.next_step_format = session.format
                actor.next_step = actor._get_session_step(session)
                continue
            reasons = actor._get_alone_reasons(
                actor._origin in met_alone, rivals.get(actor._origin, actor.browse())
            )
            actor.next_step_format = "individual" if reasons else "collective"
            actor.next_step = actor._get_step_text(
                reasons.values(), actor._origin in met_alone
            )

    @search_boolean
    def _search_has_next_session(self):
        return Domain("participation_ids", "any", self._get_upcoming_domain())

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_prepare_meeting(self):
        """Open the session to come with the actor, or a new one in the format that
        is advised: programme, participant and reasons are filled in.

        :return: the action that opens the form
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "plpdma_concertation.action_plpdma_session"
        )
        action.update(
            views=[(False, "form")],
            res_id=self.next_session_id.id,
            context={} if self.next_session_id else self._prepare_meeting_context(),
        )
        return action

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    @api.model
    def _get_upcoming_domain(self):
        """Domain of the participations in the sessions to come, those in preparation
        too."""
        is_to_come = Domain("session_date", ">=", "now") | (
            Domain("session_date", "=", False)
            & Domain("session_id.state", "=", "draft")
        )
        is_ahead = Domain("session_id.state", "in", ("draft", "planned"))
        return is_ahead & is_to_come

    def _get_upcoming_sessions(self):
        """``{actor: session}``: the first session to come of each actor who has one."""
        participations = self.env["plpdma.participation"].search(
            Domain("stakeholder_id", "in", self.ids) & self._get_upcoming_domain(),
            order="session_date desc nulls first, id desc",
        )
        # The last one set for an actor is the first to come; one without a date yet
        # counts when there is no other.
        return {line.stakeholder_id: line.session_id for line in participations}

    def _get_met_alone(self):
        """The actors among these who attended an individual meeting."""
        participations = self.env["plpdma.participation"]
        return participations.search(
            Domain("stakeholder_id", "in", self.ids)
            & participations._met_alone_domain()
        ).stakeholder_id

    def _get_rivals(self):
        """``{actor: competitors}``: the other organisations of the programme that
        compete with each."""
        rivals = self.search(
            [
                ("program_id", "in", self.program_id.ids),
                ("competitor_group_id", "in", self.competitor_group_id.ids),
            ]
        ).grouped(lambda actor: (actor.program_id, actor.competitor_group_id))
        return {
            actor._origin: rivals.get(
                (actor.program_id, actor.competitor_group_id), self.browse()
            ).filtered(
                lambda other, actor=actor: (
                    other.commercial_partner_id != actor.commercial_partner_id
                )
            )
            for actor in self
        }

    def _get_alone_reasons(self, is_met_alone, rivals):
        """``{purpose: sentence}``: why the actor is met alone, by the purpose that each
        reason calls for.

        :param bool is_met_alone: whether an individual meeting was already held
        :param rivals: the actors that compete with this one
        """
        self.ensure_one()
        reasons = {}
        if not is_met_alone and not self.is_heard:
            reasons["know"] = self.env._(
                "They were never heard: get to know their needs, interests and "
                "constraints."
            )
        elif not is_met_alone and not self.needs:
            reasons["know"] = self.env._(
                "They were never met alone, and their needs are not known."
            )
        if rivals:
            reasons["free_speech"] = self.env._(
                "They compete with %s, and speak more freely alone.",
                ", ".join(rivals.mapped("display_name")),
            )
        if self.availability in self._busy:
            reasons["availability"] = self.env._(
                "They have little time, and going to them takes less of it."
            )
        return reasons

    def _get_step_text(self, reasons, is_met_alone):
        """Text of the proposal, then of its reasons."""
        self.ensure_one()
        if reasons:
            proposal = self.env._("Meet them alone, preferably on their own ground.")
            return " ".join([proposal, *reasons])
        if "cces" in self.body_ids.mapped("kind"):
            proposal = self.env._("Invite them to the next meeting of the CCES.")
        else:
            proposal = self.env._("Invite them to a collective meeting.")
        if is_met_alone:
            reason = self.env._(
                "They were already met alone and heard: they can now compare their "
                "views with those of others."
            )
        else:
            reason = self.env._(
                "They were heard and their needs are known: they can compare their "
                "views with those of others."
            )
        return f"{proposal} {reason}"

    def _get_session_step(self, session):
        """Sentence that says when the actor is next seen, and in which company."""
        name = session.name
        is_individual = session.format == "individual"
        if not session.date_start:
            if is_individual:
                return self.env._(
                    "An individual meeting is in preparation: “%s”. Set its date.", name
                )
            return self.env._(
                "A collective meeting is in preparation: “%s”. Set its date.", name
            )
        date = describe_instant(
            self.env, session.date_start, session._get_timezone(), dt_format="short"
        )
        if is_individual:
            return self.env._(
                "An individual meeting is to come on %(date)s: “%(session)s”.",
                date=date,
                session=name,
            )
        return self.env._(
            "A collective meeting is to come on %(date)s: “%(session)s”.",
            date=date,
            session=name,
        )

    def _prepare_meeting_context(self):
        """Context with the defaults of the session that the next step proposes."""
        self.ensure_one()
        context = {
            "default_program_id": self.program_id.id,
            "default_format": self.next_step_format,
            "default_participation_ids": [Command.create({"stakeholder_id": self.id})],
            "default_purpose_ids": [Command.set(self._get_next_purposes().ids)],
        }
        if self.next_step_format == "individual":
            context["default_name"] = self.env._(
                "Meeting with %s", self.partner_id.display_name
            )
        return context

    def _get_next_purposes(self):
        """The delivered purposes that the next step rests on, those still in use."""
        self.ensure_one()
        names = ["compare"]
        if self.next_step_format == "individual":
            rivals = self._get_rivals()[self]
            names = self._get_alone_reasons(self in self._get_met_alone(), rivals)
        purposes = self.env["plpdma.purpose"]
        for name in names:
            xmlid = f"plpdma_concertation.plpdma_purpose_{name}"
            purposes |= self.env.ref(xmlid, raise_if_not_found=False) or purposes
        return purposes.filtered("active")
