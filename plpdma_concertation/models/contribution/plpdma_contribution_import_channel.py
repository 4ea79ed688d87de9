from odoo import api, models

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
        named = {"channel", "id", ".id", "reference"}
        if mapped & named or "default_channel" in self.env.context or not job.asks:
            return questions
        field = self._fields["channel"]
        chosen = job.get_choice("channel", "")[1]
        if chosen in field.get_values(self.env):
            job.told["channel"] = chosen
        if job.told.get("channel"):
            return questions
        question = make_question(
            "channel",
            self.env._("By which channel these contributions came"),
            [
                (f"take:{value}", label)
                for value, label in field._description_selection(self.env)
            ],
            None,
        )
        return [*questions, question]

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
