"""What became of a contact that a file made: it is what the file says of its actor."""

from odoo import models

from ..models.shared.plpdma_import_undo import find_added, find_writers, find_written
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
    """An actor is changed by whoever changes the contact that came with them, and stays
    where somebody wrote or planned something there."""

    _inherit = "plpdma.stakeholder"

    def _find_changers(self):
        found = {
            line.res_id: line.changed_by_id
            for line in self._find_contact_changes()
            if line.changed_by_id
        }
        return {**self._give_to_actors(found), **super()._find_changers()}

    def _find_other_writers(self, nobody):
        found = find_writers(self._get_brought_contacts(), nobody)
        return {**self._give_to_actors(found), **super()._find_other_writers(nobody)}

    def _find_changed(self):
        lines = self._find_contact_changes().filtered("is_changed")
        contacts = set(lines.mapped("res_id"))
        return super()._find_changed() | self.filtered(
            lambda actor: actor.partner_id.id in contacts
        )

    def _find_added(self, nobody):
        found = find_added(self._get_brought_contacts(), nobody)
        return {**self._give_to_actors(found), **super()._find_added(nobody)}

    def _find_written(self):
        found = find_written(self._get_brought_contacts())
        return {**self._give_to_actors(found), **super()._find_written()}

    def _get_brought_contacts(self):
        """Their contacts that a file made, in superuser mode."""
        # sudo: which contacts came by a file is looked at, not shown.
        lines = self.env["plpdma.import.line"].sudo()
        contacts = self.sudo().partner_id
        lines = lines.search(
            [
                ("is_aside", "=", True),
                ("model", "=", contacts._name),
                ("res_id", "in", contacts.ids),
            ]
        )
        return contacts.browse(set(self._filter_brought_along(lines).mapped("res_id")))

    def _filter_brought_along(self, lines):
        """Those of the lines of contacts that came by the same import as their actor:
        the contact of an earlier one stays, whatever becomes of this one."""
        # sudo: which actors came by these imports is looked at, not shown.
        own = lines.sudo().search(
            [
                ("import_id", "in", lines.import_id.ids),
                ("model", "=", self._name),
                ("res_id", "in", self.ids),
            ]
        )
        contacts = {actor.id: actor.partner_id.id for actor in self.sudo()}
        pairs = {(line.import_id.id, contacts[line.res_id]) for line in own}
        return lines.filtered(lambda line: (line.import_id.id, line.res_id) in pairs)

    def _give_to_actors(self, found):
        """``{id of the actor: what was found}``, of ``{id of the contact: …}``."""
        return {
            actor.id: found[actor.partner_id.id]
            for actor in self
            if actor.partner_id.id in found
        }

    def _find_contact_changes(self):
        changes = self.env["plpdma.import.line"]._find_changes(self.partner_id)
        return self._filter_brought_along(changes.filtered("is_aside"))
