"""What becomes of names and addresses: erased after the programme."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .privacy_common import EMAIL, MODEL, NAME, PrivacyCase


@tagged("post_install", "-at_install", "plpdma")
class TestAnonymise(PrivacyCase):
    def test_identity_goes_and_words_stay(self):
        contribution = self._create_written()
        self.assertEqual(contribution.partner_id, self.author)
        self.assertEqual(contribution.stakeholder_id, self.actor)
        before, statistics = self._get_kept(contribution), self._get_statistics()
        notification = self._as_manager(contribution).action_anonymise()
        self.assertIn("1", notification["params"]["message"])
        self.assertForgotten(contribution)
        self.assertEqual(self._get_kept(contribution), before)
        self.assertEqual(self._get_statistics(), statistics)
        self.assertEqual(contribution.role_id, self.role)
        self.assertEqual(contribution.public_author, self.role.name)
        self.assertEqual(contribution.date_anonymised, self.company._plpdma_get_today())
        # The contact, and their line among the actors, are those of the directory.
        self.assertTrue(self.author.exists() and self.actor.exists())

    def test_history_of_the_status_stays(self):
        contribution = self._create_written()
        before = contribution.sudo().message_ids.tracking_value_ids
        self.assertTrue(before)
        self._as_manager(contribution).action_anonymise()
        self.assertEqual(contribution.sudo().message_ids.tracking_value_ids, before)
        self.assertIn("erased", contribution.message_ids[0].body)

    def test_the_category_is_copied_before_the_actor_goes(self):
        contribution = self._create_written()
        contribution.role_id = False
        self._as_manager(contribution).action_anonymise()
        self.assertFalse(contribution.stakeholder_id)
        self.assertEqual(contribution.role_id, self.role)

    def test_an_organisation_is_no_person(self):
        speaker = self.env["res.partner"].create(
            {"name": NAME, "parent_id": self.partners[0].id, "email": EMAIL}
        )
        for_them, by_name = self._create_contributions(
            {"stakeholder_id": self.actors[0].id, "contributor_name": NAME},
            {"partner_id": speaker.id},
        )
        both = for_them | by_name
        both.response_expected = False
        self._as_manager(both).action_anonymise()
        for contribution in both:
            self.assertForgotten(contribution)
            self.assertEqual(contribution.partner_id, self.partners[0])
            self.assertEqual(contribution.author_label, self.partners[0].name)
        self.assertEqual(for_them.stakeholder_id, self.actors[0])

    def test_it_is_done_once(self):
        contribution = self._create_written()
        other = self._create_written()
        self._as_manager(contribution).action_anonymise()
        with freeze_time(fields.Datetime.now() + timedelta(days=9)):
            again = self._as_manager(contribution | other).action_anonymise()
            self.assertIn("1", again["params"]["message"])
            third = self._as_manager(contribution | other).action_anonymise()
        self.assertIn("already", third["params"]["message"])
        self.assertLess(contribution.date_anonymised, other.date_anonymised)

    def test_whether_a_name_was_given_stays_known(self):
        anonymous, named = self._create_contributions(
            {"anonymous": True, "response_expected": False},
            {"contributor_name": NAME, "response_expected": False},
        )
        self._as_manager(anonymous | named).action_anonymise()
        self.assertTrue(anonymous.anonymous)
        self.assertFalse(named.anonymous)
        self.assertEqual(named.author_label, "Individual")

    def test_no_identity_is_given_again(self):
        contribution = self._create_written()
        self._as_manager(contribution).action_anonymise()
        for vals in (
            {"contributor_name": NAME},
            {"contributor_email": EMAIL},
            {"partner_id": self.author.id},
            {"stakeholder_id": self.actor.id},
        ):
            with (
                self.subTest(vals),
                self.assertRefused(
                    contribution.reference, "erased", exception=ValidationError
                ),
            ):
                contribution.write(vals)
        contribution.partner_id = self.partners[0]
        self.assertEqual(contribution.author_label, self.partners[0].name)

    def test_an_answer_stays_as_it_was_sent(self):
        contribution = self._create_contribution(
            contributor_name=NAME, contributor_email=EMAIL
        )
        response = self._create_response(contribution, state="validated")
        with self.mock_mail_gateway():
            response.action_send()
        self._deliver(response)
        before = self._get_kept(contribution)
        motivation = response.motivation
        self._as_manager(contribution).action_anonymise()
        self.assertForgotten(contribution)
        self.assertEqual(self._get_kept(contribution), before)
        self.assertEqual(contribution.sent_response_id, response)
        self.assertEqual(response.motivation, motivation)
        self.assertEqual(response.state, "sent")

    def test_an_author_who_waits_is_answered_first(self):
        waiting = self._create_contribution(contributor_name=NAME)
        letter = self._create_contribution(contributor_name=NAME)
        self._create_response(letter, state="validated").action_send()
        self.assertEqual(letter.delivery, "to_post")
        mailed = self._create_contribution(contributor_email=EMAIL)
        self._create_response(mailed, state="validated").action_send()
        self.assertEqual(
            self.env["mail.mail"].search([("res_id", "=", mailed.id)]).state, "outgoing"
        )
        everyone = waiting | letter | mailed
        with self.assertRefused(*everyone.mapped("reference")):
            self._as_manager(everyone).action_anonymise()
        self.assertEqual(waiting.contributor_name, NAME)
        waiting.response_expected = False
        self._as_manager(waiting).action_anonymise()
        self.assertFalse(waiting.contributor_name)

    def test_only_the_manager(self):
        contribution = self._create_written()
        for user in (self.user_agent, self.user_elected, self.user_facilitator):
            with self.subTest(user.login), self.assertRaises(AccessError):
                contribution.with_user(user).action_anonymise()
        self.assertEqual(contribution.contributor_name, NAME)

    def test_agreement_to_open_stays_as_a_fact(self):
        session = self._create_session(format="individual", actors=self.actor)
        contribution = self._create_written(
            session_id=session.id,
            confidentiality="members",
            opening_agreement=f"Courriel de {NAME}",
        )
        self._as_manager(contribution).action_anonymise()
        self.assertForgotten(contribution)
        self.assertEqual(contribution.confidentiality, "members")
        self.assertTrue(contribution.opening_agreement)

    def test_queries_of_a_batch(self):
        """No query for each contribution."""
        counts = []
        for size in (5, 40):
            contributions = self._create_contributions(
                *[{"contributor_name": NAME, "response_expected": False}] * size
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self._as_manager(contributions).action_anonymise()
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
        self.assertLess(counts[1], counts[0] + 20)


@tagged("post_install", "-at_install", "plpdma")
class TestRetention(PrivacyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # What else the database holds keeps its identities.
        programs = cls.env["plpdma.program"].sudo()
        others = programs.with_context(active_test=False).search([]) - cls.program
        others.retention_months = 0

    def _run(self, seconds=60, **kwargs):
        """Run as the scheduler does; return how many are done, and how many left."""
        return self._run_as_cron(
            "ir_cron_anonymise",
            lambda env: env[MODEL]._cron_anonymise(**kwargs),
            seconds,
        )

    def test_date(self):
        program = self.program.with_user(self.user_manager)
        program.date_end = "2030-01-31"
        self.assertEqual(program.retention_months, 24)
        self.assertEqual(str(program.date_retention), "2032-01-31")
        program.retention_months = 1
        self.assertEqual(str(program.date_retention), "2030-02-28")
        program.retention_months = 0
        self.assertFalse(program.date_retention)
        program.write({"retention_months": 12, "date_end": False})
        self.assertFalse(program.date_retention)

    def test_cron_erases_once_the_time_is_over(self):
        contribution = self._create_written()
        archived = self._create_written()
        archived.active = False
        unanswered = self._create_contribution(contributor_name=NAME)
        end = fields.Date.add(self.company._plpdma_get_today(), months=6)
        self.program.with_user(self.user_manager).date_end = end
        over = fields.Date.add(end, months=24)
        with freeze_time(over - timedelta(days=1)):
            self.assertEqual(self._run(), (0, 0))
        self.assertEqual(contribution.contributor_name, NAME)
        with freeze_time(over):
            self.assertEqual(self._run(batch_size=2), (3, 0))
        for kept in (contribution, archived, unanswered):
            self.assertForgotten(kept)
            self.assertEqual(kept.date_anonymised, over)
        with freeze_time(over + timedelta(days=3)):
            self.assertEqual(self._run(), (0, 0))
        self.assertEqual(contribution.date_anonymised, over)

    def test_zero_keeps(self):
        contribution = self._create_written()
        self.program.with_user(self.user_manager).write(
            {"date_end": self.company._plpdma_get_today(), "retention_months": 0}
        )
        with freeze_time(fields.Date.add(self.company._plpdma_get_today(), years=30)):
            self.assertEqual(self._run(), (0, 0))
        self.assertEqual(contribution.contributor_name, NAME)

    def test_what_is_left_waits_for_the_next_run(self):
        for _number in range(3):
            self._create_written()
        self.program.with_user(
            self.user_manager
        ).date_end = self.company._plpdma_get_today()
        with freeze_time(self.program.date_retention):
            self.assertEqual(self._run(batch_size=1, seconds=0), (1, 2))
            self.assertEqual(self._run(batch_size=2, seconds=0), (2, 0))

    def test_a_closed_programme(self):
        contribution = self._create_written()
        archived = self._create_written()
        archived.active = False
        program = self._as_manager(self.program)
        with self.assertRefused("Close", self.program.name):
            program.action_anonymise()
        program.action_close()
        with self.assertRaises(AccessError):
            self.program.action_anonymise()
        program.action_anonymise()
        for forgotten in (contribution, archived):
            self.assertForgotten(forgotten)
        self.assertIn("already", program.action_anonymise()["params"]["message"])
