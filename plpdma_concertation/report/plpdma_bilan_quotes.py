from collections import defaultdict

from odoo import api, models
from odoo.tools import get_lang

from ..tools.typography import add_sign
from .plpdma_bilan import SIDES

# Characters of a contribution that is quoted: whole or not at all; how many stand under
# a heading, and among how many they are looked for. The table of the observations and
# responses holds them all.
QUOTE_LENGTH = 320
QUOTE_COUNT = 5
CANDIDATES = 4 * QUOTE_COUNT
AGREEMENTS = ("favourable", "reserved")


class ReportBilan(models.AbstractModel):
    """What the report quotes: a text stands in it once, and whole."""

    _inherit = "report.plpdma_concertation.report_bilan"

    @api.model
    def _get_quotes(self, contributions, domain, themes):
        """``{(theme, side): {"texts": [...], "more": number}}`` of what is published:
        some quotes, and how many more there are; what many sent is quoted once, and
        what is about several themes in the first of them.

        :param Domain domain: the contributions that count
        :param themes: the themes, in the order of the report
        """
        found, groups = self._gather_quotable(contributions, domain)
        candidates = {key: sorted(alike)[:CANDIDATES] for key, alike in groups.items()}
        # Those that may be quoted are read together.
        read = contributions.browse({id_ for ids in candidates.values() for id_ in ids})
        texts = {record.id: self._quote(record) for record in read}
        quotes, told = {}, set()
        for theme in themes:
            for side in SIDES:
                key = theme, side
                quoted = []
                for id_ in candidates.get(key, ()):
                    if len(quoted) < QUOTE_COUNT and self._may_quote(texts[id_], told):
                        quoted.append(id_)
                similar = groups.get(key, {})
                quotes[key] = {
                    "texts": [
                        self._sign(
                            texts[id_], contributions._describe_similar(similar[id_])
                        )
                        for id_ in quoted
                    ],
                    "more": len(found.get(key, ()))
                    - sum(1 + similar[id_] for id_ in quoted),
                }
        return quotes

    @api.model
    def _gather_quotable(self, contributions, domain):
        """``(found, groups)``: the ids of what is published by theme and side, and for
        each of those that stand for others, how many these are."""
        found = defaultdict(list)
        for theme, stance, kind, records in contributions._read_group(
            domain & contributions._get_published_domain(),
            ["theme_ids", "stance", "kind"],
            ["id:recordset"],
        ):
            found[theme, self._get_side(stance, kind)] += records.ids
        campaigns = contributions._find_campaigns_of(
            {id_ for ids in found.values() for id_ in ids}
        )
        groups = {}
        for key, ids in found.items():
            alike = defaultdict(list)
            for id_ in ids:
                campaign = campaigns.get(id_)
                alike[campaign, None if campaign else id_].append(id_)
            groups[key] = {min(group): len(group) - 1 for group in alike.values()}
        return found, groups

    @api.model
    def _may_quote(self, quote, told):
        """Whether a quote is short enough to stand whole, and was not told yet; it is
        then noted among those that were.

        :param set told: texts quoted so far
        """
        text = quote["text"]
        words = self._get_words(text)
        if len(text) > QUOTE_LENGTH or words in told:
            return False
        told.add(words)
        return True

    @api.model
    def _get_quoted(self, themes):
        """Set of the texts that the themes quote, as :meth:`_may_quote` knows them."""
        return {
            self._get_words(quote["text"])
            for theme in themes
            for side in SIDES
            for quote in theme[side]["texts"]
        }

    @api.model
    def _get_words(self, text):
        """The text without its capitals and line breaks: two that differ by nothing
        else are the same."""
        return " ".join(text.casefold().split())

    @api.model
    def _get_side(self, stance, kind):
        if stance == "unfavourable" or kind == "objection":
            return "disagreements"
        return "agreements" if stance in AGREEMENTS else "others"

    @api.model
    def _quote(self, contribution):
        """``{"text", "quoted", "signed", "end"}`` of a contribution: whole, then within
        quotation marks; who says it, and the sign before another one."""
        text = contribution.register_text.strip()
        return {
            "text": text,
            "quoted": self.env._("“%(words)s”", words=text),
            "signed": f"({contribution._get_told_author()})",
            "end": add_sign("", ";", get_lang(self.env).code),
        }

    @api.model
    def _sign(self, quote, similar):
        """The quote, with how many others sent the same, if any did."""
        return {**quote, "signed": ", ".join(filter(None, (quote["signed"], similar)))}
