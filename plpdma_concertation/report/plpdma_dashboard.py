from odoo import api, fields, models
from odoo.tools import format_date, formatLang, get_lang

from ..tools.groups import READERS
from ..tools.typography import add_sign
from .dashboard_layout import count_lines, lay_out

# What is not told, for too few people would be told apart; what is not known.
HIDDEN = "•"
NONE = "–"
# What a table tells of a line that it does not have, for nothing would stand in it.
EMPTY = {"value": 0}
# What awaits whoever prints stands in a line of its own.
OWN = "now"
# Of the width, that of what is said of the scope.
SCOPE_SHARE = 0.48


class ReportDashboard(models.AbstractModel):
    """The dashboard of a programme on one sheet, to be shown in a meeting: all that
    stands on its page, as it is told outside the staff."""

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
        own = sections.pop(OWN)
        told = [
            self._word_table(table)
            for section in sections.values()
            for table in section["tables"]
        ]
        own_figures, dates = self._word_figures(own), sections["dates"]["dates"]
        notes = " ".join(self._list_notes(sections.values()))
        own_line = " · ".join(f"{one['label']} {one['text']}" for one in own_figures)
        date_line = " · ".join(f"{one['date']}, {one['label']}" for one in dates)
        lines = count_lines(board["sentences"], SCOPE_SHARE)
        own_title = add_sign(own["title"], ":", get_lang(self.env).code)
        lines += count_lines([notes, f"{own_title} {own_line}", date_line])
        return [
            {
                **sheet,
                **lay_out(told, lines),
                "board": board,
                "day": format_date(self.env, fields.Date.to_date(board["today"])),
                "chosen": self._describe_filters(board),
                "figures": [
                    figure
                    for section in sections.values()
                    for figure in self._word_figures(section)
                ],
                "notes": notes,
                "own_title": own_title,
                "own": own_line,
                "dates": date_line,
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
    def _list_notes(self, sections):
        """``[text]`` of what is said below the figures, each once."""
        notes = [section.get("note") for section in sections]
        notes += [
            table.get("note") for section in sections for table in section["tables"]
        ]
        return list(dict.fromkeys(filter(None, notes)))

    @api.model
    def _word(self, figure):
        if figure.get("is_hidden"):
            return HIDDEN
        value = figure["value"]
        if value is None:
            return NONE
        return formatLang(self.env, value, digits=0 if value == int(value) else 1)

    @api.model
    def _word_figures(self, section):
        return [
            {"label": figure["label"], "text": self._word(figure)}
            for figure in section["figures"]
        ]

    @api.model
    def _word_table(self, table):
        """A table with the ``texts`` of its lines, and those of a line that is not
        there."""
        empty = [
            NONE if unit else self._word(EMPTY) for unit in self._list_units(table)
        ]
        rows = [
            {**row, "texts": [self._word(cell) for cell in row["cells"]]}
            for row in table["rows"]
        ]
        return {**table, "rows": rows, "empty": empty}

    @api.model
    def _list_units(self, table):
        """For each column, whether it tells anything but a number of records."""
        columns = zip(*(row["cells"] for row in table["rows"]), strict=True)
        return [any(cell.get("unit") for cell in column) for column in columns]
