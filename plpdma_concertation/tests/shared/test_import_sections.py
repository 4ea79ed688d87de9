"""A list of members under rows of colleges, with notes at its foot."""

import base64

from odoo.tests import tagged

from .test_import_refused import RefusedCase

HEADINGS = ("Nom", "Organisme", "Mail")


@tagged("post_install", "-at_install", "plpdma")
class TestImportSections(RefusedCase):
    def setUp(self):
        super().setUp()
        self.actors = self.french_env["plpdma.stakeholder"]

    def _make_list(self, address="zoe@s.example"):
        return self._make_file(
            HEADINGS,
            ("COLLÈGE DES ÉLUS", "", ""),
            ("Alix VERT", "Mairie de Vrac", ""),
            ("Collège 2 : associations et société civile", "", ""),
            ("Zoé BRUN", "Les Amis", address),
            ("Acteurs économiques et distribution", "", ""),
            ("Max ROUX", "", ""),
            ("Mis à jour le 12 mars", "", ""),
        )

    def test_each_is_told(self):
        records, messages = self._import(self.actors, self._make_list())
        self.assertEqual(
            [(one.partner_name, one.college_id.name) for one in records],
            [
                ("Alix VERT", "Élus"),
                ("Zoé BRUN", "Associations et société civile"),
                ("Max ROUX", "Acteurs économiques et distribution"),
            ],
        )
        self.assertEqual(
            self._get_texts(messages),
            [
                "Ces lignes sont des notes, laissées de côté : 8.",
                "Ces lignes donnent leur collège à celles qui suivent : 2 (ÉLUS), 4 "
                "(associations et société civile) et 6 (Acteurs économiques et "
                "distribution).",
            ],
        )

    def test_who_is_refused_keeps_their_college(self):
        """The sheet that comes back to be mended says it beside them."""
        wizard, preview = self._preview(
            self.actors, self._make_list("zoe chez les amis")
        )
        paths = [
            "/".join(preview["matches"][place])
            for place in range(len(preview["headers"]))
        ]
        told = wizard.get_mending_sheet(paths, preview["headers"], preview["options"])
        headings, *rows = self._open(base64.b64decode(told["content"]))
        self.assertIn("Collège", headings)
        place = headings.index("Collège")
        self.assertEqual(
            [row[place] for row in rows if row[1] == "Zoé BRUN"],
            ["associations et société civile"],
        )
