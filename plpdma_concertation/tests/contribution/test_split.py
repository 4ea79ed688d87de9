"""A letter of several requests: split, added to, joined; what its points are."""

from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Domain
from odoo.tests import tagged

from .split_common import LETTER, REQUESTS, SplitCase, quote


@tagged("post_install", "-at_install", "plpdma")
class TestSplit(SplitCase):
    # ------------------------------------------------------------------
    # Splitting
    # ------------------------------------------------------------------
    def test_the_points_quote_the_letter(self):
        letter, parts = self._split_letter()
        self.assertEqual(letter.state, "split")
        self.assertEqual(parts.mapped("verbatim"), list(REQUESTS))
        self.assertEqual(parts.whole_id, letter)
        self.assertEqual(parts.mapped("part_number"), [1, 2, 3, 4, 5, 6])
        self.assertEqual(
            parts.mapped("reference"),
            [f"{letter.reference}-{number}" for number in range(1, 7)],
        )
        self.assertEqual(letter.verbatim, LETTER, "Every character stays in it")
        self.assertEqual(letter._get_letter_parts(), parts)
        self.assertEqual((letter | parts)._get_letter(), letter)
        self.assertEqual(parts[0].letter_reference, letter.reference)

    def test_no_number_of_the_register_is_spent(self):
        letter, _parts = self._split_letter()
        after = self._create_contribution()
        numbers = [int(c.reference.rpartition("/")[2]) for c in letter | after]
        self.assertEqual(numbers[1] - numbers[0], 1)

    def test_the_points_are_of_their_letter(self):
        session = self._create_session()
        day = self.company._plpdma_get_today() - timedelta(days=40)
        letter = self._create_letter(
            session_id=session.id,
            date_received=day,
            confidentiality="members",
            contributor_name=False,
            contributor_email=False,
            stakeholder_id=self.actors[0].id,
            name_consent=True,
            user_id=self.user_manager.id,
            theme_ids=[Command.set(self.themes[0].ids)],
            territory_id=self.places[0].id,
            kind="request",
            stance="reserved",
        )
        _letter, parts = self._split_letter(letter, REQUESTS[:2])
        own = letter._split(
            [
                quote(
                    REQUESTS[2],
                    theme_ids=self.themes[1].ids,
                    territory_id=self.places[1].id,
                    kind="objection",
                    stance="unfavourable",
                    summary="Horaires",
                    confidentiality="staff",
                )
            ]
        )
        for part in parts | own:
            for name in (
                "program_id",
                "session_id",
                "date_received",
                "date_due",
                "channel",
                "partner_id",
                "stakeholder_id",
                "role_id",
                "name_consent",
                "user_id",
            ):
                self.assertEqual(part[name], letter[name], name)
        self.assertTrue(letter.date_due and letter.partner_id)
        self.assertEqual(parts.theme_ids, self.themes[0])
        self.assertEqual(parts.territory_id, self.places[0])
        self.assertEqual(set(parts.mapped("kind")), {"request"})
        self.assertEqual(set(parts.mapped("confidentiality")), {"members"})
        self.assertEqual(own.theme_ids, self.themes[1])
        self.assertEqual(own.territory_id, self.places[1])
        self.assertEqual(
            (own.kind, own.stance, own.summary, own.confidentiality, own.part_number),
            ("objection", "unfavourable", "Horaires", "staff", 3),
        )

    def test_passages_may_overlap_and_be_added_later(self):
        letter, _parts = self._split_letter(requests=REQUESTS[3:])
        added = letter._split(
            [quote(f"{REQUESTS[3]} {REQUESTS[4]}"), quote(REQUESTS[0])]
        )
        self.assertEqual(added.mapped("part_number"), [4, 5])
        self.assertEqual(
            letter._get_letter_parts().mapped("part_number"),
            [5, 1, 4, 2, 3],
            "In the order of the letter",
        )

    def test_all_or_nothing(self):
        letter = self._create_letter()
        for bad in (
            {"quote_start": 0, "quote_stop": len(LETTER) + 1},
            {"quote_start": -1, "quote_stop": 4},
            {"quote_start": 4, "quote_stop": 4},
            {"quote_start": 9, "quote_stop": 4},
            {"quote_start": "0", "quote_stop": 4},
            {"quote_start": True, "quote_stop": 4},
            {"quote_start": 1.5, "quote_stop": 4},
            {},
            quote("\r\n\r\n"),
            quote(REQUESTS[0], state="answered"),
            quote(REQUESTS[0], whole_id=letter.id),
            quote(REQUESTS[0], verbatim="Autre chose"),
            quote(REQUESTS[0], contributor_name="Quelqu'un d'autre"),
            quote(REQUESTS[0], moderation="accepted"),
        ):
            with self.subTest(bad=bad), self.assertRefused():
                letter._split([quote(REQUESTS[0]), bad])
        with self.assertRefused("at least one passage"):
            letter._split([])
        self.assertEqual(letter.state, "received")
        self.assertFalse(letter.part_ids)

    def test_a_passage_holds_a_word(self):
        letter = self._create_letter()
        for words in ("👋", ",\r\n\r\n", " "):
            with self.subTest(words), self.assertRefused("holds no word"):
                letter._split([quote(words)])
        self.assertEqual(letter._split([quote("a")]).verbatim, "a")
        self.assertEqual(self._create_letter(verbatim="👍").verbatim, "👍")

    def test_points_bear_the_number_of_their_letter(self):
        letter, parts = self._split_letter(requests=REQUESTS[:2])
        with self.assertRefused(parts[0].reference, letter.reference):
            parts[0].reference = "XX/9"
        parts[0].reference = parts[0].reference
        letter.reference = "ZZ/1"
        self.assertEqual(parts.mapped("reference"), ["ZZ/1-1", "ZZ/1-2"])
        self.assertEqual(set(parts.mapped("letter_reference")), {"ZZ/1"})
        made = letter._split([quote(REQUESTS[2])])
        self.assertEqual(made.reference, "ZZ/1-3")
        with self.assertRefused("ZZ/1"):
            self._create_letter().reference = "ZZ/1-7"

    def test_what_does_not_let_itself_be_split(self):
        letter, parts = self._split_letter()
        with self.assertRefused(parts[0].reference, "point already"):
            parts[0]._split([{"quote_start": 0, "quote_stop": 2}])
        merged = self._create_letter()
        merged._merge_into(self._create_letter())
        with self.assertRefused(merged.reference, "undo the merge"):
            merged._split([quote(REQUESTS[0])])
        closed = self._create_letter(response_expected=False)
        closed.action_close()
        with self.assertRefused(closed.reference):
            closed._split([quote(REQUESTS[0])])
        answered = self._create_letter()
        answered.action_note_answered("phone")
        with self.assertRefused(answered.reference):
            answered._split([quote(REQUESTS[0])])

    def test_a_number_that_a_register_took_over_already_is_passed_over(self):
        letter = self._create_letter()
        with self.assertRefused(letter.reference):
            self._create_contribution(reference=f"{letter.reference}-2")
        # sudo: an earlier version let it in.
        self.agent_env["plpdma.contribution"].sudo().create(
            {
                "program_id": self.program.id,
                "reference": f"{letter.reference}-2",
                "verbatim": "Oui.",
            }
        )
        _letter, parts = self._split_letter(letter, REQUESTS[:3])
        self.assertEqual(parts.mapped("part_number"), [1, 3, 4])

    # ------------------------------------------------------------------
    # What only the splitting writes
    # ------------------------------------------------------------------
    def test_a_bare_write_does_not_split(self):
        letter, parts = self._split_letter()
        other = self._create_letter()
        for records, vals in (
            (other, {"state": "split"}),
            (letter, {"state": "received"}),
            (other, {"whole_id": letter.id}),
            (parts[0], {"whole_id": False}),
            (parts[0], {"part_number": 9}),
            (parts[0], {"quote_start": 0}),
            (parts[0], {"quote_stop": 4}),
            (letter, {"set_aside": [[0, 3]]}),
        ):
            for user in (self.user_agent, self.user_manager):
                with self.subTest(vals=vals), self.assertRefused("not written by hand"):
                    records.with_user(user).write(vals)
        for vals in ({"whole_id": letter.id}, {"part_number": 1}, {"state": "split"}):
            with self.subTest(vals=vals), self.assertRefused():
                self._create_contribution(**vals)
            context = {f"default_{name}": value for name, value in vals.items()}
            with self.subTest(context=context), self.assertRefused():
                self.agent_env["plpdma.contribution"].with_context(**context).create(
                    {"program_id": self.program.id, "verbatim": "Oui."}
                )

    def test_the_text_is_locked(self):
        letter, parts = self._split_letter()
        for record in letter | parts[0]:
            for env_record in (record, record.sudo()):
                with self.assertRefused("locked", letter.reference):
                    env_record.verbatim = "Autre"
            record.verbatim = record.verbatim

    def test_a_part_does_not_contradict_its_letter(self):
        letter, parts = self._split_letter()
        for vals in (
            {"contributor_name": "Autre"},
            {"contributor_email": "autre@lettre.example"},
            {"partner_id": self.partners[0].id},
            {"stakeholder_id": self.actors[0].id},
            {"date_received": "2020-01-01"},
            {"channel": "phone"},
            {"session_id": self._create_session().id},
            {"anonymous": True},
            {"name_consent": True},
            {"active": False},
            {"role_id": self.role.id},
        ):
            with self.subTest(vals=vals), self.assertRefused(letter.reference):
                parts[0].write(vals)
        # What it says already, a file may say again.
        parts[0].write(
            {
                "contributor_name": letter.contributor_name,
                "date_received": str(letter.date_received),
                "channel": letter.channel,
                "summary": "Un composteur",
            }
        )
        self.assertEqual(parts[0].summary, "Un composteur")

    # ------------------------------------------------------------------
    # Lists
    # ------------------------------------------------------------------
    def test_to_answer_are_the_points(self):
        letter, parts = self._split_letter()
        single = self._create_contribution()
        everything = letter | parts | single
        contributions = self.agent_env["plpdma.contribution"]
        of_program = Domain("program_id", "=", self.program.id)
        for name in ("is_to_answer", "is_observation"):
            found = contributions.search(of_program & Domain(name, "=", True))
            with self.subTest(name):
                self.assertEqual(set(found), set(parts | single))
                self.assertEqual(everything.filtered(name), parts | single)
        received = contributions.search(of_program & letter._get_received_domain())
        self.assertEqual(set(received), {letter, single})
        self.assertEqual(
            (
                self.program.contribution_count,
                self.program.observation_count,
                self.program.to_answer_count,
            ),
            (2, 7, 7),
        )

    def test_no_empty_column_for_what_waits_for_nothing(self):
        contributions = self.agent_env["plpdma.contribution"]

        def columns():
            groups = contributions.with_context(read_group_expand=True).web_read_group(
                [("program_id", "=", self.program.id)], ["state"]
            )["groups"]
            return [group["state"] for group in groups]

        self._create_contribution()
        self.assertEqual(columns(), ["received", "in_review", "answered", "closed"])
        self._split_letter()
        self.assertEqual(
            columns(), ["received", "in_review", "answered", "closed", "split"]
        )

    def test_a_letter_does_not_repeat_its_points(self):
        letter = self._create_letter()
        letter._split([{"quote_start": 0, "quote_stop": len(LETTER)}])
        self.assertFalse((letter | letter.part_ids).filtered("is_possible_duplicate"))
        again = self._create_letter()
        self.env.invalidate_all()
        self.assertTrue(again.is_possible_duplicate)

    # ------------------------------------------------------------------
    # What no point takes up
    # ------------------------------------------------------------------
    def test_what_no_passage_takes_up_is_told_and_set_aside(self):
        letter, _parts = self._split_letter()
        left = letter.uncovered_percent
        written = sum(not c.isspace() for c in LETTER)
        said = sum(not c.isspace() for c in "".join(REQUESTS))
        self.assertEqual(left, round(100 * (written - said) / written))
        start = LETTER.index("Cordialement")
        letter._set_aside([(start, len(LETTER)), (0, LETTER.index("Je"))])
        self.assertEqual(letter.uncovered_percent, 0)
        with self.assertRefused("not in the text"):
            letter._set_aside([(0, len(LETTER) + 1)])

    # ------------------------------------------------------------------
    # Joining
    # ------------------------------------------------------------------
    def test_join_undoes_the_splitting(self):
        letter, parts = self._split_letter()
        letter._set_aside([(0, 3)])
        before = letter.read(["verbatim", "reference", "date_received", "date_due"])
        (parts[1] | parts[2]).action_join()
        self.assertEqual(letter.state, "split")
        self.assertEqual(letter.part_ids.sorted("id"), parts - parts[1] - parts[2])
        letter.action_join()
        self.assertEqual(letter.state, "received")
        self.assertFalse(
            letter.part_ids or letter.set_aside or letter.uncovered_percent
        )
        self.assertFalse(parts.exists())
        self.assertTrue(letter.is_to_answer)
        self.assertEqual(
            letter.read(["verbatim", "reference", "date_received", "date_due"]), before
        )
        _letter, again = self._split_letter(letter)
        self.assertEqual(again.mapped("part_number"), [1, 2, 3, 4, 5, 6])

    def test_points_that_were_merged_or_closed_stay(self):
        letter, parts = self._split_letter()
        twin = self._create_contribution()
        parts[0]._merge_into(twin)
        with self.assertRefused(parts[0].reference):
            letter.action_join()
        parts[0].action_unmerge()
        twin._merge_into(parts[0])
        with self.assertRefused(twin.reference):
            letter.action_join()
        twin.action_unmerge()
        letter.action_join()
        self.assertEqual(letter.state, "received")

    def test_others_neither_split_nor_join(self):
        letter, parts = self._split_letter()
        for user in (self.user_elected, self.user_facilitator, self.user_employee):
            for record, call in (
                (letter, lambda c: c._split([quote(REQUESTS[0])])),
                (letter, lambda c: c.action_split()),
                (letter, lambda c: c.action_join()),
                (parts[0], lambda c: c.action_join()),
                (letter, lambda c: c.get_split()),
                (letter, lambda c: c.get_split_proposal(0, 4)),
                (letter, lambda c: c.save_split([], removed=parts.ids)),
            ):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    call(record.with_user(user))
        self.assertEqual(len(letter.part_ids), 6)

    # ------------------------------------------------------------------
    # Files
    # ------------------------------------------------------------------
    def test_a_file_names_a_point_and_makes_none(self):
        letter, parts = self._split_letter()
        contributions = self.agent_env["plpdma.contribution"].with_context(
            import_file=True
        )
        with self.assertRaises(UserError):
            parts[0].with_context(import_file=True).write({"verbatim": "Autre"})
        result = contributions.load(
            ["program_id/.id", "reference", "verbatim"],
            [[str(self.program.id), f"{letter.reference}-7", "Un point de plus."]],
        )
        self.assertFalse(result["ids"])
        self.assertIn(letter.reference, str(result["messages"]))
