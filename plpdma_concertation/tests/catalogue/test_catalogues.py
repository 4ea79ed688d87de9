"""Catalogues: what is delivered, what is refused, what is kept."""

from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from ..common import CATALOGUES


@tagged("post_install", "-at_install", "plpdma")
class TestCatalogues(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True))
        cls.company = cls.env.company
        cls.other_company = cls.env["res.company"].create({"name": "Autre syndicat"})

    def _delivered(self, model):
        """Return the entries of ``model`` that the addon's data creates."""
        data = self.env["ir.model.data"].search(
            [
                ("module", "=", "plpdma_concertation"),
                ("model", "=", model),
                ("name", "=like", model.replace(".", "_") + "_%"),
            ]
        )
        return self.env[model].browse(data.mapped("res_id")).exists()

    # -------------------------------------------------------------------------
    # Delivered data
    # -------------------------------------------------------------------------

    def test_axes_delivered(self):
        """The axes of the ADEME guide: three transversal ones, seven thematic."""
        themes = self._delivered("plpdma.theme")
        axes = themes.filtered(lambda theme: not theme.parent_id)
        self.assertEqual(len(axes.filtered(lambda a: a.axis_kind == "transversal")), 3)
        self.assertEqual(len(axes.filtered(lambda a: a.axis_kind == "thematic")), 7)
        self.assertLess(axes, themes)
        self.assertEqual((themes - axes).parent_id & axes, (themes - axes).parent_id)

    def test_catalogues_delivered(self):
        for model in (
            "plpdma.role",
            "plpdma.college",
            "plpdma.refusal.reason",
            "plpdma.moderation.criterion",
        ):
            with self.subTest(model=model):
                self.assertGreaterEqual(len(self._delivered(model)), 5)
                self.assertFalse(self._delivered(model).company_id, "shared by all")
        self.assertTrue(
            all(self._delivered("plpdma.refusal.reason").mapped("model_text"))
        )

    def test_delivered_names_can_be_imported(self):
        """An exported list of tags names, once imported, the same entries, in each
        installed language."""
        for lang, _name in self.env["res.lang"].get_installed():
            for model in ("plpdma.role", "plpdma.theme"):
                with self.subTest(lang=lang, model=model):
                    names = (
                        self._delivered(model).with_context(lang=lang).mapped("name")
                    )
                    self.assertGreater(len(names), 5)
                    self.assertFalse([name for name in names if "," in name])
                    self.assertEqual(len(names), len(set(names)))

    # -------------------------------------------------------------------------
    # Names
    # -------------------------------------------------------------------------

    def test_name_once_in_each_catalogue(self):
        for model in CATALOGUES:
            with self.subTest(model=model):
                self.env[model].create({"name": "Maison du vélo"})
                with self.assertRaisesRegex(ValidationError, "Maison du vélo"):
                    self.env[model].create({"name": " MAISON  du vélo"})

    def test_name_once_in_a_batch(self):
        Role = self.env["plpdma.role"]
        with self.assertRaises(ValidationError):
            Role.create([{"name": "Cyclistes"}, {"name": "cyclistes"}])
        roles = Role.create([{"name": "Cyclistes"}, {"name": "Piétons"}])
        with self.assertRaises(ValidationError):
            roles.write({"name": "Usagers"})

    def test_name_archived_is_told(self):
        Role = self.env["plpdma.role"]
        Role.create({"name": "Cyclistes", "active": False})
        with self.assertRaisesRegex(ValidationError, "unarchive"):
            Role.create({"name": "Cyclistes"})

    def test_name_compared_in_the_language_of_the_user(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        english = self.env["plpdma.role"].with_context(lang="en_US")
        french = self.env["plpdma.role"].with_context(lang="fr_FR")
        role = english.create({"name": "Cyclists"})
        role.with_context(lang="fr_FR").name = "Cyclistes"
        with self.assertRaises(ValidationError):
            french.create({"name": "Cyclistes"})
        french.create({"name": "Cyclists"})

    def test_name_by_company(self):
        Role = self.env["plpdma.role"]
        own, other = self.company, self.other_company
        Role.create({"name": "Cyclistes", "company_id": own.id})
        theirs = Role.create({"name": "Cyclistes", "company_id": other.id})
        with self.assertRaises(ValidationError):
            Role.create({"name": "Cyclistes"})
        with self.assertRaises(ValidationError):
            theirs.company_id = own
        Role.create({"name": "Piétons"})
        with self.assertRaises(ValidationError):
            Role.create({"name": "Piétons", "company_id": own.id})

    def test_name_of_territory_by_parent(self):
        Territory = self.env["plpdma.territory"]
        communes = Territory.create([{"name": "Belval"}, {"name": "Corvigny"}])
        centres = Territory.create(
            [
                {"name": "Centre", "kind": "district", "parent_id": commune.id}
                for commune in communes
            ]
        )
        with self.assertRaises(ValidationError):
            centres[1].parent_id = communes[0]

    def test_name_without_comma_where_lists_are_imported(self):
        for model in ("plpdma.role", "plpdma.theme", "plpdma.territory"):
            with (
                self.subTest(model=model),
                self.assertRaisesRegex(ValidationError, "Vélos, trottinettes"),
            ):
                self.env[model].create({"name": "Vélos, trottinettes"})
        self.env["plpdma.refusal.reason"].create({"name": "Trop tard, hors délai"})

    def test_copy_has_a_name_of_its_own(self):
        for model in CATALOGUES:
            with self.subTest(model=model):
                entry = self.env[model].create({"name": "Maison du vélo"})
                self.assertNotEqual(entry.copy().name, entry.name)
                self.assertEqual(entry.copy({"name": "Autre"}).name, "Autre")

    # -------------------------------------------------------------------------
    # Archives
    # -------------------------------------------------------------------------

    def test_archived_is_no_longer_offered(self):
        for model in CATALOGUES:
            with self.subTest(model=model):
                entry = self.env[model].create({"name": "Maison du vélo"})
                self.assertTrue(self.env[model].name_search("Maison du vélo"))
                entry.action_archive()
                self.assertFalse(self.env[model].name_search("Maison du vélo"))
                self.assertEqual(entry.name, "Maison du vélo")

    def test_used_entry_is_kept(self):
        parent = self.env["plpdma.theme"].create({"name": "Mobilité"})
        child = self.env["plpdma.theme"].create(
            {"name": "Vélo", "parent_id": parent.id, "active": False}
        )
        with self.assertRaisesRegex(UserError, "Mobilité"):
            parent.unlink()
        (parent | child).unlink()
        self.assertFalse((parent | child).exists())

    def test_tagged_entry_is_kept(self):
        """Tags too count as a use: the database would drop them without a word."""
        role, unused = self.env["plpdma.role"].create(
            [{"name": "Cyclistes"}, {"name": "Piétons"}]
        )
        program = self.env["plpdma.program"].create({"name": "PLPDMA de test"})
        self.env["plpdma.stakeholder"].create(
            {
                "program_id": program.id,
                "partner_id": self.env["res.partner"].create({"name": "Vélo club"}).id,
                "role_ids": [Command.set(role.ids)],
            }
        )
        with self.assertRaisesRegex(UserError, "Cyclistes"):
            (role | unused).unlink()
        unused.unlink()

    # -------------------------------------------------------------------------
    # Hierarchies
    # -------------------------------------------------------------------------

    def test_no_cycle(self):
        for model in ("plpdma.theme", "plpdma.territory"):
            with self.subTest(model=model):
                top = self.env[model].create({"name": "Haut"})
                middle = self.env[model].create({"name": "Milieu", "parent_id": top.id})
                low = self.env[model].create({"name": "Bas", "parent_id": middle.id})
                for parent in (top, middle, low):
                    with self.assertRaisesRegex(ValidationError, "under itself"):
                        top.write({"parent_id": parent.id})
                with self.assertRaisesRegex(ValidationError, "under itself"):
                    low.write({"child_ids": [Command.link(top.id)]})
                self.assertEqual(
                    self.env[model].search([("id", "child_of", top.id)]),
                    top | middle | low,
                )

    def test_parent_of_the_same_company(self):
        for model in ("plpdma.theme", "plpdma.territory"):
            with self.subTest(model=model):
                shared = self.env[model].create({"name": "Partagé"})
                theirs = self.env[model].create(
                    {
                        "name": "À eux",
                        "parent_id": shared.id,
                        "company_id": self.other_company.id,
                    }
                )
                with self.assertRaises(UserError):
                    theirs.child_ids.create({"name": "À tous", "parent_id": theirs.id})
                with self.assertRaises(UserError):
                    shared.company_id = self.company

    def test_theme_follows_its_axis(self):
        Theme = self.env["plpdma.theme"]
        axis = Theme.create({"name": "Mobilité", "axis_kind": "transversal"})
        theme = Theme.create({"name": "Vélo", "parent_id": axis.id})
        detail = Theme.create({"name": "Cargo", "parent_id": theme.id})
        self.assertEqual(detail.axis_kind, "transversal")
        self.assertEqual((axis | theme | detail).axis_id, axis)
        self.assertEqual(detail.display_name, "Cargo")

        other_axis = Theme.create({"name": "Habitat"})
        self.assertEqual(other_axis.axis_kind, "thematic")
        theme.parent_id = other_axis
        self.assertEqual(detail.axis_id, other_axis)
        self.assertEqual(detail.axis_kind, "thematic")
        other_axis.axis_kind = "transversal"
        self.assertEqual(detail.axis_kind, "transversal")
        with self.assertRaises(ValidationError):
            detail.axis_kind = "thematic"
        theme.parent_id = False
        self.assertEqual(detail.axis_id, theme)

    # -------------------------------------------------------------------------
    # INSEE code
    # -------------------------------------------------------------------------

    def test_insee_code(self):
        Territory = self.env["plpdma.territory"]
        for code, stored in (
            ("03310", "03310"),
            (" 2a 004 ", "2A004"),
            ("2B033", "2B033"),
            ("97105", "97105"),
            ("", False),
        ):
            with self.subTest(code=code):
                territory = Territory.create({"name": f"T{code}", "insee_code": code})
                self.assertEqual(territory.insee_code, stored)
        for code in ("0331", "033100", "2C004", "A2004", "03-10", "٠٣٣١٠", "03200\n1"):
            with self.subTest(code=code), self.assertRaises(ValidationError):
                Territory.create({"name": f"T{code}", "insee_code": code})

    def test_insee_code_names_each_bad_row(self):
        with self.assertRaisesRegex(ValidationError, r"Belval \(1\), Corvigny \(2\)"):
            self.env["plpdma.territory"].create(
                [
                    {"name": "Belval", "insee_code": "1"},
                    {"name": "Aubrac", "insee_code": "99901"},
                    {"name": "Corvigny", "insee_code": "2"},
                ]
            )

    def test_insee_code_once_by_company(self):
        Territory = self.env["plpdma.territory"]
        Territory.create({"name": "Belval", "insee_code": "99901", "active": False})
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            Territory.create({"name": "Corvigny", "insee_code": "99901"})
        Territory.create(
            {
                "name": "Corvigny",
                "insee_code": "99901",
                "company_id": self.other_company.id,
            }
        )
        Territory.create([{"name": "Centre"}, {"name": "Nord", "insee_code": " "}])

    def test_insee_code_finds_the_territory(self):
        Territory = self.env["plpdma.territory"]
        territory = Territory.create({"name": "Belval", "insee_code": "99901"})
        self.assertEqual(
            Territory.name_search("99901"), [(territory.id, territory.display_name)]
        )

    def test_population_is_not_negative(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.env["plpdma.territory"].create({"name": "Belval", "population": -1})
