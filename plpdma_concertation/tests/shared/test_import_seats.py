"""A seat on one row: what is told once is whose."""

from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_import_cases import CaseFiles

HEADINGS = "Organisme;Titulaire;Suppléant"


@tagged("post_install", "-at_install", "plpdma")
class TestImportSeats(CaseFiles):
    def _take_seats(self, headings, *rows):
        """``[(name, e-mail, telephone, function)]`` of the actors of a sheet."""
        return [
            (one.partner_name, one.email, one.phone, one.function)
            for one in self._take_people(headings, *rows)
        ]

    def test_nobody_stands_in_for_themselves(self):
        content = f"{HEADINGS}\nLes Amis;ROUY Jeanne;Jeanne Rouy".encode()
        model = self.french_env["plpdma.stakeholder"]
        records, messages, _raw = self._take(model, "sieges.csv", content)
        self.assertFalse(records)
        self.assertIn("propre suppléant", " ".join(messages))

    def test_one_address_is_that_of_the_member(self):
        found = self._take_seats(
            f"{HEADINGS};Courriel;Tél.;Fonction",
            "Les Amis;ROUY Jeanne;LEROIX Jean;jea@t.example;01 02 03 04 99;Maire",
        )
        self.assertEqual(
            found,
            [
                ("ROUY Jeanne", "jea@t.example", "01 02 03 04 99", "Maire"),
                ("LEROIX Jean", False, False, False),
            ],
        )

    def test_two_are_in_the_order_of_the_names(self):
        for heading in ("Courriel", "Courriel(s)", "E-mails"):
            with self.subTest(heading):
                found = self._take_seats(
                    f"{HEADINGS};{heading};Téléphones",
                    f"Club {heading};ROUA {heading};LEROA {heading};"
                    "a@t.example, b@t.example;06 02 03 04 05 / 06.02.03.04.06",
                )
                self.assertEqual(
                    [one[1:3] for one in found],
                    [
                        ("a@t.example", "06 02 03 04 05"),
                        ("b@t.example", "06.02.03.04.06"),
                    ],
                )
                self.env["plpdma.stakeholder"].search(
                    [("email", "in", ("a@t.example", "b@t.example"))]
                ).unlink()
                self.env["res.partner"].search(
                    [("email", "in", ("a@t.example", "b@t.example"))]
                ).unlink()

    def test_what_the_cell_or_the_heading_says(self):
        found = self._take_seats(
            f"{HEADINGS};Courriel",
            "Un;ROUY Jeanne;LEROIX Jean;jean.leroix@t.example / j.rouy@t.example",
            "Deux;ROUB Anne;LEROB Marc;suppléant : s@t.example",
            "Trois;ROUC Anne;LEROC Marc;contact@trois.example, a.rouc@t.example",
            "Quatre;ROUD Anne;à désigner;a@t.example, b@t.example",
            "Cinq;;LEROE Marc;e@t.example",
            "Sept;ROUS Anne;LEROS Marc;suppleant@sept.example",
        )
        self.assertEqual(
            [one[:2] for one in found],
            [
                ("ROUY Jeanne", "j.rouy@t.example"),
                ("LEROIX Jean", "jean.leroix@t.example"),
                ("ROUB Anne", False),
                ("LEROB Marc", "s@t.example"),
                ("ROUC Anne", "a.rouc@t.example"),
                ("LEROC Marc", False),
                ("ROUD Anne", "a@t.example"),
                ("LEROE Marc", "e@t.example"),
                ("ROUS Anne", "suppleant@sept.example"),
                ("LEROS Marc", False),
            ],
        )
        found = self._take_seats(
            f"{HEADINGS};Courriel;Courriel suppléant;Mail du titulaire;Tél suppléant",
            "Six;ROUF Anne;LEROF Marc;f@t.example;g@t.example;h@t.example;0102030405",
        )
        self.assertEqual(
            [one[:3] for one in found],
            [
                ("ROUF Anne", "h@t.example", False),
                ("LEROF Marc", "g@t.example", "0102030405"),
            ],
        )
        kept = self.env["res.partner"].search([("email", "=", "h@t.example")])
        self.assertIn("f@t.example", kept.comment, "Nothing is dropped")

    def test_a_column_beside_each_name(self):
        found = self._take_seats(
            "Titulaire;Courriel;Tél;Suppléant;Courriel;Tél",
            "ROUQ Anne;q@t.example;01 02 03 04 05;LEROQ Marc;r@t.example;",
            "ROUR Anne;;;LEROR Marc;s@t.example;06 02 03 04 05",
        )
        self.assertEqual(
            [one[1:3] for one in found],
            [
                ("q@t.example", "01 02 03 04 05"),
                ("r@t.example", False),
                (False, False),
                ("s@t.example", "06 02 03 04 05"),
            ],
        )

    def test_an_address_alone_is_where_one_writes_to(self):
        found = self._take_seats(
            f"{HEADINGS};Courriel",
            "Un;ROUV Anne;marc.lerov@t.example;a@t.example",
            "Deux;ROUW Anne;Leroux <l@t.example>;",
        )
        self.assertEqual(
            [one[:2] for one in found],
            [
                ("ROUV Anne", "a@t.example"),
                ("marc.lerov@t.example", "marc.lerov@t.example"),
                ("ROUW Anne", False),
                ("Leroux", "l@t.example"),
            ],
        )

    def test_two_people_in_a_cell_are_told_apart(self):
        model = self.french_env["plpdma.stakeholder"]
        content = (
            "Nom;Mail\nMme TAU Nina et M. UPSILON Tom;n@t.example\n"
            "M. et Mme OMÉGA;o@t.example\n"
        ).encode()
        records, [text, *_more], _raw = self._take(model, "a.csv", content)
        self.assertFalse(records)
        self.assertIn("Mme TAU Nina et M. UPSILON Tom", text)
        self.assertIn("nomme plusieurs personnes", text)
        self.assertNotIn("OMÉGA", text)

    def test_a_telephone_is_no_name(self):
        model = self.french_env["plpdma.stakeholder"]
        content = f"{HEADINGS}\nUn;ROUZ Anne;06 02 03 04 05\n".encode()
        records, [text], _raw = self._take(model, "a.csv", content)
        self.assertFalse(records)
        self.assertIn("06 02 03 04 05", text)
        self.assertIn("est un numéro de téléphone", text)

    def test_a_fixed_line_and_a_mobile_are_one_persons(self):
        found = self._take_seats(
            f"{HEADINGS};Tél", "Un;ROUG Anne;LEROG Marc;01 02 03 04 05 / 06 02 03 04 05"
        )
        self.assertEqual(found[0][2], "01 02 03 04 05 / 06 02 03 04 05")
        self.assertFalse(found[1][2])

    @mute_logger("odoo.sql_db")
    def test_an_address_that_two_share_is_told_as_such(self):
        model = self.french_env["plpdma.stakeholder"]
        content = b"Nom;Mail\nROUH Anne;h@t.example\nLEROH Marc;h@t.example\n"
        records, texts, _raw = self._take(model, "a.csv", content)
        self.assertEqual(len(records.partner_id), 2)
        self.assertIn("LEROH Marc (ROUH Anne)", " ".join(texts))

    @mute_logger("odoo.sql_db")
    def test_somebody_who_may_be_the_one_of_that_address(self):
        model = self.french_env["plpdma.stakeholder"]
        content = b"Nom;Mail\nROUH Anne;h@t.example\nA. ROUH;h@t.example\n"
        records, [text], _raw = self._take(model, "a.csv", content)
        self.assertFalse(records)
        for words in ("Ligne 3,", "« Mail »", "h@t.example", "ROUH Anne", "A. ROUH"):
            self.assertIn(words, text)
        self.assertNotIn("Ce contact est déjà", text)

    @mute_logger("odoo.sql_db")
    def test_the_same_person_by_the_same_address_is_there_twice(self):
        model = self.french_env["plpdma.stakeholder"]
        content = b"Nom;Mail\nROUI Anne;i@t.example\nAnne ROUI;i@t.example\n"
        _records, [text], _raw = self._take(model, "a.csv", content)
        for words in ("Ligne 3,", "« Nom »", "« Anne ROUI »", "déjà un acteur"):
            self.assertIn(words, text)

    def test_the_preview_is_in_words(self):
        model = self.french_env["plpdma.stakeholder"]
        content = f"{HEADINGS}\nUn;ROUJ Anne;LEROJ Marc\n".encode()
        _wizard, preview = self._preview(model, content)
        shown = {cell for column in preview["preview"] for cell in column}
        self.assertFalse(shown & {"member", "substitute"}, shown)
        places = self.manager_env["plpdma.territory"]
        _wizard, preview = self._preview(places, self._read_case("insee_cog.csv"))
        _wizard, preview = self._preview(
            places, self._read_case("dgcl_epci_membres.csv")
        )
        shown = {cell for column in preview["preview"] for cell in column}
        self.assertFalse(shown & {"epci", "commune"}, shown)

    def test_a_civility_is_no_part_of_a_name(self):
        model = self.french_env["plpdma.stakeholder"]
        content = (
            "Organisme;Titulaire;Suppléant\nUn;Mme ROUK Jeanne;M. LEROK Jean\n"
            "Deux;Madame la Maire;M. et Mme ROUL\n"
        ).encode()
        records, messages, _raw = self._take(model, "a.csv", content)
        self.assertEqual(messages, [])
        partners = records.partner_id.sudo()
        self.assertEqual(
            [(one.name, one.plpdma_civility) for one in partners],
            [
                ("ROUK Jeanne", "madame"),
                ("LEROK Jean", "monsieur"),
                ("Madame la Maire", False),
                ("M. et Mme ROUL", False),
            ],
        )
        self.assertEqual(records[1].substitute_for_id, records[0])
        # The same two, without their civilities, or with them: nobody comes twice. The
        # other order of the names is told by the capitals.
        for name in (
            *("ROUK Jeanne", "Mme ROUK Jeanne", "Jeanne ROUK (Mme)"),
            "Jeanne Rouk",
        ):
            again, _messages, _raw = self._take(
                model,
                "b.csv",
                f"Nom;Tél\n{name};01 02 03 04 05\n".encode(),
                plpdma_choices=[["plpdma_there", "", "take:complete"]],
            )
            self.assertEqual(again == records[0], name != "Jeanne Rouk", name)

    def test_a_function_is_no_part_of_a_name(self):
        model = self.french_env["plpdma.stakeholder"]
        names = (
            "Mme Anne ROUZ, maire",
            "Association Rouz, section compost",
            "ROUZ, Paul",
            "M. ROUZ, Jean",
        )
        rows = "".join(f"{name}\n" for name in names)
        records, messages, _raw = self._take(model, "a.csv", f"Nom\n{rows}".encode())
        self.assertEqual(messages, [])
        self.assertEqual(
            [(one.name, one.function) for one in records.partner_id.sudo()],
            [
                ("Anne ROUZ", "maire"),
                ("Association Rouz, section compost", False),
                ("ROUZ, Paul", False),
                ("ROUZ, Jean", False),
            ],
        )
        told, messages, _raw = self._take(
            model,
            "b.csv",
            "Nom;Fonction\nMme Lise ROUZ, maire;Présidente\n".encode(),
        )
        self.assertEqual(messages, [])
        self.assertEqual(told.partner_id.function, "Présidente")
        # An earlier version left it in the name, here and where it is an address.
        for email in (False, "anne@rouz.example"):
            vals = {"name": "Eve ROUZ, maire", "email": email, "function": False}
            partner = self.partners[0].copy(vals)
            actor = self.french_env["plpdma.stakeholder"].create(
                {"program_id": self.program.id, "partner_id": partner.id}
            )
            row = f"Nom;E-mail\nMme Eve ROUZ, maire;{email or ''}\n".encode()
            again, messages, _raw = self._take(
                model,
                "c.csv",
                row,
                plpdma_choices=[["plpdma_there", "", "take:complete"]],
            )
            self.assertEqual((messages, again), ([], actor))
            partner.sudo().name = f"Eve QUI {email}"

    def test_who_was_noted_with_their_civility_comes_once(self):
        """An earlier version left it in the name."""
        partner = self.partners[0].copy({"name": "M. LEROO Jean", "email": False})
        model = self.french_env["plpdma.stakeholder"]
        content = b"Nom\nM. LEROO Jean\n"
        actor, messages, _raw = self._take(model, "a.csv", content)
        self.assertEqual((messages, actor.partner_id), ([], partner))

    def test_a_civility_in_a_column_of_its_own(self):
        model = self.french_env["plpdma.stakeholder"]
        content = (
            "Civilité;Nom;Prénom\nMme;ROUM;Jeanne\nM.;LEROM;Jean\n;ROUN;Sam\n"
        ).encode()
        records, messages, _raw = self._take(model, "a.csv", content)
        self.assertEqual(messages, [])
        self.assertEqual(
            [(one.name, one.plpdma_civility) for one in records.partner_id.sudo()],
            [
                ("Jeanne ROUM", "madame"),
                ("Jean LEROM", "monsieur"),
                ("Sam ROUN", False),
            ],
        )

    def test_whatever_the_headings_of_a_seat(self):
        pairs = (
            ("Titulaire", "Suppléant(e)"),
            ("Titulaire", "Suppléant.e"),
            ("Titulaire", "Suppléant·e·s"),
            ("Titulaire(s)", "Suppléant(s)"),
            ("Membre titulaire", "Membre suppléant"),
            ("Représentant titulaire", "Représentant suppléant"),
            ("Délégué(e) titulaire", "Délégué(e) suppléant(e)"),
            (
                "Conseiller communautaire titulaire",
                "Conseiller communautaire suppléant",
            ),
            ("Nom", "Suppléant(e)"),
            ("Représentant", "Remplaçant"),
        )
        actors = self.french_env["plpdma.stakeholder"]
        for place, (member, substitute) in enumerate(pairs):
            name, other = f"Nadia ROUX{'ABCDEFGHIJ'[place]}", f"Paul LEROX{place}"
            with self.subTest(member=member, substitute=substitute):
                content = (
                    f"Organisme;{member};{substitute};Courriel(s)\n"
                    f"Bourg {place};{name};{other};n{place}@bourg.example"
                ).encode()
                records, messages, _raw = self._take(actors, "sieges.csv", content)
                self.assertEqual(messages, [])
                self.assertEqual(
                    [(one.partner_name, one.membership, one.email) for one in records],
                    [
                        (name, "member", f"n{place}@bourg.example"),
                        (other, "substitute", False),
                    ],
                )
                self.assertEqual(records[1].substitute_for_id, records[0])

    def test_a_column_that_tells_who_is_a_substitute(self):
        found = self._take_seats("Nom;Suppléant;Courriel", "Anne ROUT;oui;a@t.example")
        self.assertEqual(found, [("Anne ROUT", "a@t.example", False, False)])

    def test_both_in_one_column(self):
        for place, heading in enumerate(
            ("Titulaire / Suppléant(e)", "Délégué titulaire / Délégué suppléant")
        ):
            with self.subTest(heading):
                found = self._take_seats(
                    f"Organisme;{heading};Courriel",
                    f"Club {place};M. Luc TITO{place} / Zoé SUPO{place};"
                    f"l{place}@t.example",
                    f"Amis {place};Marc SEULO{place};m{place}@t.example",
                )
                self.assertEqual(
                    [one[:2] for one in found],
                    [
                        (f"Luc TITO{place}", f"l{place}@t.example"),
                        (f"Zoé SUPO{place}", False),
                        (f"Marc SEULO{place}", f"m{place}@t.example"),
                    ],
                )
