from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_date

from ..tools.groups import READERS
from ..tools.local_html import get_written
from ..tools.period import describe_period

# What one page holds of each list; the others are counted.
MAX_QUOTED = 3
QUOTE_LENGTH = 200
MAX_LINES = 3


class ReportMeasure(models.AbstractModel):
    """An action of the programme on one page: what it says, what the concertation
    changed in it, and who carries it."""

    _name = "report.plpdma_concertation.report_measure"
    _inherit = ["plpdma.document.mixin"]
    _description = "Action of the Programme, on One Page"

    _printed_model = "plpdma.measure"
    _printed_for = READERS

    @api.model
    def _get_title(self):
        return self.env._("Action of the programme")

    @api.model
    def _prepare_sheets(self, record):
        sheet = self._prepare_sheet(record)
        measure = sheet["record"]
        return [
            {
                **sheet,
                "state": measure._get_state_label(),
                "period": self._describe_period(measure),
                "themes": ", ".join(measure.theme_ids.mapped("name")),
                "places": ", ".join(measure.territory_ids.mapped("name")),
                "description": get_written(measure.description),
                "difference": measure._mark_difference(),
                **self._get_responses(measure),
                **self._get_observations(measure),
                **self._get_commitments(measure),
                **self._get_sessions(measure),
            }
        ]

    @api.model
    def _describe_period(self, measure):
        env = measure.env
        start, stop = (
            day and format_date(env, day)
            for day in (measure.date_start, measure.date_stop)
        )
        return describe_period(env, start, stop)

    @api.model
    def _get_responses(self, measure):
        """``responses``: those that were sent and change it, with what they change; how
        many ``more_responses`` there are."""
        domain = Domain("measure_ids", "in", measure.ids) & Domain("state", "=", "sent")
        responses = measure.env["plpdma.response"].search(domain, order="date_sent, id")
        return {
            "responses": [
                {
                    "title": response._get_title(),
                    "decision": response._get_decision_label(),
                    "change": response.change,
                }
                for response in responses[:MAX_LINES]
            ],
            "more_responses": len(responses[MAX_LINES:]),
        }

    @api.model
    def _get_observations(self, measure):
        """``observations``: those that name it and that everybody may read; how many
        ``more_observations`` there are that may leave the staff."""
        contributions = measure.env["plpdma.contribution"]
        named = Domain("measure_ids", "in", measure.ids)
        shared = contributions.search(
            self._get_shared_domain() & contributions._get_observation_domain() & named,
            order="date_received, id",
        )
        quoted = shared.filtered_domain(contributions._get_public_text_domain())
        shown = quoted[:MAX_QUOTED]
        return {
            "observations": [
                measure.env._(
                    "%(reference)s, %(author)s: “%(text)s”",
                    reference=one.reference,
                    author=one._get_told_author(),
                    text=self._shorten(one.register_text),
                )
                for one in shown
            ],
            "more_observations": len(shared - shown),
        }

    @api.model
    def _get_commitments(self, measure):
        commitments = measure.env["plpdma.commitment"].search(
            [("measure_ids", "in", measure.ids)]
        )
        states = self._get_labels(commitments, "state")
        kinds = self._get_labels(commitments, "kind")
        return {
            "commitments": [
                measure.env._(
                    "%(name)s (%(kind)s): %(state)s",
                    name=commitment.name,
                    kind=kinds[commitment.kind],
                    state=states[commitment.state],
                )
                for commitment in commitments[:MAX_LINES]
            ],
            "more_commitments": len(commitments[MAX_LINES:]),
        }

    @api.model
    def _get_sessions(self, measure):
        sessions = measure.env["plpdma.session"].search(
            [("measure_ids", "in", measure.ids)], order="date_start, id"
        )
        return {
            "sessions": [
                " – ".join(filter(None, (session.name, session._describe_moment())))
                for session in sessions[:MAX_LINES]
            ],
            "more_sessions": len(sessions[MAX_LINES:]),
        }

    @api.model
    def _shorten(self, text):
        """The beginning of a text, on one line: no word of it is cut."""
        text = " ".join((text or "").split())
        if len(text) <= QUOTE_LENGTH:
            return text
        cut = text[:QUOTE_LENGTH].rpartition(" ")[0] or text[: QUOTE_LENGTH - 1]
        return f"{cut}…"
