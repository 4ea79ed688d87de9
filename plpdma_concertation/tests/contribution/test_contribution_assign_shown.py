"""The dialog that shares contributions out stays open while others work."""

from odoo.fields import Command
from odoo.tests import tagged

from .test_contribution_assign import AssignCase


@tagged("post_install", "-at_install", "plpdma")
class TestContributionAssignShown(AssignCase):
    def test_what_was_shown_is_what_is_done(self):
        anne, bilal, _chloe = self.agents
        some = self._create_unassigned(*[{}] * 4)
        wizard = self._create_wizard(some, way="evenly", user_ids=(anne | bilal).ids)
        self.assertIn("Test anne</strong>: 2 (already to do: 0)", wizard.preview)
        self._create_unassigned(*[{"user_id": anne.id}] * 3)
        wizard.action_assign()
        counts = {user: len(own) for user, own in some.grouped("user_id").items()}
        self.assertEqual(counts, {anne: 2, bilal: 2})

    def test_what_is_done_stays_with_whoever_saw_to_it(self):
        anne, bilal, _chloe = self.agents
        done, other = self._create_unassigned({"user_id": bilal.id}, {})
        done.write({"response_expected": False, "state": "closed"})
        wizard = self._create_wizard(done | other, way="one", user_id=anne.id)
        self.assertIn("already, and left to whoever saw to them: 1", wizard.done_notice)
        self.assertFalse(wizard.replaced_notice)
        wizard.action_assign()
        self.assertEqual((done.user_id, other.user_id), (bilal, anne))
        # Chosen alone, it is given.
        wizard = self._create_wizard(done, way="one", user_id=anne.id)
        self.assertFalse(wizard.done_notice)
        wizard.action_assign()
        self.assertEqual(done.user_id, anne)

    def test_what_somebody_else_assigned_meanwhile_stands(self):
        anne, bilal, chloe = self.agents
        some = self._create_unassigned({}, {})
        wizard = self._create_wizard(some, way="one", user_id=anne.id)
        some[0].user_id = bilal
        with self.assertRefused(some[0].reference, "open it again"):
            wizard.action_assign()
        self.assertEqual(some.user_id, bilal)
        self._create_wizard(some, way="one", user_id=chloe.id).action_assign()
        self.assertEqual(some.user_id, chloe)

    def test_whoever_is_away_is_not_proposed(self):
        anne, bilal, chloe = self.agents
        self._create_unassigned(*[{"user_id": bilal.id}] * 2)
        some = self._create_unassigned(*[{"user_id": user.id} for user in self.agents])
        today = self.company._plpdma_get_today()
        self.env["plpdma.absence"].create(
            {
                "user_id": anne.id,
                "substitute_id": bilal.id,
                "date_start": today,
                "date_end": today,
            }
        )
        wizard = self._create_wizard(some)
        self.assertEqual(wizard.user_ids, bilal | chloe)
        # Chosen all the same, she has as much to do as whoever gets her share.
        wizard = self._create_wizard(some, user_ids=self.agents.ids)
        loads = [wizard.seen_load.get(str(user.id), 0) for user in self.agents]
        self.assertEqual(loads, [2, 2, 0])

    def test_who_may_be_chosen_by_hand_is_of_the_staff(self):
        contributions = self.agent_env["plpdma.contribution"]
        offered = self.env["res.users"].search(
            contributions.fields_get(["user_id"])["user_id"]["domain"]
        )
        self.assertLessEqual(self.agents | self.user_manager, offered)
        for user in (self.user_elected, self.user_facilitator, self.user_employee):
            self.assertNotIn(user, offered, user.name)

    def test_what_somebody_deleted_meanwhile_is_left_out(self):
        anne = self.agents[0]
        some = self._create_unassigned({}, {}, {})
        gone, left = some[0], some[1:]
        gone.with_user(self.user_manager).unlink()
        opened = {"contribution_ids": [Command.link(id_) for id_ in some.ids]}
        spec = {"contribution_ids": {}, "user_id": {}, "way": {}, "preview": {}}
        shown = self.agent_env["plpdma.contribution.assign"].onchange(
            {**opened, "user_id": anne.id, "way": "one"}, ["user_id"], spec
        )
        self.assertIn("Test anne</strong>: 2", shown["value"]["preview"])
        self._create_wizard(some, way="one", user_id=anne.id).action_assign()
        self.assertEqual(left.user_id, anne)

    def test_all_of_them_were_deleted_meanwhile(self):
        some = self._create_unassigned({}, {})
        some.with_user(self.user_manager).unlink()
        wizard = self._create_wizard(some, way="one", user_id=self.agents[0].id)
        with self.assertRefused("deleted"):
            wizard.action_assign()
