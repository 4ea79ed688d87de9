"""What tells who wrote, in any spelling, and what only looks like it."""

import time

from odoo.tests import BaseCase, tagged

from ...tools.personal_data import (
    Identity,
    find_passages,
    get_excerpt,
    get_line,
    leave_out,
)

AUTHOR = Identity(
    names=("Mme Camille Dupont-Lefèvre",),
    organisations=("Ressourcerie du Val",),
    emails=("camille@p.example",),
    phones=("+33 6 12 34 56 78",),
    addresses=("12 bis rue des Lilas", "35132 Vezin-le-Coquet"),
)
# Each text, and what is found in it: the kind, whether it is the author's, the words.
FOUND = (
    ("Je suis CAMILLE dupont lefevre.", "name", True, "CAMILLE dupont lefevre"),
    ("Dupont-Lefèvre Camille", "name", True, "Dupont-Lefèvre Camille"),
    ("Lefe\u0301vre, rue du Port", "name", True, "Lefe\u0301vre"),
    ("signé camille", "name", True, "camille"),
    ("La ressourcerie  du val dit", "name", True, "ressourcerie  du val"),
    ("Écrire à camille@p.example.", "email", True, "camille@p.example"),
    ("(Camille@P.example)", "email", True, "Camille@P.example"),
    ("j.dupont@ailleurs.example", "email", False, "j.dupont@ailleurs.example"),
    ("jean [arobase] poste.example", "email", False, "jean [arobase] poste.example"),
    ("jean (at) poste (point) fr", "email", False, "jean (at) poste (point) fr"),
    ("au 06 12 34 56 78", "phone", True, "06 12 34 56 78"),
    ("au 0612345678,", "phone", True, "0612345678"),
    ("+33 (0)6 12 34 56 78", "phone", True, "+33 (0)6 12 34 56 78"),
    ("02.99.00.00.00", "phone", False, "02.99.00.00.00"),
    ("02-99-00-00-00", "phone", False, "02-99-00-00-00"),
    ("02\xa099\u202f00 00 00", "phone", False, "02\xa099\u202f00 00 00"),
    ("0299 000 000", "phone", False, "0299 000 000"),
    ("+33 2 99 00 00 00", "phone", False, "+33 2 99 00 00 00"),
    ("0033299000000", "phone", False, "0033299000000"),
    ("+32 470 12 34 56", "phone", False, "+32 470 12 34 56"),
    ("coupé 06 98\n76 54 32 en deux", "phone", False, "06 98\n76 54 32"),
    ("au 12 bis, rue des lilas", "address", True, "12 bis, rue des lilas"),
    ("rue des Lilas, le soir", "address", True, "rue des Lilas"),
    ("à 35132 Vezin le Coquet", "address", True, "35132 Vezin le Coquet"),
    ("devant le 12 rue du Lavoir : oui", "address", False, "12 rue du Lavoir"),
    ("3, av. Foch", "address", False, "3, av. Foch"),
    ("au 5 place du Marché", "address", False, "5 place du Marché"),
    ("7 impasse de l'église", "address", False, "7 impasse de l'église"),
    ("4 ter Allée Jean Moulin ?", "address", False, "4 ter Allée Jean Moulin"),
    ("au 14bis, r. des acacias", "address", False, "14bis, r. des acacias"),
    ("lieu-dit Les Granges, le soir", "address", False, "lieu-dit Les Granges"),
    ("écrire à jedlt @ p.example", "email", False, "jedlt @ p.example"),
    ("BP 12, 35000 Rennes", "address", False, "35000 Rennes"),
    ("Merci.\nCordialement,\nYann L.", "signature", False, "Yann L."),
    ("Bien à vous, Yann", "signature", False, "Yann"),
    ("Cordialement,\n\nPour le collectif\nYann Le Goff", "signature", False, None),
    ("Je soussignée Anne Le Bris demande", "signature", False, None),
    ("Bonjour, je m’appelle Anne.", "signature", False, None),
    ("Signé : Anne", "signature", False, "Anne"),
    (
        "Nous soussignés, MM. Dupont et Durand, demandons",
        "signature",
        False,
        "Dupont et Durand",
    ),
    (
        "Je soussignée, Mme Anne Noël et M. Luc Durand",
        "signature",
        False,
        "Anne Noël et M. Luc Durand",
    ),
    (
        "Nous nous appelons Anne Noël, Luc Petit et Zoé Roux.",
        "signature",
        False,
        "Anne Noël, Luc Petit et Zoé Roux.",
    ),
)
NOT_FOUND = (
    "Un composteur au pied de l'immeuble 12.",
    "Lefèvres et camillette",
    "Nos déchets, à la ressourcerie ou au val",
    "Il y a 20 000 habitants et 15 000 Tonnes, soit 12000 EUR.",
    "SIRET 123 456 789 00012, dossier 2026-0042, 1 234 567 890 kg",
    "2 passages par semaine, 3 places, 1 cours de compostage, 5 routes",
    "Le 12 mai 2026, de 10 h 30 à 12 h 00, en 2027 2028 2029",
    "Dans la rue du Port, vers Vezin-le-Coquet",
    "Bien cordialement,\nUne habitante du quartier",
    "Cordialement.\n",
    "Le lieu dit « de l'oubli », à 2 jours par semaine",
    "Une convention signée avec Citeo",
    "Un seuil à 0,5 % ; 06 12 34 56",
    "",
)


@tagged("post_install", "-at_install", "plpdma")
class TestPersonalData(BaseCase):
    """Plain functions, without a database."""

    def test_found(self):
        for text, kind, is_own, words in FOUND:
            with self.subTest(text):
                passages = find_passages(text, AUTHOR)
                self.assertEqual([p.kind for p in passages], [kind])
                [passage] = passages
                self.assertEqual(passage.is_own, is_own)
                if words is not None:
                    self.assertEqual(text[passage.start : passage.stop], words)

    def test_not_found(self):
        for text in NOT_FOUND:
            with self.subTest(text):
                self.assertEqual(find_passages(text, AUTHOR), [])

    def test_all_are_found_in_their_order(self):
        text = "\n".join(found for found, *_rest in FOUND)
        passages = find_passages(text, AUTHOR)
        self.assertGreaterEqual(len(passages), len(FOUND) - 2)
        for before, after in zip(passages, passages[1:], strict=False):
            self.assertLessEqual(before.stop, after.start)

    def test_without_author(self):
        self.assertEqual(find_passages("Camille, rue des Lilas"), [])
        [passage] = find_passages("06 12 34 56 78")
        self.assertFalse(passage.is_own)

    def test_who_agrees_to_be_named(self):
        """The name is told then; not where to reach them."""
        named = Identity(emails=AUTHOR.emails)
        text = "Camille Dupont, camille@p.example\nCordialement,\nCamille Dupont"
        passages = find_passages(text, named, signed=False)
        self.assertEqual([p.kind for p in passages], ["email"])

    def test_a_name_that_is_also_a_word(self):
        author = Identity(names=("Luc Petit",))
        text = "Un petit bac, dit M. Petit."
        [passage] = find_passages(text, author)
        self.assertEqual(text[passage.start :], "Petit.")

    def test_an_organisation_typed_as_a_name(self):
        author = Identity(names=("Association Zéro Déchet du Val",))
        self.assertEqual(find_passages("Le déchet, zéro !", author), [])
        self.assertEqual(
            len(find_passages("L'association zero dechet du val", author)), 1
        )

    def test_what_the_authority_publishes(self):
        known = Identity(
            emails=("dechets@essai.example",),
            phones=("02 99 11 22 33",),
            addresses=("1 place de la Mairie 35000 Rennes",),
        )
        text = (
            "dechets@essai.example, +33 2 99 11 22 33, 1 place de la Mairie, "
            "35000 Rennes"
        )
        passages = find_passages(text)
        self.assertEqual(len(passages), 4)
        self.assertEqual(leave_out(text, passages, known), [])
        self.assertEqual(leave_out(text, passages, Identity()), passages)
        for other in ("02 99 11 22 34", "11 place de la Mairie", "x@essai.example"):
            self.assertEqual(len(leave_out(other, find_passages(other), known)), 1)
        own = find_passages(text, author=known)
        self.assertEqual(leave_out(text, own, known), own)

    def test_where_it_stands(self):
        text = "👩🏽‍🌾 mots " * 30 + "\nappelez le\n06 98\n76 54 32 " + "suite " * 30
        [passage] = find_passages(text)
        before, inside, after = get_excerpt(text, passage)
        self.assertEqual(inside, "06 98 76 54 32")
        self.assertTrue(before.startswith("…") and before.endswith("appelez le "))
        self.assertTrue(after.startswith(" suite") and after.endswith("…"))
        self.assertEqual(get_line(text, passage), 3)

    def test_no_text_takes_long(self):
        """Visitors choose the text: none keeps the staff's list waiting."""
        for piece in (
            "a", "a@", "a.", "1 ", "06 ", "A ", "12 rue ", "Cordialement, ", "- - ",
            "camille ", "de la ", "12 rue de la ", "1 rue A-", "[at]", "Signé A.", "é",
        ):  # fmt: skip
            text = (piece * 100_000)[:100_000]
            start = time.process_time()
            find_passages(text, AUTHOR)
            with self.subTest(piece):
                self.assertLess(time.process_time() - start, 2)
