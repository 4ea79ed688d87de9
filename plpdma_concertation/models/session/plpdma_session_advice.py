"""Advice on the format of a session and on how to facilitate it."""

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.domains import search_boolean
from ...tools.groups import STAFF


class PlpdmaSession(models.Model):
    """One actor alone, or several together: the reasons on both sides.

    Advice never blocks. It rests on what only the staff knows of the actors, so that
    only the staff reads it. The weights are those of a rule of thumb: what the agent
    comes for counts more than what is known of the actors, and gathering many
    organisations counts more than any one of them.
    """

    _inherit = "plpdma.session"

    # What each reason weighs; a purpose weighs so each.
    _advice_weights = {
        "purpose": 2,
        "competitors": 2,
        "availability": 1,
        "unknown": 1,
        "met": 1,
        "one": 1,
        "several": 2,
        "many": 4,
    }
    # From so many organisations on, meeting them one by one is another undertaking.
    _advice_many = 8
    _advice_names = 3

    # Why one meets, and how
    purpose_ids = fields.Many2many(
        "plpdma.purpose",
        string="Reasons to Meet",
        check_company=True,
        help="Why this session is held: each reason calls for a format.",
    )
    technique_id = fields.Many2one(
        "plpdma.technique",
        string="Technique",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    suggested_technique_ids = fields.Many2many(
        "plpdma.technique",
        string="Suggested Techniques",
        compute="_compute_suggested_technique_ids",
        help="Those whose indicative size suits the number of guests.",
    )
    technique_hint = fields.Char(compute="_compute_technique_hint")

    # What the method advises
    advised_format = fields.Selection(
        [("individual", "Individual meeting"), ("collective", "Collective meeting")],
        compute="_compute_advice",
        groups=STAFF,
        help="Empty when nothing speaks for one format more than for the other.",
    )
    advice = fields.Text(compute="_compute_advice", groups=STAFF)
    deviates = fields.Boolean(
        string="Departs from the Advice",
        compute="_compute_advice",
        search="_search_deviates",
        groups=STAFF,
    )
    format_justification = fields.Text(
        string="Why This Format",
        groups=STAFF,
        help="Why the format departs from the advice. Kept with the session.",
    )

    # ------------------------------------------------------------------
    # Computes and searches
    # ------------------------------------------------------------------
    @api.depends("format", "participation_ids.capacity", "company_id")
    def _compute_suggested_technique_ids(self):
        techniques = self.env["plpdma.technique"].search(
            [("company_id", "in", [*self.company_id.ids, False])]
        )
        for session in self:
            count = session._get_guest_count()
            suited = techniques.browse()
            if count:
                suited = techniques.filtered(
                    lambda technique, session=session, count=count: (
                        technique.company_id <= session.company_id
                        and technique._suits(count)
                    )
                )
            session.suggested_technique_ids = suited.sorted(
                lambda technique: technique._get_range()
            )

    @api.depends("participation_ids.capacity", "technique_id.size")
    @api.depends_context("lang")
    def _compute_technique_hint(self):
        for session in self:
            technique = session.technique_id
            session.technique_hint = bool(technique) and self.env._(
                "%(technique)s: usual for %(size)s. Invited so far: %(count)s.",
                technique=technique.name,
                size=technique.size,
                count=session._get_guest_count(),
            )

    @api.depends(
        "format",
        "date_start",
        "purpose_ids.format",
        "participation_ids.capacity",
        "participation_ids.stakeholder_id.availability",
        "participation_ids.stakeholder_id.competitor_group_id",
        "participation_ids.stakeholder_id.needs",
        "participation_ids.stakeholder_id.participation_ids.attendance",
        "participation_ids.stakeholder_id.participation_ids.session_state",
    )
    @api.depends_context("lang")
    def _compute_advice(self):
        meetings = self._get_individual_meetings()
        for session in self:
            reasons = session._get_format_reasons(meetings)
            balance = sum(
                weight if side == "individual" else -weight
                for side, weight, _sentence in reasons
            )
            advised = balance and ("individual" if balance > 0 else "collective")
            session.advised_format = advised
            session.advice = session._get_advice_text(reasons, advised)
            session.deviates = bool(advised) and advised != session.format

    @search_boolean
    def _search_deviates(self):
        # A balance of reasons cannot be weighed in SQL.
        meetings = Domain("format", "!=", "public") & Domain("state", "!=", "cancelled")
        found = self.search(meetings).filtered("deviates").ids
        return Domain("id", "in", found)

    # ------------------------------------------------------------------
    # Warnings
    # ------------------------------------------------------------------
    def _get_advice_warnings(self):
        """Sentences on what departs from the advice."""
        self.ensure_one()
        warnings = []
        if self.deviates and not (self.format_justification or "").strip():
            warnings.append(
                self.env._(
                    "The format departs from the advice: write why beside it, or "
                    "change it."
                )
            )
        technique, count = self.technique_id, self._get_guest_count()
        is_ahead = self.state in ("draft", "planned")
        if is_ahead and technique and count and not technique._suits(count):
            warnings.append(self.technique_hint)
        return warnings

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_view_technique(self):
        """Window action that shows how to run the technique, over the session that one
        prepares."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.technique_id.display_name,
            "res_model": "plpdma.technique",
            "res_id": self.technique_id.id,
            "views": [(False, "form")],
            "target": "new",
        }

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    def _get_guest_count(self):
        """Number of people the technique gathers, without those who run it."""
        self.ensure_one()
        return len(
            self.participation_ids.filtered(
                lambda line: line.capacity not in ("facilitator", "secretary")
            )
        )

    def _get_individual_meetings(self):
        """``{actor: lines}`` of the individual meetings that the participants attended
        already."""
        participations = self.env["plpdma.participation"]
        actors = self._get_participants().stakeholder_id
        # Read at once what each session then says of its own participants.
        actors.mapped("display_name")
        return participations.search(
            Domain("stakeholder_id", "in", actors.ids)
            & participations._met_alone_domain()
        ).grouped("stakeholder_id")

    def _get_format_reasons(self, meetings):
        """``[(format, weight, sentence)]``: what speaks for each format.

        :param dict meetings: see ``_get_individual_meetings``
        """
        self.ensure_one()
        if self.format == "public":
            return []
        actors = self._get_participants().stakeholder_id
        return [
            *self._get_purpose_reasons(),
            *self._get_number_reasons(actors),
            *self._get_competitor_reasons(actors),
            *self._get_availability_reasons(actors),
            *self._get_history_reasons(actors, meetings),
        ]

    def _get_purpose_reasons(self):
        weight = self._advice_weights["purpose"]
        return [
            (
                side,
                weight * len(purposes),
                self.env._(
                    "The reasons to meet call for it: %s.",
                    ", ".join(purposes.mapped("name")),
                ),
            )
            for side, purposes in self.purpose_ids.grouped("format").items()
        ]

    def _get_number_reasons(self, actors):
        count = len(actors.partner_id.commercial_partner_id)
        if not count:
            return []
        if count == 1:
            sentence = self.env._("Only one organisation is invited.")
            return [("individual", self._advice_weights["one"], sentence)]
        weight = "many" if count >= self._advice_many else "several"
        sentence = self.env._("%s organisations are invited.", count)
        return [("collective", self._advice_weights[weight], sentence)]

    def _get_competitor_reasons(self, actors):
        """Reasons for an individual format: those who compete. Nobody competes within
        one organisation."""
        weight = self._advice_weights["competitors"]
        return [
            (
                "individual",
                weight,
                self.env._(
                    "They compete with one another, and speak more freely alone: %s.",
                    self._join_names(rivals),
                ),
            )
            for group, rivals in actors.grouped("competitor_group_id").items()
            if group and len(rivals.partner_id.commercial_partner_id) > 1
        ]

    def _get_availability_reasons(self, actors):
        busy = actors.filtered(lambda actor: actor.availability in actor._busy)
        if not busy:
            return []
        sentence = self.env._(
            "They have little time, and going to them takes less of it: %s.",
            self._join_names(busy),
        )
        return [("individual", self._advice_weights["availability"], sentence)]

    def _get_history_reasons(self, actors, meetings):
        """Reasons about the actors known by now, and about those who are not, as
        ``_get_format_reasons`` lists them."""
        met = actors.filtered(
            lambda actor: self._is_met_before(meetings.get(actor._origin, ()))
        )
        unknown = (actors - met).filtered(lambda actor: not actor.needs)
        reasons = []
        if unknown:
            sentence = self.env._(
                "They were never met alone, and their needs are not known: %s.",
                self._join_names(unknown),
            )
            reasons.append(("individual", self._advice_weights["unknown"], sentence))
        if met:
            sentence = self.env._(
                "They were already met alone, and can now be gathered: %s.",
                self._join_names(met),
            )
            reasons.append(("collective", self._advice_weights["met"], sentence))
        return reasons

    def _is_met_before(self, meetings):
        """Tell whether one of these individual meetings came before this session."""
        return any(
            meeting.session_id != self._origin
            and (not self.date_start or meeting.session_date < self.date_start)
            for meeting in meetings
        )

    def _join_names(self, actors):
        """Name the actors; of a long list, the first ones, and count the others."""
        names = actors.mapped("display_name")
        others = len(names) - self._advice_names
        if others > 1:
            names[self._advice_names :] = [self.env._("%s others", others)]
        return ", ".join(names)

    def _get_advice_text(self, reasons, advised):
        """Text of the reasons for both formats, then of the one that weighs most.

        :param list reasons: see ``_get_format_reasons``
        :param advised: the format that weighs most; empty when they balance
        """
        self.ensure_one()
        if not reasons:
            return False
        titles = {
            "individual": self.env._("For an individual meeting:"),
            "collective": self.env._("For a collective meeting:"),
        }
        lines = []
        for side, title in titles.items():
            sentences = [reason[2] for reason in reasons if reason[0] == side]
            if sentences:
                lines += [title, *(f"• {sentence}" for sentence in sentences)]
        return "\n".join([*lines, self._get_advice_conclusion(advised)])

    def _get_advice_conclusion(self, advised):
        if advised == "collective":
            return self.env._("A collective meeting is advised.")
        if not advised:
            return self.env._("The reasons balance: the choice is yours.")
        if len(self._get_participants().partner_id.commercial_partner_id) > 1:
            return self.env._(
                "Individual meetings are advised, one with each organisation."
            )
        return self.env._("An individual meeting is advised.")
