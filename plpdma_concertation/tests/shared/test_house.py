"""The house: each room names only those above it, and no file tells too much."""

from datetime import datetime
from pathlib import Path

from lxml import etree

from odoo.tests import TransactionCase, tagged
from odoo.tools import file_path

from .house_reader import (
    MODULE,
    ROOMS,
    House,
    find_lonely,
    find_low,
    find_low_in_view,
    get_dialog_rank,
)

MODELS = f"odoo.addons.{MODULE}.models."
MAX_LINES = 400
# What a file names although it stands below, and why.
KNOWN = {
    "models/shared/plpdma_export_mixin.py": {
        # Whatever leaves by Odoo's own export is noted in the log of ours.
        "plpdma.export.log",
    },
    # The dialog of the export stands beside the rooms and is opened from their lists.
    "views/contribution/plpdma_contribution_views.xml": {
        "action_plpdma_export_contribution"
    },
    "views/program/plpdma_program_form_views.xml": {"action_plpdma_export"},
}
# What tells on which model a record of data stands, by the model of the record.
MODEL_FIELDS = {
    "ir.ui.view": "model",
    "ir.actions.act_window": "res_model",
    "ir.actions.report": "model",
    "mail.template": "model",
}


@tagged("post_install", "-at_install")
class TestHouse(TransactionCase):
    """Reads the source, and asks the registry which name is whose."""

    maxDiff = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.root = Path(file_path(MODULE))
        models, names = cls._read_registry()
        cls.house = House(models, names, cls._read_xmlids(models))

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
                    # Of what a model inherits, the room of the mixin says nothing.
                    if owner._name == model._name:
                        models[model._name] = min(rank, models.get(model._name, rank))
                    for name in here:
                        names[name] = min(rank, names.get(name, rank))
        models = {
            name: rank for name, rank in models.items() if name.startswith("plpdma.")
        }
        dialogs = {
            name: get_dialog_rank(name, models)
            for name in cls.registry
            if name.startswith("plpdma.")
        }
        return dialogs, {name: names[name] for name in names.keys() - given}

    @classmethod
    def _read_xmlids(cls, models):
        """Where each record of data stands: in the room of its file; elsewhere, in that
        of the model that it is about.

        :return: rank by external id
        """
        rooms = {}
        for path in sorted(cls.root.glob("views/*/*.xml")):
            if path.parent.name in ROOMS:
                for node in etree.parse(path).iter("record", "template", "menuitem"):
                    rooms[node.get("id")] = ROOMS.index(path.parent.name)
        data = cls.env["ir.model.data"].search(
            [("module", "=", MODULE), ("model", "in", list(MODEL_FIELDS))]
        )
        for line in data.filtered(lambda line: line.name not in rooms):
            model = cls.env[line.model].browse(line.res_id)[MODEL_FIELDS[line.model]]
            if model in models:
                rooms[line.name] = models[model]
        return rooms

    def _find_files(self, pattern):
        paths = sorted(self.root.glob(pattern))
        self.assertTrue(paths, pattern)
        return [path for path in paths if path.name != "__init__.py"]

    def test_rooms_name_only_rooms_above(self):
        low = {}
        paths = self._find_files("models/*/*.py")
        self.assertGreater(len(paths), 100)
        for path in paths:
            found = find_low(path.read_text(), path.parent.name, self.house)
            if found:
                low[str(path.relative_to(self.root))] = found
        self._assertKnown(low, ".py")

    def _assertKnown(self, low, ending):
        """Nothing below is named but what is known, and that still is."""
        known = {path: names for path, names in KNOWN.items() if path.endswith(ending)}
        self.assertEqual(low, known)

    def test_views_name_only_rooms_above(self):
        """A field, a button or an action of a room below is shown by a view of that
        room, which inherits ours."""
        low = {}
        paths = [
            path
            for path in self._find_files("views/*/*.xml")
            if path.parent.name in ROOMS
        ]
        self.assertGreater(len(paths), 50)
        for path in paths:
            found = find_low_in_view(path.read_text(), path.parent.name, self.house)
            if found:
                low[str(path.relative_to(self.root))] = found
        self._assertKnown(low, ".xml")

    def test_the_tables_of_the_house_are_filled(self):
        """What they hold is looked for; what they lack would pass unseen."""
        self.assertGreater(len(self.house.models), 50)
        self.assertGreater(len(self.house.names), 1_000)
        self.assertGreater(len(self.house.xmlids), 150)
        for name, room in (
            ("plpdma.response.send", "response"),
            ("plpdma.session.invite", "session"),
        ):
            self.assertEqual(self.house.models[name], ROOMS.index(room))
        self.assertEqual(self.house.names["moderation"], ROOMS.index("contribution"))
        self.assertEqual(
            self.house.xmlids["plpdma_response_view_form"], ROOMS.index("response")
        )

    def test_everything_stands_in_a_room(self):
        self.assertEqual(
            {path.name for path in (self.root / "models").iterdir() if path.is_dir()}
            - {"__pycache__"},
            set(ROOMS),
        )
        self.assertEqual(
            [path.name for path in self.root.glob("models/*.py")], ["__init__.py"]
        )

    def test_mixins_have_two_users(self):
        users = {
            name: set(model._inherit_children)
            for name, model in self.registry.items()
            if model._abstract and name.startswith("plpdma.")
        }
        self.assertGreater(len(users), 15)
        self.assertEqual(find_lonely(users), set())

    def test_files_tell_one_subject(self):
        long = {}
        for pattern in ("**/*.py", "static/src/**/*.js"):
            for path in self._find_files(pattern):
                place = path.relative_to(self.root)
                lines = len(path.read_text().splitlines())
                if place.parts[0] != "migrations" and lines > MAX_LINES:
                    long[str(place)] = lines
        self.assertFalse(long)
