"""An address that several people have makes none of them another; an import that
completes the contact of an earlier one is undone by itself."""

from odoo.tests import BaseCase, tagged

from ...tools.names import may_be_same_name
from .import_undo_common import UndoCase

HEADINGS = ("Organisme", "Nom", "Mail", "Tél", "Fonction")


@tagged("post_install", "-at_install", "plpdma")
class TestSameName(BaseCase):
    def test_names(self):
        for one, other, expected in (
            ("Ida BRUN", "Brun Ida", True),
            ("Mme Ida Brun", "I. Brun", True),
            ("Ida Marie Brun", "Ida Brun", True),
            ("Mairie de Zed", "Mairie Zed", True),
            ("Asso Zed (nouveau nom)", "Association Zed", True),
            ("Jean Brun", "Jeanne Brun", False),
            ("Ida Brun", "Pierre Brun", False),
            ("Ida Brun", "Mairie de Zed", False),
            ("Ida Brun", "", False),
        ):
            with self.subTest(one, other=other):
                self.assertEqual(may_be_same_name(one, other), expected)
                self.assertEqual(may_be_same_name(other, one), expected)


@tagged("post_install", "-at_install", "plpdma")
class TestSharedAddress(UndoCase):
    def _take(self, *rows, **options):
        options.setdefault("model", self.french_env["plpdma.stakeholder"])
        return self._import(*rows, headings=HEADINGS, **options)

    def test_somebody_else_is_a_new_contact(self):
        partners = self.agent_env["res.partner"]
        pierre, hall = partners.create(
            [
                {"name": "Pierre AUTRE", "email": "accueil@a.example"},
                {
                    "name": "Mairie de Zed",
                    "is_company": True,
                    "email": "mairie@a.example",
                },
            ]
        )
        records, _log = self._take(
            ("Club Quatre", "Ida BRUN", "accueil@a.example", "", "Trésorière"),
            ("Mairie de Zed", "Max ROUX", "mairie@a.example", "", "Maire"),
        )
        self.assertEqual(records.mapped("partner_name"), ["Ida BRUN", "Max ROUX"])
        self.assertEqual(records[1].partner_id.parent_id, hall)
        for contact in (pierre, hall):
            self.assertFalse(contact.function)
            self.assertFalse(contact.comment)
        self.assertFalse(pierre.parent_id)

    def test_several_of_one_file(self):
        """A household, or the box of an association."""
        names = ["Anne PARTAGE", "Benoît PARTAGE", "Chloé AUTRE"]
        records, _log = self._take(
            *(("", name, "foyer@a.example", "", "") for name in names)
        )
        self.assertEqual(records.mapped("partner_name"), names)
        self.assertEqual(len(records.partner_id), 3)
        self.assertEqual(set(records.mapped("email")), {"foyer@a.example"})

    def test_somebody_who_has_the_address_of_an_actor(self):
        """They were taken for the organisation, which was changed."""
        first, _log = self._take(("Collège Zed", "", "college@a.example", "", ""))
        college = first.partner_id
        self.assertTrue(college.is_company)
        records, _log = self._take(
            ("", "Denis NOUVEAU", "college@a.example", "06 12 34 56 78", "Proviseur")
        )
        self.assertEqual(records.partner_name, "Denis NOUVEAU")
        self.assertNotEqual(records.partner_id, college)
        self.assertFalse(college.phone or college.function)
        # Whoever may be the same, written otherwise, is.
        content = self._make_file(
            HEADINGS, ("", "NOUVEAU D.", "college@a.example", "", "Proviseur adjoint")
        )
        model = self.french_env["plpdma.stakeholder"]
        _wizard, result = self._execute(model, "a.csv", content)
        self.assertFalse(result["ids"])

    def test_it_is_told(self):
        self.agent_env["res.partner"].create(
            {"name": "Pierre AUTRE", "email": "accueil@a.example"}
        )
        content = self._make_file(
            HEADINGS, ("", "Ida BRUN", "accueil@a.example", "", "")
        )
        model = self.french_env["plpdma.stakeholder"]
        _wizard, result = self._execute(model, "a.csv", content)
        told = " ".join(self._get_texts(result["messages"]))
        self.assertIn("Ida BRUN (Pierre AUTRE)", told)

    def test_it_is_told_of_an_address_that_several_have(self):
        self.agent_env["res.partner"].create(
            [
                {"name": name, "email": "accueil@a.example"}
                for name in ("Pierre AUTRE", "Zoé TIERS")
            ]
        )
        content = self._make_file(
            HEADINGS, ("", "Ida BRUN", "accueil@a.example", "", "")
        )
        model = self.french_env["plpdma.stakeholder"]
        _wizard, result = self._execute(model, "a.csv", content)
        told = " ".join(self._get_texts(result["messages"]))
        self.assertIn("Ida BRUN (Pierre AUTRE, Zoé TIERS)", told)

    def test_a_namesake_without_an_address_is_the_one(self):
        partners = self.agent_env["res.partner"]
        partners.create({"name": "Pierre AUTRE", "email": "accueil@a.example"})
        ida = partners.create({"name": "Ida BRUN"})
        content = self._make_file(
            HEADINGS, ("", "Ida BRUN", "accueil@a.example", "", "")
        )
        model = self.french_env["plpdma.stakeholder"]
        records, _count, result = self._choose(model, "a.csv", content)
        self.assertEqual(records.partner_id, ida)
        self.assertEqual(ida.email, "accueil@a.example")
        told = " ".join(self._get_texts(result["messages"]))
        self.assertNotIn("nouveaux contacts", told, "She was there already")

    def test_a_contact_that_an_earlier_import_made(self):
        """The later one is undone alone, whoever made the earlier one."""
        first, _log = self._take(("", "Ida BRUN", "ida@a.example", "", ""))
        ida = first.partner_id
        for user in (self.user_agent, self.user_manager):
            with self.subTest(user=user.login):
                program = self._create_program(state="open")
                model = self.french_env["plpdma.stakeholder"].with_user(user)
                model = model.with_context(default_program_id=program.id)
                records, log = self._take(
                    ("", "Ida BRUN", "ida@a.example", "06 12 34 56 78", ""),
                    ("", f"Max {user.login}", "", "", ""),
                    model=model,
                )
                self.assertEqual(records[0].partner_id, ida)
                self.assertEqual(ida.phone, "06 12 34 56 78")
                self.env.flush_all()
                log.with_user(user).action_undo()
                self.assertFalse(records.exists())
                self.assertTrue(ida.exists())
                self.assertFalse(ida.phone)
                self.assertFalse(ida.comment)
