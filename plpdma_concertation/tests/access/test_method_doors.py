"""The table of doors, on our public methods: called from afar on what one does not
read, they tell nothing of it."""

import inspect
from functools import partial

from odoo.fields import Command
from odoo.service.model import call_kw
from odoo.tests import tagged

from .doors_common import MODULE, NOWHERE, DoorsCase
from .doors_table import RPC
from .doors_words import WORDS, find_marks

READERS = (
    "agent",
    "elected",
    "portal_facilitator",
    "participant",
    "stranger",
    "employee",
)


@tagged("post_install", "-at_install", "plpdma")
class TestMethodDoors(DoorsCase):
    """Each method that can be called from afar, on what its caller does not read."""

    # What a parameter without a default is given.
    arguments = {"minutes": "<p>Un mot.</p>", "note": "Un mot.", "reason": "Un mot."}

    def _get_methods(self, model):
        """Ours, and not those of core that we extend."""
        cls = type(self.env[model])
        for name, method in inspect.getmembers(cls, callable):
            if name.startswith("_") or getattr(method, "_api_private", False):
                continue
            homes = [c.__module__ for c in cls.mro() if name in vars(c)]
            if homes and all(home.startswith(MODULE) for home in homes):
                yield name, method

    def _get_arguments(self, method):
        """What its parameters are given: those that it needs, and those we know."""
        parameters = list(inspect.signature(method).parameters.values())[1:]
        return [
            self.arguments.get(parameter.name, "Un mot.")
            for parameter in parameters
            if parameter.kind is parameter.POSITIONAL_OR_KEYWORD
            and (
                parameter.default is parameter.empty or parameter.name in self.arguments
            )
        ]

    def _split(self, reader, model):
        """The records of the world that the reader reads, and the others."""
        records = self.env[model].browse(self._get_ids(model)).exists()
        readable = records.with_env(self._as(reader))._filtered_access("read")
        readable = records.browse(readable.ids)
        return readable, records - readable

    def _get_calls(self, reader, method, readable, hidden):
        """On what is hidden, alone and with what is read.

        :return: pairs of the ids, and of the words that may be told
        """
        known = set().union(*(row.get(reader, ()) for row in RPC.values()))
        if getattr(method, "_api_model", False):
            yield [], known
            return
        for record in hidden or hidden.browse(NOWHERE):
            yield [record.ids], set()
        if readable and hidden:
            yield [(readable[:1] | hidden[:1]).ids], known

    def _get_ids(self, model):
        if model == "res.partner":
            return self.world["plpdma.stakeholder"]["foreign"].partner_id.ids
        if model == "calendar.event":
            sessions = self.world["plpdma.session"]
            return (sessions["foreign"] | sessions["alone"]).calendar_event_id.ids
        if self.env[model]._transient:
            return self._create_dialog(model).ids
        # One of each is enough.
        return [records[:1].id for records in self.world.get(model, {}).values()]

    def _create_dialog(self, model):
        """A dialog of the manager of the other authority, about what is there."""
        dialogs = self.env[model]
        manager = self.env["res.users"].search([("login", "=", "plpdma_other")])
        values = {}
        for name, field in dialogs._fields.items():
            records = self.world.get(field.comodel_name, {}).get("foreign")
            if field.type == "many2one" and records:
                values[name] = records.id
            elif field.type == "many2many" and records and field.store:
                values[name] = [Command.set(records.ids)]
            elif field.required and field.type in ("char", "text"):
                values[name] = WORDS["foreign"]
            elif field.required and field.type == "selection":
                values[name] = field.get_values(self.env)[-1]
        return dialogs.with_user(manager).sudo().create(values)

    def test_what_each_method_tells(self):
        models = [
            name
            for name, model in self.env.registry.items()
            if not model._abstract
            and (name.startswith("plpdma.") or not model._transient)
            and any(self._get_methods(name))
        ]
        called, calls = set(), 0
        for reader in READERS:
            for model in models:
                readable, hidden = self._split(reader, model)
                for name, method in self._get_methods(model):
                    called.add((model, name))
                    for ids, known in self._get_calls(reader, method, readable, hidden):
                        args = [*ids, *self._get_arguments(method)]
                        told = self._tell(
                            partial(self._call_as, reader, model, name, args)
                        )
                        calls += 1
                        with self.subTest(reader=reader, model=model, method=name):
                            self.assertLessEqual(find_marks(told), known, told)
        self.assertGreater(len(called), 120)
        self.assertGreater(calls, 2000)

    def _call_as(self, reader, model, name, args):
        return call_kw(self._as(reader)[model], name, args, {})
