"""How often an organisation was called upon, whichever the programme."""

from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.domains import search_boolean
from ...tools.groups import STAFF
from ...tools.periods import count_within
from ..session.plpdma_session import KEPT

# Within so many days, the first and the last one included.
PERIOD = 90
# Those of whom a session asks their time; the others work there.
ASKED = ("participant", "elected", "expert")


class PlpdmaStakeholder(models.Model):
    """An actor of an organisation that is met often, or seldom.

    What counts is what asks something of the organisation, or goes to it: each session
    planned or held to which it is invited, whoever comes for it; each service rendered
    there; each day on which it was sent the notice by letter. An answer to what it
    wrote is owed to it, and does not count.

    It is counted over all the programmes that the user reads: those of another
    authority tell nothing here.
    """

    _inherit = "plpdma.stakeholder"

    solicitation_count = fields.Integer(
        string="Met in 90 Days",
        compute="_compute_solicitation_count",
        groups=STAFF,
        help="How many times the organisation is met within 90 days, today among them, "
        "over all the programmes: sessions to which it is invited, those planned too, "
        "services rendered, letters.",
    )
    is_solicited_enough = fields.Boolean(
        string="Met Often Enough",
        compute="_compute_solicitation_count",
        search="_search_is_solicited_enough",
        groups=STAFF,
        help="As often as the programme allows, or more: once more would be too often.",
    )

    # ------------------------------------------------------------------
    # Computes and searches
    # ------------------------------------------------------------------
    @api.depends(
        "partner_id.commercial_partner_id",
        "program_id.solicitation_limit",
        "participation_ids.capacity",
        "participation_ids.session_id.state",
        "participation_ids.session_id.date_start",
        "service_ids.date",
        "receipt_ids",
    )
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_solicitation_count(self):
        todays = self.company_id._plpdma_get_todays()
        met = self._get_solicitations(
            todays.values(), self.partner_id.commercial_partner_id
        )
        for actor in self:
            today = todays.get(actor.company_id)
            times = met.get(actor._get_solicited().id, {}).values()
            count = count_within(times, today, PERIOD) if today else 0
            limit = actor.program_id.solicitation_limit
            actor.solicitation_count = count
            actor.is_solicited_enough = bool(limit) and count >= limit

    @search_boolean
    def _search_is_solicited_enough(self):
        return self.env["res.company"]._plpdma_get_domain_by_day(
            self._get_solicited_enough_domain
        )

    @api.model
    def _get_solicited_enough_domain(self, day):
        """Domain of the actors met often enough, as seen on a day.

        :param day: a date
        """
        counts = {
            organisation: count_within(times.values(), day, PERIOD)
            for organisation, times in self._get_solicitations([day]).items()
        }
        limits = self.env["plpdma.program"]._read_group(
            [("solicitation_limit", ">", 0)],
            ["company_id", "solicitation_limit"],
            ["id:array_agg"],
        )
        return Domain.OR(
            Domain("program_id", "in", program_ids)
            & self._get_organisations_domain(
                {
                    organisation
                    for organisation, count in counts.items()
                    if count >= limit
                }
                - set(company.partner_id.commercial_partner_id.ids)
            )
            for company, limit, program_ids in limits
        )

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    @api.model
    def _get_organisations_domain(self, ids):
        """Domain of the actors of some organisations, given by the ids of the contacts:
        theirs, or the person's who has none."""
        is_theirs = Domain("commercial_partner_id", "in", list(ids))
        return Domain("partner_id", "any!", is_theirs)

    def _get_solicited(self):
        """The organisation that is called upon with the actor, or the person who has
        none; an empty recordset for those of the authority itself, who are at home."""
        self.ensure_one()
        organisation = self.partner_id.commercial_partner_id
        return organisation - self.company_id.partner_id.commercial_partner_id

    @api.model
    def _get_solicitations(self, days, organisations=None):
        """``{organisation's id: {what: day}}``: when each organisation was met, or will
        be, close enough to one of some days to stand in one period with it.

        :param days: dates
        :param organisations: contacts; all of them by default
        """
        days = list(days)
        if not days:
            return {}
        span = timedelta(days=PERIOD - 1)
        first, last = min(days) - span, max(days) + span
        theirs = Domain.TRUE
        if organisations is not None:
            theirs = Domain(
                "stakeholder_id",
                "any!",
                self._get_organisations_domain(organisations.ids),
            )
        found = defaultdict(dict)
        for actor, what, day in (
            *self._find_invited(theirs, first, last),
            *self._find_written_to(theirs, first, last),
            *self._find_served(theirs, first, last),
        ):
            if first <= day <= last:
                found[actor.partner_id.commercial_partner_id.id][what] = day
        return found

    @api.model
    def _get_near_domain(self, name, first, last):
        """Domain of the instants that stand between two dates, wherever the authority
        is; the days that touch them too."""
        one = timedelta(days=1)
        return Domain(name, ">=", first - one) & Domain(name, "<", last + 2 * one)

    @api.model
    def _find_invited(self, theirs, first, last):
        """List of ``(actor, session, day)`` of the invitations to the sessions
        announced or held: those of one organisation to one session are one."""
        lines = self.env["plpdma.participation"].search_fetch(
            theirs
            & Domain("capacity", "in", ASKED)
            & Domain("session_id.state", "in", KEPT)
            & self._get_near_domain("session_date", first, last),
            ["stakeholder_id", "session_id", "session_date", "company_id"],
        )
        return [
            (
                line.stakeholder_id,
                line.session_id,
                line.company_id._plpdma_get_local_day(line.session_date),
            )
            for line in lines
        ]

    @api.model
    def _find_written_to(self, theirs, first, last):
        """List of ``(actor, what, day)`` of the notices sent by letter: those of one
        day to one organisation are one, and those told in a session are not apart from
        it."""
        receipts = self.env["plpdma.notice.receipt"].search_fetch(
            theirs
            & Domain("channel", "=", "letter")
            & Domain("session_id", "=", False)
            & self._get_near_domain("date", first, last),
            ["stakeholder_id", "date", "company_id"],
        )
        days = [
            receipt.company_id._plpdma_get_local_day(receipt.date)
            for receipt in receipts
        ]
        return [
            (receipt.stakeholder_id, day, day)
            for receipt, day in zip(receipts, days, strict=True)
        ]

    @api.model
    def _find_served(self, theirs, first, last):
        """List of ``(actor, service, day)`` of the services rendered."""
        services = self.env["plpdma.service"].search_fetch(
            theirs & Domain("date", ">=", first) & Domain("date", "<=", last),
            ["stakeholder_id", "date"],
        )
        return [(service.stakeholder_id, service, service.date) for service in services]
