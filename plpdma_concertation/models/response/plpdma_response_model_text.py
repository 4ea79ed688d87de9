import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import is_html_empty, plaintext2html

from ...tools.adapting import BLANKS
from ...tools.texts import html_to_text

BRACKETS = re.compile(r"\[[^\[\]]+\]")


def find_brackets(text):
    """What stands between square brackets, by what it says.

    :return: ``{what is compared: the words as written}``
    """
    return {
        BLANKS.sub("", words).casefold(): BLANKS.sub(" ", words)
        for words in BRACKETS.findall(text or "")
    }


class PlpdmaResponse(models.Model):
    """A model answer is completed before it leaves: its brackets say what to write."""

    _inherit = "plpdma.response"

    # The reason may change after the text was proposed, and its model too.
    model_text = fields.Text(
        string="Explanation Begun From",
        help="The model answer that was proposed: what it left to write is looked for "
        "before the response leaves the draft.",
    )

    @api.onchange("refusal_reason_id")
    def _onchange_refusal_reason_id(self):
        """Propose the explanation that goes with the reason, to be completed, and keep
        the model that it was begun from."""
        model = self.refusal_reason_id.model_text
        if model and is_html_empty(self.motivation):
            self.motivation = plaintext2html(model)
            self.model_text = model

    @api.model_create_multi
    def create(self, vals_list):
        """The model answer of the reason is kept, by whatever door it came."""
        responses = super().create(vals_list)
        responses._keep_model_text()
        return responses

    def write(self, vals):
        """The model answer of a reason is kept when another is chosen."""
        result = super().write(vals)
        if "refusal_reason_id" in vals:
            self._keep_model_text()
        return result

    def _keep_model_text(self):
        for response in self.filtered(lambda response: response.state == "draft"):
            kept, model = (
                response.model_text or "",
                response.refusal_reason_id.model_text,
            )
            if model and model not in kept:
                response.model_text = "\n\n".join(filter(None, (kept, model)))

    @api.constrains(
        "state", "motivation", "effect", "follow_up_terms", "refusal_reason_id"
    )
    def _check_model_completed(self):
        """What its own model left to write is written; other brackets are words."""
        leaving = ("submitted", "validated", "sent")
        for response in self.filtered(lambda response: response.state in leaving):
            left = response._get_left_brackets()
            if left:
                raise ValidationError(
                    self.env._(
                        "The response %(response)s cannot leave the draft. Complete "
                        "what its model left to write: %(brackets)s.",
                        response=response._get_title(),
                        brackets=", ".join(left),
                    )
                )

    def _get_left_brackets(self):
        """List of the model's brackets that still stand in what the author receives."""
        self.ensure_one()
        models_ = find_brackets(self.model_text)
        for lang, _name in self.env["res.lang"].get_installed():
            reason = self.refusal_reason_id.with_context(lang=lang)
            models_ |= find_brackets(reason.model_text)
        written = {}
        for name in ("motivation", "effect", "follow_up_terms"):
            written |= find_brackets(html_to_text(self[name]))
        return [words for key, words in written.items() if key in models_]
