from odoo import api, models
from odoo.fields import Domain
from odoo.tools.misc import OrderedSet

from ...tools.groups import STAFF


class IrAttachment(models.Model):
    """The files of our records are for the staff: whoever may read what was said may
    not read the letter, which bears a name and an address."""

    _inherit = "ir.attachment"

    @api.model
    def _plpdma_hidden_models(self):
        """Names of the models whose files the user may not read."""
        if self.env.su or self.env.user.has_group(STAFF):
            return OrderedSet()
        models = self.env.registry.descendants(["plpdma.thread.mixin"], "_inherit")
        return OrderedSet(m for m in models if not self.env[m]._files_are_shared)

    def _inaccessible_comodel_records(self, model_and_ids, operation):
        """Add the records whose files are for the staff."""
        yield from super()._inaccessible_comodel_records(model_and_ids, operation)
        for model in self._plpdma_hidden_models():
            for res_id in model_and_ids.get(model, ()):
                yield model, res_id

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        """Leave out the files that are for the staff when they are asked for by the
        model; core looks at each file otherwise."""
        domain = Domain(domain)
        hidden = () if bypass_access else self._plpdma_hidden_models()
        if hidden and any(
            condition.field_expr == "res_model"
            for condition in domain.iter_conditions()
        ):
            domain &= Domain("public", "=", True) | Domain(
                "res_model", "not in", list(hidden)
            )
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)
