"""Who a text may tell of is never left out."""

import random

from odoo.tests import BaseCase, tagged

from ...tools.personal_clues import (
    read_clues,
    split_names,
)
from ...tools.personal_data import (
    Identity,
    _fold_words,
    find_passages,
)

NAMES = (
    "Camille Dupont", "DURAND Anne-Sophie", "Jean-Luc Lefèvre", "Mme Noël", "Li",
    "de La", "M. Petit", "O'Brien", "D’Alembert", "Œnone Lœb", "Strauß", "Łukasz Żak",
    "Αθηνά", "Ана", "ﬁona", "Ｆｕｌｌ", "e\u0301tienne", "x_y", "", None, "  ", "!!!",
    "Association des Amis du Val", "Ville", "12 Rose", "Dʼarc", "Le Goff", "A. B.",
    "Professeur Juste de la Fontaine Marchand Brun", "Bé", "İnci", "Cœur", "SAS Val",
)  # fmt: skip
EMAILS = ("camille@p.example", "Zoe.B@VAL.example", "a-b@c.example", "œ@p.example", "")
PHONES = ("02 99 11 22 33", "+33 6 12 34 56 78", "123456", "0699", None)
STREETS = ("12 rue des Lilas", "3 bis place du Marché", "Le Bourg", "", None)
TOWNS = ("Rennes", "Vezin-le-Coquet", "L'Haÿ-les-Roses")
FILLING = (
    "un petit bac au pied de la rue , et le marché de la ville . ; l' — le val : Nous "
    "sommes juste 12 d'accord / 35000 ( à ) é É œ \n"
).split(" ")


@tagged("post_install", "-at_install", "plpdma")
class TestPersonalClues(BaseCase):
    """Plain functions, against the rule that they spare."""

    def test_words_are_those_of_the_rule(self):
        for names in (NAMES, STREETS, NAMES * 3, ("Rennes",), (None,)):
            folded = [_fold_words(name or "") for name in names]
            self.assertEqual(split_names(names), folded)
        signs = [chr(code) for code in range(1, 0x3100)]
        self.assertEqual(split_names(signs), [_fold_words(sign) for sign in signs])

    def test_nobody_is_left_out(self):
        """Random texts and people: whoever the rule finds is kept, most are not."""
        rng = random.Random(15)
        found = kept = asked = 0
        for _time in range(1_500):
            text = self._make_text(rng)
            clues = read_clues([text])
            for identity, is_kept in self._ask(clues):
                is_own = any(p.is_own for p in find_passages(text, identity))
                self.assertTrue(is_kept or not is_own, (text, identity))
                found, kept, asked = found + is_own, kept + is_kept, asked + 1
        self.assertGreater(found, 3_000)
        self.assertLess(kept, asked / 4)
        self.assertLess(kept, found * 2)

    def _make_text(self, rng):
        known = (*NAMES, *EMAILS, *PHONES, *STREETS, *TOWNS)
        words = rng.choices(FILLING, k=rng.randint(0, 15))
        for name in rng.sample(known, k=rng.randint(0, 3)):
            name = name or ""
            parts = [name, *name.split(), name.upper(), name.replace("-", " ")]
            words.insert(rng.randint(0, len(words)), rng.choice(parts))
        return rng.choice((" ", " ", "\n", "-")).join(words)

    def _ask(self, clues):
        """Each person apart, and whether they are kept."""
        people = {*clues.find_people(NAMES)}
        organisations = {*clues.find_places(NAMES)}
        streets, towns = ({*clues.find_places(kind)} for kind in (STREETS, TOWNS))
        for place, name in enumerate(NAMES):
            if not name:
                continue
            yield Identity(names=(name,)), place in people
            yield Identity(organisations=(name,)), place in organisations
        for email in filter(None, EMAILS):
            yield Identity(emails=(email,)), clues.may_tell_email(email)
        for phone in filter(None, PHONES):
            yield Identity(phones=(phone,)), clues.may_tell_phone(phone)
        for place, street in enumerate(STREETS):
            if street:
                yield Identity(addresses=(street,)), place in streets
        for place, town in enumerate(TOWNS):
            yield Identity(addresses=(f"35000 {town}",)), place in towns
