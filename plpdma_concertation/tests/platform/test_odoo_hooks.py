"""What we hook into of Odoo: each name still stands there, and takes what it took.

Private names change from one version to the next without a word. When this fails, what
it prints is the list of what is to be read again before the version is supported.
"""

import ast
import inspect
from pathlib import Path

from odoo.http import Controller
from odoo.models import BaseModel
from odoo.tests import TransactionCase, tagged
from odoo.tools import file_path

from .odoo_hooks import CALLED, OVERRIDDEN

MODULE = "plpdma_concertation"
OURS = f"odoo.addons.{MODULE}."


def is_ours(owner):
    return owner.__module__.startswith(OURS)


def is_private(name):
    return name.startswith("_") and not name.startswith("__")


def describe(method):
    """What a method takes, by name and by default.

    :return: text, as ``(self, vals, *, soft=False)``
    """
    signature = inspect.signature(method)
    bare = [
        parameter.replace(annotation=parameter.empty)
        for parameter in signature.parameters.values()
    ]
    return str(inspect.Signature(bare))


@tagged("post_install", "-at_install")
class TestOdooHooks(TransactionCase):
    """Compares our overrides and calls with the table of ``odoo_hooks``."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.overridden, cls.given = cls._read_registry()

    @classmethod
    def _read_registry(cls):
        """The private methods of Odoo that we override, and all names that it gives.

        :return: what each overridden one takes, by ``model.method``; names
        """
        overridden, given = {}, set()
        for model in cls.registry.values():
            owners = [*model._model_classes__, BaseModel]
            odoo = [owner for owner in owners if not is_ours(owner)]
            for owner in odoo:
                given |= vars(owner).keys()
            for owner in filter(is_ours, owners):
                for name in filter(is_private, vars(owner)):
                    first = next((o for o in odoo if name in vars(o)), None)
                    if first and inspect.isfunction(vars(first)[name]):
                        # What an extension of ours adds to a model of Odoo, or to
                        # what all models get.
                        place = getattr(first, "_name", None) or "base"
                        overridden[f"{place}.{name}"] = describe(vars(first)[name])
        overridden.update(cls._read_controllers())
        return overridden, given

    @classmethod
    def _read_controllers(cls):
        """The methods of Odoo's controllers that ours override.

        :return: what each one takes, by ``Controller.method``
        """
        overridden = {}
        owners = list(Controller.__subclasses__())
        for owner in owners:
            owners += owner.__subclasses__()
            odoo = [base for base in owner.__mro__ if not is_ours(base)]
            for name in filter(lambda name: not name.startswith("__"), vars(owner)):
                first = next((base for base in odoo if name in vars(base)), None)
                if is_ours(owner) and first and inspect.isfunction(vars(first)[name]):
                    overridden[f"{first.__name__}.{name}"] = describe(vars(first)[name])
        return overridden

    def test_each_override_is_known_and_takes_what_it_took(self):
        self.assertGreater(len(self.overridden), 50)
        self.assertEqual(self.overridden, OVERRIDDEN)

    def test_each_private_name_called_still_exists(self):
        called = set()
        for path in sorted(Path(file_path(MODULE)).glob("**/*.py")):
            if "tests" in path.parts or "migrations" in path.parts:
                continue
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                    if is_private(node.func.attr):
                        called.add(node.func.attr)
        self.assertFalse(CALLED - self.given, "Odoo does not give these any more.")
        self.assertEqual(called & self.given - self._get_our_names(), CALLED)

    def _get_our_names(self):
        return {
            name
            for model in self.registry.values()
            for owner in filter(is_ours, model._model_classes__)
            for name in vars(owner)
        }
