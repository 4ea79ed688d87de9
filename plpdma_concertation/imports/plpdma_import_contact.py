"""Who changed a contact that a file made: it is what the file says of its actor."""

from odoo import models

from ..tools.by_itself import is_by_itself


class ResPartner(models.Model):
    """A contact remembers who changed it since an import made it."""

    _inherit = "res.partner"

    def write(self, vals):
        """What somebody writes is noted where an import made the contact."""
        result = super().write(vals)
        if vals and not is_by_itself():
            self.env["plpdma.import.line"]._note_change(self)
        return result


class PlpdmaStakeholder(models.Model):
    """An actor is changed by whoever changes the contact that came with them."""

    _inherit = "plpdma.stakeholder"

    def _find_changers(self):
        found = {
            line.res_id: line.changed_by_id
            for line in self._find_contact_changes()
            if line.changed_by_id
        }
        by_contact = {
            actor.id: found[actor.partner_id.id]
            for actor in self
            if actor.partner_id.id in found
        }
        return {**by_contact, **super()._find_changers()}

    def _find_changed(self):
        lines = self._find_contact_changes().filtered("is_changed")
        contacts = set(lines.mapped("res_id"))
        return super()._find_changed() | self.filtered(
            lambda actor: actor.partner_id.id in contacts
        )

    def _find_contact_changes(self):
        changes = self.env["plpdma.import.line"]._find_changes(self.partner_id)
        return changes.filtered("is_aside")
