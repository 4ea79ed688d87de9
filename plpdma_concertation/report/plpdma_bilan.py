from collections import Counter, defaultdict

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date, formatLang

from ..export.summary import Summary
from ..tools.groups import READERS, STAFF
from ..tools.words import fold

# What is said on a theme, as it is quoted.
SIDES = ("agreements", "disagreements", "others")


class ReportBilan(models.AbstractModel):
    """The report on the concertation of a programme, from its frame to what came of it.

    It is made to be published: authors stand in it by their category, actors by their
    organisation, and nothing that was confided to the staff is in it, not even as a
    number.
    """

    _name = "report.plpdma_concertation.report_bilan"
    _inherit = ["plpdma.document.mixin"]
    _description = "Report on the Concertation of a Programme"

    _printed_model = "plpdma.program"
    _printed_for = READERS
    _is_made_public = True

    @api.model
    def _get_title(self):
        return self.env._("Report on the Concertation")

    @api.model
    def _get_page_path(self, record):
        return record._get_bilan_path() if record.bilan_date else None

    @api.model
    def _prepare_sheets(self, record):
        sheet = self._prepare_sheet(record, page_url=self._get_page_url(record))
        program = sheet["record"]
        domain = self._get_shared_domain(program_id=program.id)
        summary = self._get_summary(program, domain)
        announced, sessions = self._get_announced(program, summary)
        themes = self._get_themes(program.env, domain)
        return [
            {
                **sheet,
                "today": fields.Date.context_today(program),
                "is_partial": self._is_partial(program),
                "knows_actors": self._knows_actors(program),
                "figures": self._get_figures(summary),
                "frame": self._get_frame(program),
                "bodies": self._get_bodies(program),
                "facilitators": self._get_facilitators(program, sessions),
                "techniques": self._get_techniques(sessions),
                "notice": program._get_notices_in_force().get(program),
                "colleges": self._get_colleges(program, domain),
                "sessions": self._get_sessions(sessions, domain),
                "coming": self._get_sessions(announced, domain),
                "charts": [
                    self._draw(block)
                    for block in summary.get_blocks()
                    if not block.stacked
                ],
                "themes": themes,
                "decisions": self._get_decisions(program.env, domain, themes),
                "standings": self._get_standings(summary),
                "adaptations": self._get_adaptations(program),
                **self._get_commitments(program),
            }
        ]

    @api.model
    def _is_partial(self, program):
        """Whether the reader's mandate leaves out some of what is counted here."""
        if self._is_for_everybody() or self.env.user.has_group(STAFF):
            return False
        return not program.env["plpdma.mandate"]._covers_whole(program)

    @api.model
    def _knows_actors(self, program):
        """Whether the reader has the list of the actors; élus know those invited."""
        return program.env["plpdma.stakeholder"].has_access("read")

    # ------------------------------------------------------------------
    # Figures
    # ------------------------------------------------------------------
    @api.model
    def _get_summary(self, program, domain):
        """:class:`~..export.summary.Summary` of what the report counts: the whole
        programme, except the sessions still in preparation.

        :param Domain domain: the contributions that count
        """
        in_program = Domain("program_id", "=", program.id)
        sessions = program.env["plpdma.session"]
        in_preparation = sessions._get_standing_domains()["in_preparation"]
        return Summary(
            program.env,
            {
                "sessions": in_program & Domain("active", "=", True) & ~in_preparation,
                "participations": in_program,
                "contributions": domain,
            },
        )

    @api.model
    def _get_announced(self, program, summary):
        """``[sessions to come, sessions held]``, each in the order of their dates."""
        sessions = program.env["plpdma.session"]
        domains = sessions._get_standing_domains()
        return [
            sessions.search(
                summary.domains["sessions"] & domains[standing],
                order="date_start, id",
            )
            for standing in ("to_come", "held")
        ]

    @api.model
    def _get_figures(self, summary):
        """``[(label, number)]``, the numbers written as in the reader's language."""
        digits = {"integer": 0, "decimal": 1}
        return [
            (label, formatLang(summary.env, number, digits=digits[kind]))
            for label, number, kind in summary.get_figures()
        ]

    # ------------------------------------------------------------------
    # Frame and arrangements
    # ------------------------------------------------------------------
    @api.model
    def _get_frame(self, program):
        """``[(label, text)]`` of the frame; the notice stands apart."""
        return [
            (program._get_frame_label(name), text or "")
            for name, text in program._get_frame_texts().items()
        ]

    @api.model
    def _get_bodies(self, program):
        bodies = program.env["plpdma.body"].search([("program_id", "=", program.id)])
        kinds = self._get_labels(bodies, "kind")
        counts_members = self._knows_actors(program)
        return [
            {
                "record": body,
                # The élus read the bodies, not the list of the actors.
                "member_count": counts_members and body.member_count,
                "details": ", ".join(
                    filter(None, (kinds[body.kind], body.founding_act))
                ),
                # sudo: who chairs a public body is public; only the name is read.
                "chair": body.sudo().chair_id.name,
            }
            for body in bodies
        ]

    @api.model
    def _get_facilitators(self, program, sessions):
        """``[(name, kind)]`` of the facilitators on the programme's list, then of those
        who ran a session without being on it, whose kind is empty."""
        env = program.env
        listed = env["plpdma.facilitator"]
        if listed.has_access("read"):
            listed = listed.search([("program_id", "=", program.id)])
        kinds = self._get_labels(listed, "kind")
        # sudo: the facilitator's name is told to all who take part in a session.
        runners = sessions.sudo().facilitator_id - listed.sudo().partner_id
        return [(line.partner_id.display_name, kinds[line.kind]) for line in listed] + [
            (partner.display_name, "") for partner in runners
        ]

    @api.model
    def _get_techniques(self, sessions):
        """List of texts: each technique, and the number of its sessions."""
        by_technique = sessions.filtered("technique_id").grouped("technique_id")
        return [
            sessions.env._("%(name)s (1 session)", name=technique.name)
            if len(held) == 1
            else sessions.env._(
                "%(name)s (%(count)s sessions)", name=technique.name, count=len(held)
            )
            for technique, held in by_technique.items()
        ]

    # ------------------------------------------------------------------
    # Sessions
    # ------------------------------------------------------------------
    @api.model
    def _get_sessions(self, sessions, domain):
        counts = sessions.env["plpdma.figures"]._count_received_by(
            domain & Domain("session_id", "in", sessions.ids), "session_id"
        )
        states = self._get_labels(sessions, "state")
        return [
            {
                "record": session,
                "name": self._name_session(session),
                "date": self._describe_days(session),
                "details": self._describe_kind(session, session.body_id.name),
                "state": states[session.state],
                "contribution_count": counts[session],
                "seal": session._tell_seal(),
            }
            for session in sessions
        ]

    @api.model
    def _name_session(self, session):
        """Name of a session, without the title of an individual meeting, which often
        says who was met."""
        is_alone = session.format == "individual"
        return session.env._("Individual meeting") if is_alone else session.name

    @api.model
    def _describe_days(self, session):
        """The day of a meeting, or the first and the last day of an availability to the
        public, as one text."""
        days = dict.fromkeys(filter(None, session._get_opening_dates()))
        return " – ".join(format_date(session.env, day) for day in days)

    # ------------------------------------------------------------------
    # What was said, and what became of it
    # ------------------------------------------------------------------
    @api.model
    def _get_themes(self, env, domain):
        """List of dictionaries on the agreements and disagreements, theme by theme, the
        most discussed first: ``name``, ``count``, ``stances`` and ``kinds`` as pairs of
        a label and a number, and what was said on each of ``SIDES``.

        :param Domain domain: the contributions that count
        """
        contributions = env["plpdma.contribution"]
        domain &= contributions._get_observation_domain()
        themes = {}
        for theme, stance, kind, count in contributions._read_group(
            domain, ["theme_ids", "stance", "kind"], ["__count"]
        ):
            entry = themes.setdefault(theme, {"stances": Counter(), "kinds": Counter()})
            entry["stances"][stance] += count
            entry["kinds"][kind] += count
        no_theme = env._("No theme")
        names = {theme: theme.display_name or no_theme for theme in themes}
        ordered = sorted(
            themes,
            key=lambda theme: (-themes[theme]["kinds"].total(), fold(names[theme])),
        )
        quotes = self._get_quotes(contributions, domain, ordered)
        labels = {
            "stances": self._get_labels(contributions, "stance"),
            "kinds": self._get_labels(contributions, "kind"),
        }
        return [
            {
                "name": names[theme],
                "count": themes[theme]["kinds"].total(),
                **{
                    name: [
                        (label, themes[theme][name][key])
                        for key, label in labels[name].items()
                        if themes[theme][name][key]
                    ]
                    for name in labels
                },
                **{side: quotes[theme, side] for side in SIDES},
            }
            for theme in ordered
        ]

    @api.model
    def _get_decisions(self, env, domain, themes):
        """List of dictionaries on what was decided, in the order of the decisions:
        ``label``, ``count`` of the contributions, ``untold``, the number of those whose
        answer is not published, and ``lines``, one for each published response.

        :param Domain domain: the observations that count
        :param list themes: what :meth:`_get_themes` says, whose quotes are not repeated
        """
        contributions = env["plpdma.contribution"]
        domain &= contributions._get_observation_domain()
        counts = env["plpdma.figures"]._count_decisions(domain)
        quoted = self._get_quoted(themes)
        answered = contributions._get_standing_domains()["answered"]
        lines, told = defaultdict(list), Counter()
        for decision, _response, alike in contributions._read_group(
            domain
            & answered
            & contributions._get_published_domain()
            & Domain("response_published", "=", True),
            ["decision", "sent_response_id"],
            ["id:recordset"],
            order="sent_response_id:min",
        ):
            first, *others = alike
            line = {
                "first": first,
                "letter": first.part_number and first.letter_reference,
                "more": len(others),
                "quote": None,
            }
            # Its subject says what it answers.
            if not first.response_name:
                quote = self._quote(first)
                line["quote"] = self._may_quote(quote, quoted) and quote
            lines[decision].append(line)
            told[decision] += len(alike)
        return [
            {
                "label": label,
                "count": counts[decision],
                "untold": counts[decision] - told[decision],
                "lines": lines[decision],
            }
            for decision, label in self._get_labels(contributions, "decision").items()
            if counts.get(decision)
        ]

    @api.model
    def _get_standings(self, summary):
        """``{"made": number, "rows": [(label, number)]}``: what has no decision, so
        that all of it adds up to the observations made."""
        env, counts = summary.env, summary.observations
        undecided = summary.figures._count_decisions(summary.domains["contributions"])
        labels = summary.figures._get_standing_labels()
        rows = [
            (env._("Answered, without a recorded decision"), undecided.get(False, 0)),
            *((labels[key], counts[key]) for key in labels if key != "answered"),
        ]
        return {
            "made": counts["made"],
            "rows": [(label, count) for label, count in rows if count],
        }

    # ------------------------------------------------------------------
    # What follows
    # ------------------------------------------------------------------
    @api.model
    def _get_adaptations(self, program):
        """The entries of the adaptation log in force, as a recordset: an entry that
        another one corrects is left out."""
        return (
            program.env["plpdma.adaptation"]
            .search([("program_id", "=", program.id)], order="date, id")
            .filtered(lambda entry: not entry.is_corrected)
        )

    @api.model
    def _get_commitments(self, program):
        """``{"promises": [...], "actions": [...]}``: the authority's promises and the
        actors' own actions, as dictionaries of ``record``, ``state`` and, for an
        action, ``actor``."""
        commitments = program.env["plpdma.commitment"].search(
            [("program_id", "=", program.id)]
        )
        states = self._get_labels(commitments, "state")
        by_kind = commitments.grouped("kind")
        # sudo: of the actor of a commitment that the reader reads, no more is told
        # than what may be said of them everywhere.
        return {
            "promises": [
                {"record": line, "state": states[line.state]}
                for line in by_kind.get("authority", ())
            ],
            "actions": [
                {
                    "record": line,
                    "state": states[line.state],
                    "actor": line.sudo().stakeholder_id._get_public_label()
                    if line.sudo().stakeholder_id
                    else "",
                }
                for line in by_kind.get("partner", ())
            ],
        }
