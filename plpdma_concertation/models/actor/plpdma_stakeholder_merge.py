"""Two contacts who are one: what hangs on the actor of each."""

from odoo import models
from odoo.fields import Command


class PlpdmaStakeholder(models.Model):
    """An actor that takes in its duplicates."""

    _inherit = "plpdma.stakeholder"

    def _absorb(self, duplicates):
        """Bring into this actor all that hangs on its duplicates, and drop them.

        Used when two contacts are merged. Roles and bodies add up, the texts are
        put one after the other, blanks are filled; participations, contributions,
        messages and files move over.

        :param duplicates: actors of the same programme
        """
        self.ensure_one()
        self.write(self._prepare_absorb_vals(duplicates))
        self.env.flush_all()
        # Core's own merge of records moves foreign keys, messages, activities,
        # followers and attachments.
        merge = self.env["base.partner.merge.automatic.wizard"]
        merge._update_foreign_keys_generic(self._name, duplicates, self)
        merge._update_reference_fields_generic(self._name, duplicates, self)
        self.env.invalidate_all()
        duplicates.unlink()

    def _prepare_absorb_vals(self, duplicates):
        vals = {
            name: [Command.link(linked.id) for linked in duplicates[name]]
            for name in ("role_ids", "body_ids")
        }
        for name in (
            "needs",
            "interests",
            "constraints",
            "way_of_working",
            "follow_scope",
        ):
            texts = dict.fromkeys(filter(None, (self | duplicates).mapped(name)))
            vals[name] = "\n".join(texts)
        for name in ("college_id", "competitor_group_id", "user_id"):
            vals[name] = (self[name] or duplicates[name][:1]).id
        for name in ("date_start", "date_end", "availability", "influence", "interest"):
            vals[name] = self[name] or next(
                filter(None, duplicates.mapped(name)), False
            )
        if self.membership == "none":
            vals["membership"] = duplicates[0].membership
        vals["active"] = any((self | duplicates).mapped("active"))
        return vals
