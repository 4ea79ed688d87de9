"""Whatever its channel, somebody reads it before it is published, and is warned."""

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.mail.tests.common import mail_new_test_user

from ..common import ConcertationCase

PHONE = "Appelez-moi au 06 98 76 54 32 le soir."


@tagged("post_install", "-at_install", "plpdma")
class TestModeration(ConcertationCase):
    def _create_contributions(self, *vals_list):
        """What nobody has read yet, unless told otherwise."""
        return super()._create_contributions(
            *({"moderation": "pending", **vals} for vals in vals_list)
        )

    def _published(self):
        domain = self.program._get_published_contributions_domain()
        return self.env["plpdma.contribution"].search(domain)

    def _run_by_facilitator(self):
        session = self._create_session(days=-1)
        session.sudo().facilitator_id = self.user_facilitator.partner_id
        self.env.flush_all()
        return session.with_user(self.user_facilitator)

    # ------------------------------------------------------------------
    # Whatever its channel
    # ------------------------------------------------------------------
    def test_nothing_is_born_publishable(self):
        """Typed, taken by telephone, noted in a session, received by e-mail."""
        contributions = self.agent_env["plpdma.contribution"]
        channels = [key for key, _label in contributions._fields["channel"].selection]
        made = contributions.create(
            [
                {"program_id": self.program.id, "verbatim": name, "channel": name}
                for name in channels
            ]
        )
        session = self._create_session()
        session.write(
            {"contribution_ids": [Command.create({"verbatim": "Dit en séance."})]}
        )
        made |= session.contribution_ids
        with Form(contributions) as form:
            form.program_id = self.program
            form.verbatim = "Saisie au clavier."
        made |= form.record
        noted = self._run_by_facilitator().env["plpdma.contribution"]
        session = self._run_by_facilitator()
        made |= noted.create({"session_id": session.id, "verbatim": "Noté."}).with_env(
            self.agent_env
        )
        received = self.env["plpdma.contribution"].message_new(
            {"body": "<p>Par courriel.</p>", "email_from": "a@p.example"},
            {"program_id": self.program.id, "moderation": "accepted"},
        )
        made |= received.with_env(self.agent_env)
        made |= made[0].copy()
        self.assertEqual(len(made), len(channels) + 5)
        self.assertEqual(set(made.mapped("moderation")), {"pending"})
        self.assertFalse(self._published())

    def test_who_may_accept(self):
        """The staff ticks; a context says nothing for whoever is not of the staff."""
        session = self._run_by_facilitator()
        notes = session.env["plpdma.contribution"]
        vals = {"session_id": session.id, "verbatim": "Noté."}
        for extra in ({"moderation": "accepted"}, {"is_publishable": True}):
            with self.assertRefused(*extra, exception=AccessError):
                notes.create({**vals, **extra})
        noted = notes.with_context(
            default_moderation="accepted", default_is_publishable=True
        ).create(vals)
        self.assertEqual(noted.moderation, "pending")
        for user in (self.user_facilitator, self.user_elected, self.user_employee):
            other = noted.with_user(user)
            for act in (
                lambda one: one.action_accept_publication(),
                lambda one: one.action_accept_knowingly(),
                lambda one: one.write({"moderation": "accepted"}),
                lambda one: one.write({"is_publishable": True}),
            ):
                with self.subTest(user.login), self.assertRaises(AccessError):
                    act(other)
        created = self.agent_env["plpdma.contribution"].create(
            [
                {"program_id": self.program.id, "verbatim": "Lu", **vals}
                for vals in ({"moderation": "accepted"}, {"is_publishable": True})
            ]
        )
        self.assertEqual(created.mapped("moderation"), ["accepted"] * 2)

    # ------------------------------------------------------------------
    # The box
    # ------------------------------------------------------------------
    def test_box(self):
        contribution = self._create_contribution()
        with Form(contribution) as form:
            self.assertFalse(form.is_publishable)
            form.is_publishable = True
        self.assertEqual(contribution.moderation, "accepted")
        self.assertEqual(self._published(), contribution)
        contribution.is_publishable = False
        self.assertEqual(contribution.moderation, "pending")
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            contribution.action_refuse_publication()
        contribution.moderation_reason = "Injures"
        with self.assertRefused("criterion", exception=ValidationError):
            with self.env.cr.savepoint():
                contribution.action_refuse_publication()
        contribution.invalidate_recordset()
        contribution.moderation_criterion_id = self._refusal()[
            "moderation_criterion_id"
        ]
        contribution.action_refuse_publication()
        self.assertFalse(contribution.is_publishable)
        contribution.is_publishable = False
        self.assertEqual(contribution.moderation, "refused")
        contribution.is_publishable = True
        self.assertRecordValues(
            contribution,
            [
                {
                    "moderation": "accepted",
                    "moderation_criterion_id": False,
                    "moderation_reason": False,
                }
            ],
        )

    def test_box_is_found(self):
        contributions = self._create_contributions({"moderation": "accepted"}, {})
        found = self.agent_env["plpdma.contribution"].search(
            [("is_publishable", "=", True), ("program_id", "=", self.program.id)]
        )
        self.assertEqual(found, contributions[0])

    def test_another_text_is_read_again(self):
        """What the staff types it reads; what it did not type is another text."""
        public = {"moderation": "accepted", "public_text": "Texte à publier"}
        cases = (
            (public, {"public_text": "Corrigé"}, "accepted"),
            (public, {"verbatim": "Autre mot, non publié"}, "accepted"),
            (public, {"public_text": False}, "pending"),
            (public, {"public_text": False, "is_publishable": True}, "accepted"),
            ({"moderation": "accepted"}, {"verbatim": "Corrigé"}, "accepted"),
            ({"moderation": "accepted"}, {"summary": "Titre"}, "accepted"),
        )
        for vals, change, expected in cases:
            with self.subTest(change):
                contribution = self._create_contribution(**vals)
                contribution.write(change)
                self.assertEqual(contribution.moderation, expected)
        contribution = self._create_contribution(moderation="accepted")
        contribution.with_context(import_file=True).verbatim = "Ligne d'un fichier"
        self.assertEqual(contribution.moderation, "pending")
        contribution = self._create_contribution(moderation="accepted")
        author = mail_new_test_user(self.env, "plpdma_author", "base.group_portal")
        contribution.with_user(author).sudo().verbatim = "Par son auteur"
        self.assertEqual(contribution.moderation, "pending")

    def test_author_who_no_longer_agrees_to_be_named(self):
        named, other, unsigned = contributions = self._create_contributions(
            {"verbatim": "Moi, Camille Essai, je veux un composteur."},
            {"verbatim": "Un composteur, signé Camille Essai."},
            {"verbatim": "Un composteur."},
        )
        contributions.write({"contributor_name": "Camille Essai", "name_consent": True})
        contributions.action_accept_knowingly()
        named.name_consent = False
        self.assertEqual(named.moderation, "pending")
        unsigned.name_consent = False
        self.assertEqual(unsigned.moderation, "accepted", "It names nobody")
        # Looked at and accepted as it is: it stays so.
        named.action_accept_knowingly()
        named.contributor_name = "Camille Essai-Bis"
        self.assertEqual(named.moderation, "accepted")
        self.assertEqual(other.moderation, "accepted")

    def test_opened_after_it_was_read(self):
        contribution = self._create_contribution(
            confidentiality="staff", moderation="accepted"
        )
        self.assertFalse(self._published())
        contribution.confidentiality = "public"
        self.assertEqual(self._published(), contribution)

    # ------------------------------------------------------------------
    # What it would tell
    # ------------------------------------------------------------------
    def test_warning(self):
        """It quotes the author's own name and addresses, whoever knows them."""
        self.program.follow_up_terms = "<p>Le service répond au 02.99.11.22.33.</p>"
        partner = self.env["res.partner"].create(
            {
                "name": "Sacha Le Guénec",
                "email": "sacha@p.example",
                "phone": "+33 2 99 00 00 01",
                "street": "3 chemin du Four",
                "zip": "35132",
                "city": "Vezin",
            }
        )
        for vals, words in (
            ({"verbatim": "Ici guenec."}, "Name of the author: “Ici <strong>guenec"),
            ({"verbatim": "SACHA@p.example"}, "E-mail address of the author"),
            ({"verbatim": "02.99.00.00.01"}, "Telephone number of the author"),
            ({"verbatim": "3, chemin du four"}, "Postal address of the author"),
            ({"verbatim": "à 35132 Vezin"}, "Postal address of the author"),
            ({"verbatim": "l1\nl2\n06 00 00 00 09"}, "Telephone number: “"),
            ({"verbatim": "l1\nl2\n06 00 00 00 09"}, "(line 3)"),
            ({"verbatim": "Rien", "public_text": "sacha"}, "Name of the author"),
        ):
            contribution = self._create_contribution(partner_id=partner.id, **vals)
            with self.subTest(vals):
                self.assertTrue(contribution.has_publication_warning)
                self.assertIn(words, contribution.publication_warning)
        for vals in (
            {"verbatim": "Un composteur à Vezin."},
            {"verbatim": "Moi, Sacha Le Guénec", "name_consent": True},
            {"verbatim": "Moi, Sacha", "public_text": "Un composteur."},
            {"verbatim": "Écrivez à dechets@essai.example ou au 02 99 11 22 33"},
        ):
            contribution = self._create_contribution(partner_id=partner.id, **vals)
            with self.subTest(vals):
                self.assertFalse(contribution.publication_warning)
                self.assertFalse(contribution.has_publication_warning)

    def test_warning_quotes_text_as_text(self):
        contribution = self._create_contribution(
            verbatim="<script>alert(1)</script> 06 98 76 54 32 <b>gras</b>"
        )
        self.assertIn("&lt;script&gt;", contribution.publication_warning)
        self.assertNotIn("<script>", contribution.publication_warning)

    def test_warning_while_typing(self):
        with Form(self.agent_env["plpdma.contribution"]) as form:
            form.program_id = self.program
            form.contributor_name = "Camille Essai"
            form.verbatim = "Un composteur."
            self.assertFalse(form.has_publication_warning)
            form.verbatim = "Un composteur, dit Camille."
            self.assertIn("Camille", form.publication_warning)
            form.public_text = "Un composteur."
            self.assertFalse(form.has_publication_warning)

    def test_batch_leaves_what_is_to_be_looked_at(self):
        clean, phone, refused, done = self._create_contributions(
            {},
            {"verbatim": PHONE},
            self._refusal(),
            {"moderation": "accepted"},
        )
        everything = clean | phone | refused | done
        action = everything.action_accept_publication()
        self.assertEqual(action["res_model"], "plpdma.contribution")
        left = self.agent_env["plpdma.contribution"].search(action["domain"])
        self.assertEqual(left, phone | refused)
        self.assertEqual(
            everything.mapped("moderation"),
            ["accepted", "pending", "refused", "accepted"],
        )
        left.action_accept_knowingly()
        self.assertEqual(set(everything.mapped("moderation")), {"accepted"})
        action = everything.action_accept_publication()
        self.assertEqual(action["tag"], "display_notification")

    def test_answers_are_looked_at_too(self):
        contribution = self._create_contribution(
            contributor_name="Camille Essai", contributor_email="camille@p.example"
        )
        named = self._create_response(
            contribution, state="sent", motivation="<p>Madame Essai,</p><p>Non.</p>"
        )
        clean = self._create_response(state="sent", follow_up_terms="<p>Suivi.</p>")
        signed = self._create_response(
            state="sent", motivation="<p>Non.</p><p>Cordialement,</p><p>Jean Élu</p>"
        )
        self.assertIn("Essai", named.publication_warning)
        self.assertIn("Motivation, line 1", named.publication_warning)
        action = (named | clean | signed).action_publish()
        left = self.agent_env["plpdma.response"].search(action["domain"])
        self.assertEqual(left, named)
        self.assertEqual(
            (named | clean | signed).mapped("published"), [False, True, True]
        )
        with self.assertRaises(AccessError):
            named.with_user(self.user_elected).action_publish_knowingly()
        named.action_publish_knowingly()
        self.assertTrue(named.published)
        self.assertIsNone(named.action_publish())
        contribution.name_consent = True
        self.assertFalse(named.has_publication_warning)

    # ------------------------------------------------------------------
    # Public pages
    # ------------------------------------------------------------------
    def test_answer_to_what_is_not_published(self):
        """Published or not, it is read by its authors alone."""
        shared, confided, refused = contributions = self._create_contributions(
            {"contributor_email": "a@p.example"},
            {"contributor_email": "b@p.example", "confidentiality": "staff"},
            {"contributor_email": "c@p.example"},
        )
        shared.action_accept_publication()
        refused.write(self._refusal("Injure."))
        readers = [
            self._create_user("reader", groups="base.group_portal"),
            self.user_facilitator,
        ]
        read = {}
        for contribution in contributions:
            response = self._create_response(contribution, state="sent")
            response.action_publish()
            self.assertTrue(response.published)
            for reader in readers:
                found = response.with_user(reader)._filtered_access("read")
                read[contribution, reader] = bool(found)
        self.assertEqual(
            read,
            {(c, reader): c == shared for c in contributions for reader in readers},
        )
        # Read again, it is out of sight with the text.
        shared.is_publishable = False
        self.assertFalse(
            shared.response_id.with_user(readers[0])._filtered_access("read")
        )

    def test_what_is_confided_is_not_for_colleagues(self):
        company, colleague = self.partners[0], self.partners[1]
        colleague.sudo().parent_id = company
        told = self._create_contributions(
            {"partner_id": self.partners[2].id, "confidentiality": "staff"},
            {"partner_id": company.id, "confidentiality": "staff"},
        )
        self.partners[2].sudo().parent_id = company
        reader = self._create_user(
            "colleague", groups="base.group_portal", partner_id=colleague.id
        )
        read = told.with_user(reader)._filtered_access("read")
        self.assertEqual(read.sudo(), told[1], "What was said for the organisation")
        told[0].confidentiality = "members"
        self.assertEqual(len(told.with_user(reader)._filtered_access("read")), 2)

    def test_pages_say_what_they_publish(self):
        self._create_contributions(
            {"channel": "phone", "moderation": "accepted"},
            {"channel": "letter", "moderation": "accepted"},
            {"channel": "letter", "moderation": "accepted"},
            {"channel": "web"},
            {"channel": "web", "confidentiality": "members"},
            {"confidentiality": "staff"},
            {"confidentiality": "members", "moderation": "accepted"},
            self._refusal(),
        )
        self.assertEqual(len(self._published()), 3)
        self.assertEqual(self.program.pending_count, 2)
        action = self._press(self.program, "pending_count")
        self.assertEqual(action["context"]["search_default_to_moderate"], 1)
        self.assertEqual(len(self._get_listed(action)), 2)
        self.assertEqual(
            self.program.publication_preview,
            "Contributions the public may read: 3 (Letter 2, Phone 1). "
            "Left out until they are read: 2.",
        )
        manager = self.program.with_user(self.user_manager)
        warning = manager.onchange({"is_published": True}, ["is_published"], {
            "is_published": {}, "publication_preview": {},
        })["warning"]  # fmt: skip
        self.assertIn("3 (Letter 2, Phone 1)", warning["message"])
        manager.is_published = True
        result = manager.onchange(
            {"is_published": True}, ["is_published"], {"is_published": {}}
        )
        self.assertFalse(result.get("warning"))

    def test_pages_of_a_new_programme(self):
        program = self._create_program()
        self.assertIn("No contribution may be read", program.publication_preview)
