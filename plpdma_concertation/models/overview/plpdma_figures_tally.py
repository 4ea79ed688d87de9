"""Many figures of one table in one reading, each by the domain that defines it."""

from functools import cache

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

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
        :param people: by what the inhabitants are counted too; of all the conditions
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
            people=people and self._find_inhabitants(domain, people),
            stand_ins=self._find_letters(domain, conditions),
        )

    # ------------------------------------------------------------------
    # How it is counted
    # ------------------------------------------------------------------
    @api.model
    def _tally(self, model_name, domain, conditions, keys=None, sets=((),), **more):
        """Count records in one query, which reads each of them once.

        :param str model_name: of the records, which the user reads
        :param Domain domain: the scope
        :param dict conditions: ``{name: domain}``
        :param dict keys: ``{name: field}``
        :param sets: tuples of names of keys, by which they are counted
        :param more: ``people`` and ``stand_ins``, as
            :class:`~...tools.tally.Tally` takes them
        :return: :class:`~...tools.tally.Tally`
        :raise AccessError: for a field that is not for the user
        """
        model, keys = self.env[model_name], keys or {}
        rows = {names: [] for names in sets}
        query = model._search(domain)
        if not query.is_empty():
            columns, tags = self._get_keys(model, keys, sets, query)
            columns["bits"], read = self._get_bits(model, conditions, query)
            counted = [(*names, "bits") for names in sets]
            for names, values, number in self._read_sets(query, columns, tags, counted):
                rows[names[:-1]].append((values[:-1], read(values[-1]), number))
        return Tally(model_name, Domain(domain), conditions, keys, rows, **more)

    @api.model
    def _get_bits(self, model, conditions, query):
        """SQL of a number that tells what a record meets, and the function that makes
        of it a bit for each condition.

        Conditions share most of their comparisons: PostgreSQL makes each of them once a
        record; what they add up to is worked out once for all the records alike.
        """
        domains = [Domain(one).optimize_full(model) for one in conditions.values()]
        comparisons, places = {}, {}
        for domain in domains:
            for leaf in domain.iter_conditions():
                sql = leaf._to_sql(model, model._table, query)
                key = sql.code, repr(sql.params)
                comparisons.setdefault(key, (len(comparisons), sql))
                places[id(leaf)] = comparisons[key][0]
        bits = [
            SQL("CASE WHEN %s THEN %s ELSE 0 END", sql, 1 << place)
            for place, sql in comparisons.values()
        ]

        @cache
        def read(number):
            def is_met(leaf):
                return Domain(bool(number >> places[id(leaf)] & 1))

            known = [domain.map_conditions(is_met) for domain in domains]
            if not all(one.is_true() or one.is_false() for one in known):
                raise ValueError(f"Not made of comparisons alone: {domains}")
            return sum(one.is_true() << place for place, one in enumerate(known))

        return SQL(" + ").join(bits) if bits else SQL("0"), read

    @api.model
    def _get_keys(self, model, keys, sets, query):
        """The keys of some sets: ``{name: SQL}`` of the columns, and ``{name: field}``
        of the lists of tags."""
        columns, tags = {}, {}
        for name in _get_used(sets):
            field = model._fields[keys[name]]
            if field.type == "many2many":
                model._check_field_access(field, "read")
                tags[name] = field
                continue
            # sudo: which actors wrote is told to those who may know it, by
            # _sort_actors.
            reader = model.sudo() if name in UNREAD_KEYS else model
            columns[name] = reader._field_to_sql(model._table, field.name, query)
        return columns, tags

    @api.model
    def _read_sets(self, query, columns, tags, sets, aggregate=None):
        """Aggregate the records of a query by each of several sets of columns; they are
        read once.

        :param dict columns: ``{name: SQL}`` of what is selected
        :param dict tags: ``{name: field}`` of the lists of tags by which they are
            counted: under each of their tags, or under none
        :param sets: tuples of names of columns and tags
        :param SQL aggregate: of the columns, by their names; their number by default
        :return: list of ``(names, values, number)``; no value is ``False``
        """
        used = _get_used(sets)
        parts, places = [], {}
        for tagged in (False, True):
            mine = [names for names in sets if bool(tags.keys() & set(names)) is tagged]
            if mine:
                parts.append(self._get_part(tagged, mine, used, tags, aggregate))
                for mask, names in _get_masks(mine).items():
                    places[tagged, mask] = names
        selected = [
            SQL("%s AS %s", column, SQL.identifier(name))
            for name, column in columns.items()
        ]
        record_id = SQL("%s AS record_id", SQL.identifier(query.table, "id"))
        statement = SQL(
            "WITH counted AS MATERIALIZED (%s) %s",
            query.select(record_id, *selected),
            SQL(" UNION ALL ").join(parts),
        )
        rows = []
        for tagged, mask, *values, number in self.env.execute_query(statement):
            names = places[tagged, mask]
            known = dict(zip(used, values, strict=True))
            found = (known[name] for name in names)
            rows.append(
                (names, tuple(False if v is None else v for v in found), number)
            )
        return rows

    @api.model
    def _get_part(self, tagged, sets, used, tags, aggregate):
        """SQL that aggregates what was read: once a record, or once a tag."""
        mine, source = _get_used(sets), SQL("counted")
        for name, field in tags.items() if tagged else ():
            source = SQL(
                "%s LEFT JOIN (SELECT %s AS tagged_id, %s AS %s FROM %s) %s ON %s",
                source,
                SQL.identifier(field.column1),
                SQL.identifier(field.column2),
                SQL.identifier(name),
                SQL.identifier(field.relation),
                SQL.identifier(f"of_{name}"),
                SQL(
                    "%s = counted.record_id", SQL.identifier(f"of_{name}", "tagged_id")
                ),
            )
        if aggregate is None:
            # All of them by all the columns at once: what is alike is then little.
            source = SQL(
                "(SELECT %(names)s, count(*) AS number FROM %(source)s"
                " GROUP BY %(names)s) alike",
                names=_list_names(mine),
                source=source,
            )
            aggregate = SQL("sum(number)::bigint")
        return SQL(
            """
            SELECT %(tagged)s, %(mask)s, %(columns)s %(aggregate)s
              FROM %(source)s
          GROUP BY GROUPING SETS (%(sets)s)
            """,
            tagged=tagged,
            mask=SQL("GROUPING(%s)", _list_names(mine)) if mine else SQL("0"),
            columns=SQL("").join(
                SQL("%s, ", SQL.identifier(name) if name in mine else SQL("NULL"))
                for name in used
            ),
            aggregate=aggregate,
            source=source,
            sets=SQL(", ").join(SQL("(%s)", _list_names(names)) for names in sets),
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


def _list_names(names):
    return SQL(", ").join(map(SQL.identifier, names))
