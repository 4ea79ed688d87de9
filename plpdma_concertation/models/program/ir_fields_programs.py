"""Records of one name, which the programme of a row tells apart."""

from odoo import api, models

from ...tools.import_job import get_job

PROGRAM = "plpdma.program"


class IrFieldsConverter(models.AbstractModel):
    """« Marie Durand », an actor of two programmes."""

    _inherit = "ir.fields.converter"

    @api.model
    def _get_parent_finders(self):
        return {**super()._get_parent_finders(), "program_id": self._find_row_program}

    @api.model
    def _find_row_program(self, field, savepoint):
        """The programme of the row that is being read; empty when nothing tells it."""
        job, programs = get_job(), self.env[PROGRAM]
        program = self._read_row_program(field, savepoint) if job.row else programs
        told = job.program_id or self.env.context.get("default_program_id")
        program = program or programs.browse(told)
        if not program and job.row and "program_id" in self.env[job.row.model]._fields:
            model = self.env[job.row.model]
            default = getattr(model, "_default_program_id", lambda: False)()
            program = default or program
        return program

    @api.model
    def _read_row_program(self, field, savepoint):
        """The programme that the row tells: by its name, by the record that it
        changes."""
        model = self.env[get_job().row.model]
        program_id = self._read_row_cell(model, "program_id", field, savepoint)
        if program_id:
            return self.env[PROGRAM].browse(program_id)
        own = self._find_row_record(model)
        if own and "program_id" in own._fields:
            return own.program_id
        return self.env[PROGRAM]
