"""A letter of several requests: split, added to, joined; what its points are."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
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
        day = fields.Date.today() - timedelta(days=40)
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
    # What the letter says goes for all its points
    # ------------------------------------------------------------------
    def test_what_is_corrected_on_the_letter_is_on_its_points(self):
        letter, parts = self._split_letter()
        day = fields.Date.today() - timedelta(days=100)
        letter.write({"date_received": day, "channel": "email"})
        self.assertEqual(set(parts.mapped("date_received")), {day})
        self.assertEqual(set(parts.mapped("channel")), {"email"})
        self.assertEqual(set(parts.mapped("date_due")), {letter.date_due})
        self.assertTrue(all(parts.mapped("is_overdue")))
        letter.stakeholder_id = self.actors[1]
        self.assertEqual(parts.stakeholder_id, self.actors[1])
        self.assertEqual(parts.partner_id, self.partners[1])
        letter.write({"contributor_name": "Dominique"})
        self.assertEqual(set(parts.mapped("contributor_name")), {"Dominique"})
        self.program.response_delay_days = 300
        self.assertEqual(set(parts.mapped("date_due")), {letter.date_due})
        self.assertFalse(any(parts.mapped("is_overdue")))
        letter.action_archive()
        self.assertFalse(any(parts.mapped("active")))
        letter.action_unarchive()
        self.assertTrue(all(parts.mapped("active")))

    def test_an_author_confirmed_is_that_of_the_points(self):
        letter = self._create_letter(contributor_name=False, contributor_email=False)
        # sudo: as the message that an agent forwarded is registered.
        letter.sudo().write(
            {
                "author_to_confirm": True,
                "proposed_name": "Camille",
                "proposed_email": "camille@lettre.example",
                "forwarded_by_id": self.user_agent.id,
            }
        )
        _letter, parts = self._split_letter(letter)
        self.assertTrue(all(parts.mapped("author_to_confirm")))
        with self.mock_mail_gateway():
            letter._set_author("Camille", "camille@lettre.example")
        self.assertFalse(any(parts.mapped("author_to_confirm")))
        self.assertEqual(
            set(parts.mapped("contributor_email")), {"camille@lettre.example"}
        )

    def test_points_are_closed_further_never_opened(self):
        letter, parts = self._split_letter(
            self._create_letter(confidentiality="members")
        )
        with self.assertRefused(letter.reference, exception=ValidationError):
            parts[0].confidentiality = "public"
        parts[0].confidentiality = "staff"
        letter.confidentiality = "public"
        self.assertEqual(
            parts.mapped("confidentiality"), ["staff"] + ["public"] * 5, "They follow"
        )
        letter.confidentiality = "staff"
        self.assertEqual(set(parts.mapped("confidentiality")), {"staff"})
        with self.assertRefused(exception=ValidationError):
            letter._split([quote("Cordialement", confidentiality="public")])

    def test_no_answer_expected(self):
        letter, parts = self._split_letter()
        letter.response_expected = False
        self.assertFalse(any(parts.mapped("response_expected")))
        parts[0].response_expected = True
        self.assertTrue(letter.response_expected, "One point still waits")
        parts[0].response_expected = False
        self.assertFalse(letter.response_expected)

    # ------------------------------------------------------------------
    # Publication
    # ------------------------------------------------------------------
    def test_nothing_is_published_unread(self):
        for vals, expected in (
            ({"moderation": "pending"}, "pending"),
            ({"moderation": "accepted"}, "accepted"),
            # What is to be published in its place hides something of the text.
            ({"moderation": "accepted", "public_text": "Sans le nom."}, "pending"),
        ):
            letter = self._create_letter(**vals)
            _letter, parts = self._split_letter(letter)
            with self.subTest(vals=vals):
                self.assertEqual(set(parts.mapped("moderation")), {expected})
        refused = self._create_letter(moderation="pending")
        refused.moderation_reason = "Il nomme un voisin."
        refused.action_refuse_publication()
        _refused, parts = self._split_letter(refused)
        self.assertEqual(set(parts.mapped("moderation")), {"refused"})
        told = self._create_letter()
        part = told._split([quote(REQUESTS[0], public_text="Un composteur.")])
        self.assertEqual(part.moderation, "pending")

    def test_whoever_reads_the_letter_reads_its_passages(self):
        letter, parts = self._split_letter(self._create_letter(moderation="pending"))
        parts[0].public_text = "Un composteur."
        letter.action_accept_knowingly()
        self.assertEqual(parts.mapped("moderation"), ["pending"] + ["accepted"] * 5)
        letter.public_text = "Des demandes."
        self.assertEqual(set(parts.mapped("moderation")), {"pending"})
        parts.action_accept_knowingly()
        letter.moderation_reason = "Il nomme un voisin."
        letter.action_refuse_publication()
        self.assertEqual(parts.mapped("moderation"), ["accepted"] + ["refused"] * 5)

    def test_the_register_quotes_the_points(self):
        letter, parts = self._split_letter()
        contributions = self.agent_env["plpdma.contribution"]
        found = contributions.search(
            contributions._get_published_domain()
            & Domain("program_id", "=", self.program.id)
        )
        self.assertEqual(found, found.browse(parts.ids[::-1]))
        self.assertNotIn(letter, found)

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
    # Merging, closing, deleting, forgetting
    # ------------------------------------------------------------------
    def test_a_letter_is_not_merged_its_points_are(self):
        letter, parts = self._split_letter()
        other = self._create_contribution()
        with self.assertRefused(letter.reference):
            letter._merge_into(other)
        with self.assertRefused(letter.reference):
            other._merge_into(letter)
        other._merge_into(parts[0])
        self.assertEqual(other.duplicate_of_id, parts[0])
        parts[1]._merge_into(parts[2])
        self.assertEqual(parts[1].state, "merged")
        self.assertFalse(parts[1].is_observation)

    def test_the_letter_whose_repeats_were_merged_is_split(self):
        letter, repeat = self._create_letter(), self._create_letter()
        repeat._merge_into(letter)
        self._split_letter(letter)
        self.assertEqual(letter._get_letter_recipients(), letter | repeat)
        self.assertEqual(letter.part_ids[0]._get_letter_recipients(), letter | repeat)
        repeat.action_unmerge()
        self.assertEqual(repeat.state, "received")

    def test_closing_the_letter_closes_its_points(self):
        letter, parts = self._split_letter()
        with self.assertRefused(exception=ValidationError):
            letter.action_close()
        letter.response_expected = False
        letter.action_close()
        self.assertEqual(letter.state, "split")
        self.assertEqual(set(parts.mapped("state")), {"closed"})
        letter.action_reopen()
        self.assertEqual(set(parts.mapped("state")), {"received"})

    def test_a_letter_is_deleted_with_its_points(self):
        letter, parts = self._split_letter()
        with self.assertRefused(parts[0].reference):
            parts[0].with_user(self.user_manager).unlink()
        with self.assertRaises(AccessError):
            letter.unlink()
        letter.with_user(self.user_manager).unlink()
        self.assertFalse((letter | parts).exists())

    def test_the_author_of_a_letter_is_forgotten_with_it(self):
        letter, parts = self._split_letter()
        letter.response_expected = False
        parts[2].with_user(self.user_manager).action_anonymise()
        for record in letter | parts:
            self.assertTrue(record.date_anonymised)
            self.assertFalse(record.contributor_name or record.contributor_email)
            self.assertTrue(record.verbatim)
        waiting, _parts = self._split_letter()
        with self.assertRefused(waiting.part_ids[0].reference):
            waiting.with_user(self.user_manager).action_anonymise()

    def test_the_batches_forget_whole_letters(self):
        letters = self._create_letter() | self._create_letter()
        for letter in letters:
            self._split_letter(letter)
        # sudo: a day that has come.
        self.program.sudo().date_retention = fields.Date.today()
        done, left = self._run_as_cron(
            "ir_cron_anonymise",
            lambda env: env["plpdma.contribution"]._cron_anonymise(batch_size=3),
        )
        self.assertGreater(done, 0)
        self.assertEqual(left, 0)
        self.env.invalidate_all()
        self.assertTrue(all((letters | letters.part_ids).mapped("date_anonymised")))

    def test_one_reminder_a_letter(self):
        letter = self._create_letter(
            date_received=fields.Date.today() - timedelta(days=90)
        )
        self._split_letter(letter)
        single = self._create_contribution(
            date_received=fields.Date.today() - timedelta(days=90)
        )
        for _again in range(2):
            self._run_as_cron(
                "ir_cron_remind_overdue",
                lambda env: env["plpdma.contribution"]._cron_remind_overdue(),
            )
            self.env.invalidate_all()
            self.assertEqual(len(letter.activity_ids), 1)
            self.assertEqual(len(single.activity_ids), 1)
            self.assertFalse(letter.part_ids.activity_ids)

    # ------------------------------------------------------------------
    # Who reads what
    # ------------------------------------------------------------------
    def test_an_elu_who_covers_a_point_reads_no_more(self):
        letter, parts = self._split_letter(
            self._create_letter(
                territory_id=self.places[0].id,
                theme_ids=[Command.set(self.themes[0].ids)],
            )
        )
        parts[1].territory_id = self.places[1]
        parts[2].territory_id = False
        mandates = self.env["plpdma.mandate"]
        mandates.search([("program_id", "=", self.program.id)]).unlink()
        mandate = mandates.create(
            {
                "program_id": self.program.id,
                "partner_id": self.user_elected.partner_id.id,
                "territory_ids": [Command.set(self.places[1].ids)],
            }
        )
        self.env.flush_all()
        everything = letter | parts
        seen = self.agent_env["plpdma.contribution"].with_user(self.user_elected)

        def search():
            self.env.invalidate_all()
            return seen.search([("id", "in", everything.ids)])

        self.assertEqual(search(), parts[1].with_user(self.user_elected))
        words = str(search().read())
        self.assertIn(REQUESTS[1], words)
        self.assertNotIn(REQUESTS[0], words)
        self.assertNotIn("Bonjour", words)
        self.assertEqual(search().letter_reference, letter.reference)
        for path in ("whole_id", "part_ids", "whole_id.verbatim", "quote_start"):
            with self.subTest(path), self.assertRaises(AccessError):
                seen.search([(path, "!=", False)])
        # The same when the mandate changes as when the letters do.
        mandate.territory_ids = self.places[0]
        self.assertEqual(
            set(search().ids),
            set((everything - parts[1]).ids),
            "A silent point follows",
        )
        letter.territory_id = self.places[1]
        self.assertEqual(set(search().ids), set((parts - parts[1] - parts[2]).ids))

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
