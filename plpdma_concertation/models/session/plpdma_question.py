from odoo import api, fields, models


class PlpdmaQuestion(models.Model):
    """A concrete question put to the actors during a session."""

    _name = "plpdma.question"
    _description = "Question Put to the Actors"
    _inherit = ["plpdma.import.mixin"]
    _order = "session_id, sequence, id"
    _check_company_auto = True

    session_id = fields.Many2one(
        "plpdma.session", required=True, index=True, ondelete="cascade"
    )
    program_id = fields.Many2one(
        related="session_id.program_id", store=True, index=True
    )
    company_id = fields.Many2one(
        related="session_id.company_id", store=True, index=True
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Question", required=True)
    theme_id = fields.Many2one(
        "plpdma.theme", check_company=True, index="btree_not_null"
    )
    role_ids = fields.Many2many(
        "plpdma.role",
        string="Put to",
        check_company=True,
        help="The categories of actors whom the question concerns.",
    )

    def write(self, vals):
        """A question moves to another session only if the planned one it leaves keeps
        another: what is planned has a subject.

        :raise ValidationError: naming the session that would be left without
        """
        if "session_id" in vals:
            left = self.filtered(lambda q: q.session_id.id != vals["session_id"])
            left.session_id._check_has_subject(without_questions=left)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_keep_one_question(self):
        """A planned concertation keeps at least one question."""
        self.session_id._check_has_subject(without_questions=self)
