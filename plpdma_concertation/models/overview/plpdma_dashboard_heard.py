"""Who was heard, and who was not."""

from collections import Counter, defaultdict

from odoo import api, models
from odoo.fields import Domain

from ...tools.small_counts import LEAST, find_hidden, is_small
from .plpdma_dashboard_scope import get_path
from .plpdma_figures import HEARINGS


class PlpdmaDashboard(models.AbstractModel):
    """Actors by college and by category, what each of them spoke of, and communes."""

    _inherit = "plpdma.dashboard"

    @api.model
    def _get_heard(self, scope):
        env = self.env
        actors = env["plpdma.figures"]._sort_actors(
            scope.program,
            scope.contributions,
            scope.sessions,
            scope.said if scope.is_outside else Domain.FALSE,
            {author for (author,) in scope.tally.table(("author",)) if author},
        )
        if body := scope.filters.get("body_id"):
            actors = {a: how for a, how in actors.items() if body in a.body_ids.ids}
        labels = self._get_hearing_labels()
        sorted_ = defaultdict(list)
        for actor, hearing in actors.items():
            sorted_[hearing].append(actor.id)
        figures = [
            {"label": labels[hearing], **self._make_all(scope, sorted_[hearing])}
            for hearing in HEARINGS
        ]
        said = {
            "received": env._("Contributions received"),
            "made": env._("Observations made"),
        }
        for name, label in said.items():
            figures.append({"label": label, **scope.figure(scope.tally, name)})
        return {
            "key": "heard",
            "title": env._("Who was heard, and who was not"),
            "note": env._(
                "Heard: present at a session, or author of a contribution. A proxy "
                "alone is not a voice that was heard."
            )
            if scope.is_staff
            else env._(
                "Heard: present at a session, or author of a contribution. The others "
                "are those who were invited to a session of your mandate."
            ),
            "hint": self._get_closed_hint(scope),
            "figures": figures,
            "tables": [
                self._get_hearing_table(scope, actors, "college"),
                self._get_hearing_table(scope, actors, "role"),
                self._get_theme_table(scope, actors, "college"),
                self._get_theme_table(scope, actors, "role"),
                self._get_place_table(scope),
            ],
        }

    @api.model
    def _get_closed_hint(self, scope):
        """What the reader of a screen is told of the numbers that open no list."""
        env = self.env
        if not scope.is_staff:
            return env._(
                "Who the actors are is for the staff: their numbers open no list. Nor "
                "does what counts few inhabitants among others."
            )
        if scope.is_outside:
            return env._("What counts few inhabitants among others opens no list.")
        return ""

    @api.model
    def _get_hearing_labels(self):
        env = self.env
        return {
            "heard": env._("Actors heard"),
            "represented": env._("Represented only"),
            "unheard": env._("Never heard"),
        }

    @api.model
    def _make_actors(self, scope, ids):
        domain = Domain("id", "in", sorted(ids))
        people = len(scope.inhabitant_ids.intersection(ids))
        return scope.make(len(ids), "plpdma.stakeholder", domain, people=people)

    @api.model
    def _make_all(self, scope, ids):
        """As ``_make_actors``, of all of one hearing: a few inhabitants among many
        others are not told apart, and not opened either."""
        figure = self._make_actors(scope, ids)
        people = figure.get("people", 0)
        if is_small(people) and len(ids) - people >= LEAST:
            return scope.make(len(ids), people=0)
        return figure

    @api.model
    def _get_groups(self, actors, key):
        """``{group: actors}`` by college or by category, in their order; an actor of
        several categories stands in each."""
        groups = defaultdict(list)
        for actor in actors:
            mine = actor.college_id if key == "college" else actor.role_ids
            for group in mine or [mine]:
                groups[group.id or False].append(actor)
        return groups

    @api.model
    def _get_group_names(self, scope, key, ids):
        """``{id: name}`` in the order of the catalogue, what has none last."""
        env = self.env
        groups = scope.colleges if key == "college" else scope.roles
        names = {group.id: group.name for group in groups if group.id in ids}
        if False in ids:
            none = {
                "college": env._("No college"),
                "role": env._("No category"),
            }
            names[False] = none[key]
        return names

    @api.model
    def _get_hearing_table(self, scope, actors, key):
        env = self.env
        groups = self._get_groups(actors, key)
        titles = {
            "college": (env._("Actors heard, by college"), env._("College")),
            "role": (env._("Actors heard, by category"), env._("Category")),
        }
        title, heading = titles[key]
        rows = []
        for group, name in self._get_group_names(scope, key, set(groups)).items():
            ids = {hearing: [] for hearing in HEARINGS}
            for actor in groups[group]:
                ids[actors[actor]].append(actor.id)
            rows.append(
                {
                    "label": name,
                    "cells": [self._make_actors(scope, ids[h]) for h in HEARINGS],
                }
            )
        # Those whom nobody heard first.
        rows.sort(key=lambda row: -row["cells"][-1]["value"])
        return {
            "key": f"heard_{key}",
            "title": title,
            "headings": [heading, *self._get_hearing_labels().values()],
            "rows": rows,
            "chart": "stacked",
        }

    # ------------------------------------------------------------------
    # On what
    # ------------------------------------------------------------------
    @api.model
    def _get_theme_table(self, scope, actors, key):
        """Who made observations on which theme: what is at zero was not said."""
        env, tally = self.env, scope.tally
        counts = tally.table(("theme", key), "made")
        groups = {group for _theme, group in counts} | set(
            self._get_groups(actors, key)
        )
        columns = self._get_group_names(scope, key, groups)
        rows = []
        for theme, label in self._get_theme_names(scope).items():
            cells = [
                scope.cell(
                    tally, counts[theme, group], "made", theme=theme, **{key: group}
                )
                for group in columns
            ]
            rows.append({"label": label, "cells": cells})
        titles = {
            "college": env._("Observations made, by theme and by college"),
            "role": env._("Observations made, by theme and by category"),
        }
        return {
            "key": f"theme_{key}",
            "title": titles[key],
            "note": env._("An observation about several themes counts in each."),
            "headings": [env._("Theme"), *columns.values()],
            "rows": rows,
            "chart": "grid",
        }

    @api.model
    def _get_theme_names(self, scope):
        """``{id: name}``: the themes on which something was said, and those on which
        the programme waits for it; no theme last."""
        said = {theme for (theme,) in scope.tally.table(("theme",), "made")}
        asked = set(scope.program.theme_ids.ids)
        chosen = scope.filters.get("theme_id")
        names = {
            theme.id: theme.name
            for theme in scope.themes
            if theme.id in said
            or (theme.id in asked and (not chosen or chosen in get_path(theme)))
        }
        if False in said:
            names[False] = self.env._("No theme")
        return names

    # ------------------------------------------------------------------
    # Where
    # ------------------------------------------------------------------
    @api.model
    def _get_place_table(self, scope):
        """Observations by commune, for 1,000 inhabitants."""
        env, tally = self.env, scope.tally
        places = scope.get_chosen("territory_ids", scope.territories)
        communes = places.filtered(lambda place: place.kind == "commune")
        counts, people = Counter(), Counter()
        homes = self._get_homes(scope, communes)
        for (place,), number in tally.table(("territory",), "made").items():
            counts[homes.get(place, False)] += number
        if scope.is_outside:
            people = tally.people(
                ("territory",), "made", regroup=lambda place: homes.get(place, False)
            )
        shown = {place.id: (counts[place.id], people[place.id]) for place in communes}
        shown[False] = (counts[False], people[False])
        hidden = find_hidden(shown) if scope.is_outside else set()
        rows = []
        for place in communes:
            if place.id in hidden:
                continue
            domain = Domain("territory_id", "child_of", place.id)
            figure = self._make_place(scope, shown[place.id], domain)
            rows.append(self._get_place_row(place.name, figure, place.population))
        if counts[False] and False not in hidden:
            elsewhere = ~Domain("territory_id", "child_of", communes.ids)
            figure = self._make_place(scope, shown[False], elsewhere)
            rows.append(self._get_place_row(env._("In no commune"), figure))
        if hidden:
            rows.append(self._get_gathered_row(scope, hidden, shown, homes))
        return {
            "key": "places",
            "title": env._("Observations for 1,000 inhabitants, by commune"),
            "headings": [
                env._("Commune"),
                env._("For 1,000 inhabitants"),
                env._("Observations made"),
                env._("Inhabitants"),
            ],
            "rows": rows,
            "chart": "bar",
        }

    @api.model
    def _get_homes(self, scope, communes):
        """``{territory: commune}``, those of the catalogue."""
        wanted = set(communes.ids)
        return {
            place.id: next((id_ for id_ in get_path(place) if id_ in wanted), False)
            for place in scope.territories
        }

    @api.model
    def _make_place(self, scope, counted, domain):
        count, people = counted
        domain &= scope.tally.domain("made")
        return scope.make(count, "plpdma.contribution", domain, people=people)

    @api.model
    def _get_place_row(self, label, figure, population=0):
        rate = None
        if population and figure["value"] is not None:
            rate = round(1000 * figure["value"] / population, 1)
        return {
            "label": label,
            "cells": [
                {**figure, "value": rate},
                figure,
                {"value": population or None, "count": None},
            ],
        }

    @api.model
    def _get_gathered_row(self, scope, hidden, shown, homes):
        """What was said in the places that are not told apart."""
        people = scope.tally.people(
            ("territory",),
            "made",
            regroup=lambda place: homes.get(place, False) in hidden,
        )[True]
        is_told = len(hidden) > 1 and not is_small(people) and not scope.is_hidden
        total = sum(shown[place][0] for place in hidden)
        figure = {"value": total, "count": None} if is_told else scope.hidden()
        label = self.env._(
            "Places not told apart: fewer than five inhabitants (%s)", len(hidden)
        )
        return self._get_place_row(label, figure)
