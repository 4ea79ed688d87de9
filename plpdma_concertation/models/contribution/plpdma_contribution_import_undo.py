from odoo import models


class PlpdmaContribution(models.Model):
    """What became of an imported contribution keeps it."""

    _inherit = "plpdma.contribution"

    def _get_undo_obstacles(self, author, together):
        """``{id: sentence}``: one that everybody reads, that was split, merged or
        gathered, or whose author was written to, stays."""
        found = super()._get_undo_obstacles(author, together)
        # sudo: what became of them is looked at, by whoever may undo the import.
        records = self.sudo()
        published = records.filtered_domain(
            records.program_id._get_published_contributions_domain()
        )
        sentence = self.env._("published in the register")
        found.update(dict.fromkeys(published.ids, sentence))
        for record in records:
            reason = record._find_undo_obstacle()
            if reason:
                found[record.id] = reason
        return found

    def _find_undo_obstacle(self):
        """Why the contribution has to stay, in a few words; ``None`` where nothing
        keeps it."""
        self.ensure_one()
        if self.part_ids or self.whole_id:
            return self.env._("split")
        if self.duplicate_of_id or self.duplicate_ids:
            return self.env._("merged")
        if self.campaign_id.state == "confirmed":
            return self.env._("gathered in a campaign")
        if self.delivery_ids:
            return self.env._("its author was written to")
        return None
