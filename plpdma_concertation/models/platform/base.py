from odoo import api, models
from odoo.exceptions import UserError

from ...tools.changes import is_other

MODULE = "plpdma_concertation"


class Base(models.AbstractModel):
    """What is worked out from other fields is never written by hand.

    Core keeps the read-only fields of a form on the screen alone: whoever calls from
    outside writes a stored one over its computation, which does not run again until
    what it depends on changes. Here, below all that our models do of a value, such a
    value is left out, then compared with the computed one.
    """

    _inherit = "base"

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        """:raise UserError: naming the computed field that is given another value"""
        if self.env.su:
            return super().create(vals_list)
        given = [self._plpdma_get_computed(vals) for vals in vals_list]
        if not any(given):
            return super().create(vals_list)
        records = super().create(
            [
                {name: value for name, value in vals.items() if name not in claims}
                for vals, claims in zip(vals_list, given, strict=True)
            ]
        )
        for record, claims in zip(records, given, strict=True):
            record._plpdma_check_computed(claims)
        return records

    def write(self, vals):
        """:raise UserError: naming the computed field that is given another value"""
        claims = {} if self.env.su else self._plpdma_get_computed(vals)
        if not claims:
            return super().write(vals)
        result = super().write(
            {name: value for name, value in vals.items() if name not in claims}
        )
        self._plpdma_check_computed(claims)
        return result

    @api.model
    def _plpdma_get_computed(self, vals):
        """``{field: value}``: the values that nothing but a computation gives."""
        return {
            name: value
            for name, value in vals.items()
            if self._plpdma_is_only_computed(name)
        }

    @api.model
    def _plpdma_is_only_computed(self, name):
        """Whether a field of ours is stored, and given by its computation alone."""
        field = self._fields.get(name)
        return bool(
            field
            and field.readonly
            and field.store
            and field.compute
            and not field.inverse
            and (self._name.startswith("plpdma.") or MODULE in field._modules)
        )

    def _plpdma_check_computed(self, claims):
        """:raise UserError: naming the first field whose value is another one"""
        # sudo: what was computed is compared, whoever may read it.
        for record in self.sudo():
            for name, value in claims.items():
                if is_other(record, name, value):
                    raise UserError(
                        self.env._(
                            "%(record)s: “%(field)s” is not written by hand, it "
                            "follows from other fields.",
                            record=record.display_name,
                            field=record._fields[name]._description_string(self.env),
                        )
                    )
