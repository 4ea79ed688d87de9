from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.theme_words import split_keywords


class PlpdmaTheme(models.Model):
    """The words by which a theme is known: they propose it for a text, and find one by
    the other in a search."""

    _inherit = "plpdma.theme"

    keywords = fields.Text(
        help="One word or phrase a line. They propose the theme for a text, and a "
        "search for one of them finds the others. Those of a line “compost / composter "
        "/ composting” stand for one another only.",
    )

    def write(self, vals):
        """New keywords are searched at once."""
        result = super().write(vals)
        if "keywords" in vals:
            self.env.registry.clear_cache()
        return result

    @api.model
    def _get_synonyms(self, companies):
        """Lists of words and phrases that stand for one another.

        :param companies: the authorities whose themes, and those of all, are looked at
        """
        # sudo: keywords are no secret, and visitors who read no theme search by them.
        themes = self.sudo().search_fetch(
            Domain("keywords", "!=", False)
            & Domain("company_id", "in", [False, *companies.ids]),
            ["keywords"],
        )
        groups = [group for theme in themes for group in split_keywords(theme.keywords)]
        return [group for group in groups if len(group) > 1]

    @api.model
    def _describe_proposals(self, proposals):
        """List of ``id``, ``name`` and ``words`` (those of the text, between the quotes
        of the language) of themes that are proposed, as screens show them.

        :param proposals: list of :class:`Proposal`
        """
        names = self._get_names()
        return [
            {
                "id": one.key,
                "name": names[one.key],
                # A name: words without a letter are none that anybody translates.
                "words": [self.env._("“%(word)s”", word=word) for word in one.words],
            }
            for one in proposals
        ]
