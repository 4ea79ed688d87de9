from odoo import fields, models
from odoo.tools import SQL

from ...tools.clock import DEFAULT_TZ


class PlpdmaTimeline(models.Model):
    """A line of the timeline: the programme, its sessions and its legal milestones, in
    one order of time."""

    _name = "plpdma.timeline"
    _description = "Timeline of a Programme"
    _inherit = ["plpdma.field.access.mixin"]
    _order = "date, date_start, id"
    _auto = False
    _depends = {
        "plpdma.program": ["name", "company_id", "date_start", "date_end"],
        "plpdma.session": [
            "name",
            "active",
            "program_id",
            "format",
            "date_start",
            "date_stop",
            "state",
        ],
        "plpdma.milestone": [
            "name",
            "active",
            "program_id",
            "kind",
            "date_start",
            "date_stop",
            "date_planned",
            "date_done",
            "deadline",
            "state",
        ],
        "res.company": ["partner_id"],
        "res.partner": ["tz"],
    }

    name = fields.Char(readonly=True)
    program_id = fields.Many2one("plpdma.program", string="Programme", readonly=True)
    company_id = fields.Many2one("res.company", string="Local Authority", readonly=True)
    kind = fields.Selection(
        [
            ("program_start", "Programme start"),
            ("program_end", "Programme end"),
            ("session", "Session"),
            ("milestone", "Legal milestone"),
        ],
        readonly=True,
    )
    icon = fields.Char(readonly=True)
    date = fields.Date(readonly=True, help="Local day on which it begins.")
    last_date = fields.Date(readonly=True, help="Local day on which it ends.")
    date_start = fields.Datetime(string="Start", readonly=True)
    date_stop = fields.Datetime(string="End", readonly=True)
    all_day = fields.Boolean(readonly=True)
    moment = fields.Selection(
        [("past", "In the past"), ("today", "Today"), ("upcoming", "To come")],
        string="When",
        readonly=True,
    )
    is_done = fields.Boolean(string="Done", readonly=True)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("planned", "Planned"),
            ("held", "Held"),
            ("reported", "Reported"),
            ("todo", "To do"),
            ("deadline", "To do by this date"),
            ("done", "Done"),
        ],
        string="Status",
        readonly=True,
    )
    session_id = fields.Many2one("plpdma.session", readonly=True)
    milestone_id = fields.Many2one("plpdma.milestone", readonly=True)

    @property
    def _table_query(self):
        # Days have no hour: at noon in universal time, they are the same day on the
        # calendar of every French territory.
        return SQL(
            """
            SELECT item.id,
                   item.name,
                   item.program_id,
                   program.company_id,
                   item.kind,
                   item.icon,
                   item.session_id,
                   item.milestone_id,
                   item.state,
                   item.all_day,
                   local.date,
                   local.last_date,
                   item.date_start,
                   item.date_stop,
                   CASE WHEN local.last_date < local.today THEN 'past'
                        WHEN local.date > local.today THEN 'upcoming'
                        ELSE 'today'
                   END AS moment,
                   COALESCE(
                       item.state IN ('held', 'reported', 'done'),
                       local.date <= local.today
                   ) AS is_done
              FROM (%(programs)s UNION ALL %(sessions)s UNION ALL %(milestones)s) item
              JOIN plpdma_program program ON program.id = item.program_id
              JOIN res_company company ON company.id = program.company_id
              JOIN res_partner authority ON authority.id = company.partner_id
             CROSS JOIN LATERAL (
                       SELECT COALESCE(authority.tz, %(timezone)s) AS tz
                   ) zone
             CROSS JOIN LATERAL (
                       SELECT (item.date_start AT TIME ZONE 'UTC'
                               AT TIME ZONE zone.tz)::date AS date,
                              (item.date_stop AT TIME ZONE 'UTC'
                               AT TIME ZONE zone.tz)::date AS last_date,
                              (now() AT TIME ZONE zone.tz)::date AS today
                   ) local
            """,
            programs=self._select_programs(),
            sessions=self._select_sessions(),
            milestones=self._select_milestones(),
            timezone=DEFAULT_TZ,
        )

    # The parts below have the same columns. Identifiers are those of the items
    # themselves, times four, so that they are distinct and never move.

    def _select_programs(self):
        return SQL(
            """
            SELECT program.id * 4 + edge.number AS id,
                   program.name,
                   program.id AS program_id,
                   edge.kind,
                   edge.icon,
                   NULL::integer AS session_id,
                   NULL::integer AS milestone_id,
                   NULL::varchar AS state,
                   TRUE AS all_day,
                   edge.date + interval '12 hours' AS date_start,
                   edge.date + interval '12 hours' AS date_stop
              FROM plpdma_program program
             CROSS JOIN LATERAL (
                       VALUES (0, 'program_start', 'fa-flag-o', program.date_start),
                              (1, 'program_end', 'fa-flag-checkered', program.date_end)
                   ) edge (number, kind, icon, date)
             WHERE edge.date IS NOT NULL
            """
        )

    def _select_sessions(self):
        """SQL of the sessions that have a date, except the cancelled ones."""
        return SQL(
            """
            SELECT id * 4 + 2,
                   name,
                   program_id,
                   'session',
                   CASE format WHEN 'individual' THEN 'fa-user'
                               WHEN 'collective' THEN 'fa-users'
                               ELSE 'fa-globe'
                   END,
                   id,
                   NULL::integer,
                   state,
                   FALSE,
                   date_start,
                   COALESCE(date_stop, date_start)
              FROM plpdma_session
             WHERE active AND state != 'cancelled' AND date_start IS NOT NULL
            """
        )

    def _select_milestones(self):
        """SQL of the milestones that have a date: the one noted, else planned, else
        due."""
        return SQL(
            """
            SELECT id * 4 + 3,
                   name,
                   program_id,
                   'milestone',
                   'fa-balance-scale',
                   NULL::integer,
                   id,
                   CASE WHEN state = 'todo' AND kept.date IS NULL THEN 'deadline'
                        ELSE state
                   END,
                   TRUE,
                   COALESCE(kept.date, deadline) + interval '12 hours',
                   COALESCE(kept.last_date, kept.date, deadline) + interval '12 hours'
              FROM plpdma_milestone
             CROSS JOIN LATERAL (
                       SELECT COALESCE(date_start, date_done, date_planned) AS date,
                              CASE WHEN date_start IS NOT NULL THEN date_stop
                              END AS last_date
                   ) kept
             WHERE active
               AND state != 'skipped'
               AND COALESCE(kept.date, deadline) IS NOT NULL
            """
        )

    def action_open_item(self):
        """Window action on what stands behind the line: the session, the milestone or
        the programme."""
        self.ensure_one()
        item = self.session_id or self.milestone_id or self.program_id
        return item.get_formview_action()
