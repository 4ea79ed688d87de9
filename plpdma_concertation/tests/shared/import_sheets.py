"""The sheets that people have, in the order in which one who begins imports them, and
what each brings into a programme that has nothing else."""

from datetime import date
from typing import NamedTuple
from unittest.mock import patch

# The day of the imports: the last row of a sheet is dated after it.
DAY = date(2026, 11, 28)


class Sheet(NamedTuple):
    """A file of ``tests/data/import``, and what it brings to a list."""

    name: str
    model: str
    # What tells its records, in the order of its rows.
    fields: tuple
    brings: tuple
    # New ones; the others were there.
    created: int
    # Rows that are given back.
    refused: int = 0


GROUPING = Sheet(
    "dgcl_epci_membres.csv",
    "territory",
    ("name", "insee_code", "population"),
    (
        ("CC de l'Exemple", False, 12001),
        ("Abergement-Fictif", "01901", 1200),
        ("Bourg-Fictif", "01902", 10801),
    ),
    created=3,
)
# Its first code lost its zero; what is in the list already stays as it is.
LOST_ZERO = Sheet(
    "insee_excel_zero_perdu.csv",
    "territory",
    ("name", "insee_code", "population"),
    GROUPING.brings[1:],
    created=0,
)
MEMBERS = Sheet(
    "cces_membres.xlsx",
    "stakeholder",
    ("partner_name", "email", "membership"),
    (
        ("Alix FICTIF", "alix@saint-exemple.example", "member"),
        ("Sam INVENTÉ", "sam@saint-exemple.example", "substitute"),
        ("Jo EXEMPLE", "jo@ressourcerie.example", "member"),
    ),
    created=3,
)
# They sit in the commission already: their function is what is new.
ELECTED = Sheet(
    "rne_conseillers_communautaires.csv",
    "stakeholder",
    ("partner_name", "email", "membership", "function"),
    (
        (*MEMBERS.brings[0], "Vice-président"),
        (*MEMBERS.brings[1], False),
    ),
    created=0,
)
WORDS = ("register_number", "channel", "contributor_name", "verbatim")
OVERFLOWING = "L’été, les bacs débordent – coût : 20 €"
PAPER = Sheet(
    "registre_papier_cp1252.csv",
    "contribution",
    WORDS,
    (
        ("R1", "paper_register", "FICTIF Alix", OVERFLOWING),
        ("R2", "paper_register", "M. et Mme INVENTÉ", "Pas d’accord"),
    ),
    created=2,
    refused=1,
)
SPREADSHEET = Sheet(
    "contributions_excel_fr_cp1252.csv",
    "contribution",
    WORDS,
    ((False, "paper_register", "Alix Fictif", OVERFLOWING),),
    created=1,
    refused=1,
)
FORMS = Sheet(
    "ms_forms_avis_1.csv",
    "contribution",
    WORDS,
    (
        ("1", "email", "Alix Fictif", "Plus de composteurs."),
        ("2", "email", "Sam Inventé", "Moins de plastique."),
    ),
    created=2,
)
# The numbers of its rows begin again: they are other people's.
FORMS_AGAIN = Sheet(
    "ms_forms_avis_2.csv",
    "contribution",
    WORDS,
    (
        ("1", "email", "Jo Autre", "Deuxième consultation : du broyage."),
        ("2", "email", "Lou Autre", "Deuxième consultation : du réemploi."),
    ),
    created=2,
)
PLACES = (GROUPING, LOST_ZERO)
PEOPLE = (MEMBERS, ELECTED)
HEARD = (PAPER, SPREADSHEET, FORMS, FORMS_AGAIN)
SHEETS = (*PLACES, *PEOPLE, *HEARD)


class SheetsMixin:
    """Imports on the day of the sheets, and says what each brought."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        companies = cls.registry["res.company"]
        today = patch.object(companies, "_plpdma_get_today", lambda company: DAY)
        cls.startClassPatcher(today)

    def _check_sheet(self, sheet, records, log):
        """What a sheet brought, in the order of its rows, and what is noted of it."""
        self.assertEqual(
            [tuple(record[name] for name in sheet.fields) for record in records],
            list(sheet.brings),
            sheet.name,
        )
        known = len(sheet.brings) - sheet.created
        self.assertEqual(
            (log.file_name, log.created_count, log.refused_count),
            (sheet.name, sheet.created, sheet.refused),
        )
        self.assertEqual(log.updated_count + log.known_count, known, sheet.name)
