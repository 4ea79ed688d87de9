"""What the form of a site sends for whoever filled it in."""

from odoo.tests import BaseCase, tagged

from ...tools.mail_machine import is_machine_address
from .mail_common import MailPathCase

CITIZEN = "Vrai Citoyen <vrai@p.example>"
FORM = "Formulaire <noreply@site.example>"


@tagged("post_install", "-at_install", "plpdma")
class TestMailSite(MailPathCase):
    def _get_author(self, sender, reply_to=CITIZEN, **headers):
        contribution = self._receive(
            "Du compost.", sender=sender, Reply_To=reply_to, **headers
        )
        return contribution.contributor_name, contribution.contributor_email

    def test_whoever_filled_the_form_in_is_the_author(self):
        for sender in (
            FORM,
            "Site <wordpress@p.example>",
            f"Site <{self.company.email}>",
            "Site <accueil@essai.example>",
            "Site <contact@val.example>",
        ):
            with self.subTest(sender=sender):
                self.assertEqual(
                    self._get_author(sender), ("Vrai Citoyen", "vrai@p.example")
                )

    def test_receipt_goes_to_whoever_filled_it_in(self):
        self._receive("Du compost.", sender=FORM, Reply_To=CITIZEN)
        told = {mail.email_to for mail in self._new_mails if mail.email_to}
        self.assertTrue(any("vrai@p.example" in email for email in told), told)
        self.assertFalse(any("noreply" in email for email in told), told)

    def test_who_filled_it_in_is_no_co_author_of_theirs(self):
        contribution = self._receive(
            "Du compost.", sender=FORM, Reply_To=CITIZEN, Cc=CITIZEN
        )
        self.assertFalse(contribution.co_author_ids)

    def test_name_of_the_site_is_nobodys(self):
        name, email = self._get_author(FORM, "vrai@p.example")
        self.assertEqual((name, email), (False, "vrai@p.example"))

    def test_person_is_the_author_whomever_they_have_answered(self):
        for sender in (
            "Jean <jean@p.example>",
            f"Employee <{self.user_employee.email}>",
            f"Agent <{self.user_agent.email}>",
        ):
            with self.subTest(sender=sender):
                _name, email = self._get_author(sender)
                self.assertIn(email, sender)

    def test_nobody_else_is_named(self):
        """Who wrote it is asked: nobody reads what the site would be told."""
        for reply_to in (
            "Sans réponse <ne-pas-repondre@p.example>",
            "dechets@val.example",
            self.company.email,
            "service@essai.example",
            "Jean <jean@p.example>, Zoé <zoe@p.example>",
            "jean",
        ):
            with self.subTest(reply_to=reply_to):
                contribution = self._receive(
                    "Du compost.", sender=FORM, Reply_To=reply_to
                )
                self.assertTrue(contribution.author_to_confirm)
                self.assertFalse(
                    contribution.contributor_email or contribution.proposed_email
                )
                self.assertFalse(
                    [one for one in self._new_mails if "noreply" in str(one.email_to)]
                )

    def test_what_a_machine_only_passed_on(self):
        """The rule of a mailbox, or a form that says that a machine sends it."""
        generated = {"Auto_Submitted": "auto-generated"}
        rule = {"X_MS_Exchange_Generated_Message_Source": "Mailbox Rules Agent"}
        passed_on = (
            {"sender": FORM, "Reply_To": CITIZEN, **generated},
            {"sender": CITIZEN, "Resent_From": "accueil@essai.example", **rule},
            {"sender": CITIZEN, "subject": "TR: Un bac", **rule, **generated},
            {"sender": CITIZEN, "Auto_Submitted": "auto-forwarded"},
        )
        for headers in passed_on:
            with self.subTest(headers=headers):
                self.assertEqual(len(self._receive("Du compost.", **headers)), 1)
                self.assertFalse(
                    self._receive(
                        "Je suis absent du bureau jusqu'au 3 mars. En cas d'urgence, "
                        "contactez l'accueil.",
                        **{**headers, "subject": "Réponse automatique : Un bac"},
                    )
                )
        desk = {"sender": "Support <noreply@desk.example>"}
        for headers in (
            generated,
            rule,
            {**generated, "Reply_To": FORM},
            {**generated, **desk, "Reply_To": "support+12@desk.example"},
            {**generated, **desk, "Reply_To": "support@help.desk.example"},
        ):
            with self.subTest(headers=headers):
                sent = {"sender": CITIZEN, **headers}
                self.assertFalse(self._receive("Du compost.", **sent))

    def test_address_that_is_none(self):
        self.assertEqual(self._get_author("Jean <jean@>"), ("Jean", False))

    def test_form_that_writes_in_a_loop_is_stopped_by_whom_it_names(self):
        self.env["ir.config_parameter"].set_param("mail.gateway.loop.threshold", 3)
        made = [
            bool(self._receive(f"Bac {number}", sender=FORM, Reply_To=CITIZEN))
            for number in range(5)
        ]
        self.assertEqual(made, [True] * 3 + [False] * 2)
        self.assertTrue(
            self._receive("Bac", sender=FORM, Reply_To="Zoé <zoe@p.example>")
        )


@tagged("post_install", "-at_install", "plpdma")
class TestMachineAddresses(BaseCase):
    def test_machines_and_persons(self):
        for local, is_machine in (
            ("noreply", True),
            ("no-reply2", True),
            ("forms-noreply", True),
            ("ne_pas_repondre", True),
            ("donotreply", True),
            ("wordpress", True),
            ("formulaire", True),
            ("contact", False),
            ("nora.reply", False),
            ("norbert", False),
            ("noel.response", False),
            ("jean.form", False),
        ):
            with self.subTest(local=local):
                self.assertEqual(is_machine_address(f"{local}@p.example"), is_machine)
