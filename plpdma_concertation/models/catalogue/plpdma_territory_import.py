from odoo import api, models

from ...tools.cells import quote_cell
from ...tools.codes import is_insee_code, restore_zero
from ...tools.communes import is_same_place
from ...tools.words import fold


class PlpdmaTerritory(models.Model):
    """Lists of communes, as the administrations publish them."""

    _inherit = "plpdma.territory"

    @api.model
    def _get_faults(self, values, exists):
        faults = super()._get_faults(values, exists)
        told = values.get("insee_code")
        code = self._clean_vals({"insee_code": told})["insee_code"]
        is_wrong = code and not is_insee_code(code)
        proposal = restore_zero(code) if is_wrong else None
        other = (
            self.browse() if exists else self._find_same_code(proposal or code, values)
        )
        if other and not is_same_place(other.name, values.get("name") or ""):
            message = self._word_taken_code(proposal or code, other)
            faults.append(("insee_code", told, message, None))
        elif is_wrong:
            faults.append(
                ("insee_code", told, self._word_wrong_code(told, proposal), proposal)
            )
        population = values.get("population") or 0
        if population < 0:
            message = self.env._("A population cannot be negative.")
            faults.append(("population", str(population), message, None))
        return faults

    @api.model
    def _find_same_code(self, code, values):
        """The territory that bears an INSEE code, where the row would stand."""
        found = self._get_known_places()["code"]
        return self.browse(found.get((code, values.get("company_id") or False)))

    @api.model
    def _find_there(self, values):
        """The territory that a row tells of: by its code, under another form of its
        name; else by its name, where only one may be meant."""
        told = values.get("insee_code")
        code = self._clean_vals({"insee_code": told})["insee_code"]
        if code and (found := self._find_same_code(code, values)):
            return found
        kind, company = values.get("kind") or "commune", values.get("company_id")
        known = self._get_known_places()["name"]
        found = self.browse(known.get(fold(values.get("name") or ""), ())).filtered(
            lambda place: place.kind == kind
            and place.company_id.id == (company or False)
            and not (code and place.insee_code)
            and (
                not place.parent_id
                or values.get("parent_id") in (None, False, place.parent_id.id)
            )
        )
        return found if len(found) == 1 else self.browse()

    @api.model
    def _get_known_places(self):
        """Those that are there, archived ones included: the id by code and company, the
        ids by name, read once for a file."""
        cache = self.env.context.get("import_cache")
        found = cache.get("plpdma_known_places") if cache is not None else None
        if found is None:
            found = {"code": {}, "name": {}}
            names = ["name", "insee_code", "company_id"]
            for place in self.with_context(active_test=False).search_fetch([], names):
                if place.insee_code:
                    key = (place.insee_code, place.company_id.id)
                    found["code"][key] = place.id
                found["name"].setdefault(fold(place.name or ""), []).append(place.id)
            if cache is not None:
                cache["plpdma_known_places"] = found
        return found

    @api.model
    def _word_taken_code(self, code, other):
        return self.env._(
            "“%(code)s” is already the INSEE code of “%(other)s”. If both are the same "
            "place, write its name as “%(other)s” here, or rename it in the list of "
            "territories; else correct the code.",
            code=quote_cell(code),
            other=other.display_name,
        )

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
