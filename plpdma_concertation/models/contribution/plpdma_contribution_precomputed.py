from odoo import api, models

# What a contribution may come in without, and is read to compute the rest of it.
MAY_BE_EMPTY = frozenset(
    {
        "co_author_ids",
        "contributor_email",
        "contributor_name",
        "date_answered",
        "duplicate_of_id",
        "part_ids",
        "part_number",
        "received_at",
        "session_id",
        "territory_id",
        "theme_ids",
        "whole_id",
    }
)


class PlpdmaContribution(models.Model):
    """What is computed of thousands that come in at once, before their rows are
    written: by core, without what it would ask of each of them to no avail."""

    _inherit = "plpdma.contribution"

    @api.model
    def _add_precomputed_values(self, vals_list):
        """As core does, told of each what it comes in without, which has no default:
        core would ask for one, field by field, when what is computed reads it."""
        told = [MAY_BE_EMPTY - vals.keys() for vals in vals_list]
        for vals, names in zip(vals_list, told, strict=True):
            vals.update(dict.fromkeys(names, False))
        # sudo: all of it is stored, and so computed as superuser, whoever creates: the
        # rights to each field of each record need not be asked on the way.
        result = super(PlpdmaContribution, self.sudo())._add_precomputed_values(
            vals_list
        )
        for vals, names in zip(vals_list, told, strict=True):
            for name in names:
                del vals[name]
        return result
