from odoo import api, models
from odoo.fields import Domain

from ...tools.cells import is_blank
from ...tools.measure_codes import (
    clean_code,
    find_codes,
    fold_code,
    get_code_error,
    read_code,
)
from ...tools.words import fold

# What is shorter is a word that a text may hold for another reason.
MIN_NAME = 8


class PlpdmaMeasure(models.Model):
    """A programme's list of actions that was written in a spreadsheet, and the actions
    that other sheets and letters name by their codes."""

    _inherit = "plpdma.measure"

    _import_template = "measures"
    _import_names = ("name", "code")

    # ------------------------------------------------------------------
    # The sheet of the actions
    # ------------------------------------------------------------------
    @api.model
    def _get_faults(self, values, exists):
        faults = super()._get_faults(values, exists)
        written = clean_code(values.get("code"))
        if written and (error := get_code_error(self.env, written)):
            faults.append(("code", values["code"], error, None))
        code = fold_code(written)
        if code and not exists:
            program = self.env["plpdma.program"].browse(values.get("program_id"))
            taken = self._get_taken_codes(program or self._default_program_id())
            if code in taken:
                message = self.env._(
                    "“%s” is already the code of an action of the programme.",
                    values["code"],
                )
                faults.append(("code", values["code"], message, None))
            taken.add(code)
        explained = not is_blank(values.get("explanation"))
        if values.get("state") == "dropped" and not explained and not exists:
            message = self.env._(
                "What is dropped is explained: fill in “%s”.",
                self._fields["explanation"]._description_string(self.env),
            )
            faults.append(("explanation", "", message, None))
        return faults

    @api.model
    def _get_taken_codes(self, program):
        """Set of the codes of a programme, those of the rows judged before included;
        empty without a programme."""
        if not program:
            return set()
        cache = self.env.context.get("import_cache")
        key = ("plpdma_measure_codes", program.id)
        found = cache.get(key) if cache is not None else None
        if found is None:
            # sudo: a code is taken whoever reads the action that bears it.
            measures = self.sudo().with_context(active_test=False)
            domain = Domain("program_id", "=", program.id)
            found = set(measures.search(domain).mapped("code_key"))
            if cache is not None:
                cache[key] = found
        return found

    # ------------------------------------------------------------------
    # Named in another sheet
    # ------------------------------------------------------------------
    @api.model
    def _search_display_name(self, operator, value):
        """An action is also found as one names it: “Action 7”, “fiche n° 7”."""
        domain = super()._search_display_name(operator, value)
        if operator not in ("=", "in", "ilike", "=ilike"):
            return domain
        texts = [value] if isinstance(value, str) else value or ()
        codes = {read_code(text) for text in texts if isinstance(text, str)} - {""}
        return Domain(domain) | Domain("code_key", "in", codes)

    def _get_counterpart(self, program):
        """The action that has the same code in ``program``; itself if none does."""
        self.ensure_one()
        if self.program_id == program:
            return self
        domain = [("program_id", "=", program.id), ("code_key", "=", self.code_key)]
        return self.search(domain, limit=1) or self

    def _find_named(self, text):
        """Those of the actions that a text names: by their codes, « action 7 », or by
        their whole names."""
        codes = find_codes(text, self.mapped("code_key"))
        words = f" {fold(text)} "
        return self.filtered(
            lambda measure: (
                measure.code_key in codes or _is_told(fold(measure.name), words)
            )
        )


def _is_told(name, words):
    return len(name) >= MIN_NAME and f" {name} " in words
