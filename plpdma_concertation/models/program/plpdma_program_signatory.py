from odoo import fields, models


class PlpdmaProgram(models.Model):
    """In whose name the letters of the programme are signed."""

    _inherit = "plpdma.program"

    signatory_name = fields.Char(
        string="Signatory",
        help="Who signs letters, convocations and minutes. Empty: the elected "
        "referent.",
    )
    signatory_title = fields.Char(
        string="Title of the Signatory",
        help="As it stands above the signature: “The President”.",
    )

    def _get_signatory(self, date=None):
        """``{"name", "title"}`` of who signs, each a text that may be empty; the
        elected referent, in the office that they hold, where the programme names
        nobody.

        :param date: day of the letter; today without it
        """
        self.ensure_one()
        # sudo: whoever receives the letter reads who signs it.
        program = self.sudo()
        if program.signatory_name:
            return {
                "name": program.signatory_name,
                "title": program.signatory_title or "",
            }
        referent = program.elected_referent_id
        office = referent and program.env["plpdma.mandate"]._get_office_of(
            program, referent, date
        )
        return {
            "name": referent.name or "",
            "title": program.signatory_title or office or "",
        }
