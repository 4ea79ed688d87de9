"""The cells of a sheet that name people: with how they are reached, or with words that
say that nobody is named yet."""

from odoo.tests import tagged

from .test_import_cases import CaseFiles

NOBODY = (
    "en cours de désignation",
    "Désignation en cours",
    "À désigner ultérieurement",
    "A désigner (AG de mars)",
    "en attente de désignation par le conseil",
    "pas encore désigné(e)",
    "Suppléant à désigner",
    "pas de suppléant",
    "siège vacant depuis 2024",
    "poste à pourvoir",
    "à déterminer",
    "à venir",
    "non désignée",
    "démissionnaire",
    "aucune",
    "N.C.",
    "s.o.",
    "décédé",
    "titulaire démissionnaire",
    "démission en cours",
    "Vacance de poste",
    "désignation le 12/01/2027",
    "attente CM",
    "prochain conseil municipal",
    "ne siège pas",
    "n'a pas désigné",
    "N/A",
    "TBD",
    "—",
)
# The cell, then the name, the address and the telephone number in it.
REACHED = (
    ("Mme Una ALFA (una@n.example)", "Una ALFA", "una@n.example", False),
    ("Bo BETA - bo@n.example", "Bo BETA", "bo@n.example", False),
    ("Cy GAMA, courriel : cy@n.example", "Cy GAMA", "cy@n.example", False),
    ("« Di » DELTA <di@n.example>", "« Di » DELTA", "di@n.example", False),
    ("Ed EPSI 06 12 34 56 78", "Ed EPSI", False, "06 12 34 56 78"),
    ("Fa ZETA, tél. : 0612345679", "Fa ZETA", False, "0612345679"),
    ("Gi ETA gi@n.example 0612345670", "Gi ETA", "gi@n.example", "0612345670"),
    (
        "Hu TETA (hu@n.example, 06 99 00 00 00)",
        "Hu TETA",
        "hu@n.example",
        "06 99 00 00 00",
    ),
    ("Ka KAPA mailto:ka@n.example", "Ka KAPA", "ka@n.example", False),
    ("anne-lise@n.example", "anne-lise@n.example", "anne-lise@n.example", False),
)


@tagged("post_install", "-at_install", "plpdma")
class TestImportNames(CaseFiles):
    def _take_actors(self, *lines):
        content = "\n".join(lines).encode()
        model = self.french_env["plpdma.stakeholder"]
        records, messages, _raw = self._take(model, "noms.csv", content)
        return records, messages

    def test_a_seat_of_nobody_yet(self):
        """On either side."""
        rows = [f"Club {place};Ana ROU{'Z' * place};{word}" for place, word in told()]
        rows += [f"Amis {place};{word};Léo ROI{'X' * place}" for place, word in told()]
        records, messages = self._take_actors("Organisme;Titulaire;Suppléant", *rows)
        self.assertEqual(messages, [])
        self.assertEqual(len(records), 2 * len(NOBODY))
        names = {one.partner_name[:7] for one in records}
        self.assertEqual(names, {"Ana ROU", "Léo ROI"})
        self.assertFalse(records.substitute_for_id)

    def test_somebody_of_a_like_name(self):
        names = (
            "Pas-de-Calais Habitat",
            "Paul VACANT",
            "VACANT Luc",
            "Vacances Léo Lagrange",
            "Association À venir",
        )
        records, messages = self._take_actors("Nom", *names)
        self.assertEqual(messages, [])
        self.assertEqual(tuple(records.mapped("partner_name")), names)

    def test_a_name_after_such_words_is_not_lost(self):
        for cell in (
            "à remplacer par Jean DUPONT",
            "en attente de M. Durand",
            "à confirmer le 12/01 : Luc MARTIN",
            "à désigner (Paul NOIR proposé)",
        ):
            with self.subTest(cell):
                records, [text] = self._take_actors(
                    "Organisme;Titulaire;Suppléant", f"Club;Ana ROUZ;{cell}"
                )
                self.assertFalse(records)
                self.assertIn("écrivez le nom seul", text)

    def test_a_civility_alone_is_nobody(self):
        for place, cell in enumerate(("M.", "Mme", "M. et Mme")):
            records, messages = self._take_actors(
                "Organisme;Titulaire;Suppléant", f"Club {place};Ana ROU{place};{cell}"
            )
            self.assertEqual(messages, [])
            self.assertEqual(records.mapped("partner_name"), [f"Ana ROU{place}"])

    def test_the_same_as_above(self):
        for word in ("Idem", "id.", "voir ci-dessus", '""""'):
            with self.subTest(word):
                records, [text] = self._take_actors(
                    "Organisme;Titulaire;Suppléant",
                    "Club;Ana ROUZ;Léo ROIX",
                    f"Amis;Ana ROUW;{word}",
                )
                self.assertFalse(records)
                self.assertIn("réécrivez le nom de la ligne du dessus", text)

    def test_the_same_as_above_in_another_column(self):
        for place, word in enumerate(("idem", " Idem ", "id.", "//", '""""', "»")):
            for column, row in (
                ("Organisme", f"{word};Sam IDEM{place};maire;Zed"),
                ("Fonction", f"Club {place};Sam IDEM{place};{word};Zed"),
                ("Commune", f"Club {place};Sam IDEM{place};maire;{word}"),
            ):
                with self.subTest(word, column=column):
                    records, [text] = self._take_actors(
                        "Organisme;Nom;Fonction;Commune",
                        f"Ville {place};Ana HAUT{place};élue;Zed",
                        row,
                    )
                    self.assertFalse(records)
                    shown = word.strip().strip('"') or '"'
                    for words in (
                        f"Ligne 3, colonne « {column} »",
                        f"« {shown} »",
                        "réécrivez ce que dit la ligne du dessus",
                    ):
                        self.assertIn(words, text)

    def test_no_organisation(self):
        for place, word in enumerate(("-", "néant", "Aucune", "/")):
            records, messages = self._take_actors(
                "Organisme;Nom", f"{word};Sam SEUL{place}"
            )
            self.assertEqual(messages, [])
            self.assertFalse(records.partner_id.parent_id)

    def test_the_same_as_above_of_contributions(self):
        for column in ("Nom du contributeur", "Ville du contributeur"):
            content = self._make_file((column, "Observation"), ("Idem", "Un texte"))
            records, messages = self._import(self.contributions, content)
            self.assertFalse(records)
            [text] = self._get_texts(messages)
            for words in (f"Ligne 2, colonne « {column} »", "« Idem »", "réécrivez"):
                self.assertIn(words, text)

    def test_how_somebody_is_reached_is_no_part_of_their_name(self):
        records, messages = self._take_actors(
            "Nom", *(cell for cell, *_told in REACHED)
        )
        self.assertEqual(messages, [])
        self.assertEqual(
            [(one.partner_name, one.email, one.phone) for one in records],
            [tuple(told) for _cell, *told in REACHED],
        )

    def test_nor_of_that_of_a_member(self):
        records, messages = self._take_actors(
            "Organisme;Titulaire;Suppléant",
            "Club;Mme Ana ROUZ (ana@n.example);Léo ROIX, 06 12 34 56 78",
        )
        self.assertEqual(messages, [])
        member, substitute = records
        self.assertEqual(
            (member.partner_name, member.email), ("Ana ROUZ", "ana@n.example")
        )
        self.assertEqual(substitute.partner_name, "Léo ROIX")
        self.assertEqual(substitute.phone, "06 12 34 56 78")
        self.assertEqual(substitute.substitute_for_id, member)

    def test_two_with_their_addresses_are_told_apart(self):
        for between in ("; ", "\n"):
            with self.subTest(between):
                cell = f"Léa ROUV <lea@n.example>{between}Max TROU <max@n.example>"
                records, [text] = self._take_actors("Nom;Fonction", f'"{cell}";Maire')
                self.assertFalse(records)
                self.assertIn("nomme plusieurs personnes", text)

    def test_both_in_one_cell(self):
        records, messages = self._take_actors(
            "Organisme;Titulaire / Suppléant",
            "Club;Zoé VRAC et M. Max de La TOUR",
            "Amis;M. et Mme ROUX",
            "Eau;Familles rurales et Eau vive",
        )
        self.assertEqual(messages, [])
        self.assertEqual(
            records.mapped("partner_name"),
            [
                "Zoé VRAC",
                "Max de La TOUR",
                "M. et Mme ROUX",
                "Familles rurales et Eau vive",
            ],
        )
        self.assertEqual(records[1].substitute_for_id, records[0])

    def test_both_in_one_cell_with_what_says_who_is_who(self):
        for place, cell in enumerate(
            (
                "Zoé VRAX{} (titulaire), Max TROX{} (suppléant)",
                "T : Zoé VRAX{}\nS : Max TROX{}",
                "Titulaire : Zoé VRAX{} ; suppléant : Max TROX{}",
            )
        ):
            cell = cell.format(place, place)
            with self.subTest(cell):
                records, messages = self._take_actors(
                    "Organisme;Titulaire et suppléant", f'Club {place};"{cell}"'
                )
                self.assertEqual(messages, [])
                names = records.mapped("partner_name")
                self.assertEqual(names, [f"Zoé VRAX{place}", f"Max TROX{place}"])
                self.assertEqual(records[1].substitute_for_id, records[0])
        records, messages = self._take_actors(
            "Organisme;Titulaire / Suppléant",
            "Amis;Una SEUX et en cours de désignation",
        )
        self.assertEqual(messages, [])
        self.assertEqual(records.partner_name, "Una SEUX")

    def test_a_contact_beside_an_organisation(self):
        """A heading that is also what Odoo calls the contact of an actor."""
        for place, headings in enumerate(
            ("Organisme;Contact;Fonction", "Contact;Courriel;Structure")
        ):
            with self.subTest(headings):
                cells = {
                    "Organisme": f"Club {place}",
                    "Structure": f"Club {place}",
                    "Contact": f"Ana ROU{'Z' * (place + 1)}",
                    "Fonction": "Maire",
                    "Courriel": "ana@n.example",
                }
                row = ";".join(cells[heading] for heading in headings.split(";"))
                records, messages = self._take_actors(headings, row)
                self.assertEqual(messages, [])
                self.assertEqual(records.partner_name, cells["Contact"])
                self.assertEqual(records.organisation_name, f"Club {place}")


def told():
    return enumerate(NOBODY, start=1)
