"""Who changed what a file brought."""

from odoo import models

from ..tools.by_itself import is_by_itself


class PlpdmaImportMixin(models.AbstractModel):
    """A record that a file brought remembers whether its author, or somebody else,
    changed it since.

    ``write_uid`` does not tell: it is the last to write, be it the machine, and
    whatever is worked out anew from something else bears the name of who changed that.
    """

    _inherit = "plpdma.import.mixin"

    def write(self, vals):
        """What somebody writes is noted where an import brought it; what is recomputed
        does not come here."""
        result = super().write(vals)
        if vals and not is_by_itself():
            self.env["plpdma.import.line"]._note_change(self)
        return result

    def _find_changers(self):
        changes = self.env["plpdma.import.line"]._find_changes(self)
        return {one.res_id: one.changed_by_id for one in changes if one.changed_by_id}

    def _find_changed(self):
        changes = self.env["plpdma.import.line"]._find_changes(self)
        ids = set(changes.filtered("is_changed").mapped("res_id"))
        return self.filtered(lambda record: record.id in ids)
