"""Contributions shared out among the agents, and what each of them has to do."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .contribution_common import ContributionCase
from .split_common import quote


class AssignCase(ContributionCase):
    def _build_world(self):
        self.agents = self.env["res.users"].union(
            *[
                self._create_user(name, "group_user")
                for name in ("anne", "bilal", "chloe")
            ]
        )
        self.themes = (
            self.env["plpdma.theme"]
            .create(
                [
                    {"name": name, "company_id": self.company.id}
                    for name in ("Compost", "Réemploi", "Verre")
                ]
            )
            .with_env(self.agent_env)
        )

    def _create_unassigned(self, *vals_list):
        return self._create_contributions(
            *({"user_id": False, **vals} for vals in vals_list)
        )

    def _create_wizard(self, contributions, **vals):
        return self.agent_env["plpdma.contribution.assign"].create(
            {"contribution_ids": contributions.ids, **vals}
        )

    def _get_messages(self, user):
        return self.env["mail.message"].search(
            [("notified_partner_ids", "in", user.partner_id.ids)]
        )


@tagged("post_install", "-at_install", "plpdma")
class TestContributionAssign(AssignCase):
    def test_to_one_agent_who_is_told_once(self):
        anne, bilal, _chloe = self.agents
        contributions = self._create_unassigned({}, {}, {"user_id": bilal.id})
        wizard = self._create_wizard(contributions, way="one", user_id=anne.id)
        self.assertIn("Test anne", wizard.preview)
        self.assertIn(": 3", wizard.preview)
        self.assertIn("Test bilal: 1", wizard.replaced_notice)
        action = wizard.action_assign()
        self.assertEqual(contributions.user_id, anne)
        self.assertEqual(len(self._get_messages(anne)), 1, "Not one a contribution")
        self.assertFalse(self._get_messages(bilal))
        opened = action["params"]["next"]
        self.assertEqual(opened["display_name"], "Just Assigned")
        found = self.Contribution.search(opened["domain"])
        self.assertEqual(found, contributions.sorted())

    def test_message_opens_all_that_is_to_do(self):
        """However many batches there were, and whoever gave them."""
        anne = self.agents[0]
        mine = self._create_unassigned({"user_id": anne.id})
        for _batch in range(2):
            given = self._create_unassigned({}, {})
            self._create_wizard(given, user_id=anne.id).action_assign()
            given.sudo().date_assigned = "2026-01-01 10:00:00"
            mine |= given
        done = self._create_unassigned({"user_id": anne.id})
        done.response_expected = False
        done.state = "closed"
        self._create_unassigned({"user_id": self.agents[1].id})
        server = self.env.ref("plpdma_concertation.action_server_contribution_assigned")
        messages = self._get_messages(anne)
        self.assertEqual(len(messages), 2)
        for message in messages:
            self.assertIn(server.xml_id, message.body)
        action = server.with_user(anne).run()
        self.assertEqual(action["display_name"], "Assigned to You, to Do")
        found = self.Contribution.with_user(anne).search(action["domain"])
        self.assertEqual(set(found.ids), set(mine.ids))

    def test_evenly_by_what_each_has_to_do(self):
        anne, bilal, chloe = self.agents
        self._create_unassigned(*[{"user_id": anne.id}] * 3, {"user_id": bilal.id})
        # Which is none of what they have to do.
        self._create_unassigned(
            *[{"user_id": bilal.id, "response_expected": False}] * 5
        )
        given = self._create_unassigned(*[{}] * 8)
        wizard = self._create_wizard(
            given, way="evenly", user_ids=(anne | bilal | chloe).ids
        )
        self.assertIn(": 1 (already to do: 3)", wizard.preview)
        wizard.action_assign()
        counts = [
            len(given.filtered(lambda c, u=u: c.user_id == u)) for u in self.agents
        ]
        self.assertEqual(counts, [1, 3, 4])

    def test_many_are_shared_among_those_who_handle_some(self):
        """Whether what they handle is shared out or not: all of it may be chosen."""
        anne, bilal, chloe = self.agents
        self._create_unassigned({"user_id": anne.id}, {"user_id": chloe.id})
        given = self._create_unassigned(*[{}] * 5, {"user_id": bilal.id})
        wizard = self._create_wizard(given)
        self.assertEqual(wizard.way, "evenly")
        self.assertEqual(wizard.user_ids, anne | bilal | chloe)
        wizard.action_assign()
        self.assertEqual(given.user_id, anne | bilal | chloe)

    def test_many_are_shared_among_all_where_nobody_handles_any(self):
        wizard = self._create_wizard(self._create_unassigned({}, {}))
        self.assertEqual(wizard.user_ids, wizard.agent_ids)
        self.assertLessEqual(set(self.agents), set(wizard.user_ids))

    def test_one_goes_to_one(self):
        self.assertEqual(self._create_wizard(self._create_unassigned({})).way, "one")

    def test_by_theme_and_what_has_several_or_none_falls_back(self):
        anne, bilal, chloe = self.agents
        compost, reuse, glass = self.themes
        given = self._create_unassigned(
            {"theme_ids": compost.ids},
            {"theme_ids": reuse.ids},
            {"theme_ids": (compost | reuse).ids},
            {},
            {"theme_ids": glass.ids},
        )
        form = Form(
            self.agent_env["plpdma.contribution.assign"].with_context(
                **given.action_assign()["context"]
            )
        )
        form.way = "theme"
        self.assertEqual(len(form.theme_line_ids), 3)
        for number, user in enumerate((anne, bilal)):
            with form.theme_line_ids.edit(number) as line:
                self.assertEqual(line.theme_id, self.themes.sorted()[number])
                self.assertEqual(line.contribution_count, 1)
                line.user_id = user
        self.assertIn(given[2].reference, form.unsorted_notice)
        self.assertIn(given[3].reference, form.unsorted_notice)
        wizard = form.save()
        with self.assertRefused("3"):
            wizard.action_assign()
        self.assertFalse(given.user_id, "All or nothing")
        wizard.fallback_id = chloe
        wizard.action_assign()
        by_theme = dict(zip(self.themes.sorted()[:2], (anne, bilal), strict=True))
        for contribution in given:
            theme = contribution.theme_ids
            expected = by_theme.get(theme, chloe) if len(theme) == 1 else chloe
            self.assertEqual(contribution.user_id, expected)

    def test_only_staff_of_the_authority_is_chosen(self):
        given = self._create_unassigned({})
        _company, program = self._create_other_company()
        stranger = program.create_uid
        wizard = self._create_wizard(given)
        self.assertLessEqual(self.agents, wizard.agent_ids)
        for user in (self.user_elected, self.user_facilitator, stranger):
            self.assertNotIn(user, wizard.agent_ids)
            with self.assertRaises(UserError):
                given._assign({user: given})
        self.assertFalse(given.user_id)
        for user in (self.user_elected, self.user_facilitator):
            with self.assertRaises(AccessError):
                given.with_user(user)._assign({self.agents[0]: given})

    def test_assignment_is_undone(self):
        anne, bilal, chloe = self.agents
        given = self._create_unassigned({}, {"user_id": bilal.id}, {})
        self._create_wizard(given, user_id=anne.id).action_assign()
        given[2].user_id = chloe
        given.action_unassign()
        handlers = [contribution.user_id for contribution in given]
        self.assertEqual(
            handlers,
            [self.env["res.users"], bilal, chloe],
            "Who was chosen by hand since then stays",
        )
        self.assertFalse(any(given.mapped("date_assigned")))
        taken_back = self._get_messages(anne)[0]
        self.assertEqual(
            taken_back.subject, "Contributions no longer assigned to you: 2"
        )
        self.assertFalse(self._get_messages(bilal) | self._get_messages(chloe))
        again = given.action_unassign()["params"]["message"]
        self.assertIn("Nothing is left to undo", again)

    def test_what_an_agent_who_left_had_is_left_with_nobody(self):
        anne, bilal, chloe = self.agents
        given = self._create_unassigned(
            {"user_id": bilal.id}, {"user_id": chloe.id}, {"user_id": chloe.id}
        )
        self._create_wizard(given, user_id=anne.id).action_assign()
        bilal.active = False
        told = given.action_unassign()["params"]
        self.assertFalse(given[0].user_id)
        self.assertEqual(given[1:].user_id, chloe)
        self.assertIn("back to whoever handled them: 2.", told["message"])
        self.assertIn("nobody", told["message"])
        self.assertIn("any more: 1.", told["message"])
        self.assertEqual(told["type"], "warning")
        self.assertFalse(any(given.mapped("date_assigned")))

    def test_what_is_mine_is_told_in_my_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.user_elected.lang = "fr_FR"
        for user in (self.user_elected, self.user_agent):
            user.lang = "fr_FR"
            action = self.Contribution.with_user(user).with_context(lang=False)
            name = action.action_view_mine()["name"]
            self.assertEqual(name, "Qui me sont attribuées, à traiter")

    def test_assignment_is_written_by_its_action_only(self):
        given = self._create_unassigned({})
        with self.assertRefused("Assign to"):
            given.date_assigned = fields.Datetime.now()

    def test_as_many_queries_for_many_contributions(self):
        counts = []
        for number in (2, 2, 30):
            given = self._create_unassigned(*[{}] * number)
            wizard = self._create_wizard(
                given, way="evenly", user_ids=self.agents[:2].ids
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            wizard.action_assign()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[1] + 2)


@tagged("post_install", "-at_install", "plpdma")
class TestLetterAssign(AssignCase):
    """Of a letter that was split, the points are the tasks."""

    def _split_letter(self, count=3, **vals):
        texts = [f"Point numéro {number}." for number in range(count)]
        letter = self._create_contribution(verbatim=" ".join(texts), **vals)
        parts = letter._split([quote(text, letter.verbatim, **vals) for text in texts])
        return letter, parts

    def test_its_points_still_to_do_are_given_and_it_follows(self):
        anne, bilal, chloe = self.agents
        letter, parts = self._split_letter(user_id=bilal.id)
        parts[2].action_note_answered("phone", self.company._plpdma_get_today())
        alone = self._create_unassigned({})
        wizard = self._create_wizard(letter | alone, user_id=anne.id)
        self.assertIn(": 3", wizard.preview)
        self.assertIn("Test bilal: 2", wizard.replaced_notice)
        action = wizard.action_assign()
        opened = self.Contribution.search(action["params"]["next"]["domain"])
        self.assertEqual(opened, (parts[:2] | alone).sorted())
        self.assertEqual((letter | parts[:2] | alone).user_id, anne)
        self.assertEqual(parts[2].user_id, bilal, "It is done")
        [message] = self._get_messages(anne)
        self.assertIn(": 3", message.subject)
        mine = self.Contribution.with_user(anne).action_view_mine()["domain"]
        self.assertEqual(self.Contribution.search_count(mine), 3)
        told = letter.action_unassign()["params"]["message"]
        self.assertIn(": 2.", told)
        self.assertEqual((letter | parts).user_id, bilal)
        self.assertFalse(any((letter | parts).mapped("date_assigned")))
        self.assertEqual(alone.user_id, anne)

        parts[:2].action_note_answered("phone", self.company._plpdma_get_today())
        with self.assertRefused("points"):
            self._create_wizard(letter, user_id=chloe.id).action_assign()

    def test_points_are_what_is_shared_out(self):
        anne, bilal, _chloe = self.agents
        letter, parts = self._split_letter(4, user_id=False)
        alone = self._create_unassigned({}, {})
        self._create_wizard(
            letter | alone, way="evenly", user_ids=(anne | bilal).ids
        ).action_assign()
        given = parts | alone
        counts = [
            len(given.filtered(lambda c, u=u: c.user_id == u)) for u in (anne, bilal)
        ]
        self.assertEqual(counts, [3, 3])
        self.assertIn(letter.user_id, parts.user_id)

    def test_points_are_given_by_their_theme(self):
        anne, bilal, _chloe = self.agents
        letter, parts = self._split_letter(3, user_id=False)
        for part, number in zip(parts, (0, 1, 1), strict=True):
            part.theme_ids = self.themes[number]
        wizard = self._create_wizard(letter, way="theme")
        users = {self.themes[0]: anne, self.themes[1]: bilal}
        self.assertEqual(len(wizard.theme_line_ids), 2)
        for line in wizard.theme_line_ids:
            line.user_id = users[line.theme_id]
        wizard.action_assign()
        self.assertEqual([part.user_id for part in parts], [anne, bilal, bilal])
        self.assertEqual(letter.user_id, bilal, "Who has most of its points")

    def test_one_point_alone(self):
        anne, bilal, _chloe = self.agents
        letter, parts = self._split_letter(user_id=bilal.id)
        self._create_wizard(parts[0], user_id=anne.id).action_assign()
        self.assertEqual(parts[0].user_id, anne)
        self.assertEqual((letter | parts[1:]).user_id, bilal)

    def test_handed_over_by_hand(self):
        anne, bilal, chloe = self.agents
        letter, parts = self._split_letter(user_id=bilal.id)
        parts[2].user_id = chloe
        letter.user_id = anne
        self.assertEqual(
            [part.user_id for part in parts], [anne, anne, chloe], "Chosen apart"
        )
        letter.user_id = False
        self.assertFalse(parts[:2].user_id)
        self.assertEqual(parts[2].user_id, chloe)


@tagged("post_install", "-at_install", "plpdma")
class TestWorkload(AssignCase):
    def _build_world(self):
        super()._build_world()
        anne, bilal, _chloe = self.agents
        old = self.company._plpdma_get_today() - timedelta(days=200)
        other = self._create_program(state="open")
        contributions = self._create_unassigned(
            {"user_id": anne.id},
            {"user_id": anne.id, "date_received": old},
            {"user_id": anne.id},
            {"user_id": bilal.id, "response_expected": False},
            {"user_id": bilal.id, "program_id": other.id},
            {"date_received": old},
            {"user_id": bilal.id, "confidentiality": "staff"},
        )
        contributions[2].action_note_answered("phone", self.company._plpdma_get_today())
        self.other = other
        self.contributions = contributions

    def test_each_figure_opens_the_records_that_it_counts(self):
        rows = self.agent_env["plpdma.workload"].search([])
        standings = self.Contribution._get_standing_domains()
        expected = {
            "to_do": self.Contribution.search(standings["awaiting"]),
            "late": self.Contribution.search(self.Contribution._get_overdue_domain()),
            "answered": self.Contribution.search(standings["answered"]),
        }
        self.assertEqual([len(some) for some in expected.values()], [5, 2, 1])
        for name, contributions in expected.items():
            opened = self.Contribution
            for row in rows:
                action = getattr(row, f"action_view_{name}")()
                found = self.Contribution.search(action["domain"])
                self.assertEqual(len(found), row[f"{name}_count"], (name, row.user_id))
                self.assertFalse(action["context"].get("search_default_not_merged"))
                opened |= found
            self.assertEqual(opened, contributions)

    def test_of_one_programme_and_of_one_agent(self):
        anne, bilal, _chloe = self.agents
        rows = self.agent_env["plpdma.workload"]
        rows = rows.search([("program_id", "=", self.program.id)])
        counts = {
            row.user_id: (row.to_do_count, row.late_count, row.answered_count)
            for row in rows
        }
        nobody = self.env["res.users"]
        self.assertEqual(counts, {anne: (2, 1, 1), bilal: (1, 0, 0), nobody: (1, 1, 0)})
        self.assertEqual(
            set(rows.mapped("display_name")),
            {anne.name, bilal.name, "Assigned to nobody"},
        )
        [(to_do,)] = rows._read_group([], [], ["to_do_count:sum"])
        self.assertEqual(to_do, 5)

    def test_follows_what_changes(self):
        anne, bilal, _chloe = self.agents
        self.contributions[:2].user_id = bilal
        rows = self.agent_env["plpdma.workload"].search(
            [("program_id", "=", self.program.id), ("to_do_count", ">", 0)]
        )
        counts = {row.user_id: row.to_do_count for row in rows}
        self.assertEqual(counts, {bilal: 3, self.env["res.users"]: 1})
        self.assertNotIn(anne, counts)

    def test_staff_only(self):
        for user in (self.user_elected, self.user_facilitator, self.user_employee):
            with self.assertRaises(AccessError):
                self.env["plpdma.workload"].with_user(user).search([])
