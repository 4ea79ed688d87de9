from odoo import fields, models


class PlpdmaResponseArbitrate(models.TransientModel):
    """Note with which submitted responses are validated."""

    _name = "plpdma.response.arbitrate"
    _description = "Validate Responses"

    response_ids = fields.Many2many("plpdma.response", required=True)
    note = fields.Text(help="Told to who prepared the response, and kept with it.")

    def action_validate(self):
        """Validate the responses with the note, then lead an élu to what still awaits
        them.

        :return: the end of the dialog, or the élu's home
        """
        self.response_ids.action_validate(self.note)
        if not self.env.user.has_group("plpdma_concertation.group_user"):
            # As a new start: the way back would lead to a response already decided.
            return {**self.env["plpdma.program"].action_home(), "target": "main"}
        return {"type": "ir.actions.act_window_close"}
