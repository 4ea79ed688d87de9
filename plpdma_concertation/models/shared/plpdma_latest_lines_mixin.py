"""A form shows the latest of its lines, however many it has."""

from odoo import models


class PlpdmaLatestLinesMixin(models.AbstractModel):
    """A record whose form opens as fast with 20,000 lines as with 50."""

    _name = "plpdma.latest.lines.mixin"
    _description = "Form That Shows the Latest of Its Lines"

    # The field that holds the lines.
    _latest_lines = ""

    def web_read(self, specification):
        """What a screen shows, as core gives it; of the lines of one record, the
        latest, as many as the screen asks for (``limit``). Core would give the ids of
        them all."""
        name = self._latest_lines
        lines = specification.get(name) or {}
        if (
            len(self) != 1
            or not self.ids
            or not ("fields" in lines and lines.get("limit"))
        ):
            return super().web_read(specification)
        others = {other: spec for other, spec in specification.items() if other != name}
        result = super().web_read(others)
        for values in result:
            latest = self._get_latest_lines(lines["limit"])
            latest = latest.with_context(**lines.get("context", {}))
            shown, rest = latest[: lines["limit"]], latest[lines["limit"] :]
            values[name] = shown.web_read(lines["fields"]) + [
                {"id": line.id} for line in rest
            ]
        return result

    def onchange(self, values, field_names, fields_spec):
        """What the form becomes, as core gives it. The lines of a record that exists
        are left aside unless they are what changed: nothing else moves them, and core
        would read them all."""
        name = self._latest_lines
        if self.ids and name not in field_names:
            values = {other: value for other, value in values.items() if other != name}
            fields_spec = {
                other: spec for other, spec in fields_spec.items() if other != name
            }
        return super().onchange(values, field_names, fields_spec)

    def _get_latest_lines(self, limit):
        """The latest lines of one record, in the order in which they are shown: as many
        as ``limit``, or some more, of which the ids alone are told."""
        raise NotImplementedError
