"""Contributions: whose they are, when they are due, what keeps them."""

from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..common import ConcertationCase


class ContributionCase(ConcertationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Contribution = cls.agent_env["plpdma.contribution"]

    def assertSearchIs(self, field, expected, among):
        """The search on a computed boolean finds what its compute says, both ways."""
        self.env.invalidate_all()
        self.assertEqual(among.filtered(field), expected)
        for operator, value, found in (
            ("=", True, expected),
            ("=", False, among - expected),
            ("!=", True, among - expected),
            ("!=", False, expected),
            ("in", [True, False], among),
        ):
            with self.subTest(field=field, operator=operator, value=value):
                domain = [("id", "in", among.ids), (field, operator, value)]
                self.assertEqual(set(among.search(domain)), set(found))


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
        self.assertEqual(contribution.channel, "email")
        contribution = self._create_contribution(session_id=session.id, channel="web")
        self.assertEqual(contribution.channel, "web")

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


@tagged("post_install", "-at_install", "plpdma")
class TestContributionDates(ContributionCase):
    # ------------------------------------------------------------------
    # Received late
    # ------------------------------------------------------------------
    def test_late_outside_the_local_days_of_a_public_session(self):
        # From 1 March 00:00 to 31 March 00:30, Paris time: both days count.
        session = self._create_session(
            format="public",
            date_start="2026-02-28 23:00:00",
            date_stop="2026-03-30 22:30:00",
        )
        for received, late in (
            ("2026-02-28", True),
            ("2026-03-01", False),
            ("2026-03-15", False),
            ("2026-03-31", False),
            ("2026-04-01", True),
        ):
            with self.subTest(received=received):
                contribution = self._create_contribution(
                    session_id=session.id, date_received=received
                )
                self.assertEqual(contribution.is_late, late)

    def test_days_are_those_of_the_authority_not_of_the_user(self):
        vals = {
            "format": "public",
            "date_start": "2026-02-28 23:00:00",
            "date_stop": "2026-03-30 22:30:00",
        }
        self.user_agent.tz = "Pacific/Noumea"
        session = self._create_session(**vals)
        contribution = self._create_contribution(
            session_id=session.id, date_received="2026-02-28"
        )
        self.assertTrue(contribution.is_late)
        self.company.partner_id.tz = "America/Guadeloupe"  # 28 February, 19:00
        session = self._create_session(**vals)
        contribution = self._create_contribution(
            session_id=session.id, date_received="2026-02-28"
        )
        self.assertFalse(contribution.is_late)

    def test_late_follows_the_dates_of_the_session(self):
        session = self._create_session(
            format="public", date_start="2026-03-01", date_stop="2026-03-31"
        )
        contribution = self._create_contribution(
            session_id=session.id, date_received="2026-04-05"
        )
        self.assertTrue(contribution.is_late)
        session.date_stop = "2026-04-10 10:00:00"
        self.assertFalse(contribution.is_late)

    def test_never_late_out_of_a_public_session(self):
        session = self._create_session()
        contributions = self._create_contributions(
            {"session_id": session.id, "date_received": "2020-01-01"},
            {"date_received": "2020-01-01"},
        )
        self.assertEqual(contributions.mapped("is_late"), [False, False])

    # ------------------------------------------------------------------
    # Due, overdue: an answered item keeps its dates
    # ------------------------------------------------------------------
    def test_due_after_the_delay_of_the_programme(self):
        contribution = self._create_contribution(date_received="2026-03-01")
        self.assertEqual(str(contribution.date_due), "2026-03-31")
        self.program.response_delay_days = 10
        self.assertEqual(str(contribution.date_due), "2026-03-11")
        contribution.date_received = "2026-03-05"
        self.assertEqual(str(contribution.date_due), "2026-03-15")
        contribution.response_expected = False
        self.assertFalse(contribution.date_due)

    def test_changed_delay_never_moves_an_answered_item(self):
        contribution = self._create_contribution(
            contributor_email="zoe@p.example", date_received="2026-03-01"
        )
        self._create_response(contribution, state="sent")
        self.env.invalidate_all()
        self.program.response_delay_days = 1
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(str(contribution.date_due), "2026-03-31")
        self.assertFalse(contribution.is_overdue)

    def test_overdue_from_the_day_after(self):
        contribution = self._create_contribution(date_received="2026-03-01")
        for today, overdue in (
            ("2026-03-30 12:00:00", False),
            ("2026-03-31 12:00:00", False),
            # The next day in Paris, and not yet in UTC.
            ("2026-03-31 22:30:00", True),
            ("2026-04-01 12:00:00", True),
        ):
            with self.subTest(today=today), freeze_time(today):
                expected = contribution if overdue else contribution.browse()
                # A user's own day decides, as everywhere in Odoo.
                Model = contribution.with_context(tz="Europe/Paris")
                self.assertSearchIs("is_overdue", expected, Model)

    def test_overdue_only_while_an_answer_is_awaited(self):
        old = {"date_received": "2020-01-01", "contributor_email": "zoe@p.example"}
        names = (
            "received",
            "in_review",
            "recent",
            "not_expected",
            "draft",
            "sent",
            "merged",
            "closed",
        )
        contributions = self._create_contributions(*[old for _name in names])
        by_name = dict(zip(names, contributions, strict=True))
        by_name["in_review"].action_review()
        by_name["recent"].date_received = fields.Date.today()
        (by_name["not_expected"] | by_name["closed"]).response_expected = False
        by_name["closed"].action_close()
        self._create_response(by_name["draft"])
        self._create_response(by_name["sent"], state="sent")
        by_name["merged"]._merge_into(by_name["received"])
        overdue = by_name["received"] | by_name["in_review"] | by_name["draft"]
        self.assertSearchIs("is_overdue", overdue, contributions)
        self.assertSearchIs("is_to_answer", overdue | by_name["recent"], contributions)

    def test_validated_is_not_answered_yet(self):
        contribution = self._create_contribution(date_received="2020-01-01")
        self._create_response(contribution, state="validated")
        self.assertTrue(contribution.is_overdue)
        self.assertFalse(contribution.date_answered)

    # ------------------------------------------------------------------
    # States
    # ------------------------------------------------------------------
    def test_not_closed_before_it_is_answered(self):
        contribution = self._create_contribution()
        for state in ("answered", "closed"):
            with self.subTest(state=state), self.assertRaises(UserError):
                contribution.state = state
            with self.subTest(state=state), self.assertRaises(ValidationError):
                contribution.sudo().state = state
        with self.assertRaises(ValidationError):
            contribution.action_close()
        self._create_response(contribution, state="sent")
        contribution.action_close()
        self.assertEqual(contribution.state, "closed")
        contribution.action_reopen()
        self.assertEqual(contribution.state, "answered")

    def test_closed_without_answer_when_none_is_expected(self):
        contribution = self._create_contribution(response_expected=False)
        contribution.action_close()
        self.assertEqual(contribution.state, "closed")
        with self.assertRaises(ValidationError):
            contribution.response_expected = True
        contribution.action_reopen()
        self.assertEqual(contribution.state, "received")

    def test_prepared_response_puts_it_in_review(self):
        contribution = self._create_contribution()
        self.assertEqual(contribution.state, "received")
        self._create_response(contribution)
        self.assertEqual(contribution.state, "in_review")


@tagged("post_install", "-at_install", "plpdma")
class TestContributionTakenOver(ContributionCase):
    """A register begun elsewhere comes with its answers."""

    def test_answered_elsewhere_has_its_due_date(self):
        contribution = self._create_contribution(date_received="2026-03-01")
        contribution.with_user(self.user_manager).action_take_over("2026-03-20")
        delay = self.program.response_delay_days
        self.assertEqual(
            contribution.date_due, contribution.date_received + timedelta(days=delay)
        )
        self.assertFalse(contribution.is_overdue)


@tagged("post_install", "-at_install", "plpdma")
class TestContributionDuplicates(ContributionCase):
    def test_same_text_in_the_programme_is_a_possible_duplicate(self):
        other = self._create_program(state="open")
        contributions = self._create_contributions(
            {"verbatim": "Un composteur par rue."},
            {"verbatim": " un  composteur PAR\n rue. \n"},
            {"verbatim": "Un composteur par quartier."},
            {"verbatim": "Un composteur par rue.", "program_id": other.id},
        )
        self.assertSearchIs("is_possible_duplicate", contributions[:2], contributions)

    def test_accents_and_words_make_another_text(self):
        contributions = self._create_contributions(
            {"verbatim": "Le tri côté rue"},
            {"verbatim": "Le tri cote rue"},
            {"verbatim": "Le tri"},
        )
        none = contributions.browse()
        self.assertSearchIs("is_possible_duplicate", none, contributions)

    def test_merged_one_is_no_longer_a_possible_duplicate(self):
        contributions = self._create_contributions(
            {"verbatim": "Oui."}, {"verbatim": "oui."}
        )
        self.assertSearchIs("is_possible_duplicate", contributions, contributions)
        contributions[1]._merge_into(contributions[0])
        none = contributions.browse()
        self.assertSearchIs("is_possible_duplicate", none, contributions)

    def test_duplicates_do_not_tell_what_is_hidden(self):
        contributions = self._create_contributions(
            {"verbatim": "Oui."}, {"verbatim": "Oui.", "confidentiality": "staff"}
        )
        shown = contributions[0].with_user(self.user_elected)
        with self.assertRaises(AccessError):
            shown.search([("is_possible_duplicate", "=", True)])

    # ------------------------------------------------------------------
    # Merging
    # ------------------------------------------------------------------
    def test_merging_loses_nothing(self):
        target, merged = self._create_contributions(
            {"contributor_name": "Zoé", "date_received": "2026-01-01"},
            {
                "contributor_name": "Max",
                "contributor_email": "max@p.example",
                "date_received": "2026-01-02",
            },
        )
        kept = (
            "verbatim",
            "contributor_name",
            "contributor_email",
            "date_received",
            "reference",
            "partner_id",
            "program_id",
        )
        merged.message_post(body="Relue par le service.")
        before = merged.read(kept)
        merged._merge_into(target)
        self.assertEqual(merged.read(kept), before)
        self.assertEqual(merged.state, "merged")
        self.assertEqual(merged.duplicate_of_id, target)
        self.assertEqual(target.duplicate_ids, merged)
        self.assertEqual(target.duplicate_count, 1)
        self.assertEqual(target.state, "received")
        self.assertIn("Relue", "".join(merged.message_ids.mapped("body")))
        self.assertIn(merged.reference, "".join(target.message_ids.mapped("body")))
        action = target.action_view_duplicates()
        self.assertEqual(target.search(action["domain"]), merged)

    def test_unmerging_gives_back_what_was(self):
        target, merged = self._create_contributions({}, {})
        merged._merge_into(target)
        (target | merged).action_unmerge()
        self.assertFalse(merged.duplicate_of_id)
        self.assertEqual((target | merged).mapped("state"), ["received", "received"])

    def test_merged_ones_follow_into_the_next_merge(self):
        first, second, third = self._create_contributions({}, {}, {})
        first._merge_into(second)
        (second | third)._merge_into(third)
        self.assertEqual((first | second).duplicate_of_id, third)
        self.assertEqual(third.duplicate_count, 2)

    def test_not_merged_into_a_merged_one_nor_into_itself(self):
        first, second, third = self._create_contributions({}, {}, {})
        first._merge_into(second)
        with self.assertRaises(ValidationError):
            third._merge_into(first)
        with self.assertRaises(ValidationError):
            third.sudo().write({"state": "merged", "duplicate_of_id": third.id})

    def test_state_merged_names_the_target(self):
        contribution, other = self._create_contributions({}, {})
        with self.assertRaises(ValidationError):
            contribution.sudo().state = "merged"
        with self.assertRaises(ValidationError):
            contribution.sudo().duplicate_of_id = other

    def test_not_merged_into_another_programme(self):
        other = self._create_program(state="open")
        first, second = self._create_contributions({}, {"program_id": other.id})
        with self.assertRaises(ValidationError):
            first._merge_into(second)

    def test_answered_one_is_not_merged(self):
        first, second = self._create_contributions({}, {})
        self._create_response(first, state="validated")
        with self.assertRaises(UserError):
            first._merge_into(second)
        second._merge_into(first)
        self.assertEqual(second.duplicate_of_id, first, "The other way is possible")

    def test_merged_one_leaves_its_draft_response(self):
        first, second = self._create_contributions({}, {})
        response = self._create_response(first | second)
        first._merge_into(second)
        self.assertEqual(response.contribution_ids, second)
        self.assertFalse(first.response_id)
        self.assertEqual(response.contribution_count, 2, "Both authors are answered")


@tagged("post_install", "-at_install", "plpdma")
class TestContributionLocks(ContributionCase):
    def test_text_is_locked_by_a_validated_response(self):
        for state, locked in (
            ("draft", False),
            ("submitted", False),
            ("validated", True),
            ("sent", True),
        ):
            with self.subTest(state=state):
                contribution = self._create_contribution(verbatim="Avant.")
                self._create_response(contribution, state=state)
                if locked:
                    with self.assertRaises(UserError):
                        contribution.verbatim = "Après."
                    self.assertEqual(contribution.verbatim, "Avant.")
                else:
                    contribution.verbatim = "Après."
                    self.assertEqual(contribution.verbatim, "Après.")

    def test_text_is_locked_for_everyone_and_everywhere(self):
        contribution = self._create_contribution()
        self._create_response(contribution, state="validated")
        before = contribution.verbatim
        with self.assertRaises(UserError):
            contribution.sudo().verbatim = "Après."
        with self.assertRaises(UserError):
            contribution.with_user(self.user_manager).write({"verbatim": "Après."})
        with self.assertRaises(UserError):
            contribution.web_save({"verbatim": "Après."}, {"verbatim": {}})
        result = contribution.load(
            [".id", "verbatim"], [[str(contribution.id), "Après."]]
        )
        self.assertFalse(result["ids"])
        self.assertIn("locked", result["messages"][0]["message"])
        self.assertEqual(contribution.verbatim, before)
        contribution.write({"verbatim": before, "summary": "Composteur"})
        self.assertEqual(contribution.summary, "Composteur", "The rest stays open")

    def test_text_of_a_merged_one_is_locked_with_its_target(self):
        target, merged = self._create_contributions({}, {})
        merged._merge_into(target)
        response = self._create_response(target, state="validated")
        with self.assertRaises(UserError):
            merged.verbatim = "Après."
        response.action_return()
        merged.verbatim = "Après."
        self.assertEqual(merged.verbatim, "Après.")

    def test_text_that_was_answered_stays_locked_once_unmerged(self):
        target, merged = self._create_contributions({}, {})
        merged._merge_into(target)
        self._create_response(target, state="sent")
        merged.action_unmerge()
        self.assertEqual(merged.state, "answered")
        with self.assertRaises(UserError):
            merged.verbatim = "Après."
        with self.assertRaises(UserError):
            merged.with_user(self.user_manager).unlink()

    def test_answered_one_is_not_deleted(self):
        target, merged, free = self._create_contributions({}, {}, {})
        merged._merge_into(target)
        self._create_response(target, state="validated")
        for contribution in (target, merged):
            with self.assertRaises(UserError):
                contribution.with_user(self.user_manager).unlink()
            with self.assertRaises(AccessError):
                contribution.unlink()
        free.with_user(self.user_manager).unlink()
        self.assertEqual((target | merged | free).exists(), target | merged)
        target.action_archive()
        self.assertFalse(target.active)

    # ------------------------------------------------------------------
    # The response seen from the contribution
    # ------------------------------------------------------------------
    def test_response_of_the_contribution(self):
        contribution = self._create_contribution()
        self.assertFalse(contribution.response_id)
        response = self._create_response(contribution)
        self.assertEqual(contribution.response_id, response)
        self.assertFalse(contribution.decision, "Nothing is decided in a draft")
        response.action_submit()
        response.with_user(self.user_manager).action_validate()
        self.assertFalse(contribution.decision, "Nor told before it is sent")
        response.action_send()
        self.assertFalse(contribution.decision, "Nor claimed before it has left")
        self._deliver(response)
        self.assertEqual(contribution.decision, "not_retained")
        self.assertEqual(contribution.response_motivation, response.motivation)

    def test_choosing_a_response_leaves_the_other_draft(self):
        contribution, other = self._create_contributions({}, {})
        first = self._create_response(contribution)
        second = self._create_response(other)
        contribution.response_id = second
        self.assertFalse(first.contribution_ids)
        self.assertEqual(second.contribution_ids, contribution | other)
        contribution.response_id = False
        self.assertEqual(second.contribution_ids, other)

    def test_one_response_is_made_for_all(self):
        contributions = self._create_contributions({}, {})
        action = contributions.action_answer()
        response = contributions.response_id
        self.assertEqual(action["res_id"], response.id)
        self.assertEqual(response.contribution_ids, contributions)
        self.assertEqual(response.follow_up_terms, self.program.follow_up_terms)
        self.assertEqual(contributions.action_answer()["res_id"], response.id)
        third = self._create_contribution()
        with self.assertRaises(UserError):
            (contributions | third).action_answer()
        self.assertFalse(third.response_id)

    def test_one_response_is_for_one_programme(self):
        other = self._create_program(state="open")
        contributions = self._create_contributions({}, {"program_id": other.id})
        with self.assertRaises(UserError):
            contributions.action_answer()
        with self.assertRaises(ValidationError):
            self._create_response(contributions)

    def test_contribution_has_one_response_from_both_sides(self):
        contribution, other = self._create_contributions({}, {})
        first = self._create_response(contribution)
        with self.assertRaises(ValidationError):
            self._create_response(contribution)
        second = self._create_response(other)
        with self.assertRaises(ValidationError):
            contribution.response_ids = [Command.link(second.id)]
        with self.assertRaises(ValidationError):
            self._create_contribution(response_ids=[Command.set((first | second).ids)])
        self.assertEqual(contribution.response_ids, first)
