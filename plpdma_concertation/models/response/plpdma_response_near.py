from odoo import api, models

from ...tools.near_words import get_words, spell
from ...tools.texts import html_to_text

# At most: responses looked at, contributions whose words speak for them, proposals, and
# contributions in which the words of one are read.
LOOKED_AT = 200
TEXTS = 500
PROPOSED = 8
# Without a theme in common, one word tells nothing.
MIN_WORDS = 2
SPELT = 50


class PlpdmaResponse(models.Model):
    """Which responses are near to what somebody wants to answer: those on the same
    themes, then those in the same words."""

    _inherit = "plpdma.response"

    @api.model
    def _find_near(self, domain, themes, words, min_words=1):
        """The responses that are nearest, among the latest that the user may read.

        :param domain: those to choose from
        :param themes: the themes of what is to be answered
        :param words: its words, as ``get_words`` gives them
        :param int min_words: how many of them a response without a theme of theirs has
            in common
        :return: list of ``(response, shared themes, shared words)``, the nearest first
        """
        responses = self.search(domain, order="id desc", limit=LOOKED_AT)
        shared = responses._get_shared_themes(themes)
        known = responses._get_words_answered()
        found = []
        for response in responses:
            common = words & known[response]
            if len(common) >= min_words or response in shared:
                found.append((response, shared.get(response, themes.browse()), common))
        found.sort(key=lambda one: (-len(one[1]), -len(one[2]), -one[0].id))
        return found[:PROPOSED]

    def _get_themes(self):
        """The themes of what the responses answer, however many contributions."""
        groups = self.env["plpdma.contribution"]._read_group(
            [("response_ids", "in", self.ids), ("theme_ids", "!=", False)],
            ["theme_ids"],
        )
        return self.env["plpdma.theme"].union(*(theme for (theme,) in groups))

    def _get_shared_themes(self, themes):
        """``{response: themes}`` of what each answers, among some."""
        shared = {}
        for response, theme in self.env["plpdma.contribution"]._read_group(
            [("response_ids", "in", self.ids), ("theme_ids", "in", themes.ids)],
            ["response_ids", "theme_ids"],
        ):
            if theme in themes:
                shared[response] = shared.get(response, themes.browse()) | theme
        return shared

    def _get_words_answered(self):
        """``{response: words}``: its own, and those of the latest that it answers."""
        words = {response: get_words(response._get_own_text()) for response in self}
        answered = self.env["plpdma.contribution"].search(
            [("response_ids", "in", self.ids)], order="id desc", limit=TEXTS
        )
        for contribution in answered:
            said = contribution._get_subject_words()
            for response in contribution.response_ids & self:
                words[response] |= said
        return words

    def _get_own_text(self):
        """Its subject, its reason and what will be done; each room that adds a text
        adds its words."""
        self.ensure_one()
        texts = (html_to_text(self.motivation), html_to_text(self.effect))
        return "\n".join((self.name or "", *texts))

    def _spell(self, words):
        """Words that the response has in common with others, as they are written in it
        or in what it answers.

        :param list words: as ``get_words`` gives them
        """
        answered = self.env["plpdma.contribution"].search(
            [("response_ids", "in", self.ids)], order="id desc", limit=SPELT
        )
        texts = [one._get_subject_text() for one in answered]
        return spell(words, "\n".join([self._get_own_text(), *texts]))


class PlpdmaContribution(models.Model):
    """What a contribution is about, by its words."""

    _inherit = "plpdma.contribution"

    def _get_subject_words(self):
        """The words of its summary and of its text."""
        return get_words(self._get_subject_text())

    def _get_subject_text(self):
        self.ensure_one()
        return f"{self.summary or ''}\n{self.verbatim}"
