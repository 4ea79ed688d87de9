"""Names and addresses: found when their owner asks, shown as they agreed."""

from lxml import etree

from odoo.tests import Form, tagged

from .privacy_common import EMAIL, MODEL, NAME, PrivacyCase


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
