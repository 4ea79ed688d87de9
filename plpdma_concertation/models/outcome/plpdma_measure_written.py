from odoo import api, models
from odoo.exceptions import ValidationError

from ...tools.cells import is_blank
from ...tools.limits import MAX_TEXT, MAX_TITLE
from ...tools.measure_codes import clean_code, get_code_error
from ...tools.texts import html_to_text


class PlpdmaMeasure(models.Model):
    """What an action may hold, whoever writes it and by which door. What was written
    before stays as it is: only what is written now is judged."""

    _inherit = "plpdma.measure"

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------
    @api.constrains("code")
    def _check_code(self):
        for measure in self:
            if error := get_code_error(self.env, measure.code or ""):
                raise ValidationError(error)

    @api.constrains("name")
    def _check_name(self):
        for measure in self:
            if is_blank(measure.name):
                raise ValidationError(
                    self.env._("Action %s has no name: type one.", measure.code)
                )
            if len(measure.name) > MAX_TITLE:
                raise ValidationError(
                    self.env._(
                        "The name of action %(code)s is too long: %(limit)s characters "
                        "at most.",
                        code=measure.code,
                        limit=MAX_TITLE,
                    )
                )

    @api.constrains("text_before", "text_after", "explanation", "description")
    def _check_lengths(self):
        for measure in self:
            for name, text in (
                ("description", html_to_text(measure.description)),
                ("text_before", measure.text_before),
                ("text_after", measure.text_after),
                ("explanation", measure.explanation),
            ):
                if len(text or "") > MAX_TEXT:
                    raise ValidationError(
                        self.env._(
                            "“%(measure)s”: “%(field)s” is too long: %(limit)s "
                            "characters at most.",
                            measure=measure.display_name,
                            field=self._fields[name]._description_string(self.env),
                            limit=MAX_TEXT,
                        )
                    )

    @api.constrains("state", "explanation")
    def _check_explanation(self):
        for measure in self:
            if measure.state == "dropped" and is_blank(measure.explanation):
                raise ValidationError(
                    self.env._(
                        "“%s” is dropped: explain why to those who worked on it.",
                        measure.display_name,
                    )
                )

    @api.constrains("state", "date_start")
    def _check_begun(self):
        for measure in self:
            start = measure.date_start
            if measure.state != "done" or not start:
                continue
            if start > measure.company_id._plpdma_get_today():
                raise ValidationError(
                    self.env._(
                        "“%s” begins later than today: it cannot be carried out yet. "
                        "Correct its first day or its status.",
                        measure.display_name,
                    )
                )

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        """A code is written in one way, whatever was typed."""
        return super().create([_clean(vals) for vals in vals_list])

    def write(self, vals):
        """As at the creation."""
        return super().write(_clean(vals))


def _clean(vals):
    if not isinstance(vals.get("code"), str):
        return vals
    return {**vals, "code": clean_code(vals["code"])}
