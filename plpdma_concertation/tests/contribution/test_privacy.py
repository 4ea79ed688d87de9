"""What becomes of names and addresses: erased after the programme, found when their
owner asks, told to others only if they agreed."""

from datetime import timedelta

from freezegun import freeze_time
from lxml import etree

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..common import ConcertationCase

MODEL = "plpdma.contribution"
NAME = "Camille Essai"
EMAIL = "camille@p.example"


class PrivacyCase(ConcertationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.author = cls.env["res.partner"].create({"name": NAME, "email": EMAIL})
        cls.actor = (
            cls.env["plpdma.stakeholder"]
            .with_user(cls.user_agent)
            .create(
                {
                    "program_id": cls.program.id,
                    "partner_id": cls.author.id,
                    "role_ids": [Command.set(cls.role.ids)],
                }
            )
        )
        cls.partners[0].sudo().is_company = True
        cls.env.flush_all()

    def _create_written(self, **vals):
        """Written by an inhabitant, with all that may name them around it."""
        contribution = self._create_contribution(
            contributor_name=NAME,
            contributor_email=EMAIL,
            summary="Un composteur",
            public_text="Un composteur, s'il vous plaît.",
            internal_note=f"<p>{NAME} a rappelé.</p>",
            name_consent=True,
            response_expected=False,
            **vals,
        )
        contribution.message_post(
            body=f"{NAME} a rappelé.",
            message_type="comment",
            author_id=self.author.id,
            email_from=EMAIL,
            attachments=[("lettre.txt", NAME.encode())],
        )
        contribution.message_subscribe(self.author.ids)
        contribution.activity_schedule(
            "mail.mail_activity_data_todo",
            summary=f"Rappeler {NAME}",
            user_id=self.user_agent.id,
        )
        self.env["ir.attachment"].create(
            {"name": NAME, "raw": b"x", "res_model": MODEL, "res_id": contribution.id}
        )
        self.flush_tracking()
        contribution.action_review()
        self.flush_tracking()
        return contribution

    def _as_manager(self, records):
        return records.with_user(self.user_manager)

    def _get_kept(self, contribution):
        names = (
            "reference",
            "verbatim",
            "public_text",
            "summary",
            "anonymous",
            "state",
            "date_received",
            "date_due",
            "date_answered",
            "decision",
            "role_id",
            "theme_ids",
            "sent_response_id",
        )
        return contribution.read(names, load=None)[0]

    def _get_statistics(self):
        return self.env[MODEL].formatted_read_group(
            [("program_id", "=", self.program.id)],
            ["role_id", "kind", "anonymous"],
            ["__count"],
        )

    def assertForgotten(self, contribution):
        """Nothing of the author stands in or around the contribution."""
        self.env.flush_all()
        self.env.invalidate_all()
        record = contribution.sudo().with_context(active_test=False)
        for field in record._fields.values():
            if field.store and field.type in ("char", "text", "html"):
                self.assertNotIn("Camille", str(record[field.name]), field.name)
                self.assertNotIn(EMAIL, str(record[field.name]), field.name)
        self.assertNotIn(self.author, record.partner_id)
        self.assertFalse(record.stakeholder_id & self.actor)
        self.assertFalse(record.name_consent)
        here = [("res_model", "=", MODEL), ("res_id", "=", record.id)]
        for model in ("ir.attachment", "mail.activity"):
            left = record.env[model].search(here)
            self.assertFalse(left, model)
        followers = record.env["mail.followers"].search(here)
        self.assertNotIn(self.author, followers.partner_id)
        messages = record.env["mail.message"].search(
            [("model", "=", MODEL), ("res_id", "=", record.id)]
        )
        for message in messages:
            self.assertNotIn("Camille", str(message.body))
            self.assertNotEqual(message.author_id, self.author)
            self.assertNotEqual(message.email_from, EMAIL)
            self.assertFalse(message.attachment_ids)


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
        self.assertEqual(contribution.date_anonymised, fields.Date.today())
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
        program = self.program
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
        end = fields.Date.add(fields.Date.today(), months=6)
        self.program.date_end = end
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
        self.program.write({"date_end": fields.Date.today(), "retention_months": 0})
        with freeze_time(fields.Date.add(fields.Date.today(), years=30)):
            self.assertEqual(self._run(), (0, 0))
        self.assertEqual(contribution.contributor_name, NAME)

    def test_what_is_left_waits_for_the_next_run(self):
        for _number in range(3):
            self._create_written()
        self.program.date_end = fields.Date.today()
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


@tagged("post_install", "-at_install", "plpdma")
class TestPrivacyLookup(PrivacyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        admin = cls._create_user(
            "system", groups="base.group_user,base.group_system,base.group_allow_export"
        )
        cls.lookups = cls.env["privacy.lookup.wizard"].with_user(admin)

    def _find(self, name, email):
        wizard = self.lookups.create({"name": name, "email": email})
        wizard.action_lookup()
        return wizard.line_ids.filtered(lambda line: line.res_model == MODEL)

    def test_name_and_address(self):
        by_name, by_email, by_contact, other = self._create_contributions(
            {"contributor_name": "yann Riverain "},
            {"contributor_email": "Yann Riverain <yann@habitants.example>"},
            {"contributor_name": NAME, "contributor_email": EMAIL},
            {"contributor_name": "Yannick Riverain"},
        )
        by_email.active = False
        lines = self._find("Yann Riverain", "yann@habitants.example")
        self.assertEqual(set(lines.mapped("res_id")), {by_name.id, by_email.id})
        found = {line.res_id: line.is_active for line in lines}
        self.assertEqual(found, {by_name.id: True, by_email.id: False})
        self.assertNotIn(other.id, found)
        # Found by their contact and by their address: told once.
        [line] = self._find(NAME, EMAIL)
        self.assertEqual(line.res_id, by_contact.id)

    def test_who_signs_with_the_author(self):
        by_name, by_email, other = self._create_contributions({}, {}, {})
        self.env["plpdma.contribution.author"].create(
            [
                {"contribution_id": by_name.id, "name": " yann Riverain"},
                {"contribution_id": by_email.id, "email": "yann@habitants.example"},
                {"contribution_id": other.id, "name": "Yannick Riverain"},
            ]
        )
        lines = self._find("Yann Riverain", "yann@habitants.example")
        self.assertEqual(set(lines.mapped("res_id")), {by_name.id, by_email.id})

    def test_anonymise_from_what_is_found(self):
        contribution = self._create_written()
        [line] = self._find(NAME, EMAIL)
        line.action_anonymise()
        self.assertTrue(line.is_anonymised)
        self.assertForgotten(contribution)
        self.assertIn("Anonymised", line.wizard_id.log_id.execution_details)
        self.assertFalse(self._find(NAME, EMAIL))

    def test_who_waits_is_answered_first(self):
        contribution = self._create_contribution(contributor_email=EMAIL)
        [line] = self._find(NAME, EMAIL)
        with self.assertRefused(contribution.reference):
            line.action_anonymise()
        self.assertFalse(line.is_anonymised)

    def test_an_answered_contribution_is_not_deleted(self):
        contribution = self._create_contribution(contributor_email=EMAIL)
        self._create_response(contribution, state="validated")
        [line] = self._find(NAME, EMAIL)
        with self.assertRefused(contribution.reference, "identity"):
            line.action_unlink()
        self.assertTrue(contribution.exists())

    def test_button(self):
        arch = self.lookups.line_ids.get_view(view_type="list")["arch"]
        self.assertTrue(
            etree.fromstring(arch).xpath("//button[@name='action_anonymise']")
        )


@tagged("post_install", "-at_install", "plpdma")
class TestAgreement(PrivacyCase):
    def test_form_asks_for_the_agreement(self):
        """Hidden until what was said alone is opened, and then required."""
        session = self._create_session(format="individual", actors=self.actors[0])
        contributions = self.env[MODEL].with_user(self.user_agent)
        with Form(contributions) as form:
            form.verbatim = "Dit en tête-à-tête."
            form.session_id = session
            form.confidentiality = "members"
            with self.assertRaisesRegex(AssertionError, "opening_agreement"):
                form.save()
            form.opening_agreement = "Par courriel, le 12 mai"
        self.assertEqual(form.record.confidentiality, "members")

    def test_who_reads_what_of_the_author(self):
        """In the form, the list and the cards: the name for the staff alone."""
        for view_type in ("form", "list", "kanban"):
            for user, expected in (
                (
                    self.user_agent,
                    "author_name" if view_type != "form" else "partner_id",
                ),
                (self.user_elected, "author_label"),
                (self.user_facilitator, "author_label"),
            ):
                with self.subTest(view_type=view_type, user=user.login):
                    arch = (
                        self.env[MODEL]
                        .with_user(user)
                        .get_view(view_type=view_type)["arch"]
                    )
                    shown = set(etree.fromstring(arch).xpath("//field/@name"))
                    self.assertIn(expected, shown)
                    if user != self.user_agent:
                        self.assertFalse(
                            shown
                            & {
                                "author_name",
                                "contributor_name",
                                "name_consent",
                                "opening_agreement",
                                "partner_id",
                            }
                        )

    def test_consent_is_asked_of_who_gave_a_name(self):
        contributions = self.env[MODEL].with_user(self.user_agent)
        with Form(contributions) as form:
            form.verbatim = "Un mot."
            form.contributor_name = NAME
            form.name_consent = True
        self.assertEqual(form.record.public_author, NAME)
        with Form(form.record) as form:
            form.name_consent = False
        self.assertEqual(form.record.public_author, "Individual")
