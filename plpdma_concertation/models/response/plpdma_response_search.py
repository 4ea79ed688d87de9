from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.full_text import MAX_OTHER, MAX_OWN


class PlpdmaResponse(models.Model):
    """Found by its words: those that the register shows once it is published, and the
    others, by all who read it."""

    _name = "plpdma.response"
    _inherit = ["plpdma.response", "plpdma.text.search.mixin"]

    _searched_texts = (
        (
            "A",
            """concat_ws(' ', NEW.name,
                plpdma_read_html(concat_ws(' ', NEW.motivation, NEW.effect)))""",
            MAX_OWN,
        ),
        (
            "B",
            """concat_ws(' ', plpdma_number(NEW.reference),
                plpdma_read_html(NEW.follow_up_terms))""",
            MAX_OTHER,
        ),
    )
    _searched_columns = (
        "name",
        "motivation",
        "effect",
        "reference",
        "follow_up_terms",
    )

    @api.model
    def _search_display_name(self, operator, value):
        """A response is found in a list of names by all its words."""
        if operator == "ilike" and isinstance(value, str) and value.strip():
            return Domain("text_search", "ilike", value)
        return super()._search_display_name(operator, value)


class PlpdmaContribution(models.Model):
    """Found by its words and by those of the answer that its author received, where
    whoever searches reads it."""

    _inherit = "plpdma.contribution"

    @api.model
    def _found_to_sql(self, words, audience):
        """Contributions that answer by their own words, and those of which the answer
        says something of it, the two being read as one text."""
        own = super()._found_to_sql(words, audience)
        self.flush_model(["sent_response_id"])
        responses = self.env["plpdma.response"]
        responses.flush_model([*responses._searched_columns, "published"])
        readable = self._get_searched_answers(audience)

        def _answer(one, phrase=""):
            return responses._match_to_sql("r", one, phrase, audience)

        def _either(one, phrase=""):
            mine = self._match_to_sql("c", one, phrase, audience)
            return SQL("(%s OR %s)", _answer(one, phrase), mine)

        excluded = [(one,) for one in words.excluded] + [*words.unsaid]
        if excluded:
            own = SQL(
                """
                SELECT c.id FROM plpdma_contribution c
                 WHERE c.id IN (%s)
                   AND NOT EXISTS (SELECT FROM plpdma_response r
                                    WHERE r.id = c.sent_response_id
                                      AND (%s) AND %s)
                """,
                own,
                SQL(" OR ").join(_answer(*one) for one in excluded),
                readable,
            )
        if not words.wanted and not words.said:
            return own
        any_wanted = words.any_wanted
        conditions = [SQL("r.words @@ %s::tsquery", any_wanted)] if any_wanted else []
        conditions += [_either(one) for one in words.wanted]
        conditions += [_either(*one) for one in words.said]
        conditions += [SQL("NOT %s", _either(*one)) for one in excluded]
        return SQL(
            """
            %s UNION
            SELECT c.id FROM plpdma_response r
              JOIN plpdma_contribution c ON c.sent_response_id = r.id
             WHERE %s AND %s
            """,
            own,
            readable,
            SQL(" AND ").join(conditions),
        )

    @api.model
    def _get_searched_answers(self, audience):
        """SQL of which responses ``r`` whoever searches reads."""
        if audience == "public":
            return SQL("r.published")
        if self.env.su:
            return SQL("TRUE")
        responses = self.env["plpdma.response"].with_context(active_test=False)
        return SQL("r.id IN %s", responses._search(Domain.TRUE).subselect())

    @api.model
    def _rank_to_sql(self, alias, ranking):
        """What the answer says counts too, where it is read."""
        return SQL(
            """%s + COALESCE((SELECT %s FROM plpdma_response r
                               WHERE r.id = %s AND %s), 0)""",
            super()._rank_to_sql(alias, ranking),
            super()._rank_to_sql("r", ranking),
            SQL.identifier(alias, "sent_response_id"),
            self._get_searched_answers(ranking.audience),
        )
