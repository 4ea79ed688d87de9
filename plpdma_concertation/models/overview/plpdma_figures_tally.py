"""Many figures of one table in one reading, each by the domain that defines it."""

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
            "prepared": Domain("response_ids", "any", Domain("state", "in", PREPARED)),
            "changed": Domain("made_a_change", "=", True),
        }

    @api.model
    def _tally_contributions(self, domain, sets=((),), names=None, people=None):
        """:class:`~...tools.tally.Tally` of the contributions of a scope.

        :param Domain domain: the scope
        :param sets: what they are counted by, as ``_tally`` takes it
        :param names: of the conditions, all of them by default
        :param people: by what the inhabitants are counted too; of all the conditions
        """
        conditions = self._get_contribution_conditions()
        if names:
            conditions = {name: conditions[name] for name in names}
        inhabitants = people and self._find_inhabitants(domain, people)
        return self._tally(
            "plpdma.contribution", domain, conditions, KEYS, sets, inhabitants
        )

    @api.model
    def _count_unread(self, domain):
        """How many observations of a scope nobody of the staff has read yet.

        :param Domain domain: the scope
        """
        names = ("made", "awaiting", "prepared", "pending")
        tally = self._tally_contributions(domain, names=names)
        return tally.count("made", *STAGES["unread"])

    # ------------------------------------------------------------------
    # How it is counted
    # ------------------------------------------------------------------
    @api.model
    def _tally(
        self, model_name, domain, conditions, keys=None, sets=((),), people=None
    ):
        """Count records in one query, which reads each of them once.

        :param str model_name: of the records, which the user reads
        :param Domain domain: the scope
        :param dict conditions: ``{name: domain}``
        :param dict keys: ``{name: field}``
        :param sets: tuples of names of keys, by which they are counted
        :param dict people: as :class:`~...tools.tally.Tally` takes it
        :return: :class:`~...tools.tally.Tally`
        :raise AccessError: for a field that is not for the user
        """
        model, keys = self.env[model_name], keys or {}
        rows = {names: [] for names in sets}
        query = model._search(domain)
        if not query.is_empty():
            columns, tags = self._get_keys(model, keys, sets, query)
            columns["bits"] = self._get_bits(model, conditions, query)
            counted = [(*names, "bits") for names in sets]
            for names, values, number in self._read_sets(
                query, columns, tags, counted, SQL("count(*)")
            ):
                rows[names[:-1]].append((values[:-1], values[-1], number))
        return Tally(model_name, Domain(domain), conditions, keys, rows, people)

    @api.model
    def _get_bits(self, model, conditions, query):
        """SQL of a number that has a bit for each condition that a record meets."""
        bits = [
            SQL(
                "CASE WHEN %s THEN %s ELSE 0 END",
                Domain(condition)
                .optimize_full(model)
                ._to_sql(model, model._table, query),
                1 << place,
            )
            for place, condition in enumerate(conditions.values())
        ]
        return SQL(" + ").join(bits)

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
    def _read_sets(self, query, columns, tags, sets, aggregate):
        """Aggregate the records of a query by each of several sets of columns; they are
        read once.

        :param dict columns: ``{name: SQL}`` of what is selected
        :param dict tags: ``{name: field}`` of the lists of tags by which they are
            counted: under each of their tags, or under none
        :param sets: tuples of names of columns and tags
        :param SQL aggregate: of the columns, by their names
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

    # ------------------------------------------------------------------
    # Inhabitants
    # ------------------------------------------------------------------
    @api.model
    def _find_inhabitants(self, domain, sets):
        """The inhabitants of whom the contributions of a scope are, each by a number
        that tells nothing of them: as many of each cell as it takes to know whether
        they are few.

        Inhabitants speak for no organisation, and are no élus: those without a contact,
        and those whose contact has no organisation.

        :param Domain domain: the scope, as the user may count it
        :param sets: tuples of names of keys
        :return: ``{keys: [(values, bits, numbers)]}``, with the bits of ``_tally``
        """
        model = self.env["plpdma.contribution"]
        names = ("contributor_email", "contributor_name", "partner_id", "whole_id")
        model.flush_model((*names, "role_id"))
        self.env["res.partner"].flush_model(("commercial_partner_id", "is_company"))
        self.env["plpdma.role"].flush_model(("is_elected",))
        query = model._search(domain)
        people = {names: [] for names in sets}
        if query.is_empty():
            return people
        columns, tags = self._get_keys(model, KEYS, sets, query)
        conditions = self._get_contribution_conditions()
        columns["bits"] = self._get_bits(model, conditions, query)
        # Who they are is for the staff: the others are told, at most, how many.
        table = SQL.identifier(model._table)
        columns["person"] = SQL(
            """
            hashtextextended(COALESCE(
                'p' || %(table)s.partner_id,
                NULLIF(lower(trim(%(table)s.contributor_email)), ''),
                NULLIF(lower(trim(%(table)s.contributor_name)), ''),
                COALESCE(%(table)s.whole_id, %(table)s.id)::text
            ), 0)
            """,
            table=table,
        )
        query.add_where(
            SQL(
                """
                (%(table)s.partner_id IS NULL OR (
                    %(table)s.partner_id IN (
                        SELECT person.id
                          FROM res_partner person
                          JOIN res_partner whole
                            ON whole.id = person.commercial_partner_id
                         WHERE whole.is_company IS NOT TRUE
                    ) AND NOT COALESCE(%(table)s.role_id IN (
                        SELECT id FROM plpdma_role WHERE is_elected
                    ), FALSE)
                ))
                """,
                table=table,
            )
        )
        counted = [(*names, "bits") for names in sets]
        some = SQL("(array_agg(DISTINCT person))[1:%s]", LEAST)
        for found, values, numbers in self._read_sets(
            query, columns, tags, counted, some
        ):
            people[found[:-1]].append((values[:-1], values[-1], numbers))
        return people


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
