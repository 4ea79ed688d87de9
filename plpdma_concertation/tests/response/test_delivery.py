"""What is claimed happened: answers that leave, fail, come back."""

import smtplib
from contextlib import suppress
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..platform.delivery_common import DeliveryCase


@tagged("post_install", "-at_install", "plpdma")
class TestDelivery(DeliveryCase):
    """Answers by e-mail."""

    def test_nothing_is_claimed_before_it_left(self):
        contributions = self._authors("a@p.example", "b@p.example")
        response = self._release(contributions)
        self.assertEqual(response.state, "sent")
        self.assertEqual(set(contributions.mapped("delivery")), {"queued"})
        self.assertEqual(contributions.delivery_response_id, response)
        self.assertWaits(contributions)
        self.assertTrue(all(contributions.mapped("is_to_answer")))
        with self.assertRefused("still waits"):
            contributions.action_close()
        taken = self._leave(contributions)
        self.assertEqual(set(taken), {"a@p.example", "b@p.example"})
        for contribution in contributions:
            self.assertEqual(contribution.state, "answered")
            self.assertEqual(contribution.delivery, "sent")
            self.assertEqual(contribution.answer_channel, "email")
            self.assertEqual(contribution.sent_response_id, response)
            line = contribution.delivery_id
            self.assertEqual(line.message_uid, taken[line.email])
            self.assertEqual(line.date_done.date(), fields.Date.today())
        self.assertEqual(self.assertSums(response)["told"], 2)

    def test_one_recipient_in_three_is_refused(self):
        emails = [f"a{number}@p.example" for number in range(6)]
        contributions = self._authors(*emails)
        response = self._release(contributions)
        taken = self._leave(contributions, refused=emails[::3])
        self.assertEqual(len(taken), 4)
        refused = contributions.filtered(lambda c: c.contributor_email in emails[::3])
        self.assertEqual(len(refused), 2)
        self.assertEqual(set(refused.mapped("delivery")), {"failed"})
        self.assertWaits(refused)
        for contribution in refused:
            self.assertIn("does not exist", contribution.delivery_reason)
            self.assertIn("User unknown", contribution.delivery_reason)
            [alert] = self._get_alerts(contribution)
            self.assertEqual(alert.user_id, self.user_agent)
            self.assertIn("User unknown", alert.note)
        told = contributions - refused
        self.assertEqual(set(told.mapped("state")), {"answered"})
        self.assertFalse(self._get_alerts(told))
        counts = self.assertSums(response)
        self.assertEqual((counts["told"], counts["again"]), (4, 2))

    def test_server_down_then_up(self):
        contributions = self._authors("a@p.example", "b@p.example", "c@p.example")
        response = self._release(contributions)
        uids = contributions.delivery_id.mapped("message_uid")
        self.assertFalse(self._leave(contributions, server=False))
        self.assertEqual(set(contributions.mapped("delivery")), {"failed"})
        self.assertEqual(set(contributions.delivery_id.mapped("cause")), {"server"})
        self.assertWaits(contributions)
        self.assertEqual(len(self._get_alerts(contributions)), 3)
        self.assertEqual(self.assertSums(response)["again"], 3)
        message = contributions.action_resend()["params"]["message"]
        self.assertIn("3", message)
        self.assertEqual(self.assertSums(response)["leaving"], 3)
        self.assertEqual(len(self._get_alerts(contributions)), 3, "Not delivered yet")
        taken = self._leave(contributions)
        self.assertEqual(sorted(taken.values()), sorted(uids), "The same messages")
        self.assertEqual(set(contributions.mapped("state")), {"answered"})
        self.assertFalse(self._get_alerts(contributions))
        self.assertEqual(self.assertSums(response)["told"], 3)

    def test_connection_cut_while_it_leaves(self):
        contribution = self._authors("a@p.example")
        response = self._release(contribution)
        # Not assertRaises: the transaction goes on, as in the queue.
        with suppress(smtplib.SMTPServerDisconnected):
            self._leave(
                contribution,
                refused=["a@p.example"],
                error=smtplib.SMTPServerDisconnected("Connection lost"),
            )
        self.assertEqual(contribution.delivery, "failed")
        self.assertIn("may have arrived", contribution.delivery_reason)
        self.assertWaits(contribution)
        uid = contribution.delivery_id.message_uid
        contribution.action_resend()
        self.assertEqual(self._leave(contribution), {"a@p.example": uid})
        self.assertEqual(self.assertSums(response)["told"], 1)

    def test_bounce_a_day_later(self):
        contributions = self._authors("a@p.example", "b@p.example")
        response = self._release(contributions)
        with freeze_time("2099-01-01 10:00:00"):
            taken = self._leave(contributions)
        back, told = contributions
        due = back.date_due
        self.assertEqual(str(back.date_answered), "2099-01-01")
        with freeze_time("2099-01-02 10:00:00"):
            self._bounce(taken["a@p.example"], "a@p.example")
        self.assertEqual(back.delivery, "bounced")
        self.assertWaits(back)
        self.assertEqual(back.date_due, due)
        self.assertTrue(back.is_to_answer)
        self.assertIn("No such user here", back.delivery_reason)
        self.assertEqual(len(self._get_alerts(back)), 1)
        self.assertEqual(told.state, "answered")
        self.assertEqual(self.assertSums(response)["again"], 1)

    def test_bounce_of_a_message_that_was_deleted(self):
        contribution = self._authors("a@p.example")
        self._release(contribution)
        taken = self._leave(contribution)
        line = contribution.delivery_id
        self._find_mails(contribution).unlink()
        self.assertFalse(line.mail_message_id)
        self._bounce(taken["a@p.example"], "a@p.example", status="5.2.2")
        self.assertEqual(line.state, "bounced")
        self.assertEqual(line.cause, "full_mailbox")
        self.assertWaits(contribution)
        # Its message is gone: another one is written.
        contribution.action_resend()
        self.assertNotEqual(contribution.delivery_id, line)
        self.assertEqual(len(self._leave(contribution)), 1)
        self.assertEqual(contribution.state, "answered")

    def test_report_of_a_delay_is_no_bounce(self):
        contribution = self._authors("a@p.example")
        self._release(contribution)
        [uid] = self._leave(contribution).values()
        for action in ("delayed", "delivered", "relayed"):
            self._bounce(uid, "a@p.example", action=action)
            self.assertEqual(contribution.delivery, "sent", action)
        self._bounce("<unknown@elsewhere.example>", "a@p.example")
        self.assertEqual(contribution.delivery, "sent")
        self._bounce(uid, "forwarded@elsewhere.example")
        self.assertEqual(contribution.delivery, "bounced")

    def test_closed_one_comes_back(self):
        contribution = self._authors("a@p.example")
        self._release(contribution)
        [uid] = self._leave(contribution).values()
        contribution.action_close()
        self._bounce(uid, "a@p.example")
        self.assertWaits(contribution)

    def test_withdrawn_from_the_queue(self):
        cancelled, deleted = self._authors("a@p.example", "b@p.example")
        self._release(cancelled | deleted)
        self._find_mails(cancelled).cancel()
        self._find_mails(deleted).unlink()
        for contribution in cancelled | deleted:
            self.assertEqual(contribution.delivery, "failed")
            self.assertEqual(contribution.delivery_id.cause, "withdrawn")
            self.assertEqual(len(self._get_alerts(contribution)), 1)
        self.assertWaits(cancelled | deleted)
        self._find_mails(cancelled).mark_outgoing()
        self.assertEqual(cancelled.delivery, "queued")
        self._leave(cancelled)
        self.assertEqual(cancelled.state, "answered")

    def test_lines_left_without_a_word_are_settled(self):
        contributions = self._authors(
            "a@p.example", "b@p.example", "c@p.example", "d@p.example"
        )
        self._release(contributions)
        mails = self._find_mails(contributions)
        # Behind the back of the ORM, as what was killed leaves it.
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE mail_mail SET state = 'sent' WHERE id = %s", [mails[0].id]
        )
        self.env.cr.execute(
            "UPDATE mail_mail SET state = 'exception', failure_reason = 'Boum'"
            " WHERE id = %s",
            [mails[1].id],
        )
        self.env.cr.execute(
            "DELETE FROM mail_message WHERE id = %s", [mails[2].mail_message_id.id]
        )
        self.env.invalidate_all()
        ledger = self.env["plpdma.delivery"].sudo()
        ledger._cron_reconcile()
        self.assertEqual(set(contributions.mapped("delivery")), {"queued"}, "Too early")
        ledger._cron_reconcile(minutes=-1)
        self.assertEqual(
            contributions.mapped("delivery"), ["sent", "failed", "failed", "queued"]
        )
        self.assertEqual(
            contributions.delivery_id.mapped("cause"), [False, "other", "lost", False]
        )

    def test_what_left_is_not_unsent_by_a_failure_of_ours(self):
        contribution = self._authors("a@p.example")
        self._release(contribution)
        contributions = type(self.env["plpdma.contribution"])
        with (
            patch.object(contributions, "_on_delivery", side_effect=ValueError("Boum")),
            mute_logger(
                "odoo.addons.plpdma_concertation.models.program.plpdma_delivery_outcome"
            ),
        ):
            taken = self._leave(contribution)
        self.assertEqual(set(taken), {"a@p.example"})
        mail = self._find_mails(contribution)
        self.assertEqual(mail.state, "sent", mail.failure_reason)
        self.assertEqual(contribution.delivery, "queued")
        self.env["plpdma.delivery"].sudo()._cron_reconcile(minutes=-1)
        self.assertEqual(contribution.state, "answered")

    # ------------------------------------------------------------------
    # Who is asked to see to it, who may write what
    # ------------------------------------------------------------------
    def test_who_handles_it(self):
        session = self._create_session(user_id=self.user_agent.id)
        one, two, three = self._create_contributions(
            {"user_id": self.user_agent.id},
            {"user_id": False, "session_id": session.id},
            {"user_id": False},
        )
        self.assertEqual(one._get_handler(), self.user_agent)
        self.assertEqual(two._get_handler(), session.user_id)
        self.assertEqual(three._get_handler(), self.user_manager)
        self.user_agent.sudo().active = False
        self.assertEqual(two._get_handler(), self.user_manager)

    def test_reason_in_the_words_of_who_reads(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        contribution = self._authors("a@p.example")
        self._release(contribution)
        self.user_agent.lang = "fr_FR"
        self._leave(contribution, refused=["a@p.example"])
        [alert] = self._get_alerts(contribution)
        self.assertIn("n'existe pas", alert.note.replace("&#39;", "'"))
        self.assertIn("n'est pas parvenue", alert.summary)

    def test_deliveries_are_written_by_nobody(self):
        contribution = self._authors("a@p.example")
        self._release(contribution)
        line = contribution.delivery_id
        for user in (self.user_agent, self.user_manager):
            for vals in (
                {"delivery": "sent"},
                {"delivery_id": False},
                {"delivery_response_id": False},
                {"delivery_ids": [fields.Command.clear()]},
            ):
                with self.subTest(user=user.login, **vals), self.assertRefused():
                    contribution.with_user(user).write(vals)
            with self.assertRefused(exception=AccessError):
                line.with_user(user).write({"state": "sent"})
            with self.assertRefused(exception=AccessError):
                line.with_user(user).unlink()
        with self.assertRefused():
            self._create_contribution(delivery="sent")
        with self.assertRefused():
            self.agent_env["plpdma.contribution"].with_context(
                default_delivery="sent"
            ).create({"program_id": self.program.id, "verbatim": "Un mot."})
        self.assertEqual(contribution.delivery, "queued")

    def test_elu_sends_nothing(self):
        contribution = self._authors("a@p.example")
        response = self._create_response(contribution, state="validated")
        with self.assertRaises(UserError):
            response.with_user(self.user_elected).action_send()
        self.assertEqual(contribution.delivery, "none")
        response.action_send()
        self._leave(contribution, refused=["a@p.example"])
        for action in ("action_resend", "action_to_post", "action_letter_posted"):
            with self.subTest(action), self.assertRaises(UserError):
                getattr(contribution.with_user(self.user_elected), action)()
        self.assertEqual(contribution.delivery, "failed")

    def test_forgotten_author(self):
        contribution = self._authors("a@p.example")
        self._release(contribution)
        self._leave(contribution, refused=["a@p.example"])
        manager = contribution.with_user(self.user_manager)
        with self.assertRefused(contribution.reference):
            manager.action_anonymise()
        line = contribution.delivery_id
        # The end of the time for which identities are kept waits for nobody.
        contribution._anonymise()
        self.assertFalse(line.email or line.server_text or line.message_uid)
        self.assertEqual(contribution.delivery, "none")


@tagged("post_install", "-at_install", "plpdma")
class TestDeliveryCost(DeliveryCase):
    def test_an_author_costs_as_much_in_a_crowd(self):
        """What becomes of a message costs the same, whatever the number of authors."""
        costs = {}
        for size in (2, 2, 12):
            contributions = self._authors(*(f"{n}@p.example" for n in range(size)))
            self._release(contributions)
            lines = contributions.delivery_id.sudo()
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            lines._settle("failed", "server", "Connection refused")
            self.env.flush_all()
            costs[size] = self.env.cr.sql_log_count - start
        self.assertGreater(costs[2], 0)
        self.assertLessEqual((costs[12] - costs[2]) / 10, 6, costs)
