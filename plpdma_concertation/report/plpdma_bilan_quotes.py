from collections import defaultdict
from textwrap import shorten

from odoo import api, models

# Characters of a contribution that is quoted, and how many stand under a heading; the
# table of the observations and responses holds them all.
QUOTE_LENGTH = 240
QUOTE_COUNT = 5
AGREEMENTS = ("favourable", "reserved")


class ReportBilan(models.AbstractModel):
    """What the report quotes."""

    _inherit = "report.plpdma_concertation.report_bilan"

    @api.model
    def _get_quotes(self, contributions, domain):
        """``{(theme, side): {"texts": [...], "more": number}}`` of what is published:
        some quotes, and how many more there are; what many sent is quoted once.

        :param Domain domain: the contributions that count
        """
        found, similar = defaultdict(list), {}
        for theme, stance, kind, records in contributions._read_group(
            domain & contributions._get_published_domain(),
            ["theme_ids", "stance", "kind"],
            ["id:recordset"],
        ):
            found[theme, self._get_side(stance, kind)] += records.ids
        campaigns = contributions._find_campaigns_of(
            {id_ for ids in found.values() for id_ in ids}
        )
        for key, ids in found.items():
            alike = defaultdict(list)
            for id_ in ids:
                campaign = campaigns.get(id_)
                alike[campaign, None if campaign else id_].append(id_)
            similar[key] = {min(group): len(group) - 1 for group in alike.values()}
        quoted = {key: sorted(first)[:QUOTE_COUNT] for key, first in similar.items()}
        # Those that are quoted are read together.
        read = contributions.browse({id_ for ids in quoted.values() for id_ in ids})
        texts = {record.id: self._quote(record) for record in read}
        quotes = defaultdict(lambda: {"texts": [], "more": 0})
        for key, ids in quoted.items():
            quotes[key] = {
                "texts": [
                    {
                        **texts[id_],
                        "similar": contributions._describe_similar(similar[key][id_]),
                    }
                    for id_ in ids
                ],
                "more": len(found[key]) - sum(1 + similar[key][id_] for id_ in ids),
            }
        return quotes

    @api.model
    def _get_side(self, stance, kind):
        if stance == "unfavourable" or kind == "objection":
            return "disagreements"
        return "agreements" if stance in AGREEMENTS else "others"

    @api.model
    def _quote(self, contribution):
        text = shorten(contribution.register_text, QUOTE_LENGTH, placeholder="…")
        return {"text": text, "author": contribution._get_told_author()}
