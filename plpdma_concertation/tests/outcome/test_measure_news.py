"""The authors who asked for it are told once what became of an action."""

from unittest.mock import patch

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command, Domain
from odoo.tests import tagged
from odoo.tools import mute_logger

from .measure_news_common import WHY, MeasureNewsCase


@tagged("post_install", "-at_install", "plpdma")
class TestMeasureNews(MeasureNewsCase):
    # ------------------------------------------------------------------
    # Who is told, of what
    # ------------------------------------------------------------------
    def test_only_those_who_asked_are_told(self):
        asked = self._ask()
        self._create_contribution(
            contributor_email="b@p.example", measure_ids=self._name(self.measure)
        )
        self._ask("c@p.example", self.other)
        self._create_contribution(
            follow_consent=True, measure_ids=self._name(self.measure)
        )
        self._keep_changes()
        self.assertFalse(self._get_lines())
        self._conclude()
        [line] = self._get_lines()
        self.assertEqual(line.contribution_ids, asked)
        self.assertEqual(line.state, "queued")
        self.assertEqual((line.measure_id, line.measure_state), (self.measure, "done"))
        self.assertEqual(line.user_id, self.user_agent)
        [mail] = self._get_mails().values()
        self.assertIn(self.measure.display_name, mail.body_html)
        self.assertIn("Carried out", mail.body_html)
        self.assertIn(asked._get_follow_path(), mail.body_html)
        self.assertIn(asked._get_unfollow_path(), mail.body_html)

    def test_one_message_a_person_for_all_that_changes_together(self):
        first, second = self._ask(), self._ask(measures=self.measure | self.other)
        self._ask("b@p.example", self.other)
        self._conclude(self.measure | self.other)
        mails = self._get_mails()
        self.assertEqual(set(mails), {"a@p.example", "b@p.example"})
        self.assertEqual(len(self._get_lines().mapped("message_uid")), 3)
        self.assertEqual(len(set(self._get_lines().mapped("message_uid"))), 2)
        body = mails["a@p.example"].body_html
        for words in (
            self.measure.display_name,
            self.other.display_name,
            first.reference,
            second.reference,
        ):
            self.assertIn(words, body)
        self.assertNotIn(self.measure.display_name, mails["b@p.example"].body_html)

    def test_one_after_the_other_is_one_message_too(self):
        self._ask(measures=self.measure | self.other)
        self.measure.action_done()
        self.other.action_done()
        self._keep_changes()
        self.assertEqual(len(self._get_mails()), 1)
        self.assertEqual(len(self._get_lines()), 2)

    def test_all_of_it_is_told_whichever_contribution_comes_first(self):
        """What names the second action was sent before what names the first one."""
        self._ask(measures=self.other)
        self._ask(measures=self.measure)
        self._conclude(self.measure | self.other)
        [mail] = self._get_mails().values()
        for measure in self.measure | self.other:
            self.assertIn(measure.display_name, mail.body_html)

    def test_what_did_not_last_is_not_told(self):
        self._ask()
        self.measure.action_done()
        self.measure.action_reopen()
        self._keep_changes()
        self.assertFalse(self._get_lines())

    def test_never_twice_for_the_same(self):
        self._ask()
        self._conclude()
        self._conclude()
        self.measure.action_reopen()
        self._conclude()
        self.assertEqual(len(self._get_lines()), 1)
        self._conclude(state="dropped", explanation=WHY)
        self.assertEqual(self._get_lines().mapped("measure_state"), ["done", "dropped"])
        # The same person, who contributed again since.
        self._ask()
        self.measure.action_reopen()
        self._conclude(state="dropped", explanation=WHY)
        self.assertEqual(len(self._get_lines()), 2)

    def test_dropped_says_why(self):
        self._ask()
        self._conclude(state="dropped", explanation=WHY)
        [mail] = self._get_mails().values()
        self.assertIn("Dropped", mail.body_html)
        self.assertIn("Aucun terrain", mail.body_html)

    def test_changed_by_the_answer_received(self):
        asked = self._create_contribution(
            contributor_email="a@p.example", follow_consent=True
        )
        self._create_response(
            asked,
            "retained",
            state="sent",
            change="Dix-huit composteurs.",
            measure_ids=self._name(self.measure),
        )
        # What is only being answered tells nothing.
        self._create_response(
            self._create_contribution(
                contributor_email="b@p.example", follow_consent=True
            ),
            "retained",
            measure_ids=self._name(self.measure),
        )
        self._conclude()
        self.assertEqual(set(self._get_mails()), {"a@p.example"})
        self.assertIn("Dix-huit", self._get_mails()["a@p.example"].body_html)

    def test_kept_to_the_staff_until_it_is_published(self):
        self._ask()
        self.measure.is_published = False
        self._conclude()
        self.assertFalse(self._get_lines())
        self.measure.is_published = True
        self._keep_changes()
        self.assertEqual(len(self._get_lines()), 1)

    def test_created_at_its_end_tells_nobody(self):
        asked = self._ask()
        self._create_measure(
            "9",
            state="done",
            is_published=True,
            contribution_ids=[Command.set(asked.ids)],
        )
        self._keep_changes()
        self.assertFalse(self._get_lines())

    # ------------------------------------------------------------------
    # Letters
    # ------------------------------------------------------------------
    def test_a_letter_is_told_once_for_its_points(self):
        text = "Un composteur. Un broyeur."
        letter = self._create_contribution(
            verbatim=text,
            contributor_email="a@p.example",
            follow_consent=True,
            user_id=self.user_agent.id,
        )
        parts = letter._split(
            [
                {
                    "quote_start": 0,
                    "quote_stop": 14,
                    "measure_ids": self.measure.ids,
                },
                {
                    "quote_start": 15,
                    "quote_stop": len(text),
                    "measure_ids": (self.measure | self.other).ids,
                },
            ]
        )
        self.assertEqual(parts.mapped("follow_consent"), [True, True])
        self._conclude(self.measure | self.other)
        self.assertEqual(len(self._get_mails()), 1)
        lines = self._get_lines()
        self.assertEqual(len(lines), 2)
        self.assertEqual(lines.contribution_ids, letter)
        letter.sudo()._withdraw_follow()
        self.assertFalse(any((letter | parts).mapped("follow_consent")))
        with self.assertRefused(letter.reference):
            parts[0].follow_consent = True

    # ------------------------------------------------------------------
    # What becomes of the messages
    # ------------------------------------------------------------------
    def test_what_does_not_arrive_is_somebodys(self):
        asked = self._ask()
        self._conclude()
        taken = self._leave(asked)
        self.assertEqual(self._get_lines().state, "sent")
        self._bounce(taken["a@p.example"], "a@p.example")
        line = self._get_lines()
        self.assertEqual(line.state, "bounced")
        [alert] = self._get_measure_alerts(asked)
        self.assertEqual(alert.user_id, self.user_agent)
        self.assertIn("did not reach", alert.summary)
        # The answer, which was not given, is claimed by nothing of it.
        self.assertFalse(asked.date_answered)
        # To another address, another message.
        asked.contributor_email = "nouvelle@p.example"
        line.with_user(self.user_agent).action_resend()
        again = self._get_lines() - line
        self.assertEqual(again.email, "nouvelle@p.example")
        self._leave(asked)
        self.assertEqual(again.state, "sent")
        self.assertFalse(self._get_measure_alerts(asked))
        with self.assertRefused("can be sent again"):
            line.with_user(self.user_agent).action_resend()

    def test_all_that_was_lost_at_one_address_is_sent_again_together(self):
        """None of it is forgotten, and nothing is told twice."""
        asked = self._ask(measures=self.measure | self.other)
        other = self._ask("b@p.example")
        for measure in (self.measure, self.other):
            self._conclude(measure)
            told = asked | other if measure == self.measure else asked
            for email, mail in self._leave(told).items():
                self._bounce(mail, email)
        lost = self._get_lines()
        self.assertEqual(set(lost.mapped("state")), {"bounced"})
        self.assertEqual(len(lost), 3)
        (asked | other).contributor_email = "nouvelle@p.example"
        lost.with_user(self.user_agent).action_resend()
        again = self._get_lines() - lost
        self.assertEqual(again.measure_id, self.measure | self.other)
        self.assertEqual(len(again), 2)
        self.assertEqual(len(set(again.mapped("message_uid"))), 1)
        self.assertEqual(again.contribution_ids, asked | other)

    def test_what_was_lost_stays_somebodys_when_other_news_arrive(self):
        asked = self._ask(measures=self.measure | self.other)
        self._conclude(self.measure)
        self._leave(asked, server=False)
        self.assertTrue(self._get_measure_alerts(asked))
        self._conclude(self.other)
        self._leave(asked)
        self.assertEqual(self._get_lines().mapped("state"), ["failed", "sent"])
        self.assertEqual(len(self._get_measure_alerts(asked)), 1)

    def test_nothing_is_sent_again_to_who_asked_for_no_more(self):
        asked = self._ask()
        self._conclude()
        self._leave(asked, server=False)
        line = self._get_lines()
        self.assertEqual(line.state, "failed")
        uid = line.message_uid
        line.with_user(self.user_agent).action_resend()
        self.assertEqual((line.state, line.message_uid), ("queued", uid))
        self._leave(asked, server=False)
        asked.sudo()._withdraw_follow()
        with self.assertRaises(UserError):
            line.with_user(self.user_agent).action_resend()

    def test_what_cannot_be_written_is_noted(self):
        bad, good = self._ask(), self._ask("b@p.example")
        measures = type(self.measure)
        write = measures._queue_news

        def fail(records, template, firsts, by_first):
            if bad in firsts:
                raise ValueError("Pas de modèle")
            return write(records, template, firsts, by_first)

        with (
            patch.object(measures, "_queue_news", fail),
            mute_logger("odoo.addons.plpdma_concertation"),
            self.assertLogs("odoo.addons.plpdma_concertation", "WARNING"),
        ):
            self._conclude()
        lines = {line.contribution_ids: line for line in self._get_lines()}
        self.assertEqual(lines[bad].state, "failed")
        self.assertEqual(lines[bad].cause, "unwritten")
        self.assertEqual(lines[good].state, "queued")
        self.assertEqual(len(self._get_measure_alerts(bad)), 1)
        self.assertEqual(self.measure.state, "done")

    def test_mail_programs_are_told_how_to_unsubscribe(self):
        asked = self._ask()
        self._conclude()
        [mail] = self._get_mails().values()
        self.assertIn(asked._get_unfollow_url(), mail.headers)
        self.assertIn("List-Unsubscribe=One-Click", mail.headers)

    # ------------------------------------------------------------------
    # Asking for it, and no more
    # ------------------------------------------------------------------
    def test_withdrawn_for_all_that_a_person_sent(self):
        first, second = self._ask(), self._ask()
        somebody = self._ask("b@p.example")
        self.assertTrue(first.sudo()._withdraw_follow())
        self.assertFalse(first.sudo()._withdraw_follow(), "Once is enough")
        self.assertFalse(any((first | second).mapped("follow_consent")))
        self.assertTrue(somebody.follow_consent)
        self._conclude()
        self.assertEqual(set(self._get_mails()), {"b@p.example"})

    def test_what_waits_in_the_queue_does_not_leave(self):
        """Whoever withdraws: by the link, or an agent for them."""
        for number, withdraw in enumerate(
            (
                lambda asked: asked.sudo()._withdraw_follow(),
                lambda asked: asked.write({"follow_consent": False}),
            )
        ):
            measure = self._create_measure(
                f"2{number}", state="running", is_published=True
            )
            asked = self._ask(f"w{number}@p.example", measure)
            other = self._ask(f"o{number}@p.example", measure)
            self._conclude(measure)
            withdraw(asked)
            lines = {
                line.contribution_ids: line
                for line in self._get_lines()
                if line.measure_id == measure
            }
            line = lines[asked]
            self.assertEqual((line.state, line.cause), ("failed", "unwanted"))
            self.assertIn("asked for no more", line.reason)
            self.assertEqual(line.mail_message_id.mail_ids.state, "cancel")
            self.assertEqual(lines[other].state, "queued")
            taken = self._leave(other)
            self.assertEqual(set(taken), {f"o{number}@p.example"})
            self.assertEqual((line.state, line.cause), ("failed", "unwanted"))
            self.assertFalse(self._get_measure_alerts(asked))
            self.assertFalse(line.is_lost)
            with self.assertRaises(UserError):
                line.with_user(self.user_agent).action_resend()

    def test_put_back_in_the_queue_it_does_not_leave_either(self):
        asked = self._ask()
        self._conclude()
        [mail] = self._get_mails().values()
        asked.sudo()._withdraw_follow()
        mail.mark_outgoing()
        self.assertEqual(self._get_lines().state, "queued")
        self.assertFalse(self._leave(asked))
        self.assertEqual(self._get_lines().cause, "unwanted")
        # Who asks for it again is told again.
        asked.follow_consent = True
        self.measure.action_reopen()
        self._conclude()
        self.assertEqual(set(self._leave(asked)), {"a@p.example"})

    def test_forgotten_with_the_identity(self):
        asked = self._ask(response_expected=False)
        asked.with_user(self.user_manager).action_anonymise()
        self.assertFalse(asked.follow_consent)
        with self.assertRefused(exception=ValidationError):
            asked.follow_consent = True
        self._conclude()
        self.assertFalse(self._get_lines())

    def test_kept_until_the_action_comes_to_its_end(self):
        asked, other = (
            self._ask(response_expected=False),
            self._create_contribution(
                contributor_email="b@p.example", response_expected=False
            ),
        )
        self.program.sudo().write(
            {"date_start": "2010-01-01", "date_end": "2012-01-01"}
        )
        contributions = self.env["plpdma.contribution"].sudo()
        mine = Domain("program_id", "=", self.program.id)
        domain = contributions._get_to_anonymise_domain()
        self.assertEqual(contributions.search(domain & mine), other)
        self._conclude()
        domain = contributions._get_to_anonymise_domain()
        self.assertEqual(contributions.search(domain & mine), asked | other)

    def test_an_import_asks_for_nobody(self):
        made = self.agent_env["plpdma.contribution"].load(
            ["program_id/.id", "verbatim", "contributor_email"],
            [[str(self.program.id), "Un bac.", "z@p.example"]],
        )
        self.assertFalse(made["messages"])
        found = self.agent_env["plpdma.contribution"].browse(made["ids"])
        self.assertEqual(len(found), 1)
        self.assertFalse(found.follow_consent)
