from odoo import api, models


class MergePartnerAutomatic(models.TransientModel):
    """Core's merge of contacts, which keeps what hangs on the actors."""

    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        """Merge the actors first: two contacts may be actors of one programme, and
        core deletes what a uniqueness constraint keeps it from moving."""
        # sudo: whoever may merge contacts must not lose records they cannot see.
        stakeholders = (
            self.env["plpdma.stakeholder"]
            .sudo()
            .with_context(active_test=False)
            .search([("partner_id", "in", (src_partners | dst_partner).ids)])
        )
        for duplicates in stakeholders.grouped("program_id").values():
            kept = duplicates.filtered(lambda s: s.partner_id == dst_partner)
            kept = kept or duplicates[:1]
            if duplicates != kept:
                kept._absorb(duplicates - kept)
        self._plpdma_merge_authorities(src_partners, dst_partner)
        result = super()._update_foreign_keys(src_partners, dst_partner)
        # The contributions of a contact that was no actor join its actor.
        self.env.invalidate_all()
        # sudo: as above.
        contributions = self.env["plpdma.contribution"].sudo()
        field = contributions._fields["stakeholder_id"]
        self.env.add_to_compute(
            field,
            contributions.with_context(active_test=False).search(
                [("partner_id", "=", dst_partner.id), ("stakeholder_id", "=", False)]
            ),
        )
        return result

    @api.model
    def _plpdma_merge_authorities(self, src_partners, dst_partner):
        """Two contacts may be one authority that shares a programme: its deliberations
        and its documents are not lost with what core deletes."""
        # sudo: as above.
        authorities = (
            self.env["plpdma.program.authority"]
            .sudo()
            .search([("partner_id", "in", (src_partners | dst_partner).ids)])
        )
        for same in authorities.grouped("program_id").values():
            kept = same.filtered(lambda one: one.partner_id == dst_partner)
            kept = (kept or same)[:1]
            if same != kept:
                kept._absorb(same - kept)
        self.env.flush_all()
