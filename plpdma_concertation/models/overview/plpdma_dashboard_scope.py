"""What a dashboard counts: which records, for whom, and how they may be told apart."""

from collections import Counter
from datetime import datetime, time
from functools import cached_property

import pytz

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.domains import to_json
from ...tools.groups import STAFF
from ...tools.small_counts import is_small

# What the figures may be narrowed to, and how each value is read.
FILTERS = {
    "date_from": fields.Date.to_date,
    "date_to": fields.Date.to_date,
    "theme_id": int,
    "territory_id": int,
    "body_id": int,
    # As it is shown outside the staff: without what was confided to it.
    "outside": bool,
}
# Those that a period may name.
YEARS = range(1900, 3000)
# Those of them that say of what.
NARROWING = FILTERS.keys() - {"outside"}
# By what the contributions are counted.
SETS = (
    ("territory",),
    ("author",),
    ("theme", "college", "decision"),
    ("theme", "role"),
    ("theme", "days"),
)


def get_path(entry):
    """The ids of an entry of a hierarchy and of those above it, itself first."""
    return [int(id_) for id_ in reversed(entry.parent_path.strip("/").split("/"))]


class DashboardScope:
    """The records that one reader's dashboard counts, under their rights.

    :param program: the programme, in the reader's environment
    :param dict filters: of ``FILTERS``
    :raise AccessError: for a programme that the reader does not read
    :raise UserError: for filters that cannot be read
    """

    def __init__(self, program, filters=None):
        # What counts is said by the domains alone, which open the same lists.
        self.program = program.with_context(active_test=False)
        self.env = self.program.env
        self.filters = self._read_filters(filters or {})
        known = Domain("active", "=", True) | Domain("id", "=", program.id)
        self.programs = self.program.search_fetch(
            known, ["name", "company_id", "theme_ids", "territory_ids"]
        )
        if self.program not in self.programs:
            self.program.check_access("read")
        self.is_staff = self.env.user.has_group(STAFF)
        self.is_outside = not self.is_staff or bool(self.filters.get("outside"))

    def _read_filters(self, filters):
        try:
            read = {
                name: to_value(filters[name])
                for name, to_value in FILTERS.items()
                if filters.get(name)
            }
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise UserError(self.env._("These filters cannot be read.")) from error
        days = [read[name] for name in ("date_from", "date_to") if read.get(name)]
        if any(day.year not in YEARS for day in days):
            raise UserError(
                self.env._(
                    "The period lies between the years %(first)s and %(last)s.",
                    first=str(YEARS[0]),
                    last=str(YEARS[-1]),
                )
            )
        return read

    # ------------------------------------------------------------------
    # Which records
    # ------------------------------------------------------------------
    @property
    def in_program(self):
        """Domain of what belongs to the programme."""
        return Domain("program_id", "=", self.program.id)

    def _get_under(self, **paths):
        """Domain of what stands under the theme and the territory chosen: they are
        looked up once, not by each query."""
        domain = Domain.TRUE
        for key, path in paths.items():
            if chosen := self.filters.get(f"{key}_id"):
                entries = self.themes if key == "theme" else self.territories
                under = [entry.id for entry in entries if chosen in get_path(entry)]
                domain &= Domain(path, "in", under)
        return domain

    @cached_property
    def said(self):
        """Domain of the contributions that the reader may count."""
        domain = self.in_program & Domain("active", "=", True)
        for name, operator in (("date_from", ">="), ("date_to", "<=")):
            if day := self.filters.get(name):
                domain &= Domain("date_received", operator, day.isoformat())
        if body := self.filters.get("body_id"):
            domain &= Domain("session_id.body_id", "=", body)
        return domain & self._get_under(theme="theme_ids", territory="territory_id")

    @cached_property
    def contributions(self):
        """Domain of the contributions counted: outside the staff, without what was
        confided to it."""
        if not self.is_outside:
            return self.said
        return self.said & self.env["plpdma.contribution"]._get_shared_domain()

    @cached_property
    def sessions(self):
        """Domain of the sessions counted."""
        domain = self.in_program & Domain("active", "=", True)
        for name, operator, moment in (
            ("date_from", ">=", time.min),
            ("date_to", "<=", time.max),
        ):
            if day := self.filters.get(name):
                start = self._to_utc(datetime.combine(day, moment))
                domain &= Domain("date_start", operator, start.strftime("%F %T"))
        if body := self.filters.get("body_id"):
            domain &= Domain("body_id", "=", body)
        return domain & self._get_under(theme="theme_ids", territory="territory_ids")

    def _to_utc(self, moment):
        # sudo: whoever reads the programme may not read the authority.
        company = self.program.sudo().company_id
        zone = pytz.timezone(company._plpdma_get_timezone())
        return zone.localize(moment).astimezone(pytz.utc)

    @cached_property
    def participations(self):
        """Domain of the participants of the sessions counted."""
        return self.in_program & Domain("session_id", "any", self.sessions)

    @cached_property
    def commitments(self):
        """Domain of the commitments counted: those of the theme, whenever they were
        made."""
        domain = self.in_program & Domain("active", "=", True)
        if body := self.filters.get("body_id"):
            domain &= Domain("session_id.body_id", "=", body)
        return domain & self._get_under(theme="theme_ids")

    # ------------------------------------------------------------------
    # The catalogues, each read once
    # ------------------------------------------------------------------
    def _get_catalogue(self, model, *names):
        return self.env[model].search_fetch([], ["name", "active", *names])

    @cached_property
    def themes(self):
        """All the themes of the authority, in their order."""
        return self._get_catalogue("plpdma.theme", "parent_path")

    @cached_property
    def territories(self):
        """All its territories, in their order."""
        names = ("parent_path", "kind", "population")
        return self._get_catalogue("plpdma.territory", *names)

    @cached_property
    def colleges(self):
        """All its colleges, in their order."""
        return self._get_catalogue("plpdma.college")

    @cached_property
    def roles(self):
        """All its categories of actors, in their order."""
        return self._get_catalogue("plpdma.role")

    def get_chosen(self, field, entries):
        """The entries of a hierarchy that the programme names, with those under them;
        all of them where it names none.

        :param str field: of the programme
        :param entries: of the catalogue, archived ones included
        """
        chosen = set(self.program[field].ids)
        return entries.filtered(
            lambda entry: entry.active and (not chosen or chosen & set(get_path(entry)))
        )

    # ------------------------------------------------------------------
    # Who is told apart
    # ------------------------------------------------------------------
    @cached_property
    def tally(self):
        """What is counted of the contributions: for the staff, by agent too."""
        sets = [*SETS, ("user", "days") if self.is_staff else ("days",)]
        people = [names for names in sets if names != ("author",)]
        return self.env["plpdma.figures"]._tally_contributions(
            self.contributions, sets, people=people if self.is_outside else None
        )

    @cached_property
    def session_tally(self):
        """What is counted of the sessions: ``counted`` are those of the filters."""
        sessions = self.env["plpdma.session"]
        to_report = Domain("state", "=", "held") & Domain("user_id", "=", self.env.uid)
        return self.env["plpdma.figures"]._tally(
            sessions._name,
            self.in_program & Domain("active", "=", True),
            {
                "counted": self.sessions,
                "to_report": to_report,
                **sessions._get_standing_domains(),
            },
        )

    @cached_property
    def commitment_tally(self):
        """What is counted of the commitments, by kind and status."""
        commitments = self.env["plpdma.commitment"]
        return self.env["plpdma.figures"]._tally(
            commitments._name,
            self.commitments,
            {"all": Domain.TRUE, "overdue": commitments._overdue_domain()},
            {"kind": "kind", "state": "state"},
            [(), ("kind", "state")],
        )

    @cached_property
    def inhabitant_ids(self):
        """The ids of the actors who are inhabitants: they speak for no organisation,
        and are no élus. Of none of them, where all are told apart."""
        if not self.is_outside:
            return set()
        # sudo: élus read no actor; these ids are counted here, and told to nobody.
        actors = self.env["plpdma.stakeholder"].sudo()
        person = Domain("partner_id.commercial_partner_id.is_company", "=", False)
        elected = Domain("role_ids.is_elected", "=", True)
        return set(actors._search(self.in_program & person & ~elected))

    @cached_property
    def is_hidden(self):
        """Whether what was chosen has too few inhabitants to tell anything of what they
        said."""
        if not self.is_outside or not self.filters.keys() & NARROWING:
            return False
        return is_small(self.count_people(self.tally)[()])

    @cached_property
    def _people(self):
        return {}

    def count_people(self, tally, *names, keys=()):
        """``{values: number}`` of the inhabitants behind some figures of a tally; see
        ``Tally.people``."""
        asked = (tally, keys, names)
        if asked not in self._people:
            self._people[asked] = tally.people(keys, *names) or Counter()
        return self._people[asked]

    # ------------------------------------------------------------------
    # Figures
    # ------------------------------------------------------------------
    def figure(self, tally, *names, **values):
        """A figure: how many records meet some conditions, and which ones.

        :param Tally tally: by whose keys they were counted
        :param values: of some keys
        """
        count = tally.table(tuple(values), *names)[tuple(values.values())]
        return self.cell(tally, count, *names, **values)

    def cell(self, tally, count, *names, **values):
        """As :meth:`figure`, of what was counted already."""
        people = None
        if self.is_outside and tally.model_name == "plpdma.contribution":
            found = self.count_people(tally, *names, keys=tuple(values))
            people = found[tuple(values.values())]
        domain = tally.domain(*names, **values)
        return self.make(count, tally.model_name, domain, people=people)

    def make(self, count, model=None, domain=None, people=None, **more):
        """A figure that opens its records, where it has any and the reader reads them.

        :param int people: the inhabitants among those whom it counts, where few of them
            are not told apart: see ``plpdma_dashboard_few``
        :param more: ``value``, what is told instead of their number
        """
        figure = {"value": count, "count": count, **more}
        if self.is_outside and people is not None:
            figure["people"] = people
        if count and model and self.env[model].has_access("read"):
            figure.update(model=model, domain=to_json(domain))
        return figure

    def hidden(self):
        """A figure of too few people to be told."""
        return {"value": None, "count": None, "is_hidden": True}
