"""Lines of a session whose box « read » is ticked."""

from odoo import models
from odoo.fields import Command

BOX = "is_publishable"


class PlpdmaSession(models.Model):
    """A session whose lines are read, and published, where they are typed."""

    _inherit = "plpdma.session"

    def _settle_lines(self, vals, loaded, is_leaving):
        """As everywhere; of a line that says something else since it was shown, the box
        « read » stays as it was, and the user is told."""
        vals = super()._settle_lines(vals, loaded, is_leaving)
        shown = loaded.get("contribution_ids") or {}
        ticked = {
            command[1]: command[2]
            for command in vals.get("contribution_ids") or ()
            if command[0] == Command.UPDATE and command[2].get(BOX)
        }
        lines = self.env["plpdma.contribution"].browse(ticked)
        unread = lines.filtered(
            lambda line: line._find_unread_field(
                ticked[line.id], shown.get(str(line.id), {})
            )
        )
        for line in unread:
            ticked[line.id].pop(BOX)
        if unread:
            self._tell_user(unread._get_changed_message())
        return vals
