from odoo import api, fields, models

# Of those in common, how many words are told.
MAX_WORDS = 6


class PlpdmaResponseChoice(models.TransientModel):
    """One of the responses that a dialog proposes, and why it does."""

    _name = "plpdma.response.choice"
    _description = "Proposed Response"
    _inherit = ["plpdma.link.access.mixin"]
    _order = "sequence, id"
    _rec_name = "label"

    sequence = fields.Integer()
    label = fields.Char(required=True)
    response_id = fields.Many2one("plpdma.response", ondelete="cascade")
    filing_id = fields.Many2one(
        "plpdma.response.filing", ondelete="cascade", index="btree_not_null"
    )
    takeover_id = fields.Many2one(
        "plpdma.response.takeover", ondelete="cascade", index="btree_not_null"
    )

    @api.model
    def _prepare(self, near, describe):
        """Values of the choices.

        :param near: what ``_find_near`` found
        :param describe: function from a response to what is said of it, a list of texts
        :return: list of values, in the order that is proposed
        """
        choices = []
        for sequence, (response, themes, words) in enumerate(near):
            parts = [response.display_name, *describe(response)]
            if themes:
                parts.append(self.env._("theme: %s", ", ".join(themes.mapped("name"))))
            if words:
                told = sorted(words, key=lambda word: (-len(word), word))[:MAX_WORDS]
                told = ", ".join(response._spell(told))
                parts.append(self.env._("words: %s", told))
            choices.append(
                {
                    "sequence": sequence,
                    "response_id": response.id,
                    "label": " – ".join(filter(None, parts)),
                }
            )
        return choices
