"""The form of a session shows the latest of its contributions, however many it has."""

from odoo import models

LINES = "contribution_ids"


class PlpdmaSession(models.Model):
    """A session whose form opens as fast with 20,000 contributions as with 50."""

    _inherit = "plpdma.session"

    def web_read(self, specification):
        """What a screen shows, as core gives it; of the contributions of one session,
        the latest, as many as the screen asks for (``limit``), in the order in which
        they were entered. Core would give the ids of them all."""
        lines = specification.get(LINES) or {}
        if (
            len(self) != 1
            or not self.ids
            or not ("fields" in lines and lines.get("limit"))
        ):
            return super().web_read(specification)
        others = {name: spec for name, spec in specification.items() if name != LINES}
        result = super().web_read(others)
        for values in result:
            latest = self._get_latest_contributions(lines["limit"])
            latest = latest.with_context(**lines.get("context", {}))
            values[LINES] = latest.web_read(lines["fields"])
        return result

    def onchange(self, values, field_names, fields_spec):
        """What the form becomes, as core gives it. The contributions of a session that
        exists are left aside unless they are what changed: nothing else moves them, and
        core would read them all."""
        if self.ids and LINES not in field_names:
            values = {name: value for name, value in values.items() if name != LINES}
            fields_spec = {
                name: spec for name, spec in fields_spec.items() if name != LINES
            }
        return super().onchange(values, field_names, fields_spec)

    def _get_latest_contributions(self, limit):
        self.ensure_one()
        latest = self.env["plpdma.contribution"].search(
            [("session_id", "=", self.id)], order="id desc", limit=limit
        )
        return latest.sorted("id")
