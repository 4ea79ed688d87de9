"""What we hook into of Odoo: each name still stands there, and takes what it took.

Private names change from one version to the next without a word. When this fails, what
it prints is the list of what is to be read again before the version is supported.
"""

import ast
import inspect
import re
import sys
from pathlib import Path

from odoo.api import Environment
from odoo.fields import Domain, Field
from odoo.http import Controller
from odoo.models import BaseModel
from odoo.tests import TransactionCase, tagged
from odoo.tools import file_path

from .odoo_hooks import CALLED, CALLED_ELSEWHERE, OVERRIDDEN
from .odoo_script_hooks import SCRIPTS

MODULE = "plpdma_concertation"
OURS = f"odoo.addons.{MODULE}."
COMMENT = re.compile(r"/\*.*?\*/|(?<!:)//[^\n]*", re.DOTALL)
# What a class or a patch defines, by its place in the text.
DEFINED = re.compile(
    r"^ {4}(?:(?:static|async|get|set) )*(\w+) ?(?:[(=:])", re.MULTILINE
)


def is_ours(owner):
    return owner.__module__.startswith(OURS)


def is_private(name):
    return name.startswith("_") and not name.startswith("__")


def get_function(member):
    """The function of a method, whatever it is called on; None for what is no method.

    :param member: as the class holds it
    """
    if isinstance(member, property):
        return member.fget
    function = getattr(member, "__func__", member)
    return function if inspect.isfunction(function) else None


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


def find_defined(tree):
    """Names that some source gives itself: of functions, of classes' and of objects'
    attributes.

    :return: set of names
    """
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            names.add(node.name)
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            names.add(node.attr)
        if isinstance(node, ast.ClassDef):
            for line in node.body:
                targets = getattr(line, "targets", [getattr(line, "target", None)])
                names |= {
                    target.id for target in targets if isinstance(target, ast.Name)
                }
    return names


def find_script_names(text, odoo):
    """What a script of ours asks of Odoo, or overrides.

    :param str text: of the script
    :param list odoo: texts of the scripts of Odoo that it extends
    :return: set of names
    """
    text = COMMENT.sub("", text)
    asked = set(re.findall(r"\bthis\.(\w+)\b(?! =)", text))
    private = set(re.findall(r"\.(_\w+)", text))
    above = set(re.findall(r"\bsuper\.(\w+)", text))
    own = set(DEFINED.findall(text))
    own_state = set(re.findall(r"\bthis\.([a-z]\w*) =", text))
    given = set().union(*map(DEFINED.findall, odoo))
    return private | above | (asked - own - own_state) | (own & given)


@tagged("post_install", "-at_install")
class TestOdooHooks(TransactionCase):
    """Compares our overrides and calls with the table of ``odoo_hooks``."""

    maxDiff = None

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
                    function = first and get_function(vars(first)[name])
                    if function:
                        # What an extension of ours adds to a model of Odoo, or to
                        # what all models get.
                        place = getattr(first, "_name", None) or "base"
                        overridden[f"{place}.{name}"] = describe(function)
        overridden.update(cls._read_classes())
        return overridden, given

    @classmethod
    def _read_classes(cls):
        """The methods of Odoo that our classes override, of controllers and of fields:
        whatever is no model.

        :return: what each one takes, by ``Class.method``
        """
        overridden = {}
        for owner in cls._find_classes():
            odoo = [
                base
                for base in owner.__mro__[1:]
                if base.__module__.startswith("odoo.") and not is_ours(base)
            ]
            for name in filter(lambda name: not name.startswith("__"), vars(owner)):
                first = next((base for base in odoo if name in vars(base)), None)
                function = first and get_function(vars(first)[name])
                if function:
                    overridden[f"{first.__name__}.{name}"] = describe(function)
        return overridden

    @classmethod
    def _find_classes(cls):
        """Our classes that are no models."""
        return [
            owner
            for name, module in list(sys.modules.items())
            if name.startswith(OURS) and not name.startswith(f"{OURS}tests")
            for owner in vars(module).values()
            if isinstance(owner, type)
            and owner.__module__ == name
            and not issubclass(owner, BaseModel)
        ]

    def test_each_override_is_known_and_takes_what_it_took(self):
        self.assertGreater(len(self.overridden), 50)
        self.assertEqual(self.overridden, OVERRIDDEN)

    def test_each_private_name_called_still_exists(self):
        called, defined = set(), set()
        for path in sorted(Path(file_path(MODULE)).glob("**/*.py")):
            if "tests" in path.parts or "migrations" in path.parts:
                continue
            tree = ast.parse(path.read_text())
            defined |= find_defined(tree)
            called |= {
                node.attr
                for node in ast.walk(tree)
                if isinstance(node, ast.Attribute) and is_private(node.attr)
            }
        self.assertFalse(CALLED - self.given, "Odoo does not give these any more.")
        elsewhere = self._find_elsewhere()
        # What a model of Odoo gives, and what no source of ours does.
        odoo = (called & self.given - self._get_our_names()) | (called - defined)
        self.assertEqual(odoo, CALLED | elsewhere)

    def _find_elsewhere(self):
        """The private names of what is no model, that we call, each found in its class.

        :return: set of names
        """
        owners = {
            "Model": self.registry["base"],
            "Environment": Environment,
            "Field": [Field, *self._get_subclasses(Field)],
            "Controller": self._get_subclasses(Controller),
            "Domain": Domain,
        }
        self.assertEqual(CALLED_ELSEWHERE.keys(), owners.keys())
        for place, names in CALLED_ELSEWHERE.items():
            classes = owners[place]
            classes = classes if isinstance(classes, list) else [classes]
            odoo = [owner for owner in classes if not is_ours(owner)]
            for name in names:
                with self.subTest(place=place, name=name):
                    self.assertTrue(any(hasattr(owner, name) for owner in odoo))
        return set().union(*CALLED_ELSEWHERE.values())

    def _get_subclasses(self, owner):
        owners = list(owner.__subclasses__())
        for owner in owners:
            owners += owner.__subclasses__()
        return owners

    def _get_our_names(self):
        return {
            name
            for model in self.registry.values()
            for owner in filter(is_ours, model._model_classes__)
            for name in vars(owner)
        }

    def test_each_name_of_a_script_still_stands_in_odoo(self):
        scripts = Path(file_path(MODULE)) / "static" / "src"
        found = {
            str(path.relative_to(scripts)): path.read_text()
            for path in sorted(scripts.glob("**/*.js"))
        }
        self.assertGreater(len(found), 5)
        used = {}
        for script, text in found.items():
            odoo = {
                path: Path(file_path(path)).read_text()
                for path in SCRIPTS.get(script, ())
            }
            names = find_script_names(text, list(odoo.values()))
            if names:
                used[script] = names
            for path, names in SCRIPTS.get(script, {}).items():
                gone = {
                    name for name in names if not re.search(rf"\b{name}\b", odoo[path])
                }
                self.assertFalse(gone, f"{path} does not name these any more.")
        known = {
            script: set().union(*names.values()) for script, names in SCRIPTS.items()
        }
        self.assertEqual(used, known)

    def test_a_new_hook_of_a_script_is_seen(self):
        """Each way in which a script may lean on Odoo asks for its line."""
        odoo = ["class Record {\n    async save() {}\n    load() {}\n}"]
        planted = {
            "this.model._urgentSave;": "_urgentSave",
            "super.start();": "start",
            "this.notificationService.add();": "notificationService",
            "class Ours extends Record {\n    save() {}\n}": "save",
            "patch(Record.prototype, {\n    async load() {},\n});": "load",
        }
        for text, name in planted.items():
            with self.subTest(text=text):
                self.assertIn(name, find_script_names(text, odoo))
        ours = "// this._told\nclass Ours {\n    own() {\n        this.own();\n    }\n}"
        self.assertEqual(find_script_names(ours, odoo), set())
