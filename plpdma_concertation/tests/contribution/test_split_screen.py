"""The screen « Split »: what it shows, what it proposes, what it saves at once."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .split_common import LETTER, REQUESTS, SplitCase, SplitTourCase, quote


@tagged("post_install", "-at_install", "plpdma")
class TestSplitScreen(SplitCase):
    def test_it_shows_the_letter_and_its_points(self):
        letter, parts = self._split_letter(requests=REQUESTS[:2])
        letter._set_aside([(0, 10)])
        shown = letter.get_split()
        self.assertEqual(shown["text"], LETTER)
        self.assertEqual(shown["set_aside"], [[0, 10]])
        self.assertEqual(
            [shown["text"][part["start"] : part["stop"]] for part in shown["parts"]],
            list(REQUESTS[:2]),
        )
        self.assertEqual([part["id"] for part in shown["parts"]], parts.ids)
        self.assertEqual(parts[0].get_split(), shown)
        self.assertEqual(
            parts[0].action_split()["params"], letter.action_split()["params"]
        )
        self.assertFalse(any(part["is_fixed"] for part in shown["parts"]))
        parts[0].action_note_answered("phone")
        self.assertTrue(letter.get_split()["parts"][0]["is_fixed"])
        self.assertFalse(self._create_letter().get_split()["parts"])

    def test_a_point_closes_its_letter_and_it_is_said(self):
        letter, parts = self._split_letter(requests=REQUESTS[:2])
        self.assertEqual(letter.get_split()["closed"], "")
        parts[1].confidentiality = "staff"
        self.assertEqual(letter.read_by, "staff")
        closed = letter.get_split()["closed"]
        self.assertIn(parts[1].reference, closed)
        self.assertNotIn(parts[0].reference, closed)
        self.assertIn(dict(letter._get_readers())["staff"], closed)
        parts[1].confidentiality = "public"
        self.assertEqual(letter.get_split()["closed"], "")
        arch = letter.get_view(view_type="form")["arch"]
        self.assertIn("The whole letter closes with it", arch)

    def test_several_are_opened_one_after_the_other(self):
        late = self._create_letter(date_received="2026-03-02")
        soon = self._create_letter(date_received="2026-03-01")
        closed = self._create_letter(response_expected=False)
        closed.state = "closed"
        letter, parts = self._split_letter(requests=REQUESTS[:2])
        letter.date_received = "2026-03-03"
        chosen = late | soon | closed | parts
        action = chosen.action_split()
        ids = (soon | late | letter).ids
        self.assertEqual(action["params"], {"contribution_ids": ids})
        self.assertIn("3", action["name"])
        server = self.env.ref("plpdma_concertation.action_server_contribution_split")
        server = server.with_user(self.user_agent).with_context(
            active_model=chosen._name, active_ids=chosen.ids, active_id=chosen[0].id
        )
        self.assertEqual(server.run()["params"], action["params"])
        # One alone is opened, whatever it is; nothing is opened for nothing.
        self.assertEqual(
            closed.action_split()["params"]["contribution_ids"], closed.ids
        )
        other = self._create_letter(response_expected=False)
        other.state = "closed"
        with self.assertRefused("None of these"):
            (closed | other).action_split()
        with self.assertRaises(AccessError):
            chosen.with_user(self.user_elected).action_split()

    def test_what_makes_no_sense_is_told_in_a_sentence(self):
        letter, parts = self._split_letter(requests=REQUESTS[:1])
        new = quote(REQUESTS[1])
        calls = [
            *(([], {"set_aside": bad}) for bad in ([5], 5, "abc", None, [[1]], [None])),
            *(([], {"removed": bad}) for bad in (None, 5, "abc", ["a"], [[1]], [{}])),
            *((bad, {}) for bad in (None, 5, "abc", [None], {"id": parts.id})),
            *(
                ([{**part, name: bad}], {})
                for part in (new, {"id": parts.id})
                for name, bad in (
                    ("theme_ids", "abc"),
                    ("theme_ids", 5),
                    ("theme_ids", ["a"]),
                    ("kind", "abc"),
                    ("kind", [5]),
                    ("stance", {"a": 1}),
                    ("territory_id", "abc"),
                    ("summary", [5]),
                )
            ),
            ([{"id": [5]}], {}),
            ([{"id": "abc"}], {}),
        ]
        for said, others in calls:
            with self.subTest(said=said, others=others), self.assertRefused():
                letter.save_split(said, **others)
        self.assertEqual(letter.part_ids, parts)
        letter.save_split([{"id": parts.id, "theme_ids": False, "summary": False}])

    def test_it_proposes(self):
        letter = self._create_letter(kind="opinion", stance="reserved")
        self.program.territory_ids = self.places

        def propose(words):
            place = quote(words)
            return letter.get_split_proposal(place["quote_start"], place["quote_stop"])

        self.assertEqual(
            [propose(words)["kind"] for words in REQUESTS],
            ["request", "question", "opinion", "request", "opinion", "opinion"],
        )
        told = propose(REQUESTS[2])
        self.assertEqual(told["territory_id"], self.places[0].id)
        self.assertEqual(told["summary"], REQUESTS[2])
        self.assertEqual(told["stance"], "reserved")

    def test_it_proposes_themes_with_the_words_that_made_them(self):
        self.themes[0].sudo().keywords = "compost / composteur"
        self.themes[1].sudo().keywords = "déchèterie"
        self.program.theme_ids = self.themes
        letter = self._create_letter(theme_ids=self.themes[2].ids)

        def propose(words):
            place = quote(words)
            told = letter.get_split_proposal(place["quote_start"], place["quote_stop"])
            self.assertEqual(told["theme_ids"], self.themes[2].ids, "As its letter")
            return {one["id"]: one["words"] for one in told["theme_proposals"]}

        self.assertEqual(propose(REQUESTS[0]), {self.themes[0].id: ["“composteur”"]})
        self.assertEqual(propose(REQUESTS[2]), {self.themes[1].id: ["“déchèterie”"]})
        self.assertEqual(propose(REQUESTS[5]), {})
        letter.theme_ids = self.themes[0]
        place = quote(REQUESTS[0])
        told = letter.get_split_proposal(place["quote_start"], place["quote_stop"])
        self.assertFalse(told["theme_proposals"], "Its letter has it")
        self.assertFalse(letter.get_split()["proposals"], "Nobody else wrote it")

    def _new(self, words, **values):
        return {
            **quote(words),
            "quote": words,
            "kind": "request",
            "stance": False,
            "summary": "",
            "territory_id": False,
            "theme_ids": [],
            **values,
        }

    def test_all_is_saved_at_once(self):
        letter = self._create_letter()
        shown = letter.save_split(
            [
                self._new(REQUESTS[0], theme_ids=self.themes[:2].ids),
                self._new(REQUESTS[1], territory_id=self.places[0].id),
            ],
            [[0, 10]],
        )
        first, second = letter._get_letter_parts()
        self.assertEqual(first.theme_ids, self.themes[:2])
        self.assertEqual(second.territory_id, self.places[0])
        self.assertFalse(second.theme_ids)
        self.assertEqual(letter.set_aside, [[0, 10]])
        kept, changed = shown["parts"]
        changed.update(summary="La collecte", theme_ids=self.themes[2].ids)
        letter.save_split(
            [
                {
                    "id": changed["id"],
                    **{k: changed[k] for k in ("summary", "theme_ids")},
                },
                self._new(REQUESTS[3]),
            ],
            [],
            [kept["id"]],
        )
        self.assertFalse(first.exists())
        self.assertEqual(
            (second.summary, second.theme_ids), ("La collecte", self.themes[2])
        )
        self.assertEqual(
            letter._get_letter_parts().mapped("verbatim"), [REQUESTS[1], REQUESTS[3]]
        )
        self.assertFalse(letter.set_aside)

    def test_nothing_is_saved_of_what_is_partly_wrong(self):
        letter, parts = self._split_letter(requests=REQUESTS[:1])
        other = self._split_letter()[1]
        for call in (
            lambda: letter.save_split([self._new(REQUESTS[1], quote="Autre chose")]),
            lambda: letter.save_split([{"id": other[0].id, "summary": "Non"}]),
            lambda: letter.save_split([], (), other.ids),
            lambda: letter.save_split([], [[0, len(LETTER) + 9]], parts.ids[:0]),
            lambda: letter.save_split(
                [self._new(REQUESTS[1]), self._new(REQUESTS[2], quote_start=-1)]
            ),
        ):
            with self.assertRefused(), self.env.cr.savepoint():
                call()
            self.env.invalidate_all()
            self.assertEqual(letter.part_ids, parts)

    def test_the_last_point_taken_away_the_letter_stands_whole(self):
        letter, parts = self._split_letter(requests=REQUESTS[:1])
        letter.save_split([], [[0, 4]], parts.ids)
        self.assertEqual(letter.state, "received")
        self.assertFalse(letter.set_aside)


@tagged("post_install", "-at_install", "plpdma_browser")
class TestSplitTour(SplitTourCase):
    """In a browser, in French: by keyboard alone, then by mouse."""

    def test_six_requests_by_keyboard(self):
        letter = self._create_letter()
        self._start(letter, "plpdma_split_by_keyboard")
        parts = letter._get_letter_parts()
        self.assertEqual(parts.mapped("verbatim"), list(REQUESTS))
        self.assertEqual(
            [part.theme_ids.mapped("name") for part in parts],
            [[name] for name in self.names],
        )
        self.assertEqual(letter.uncovered_percent, 0)
        self.assertTrue(all(parts.mapped("summary")))

    def test_a_passage_by_mouse(self):
        letter = self._create_letter()
        self._start(letter, "plpdma_split_by_mouse")
        self.assertEqual(
            letter.part_ids.mapped("verbatim"),
            ["composteur 🌱 au pied de mon immeuble"],
        )

    def test_one_after_the_other(self):
        letters = self._create_letter() | self._create_letter() | self._create_letter()
        action = self.env.ref("plpdma_concertation.action_plpdma_contribution")
        self.start_tour(
            f"/odoo/action-{action.id}",
            "plpdma_split_several",
            login=self.user_agent.login,
        )
        self.assertEqual(
            sorted(letters.mapped("part_count")), [0, 1, 1], "One was passed over"
        )

    def test_narrowed_and_widened(self):
        letter = self._create_letter()
        self._start(letter, "plpdma_split_resized")

    def test_leaving_asks_first(self):
        letter = self._create_letter()
        self._start(letter, "plpdma_split_leave")
        self.assertFalse(letter.part_ids)
        self._start(letter, "plpdma_split_leave_saving")
        self.assertEqual(letter.part_ids.mapped("verbatim"), [REQUESTS[0]])
