from odoo import api, models

from ...tools.by_itself import by_itself


class PlpdmaStakeholder(models.Model):
    """What a contact had sent before a file made an actor of them holds no import."""

    _inherit = "plpdma.stakeholder"

    @api.model
    def _filter_relying(self, others, nobody):
        others = super()._filter_relying(others, nobody)
        if others._name != "plpdma.contribution":
            return others
        return others.filtered(lambda one: not one._precedes_its_actor())

    def _take_back_import(self):
        """What they had sent before goes back to having no actor, or to that of their
        organisation."""
        # sudo: as the rest of what the import did, for whoever may undo it.
        theirs = self.sudo().with_context(active_test=False).contribution_ids
        theirs = theirs.filtered(lambda one: one._precedes_its_actor())
        with by_itself():
            theirs.stakeholder_id = False
        result = super()._take_back_import()
        self.env.add_to_compute(theirs._fields["stakeholder_id"], theirs)
        return result


class PlpdmaContribution(models.Model):
    """It may be older than the actor whom its contact has become."""

    _inherit = "plpdma.contribution"

    def _precedes_its_actor(self):
        """Whether it and its contact were there before its actor, to whom the contact
        alone ties it: of a contact that came with the actor, somebody gave it to
        them."""
        self.ensure_one()
        actor, author = self.stakeholder_id, self.partner_id
        contact = actor.partner_id & (author | author.commercial_partner_id)
        return bool(contact) and (
            max(self.create_date, contact.create_date) < actor.create_date
        )
