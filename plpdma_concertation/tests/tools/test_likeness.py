"""Texts that say nearly the same, without a database."""

import random
import time
import unicodedata

from odoo.tests import BaseCase, tagged

from ...tools import likeness, likeness_store
from ...tools.likeness import compare, group, make_boilerplate, sign
from ...tools.likeness_words import (
    count_pairs,
    find_additions,
    find_differences,
    keep_shared,
)
from .campaign_letters import ADDED, CAMPAIGNS, make_letters, make_other


def alike(one, other, boilerplate=likeness.COURTEOUS):
    return compare(sign(one, boilerplate).sketch, sign(other, boilerplate).sketch)


@tagged("post_install", "-at_install", "plpdma")
class TestLikeness(BaseCase):
    def test_how_it_is_written_does_not_count(self):
        text = CAMPAIGNS[0]
        ways = {
            "capitals": text.upper(),
            "decomposed accents": unicodedata.normalize("NFD", text),
            "no accents": "".join(
                c
                for c in unicodedata.normalize("NFD", text)
                if not unicodedata.combining(c)
            ),
            "punctuation": text.replace(",", " ;").replace(".", " !"),
            "line breaks": text.replace(" ", "\n"),
            "apostrophes": text.replace("'", "’"),
            "soft hyphens": text.replace("déchè", "dé\u00adchè"),
            "greeting and end": f"Bonjour,\n\n{text}\n\nBien cordialement,",
        }
        for name, written in ways.items():
            with self.subTest(name):
                self.assertEqual(sign(written).sketch, sign(text).sketch)
                self.assertEqual(alike(text, written), 1)

    def test_same_signature_in_every_process(self):
        """What is kept in the database is found by the next version too."""
        signature = sign("Un deux trois quatre cinq six sept huit neuf dix onze.")
        self.assertEqual(len(signature.bands), likeness.BANDS)
        self.assertEqual(signature.bands[:3], (53528660, -1128871170, 26202299))
        for number in (*signature.bands, *signature.sketch):
            self.assertTrue(-(2**31) <= number < 2**31)

    def test_nothing_to_tell_by(self):
        for text in ("", " \n", "Je suis contre.", "🙂🙂", "Bonjour,\nCordialement"):
            with self.subTest(text):
                signature = sign(text)
                self.assertFalse(signature.bands)
                self.assertEqual(compare(signature.sketch, signature.sketch), 0)

    def test_forty_who_are_against_are_no_campaign(self):
        texts = ["Je suis contre."] * 40 + ["Je suis contre la taxe !"] * 40
        self.assertEqual(group([sign(text) for text in texts]), [])

    def test_what_we_wrote_does_not_count(self):
        notice = (
            "Votre participation est consultative : elle éclaire la décision, qui "
            "revient au conseil communautaire après l'avis de la commission."
        )
        rng = random.Random(1)
        one, other = (f"{notice}\n{make_other(rng)} {make_other(rng)}" for _n in "ab")
        self.assertGreater(alike(one, other), 0.2)
        self.assertLess(alike(one, other, make_boilerplate((notice,))), 0.1)

    def test_what_is_quoted_does_not_count(self):
        rng = random.Random(2)
        quoted = {
            "marks": "\n".join(f"> {line}." for line in CAMPAIGNS[0].split(".")),
            "announced": f"Le 3 mai 2026, la mairie a écrit :\n{CAMPAIGNS[0]}",
            "message": f"----- Message d'origine -----\n{CAMPAIGNS[0]}",
        }
        for name, quote in quoted.items():
            with self.subTest(name):
                own = make_other(rng)
                self.assertEqual(sign(f"{own}\n\n{quote}").sketch, sign(own).sketch)

    def test_long_texts(self):
        rng = random.Random(3)
        text = " ".join(make_other(rng) for _time in range(900))[:200_000]
        start = time.monotonic()
        signature = sign(text)
        self.assertEqual(len(signature.sketch), likeness.SKETCH_SIZE)
        changed = text.replace("le facteur", "le postier", 40) + ADDED[0]
        self.assertGreater(compare(signature.sketch, sign(changed).sketch), 0.8)
        self.assertLess(compare(signature.sketch, sign(CAMPAIGNS[0]).sketch), 0.1)
        self.assertLess(time.monotonic() - start, 20, "Not a matter of the square")


@tagged("post_install", "-at_install", "plpdma")
class TestGroups(BaseCase):
    def test_who_is_in_a_campaign(self):
        for seed in range(1, 6):
            with self.subTest(seed):
                letters = make_letters(seed)
                groups = group([sign(text) for text, _campaign in letters])
                found = {n for one in groups for n in one.members}
                true = {
                    n for n, (_text, number) in enumerate(letters) if number is not None
                }
                self.assertEqual(len(true), 180)
                self.assertGreaterEqual(len(found & true) / len(true), 0.97)
                self.assertGreaterEqual(len(found & true) / len(found), 0.99)
                for one in groups:
                    self.assertIn(one.sample, one.members)
                    self.assertEqual(len({letters[n][1] for n in one.members}), 1)

    def test_few_at_a_time_is_the_same(self):
        """Batches find the same neighbours as all at once."""
        letters = make_letters(4, each=30, others=100)
        texts = [(n, 1, sign(text)) for n, (text, _c) in enumerate(letters, 1)]
        known, roots = {}, {}
        for at in range(0, len(texts), 7):
            batch = texts[at : at + 7]
            candidates = {
                number: [
                    other
                    for other in known
                    if set(texts[other - 1][2].bands) & set(signature.bands)
                ][: likeness_store.NEIGHBOUR_COUNT]
                for number, _program, signature in batch
            }
            came, moved = likeness_store.join_roots(batch, candidates, known)
            roots.update(came)
            roots = {number: moved.get(root, root) for number, root in roots.items()}
            known = {
                number: likeness_store.Rooted(root, texts[number - 1][2].sketch)
                for number, root in roots.items()
            }
        for campaign in range(3):
            members = [n for n, (_t, c) in enumerate(letters, 1) if c == campaign]
            in_one = max(
                sum(roots[n] == root for n in members) for root in set(roots.values())
            )
            self.assertGreaterEqual(in_one / len(members), 0.97)

    def test_two_campaigns_that_share_a_paragraph(self):
        shared = CAMPAIGNS[0].split(". ")[0] + ". "
        one = [f"{shared}{CAMPAIGNS[1]} {name}" for name in "ABCDEFGH"]
        other = [f"{shared}{CAMPAIGNS[2]} {name}" for name in "ABCDEFGH"]
        groups = group([sign(text) for text in one + other])
        self.assertEqual(
            sorted(sorted(each.members) for each in groups),
            [list(range(8)), list(range(8, 16))],
        )

    def test_additions_before_and_after(self):
        rng = random.Random(5)
        texts = [CAMPAIGNS[0]] * 3
        texts += [f"{make_other(rng)}\n\n{CAMPAIGNS[0]}" for _time in range(5)]
        texts += [f"{CAMPAIGNS[0]}\n\n{make_other(rng)}" for _time in range(5)]
        texts += [make_other(rng) for _time in range(20)]
        (found,) = group([sign(text) for text in texts])
        self.assertEqual(sorted(found.members), list(range(13)))

    def test_a_form_that_all_fill_in(self):
        rng = random.Random(6)
        texts = [
            f"Mon nom : {n}\nMa commune : Val\nJ'ai lu la notice du projet : oui\n"
            f"Mon avis sur le projet :\n{make_other(rng)} {make_other(rng)}"
            for n in range(60)
        ]
        self.assertEqual(group([sign(text) for text in texts]), [])

    def test_different_authors_only(self):
        signatures = [sign(CAMPAIGNS[0])] * 4
        self.assertEqual(group(signatures, ["a", "a", "b", "b"]), [])
        self.assertEqual(len(group(signatures, ["a", "a", "b", "c"])), 1)


@tagged("post_install", "-at_install", "plpdma")
class TestDifferences(BaseCase):
    def test_words_that_differ(self):
        sample = "Nous demandons le maintien de la déchèterie le samedi."
        text = "Nous DEMANDONS le maintien de la ressourcerie le samedi, merci."
        self.assertEqual(
            [
                (kind, " ".join(words.split()))
                for kind, words in find_differences(sample, text)
            ],
            [
                ("same", "Nous DEMANDONS le maintien de la"),
                ("missing", "déchèterie"),
                ("added", "ressourcerie"),
                ("same", "le samedi,"),
                ("added", "merci."),
            ],
        )

    def test_nothing_of_the_text_is_lost(self):
        for text, _campaign in make_letters(7, each=5, others=5):
            parts = find_differences(CAMPAIGNS[0], text)
            kept = "".join(words for kind, words in parts if kind != "missing")
            self.assertEqual(kept, text[len(text) - len(kept) :])
            self.assertFalse(likeness.WORD.search(text[: len(text) - len(kept)]))

    def test_long_texts_are_compared_in_time(self):
        rng = random.Random(8)
        text = " ".join(make_other(rng) for _time in range(900))
        start = time.monotonic()
        parts = find_differences(text, text[::-1])
        self.assertTrue(parts)
        self.assertTrue(find_differences(text, text + ADDED[0]))
        self.assertLess(time.monotonic() - start, 30)

    def test_additions_are_found_with_their_place(self):
        letters = [CAMPAIGNS[0]] * 6
        own = f"🙂 Bonjour,\n\n{CAMPAIGNS[0]} {ADDED[0]} {ADDED[1]}\n\nAna Fictive"
        middle = CAMPAIGNS[0].replace(". ", f". {ADDED[2]} ", 1)
        counts = count_pairs([*letters, own, middle])
        self.assertEqual(
            [own[start:stop] for start, stop in find_additions(own, counts)],
            [f"{ADDED[0]} {ADDED[1]}"],
        )
        self.assertEqual(
            [middle[start:stop] for start, stop in find_additions(middle, counts)],
            [ADDED[2]],
        )
        self.assertEqual(find_additions(letters[0], counts), [])

    def test_same_addition_by_several(self):
        own = [f"{CAMPAIGNS[0]} {ADDED[0]}"] * 3
        counts = count_pairs([CAMPAIGNS[0]] * 7 + own)
        (passage,) = find_additions(own[0], counts)
        self.assertEqual(own[0][slice(*passage)], ADDED[0])

    def test_what_was_moved_or_mistyped_is_no_addition(self):
        sentences = [f"{part.strip(' .')}." for part in CAMPAIGNS[0].split(".") if part]
        moved = " ".join(reversed(sentences)).replace("familles", "famlles")
        counts = count_pairs([CAMPAIGNS[0]] * 5 + [moved])
        self.assertEqual(find_additions(moved, counts), [])

    def test_what_only_one_wrote_is_not_kept(self):
        rng = random.Random(9)
        texts = [
            f"Bonjour,\n\n{CAMPAIGNS[0]}\n\n{make_other(rng)}\n{name} Dupuis-{name}"
            for name in ("Zoé", "Yves", "Xena", "Will")
        ]
        kept = keep_shared(texts[0], count_pairs(texts))
        self.assertIn("Nous demandons que le mercredi soit gardé", kept)
        self.assertNotIn("Zoé", kept)
        self.assertNotIn("Dupuis", kept)
        self.assertEqual(keep_shared(texts[0], count_pairs(texts[:1])), "")

    def test_words_of_one_in_a_sentence_of_all_are_not_kept(self):
        texts = [
            f"Bonjour, je suis {name}, habitant de la vallée. {CAMPAIGNS[0]}"
            for name in ("Zoé Dupuis", "Yves Roc", "Zoé Hugon", "Will", "Xena Ode")
        ]
        counts = count_pairs(texts)
        kept = f"Bonjour, je suis …, habitant de la vallée. {CAMPAIGNS[0]}"
        for text in texts:
            self.assertEqual(keep_shared(text, counts), kept)
        start = kept.index("vallée")
        hidden = [(start, start + len("vallée"))]
        self.assertEqual(
            keep_shared(kept, counts, hidden=hidden), kept.replace("vallée", "…")
        )
        self.assertGreater(alike(kept, texts[0]), 0.8)
