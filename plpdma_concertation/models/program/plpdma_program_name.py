from odoo import models
from odoo.tools import get_lang

from ...tools.articles import guess_article, join_article
from ...tools.typography import is_french


class PlpdmaProgram(models.Model):
    """The programme as sentences name it: « la concertation du PLPDMA »."""

    _inherit = "plpdma.program"

    def _get_name_of(self):
        """The name after “of”, in a sentence of the language of the environment."""
        self.ensure_one()
        if not is_french(get_lang(self.env).code):
            return f"of {self.name}"
        return join_article("de", guess_article(self.name), self.name)
