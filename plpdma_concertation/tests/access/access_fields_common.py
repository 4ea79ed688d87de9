"""Each restricted field, for each profile that reads its record but not it."""

from contextlib import contextmanager
from unittest import TestCase

from odoo.exceptions import AccessError, UserError

from .access_common import RIGHTS, get_restricted, get_rights
from .matrix_common import MatrixCase
from .profiles import COLUMNS, PROFILES


class FieldsCase(MatrixCase):
    """Each restricted field, for each profile that reads the record but not it."""

    # Stored or not, related or not, core refuses in different words.
    refusals = (AccessError, UserError, ValueError)

    @contextmanager
    def _refused_reading(self, *exceptions):
        """The same, of what only reads: there is nothing to take back, and so no
        savepoint for each of the thousands."""
        with TestCase.assertRaises(self, exceptions or AccessError):
            yield

    def _check_hidden(self, ways, profiles=tuple(PROFILES), sample=False):
        """None of the hidden fields is had in any of these ways.

        :param sample: try one field of each model, of each kind
        """
        checked = 0
        for profile in profiles:
            self._become(profile)
            names = list(self._get_hidden_fields(profile))
            if sample:
                kinds = {self._get_kind(*pair): pair for pair in reversed(names)}
                names = sorted(kinds.values())
            for model, name in names:
                field = self.env[model]._fields[name]
                for way in ways:
                    with self.subTest(profile=profile, field=str(field), way=way):
                        check = getattr(self, f"_check_{way}")
                        checked += check(profile, model, name) is not False
        self.assertGreater(checked, 20 if sample else 50)

    def _get_kind(self, model, name):
        """What makes a field refused like another one: its model, who reads it, and
        how core has its value."""
        field = self.env[model]._fields[name]
        readers = frozenset(get_restricted(self.env[model])[name])
        return model, readers, bool(field.store), bool(field.related)

    def _get_hidden_fields(self, profile):
        """Pairs ``(model, field)`` among the models that the profile reads."""
        for model in sorted(RIGHTS):
            if "r" in get_rights(profile, model):
                for name, columns in get_restricted(self.env[model]).items():
                    if not columns.intersection(PROFILES[profile]):
                        yield model, name

    def _check_described(self, profile, model, name):
        self.assertNotIn(name, self._call(profile, model, "fields_get"))

    def _check_read(self, profile, model, name):
        record = self._sample(profile, model)
        with self._refused_reading():
            self._call(profile, model, "read", record.ids, [name])
        with self._refused_reading(*self.refusals):
            self._call(profile, model, "web_read", record.ids, {name: {}})

    def _check_searched(self, profile, model, name):
        for operator, value in (("!=", False), ("=", False)):
            with self._refused_reading(*self.refusals):
                self._call(profile, model, "search", [(name, operator, value)])

    def _check_sorted(self, profile, model, name):
        with self._refused_reading(*self.refusals):
            self._call(profile, model, "search", [], order=f"{name} desc")

    def _check_grouped(self, profile, model, name):
        field = self.env[model]._fields[name]
        spec = f"{name}:month" if field.type in ("date", "datetime") else name
        with self._refused_reading(*self.refusals):
            self._call(profile, model, "formatted_read_group", [], [spec], ["__count"])

    def _check_aggregated(self, profile, model, name):
        for function in ("count_distinct", "array_agg", "max"):
            with self._refused_reading(*self.refusals):
                self._call(
                    profile,
                    model,
                    "formatted_read_group",
                    [],
                    [],
                    [f"{name}:{function}"],
                )

    def _check_exported(self, profile, model, name):
        own = self._sample(profile, model).ids
        with self._refused_reading(*self.refusals):
            self._call(profile, model, "export_data", own, [name])

    def _get_relations(self, profile, model):
        """Readable fields of other models that lead to ``model``."""
        for source in sorted(RIGHTS):
            if "r" in get_rights(profile, source):
                restricted = get_restricted(self.env[source])
                for field in self.env[source]._fields.values():
                    readable = restricted.get(field.name, set(COLUMNS))
                    if (
                        field.comodel_name == model
                        and (field.store or field.search)
                        and readable.intersection(PROFILES[profile])
                    ):
                        yield source, field

    def _check_reached(self, profile, model, name):
        """Nor from another model, as a sub-domain, a path, a group or a column: each
        field by one of the ways that lead to it, each way for some field.

        :return: whether there is a way
        """
        relations = list(self._get_relations(profile, model))
        names = sorted(get_restricted(self.env[model]))
        for source, field in relations and [
            relations[names.index(name) % len(relations)]
        ]:
            path = f"{field.name}.{name}"
            for domain in (
                [(field.name, "any", [(name, "!=", False)])],
                [(path, "!=", False)],
                [(field.name, "not any", [(name, "!=", False)])],
            ):
                with self._refused_reading(*self.refusals):
                    self._call(profile, source, "search", domain)
            if field.type == "many2one":
                with self._refused_reading(*self.refusals):
                    self._call(
                        profile, source, "formatted_read_group", [], [path], ["__count"]
                    )
            own = self._sample(profile, source)
            specification = {field.name: {"fields": {name: {}}}}
            self.env.invalidate_all()
            if own.sudo()[field.name]:
                with self._refused_reading(*self.refusals):
                    self._call(profile, source, "web_read", own.ids, specification)
                with self._refused_reading(*self.refusals):
                    self._call(
                        profile,
                        source,
                        "export_data",
                        own.ids,
                        [f"{field.name}/{name}"],
                    )
        return bool(relations)
