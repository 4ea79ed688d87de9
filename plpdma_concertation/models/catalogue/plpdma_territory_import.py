from odoo import api, models

from ...tools.cells import quote_cell
from ...tools.codes import is_insee_code, restore_zero


class PlpdmaTerritory(models.Model):
    """Lists of communes, as the administrations publish them."""

    _inherit = "plpdma.territory"

    @api.model
    def _get_faults(self, values, exists):
        faults = super()._get_faults(values, exists)
        told = values.get("insee_code")
        code = self._clean_vals({"insee_code": told})["insee_code"]
        if code and not is_insee_code(code):
            proposal = restore_zero(code)
            faults.append(
                ("insee_code", told, self._word_wrong_code(told, proposal), proposal)
            )
        population = values.get("population") or 0
        if population < 0:
            message = self.env._("A population cannot be negative.")
            faults.append(("population", str(population), message, None))
        return faults

    @api.model
    def _word_wrong_code(self, code, proposal):
        if proposal:
            return self.env._(
                "“%(code)s” is not an INSEE code: the spreadsheet lost its first zero. "
                "Do you mean “%(proposal)s”?",
                code=quote_cell(code),
                proposal=proposal,
            )
        return self.env._(
            "“%s” is not an INSEE code, which has five digits, the second of which is "
            "A or B in Corsica.",
            quote_cell(code),
        )


class IrFieldsConverter(models.AbstractModel):
    """A commune that a sheet names by its code."""

    _inherit = "ir.fields.converter"

    @api.model
    def _find_nearest(self, field, names, value):
        """Name that is probably meant: also the commune of a code whose first zero a
        spreadsheet dropped."""
        if field.comodel_name == "plpdma.territory" and (code := restore_zero(value)):
            place = self.env[field.comodel_name].search(
                [("insee_code", "=", code)], limit=1
            )
            if place:
                return place.name
        return super()._find_nearest(field, names, value)
