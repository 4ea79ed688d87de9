"""The whole table of rights, through one door."""

from odoo.exceptions import AccessError, UserError

from .access_common import EXPORTERS, get_rights
from .profiles import PROFILES
from .samples_common import AccessCase

OPERATIONS = {"r": "read", "w": "write", "c": "create", "u": "unlink"}


class MatrixCase(AccessCase):
    """The whole table, through one door."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_worlds()

    def _check_matrix(self, models):
        for profile in PROFILES:
            self._become(profile)
            for model in sorted(models):
                with self.subTest(profile=profile, model=model):
                    rights = get_rights(profile, model)
                    if "r" in rights:
                        self._check_finds(profile, model)
                    else:
                        self._check_finds_nothing(profile, model)
                    self._check_changes(profile, model, rights)
                    self._check_export(profile, model, rights)

    def _check_transient_matrix(self, models):
        for profile in PROFILES:
            self._become(profile)
            for model in sorted(models):
                rights = get_rights(profile, model)
                with self.subTest(profile=profile, model=model):
                    self._check_right(profile, model, "create", "c" in rights)
                    if not rights:
                        self._check_finds_nothing(profile, model)

    def _domain(self, model):
        ids = [record.id for world in self.samples.values() for record in world[model]]
        return [("id", "in", ids)]

    def _check_finds(self, profile, model):
        """Exactly what is theirs, however it is asked for."""
        domain = self._domain(model)
        if model == "plpdma.mandate":
            own = [self._sample(profile, model, world).id for world in self.samples]
            domain = [("id", "in", own)]
        visible = self._visible(profile, model).ids
        found = self._call(profile, model, "search", domain)
        self.assertEqual(sorted(found), sorted(visible))
        named = self._call(profile, model, "name_search", domain=domain)
        self.assertEqual(sorted(res_id for res_id, _name in named), sorted(visible))
        groups = self._call(
            profile, model, "formatted_read_group", domain, [], ["__count"]
        )
        self.assertEqual(groups[0]["__count"], len(visible))
        for world in self.samples:
            res_id = self._sample(profile, model, world).id
            if res_id in visible:
                # With a list of fields, and without, as scripts do.
                for fields_ in ([["display_name"]], []):
                    rows = self._call(profile, model, "read", [res_id], *fields_)
                    self.assertEqual([row["id"] for row in rows], [res_id])
            else:
                with self._refused():
                    self._call(profile, model, "read", [res_id], ["display_name"])

    def _check_finds_nothing(self, profile, model):
        world = self.samples["own"]
        ids = world[model].ids if model in world else [1]
        for method, args in (
            ("search", ([],)),
            ("search_read", ([], ["display_name"])),
            ("name_search", ()),
            ("formatted_read_group", ([], [], ["__count"])),
            ("read", (ids, ["display_name"])),
        ):
            with self._refused():
                self._call(profile, model, method, *args)

    def _check_changes(self, profile, model, rights):
        """Allowed on what is theirs, refused on what is not."""
        visible = self._visible(profile, model).ids
        ids = [self._sample(profile, model, world).id for world in self.samples]
        hidden = [res_id for res_id in ids if res_id not in visible][:1]
        self._check_right(profile, model, "create", "c" in rights)
        changed = "company_id" if "company_id" in self.env[model]._fields else "name"
        vals = {changed: self.company.id}
        for letter, method, args in (("w", "write", (vals,)), ("u", "unlink", ())):
            allowed = letter in rights
            self._check_right(profile, model, method, allowed, ids[:1])
            for res_id in hidden if allowed else ids[:1]:
                with self._refused(AccessError, UserError):
                    self._call(profile, model, method, [res_id], *args)

    def _check_right(self, profile, model, operation, allowed, ids=()):
        """Said beforehand; and for what would be created, refused when it is done."""
        if profile == "public":
            allowed = False
        else:
            self.assertEqual(
                self._call(profile, model, "has_access", list(ids), operation), allowed
            )
        if operation == "create" and not allowed:
            with self._refused(AccessError, UserError):
                self._call(profile, model, "create", {})

    def _check_export(self, profile, model, rights):
        """Élus and the staff take out what they read, nobody else anything."""
        own = self._sample(profile, model).ids
        # Some records bear the name of a person, which an élu does not take out.
        is_dated = "create_date" in self.env[model]._fields
        columns = ["create_date" if is_dated else "display_name"]
        args = (own, columns)
        if "r" in rights and EXPORTERS.intersection(PROFILES[profile]):
            exported = self._call(profile, model, "export_data", *args)
            self.assertEqual(len(exported["datas"]), 1)
            foreign = self._sample(profile, model, "foreign").ids
            with self._refused(AccessError, UserError):
                self._call(profile, model, "export_data", foreign, columns)
        else:
            with self._refused(AccessError, UserError):
                self._call(profile, model, "export_data", *args)
