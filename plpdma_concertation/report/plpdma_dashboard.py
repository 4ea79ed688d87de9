from odoo import api, fields, models
from odoo.tools import format_date, formatLang

from ..tools.groups import READERS
from ..tools.svg_bars import Bar, draw_bars, fit, to_url

# What stands on the sheet, in its order, and how many lines of each are drawn.
FIGURES = {
    "heard": (0, 2, 3, 4),
    "flow": (1, 0, 2, 3),
}
PLOTS = (
    ("heard", "heard_college"),
    ("flow", "stages"),
    ("decisions", "theme_decision"),
    ("heard", "places"),
    ("flow", "late_theme"),
    ("sessions", "attendance"),
)
# What is not told, for too few people would be told apart.
HIDDEN = "•"
MOST_LINES = {"bar": 7, "stacked": 6}
# Rows without a bar that are told in words.
MOST_BESIDES = 2
WIDTH = 430
# Of each plot on paper, in millimetres.
FRAME = (82, 50)
MOST_DATES = 3


class ReportDashboard(models.AbstractModel):
    """The dashboard of a programme on one sheet, to be shown in a meeting: the same
    figures as its page, as they are told outside the staff."""

    _name = "report.plpdma_concertation.report_dashboard"
    _inherit = ["plpdma.document.mixin"]
    _description = "Dashboard of a Programme, on One Sheet"

    _printed_model = "plpdma.program"
    _printed_for = READERS

    @api.model
    def _get_title(self):
        return self.env._("Dashboard")

    @api.model
    def _get_report_values(self, docids, data=None):
        """As every document; its filters come with it."""
        data = data or {}
        filtered = self.with_context(plpdma_dashboard=data)
        return super(ReportDashboard, filtered)._get_report_values(
            docids or data.get("program_ids"), data
        )

    @api.model
    def _prepare_sheets(self, record):
        sheet = self._prepare_sheet(record)
        program = sheet["record"]
        filters = self.env.context.get("plpdma_dashboard") or {}
        board = program.get_dashboard({**filters, "outside": True})
        sections = {section["key"]: section for section in board["sections"]}
        tables = {
            (key, table["key"]): table
            for key, section in sections.items()
            for table in section["tables"]
        }
        return [
            {
                **sheet,
                "board": board,
                "day": format_date(self.env, fields.Date.to_date(board["today"])),
                "chosen": self._describe_filters(board),
                "figures": [
                    {
                        "label": sections[key]["figures"][place]["label"],
                        "text": self._word(sections[key]["figures"][place]),
                    }
                    for key, places in FIGURES.items()
                    for place in places
                ],
                "plots": [self._plot(tables[place]) for place in PLOTS],
                "dates": sections["dates"]["dates"][:MOST_DATES],
            }
        ]

    @api.model
    def _describe_filters(self, board):
        """``[text]`` of the filters, by their names."""
        filters, env = board["filters"], self.env
        chosen = [
            name
            for key in ("theme_id", "territory_id", "body_id")
            for id_, name in board["choices"][key]
            if id_ == filters.get(key)
        ]
        labels = {"date_from": env._("from %s"), "date_to": env._("to %s")}
        for key, label in labels.items():
            if day := filters.get(key):
                chosen.append(label % format_date(env, fields.Date.to_date(day)))
        return chosen

    @api.model
    def _word(self, figure):
        if figure.get("is_hidden"):
            return HIDDEN
        value = figure["value"]
        if value is None:
            return "–"
        return formatLang(self.env, value, digits=0 if value == int(value) else 1)

    @api.model
    def _plot(self, table):
        """``{"title", "image", "size", "text", "besides", "more"}`` of a table: the
        first lines are drawn, and said in words; beside them, those that no bar can
        tell."""
        rows = [row for row in table["rows"] if self._is_drawn(table, row["cells"])]
        besides = self._list_besides(table)
        most = MOST_LINES[table["chart"]]
        series = table["headings"][1:]
        if table["chart"] == "bar":
            series = series[:1]
        bars = [
            Bar(
                row["label"],
                [cell["value"] or 0 for cell in row["cells"][: len(series)]],
                [self._word(cell) for cell in row["cells"][: len(series)]],
            )
            for row in rows[:most]
        ]
        drawing = bars and draw_bars(bars, series, WIDTH)
        width, height = fit(drawing, *FRAME) if drawing else (0, 0)
        return {
            "title": table["title"],
            "image": drawing and to_url(drawing),
            # The printer keeps no proportions by itself.
            "size": drawing and f"width: {width:.1f}mm; height: {height:.1f}mm",
            "text": "; ".join(f"{bar.label}: {', '.join(bar.texts)}" for bar in bars),
            "besides": "; ".join(besides[:MOST_BESIDES]),
            "more": max(len(rows) - most, 0) + len(besides[MOST_BESIDES:]),
        }

    @api.model
    def _list_besides(self, table):
        """``[text]`` of the rows of bars that have a number, or one that is not told,
        and no bar: few inhabitants, those of no commune."""
        if table["chart"] != "bar":
            return []
        return [
            f"{row['label']}: {self._word(told[0])}"
            for row in table["rows"]
            if row["cells"][0]["value"] is None
            and (
                told := [
                    cell
                    for cell in row["cells"][:2]
                    if cell["value"] is not None or cell.get("is_hidden")
                ]
            )
        ]

    @api.model
    def _is_drawn(self, table, cells):
        """Whether a row has something to draw: a bar, or a zero that says that nobody
        spoke there."""
        if table["chart"] == "bar":
            first = cells[0]["value"]
            return bool(first) if table.get("drops_empty") else first is not None
        return any(cell["value"] or cell.get("is_hidden") for cell in cells)
