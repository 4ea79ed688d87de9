"""The table of doors, on what a record links to: whoever writes the id of something
that they do not read learns nothing of it."""

from functools import partial

from odoo.fields import Command
from odoo.service.model import call_kw
from odoo.tests import tagged

from .doors_common import DoorsCase
from .doors_words import WORDS, find_marks

READERS = ("agent", "elected", "portal_facilitator", "participant", "employee")


@tagged("post_install", "-at_install", "plpdma")
class TestLinkDoors(DoorsCase):
    """Records, dialogs and forms that link to another authority's records."""

    def _get_foreign(self, model):
        if model == "res.partner":
            return self.world["plpdma.stakeholder"]["foreign"].partner_id
        return self.world.get(model, {}).get("foreign")

    def _get_links(self):
        """``(model, field, id of what is not read)``, for all the models of ours."""
        for name, model in self.env.registry.items():
            if not name.startswith("plpdma.") or model._abstract:
                continue
            for field in model._fields.values():
                linked = field.relational and self._get_foreign(field.comodel_name)
                if linked and field.type in ("many2one", "many2many"):
                    yield name, field, linked[:1].id

    def _get_calls(self, model, field, linked_id):
        """What may be tried with the id, as methods and their arguments."""
        many = field.type == "many2many"
        value = [Command.link(linked_id)] if many else linked_id
        vals = {field.name: value}
        fields = self.env[model]._fields
        if "verbatim" in fields:
            vals["verbatim"] = "Un mot."
        if "name" in fields:
            vals["name"] = "Un nom."
        for name in ("program_id", "session_id", "stakeholder_id"):
            known = fields.get(name) and self._get_own(fields[name].comodel_name)
            if known and not fields[name].related:
                vals.setdefault(name, known.id)
        spec = {
            name: {"fields": {"display_name": {}}} if fields[name].relational else {}
            for name in fields
            if fields[name].type in ("many2one", "char", "date", "datetime")
        }
        default = {f"default_{field.name}": [linked_id] if many else linked_id}
        yield "create", [vals], {}
        yield "web_save", [[], vals, spec], {}
        yield "onchange", [[], vals, [field.name], spec], {}
        yield "onchange", [[], {}, [], spec], {"context": default}
        yield "default_get", [list(fields)], {"context": default}
        own = self._get_own(model)
        if own:
            yield "write", [own.ids, {field.name: value}], {}

    def _get_own(self, model):
        """A record that the agents of the authority read."""
        records = [
            records[:1]
            for key, records in self.world.get(model, {}).items()
            if key not in ("foreign", "other")
        ]
        return records[0] if records else None

    def _create_and_read(self, env, model, vals):
        """A dialog is created, then read."""
        [record_id] = call_kw(env[model], "create", [[vals]], {})
        return call_kw(env[model], "read", [[record_id]], {})

    def test_what_links_tell(self):
        tried, models = 0, set()
        for model, field, linked_id in list(self._get_links()):
            models.add(model)
            for reader in READERS:
                for method, args, kwargs in self._get_calls(model, field, linked_id):
                    call = partial(
                        call_kw, self._as(reader)[model], method, args, kwargs
                    )
                    if method == "create":
                        call = partial(
                            self._create_and_read, self._as(reader), model, args[0]
                        )
                    told = self._tell(call)
                    tried += 1
                    with self.subTest(reader=reader, model=model, method=method):
                        marks = find_marks(told) & {"foreign"}
                        self.assertFalse(marks, (field.name, told[:300]))
        self.assertGreater(len(models), 20)
        self.assertGreater(tried, 1000)

    def test_what_is_read_is_linked(self):
        """The rule refuses nothing that its author reads."""
        own = self._get_own("plpdma.session")
        contribution = self._as("agent")["plpdma.contribution"].create(
            {"session_id": own.id, "verbatim": "Un mot."}
        )
        self.assertEqual(contribution.session_id, own)
        self.assertIn("foreign", find_marks(WORDS["foreign"]), "The mark is found")
