"""Many figures counted together, and which records each of them counts."""

from collections import Counter, defaultdict
from typing import NamedTuple

from odoo.fields import Domain

from .small_counts import gather

NOT = "~"


class StandIn(NamedTuple):
    """A record of the scope that stands for one that is counted and does not stand in
    it: its id; the conditions that the other meets, as bits; the other's keys; the
    inhabitant behind it, if there is one."""

    id: int
    bits: int
    keys: dict
    person: int | None = None


class Tally:
    """What was counted of the records of a scope, in one go: how many meet some
    conditions, in all and by some keys. A figure and the list that it opens are asked
    by the same names; ``~`` before the name of a condition asks for its contrary.

    :param str model_name: of the records counted
    :param scope: domain of the records counted
    :param dict conditions: domain of each condition, by its name
    :param dict fields: name of the field of each key, by the name of the key
    :param dict rows: ``{keys: [(values, bits, number)]}``; a bit for each condition
    :param dict people: ``{keys: [(values, bits, people)]}`` of the inhabitants, as
        ``small_counts.gather`` takes them; ``None`` where they were not counted
    :param dict stand_ins: ``{condition: [StandIn]}``: what is counted, and opened,
        where this condition is asked for
    """

    def __init__(
        self,
        model_name,
        scope,
        conditions,
        fields,
        rows,
        people=None,
        stand_ins=None,
    ):
        self.model_name = model_name
        self._scope = scope
        self._conditions = conditions
        self._paths = fields
        self._bits = {name: 1 << place for place, name in enumerate(conditions)}
        self._rows = rows
        self._people = people
        self._stand_ins = stand_ins or {}

    def count(self, *names):
        """Number of the records that meet all these conditions."""
        return self.table((), *names)[()]

    def table(self, keys, *names):
        """``{values: number}`` of the records that meet all these conditions.

        :param tuple keys: those by which they were counted, or some of them
        :raise KeyError: for keys by which they were not
        """
        counts = Counter()
        for values, number in self._find(self._rows, keys, names):
            counts[values] += number
        for stand_in in self._find_stand_ins(names):
            counts[tuple(stand_in.keys[key] for key in keys)] += 1
        return counts

    def people(self, keys, *names, regroup=None):
        """``{values: number}`` of the inhabitants of whom the records that meet all
        these conditions are; exact where they are few, and ``None`` where they were
        not counted.

        :param tuple keys: as :meth:`table` takes them
        :param regroup: what makes other values of those of the keys, under which
            everybody is counted once
        :raise KeyError: for keys by which they were not counted
        """
        if self._people is None:
            return None
        groups = defaultdict(list)
        for values, people in self._find(self._people, keys, names):
            groups[regroup(*values) if regroup else values].append(people)
        for stand_in in self._find_stand_ins(names):
            if stand_in.person is not None:
                values = tuple(stand_in.keys[key] for key in keys)
                values = regroup(*values) if regroup else values
                groups[values].append([stand_in.person])
        return Counter({values: len(gather(found)) for values, found in groups.items()})

    def _find(self, rows, keys, names):
        """Yield ``(values, what was counted)`` of what meets all these conditions."""
        is_met = self._get_test(names)
        counted = self._find_counted(keys, rows)
        places = [counted.index(key) for key in keys]
        for values, bits, found in rows[counted]:
            if is_met(bits):
                yield tuple(values[place] for place in places), found

    def _find_stand_ins(self, names):
        is_met = self._get_test(names)
        return [
            stand_in
            for name in names
            for stand_in in self._stand_ins.get(name, ())
            if is_met(stand_in.bits)
        ]

    def _get_test(self, names):
        """Whether some bits meet all these conditions."""
        wanted = self._get_bits(name for name in names if not name.startswith(NOT))
        barred = self._get_bits(name[1:] for name in names if name.startswith(NOT))
        return lambda bits: bits & wanted == wanted and not bits & barred

    def _get_bits(self, names):
        return sum(self._bits[name] for name in set(names))

    def _find_counted(self, keys, rows):
        """The fewest keys by which they were counted that tell these; a record of
        several tags stands several times under them, and is not added up."""
        fitting = [
            counted
            for counted in rows
            if set(keys) <= set(counted)
            and not any(self._is_tag(key) for key in set(counted) - set(keys))
        ]
        if not fitting:
            raise KeyError(keys)
        return min(fitting, key=len)

    def _is_tag(self, key):
        return self._paths[key].endswith("_ids")

    def domain(self, *names, within=None, **values):
        """Domain of the records that meet all these conditions, and of those that stand
        for one that does.

        :param within: narrows it: a domain, and what says the same of the keys of what
            a record stands for
        :param values: of some keys
        """
        domain = self._scope
        for name in names:
            condition = self._conditions[name.removeprefix(NOT)]
            domain &= ~condition if name.startswith(NOT) else condition
        for key, value in values.items():
            domain &= self._get_condition(key, value)
        narrowed, is_within = within or (Domain.TRUE, lambda **_keys: True)
        domain &= narrowed
        ids = [
            stand_in.id
            for stand_in in self._find_stand_ins(names)
            if all(stand_in.keys[key] == value for key, value in values.items())
            and is_within(**stand_in.keys)
        ]
        return domain | Domain("id", "in", sorted(ids)) if ids else domain

    def _get_condition(self, key, value):
        if value and self._is_tag(key):
            return Domain(self._paths[key], "in", [value])
        return Domain(self._paths[key], "=", value)
