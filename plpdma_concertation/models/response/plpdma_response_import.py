from odoo import models

from ...tools.texts import html_to_text


class PlpdmaResponse(models.Model):
    """The answers of an exported register come back as responses, once."""

    _inherit = "plpdma.response"

    _import_linked_models = ("plpdma.contribution",)

    def _get_undo_obstacles(self, author, together):
        """A response that left draft stays, and those that were merged into others."""
        found = super()._get_undo_obstacles(author, together)
        sentence = self.env._("no more a draft")
        begun = self.filtered(lambda response: response.state != "draft")
        return {**found, **dict.fromkeys(begun.ids, sentence)}

    def _load_records(self, data_list, update=False):
        """Take back the answers written in an exported register.

        Its rows that hold no answer, or one that the contribution has already, bring
        nothing; importing the file again changes nothing.
        """
        return super()._load_records(
            [data for data in data_list if self._is_new_answer(data)], update
        )

    def _is_new_answer(self, data):
        vals = self._clean_import_vals(data["values"])
        # What has an identifier of its own is not a row of the register.
        if data.get("xml_id") or not vals.get("contribution_ids"):
            return True
        imported = self.new(vals)
        answer = imported._get_answer()
        contributions = imported.contribution_ids._origin
        existing = contributions.response_id | contributions.sent_response_id
        return any(answer) and answer not in [
            response._get_answer() for response in existing
        ]

    def _get_answer(self):
        """Tuple of what the register shows of the response."""
        self.ensure_one()
        return (
            self.decision,
            html_to_text(self.motivation),
            self.refusal_reason_id._origin,
            html_to_text(self.effect),
            self.review_date,
        )
