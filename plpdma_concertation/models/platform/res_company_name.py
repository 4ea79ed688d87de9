from odoo import api, fields, models
from odoo.tools import get_lang

from ...tools.articles import guess_article, join_article
from ...tools.typography import is_french

# What stands before a name in English, and the French preposition for it.
PREPOSITIONS = {"": "", "of": "de", "to": "a"}


class ResCompany(models.Model):
    """The authority as sentences name it: « la Communauté de communes », « du
    Syndicat », « à l'Agglomération »."""

    _inherit = "res.company"

    plpdma_article = fields.Selection(
        [
            ("la", "la"),
            ("le", "le"),
            ("l", "l'"),
            ("les", "les"),
            ("none", "No article"),
        ],
        string="Article before the Name",
        compute="_compute_plpdma_article",
        store=True,
        readonly=False,
        help="As French sentences name the local authority: la Communauté de communes, "
        "du Syndicat, à l'Agglomération. Guessed from the name.",
    )

    @api.depends("name")
    def _compute_plpdma_article(self):
        for company in self:
            company.plpdma_article = guess_article(company.name)

    def _plpdma_get_name(self, preposition="", start=False):
        """The name of the authority in a sentence of the language of the environment.

        :param str preposition: ``of``, ``to``, or nothing
        :param bool start: whether the sentence begins with it
        """
        self.ensure_one()
        # sudo: everybody may read what the authority is called.
        company = self.sudo()
        if not is_french(get_lang(self.env).code):
            return " ".join(filter(None, (preposition, company.name)))
        article = company.plpdma_article or "none"
        name = join_article(PREPOSITIONS[preposition], article, company.name)
        return name[:1].upper() + name[1:] if start else name
