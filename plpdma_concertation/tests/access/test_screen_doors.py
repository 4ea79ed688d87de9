"""The table of doors, on screens that are made when they are opened, and on the rows
that an import gave back."""

import base64
from functools import partial

from odoo.service.model import call_kw
from odoo.tests import tagged

from .doors_common import DoorsCase
from .doors_words import find_marks
from .screens_table import SCREENS


@tagged("post_install", "-at_install", "plpdma")
class TestScreenDoors(DoorsCase):
    """Each screen, opened by each reader as the buttons do."""

    def test_what_each_screen_tells(self):
        openings = {
            "installation": self._open_installation,
            "take over": self._open_take_over,
            "take over from elsewhere": self._open_take_over_elsewhere,
            "absence": self._open_absence,
            "imports": self._open_imports,
            "rows given back": self._open_rows,
        }
        self.assertEqual(openings.keys(), SCREENS.keys())
        self.draft = self.env["plpdma.program"].create(
            {"name": "PLPDMA suivant", "company_id": self.company.id}
        )
        for name, opening in openings.items():
            seen = {
                reader: find_marks(self._tell(partial(opening, self._as(reader))))
                for reader in self.users
            }
            self._assertRow(name, seen, SCREENS[name])

    def _read_all(self, env, model, domain=()):
        ids = call_kw(env[model], "search", [list(domain)], {})
        return call_kw(env[model], "read", [ids], {})

    def _open_installation(self, env):
        action = call_kw(env["plpdma.installation"], "action_open", [], {})
        return call_kw(env["plpdma.installation"], "read", [[action["res_id"]]], {})

    def _open_take_over(self, env):
        return [
            self._choose(env, self.world["plpdma.program"][key])
            for key in ("own", "other")
        ]

    def _open_take_over_elsewhere(self, env):
        """The programme of another authority, whose number one guesses."""
        return self._choose(env, self.world["plpdma.program"]["foreign"])

    def _choose(self, env, source):
        action = call_kw(
            env["plpdma.program"], "action_take_over", [self.draft.ids], {}
        )
        dialogs = env["plpdma.program.takeover"].with_context(**action["context"])
        lines = {"fields": {"name": {}, "detail": {}}}
        return call_kw(
            dialogs,
            "onchange",
            [
                [],
                {"program_id": self.draft.id, "source_id": source.id},
                ["source_id"],
                {
                    "program_id": {},
                    "source_id": {"fields": {"display_name": {}}},
                    "line_ids": lines,
                },
            ],
            {},
        )

    def _open_absence(self, env):
        """The list, and whom the form offers."""
        offered = call_kw(
            env["plpdma.absence"],
            "onchange",
            [[], {}, [], {"person_ids": {"fields": {"display_name": {}}}}],
            {},
        )
        return [self._read_all(env, "plpdma.absence"), offered]

    def _open_imports(self, env):
        return self._read_all(env, "plpdma.import")

    def _open_rows(self, env):
        """The file of each import, that of another authority too."""
        ids = [self.world["plpdma.import"][key].id for key in ("own", "foreign")]
        return "\n".join(self._tell(partial(self._download, env, id_)) for id_ in ids)

    def _download(self, env, import_id):
        args = [[import_id], ["refused_file"]]
        [values] = call_kw(env["plpdma.import"], "read", args, {})
        return base64.b64decode(values["refused_file"]).decode()
