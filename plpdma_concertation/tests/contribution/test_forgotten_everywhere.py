"""A name that was erased stands nowhere any more: neither in a column of a table, nor
in a file; and it goes when the programme says."""

from datetime import datetime, timedelta
from pathlib import Path

from freezegun import freeze_time

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import SQL

from .mail_common import MailIntakeCase
from .privacy_common import PrivacyCase

# Written nowhere else.
NAME = "Zénobie Quarteron"
WORD = "Quarteron"
EMAIL = "zenobie@quarteron.example"


class TracesCase(MailIntakeCase):
    def _find_traces(self):
        """``{table.column}`` of all that is kept in text in which the name stands, and
        the names of the files that hold it."""
        self.env.flush_all()
        self.env.cr.execute(
            """
            SELECT c.table_name, c.column_name
              FROM information_schema.columns c
              JOIN information_schema.tables t USING (table_schema, table_name)
             WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE'
               AND c.data_type IN ('text', 'character varying', 'jsonb', 'tsvector')
            """
        )
        columns = self.env.cr.fetchall()
        self.assertGreater(len(columns), 500)
        found = set()
        for table, column in columns:
            query = SQL(
                "SELECT 1 FROM %s WHERE %s::text ILIKE %s OR %s::text ILIKE %s LIMIT 1",
                SQL.identifier(table),
                SQL.identifier(column),
                f"%{WORD}%",
                SQL.identifier(column),
                f"%{EMAIL}%",
            )
            self.env.cr.execute(query)
            if self.env.cr.fetchone():
                found.add(f"{table}.{column}")
        return found

    def _find_files(self):
        """The attachments in whose content the name stands."""
        attachments = self.env["ir.attachment"].sudo().search([("id", "!=", 0)])
        return attachments.filtered(lambda file: WORD.encode() in (file.raw or b""))


@tagged("post_install", "-at_install", "plpdma")
class TestForgottenEverywhere(TracesCase):
    def _write_by_mail(self):
        contribution = self._receive(
            f"Un composteur au pied de l'immeuble.\n\n-- \n{NAME}\n12 rue du Tri",
            sender=f"{NAME} <{EMAIL}>",
            Cc=f"Autre {WORD} <autre@quarteron.example>",
            files=[f"lettre de {WORD}.pdf"],
        )
        return contribution.with_user(self.user_manager)

    def test_a_message_its_original_and_its_answer(self):
        self.assertFalse(self._find_traces())
        contribution = self._write_by_mail()
        contribution.write(
            {
                "contributor_street": f"12 rue {WORD}",
                "contributor_zip": "00100",
                "contributor_city": f"{WORD}-le-Bourg",
            }
        )
        contribution.co_author_ids.action_confirm()
        self.assertTrue(contribution.co_author_ids)
        response = self._create_response(contribution, state="sent")
        response.published = True
        original = self._find_files()
        self.assertTrue(original)
        stores = [Path(f._full_path(f.store_fname)) for f in original if f.store_fname]
        before = self._find_traces()
        self.assertLessEqual(
            {
                "plpdma_contribution.contributor_name",
                "plpdma_contribution.contributor_street",
                "plpdma_contribution_author.email",
                "plpdma_delivery.email",
                "ir_attachment.name",
                "mail_message.email_from",
            },
            before,
        )
        contribution.action_anonymise()
        self.assertEqual(self._find_traces(), set())
        self.assertFalse(self._find_files())
        self.assertFalse(original.exists())
        # Core drops the file itself once nothing leads to it.
        self.env["ir.attachment"]._gc_file_store_unsafe()
        self.assertFalse([path for path in stores if path.exists()])

    def test_a_campaign_keeps_no_name_of_its_sample(self):
        text = "Rouvrez la déchèterie du bourg le dimanche matin, comme avant. "
        contributions = self._create_contributions(
            *(
                {
                    "verbatim": f"{text * 3}{words}",
                    "contributor_name": f"{name}",
                    "contributor_email": email,
                    "response_expected": False,
                }
                for words, name, email in (
                    ("", NAME, EMAIL),
                    ("Merci.", "Ode Un", "un@p.example"),
                    ("Bien à vous.", "Ode Deux", "deux@p.example"),
                )
            )
        )
        campaigns = self.env["plpdma.campaign"]
        campaigns._detect(self.program)
        campaign = campaigns.search([("program_id", "=", self.program.id)])
        self.assertTrue(campaign.reference_text)
        contributions.with_user(self.user_manager).action_anonymise()
        self.assertEqual(self._find_traces(), set())
        self.assertTrue(campaign.reference_text)

    def test_no_address_is_given_again(self):
        contribution = self._write_by_mail()
        contribution.sudo()._anonymise()
        with self.assertRefused("erased", exception=ValidationError):
            contribution.contributor_city = "Ailleurs"
        anonymous = self._create_contribution(anonymous=True)
        with self.assertRefused("anonymous", exception=ValidationError):
            anonymous.contributor_street = "1 rue du Tri"


@tagged("post_install", "-at_install", "plpdma")
class TestRetentionFrom(PrivacyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        programs = cls.env["plpdma.program"].sudo()
        others = programs.with_context(active_test=False).search([]) - cls.program
        others.retention_months = 0

    def _consult(self, stop, **vals):
        return self._create_session(
            format="public",
            state="planned",
            date_start=stop and stop - timedelta(days=30),
            date_stop=stop,
            **vals,
        )

    def _get_due(self, among):
        domain = self.env["plpdma.contribution"]._get_to_anonymise_domain()
        return among.sudo().search(domain).with_env(among.env) & among

    def test_the_origin_that_was_chosen(self):
        program = self.program.with_user(self.user_manager)
        program.write({"retention_months": 12, "date_end": "2032-12-31"})
        self.assertEqual(str(program.date_retention), "2033-12-31")
        # In Paris, the first of April.
        consultation = self._consult(datetime(2026, 3, 31, 22, 30))
        self.assertEqual(str(program.date_retention), "2033-12-31")
        program.retention_from = "consultation"
        self.assertEqual(str(program.date_retention), "2027-04-01")
        self._consult(datetime(2026, 6, 30, 10))
        self.assertEqual(str(program.date_retention), "2027-06-30")
        consultation.date_stop = datetime(2026, 9, 1, 10)
        self.assertEqual(str(program.date_retention), "2027-09-01")
        program.session_ids.action_cancel()
        self.assertEqual(str(program.date_retention), "2033-12-31")

    def test_a_warning_when_nothing_ends(self):
        program = self.program.with_user(self.user_manager)
        program = program.with_context(lang="en_US")
        program.date_end = False
        self.assertIn("without an end", program.warnings)
        program.retention_from = "consultation"
        self.assertIn("neither", program.warnings)
        self._consult(datetime(2026, 6, 30, 10))
        self.assertNotIn("without an end", program.warnings or "")
        program.session_ids.action_cancel()
        self.assertIn("neither", program.warnings)
        program.retention_months = 0
        self.assertNotIn("without an end", program.warnings or "")

    def test_what_comes_after_the_consultation_is_kept_as_long(self):
        """An author who writes years later is not forgotten the next day."""
        self.program.with_user(self.user_manager).write(
            {"retention_months": 12, "retention_from": "consultation"}
        )
        self._consult(datetime(2024, 3, 31, 10))
        early, later = self._create_contributions(
            {"date_received": "2024-03-01"}, {"date_received": "2025-11-01"}
        )
        both = early | later
        for today, due in (
            ("2025-03-30 12:00:00", both.browse()),
            ("2025-03-31 12:00:00", early),
            ("2026-10-31 12:00:00", early),
            ("2026-11-01 12:00:00", both),
        ):
            with self.subTest(today=today), freeze_time(today):
                self.assertEqual(self._get_due(both), due)

    def test_said_before_anything_is_destroyed(self):
        self.program.write({"utility_years": 10, "final_disposal": "sort"})
        contribution = self._create_written()
        dialog = (
            self._as_manager(contribution)
            .with_context(plpdma_ask=True)
            .action_anonymise()
        )
        wizard = (
            self.env[dialog["res_model"]]
            .with_user(self.user_manager)
            .with_context(**dialog["context"], lang="en_US")
            .create({})
        )
        self.assertEqual(wizard.count, 1)
        self.assertIn("10 years", wizard.told)
        self.assertIn("Sorting", wizard.told)
        self.assertEqual(contribution.contributor_name, "Camille Essai")
        notification = wizard.action_anonymise()
        self.assertIn("1", notification["params"]["message"])
        self.assertForgotten(contribution)
        self.program.write({"utility_years": 0, "final_disposal": False})
        told = self.program.with_context(lang="en_US")._describe_disposal()
        self.assertEqual(told.count("not filled in"), 2)

    def test_the_dialog_of_a_closed_programme(self):
        contribution = self._create_written()
        program = self._as_manager(self.program)
        program.action_close()
        dialog = program.with_context(plpdma_ask=True).action_anonymise()
        wizard = (
            self.env[dialog["res_model"]]
            .with_user(self.user_manager)
            .with_context(**dialog["context"])
            .create({})
        )
        self.assertEqual(wizard.count, 1)
        wizard.action_anonymise()
        self.assertForgotten(contribution)


@tagged("post_install", "-at_install", "plpdma")
class TestPostalAddress(PrivacyCase):
    """An inhabitant has one, which goes where the rest of their identity goes."""

    def test_letter_goes_there(self):
        contribution = self._create_contribution(
            contributor_name="Sidonie Voie",
            contributor_street="3 impasse du Verger",
            contributor_zip="00100",
            contributor_city="Confluence-le-Bourg",
        )
        response = self._create_response(contribution, state="validated")
        for report, record in (
            ("report_letter", response),
            ("report_contribution_letter", contribution),
            ("report_acknowledgement", contribution),
        ):
            html, _kind = (
                self.env["ir.actions.report"]
                .with_user(self.user_agent)
                ._render_qweb_html(f"plpdma_concertation.{report}", record.ids)
            )
            with self.subTest(report=report):
                text = html.decode()
                for words in ("3 impasse du Verger", "00100 Confluence-le-Bourg"):
                    self.assertIn(words, text)

    def test_points_of_a_letter_have_it(self):
        contribution = self._create_contribution(
            verbatim="Un bac. Deux bacs.",
            contributor_name="Sidonie Voie",
            contributor_street="3 impasse du Verger",
        )
        contribution._split(
            [
                {"quote_start": 0, "quote_stop": 7},
                {"quote_start": 8, "quote_stop": 18},
            ]
        )
        contribution.contributor_street = "4 impasse du Verger"
        streets = contribution.part_ids.mapped("contributor_street")
        self.assertEqual(streets, ["4 impasse du Verger"] * 2)

    def test_a_text_that_repeats_it_is_pointed_at(self):
        contribution = self._create_contribution(
            verbatim="J'habite au 3 impasse du Verger et je trie.",
            contributor_name="Sidonie Voie",
            contributor_street="3 impasse du Verger",
            moderation="pending",
        )
        self.assertTrue(contribution.has_publication_warning)

    def test_contact_who_gave_none(self):
        self.author.write(
            {"street": "1 place du Marché", "zip": "00200", "city": "Val"}
        )
        contribution = self._create_contribution(partner_id=self.author.id)
        self.assertIn("1 place du Marché", contribution._get_postal_lines())
        contribution.contributor_street = "9 rue Neuve"
        self.assertEqual(contribution._get_postal_lines(), ["9 rue Neuve"])
