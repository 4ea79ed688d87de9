"""Few inhabitants are not told apart: the one place where a figure is hidden."""

from odoo import api, models

from ...tools.small_counts import LEAST, find_hidden_in_lines

# The tables of which a line adds up to what another figure tells, and not its columns
# alone.
GRIDS = {
    "theme_college",
    "theme_role",
    "theme_decision",
    "heard_college",
    "heard_role",
    "attendance",
}
# Those of which the rows stand in the order of their numbers.
SORTED = {"heard_college", "heard_role", "late_user", "late_theme", "theme_decision"}
# Those that gather their few by themselves.
GATHERED = {"places"}
# The records that are inhabitants, or say what they said.
TELLING = {"plpdma.contribution", "plpdma.stakeholder", "plpdma.participation"}


class PlpdmaDashboard(models.AbstractModel):
    """What is told outside the staff: each figure says how many inhabitants stand
    behind it (``people``); those of few, and whatever would tell them by taking away,
    lose their number and their list."""

    _inherit = "plpdma.dashboard"

    @api.model
    def _hide_few(self, scope, sections):
        """The same parts of the page, in which few inhabitants are not told apart.

        :param list sections: see ``_get_sections``
        """
        if not scope.is_outside:
            return sections
        for figure in self._list_totals(sections):
            if self._tells_nobody_apart(scope, figure):
                for name in ("model", "domain"):
                    figure.pop(name, None)
                figure["people"] = 0
        figures = list(self._list_figures(sections))
        # By their place, where they open nothing: what hides is each time the same.
        keys = {
            id(figure): self._get_key(figure) or ("", f"{number:06}")
            for number, figure in enumerate(figures)
        }
        cells = {
            keys[id(figure)]: (figure["count"], self._count_behind(scope, figure))
            for figure in figures
            if figure["count"]
        }
        lines = [
            {keys[id(figure)] for figure in line if figure["count"]}
            for line in self._list_lines(sections)
        ]
        hidden = find_hidden_in_lines(cells, lines)
        few = [figure for figure in figures if keys[id(figure)] in hidden]
        for figure in few:
            for name in ("model", "domain", "unit"):
                figure.pop(name, None)
            figure.update(scope.hidden())
        for figure in figures:
            figure.pop("people", None)
        self._put_hidden_last(sections)
        return sections

    @api.model
    def _get_key(self, figure):
        """What tells the same records wherever they are counted, of those opened."""
        if "domain" in figure:
            return figure["model"], repr(figure["domain"])
        return None

    @api.model
    def _put_hidden_last(self, sections):
        """The place of a row among sorted ones would tell its number."""
        for section in sections:
            for table in section["tables"]:
                if table["key"] not in SORTED:
                    continue
                told, hidden = [], []
                for row in table["rows"]:
                    is_hidden = any(cell.get("is_hidden") for cell in row["cells"])
                    (hidden if is_hidden else told).append(row)
                hidden.sort(key=lambda row: row["label"])
                table["rows"] = told + hidden

    @api.model
    def _count_behind(self, scope, figure):
        """Number of inhabitants behind a figure; one, where it is not known."""
        if figure.get("model") == "plpdma.contribution" and scope.is_hidden:
            return 1
        return figure.get("people", figure.get("model") in TELLING)

    @api.model
    def _tells_nobody_apart(self, scope, figure):
        """Whether few inhabitants stand among many others: the total is told, and its
        list is not opened."""
        people = self._count_behind(scope, figure)
        is_few = 0 < people < LEAST and not scope.is_hidden
        return is_few and figure["count"] - people >= LEAST

    @api.model
    def _list_totals(self, sections):
        """Yield the figures that count everybody, whoever they are and whatever the
        theme: those that head a part, and the stages."""
        for section in sections:
            yield from section["figures"]
            for table in section["tables"]:
                if table["key"] == "stages":
                    for row in table["rows"]:
                        yield from row["cells"]

    @api.model
    def _list_figures(self, sections):
        """Yield each of the figures."""
        for section in sections:
            yield from section["figures"]
            for table in section["tables"]:
                for row in table["rows"]:
                    yield from row["cells"]

    @api.model
    def _list_lines(self, sections):
        """Yield the figures of which the sum is told elsewhere."""
        tables = {
            table["key"]: table for section in sections for table in section["tables"]
        }
        for key, table in tables.items():
            if key in GATHERED:
                continue
            rows = [row["cells"] for row in table["rows"]]
            if key == "stages":
                # What follows the answers is one part of the answered ones.
                rows = rows[:-1]
            for column in zip(*rows, strict=True):
                if not any(figure.get("unit") for figure in column):
                    yield column
            if key in GRIDS:
                yield from rows
        yield from self._list_theme_lines(tables)

    @api.model
    def _list_theme_lines(self, tables):
        """Yield what was decided on each theme, and what waits: together, what was said
        of it."""
        waiting = {
            row["label"]: row["cells"][1] for row in tables["late_theme"]["rows"]
        }
        for row in tables["theme_decision"]["rows"]:
            if row["label"] in waiting:
                yield [*row["cells"], waiting[row["label"]]]
