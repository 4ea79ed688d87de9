from odoo import api, fields, models
from odoo.exceptions import ValidationError


class PlpdmaProgram(models.Model):
    """What the authority's silence on a request means, and how it is appealed: an
    aide-mémoire that each authority words with its lawyer."""

    _inherit = "plpdma.program"

    silence_months = fields.Integer(
        string="Silence Is a Decision After (months)",
        default=2,
        required=True,
        help="Calendar months after the reception of a request, from which the "
        "authority's silence is a decision: two, unless a decree says otherwise for "
        "such a request.",
    )
    silence_meaning = fields.Text(
        string="What Silence Means",
        default=lambda self: self._get_usual_texts()["silence_meaning"],
        help="Told in the acknowledgement of each request. Empty: the usual words.",
    )
    appeal_terms = fields.Text(
        string="Delays and Ways of Appeal",
        default=lambda self: self._get_usual_texts()["appeal_terms"],
        help="Told in the acknowledgement of each request: without them, the delay of "
        "appeal does not run against its author. Empty: the usual words.",
    )

    _silence_months_check = models.Constraint(
        "CHECK(silence_months > 0)",
        "Silence is a decision after one month at least.",
    )

    @api.constrains("silence_months")
    def _check_silence_months(self):
        """In words, before the database says it in its own."""
        if any(program.silence_months < 1 for program in self):
            raise ValidationError(
                self.env._("Silence is a decision after one month at least.")
            )

    @api.model
    def _get_usual_texts(self, lang=None):
        """``{field: text}``: the words that a programme begins with, by default in the
        language of the authority.

        :param str lang: code of another language
        """
        lang = lang or self.env.company._plpdma_get_lang()
        env = self.with_context(lang=lang).env if lang else self.env
        return {
            "silence_meaning": env._(
                "Where your request does not call for an individual decision, silence "
                "means that it is rejected (code des relations entre le public et "
                "l'administration, articles L231-1 and L231-4, 1°)."
            ),
            "appeal_terms": env._(
                "Within two months of the decision, you may ask us to look at it "
                "again, or bring it before the administrative court, by post or on "
                "www.telerecours.fr. If you ask us first, the two months before the "
                "court run from our answer, or from the two months of silence that "
                "reject what you ask."
            ),
        }

    def _get_silence_texts(self):
        """``{field: text}``: what is told of silence and of appeals, never empty; in
        the language of the environment where the programme says nothing."""
        self.ensure_one()
        usual = self._get_usual_texts(self.env.lang)
        return {name: self[name] or text for name, text in usual.items()}
