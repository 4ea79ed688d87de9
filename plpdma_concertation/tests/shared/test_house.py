"""The house: each room names only those above it, and no file tells too much."""

import ast
import re
from collections import defaultdict
from datetime import datetime
from pathlib import Path

from lxml import etree

from odoo.tests import TransactionCase, tagged
from odoo.tools import file_path

MODULE = "plpdma_concertation"
MODELS = f"odoo.addons.{MODULE}.models."
# In the order of the data.
ROOMS = (
    "shared",
    "platform",
    "catalogue",
    "program",
    "actor",
    "session",
    "contribution",
    "response",
    "outcome",
    "procedure",
    "overview",
)
# What all rooms share may speak of the programme, of its mandates and their scope.
SPOKEN_OF = {"shared": "program"}
MAX_LINES = 400
# A path of names, as in a domain or in what a compute depends on.
PATH = re.compile(r"[a-z_]\w*(\.[a-z_]\w*)*")
ACTION = re.compile(r"%\((?:\w+\.)?(\w+)\)d")


def get_reach(room):
    """How far a room may look, by the rank of the rooms."""
    return ROOMS.index(SPOKEN_OF.get(room, room))


def find_names(tree):
    """Every name that some source gives: attributes, paths in strings, imports.

    A string of one plain word ("moment", "year") is a word, not a name.

    :return: iterator of strings
    """
    told = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            if id(node) not in told and PATH.fullmatch(node.value):
                names = [node.value, *node.value.split(".")]
                yield from (name for name in names if "_" in name or "." in name)


@tagged("post_install", "-at_install")
class TestHouse(TransactionCase):
    """Reads the source, and asks the registry which name is whose."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.root = Path(file_path(MODULE))
        cls.model_ranks, cls.name_ranks = cls._read_registry()

    @classmethod
    def _read_registry(cls):
        """Where each model stands, and each name that Odoo does not give itself.

        :return: rank of the room by model, and by name of field or method
        """
        # A date has a year without being asked for a field.
        models, names, given = {}, {}, set(dir(datetime))
        for model in cls.registry.values():
            for owner in model._model_classes__:
                defined = getattr(owner, "_field_definitions", ())
                here = {*vars(owner), *(field.name for field in defined)}
                if not owner.__module__.startswith(f"odoo.addons.{MODULE}."):
                    given |= here
                elif owner.__module__.startswith(MODELS):
                    room = owner.__module__.removeprefix(MODELS).split(".")[0]
                    rank = ROOMS.index(room)
                    models[model._name] = min(rank, models.get(model._name, rank))
                    for name in here:
                        names[name] = min(rank, names.get(name, rank))
        models = {
            name: rank for name, rank in models.items() if name.startswith("plpdma.")
        }
        return models, {name: names[name] for name in names.keys() - given}

    def _get_rank(self, name):
        """Where what is named stands, at the highest."""
        return self.model_ranks.get(name, self.name_ranks.get(name, 0))

    def _find_files(self, pattern):
        paths = sorted(self.root.glob(pattern))
        self.assertTrue(paths, pattern)
        return [path for path in paths if path.name != "__init__.py"]

    def test_rooms_name_only_rooms_above(self):
        low = defaultdict(set)
        read = 0
        for path in self._find_files("models/*/*.py"):
            tree = ast.parse(path.read_text())
            reach = get_reach(path.parent.name)
            for name in find_names(tree):
                read += 1
                if self._get_rank(name) > reach:
                    low[str(path.relative_to(self.root))].add(name)
            for node in ast.walk(tree):
                if isinstance(node, ast.ImportFrom) and node.level == 2:
                    room = (node.module or node.names[0].name).split(".")[0]
                    self.assertIn(room, ROOMS, path)
                    if ROOMS.index(room) > reach:
                        low[str(path.relative_to(self.root))].add(room)
        self.assertGreater(read, 10_000)
        self.assertFalse({path: sorted(names) for path, names in low.items()})

    def test_views_name_only_rooms_above(self):
        """A field, a button or an action of a room below is shown by a view of that
        room, which inherits ours."""
        actions = self._find_actions()
        low = defaultdict(set)
        for path in self._find_files("views/*/*.xml"):
            if path.parent.name not in ROOMS:
                continue
            reach = get_reach(path.parent.name)
            text = path.read_text()
            shown = etree.parse(path).iter("field", "button")
            names = {node.get("name") for node in shown}
            names |= set(re.findall(r"\b[a-z_]\w*_(?:ids?|count|state)\b", text))
            names |= set(re.findall(r"\bplpdma\.[a-z.]+\b", text))
            low_names = {name for name in names if self._get_rank(name) > reach}
            low_names |= {
                name
                for name in ACTION.findall(text)
                if ROOMS.index(actions.get(name, ROOMS[0])) > reach
            }
            if low_names:
                low[str(path.relative_to(self.root))] = sorted(low_names)
        self.assertGreater(len(actions), 50)
        self.assertFalse(dict(low))

    def _find_actions(self):
        """The room of each record that the views define, by its external id."""
        return {
            name: path.parent.name
            for path in self._find_files("views/*/*.xml")
            if path.parent.name in ROOMS
            for name in re.findall(r'<record[^>]*\bid="(\w+)"', path.read_text())
        }

    def test_everything_stands_in_a_room(self):
        self.assertEqual(
            {path.name for path in (self.root / "models").iterdir() if path.is_dir()}
            - {"__pycache__"},
            set(ROOMS),
        )
        self.assertEqual(
            [path.name for path in self.root.glob("models/*.py")], ["__init__.py"]
        )
        self.assertTrue(self.model_ranks)

    def test_mixins_have_two_users(self):
        mixins = {
            name: model
            for name, model in self.registry.items()
            if name.startswith("plpdma.") and name.endswith(".mixin")
        }
        self.assertGreater(len(mixins), 10)
        for name, mixin in mixins.items():
            with self.subTest(mixin=name):
                users = set(mixin._inherit_children) - {name}
                self.assertGreater(len(users), 1, users)

    def test_files_tell_one_subject(self):
        long = {}
        for pattern in ("**/*.py", "static/src/**/*.js"):
            for path in self._find_files(pattern):
                place = path.relative_to(self.root)
                lines = len(path.read_text().splitlines())
                if place.parts[0] != "migrations" and lines > MAX_LINES:
                    long[str(place)] = lines
        self.assertFalse(long)
