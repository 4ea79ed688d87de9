from odoo import api, fields, models
from odoo.exceptions import ValidationError


class PlpdmaQuestion(models.Model):
    """A question that bears on actions of the programme."""

    _inherit = "plpdma.question"

    measure_ids = fields.Many2many(
        "plpdma.measure",
        "plpdma_measure_question_rel",
        "question_id",
        "measure_id",
        string="Actions of the Programme",
        check_company=True,
        domain="[('program_id', '=', program_id)]",
        help="Those on which the question bears.",
    )

    @api.constrains("measure_ids", "session_id")
    def _check_measures(self):
        for question in self:
            strangers = question.measure_ids.filtered(
                lambda measure, program=question.program_id: (
                    measure.program_id != program
                )
            )
            if strangers:
                raise ValidationError(
                    self.env._(
                        "“%(measure)s” belongs to another programme than the question "
                        "“%(question)s”.",
                        measure=strangers[0].display_name,
                        question=question.name,
                    )
                )


class PlpdmaContribution(models.Model):
    """An answer to a question is about what the question bears on."""

    _inherit = "plpdma.contribution"

    @api.onchange("question_id")
    def _onchange_question_id(self):
        result = super()._onchange_question_id()
        if self.question_id.measure_ids and not self.measure_ids:
            self.measure_ids = self.question_id.measure_ids
        return result
