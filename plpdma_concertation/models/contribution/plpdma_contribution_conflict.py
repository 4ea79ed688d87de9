from odoo import models


class PlpdmaContribution(models.Model):
    """Two people who change the same contribution, or choose who handles it, are told:
    neither overwrites the other unseen."""

    _name = "plpdma.contribution"
    _inherit = ["plpdma.contribution", "plpdma.conflict.mixin"]

    _conflict_fields = (
        "verbatim",
        "public_text",
        "summary",
        "internal_note",
        "user_id",
        # Who is answered, where, and as what.
        "stakeholder_id",
        "contributor_name",
        "contributor_email",
        "contributor_street",
        "contributor_zip",
        "contributor_city",
        "role_id",
        "territory_id",
        "kind",
        "stance",
        "confidentiality",
    )

    def _get_conflicts(self, vals, loaded):
        """As everywhere; and a refusal to publish is not undone by whoever has not read
        of it."""
        conflicts = super()._get_conflicts(vals, loaded)
        seen = loaded.get("moderation")
        if seen and vals.get("is_publishable") and self.moderation == "refused" != seen:
            told = self._format_typed("moderation", "refused")
            conflicts.append(
                {
                    "name": "moderation",
                    "changed": "is_publishable",
                    "label": self._fields["moderation"]._description_string(self.env),
                    "mine": self._format_typed("moderation", "accepted"),
                    "theirs": f"{told} – {self.moderation_reason}",
                    "value": "refused",
                }
            )
        return conflicts
