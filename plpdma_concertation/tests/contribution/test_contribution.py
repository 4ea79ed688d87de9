"""Contributions: whose they are, where they come from, how they are numbered."""

from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .contribution_common import ContributionCase


@tagged("post_install", "-at_install", "plpdma")
class TestContributionOrigin(ContributionCase):
    # ------------------------------------------------------------------
    # What the session gives
    # ------------------------------------------------------------------
    def test_session_gives_programme_and_channel(self):
        other = self._create_program(state="open")
        session = self._create_session(program_id=other.id)
        contribution = self.Contribution.create(
            {"session_id": session.id, "verbatim": "Oui."}
        )
        self.assertEqual(contribution.program_id, other)
        self.assertEqual(contribution.channel, "session")
        self.assertEqual(contribution.confidentiality, "public")
        self.assertEqual(contribution.user_id, self.user_agent)

    def test_what_is_said_in_an_individual_meeting_stays_with_the_staff(self):
        session = self._create_session(format="individual")
        vals = {"session_id": session.id}
        contribution = self._create_contribution(**vals)
        self.assertEqual(contribution.confidentiality, "staff")
        moved = self._create_contribution()
        moved.session_id = session
        self.assertEqual(moved.confidentiality, "staff")

    def test_what_was_said_alone_is_opened_with_the_agreement_of_its_author(self):
        session = self._create_session(format="individual")
        contribution = self._create_contribution(session_id=session.id)
        opened = {"session_id": session.id, "confidentiality": "public"}
        with self.assertRaisesRegex(ValidationError, contribution.reference):
            contribution.confidentiality = "members"
        with self.assertRaises(ValidationError):
            self._create_contribution(**opened)
        contribution.write(
            {"opening_agreement": "Courriel du 12 mai", "confidentiality": "members"}
        )
        with self.assertRaises(ValidationError):
            contribution.opening_agreement = False
        agreed = self._create_contribution(**opened, opening_agreement="De vive voix")
        self.assertEqual(agreed.confidentiality, "public")

    def test_meeting_that_becomes_individual_asks_for_the_agreement(self):
        session = self._create_session(format="collective")
        self._create_contribution(session_id=session.id, confidentiality="public")
        with self.assertRaises(ValidationError):
            session.format = "individual"

    def test_channel_given_is_kept(self):
        session = self._create_session(format="public", date_stop="2099-01-01")
        contribution = self._create_contribution(session_id=session.id)
        self.assertEqual(contribution.channel, "paper_register")
        contribution = self._create_contribution(session_id=session.id, channel="web")
        self.assertEqual(contribution.channel, "web")

    def test_channel_of_what_is_typed(self):
        """What comes by e-mail or by a form says so itself."""
        typed = self._create_contribution()
        self.assertEqual(typed.channel, "letter")
        public = self._create_session(format="public", date_stop="2099-01-01")
        meeting = self._create_session()
        for session, channel in ((public, "paper_register"), (meeting, "session")):
            Model = self.Contribution.with_context(default_session_id=session.id)
            with self.subTest(channel), Form(Model) as form:
                self.assertEqual(form.channel, channel)
                form.verbatim = "Un composteur par rue."
                form.role_id = self.role
            self.assertEqual(form.record.channel, channel)

    def test_form_from_a_session(self):
        session = self._create_session(self.actors[0])
        Model = self.Contribution.with_context(default_session_id=session.id)
        with Form(Model) as form:
            form.stakeholder_id = self.actors[0]
            form.verbatim = "Un composteur par rue."
        contribution = form.record
        self.assertEqual(contribution.program_id, self.program)
        self.assertEqual(contribution.partner_id, self.partners[0])
        self.assertEqual(contribution.role_id, self.role)
        self.assertEqual(contribution.channel, "session")

    def test_question_was_put_in_the_session(self):
        session, other = self._create_session(), self._create_session()
        question = session.question_ids
        contribution = self._create_contribution(
            session_id=session.id, question_id=question.id
        )
        self.assertEqual(question.contribution_ids, contribution)
        with self.assertRaises(ValidationError):
            contribution.session_id = other
        with self.assertRaises(ValidationError):
            self._create_contribution(question_id=question.id)

    def test_links_stay_inside_the_programme(self):
        other = self._create_program(state="open")
        for name, record in (
            ("session_id", self._create_session()),
            ("stakeholder_id", self.actors[0]),
        ):
            contribution = self._create_contribution(program_id=other.id)
            with self.subTest(field=name), self.assertRaises(ValidationError):
                contribution.write({name: record.id, "program_id": other.id})

    # ------------------------------------------------------------------
    # Who says it
    # ------------------------------------------------------------------
    def _partner_of(self, email, **vals):
        return self._create_contribution(contributor_email=email, **vals).partner_id

    def test_contact_is_found_by_its_address(self):
        partner = self.partners[0]
        for email in (
            "ressourcerie@actors.example",
            " RESSOURCERIE@actors.example ",
            "La ressourcerie <ressourcerie@actors.example>",
        ):
            with self.subTest(email=email):
                contribution = self._create_contribution(contributor_email=email)
                self.assertEqual(contribution.partner_id, partner)
                self.assertEqual(contribution.stakeholder_id, self.actors[0])
        self.assertFalse(self._partner_of("inconnu@p.example"))

    def test_inhabitant_need_not_become_a_contact(self):
        partners = self.agent_env["res.partner"].search_count([])
        contribution = self._create_contribution(
            contributor_name="Zoé", contributor_email="zoe@p.example"
        )
        self.assertEqual(self.agent_env["res.partner"].search_count([]), partners)
        self.assertEqual(contribution.author_name, "Zoé")

    def test_address_that_several_contacts_share_names_nobody(self):
        self.env["res.partner"].create(
            [{"name": name, "email": "famille@p.example"} for name in ("Max", "Léa")]
        )
        self.assertFalse(self._partner_of("famille@p.example"))

    def test_actor_of_the_programme_is_preferred(self):
        actor = self.partners[0]
        self.env["res.partner"].create({"name": "Homonyme", "email": actor.email})
        self.assertEqual(self._partner_of(actor.email), actor)
        other = self._create_program(state="open")
        self.assertFalse(
            self._partner_of(actor.email, program_id=other.id),
            "Not an actor of that programme",
        )

    def test_address_that_several_actors_share_names_nobody(self):
        self.partners[1].email = self.partners[0].email
        self.assertFalse(self._partner_of(self.partners[0].email))

    def test_contact_given_is_kept(self):
        partner = self._partner_of(
            self.partners[0].email, partner_id=self.partners[1].id
        )
        self.assertEqual(partner, self.partners[1])

    def test_contact_of_another_authority_is_not_found(self):
        company, _program = self._create_other_company()
        self.env["res.partner"].create(
            {"name": "Zoé", "email": "zoe@p.example", "company_id": company.id}
        )
        self.assertFalse(self._partner_of("zoe@p.example"))
        # Even for whoever works in both.
        self.user_agent.company_ids += company
        both = self.Contribution.with_context(
            allowed_company_ids=[self.company.id, company.id]
        )
        contribution = both.create(
            {
                "program_id": self.program.id,
                "verbatim": "Oui.",
                "contributor_email": "zoe@p.example",
            }
        )
        self.assertFalse(contribution.partner_id)

    def test_batch_finds_each_contact(self):
        contributions = self._create_contributions(
            *({"contributor_email": partner.email} for partner in self.partners),
            {"contributor_email": "inconnu@p.example"},
            {},
        )
        self.assertEqual(contributions[:3].partner_id, self.partners)
        self.assertEqual(contributions[:3].stakeholder_id, self.actors)
        self.assertFalse(contributions[3:].partner_id)

    def test_actor_and_contact_follow_each_other(self):
        contribution = self._create_contribution(stakeholder_id=self.actors[0].id)
        self.assertEqual(contribution.partner_id, self.partners[0])
        contribution.stakeholder_id = self.actors[1]
        self.assertEqual(contribution.partner_id, self.partners[1])
        contribution.partner_id = self.partners[2]
        self.assertEqual(contribution.stakeholder_id, self.actors[2])
        contribution.partner_id = self.user_employee.partner_id
        self.assertFalse(contribution.stakeholder_id)

    def test_category_comes_from_the_actor_unless_given(self):
        contribution = self._create_contribution(stakeholder_id=self.actors[0].id)
        self.assertEqual(contribution.role_id, self.role)
        other = self.role.with_user(self.user_manager).create({"name": "Autre"})
        contribution = self._create_contribution(
            stakeholder_id=self.actors[0].id, role_id=other.id
        )
        self.assertEqual(contribution.role_id, other)

    def test_author_name(self):
        for vals, name in (
            ({"contributor_name": "Zoé"}, "Zoé"),
            ({"partner_id": self.partners[0].id}, self.partners[0].display_name),
            ({"contributor_email": "zoe@p.example"}, "zoe@p.example"),
            ({"anonymous": True}, "Anonymous"),
            ({}, False),
        ):
            with self.subTest(**vals):
                self.assertEqual(self._create_contribution(**vals).author_name, name)

    def test_anonymous_holds_no_identity(self):
        for vals in (
            {"contributor_name": "Zoé"},
            {"contributor_email": "zoe@p.example"},
            {"partner_id": self.partners[0].id},
            {"stakeholder_id": self.actors[0].id},
        ):
            with self.subTest(**vals):
                with self.assertRaises(ValidationError):
                    self._create_contribution(anonymous=True, **vals)
                contribution = self._create_contribution(anonymous=True)
                with self.assertRaises(ValidationError):
                    contribution.write(vals)
                contribution = self._create_contribution(**vals)
                with self.assertRaises(ValidationError):
                    contribution.anonymous = True

    def test_address_is_one(self):
        for email in ("zoe", "zoe@", "a@p.example, b@p.example"):
            with self.subTest(email=email), self.assertRaises(ValidationError):
                self._create_contribution(contributor_email=email)

    def test_author_said_something(self):
        for verbatim in ("", "  \n "):
            with self.subTest(verbatim=verbatim), self.assertRaises(ValidationError):
                self._create_contribution(verbatim=verbatim)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._create_contribution(verbatim=False)

    def test_text_is_kept_to_the_letter(self):
        text = (
            "  « Où ? » l'été\n\n=1+1 <b>&amp;</b> 🗑️ %s %(x)s {{ y }}\t" + "é" * 30000
        )
        contribution = self._create_contribution(verbatim=text)
        self.env.invalidate_all()
        self.assertEqual(contribution.verbatim, text)
        self.assertEqual(contribution.register_text, text)
        contribution.public_text = "Résumé"
        self.assertEqual(contribution.register_text, "Résumé")
        self.assertEqual(contribution.verbatim, text)

    # ------------------------------------------------------------------
    # References
    # ------------------------------------------------------------------
    def test_batch_is_numbered_in_one_draw_a_year(self):
        IrSequence = self.env.registry["ir.sequence"]
        draw = IrSequence._next_batch_by_code
        with patch.object(
            IrSequence, "_next_batch_by_code", autospec=True, side_effect=draw
        ) as draws:
            contributions = self._create_contributions(
                *[{"date_received": f"20{year}-03-01"} for year in (23, 24) * 10]
            )
        self.assertEqual(draws.call_count, 2)
        references = contributions.mapped("reference")
        self.assertEqual(len(set(references)), 20)
        for year, group in contributions.grouped(
            lambda c: c.date_received.year
        ).items():
            numbers = [
                int(reference.removeprefix(f"CTR/{year}/"))
                for reference in group.mapped("reference")
            ]
            self.assertEqual(numbers, list(range(1, 11)), "Each year begins at 1")

    def test_each_authority_may_have_its_own_sequence(self):
        company, program = self._create_other_company()
        sequence = self.env.ref("plpdma_concertation.sequence_contribution")
        sequence.copy({"company_id": company.id, "prefix": "CC/%(range_year)s/"})
        self.user_agent.company_ids += company
        both = self.Contribution.with_context(
            allowed_company_ids=[self.company.id, company.id]
        )
        contributions = both.create(
            [
                {"program_id": program_id, "verbatim": "Oui."}
                for program_id in (self.program.id, program.id, self.program.id)
            ]
        )
        self.assertEqual(
            [reference[:3] for reference in contributions.mapped("reference")],
            ["CTR", "CC/", "CTR"],
        )

    def test_reference_given_is_kept_and_unique(self):
        first = self._create_contribution(reference="REG-12")
        self.assertEqual(first.reference, "REG-12")
        self.assertNotEqual(first.copy().reference, "REG-12")
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._create_contribution(reference="REG-12")
        _company, program = self._create_other_company()
        theirs = program.env["plpdma.contribution"].create(
            {"program_id": program.id, "verbatim": "Oui.", "reference": "REG-12"}
        )
        self.assertEqual(theirs.reference, "REG-12", "Unique in one authority")

    def test_references_given_and_drawn_mix_in_one_batch(self):
        contributions = self._create_contributions({"reference": "REG-12"}, {}, {})
        self.assertEqual(contributions[0].reference, "REG-12")
        self.assertEqual(len(set(contributions.mapped("reference"))), 3)

    def test_numbers_of_a_register_taken_over_are_passed_over(self):
        self._create_contributions(
            *[
                {"date_received": "2024-03-01", "reference": f"CTR/2024/000{number}"}
                for number in (1, 2, 4)
            ]
        )
        contributions = self._create_contributions(
            {"date_received": "2024-03-01", "reference": "CTR/2024/0005"},
            {"date_received": "2024-03-01"},
            {"date_received": "2024-03-01"},
        )
        self.assertEqual(
            contributions.mapped("reference"),
            ["CTR/2024/0005", "CTR/2024/0003", "CTR/2024/0006"],
        )

    def test_sequence_without_gap_is_drawn_one_by_one(self):
        sequence = self.env.ref("plpdma_concertation.sequence_contribution")
        sequence.implementation = "no_gap"
        contributions = self._create_contributions(
            *[{"date_received": "2023-03-01"} for _index in range(3)]
        )
        self.assertEqual(
            contributions.mapped("reference"),
            ["CTR/2023/0001", "CTR/2023/0002", "CTR/2023/0003"],
        )
