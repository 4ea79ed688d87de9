from dataclasses import dataclass

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, ormcache
from odoo.tools.sql import column_exists

from ...tools.full_text import FUNCTIONS, make_pattern
from ...tools.groups import STAFF
from ...tools.search_box import (
    Words,
    list_words,
    make_synonyms,
    make_words,
    read_box,
    read_phrase,
)

# Who searches, and the labels of what they may read: "A" is what everybody reads, "B"
# what all who read the record do, "C" what is for the staff.
LABELS = {"staff": "", "readers": "AB", "public": "A"}
# What is found is sorted by how well it answers, unless there is more of it.
MAX_RANKED = 1_000
POSITIVE = ("ilike", "like", "=ilike", "=like", "=", "in")


@dataclass(frozen=True)
class Ranking:
    """What was looked for, by which what is found is sorted."""

    words: Words
    audience: str


class PlpdmaTextSearchMixin(models.AbstractModel):
    """Texts found by their words in French, as each reader may read them.

    The words of a record stand in a column that PostgreSQL itself keeps up to date,
    whatever writes the texts; each bears the label of those who may read it, and nobody
    finds, counts nor sorts by another.
    """

    _name = "plpdma.text.search.mixin"
    _description = "Search in Texts"

    # Texts that are searched: the label of each, its SQL from the row ``NEW``, how many
    # of its characters; and the columns that they read: those of fields, and others.
    _searched_texts = ()
    _searched_columns = ()
    _searched_raw = ()

    text_search = fields.Char(
        store=False, search="_search_text_search", exportable=False
    )

    # ------------------------------------------------------------------
    # Words, kept by PostgreSQL
    # ------------------------------------------------------------------
    def init(self):
        """Have PostgreSQL keep the words of the model."""
        result = super().init()
        if not self._abstract:
            self._init_words()
        return result

    def _init_words(self):
        """Make the column of the words, what keeps it up to date, and its index."""
        cr = self.env.cr
        for function in FUNCTIONS:
            cr.execute(function)
        table = SQL.identifier(self._table)
        names = {
            "table": table,
            "function": SQL.identifier(f"{self._table}_words"),
            "trigger": SQL.identifier(f"{self._table}_words"),
            "index": SQL.identifier(f"{self._table}_words_idx"),
            "words": SQL(" || ").join(
                SQL("plpdma_index(%s, %s, %s)", SQL(text), label, size)
                for label, text, size in self._searched_texts
            ),
            "columns": SQL(", ").join(
                map(SQL.identifier, self._searched_columns + self._searched_raw)
            ),
        }
        if not column_exists(cr, self._table, "words"):
            cr.execute(SQL("ALTER TABLE %s ADD COLUMN words tsvector", table))
        for statement in (
            """
            CREATE OR REPLACE FUNCTION %(function)s() RETURNS trigger
                LANGUAGE plpgsql AS $words$
            BEGIN
                NEW.words := %(words)s;
                RETURN NEW;
            END $words$
            """,
            "DROP TRIGGER IF EXISTS %(trigger)s ON %(table)s",
            """
            CREATE TRIGGER %(trigger)s BEFORE INSERT OR UPDATE OF %(columns)s
                ON %(table)s FOR EACH ROW EXECUTE FUNCTION %(function)s()
            """,
            # What was written last waits in a list that each search reads: a short one.
            """
            CREATE INDEX IF NOT EXISTS %(index)s ON %(table)s USING gin (words)
                WITH (gin_pending_list_limit = 512)
            """,
        ):
            cr.execute(SQL(statement, **names))
        self._fill_words()

    def _fill_words(self):
        """Read the words of the rows that were there before the column."""
        table, column = map(SQL.identifier, (self._table, self._searched_columns[0]))
        self.env.cr.execute(
            SQL("UPDATE %s SET %s = %s WHERE words IS NULL", table, column, column)
        )

    # ------------------------------------------------------------------
    # Search
    # ------------------------------------------------------------------
    def _search_text_search(self, operator, value):
        if operator not in POSITIVE:
            return NotImplemented
        texts = [value] if isinstance(value, str) else value
        audience = self._get_audience()
        return Domain.OR(self._get_words_domain(text, audience) for text in texts)

    @api.model
    def _get_audience(self):
        """As whom the user searches, one of ``LABELS``."""
        is_staff = self.env.su or self.env.user.has_group(STAFF)
        return "staff" if is_staff else "readers"

    @api.model
    def _get_words_domain(self, text, audience, companies=None):
        """Domain of what is found by what was typed in a search box.

        :param str text: see :mod:`tools.search_box`; all is found when it is blank
        :param str audience: whose words are looked at, one of ``LABELS``
        :param companies: the authorities by whose synonyms it is read; those of the
            user by default
        """
        words = self._read_words(text, audience, companies)
        if words.is_empty:
            return Domain.TRUE
        return Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "%s IN (%s)",
                SQL.identifier(alias, "id"),
                self._found_to_sql(words, audience),
            )
        )

    @api.model
    def _read_words(self, text, audience, companies=None):
        """:class:`Words` of what was typed in a search box."""
        terms = read_box(text)
        if not terms:
            return Words()
        companies = self.env.companies if companies is None else companies
        synonyms, known = self._get_search_synonyms(tuple(companies.ids))
        stems = {**known, **self._get_stems(list_words(terms))}
        return make_words(terms, stems, synonyms, LABELS[audience])

    @api.model
    @ormcache("company_ids")
    def _get_search_synonyms(self, company_ids):
        """Synonyms, as :func:`make_words` takes them, and the stems of their words."""
        companies = self.env["res.company"].browse(company_ids)
        groups = self.env["plpdma.theme"]._get_synonyms(companies)
        words = list_words(read_phrase(one) for group in groups for one in group)
        stems = self._get_stems(words)
        return make_synonyms(groups, stems), stems

    @api.model
    def _get_stems(self, words):
        """``{word: stem}`` of some words, none for one that says nothing (« le »)."""
        return dict(
            self.env.execute_query(
                SQL(
                    """
                    SELECT word, (tsvector_to_array(found))[1]
                      FROM unnest(%s) AS word,
                           to_tsvector('pg_catalog.french', word) AS found
                    """,
                    list(words),
                )
            )
        )

    @api.model
    def _found_to_sql(self, words, audience):
        """Query of the ids of what some words find."""
        self.flush_model(self._searched_columns)
        every = [SQL("w.words @@ %s::tsquery", words.every)] if words.every else []
        said = [self._match_to_sql("w", *one, audience) for one in words.said]
        unsaid = [self._match_to_sql("w", *one, audience) for one in words.unsaid]
        return SQL(
            "SELECT w.id FROM %s w WHERE %s",
            SQL.identifier(self._table),
            SQL(" AND ").join([*every, *said, *(SQL("NOT %s", one) for one in unsaid)]),
        )

    @api.model
    def _match_to_sql(self, alias, query, phrase, audience):
        """Condition of the rows of an alias that a query finds, and one of whose texts
        says a phrase as it is written, if any.

        :param str query: blank where the phrase alone tells
        :param str audience: whose texts are looked at, one of ``LABELS``
        """
        row = SQL.identifier(alias)
        found = SQL("%s.words @@ %s::tsquery", row, query) if query else SQL("TRUE")
        if not phrase:
            return found
        labels = LABELS[audience] or "ABC"
        says = [
            self._say_to_sql(self._text_to_sql(row, text), size, phrase, not query)
            for label, text, size in self._searched_texts
            if label in labels
        ]
        # In that order, whatever the planner thinks: texts are long to read.
        return SQL("CASE WHEN %s THEN %s ELSE FALSE END", found, SQL(" OR ").join(says))

    @api.model
    def _say_to_sql(self, text, size, phrase, is_read):
        """Condition of a text that says a phrase as it is written.

        :param bool is_read: whether no index told it before: what is quickest tells it
            from most of the others
        """
        says = SQL("plpdma_says(%s, %s, %s)", text, size, phrase)
        if not is_read:
            return says
        return SQL("(%s ~* %s AND %s)", text, make_pattern(phrase), says)

    @api.model
    def _text_to_sql(self, row, text):
        """SQL of a searched text, from a row that is not ``NEW``."""
        return SQL(text.replace("NEW.", "%(row)s."), row=row)

    # ------------------------------------------------------------------
    # Order
    # ------------------------------------------------------------------
    @api.model
    @api.private
    def search_fetch(self, domain, field_names=None, offset=0, limit=None, order=None):
        """As core does; what is found by words comes in the order of how well it
        answers them, unless another order is asked for."""
        texts = [] if order else self._find_texts(Domain(domain))
        if not texts:
            return super().search_fetch(domain, field_names, offset, limit, order)
        return self._fetch_ranked(
            " ".join(texts), self._get_audience(), domain, field_names, offset, limit
        )

    @api.model
    def _fetch_ranked(
        self,
        text,
        audience,
        domain,
        field_names=None,
        offset=0,
        limit=None,
        companies=None,
    ):
        """As ``search_fetch``, what answers a text best first.

        :param str text: what was typed in a search box
        :param str audience: whose words are looked at, one of ``LABELS``
        :param companies: as ``_get_words_domain``
        """
        ranking = Ranking(self._read_words(text, audience, companies), audience)
        found = self.with_context(plpdma_ranking=ranking).search_fetch(
            domain, field_names, offset, limit, order=f"text_search desc, {self._order}"
        )
        return found.with_env(self.env)

    @api.model
    def _find_texts(self, domain):
        """The texts that a domain looks for."""
        texts = []
        for condition in domain.iter_conditions():
            if condition.field_expr == "text_search" and condition.operator in POSITIVE:
                value = condition.value
                texts.extend([value] if isinstance(value, str) else value)
        return [text for text in texts if text]

    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        if field_name != "text_search":
            return super()._order_field_to_sql(
                alias, field_name, direction, nulls, query
            )
        ranking = self.env.context.get("plpdma_ranking")
        # What a call from outside sends is no ranking.
        if not isinstance(ranking, Ranking) or not ranking.words.ranking:
            return SQL()
        return SQL(
            """CASE WHEN (SELECT count(*) FROM (%s LIMIT %s) few) <= %s
                    THEN %s END %s""",
            self._found_to_sql(ranking.words, ranking.audience),
            MAX_RANKED + 1,
            MAX_RANKED,
            self._rank_to_sql(alias, ranking),
            direction,
        )

    @api.model
    def _rank_to_sql(self, alias, ranking):
        """How well a row answers, by the words that the reader may read."""
        labels = LABELS[ranking.audience] or "ABC"
        return SQL(
            """ts_rank('{1, 1, 1, 1}', ts_filter(%s, %s::"char"[]), %s::tsquery, 1)""",
            SQL.identifier(alias, "words"),
            list(labels),
            ranking.words.ranking,
        )
