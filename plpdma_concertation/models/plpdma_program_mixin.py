from odoo import api, fields, models
from odoo.exceptions import ValidationError


class PlpdmaProgramMixin(models.AbstractModel):
    """What belongs to one programme: its company, and links that stay inside it."""

    _name = "plpdma.program.mixin"
    _description = "Item of a PLPDMA Programme"
    _check_company_auto = True

    # Relational fields whose records must belong to the same programme.
    _same_program_fields = ()

    program_id = fields.Many2one(
        "plpdma.program",
        string="Programme",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self._default_program_id(),
    )
    company_id = fields.Many2one(
        related="program_id.company_id", store=True, index=True
    )

    @api.model
    def _default_program_id(self):
        """Propose the programme when the user has only one that is open."""
        programs = self.env["plpdma.program"].search([("state", "=", "open")], limit=2)
        return programs if len(programs) == 1 else False

    @api.constrains(lambda self: ("program_id", *self._same_program_fields))
    def _check_same_program(self):
        for record in self:
            for name in self._same_program_fields:
                strangers = record[name].filtered(
                    lambda linked, program=record.program_id: (
                        linked.program_id != program
                    )
                )
                if strangers:
                    raise ValidationError(
                        self.env._(
                            "“%(record)s” belongs to the programme “%(program)s”, "
                            "but “%(linked)s” (%(field)s) belongs to another one.",
                            record=record.display_name,
                            program=record.program_id.display_name,
                            linked=strangers[0].display_name,
                            field=record._fields[name]._description_string(self.env),
                        )
                    )
