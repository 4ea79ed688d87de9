"""Who is invited too often, and who could come instead."""

from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.groups import STAFF
from ...tools.periods import count_within
from .plpdma_stakeholder_solicitation import ASKED, PERIOD


class PlpdmaSession(models.Model):
    """A session in preparation that asks too much of some of its guests."""

    _inherit = "plpdma.session"

    solicitation_warning = fields.Text(
        string="Met Too Often",
        compute="_compute_solicitation_warning",
        groups=STAFF,
        help="Those whom this session meets more often than the programme allows, and "
        "who else could come.",
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends(
        "state",
        "format",
        "date_start",
        "theme_ids",
        "program_id.solicitation_limit",
        "participation_ids.capacity",
        "participation_ids.stakeholder_id",
    )
    @api.depends_context("uid", "allowed_company_ids", "lang")
    def _compute_solicitation_warning(self):
        self.solicitation_warning = False
        asking = self._filter_asking()
        met = asking._get_guest_solicitations()
        too_often = {
            session: guests
            for session in asking
            if (guests := session._get_met_too_often(met))
        }
        instead = self._find_instead(too_often)
        for session, guests in too_often.items():
            session.solicitation_warning = session._describe_met_too_often(
                guests, instead[session]
            )

    @api.depends("solicitation_warning")
    def _compute_warnings(self):
        return super()._compute_warnings()

    # ------------------------------------------------------------------
    # Warnings
    # ------------------------------------------------------------------
    def _prepare_warnings(self):
        warnings = super()._prepare_warnings()
        if self.solicitation_warning:
            warnings.append(self.solicitation_warning)
        return warnings

    def _describe_met_too_often(self, guests, instead):
        """Text that names those met too often and how often, then who could come
        instead.

        :param dict guests: number of times by actor
        :param instead: actors
        """
        self.ensure_one()
        names = [
            self.env._("%(actor)s (%(count)s times)", actor=name, count=count)
            for actor, count in guests.items()
            for name in actor.mapped("display_name")
        ]
        sentences = [
            self.env._(
                "Met too often within 90 days, this session included (at most "
                "%(limit)s): %(names)s.",
                limit=self.program_id.solicitation_limit,
                names=", ".join(names),
            )
        ]
        if instead:
            sentences.append(
                self.env._(
                    "Could come instead, those never heard first: %s.",
                    self._join_names(instead),
                )
            )
        return " ".join(sentences)

    # ------------------------------------------------------------------
    # Who is met too often
    # ------------------------------------------------------------------
    def _filter_asking(self):
        """Those still to come that invite somebody, in a programme that sets a
        limit."""
        return self.filtered(
            lambda session: (
                session.state in ("draft", "planned")
                and session.format != "public"
                and session.program_id.solicitation_limit
            )
        )

    def _get_asked(self):
        """The actors of whom the session asks their time."""
        lines = self.participation_ids
        return lines.filtered(lambda line: line.capacity in ASKED).stakeholder_id

    def _get_asking_day(self):
        """The date on which the session asks something of its guests, today for one
        without a date yet."""
        self.ensure_one()
        company = self.company_id or self.env.company
        day = company._plpdma_get_local_day(self.date_start)
        return day or company._plpdma_get_today()

    def _get_guest_solicitations(self):
        """What ``_get_solicitations`` says of the organisations of the guests."""
        return self.env["plpdma.stakeholder"]._get_solicitations(
            {session._get_asking_day() for session in self},
            self._get_asked().partner_id.commercial_partner_id,
        )

    def _count_with_this(self, organisation, met):
        """How often an organisation is met with this session, within the period that
        holds it.

        :param organisation: a contact
        :param dict met: as ``_get_solicitations`` gives it
        """
        self.ensure_one()
        day = self._get_asking_day()
        times = met.get(organisation.id, {})
        others = [each for what, each in times.items() if what != self._origin]
        return count_within([day, *others], day, PERIOD)

    def _get_met_too_often(self, met):
        """``{actor: number of times}`` of those for whom this session is once too many,
        one actor for each organisation.

        :param dict met: as ``_get_solicitations`` gives it
        """
        self.ensure_one()
        by_organisation = self._get_asked().grouped(
            lambda actor: actor._get_solicited()
        )
        counts = {
            actors[:1]: self._count_with_this(organisation, met)
            for organisation, actors in by_organisation.items()
            if organisation
        }
        limit = self.program_id.solicitation_limit
        return {actor: count for actor, count in counts.items() if count > limit}

    # ------------------------------------------------------------------
    # Who could come instead
    # ------------------------------------------------------------------
    @api.model
    def _find_instead(self, too_often):
        """``{session: actors}``: who could come to each, those never heard first.

        They share a category or a college with somebody met too often; what they spoke
        of so far, if anything, is what the session is about; and this session would not
        be once too many for them.

        :param dict too_often: by session, those met too often
        """
        actors = self.env["plpdma.stakeholder"]
        guests = actors.union(*(actor for met in too_often.values() for actor in met))
        near = actors.search(
            Domain("program_id", "in", guests.program_id.ids)
            & (
                Domain("role_ids", "in", guests.role_ids.ids)
                | Domain("college_id", "in", guests.college_id.ids)
            ),
            order="is_heard, visit_priority desc, partner_id, id",
        )
        met = actors._get_solicitations(
            {session._get_asking_day() for session in too_often},
            near.partner_id.commercial_partner_id,
        )
        themes = self._get_themes_by_actor(near)
        found = {}
        for session, guests in too_often.items():
            could_come = session._filter_could_come(
                near, actors.union(*guests), met, themes
            ).grouped(lambda actor: actor._get_solicited())
            # One of each organisation.
            firsts = (theirs[:1] for theirs in could_come.values())
            found[session] = actors.union(*firsts)
        return found

    def _filter_could_come(self, actors, guests, met, themes):
        """Those of some actors who could come instead of somebody.

        :param guests: those met too often
        :param dict met: as ``_get_solicitations`` gives it
        :param dict themes: by actor, what they spoke of so far
        """
        self.ensure_one()
        limit = self.program_id.solicitation_limit
        invited = self.participation_ids.partner_id.commercial_partner_id
        roles, colleges = guests.role_ids, guests.college_id

        def could_come(actor):
            organisation = actor._get_solicited()
            return (
                actor.program_id == self.program_id
                and organisation
                and organisation not in invited
                and (actor.role_ids & roles or actor.college_id & colleges)
                and self._may_be_about(themes.get(actor))
                and self._count_with_this(organisation, met) <= limit
            )

        return actors.filtered(could_come)

    def _may_be_about(self, themes):
        """Whether the session is about one of these themes, about what details it or
        about the axis under which it stands; or may be, if either has none.

        :param themes: themes, or nothing
        """
        return (
            not themes
            or not self.theme_ids
            or any(
                mine.parent_path.startswith(theirs.parent_path)
                or theirs.parent_path.startswith(mine.parent_path)
                for mine in self.theme_ids._origin
                for theirs in themes
            )
        )

    @api.model
    def _get_themes_by_actor(self, actors):
        """``{actor: themes}`` of what the actors contributed to, or came for."""
        theirs = Domain("stakeholder_id", "in", actors.ids)
        themes = defaultdict(self.env["plpdma.theme"].browse)
        contributed = self.env["plpdma.contribution"]._read_group(
            theirs, ["stakeholder_id", "theme_ids"]
        )
        came = self.env["plpdma.participation"]._read_group(
            theirs & Domain("is_in_person", "=", True),
            ["stakeholder_id"],
            ["session_id:recordset"],
        )
        for actor, theme in contributed:
            themes[actor] |= theme
        for actor, sessions in came:
            themes[actor] |= sessions.theme_ids
        return themes
