from odoo import api, models

from ...tools.cells import is_blank
from ...tools.import_job import get_job
from ..shared.sheet_asked import make_question

# Characters.
MAX_TITLE = 31


class PlpdmaContribution(models.Model):
    """By which channel the rows of a file came, where no column says so: as the file
    says, else as the user does; it is not made up."""

    _inherit = "plpdma.contribution"

    @api.model
    def _ask_file(self, mapped, job):
        questions = super()._ask_file(mapped, job)
        if "default_channel" in self.env.context or not job.asks:
            return questions
        telling = {"channel", "id", ".id", "reference"} & mapped
        count = self._count_silent(job) if telling else 0
        if telling and not count:
            return questions
        field = self._fields["channel"]
        chosen = job.get_choice("channel", "")[1]
        if chosen in field.get_values(self.env):
            job.told["channel"] = chosen
        if job.told.get("channel"):
            return questions
        proposed = job.proposed.get("channel")
        column = self.env._("By which channel these contributions came")
        if count:
            column = self.env._(
                "By which channel the rows came that do not say it (%s)", count
            )
        question = make_question(
            "channel",
            column,
            [
                (f"take:{value}", label)
                for value, label in field._description_selection(self.env)
            ],
            proposed and f"take:{proposed}",
            count,
        )
        return [*questions, question]

    @api.model
    def _count_silent(self, job):
        """Number of the rows of new contributions whose cell of the channel says
        nothing, or a word that the user leaves out, and which name no session."""
        names = ("channel", "session_id", "id", ".id", "reference")
        columns = [job.get_cells(name) for name in names]
        length = max(map(len, columns))
        unknown = {"", *self._find_unknown_references(columns[-1])}
        return sum(
            not session
            and not named
            and not told_id
            and str(reference or "").strip() in unknown
            and (is_blank(cell) or job.get_choice("channel", cell)[0] == "leave")
            for cell, session, named, told_id, reference in zip(
                *(column or [""] * length for column in columns), strict=True
            )
        )

    @api.model
    def _get_told_titles(self):
        field = self._fields["channel"]
        heading = field._description_string(self.env)
        return {
            **super()._get_told_titles(),
            **{
                # As a spreadsheet takes the title of a sheet: short, without a colon.
                f"{heading} - {label}"[:MAX_TITLE]: {"channel": value}
                for value, label in field._description_selection(self.env)
            },
        }

    def _load_records_create(self, vals_list):
        channel = get_job().told.get("channel")
        if not channel:
            return super()._load_records_create(vals_list)
        return super()._load_records_create(
            [
                vals
                if vals.get("channel") or self._is_said_in_session(vals)
                else {**vals, "channel": channel}
                for vals in vals_list
            ]
        )

    @api.model
    def _is_said_in_session(self, vals):
        """Whether the row names a session where people speak: that is its channel."""
        session = self.env["plpdma.session"].browse(vals.get("session_id"))
        return bool(session) and session.format != "public"
