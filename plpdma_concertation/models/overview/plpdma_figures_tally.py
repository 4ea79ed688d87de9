"""Many figures of one table in one reading, each by the domain that defines it."""

from functools import cache

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.small_counts import LEAST
from ...tools.tally import Tally

# By what contributions are counted: the field of each key.
KEYS = {
    "theme": "theme_ids",
    "territory": "territory_id",
    "college": "college_id",
    "role": "role_id",
    "decision": "decision",
    "days": "answer_days",
    "user": "user_id",
    "author": "stakeholder_id",
}
# What a tally tells that its reader may not read by themselves: who the authors are.
UNREAD_KEYS = {"author"}
# Where the figures read the ids of a list of tags: in a field of the record.
TAG_KEYS = {"theme_ids": "theme_key"}
# A response that was submitted, or decided, and that its author was not told yet.
PREPARED = ("submitted", "validated", "sent")
# How far the observations have come, as the reader may know it: the conditions that
# tell each stage. Each observation stands in one of them.
STAGES = {
    # Nobody of the staff has read them yet, even where they were taken up.
    "unread": ("awaiting", "~prepared", "pending"),
    "read": ("awaiting", "~prepared", "new", "~pending"),
    "study": ("awaiting", "~prepared", "~new", "~pending"),
    "arbitration": ("awaiting", "prepared"),
    "answered": ("answered",),
    "not_expected": ("not_expected",),
}


class PlpdmaFigures(models.AbstractModel):
    """Counts several figures at once, in all and by some keys, under the rights of the
    reader: the table is read once, whatever the number of figures."""

    _inherit = "plpdma.figures"

    # ------------------------------------------------------------------
    # What is counted
    # ------------------------------------------------------------------
    @api.model
    def _get_contribution_conditions(self):
        """``{name: domain}`` of what is counted of the contributions: those received,
        the observations made in them, their standings (``answered``, ``awaiting``,
        ``merged``, ``not_expected``), what is late, how far they have come, and what
        became of them."""
        contributions = self.env["plpdma.contribution"]
        return {
            "received": contributions._get_received_domain(),
            "made": contributions._get_observation_domain(),
            "overdue": contributions._get_overdue_domain(),
            **contributions._get_standing_domains(),
            # How far they have come; see STAGES.
            "new": Domain("state", "=", "received"),
            "pending": Domain("moderation", "=", "pending"),
            "to_moderate": contributions._get_to_read_domain(),
            "prepared": Domain("response_ids", "any", Domain("state", "in", PREPARED)),
            "changed": Domain("made_a_change", "=", True),
        }

    @api.model
    def _tally_contributions(self, domain, sets=((),), names=None, people=None):
        """:class:`~...tools.tally.Tally` of the contributions of a scope; a letter of
        which a point alone stands in it was *received* too: the point stands for it.

        :param Domain domain: the scope
        :param sets: what they are counted by, as ``_tally`` takes it
        :param names: of the conditions, all of them by default
        :param people: by what the inhabitants are counted too, as ``_tally`` takes it
        """
        conditions = self._get_contribution_conditions()
        if names:
            conditions = {name: conditions[name] for name in names}
        return self._tally(
            "plpdma.contribution",
            domain,
            conditions,
            KEYS,
            sets,
            people=people,
            stand_ins=self._find_letters(domain, conditions),
        )

    # ------------------------------------------------------------------
    # How it is counted
    # ------------------------------------------------------------------
    @api.model
    def _tally(
        self,
        model_name,
        domain,
        conditions,
        keys=None,
        sets=((),),
        people=None,
        stand_ins=None,
    ):
        """Count records in one query, which reads each of them once.

        :param str model_name: of the records, which the user reads
        :param Domain domain: the scope
        :param dict conditions: ``{name: domain}``
        :param dict keys: ``{name: field}``
        :param sets: tuples of names of keys, by which they are counted
        :param people: those of the sets by which the inhabitants of whom they are, are
            counted too: see ``_get_told``
        :param dict stand_ins: as :class:`~...tools.tally.Tally` takes them
        :return: :class:`~...tools.tally.Tally`
        :raise AccessError: for a field that is not for the user
        """
        model, keys = self.env[model_name], keys or {}
        rows = {names: [] for names in sets}
        inhabitants = None if people is None else {names: [] for names in people}
        query = model._search(domain)
        if not query.is_empty():
            columns, tags = self._get_keys(model, keys, sets, query)
            columns["bits"], read = self._get_bits(model, conditions, query)
            counted, told = (
                [(*names, "bits") for names in asked] for asked in (sets, people or ())
            )
            for names, (*values, bits), number, numbers in self._read_sets(
                query, columns, tags, counted, told
            ):
                found = (tuple(values), read(bits))
                if numbers is None:
                    rows[names[:-1]].append((*found, number))
                else:
                    inhabitants[names[:-1]].append((*found, numbers))
        return Tally(
            model_name, Domain(domain), conditions, keys, rows, inhabitants, stand_ins
        )

    @api.model
    def _get_bits(self, model, conditions, query):
        """SQL of a number that tells what a record meets, and the function that makes
        of it a bit for each condition.

        Conditions share most of their comparisons, or ask the contrary of one:
        PostgreSQL makes each of them once a record; what they add up to is worked out
        once for all the records alike.
        """
        domains = [Domain(one).optimize_full(model) for one in conditions.values()]
        comparisons, places = {}, {}

        def compare(one):
            sql = one.optimize_full(model)._to_sql(model, model._table, query)
            return (sql.code, repr(sql.params)), sql

        for domain in domains:
            for leaf in domain.iter_conditions():
                (key, sql), (contrary, _sql) = compare(leaf), compare(~leaf)
                is_asked = contrary not in comparisons
                if is_asked:
                    comparisons.setdefault(key, (len(comparisons), sql))
                place, _sql = comparisons[key if is_asked else contrary]
                places[id(leaf)] = place, is_asked
        bits = [
            SQL("CASE WHEN %s THEN %s ELSE 0 END", sql, 1 << place)
            for place, sql in comparisons.values()
        ]

        @cache
        def read(number):
            def is_met(leaf):
                place, wanted = places[id(leaf)]
                return Domain(bool(number >> place & 1) is wanted)

            known = [domain.map_conditions(is_met) for domain in domains]
            if not all(one.is_true() or one.is_false() for one in known):
                raise ValueError(f"Not made of comparisons alone: {domains}")
            return sum(one.is_true() << place for place, one in enumerate(known))

        return SQL(" + ").join(bits) if bits else SQL("0"), read

    @api.model
    def _get_keys(self, model, keys, sets, query):
        """The keys of some sets: ``{name: SQL}`` of the columns, and the names of those
        that are lists of tags."""
        columns, tags = {}, set()
        for name in _get_used(sets):
            field = model._fields[keys[name]]
            if field.type == "many2many":
                model._check_field_access(field, "read")
                tags.add(name)
                field = model._fields[TAG_KEYS[field.name]]
            # sudo: which actors wrote is told to those who may know it, by
            # _sort_actors.
            reader = model.sudo() if name in UNREAD_KEYS else model
            columns[name] = reader._field_to_sql(model._table, field.name, query)
        return columns, tags

    @api.model
    def _read_sets(self, query, columns, tags, sets, people=()):
        """Count the records of a query by each of several sets of columns, and the
        inhabitants of whom they are; they are read once.

        :param dict columns: ``{name: SQL}`` of what is selected
        :param set tags: the names of the lists of tags by which they are counted: under
            each of their tags, or under none
        :param sets: tuples of names of columns, by which the records are counted
        :param people: those of them by which the inhabitants are too
        :return: list of ``(names, values, number, inhabitants)``, of which one of the
            last two is ``None``; no value is ``False``
        """
        used = _get_used(sets)
        parts, places = [], {}
        for asked, is_told in ((sets, False), (people, True)):
            by_tags = {}
            for names in asked:
                by_tags.setdefault(frozenset(tags & set(names)), []).append(names)
            for tagged, mine in by_tags.items():
                for mask, names in _get_masks(mine).items():
                    places[len(parts), mask] = names
                parts.append(self._get_part(len(parts), mine, used, tagged, is_told))
        selected = [
            SQL("%s AS %s", column, SQL.identifier(name))
            for name, column in columns.items()
        ]
        # What is alike is little where there is much: it is worked out once, in memory.
        statement = SQL(
            """
            SET LOCAL work_mem = '32MB';
            WITH counted AS (%(counted)s),%(told)s
                 alike AS MATERIALIZED (
                     SELECT %(used)s, count(*) AS number FROM counted GROUP BY %(used)s
                 )
            %(parts)s
            """,
            counted=query.select(
                SQL("%s AS record_id", SQL.identifier(query.table, "id")), *selected
            ),
            told=SQL("told AS MATERIALIZED (%s),", self._get_told())
            if people
            else SQL(),
            used=SQL(", ").join(map(SQL.identifier, _get_used(sets))),
            parts=SQL(" UNION ALL ").join(parts),
        )
        rows = []
        for part, mask, *values, number, numbers in self.env.execute_query(statement):
            names = places[part, mask]
            known = dict(zip(used, values, strict=True))
            found = tuple(
                False if known[name] is None else known[name] for name in names
            )
            rows.append((names, found, number, numbers))
        return rows

    @api.model
    def _get_part(self, part, sets, used, tags, is_told):
        """SQL that aggregates what was read: once, or once a tag."""
        mine = _get_used(sets)
        columns = {name: SQL.identifier(name) for name in mine}
        if is_told:
            source = SQL("told")
            number = SQL("NULL::bigint, (array_agg(DISTINCT person))[1:%s]", LEAST)
        else:
            source = SQL("alike")
            number = SQL("sum(number)::bigint, NULL::bigint[]")
        for name in tags:
            alias = f"of_{name}"
            source = SQL(
                "%s LEFT JOIN LATERAL unnest(string_to_array(%s, ',')::int[])"
                " AS %s (id) ON TRUE",
                source,
                columns[name],
                SQL.identifier(alias),
            )
            columns[name] = SQL.identifier(alias, "id")
        return SQL(
            """
            SELECT %(part)s, %(mask)s, %(columns)s %(number)s
              FROM %(source)s
          GROUP BY GROUPING SETS (%(sets)s)
            """,
            part=part,
            mask=SQL("GROUPING(%s)", _list(columns, mine)) if mine else SQL("0"),
            columns=SQL("").join(
                SQL("%s, ", columns.get(name, SQL("NULL"))) for name in used
            ),
            number=number,
            source=source,
            sets=SQL(", ").join(SQL("(%s)", _list(columns, names)) for names in sets),
        )


def _get_used(sets):
    """The names that stand in some sets, each once."""
    return list(dict.fromkeys(name for names in sets for name in names))


def _get_masks(sets):
    """``{number: set}`` by which PostgreSQL's ``GROUPING`` tells the sets apart: a bit
    for each column that is left out, the last one first."""
    used = list(reversed(_get_used(sets)))
    return {
        sum(1 << place for place, name in enumerate(used) if name not in names): names
        for names in sets
    }


def _list(columns, names):
    return SQL(", ").join(columns[name] for name in names)
