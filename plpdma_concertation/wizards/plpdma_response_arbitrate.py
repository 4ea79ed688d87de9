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

        :return: the end of the dialog, or the élu's home; before it, a notification of
            what had already been decided
        """
        told = self.response_ids.action_validate(self.note)
        after = self.response_ids._action_after_arbitration()
        if told:
            told["params"]["next"] = after
        return told or after
