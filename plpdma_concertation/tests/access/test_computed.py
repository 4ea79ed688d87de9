"""What follows from other fields is never written by hand, whatever the model."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .samples_common import AccessCase

MODULE = "plpdma_concertation"
VALUES = {
    "boolean": True,
    "char": "X" * 12,
    "date": "2020-01-02",
    "datetime": "2020-01-02 10:00:00",
    "float": 77.0,
    "html": "<p>X</p>",
    "integer": 7777,
    "json": [[0, 1]],
    "text": "X",
}
# Users who may write nearly everything, and those who may write what they run.
USERS = ("agent", "manager", "facilitator")


@tagged("post_install", "-at_install", "plpdma")
class TestComputedFields(AccessCase):
    """Each stored field that only a computation gives × each door × each user."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_worlds()
        cls.env.flush_all()

    def _get_computed(self, model):
        """Names of the fields, found here by the registry's own word."""
        return [
            name
            for name, field in model._fields.items()
            if field.store
            and field.compute
            and field.readonly
            and not field.inverse
            and field._modules[:1] == (MODULE,)
        ]

    def test_guarded_on_our_models_and_nowhere_else(self):
        """Each model that holds such a field has the guard; those of others pass
        through nothing of ours."""
        holding = {name for name in self.registry if self._get_computed(self.env[name])}
        self.assertGreater(len(holding), 30)
        guard = self.registry["plpdma.computed.mixin"]
        guarded = {
            name for name, model in self.registry.items() if issubclass(model, guard)
        }
        self.assertLessEqual(holding, guarded)
        for name in guarded:
            self.assertTrue(name.startswith("plpdma."), name)
        ours = [
            owner
            for owner in self.registry["base"].mro()
            if owner.__module__.startswith(f"odoo.addons.{MODULE}.")
        ]
        self.assertFalse(ours)

    def test_what_another_addon_adds_is_its_own_matter(self):
        """A field of an administrator's, kept on one of our models."""
        self.env["ir.model.fields"].create(
            {
                "name": "x_length",
                "field_description": "Length",
                "model_id": self.env["ir.model"]._get_id("plpdma.contribution"),
                "ttype": "integer",
                "depends": "verbatim",
                "compute": "for one in self: one['x_length'] = len(one.verbatim or '')",
                "store": True,
                "readonly": True,
            }
        )
        contribution = self.samples["own"]["plpdma.contribution"][:1]
        contribution.with_user(self.user_agent).write({"x_length": 7777})
        self.assertEqual(contribution.x_length, 7777)

    def _get_other_value(self, record, name):
        """A value that the field does not have."""
        field = record._fields[name]
        current = record[name]
        if field.type == "boolean":
            return not current
        if field.type == "selection":
            values = field.get_values(self.env)
            return next(value for value in values if value != current)
        if field.type in ("many2one", "many2many", "one2many"):
            others = self.env[field.comodel_name].sudo()
            other = others.with_context(active_test=False).search(
                [("id", "not in", current.ids)], limit=1
            )
            if field.type == "many2one":
                return False if current and not other else other.id
            return [Command.set(other.ids)]
        return VALUES[field.type]

    def _write(self, door, record, name, value):
        if door == "write":
            record.write({name: value})
        elif door == "screen":
            record.web_save({name: value}, {name: {}})
        else:
            field = record._fields[name]
            if field.type in ("many2one", "many2many", "one2many"):
                value = value[0][2] if isinstance(value, list) else value
                ids = value if isinstance(value, list) else [value]
                name, value = f"{name}/.id", ",".join(map(str, filter(None, ids)))
            result = record.load([".id", name], [[str(record.id), str(value)]])
            if not result["ids"]:
                raise UserError(result["messages"][0]["message"])

    def test_no_door_writes_what_is_computed(self):
        fields, refused = set(), 0
        for model, record in sorted(self.samples["own"].items()):
            record = record[:1]
            if not record or not record._auto:
                continue
            for name in self._get_computed(record):
                fields.add((model, name))
                before = record.sudo()[name]
                value = self._get_other_value(record.sudo(), name)
                for login in USERS:
                    for door in ("write", "screen", "load"):
                        with self.subTest(
                            model=model, field=name, user=login, door=door
                        ):
                            refused += self._check_shut(
                                door, record.with_user(self.users[login]), name, value
                            )
                            self.env.invalidate_all()
                            self.assertEqual(record.sudo()[name], before)
        self.assertGreater(len(fields), 60)
        self.assertGreater(refused, len(fields))

    def _check_shut(self, door, record, name, value):
        """1 where our own words refuse it, 0 where the user may not write at all."""
        try:
            with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                self._write(door, record, name, value)
                self.env.flush_all()
        except AccessError:
            return 0
        except UserError as refusal:
            return int("not written by hand" in str(refusal))
        self.fail("It was taken.")

    def test_creation_claims_nothing(self):
        """Refused where it is said; a default of the context is no more than that."""
        contributions = self.agent_env["plpdma.contribution"]
        vals = {"program_id": self.program.id, "verbatim": "Un mot."}
        for name, value in (("date_implicit", "2020-01-02"), ("is_late", True)):
            with self.subTest(field=name):
                with self.assertRefused("not written by hand"), self.env.cr.savepoint():
                    contributions.create({**vals, name: value})
                by_default = contributions.with_context(**{f"default_{name}": value})
                self.assertFalse(by_default.create(vals)[name])
        result = contributions.load(
            ["program_id/.id", "verbatim", "is_late"],
            [[str(self.program.id), "Un mot.", "True"]],
        )
        self.assertFalse(result["ids"])
        self.assertIn("not written by hand", result["messages"][0]["message"])

    def test_the_computed_value_again_is_no_claim(self):
        """What an export gave comes back, with what was changed beside it."""
        contribution = self.samples["own"]["plpdma.contribution"]
        contribution = contribution.with_user(self.user_agent)
        # What is a fact besides is written by its action alone.
        names = set(self._get_computed(contribution))
        names -= contribution._get_earned_fields()
        values = contribution.read(sorted(names), load=None)[0]
        values.pop("id")
        for name, value in values.items():
            if isinstance(value, (list, tuple)):
                values[name] = [Command.set(value)]
        self.assertGreater(len(values), 10)
        contribution.write({**values, "summary": "Composteur"})
        self.assertEqual(contribution.summary, "Composteur")
