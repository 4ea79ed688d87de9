from odoo import api, models
from odoo.exceptions import UserError

from ...tools.changes import is_other

MODULE = "plpdma_concertation"


class PlpdmaComputedMixin(models.AbstractModel):
    """What is worked out from other fields is never written by hand.

    Core keeps the read-only fields of a form on the screen alone: whoever calls from
    outside writes a stored one over its computation, which does not run again until
    what it depends on changes. Here such a value is left out, then compared with the
    computed one: on our models, for the fields that are ours; what another addon adds
    to them is its own matter, as are the other models.
    """

    _name = "plpdma.computed.mixin"
    _description = "What Follows from Other Fields"

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        """:raise UserError: naming the computed field that is given another value"""
        if self.env.su:
            return super().create(vals_list)
        given = [self._get_claimed(vals) for vals in vals_list]
        if not any(given):
            return super().create(vals_list)
        records = super().create(
            [
                {name: value for name, value in vals.items() if name not in claims}
                for vals, claims in zip(vals_list, given, strict=True)
            ]
        )
        for record, claims in zip(records, given, strict=True):
            record._check_computed(claims)
        return records

    def write(self, vals):
        """:raise UserError: naming the computed field that is given another value"""
        claims = {} if self.env.su else self._get_claimed(vals)
        if not claims:
            return super().write(vals)
        result = super().write(
            {name: value for name, value in vals.items() if name not in claims}
        )
        self._check_computed(claims)
        return result

    @api.model
    def _get_claimed(self, vals):
        """``{field: value}``: the values that nothing but a computation gives."""
        return {
            name: value for name, value in vals.items() if self._is_only_computed(name)
        }

    @api.model
    def _is_only_computed(self, name):
        """Whether a field of ours is stored, and given by its computation alone."""
        field = self._fields.get(name)
        return bool(
            field
            and field.readonly
            and field.store
            and field.compute
            and not field.inverse
            and field._modules[:1] == (MODULE,)
        )

    def _check_computed(self, claims):
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
