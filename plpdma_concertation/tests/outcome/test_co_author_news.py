"""Who signs a contribution asks for themselves to be told what became of it."""

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tests import tagged

from .measure_news_common import WHY, MeasureNewsCase

CO_UNDELIVERED = "plpdma_concertation.mail_activity_type_undelivered_co_measure"


class CoAuthorNewsCase(MeasureNewsCase):
    def _create_letter(self, email="a@p.example", measures=None, **vals):
        """A contribution whose author asks for nothing."""
        return self._ask(email, measures, **{"follow_consent": False, **vals})

    def _sign(self, contribution, *emails, asks=True, confirmed=True):
        authors = self.agent_env["plpdma.contribution.author"].create(
            [
                {"contribution_id": contribution.id, "email": email, "name": email[:1]}
                for email in emails
            ]
        )
        self.assertFalse(any(authors.mapped("follow_consent")), "Nobody asks for them")
        if confirmed:
            with self.mock_mail_gateway():
                authors.action_confirm()
        authors.follow_consent = asks
        return authors

    def _get_co_lines(self):
        return self._get_lines().filtered(lambda line: line.purpose == "co_measure")

    def _get_co_alerts(self, contributions):
        kind = self.env.ref(CO_UNDELIVERED)
        return contributions.activity_ids.filtered(
            lambda one: one.activity_type_id == kind
        )


@tagged("post_install", "-at_install", "plpdma")
class TestCoAuthorNews(CoAuthorNewsCase):
    # ------------------------------------------------------------------
    # Who is told, of what
    # ------------------------------------------------------------------
    def test_each_asks_for_themselves(self):
        silent, asked = self._create_letter(), self._ask("b@p.example")
        told = self._sign(silent, "odette@p.example")
        self._sign(silent, "max@p.example", asks=False)
        self._sign(silent, "later@p.example", confirmed=False)
        self._sign(asked, "zoe@p.example", asks=False)
        # Told as the author already.
        self._sign(asked, "b@p.example")
        self._conclude()
        self.assertEqual(set(self._get_mails()), {"odette@p.example", "b@p.example"})
        line = self._get_co_lines()
        self.assertEqual(line.co_author_ids, told)
        self.assertEqual(line.contribution_ids, silent)
        self.assertEqual((line.measure_id, line.measure_state), (self.measure, "done"))
        self.assertEqual(line.user_id, self.user_agent)
        self.assertEqual(self.measure.news_count, 2)
        mail = self._get_mails()["odette@p.example"]
        self.assertEqual(mail.email_to, '"o" <odette@p.example>')
        for words in (
            self.measure.display_name,
            "co-signed",
            silent.reference,
            told.sudo()._get_follow_path(),
            told.sudo()._get_unfollow_path(),
        ):
            self.assertIn(words, mail.body_html)
        for words in (silent._get_follow_path(), silent._get_unfollow_path()):
            self.assertNotIn(words, mail.body_html, "The author's own")
        self.assertIn(told.sudo()._get_unfollow_url(), mail.headers)
        author = self._get_mails()["b@p.example"]
        self.assertIn(asked._get_unfollow_url(), author.headers)
        self.assertNotIn("co-signed", author.body_html)

    def test_the_author_and_two_who_sign_get_a_message_each(self):
        asked = self._ask()
        odette, max_ = self._sign(asked, "odette@p.example", "max@p.example")
        self._conclude()
        mails = self._get_mails()
        self.assertEqual(len(mails), 3)
        for email, follower in (
            ("a@p.example", asked),
            ("odette@p.example", odette.sudo()),
            ("max@p.example", max_.sudo()),
        ):
            with self.subTest(email):
                body = mails[email].body_html
                everybody = [asked, odette.sudo(), max_.sudo()]
                paths = [one._get_follow_path() for one in everybody]
                found = {path for path in paths if path in body}
                self.assertEqual(found, {follower._get_follow_path()})
                self.assertIn(follower._get_unfollow_path(), body)
        self.assertEqual(set(self._leave(asked)), set(mails))
        self.assertEqual(set(self._get_lines().mapped("state")), {"sent"})

    def test_one_message_for_what_one_sent_and_what_one_signed(self):
        signed = self._create_letter("a@p.example")
        own = self._ask("odette@p.example", self.measure | self.other)
        odette = self._sign(signed, "Odette@p.example")
        self._conclude(self.measure | self.other)
        [mail] = self._get_mails().values()
        self.assertEqual(mail.body_html.count(self.measure.display_name), 1)
        self.assertEqual(mail.body_html.count(self.other.display_name), 1)
        self.assertEqual(mail.body_html.count("co-signed"), 1)
        self.assertIn(own._get_follow_path(), mail.body_html)
        self.assertIn(odette.sudo()._get_follow_path(), mail.body_html)
        self.assertEqual(len(self._get_lines()), 3)
        self.assertEqual(self._get_co_lines().contribution_ids, signed)

    def test_never_twice_for_the_same(self):
        letter = self._create_letter()
        odette = self._sign(letter, "odette@p.example")
        self._conclude()
        self.measure.action_reopen()
        self._conclude()
        self.assertEqual(len(self._get_lines()), 1)
        # Of another contribution, at the same address.
        self._ask("odette@p.example")
        self.measure.action_reopen()
        self._conclude()
        self.assertEqual(len(self._get_lines()), 1)
        self._conclude(state="dropped", explanation=WHY)
        mail = self._get_lines()[-1].mail_message_id.mail_ids
        self.assertIn("Aucun terrain", mail.body_html)
        # What was told to one who signs was not told to the author.
        letter.follow_consent = True
        odette.sudo().unlink()
        self.measure.action_reopen()
        self._conclude(state="dropped", explanation=WHY)
        self.assertIn("a@p.example", self._get_mails())

    def test_found_at_once_however_many_they_are(self):
        counts = []
        for number, size in enumerate((2, 12)):
            measure = self._create_measure(
                f"8{number}", state="running", is_published=True
            )
            for rank in range(size):
                letter = self._ask(f"a{number}-{rank}@p.example", measure)
                self._sign(letter, f"o{number}-{rank}@p.example")
            measure.sudo().state = "done"
            self.env.cr.precommit.clear()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            news = measure.sudo()._get_news()
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(len(news.get_messages()), 2 * size)
        self.assertEqual(*counts)

    # ------------------------------------------------------------------
    # What is no longer to be told
    # ------------------------------------------------------------------
    def test_withdrawn_by_each_for_themselves(self):
        asked = self._ask()
        odette, max_ = self._sign(asked, "odette@p.example", "max@p.example").sudo()
        other = self._sign(self._create_letter("c@p.example"), "odette@p.example")
        self._conclude()
        self.assertTrue(odette._withdraw_follow())
        self.assertFalse(odette._withdraw_follow(), "Once is enough")
        self.assertFalse(other.follow_consent, "The same person")
        self.assertTrue(asked.follow_consent)
        self.assertTrue(max_.follow_consent)
        gone = self._get_lines().filtered(lambda line: line.state == "failed")
        self.assertEqual(gone.co_author_ids, odette | other)
        self.assertEqual(set(gone.mapped("cause")), {"unwanted"})
        self.assertFalse(any(gone.mapped("is_lost")))
        asked.sudo()._withdraw_follow()
        self.assertTrue(max_.follow_consent, "The author withdraws for nobody else")
        self.assertEqual(set(self._leave(asked)), {"max@p.example"})
        odette._ask_follow()
        self.assertEqual((odette.follow_consent, asked.follow_consent), (True, False))

    def test_a_person_withdraws_what_they_sent_and_what_they_signed(self):
        own = self._ask("odette@p.example")
        signed = self._sign(self._create_letter(), "odette@p.example").sudo()
        self.assertEqual(len(own.sudo()._get_followed_references()), 2)
        own.sudo()._withdraw_follow()
        self.assertFalse(own.follow_consent or signed.follow_consent)

    def test_what_is_no_longer_so_is_taken_back(self):
        letter = self._create_letter()
        self._sign(letter, "odette@p.example")
        self._conclude(state="dropped", explanation=WHY)
        first = self._get_lines()
        self.measure.explanation = "Le terrain est vendu."
        self._keep_changes()
        self.assertEqual((first.state, first.cause), ("failed", "outdated"))
        second = self._get_lines() - first
        self.assertEqual(second.co_author_ids.email, "odette@p.example")
        self.assertIn("est vendu", second.mail_message_id.mail_ids.body_html)
        self.measure.action_reopen()
        self._keep_changes()
        self.assertEqual((second.state, second.cause), ("failed", "outdated"))
        self.assertFalse(self._leave(letter.browse()))

    def test_nothing_leaves_to_who_no_longer_signs(self):
        asked = self._ask()
        odette = self._sign(asked, "odette@p.example")
        self._conclude()
        odette.sudo().unlink()
        self._keep_changes()
        line = self._get_co_lines()
        self.assertEqual(line.state, "failed")
        self.assertIn("was deleted", line.reason)
        self.assertFalse(line.is_lost)
        self.assertEqual(set(self._leave(asked)), {"a@p.example"})

    def test_nothing_is_told_of_what_was_deleted(self):
        letter, other = self._create_letter(), self._create_letter("c@p.example")
        self._sign(letter, "odette@p.example")
        kept = self._sign(other, "odette@p.example")
        self._conclude()
        self.assertEqual(len(self._get_mails()), 1)
        both = self._get_lines()
        letter.sudo().unlink()
        self._keep_changes()
        self.assertEqual(set(both.mapped("state")), {"failed"})
        left = self._get_lines() - both
        self.assertEqual((left.state, left.co_author_ids), ("queued", kept))

    # ------------------------------------------------------------------
    # What becomes of the messages
    # ------------------------------------------------------------------
    def test_what_does_not_arrive_is_somebodys(self):
        asked = self._ask()
        odette, max_ = self._sign(asked, "odette@p.example", "max@p.example")
        self._conclude()
        self._leave(asked, refused=["odette@p.example"])
        self.assertFalse(self._get_measure_alerts(asked), "The author is reached")
        [alert] = self._get_co_alerts(asked)
        self.assertEqual(alert.user_id, self.user_agent)
        self.assertIn("did not reach a co-author", alert.summary)
        self.assertIn("does not exist", alert.note)
        [lost] = self._get_lines().filtered(lambda line: line.state == "failed")
        self.assertEqual(lost.co_author_ids, odette)
        self.assertTrue(lost.is_lost)
        [sent] = self._get_lines().filtered(lambda one: one.co_author_ids == max_)
        self._bounce(sent.message_uid, "max@p.example")
        self.assertEqual(sent.state, "bounced")
        self.assertEqual(len(self._get_co_alerts(asked)), 2, "One a reason")
        odette.email = "nouvelle@p.example"
        (lost | sent).with_user(self.user_agent).action_resend()
        again = self._get_lines().filtered(lambda line: line.state == "queued")
        self.assertEqual(
            set(again.mapped("email")), {"nouvelle@p.example", "max@p.example"}
        )
        self.assertIn(sent, again, "The very same message")
        self._leave(asked)
        self.assertFalse(self._get_co_alerts(asked))
        with self.assertRaises(UserError):
            lost.with_user(self.user_agent).action_resend()

    def test_nothing_is_sent_again_to_who_asked_for_no_more(self):
        letter = self._create_letter()
        odette = self._sign(letter, "odette@p.example")
        self._conclude()
        self._leave(letter, server=False)
        line = self._get_lines()
        self.assertEqual(line.state, "failed")
        odette.sudo()._withdraw_follow()
        with self.assertRaises(UserError):
            line.with_user(self.user_agent).action_resend()

    # ------------------------------------------------------------------
    # Their wish
    # ------------------------------------------------------------------
    def test_the_discussion_says_that_it_was_asked_without_a_name(self):
        letter = self._create_letter()
        odette = self._sign(letter, "odette@p.example")
        odette.follow_consent = False
        words = " ".join(letter.message_ids.mapped("body"))
        self.assertIn("wants to know", words)
        self.assertIn("nothing more", words)
        self.assertNotIn("odette", words)

    def test_forgotten_with_the_identity(self):
        letter = self._create_letter(response_expected=False)
        odette = self._sign(letter, "odette@p.example")
        # The receipt has left.
        self.env["mail.mail"].sudo().search([("res_id", "=", letter.id)]).unlink()
        letter.with_user(self.user_manager).action_anonymise()
        self.assertFalse(odette.exists())
        with self.assertRefused(letter.reference, exception=ValidationError):
            self.agent_env["plpdma.contribution.author"].create(
                {
                    "contribution_id": letter.id,
                    "name": "Odette",
                    "follow_consent": True,
                }
            )
        self._conclude()
        self.assertFalse(self._get_lines())

    def test_kept_until_the_action_comes_to_its_end(self):
        signed, other, proposed = (
            self._create_letter(f"{name}@p.example", response_expected=False)
            for name in "abc"
        )
        self._sign(signed, "odette@p.example")
        self._sign(other, "max@p.example", asks=False)
        self._sign(proposed, "zoe@p.example", confirmed=False)
        self.program.sudo().write(
            {"date_start": "2010-01-01", "date_end": "2012-01-01"}
        )
        contributions = self.env["plpdma.contribution"].sudo()
        mine = Domain("program_id", "=", self.program.id)
        domain = contributions._get_to_anonymise_domain()
        self.assertEqual(contributions.search(domain & mine), other | proposed)
        self._conclude()
        domain = contributions._get_to_anonymise_domain()
        self.assertEqual(contributions.search(domain & mine), signed | other | proposed)
