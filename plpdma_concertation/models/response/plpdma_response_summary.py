from collections import Counter, defaultdict

from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import SQL

from ...tools.groups import STAFF
from .plpdma_response_answered import AUTHOR_FIELDS

# Of those that did not speak, how many are named.
NAMED = 8


class PlpdmaResponse(models.Model):
    """What a response answers, in short: how many say what, and who did not speak."""

    _inherit = "plpdma.response"

    answered_in_short = fields.Html(
        string="Who Speaks",
        compute="_compute_answered_in_short",
        sanitize=False,
        groups=STAFF,
        help="What is answered, by opinion and by category of author; which categories "
        "and colleges of the programme have nobody there.",
    )

    @api.depends("contribution_ids.stance", "contribution_ids.role_id", "program_id")
    @api.depends_context("uid", "lang")
    def _compute_answered_in_short(self):
        authors = self._read_authors()
        actors = self._read_actors()
        for response in self:
            speakers = authors.get(response._origin.id)
            lines = speakers and response._describe_authors(
                *speakers, actors.get(response.program_id, {})
            )
            response.answered_in_short = lines and Markup("").join(
                Markup("<div><strong>%s</strong> %s</div>") % line for line in lines
            )

    def _read_authors(self):
        """Who says what is answered, those merged into it included.

        :return: ``{response id: (how many by stance, by category, by actor)}``
        """
        saved = self._origin
        if not saved:
            return {}
        found = self.env.execute_query(
            SQL(
                "SELECT response_id, %s, count FROM (%s) answered",
                SQL(", ").join(map(SQL.identifier, AUTHOR_FIELDS)),
                saved._group_answered(*AUTHOR_FIELDS),
            )
        )
        # Read together, whichever response they are of.
        no_role, no_actor = self.env["plpdma.role"], self.env["plpdma.stakeholder"]
        roles = no_role.browse({row[2] for row in found if row[2]})
        actors = no_actor.browse({row[3] for row in found if row[3]})
        roles = {role.id: role for role in roles}
        actors = {actor.id: actor for actor in actors}
        authors = defaultdict(lambda: (Counter(), Counter(), Counter()))
        for response_id, stance, role_id, actor_id, count in found:
            by_stance, by_role, by_actor = authors[response_id]
            by_stance[stance] += count
            by_role[roles.get(role_id, no_role)] += count
            by_actor[actors.get(actor_id, no_actor)] += count
        return authors

    def _read_actors(self):
        """The categories and the colleges that each programme has actors of.

        :return: ``{programme: {field: records}}``
        """
        actors = defaultdict(dict)
        for name in ("role_ids", "college_id"):
            for program, record in self.env["plpdma.stakeholder"]._read_group(
                [("program_id", "in", self.program_id.ids), (name, "!=", False)],
                ["program_id", name],
            ):
                known = actors[program].get(name, record)
                actors[program][name] = known | record
        return actors

    def _describe_authors(self, by_stance, by_role, by_actor, actors):
        """Lines of a label and a sentence."""
        stances, roles, colleges = Counter(), Counter(), Counter()
        labels = dict(
            self.env["plpdma.contribution"]
            ._fields["stance"]
            ._description_selection(self.env)
        )
        for stance, count in by_stance.items():
            stances[labels.get(stance) or self.env._("opinion not told")] += count
        for role, count in by_role.items():
            roles[role.name or self.env._("category not told")] += count
        for actor, count in by_actor.items():
            if actor.college_id:
                colleges[actor.college_id.name] += count
        speakers = self.env["plpdma.stakeholder"].union(*by_actor)
        spoken = {
            "role_ids": speakers.role_ids.union(*by_role),
            "college_id": speakers.college_id,
        }
        lines = [
            (self.env._("By opinion:"), self._list_counts(stances)),
            (self.env._("By category:"), self._list_counts(roles)),
        ]
        if colleges:
            lines.append((self.env._("By college:"), self._list_counts(colleges)))
        silent_labels = {
            "role_ids": self.env._("Categories that did not speak:"),
            "college_id": self.env._("Colleges that did not speak:"),
        }
        for name, label in silent_labels.items():
            silent = actors.get(name, spoken[name]) - spoken[name]
            if silent:
                lines.append((label, self._list_silent(silent.mapped("name"))))
        return lines

    @api.model
    def _list_silent(self, names):
        told = ", ".join(names[:NAMED])
        if len(names) <= NAMED:
            return told
        return self.env._(
            "%(names)s and %(count)s more", names=told, count=len(names) - NAMED
        )

    @api.model
    def _list_counts(self, counts):
        """The most numerous first."""
        ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        return ", ".join(f"{label} {count}" for label, count in ordered)
