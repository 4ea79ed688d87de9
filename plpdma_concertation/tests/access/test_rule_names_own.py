"""The names by which participants and facilitators read, and both by which élus do."""

from odoo.fields import Command, Domain
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from ..program.mandate_common import MandateCase

RUN = "facilitator_id', '=', user.partner_id.id"
OWN = "partner_id.commercial_partner_id', '=', user.commercial_partner_id.id"
EITHER = "['|', ('is_in_my_mandate', '=', True), ('i_take_part', '=', True)]"
HELD_IN = f"('session_id', 'any', {EITHER})"
OPEN_TO = f"[('state', '!=', 'draft'), ('participation_ids.stakeholder_id.{OWN})]"
# What was confided is its author's, and not their colleagues'.
CONFIDED = (
    f"[('{OWN}), '|', ('read_by', '!=', 'staff'), "
    "('partner_id', 'in', [user.partner_id.id, user.commercial_partner_id.id])]"
)
# The rules as they spelled it before it had a name.
WRITTEN_OUT = {
    "program_facilitator": f"[('session_ids.{RUN})]",
    "body_facilitator": f"[('session_ids.{RUN})]",
    "session_facilitator": f"[('{RUN})]",
    "participation_facilitator": f"[('session_id.{RUN})]",
    "attendance_facilitator": f"[('session_id.{RUN})]",
    "question_facilitator": f"[('session_id.{RUN})]",
    "contribution_facilitator": f"[('session_id.{RUN})]",
    "timeline_facilitator": f"[('session_id.{RUN})]",
    "program_portal": f"[('state', '!=', 'draft'), ('stakeholder_ids.{OWN})]",
    "session_portal": OPEN_TO,
    "participation_portal": "[('session_id.state', '!=', 'draft'), "
    f"('stakeholder_id.{OWN})]",
    "question_portal": f"[('session_id', 'any', {OPEN_TO})]",
    "contribution_portal": CONFIDED,
    "response_portal": "[('state', 'in', ('sent', 'superseded')), '|', '|', "
    f"('is_published_answer', '=', True), ('contribution_ids', 'any', {CONFIDED}), "
    f"('told_contribution_ids', 'any', {CONFIDED})]",
    "session_elected": EITHER,
    "participation_elected": f"[{HELD_IN}]",
    "question_elected": f"[{HELD_IN}]",
    "timeline_elected": "['|', '&', ('session_id', '=', False), "
    f"('program_id.is_in_my_mandate', '=', True), {HELD_IN}]",
}


@tagged("post_install", "-at_install", "plpdma")
class TestRuleNamesOwn(MandateCase):
    def _build_world(self):
        super()._build_world()
        self.user_portal = self._create_user("portal", groups="base.group_portal")
        company = self.env["res.partner"].create(
            {"name": "Recyclerie", "is_company": True}
        )
        self.user_portal.partner_id.parent_id = company
        self.users = {
            "facilitator": self.user_facilitator,
            "portal": self.user_portal,
            "elected": self.user_mayor,
        }

    def _actor(self, partner):
        return self.agent_env["plpdma.stakeholder"].create(
            {"program_id": self.program.id, "partner_id": partner.id}
        )

    def test_rules_find_by_the_queries_of_before(self):
        for name, written_out in WRITTEN_OUT.items():
            rule = self.env.ref(f"plpdma_concertation.rule_{name}")
            user = self.users[name.rpartition("_")[2]]
            # sudo: record rules are evaluated as superuser.
            records = self.env[rule.model_id.model].with_user(user).sudo()
            with self.subTest(rule=name):
                known = {"user": user}
                self.assertNotEqual(rule.domain_force, written_out)
                named = records._search(safe_eval(rule.domain_force, known))
                before = records._search(safe_eval(written_out, known))
                self.assertEqual(named.select().code, before.select().code)
                self.assertEqual(named.select().params, before.select().params)

    def _spread_sessions(self):
        """Of the user's organisation, of a colleague's, of others; run by one or
        another; in the mandate and out of it."""
        colleague = self.env["res.partner"].create(
            {
                "name": "Collègue",
                "parent_id": self.user_portal.commercial_partner_id.id,
            }
        )
        actors = self._actor(self.user_portal.partner_id) | self._actor(colleague)
        mayor = self._actor(self.user_mayor.partner_id)
        self._mandate(territory_ids=self.north.ids)
        runs = {"facilitator_id": self.user_facilitator.partner_id.id}
        sessions = self._create_session(actors[0], **runs)
        sessions |= self._create_session(actors[1], territory_ids=self.north.ids)
        sessions |= self._create_session(self.actors[0] | mayor, **runs)
        # By whoever is no facilitator.
        runs = {"facilitator_id": self.user_mayor.partner_id.id}
        sessions |= self._create_session(self.actors[1], **runs)
        sessions[2].active = False
        contributions = self._create_contributions(
            {"partner_id": self.user_portal.partner_id.id},
            {"partner_id": colleague.id},
            {"partner_id": self.partners[0].id},
            {},
            {
                "partner_id": self.user_portal.partner_id.id,
                "confidentiality": "staff",
            },
            {"partner_id": colleague.id, "confidentiality": "staff"},
        )
        self.env.flush_all()
        return sessions, contributions, actors | mayor | self.actors

    def test_searched_and_read_alike(self):
        sessions, contributions, actors = self._spread_sessions()
        lines = sessions.participation_ids
        for user, records, name, expected in (
            (self.user_facilitator, sessions, "is_run_by_user", 2),
            (self.user_mayor, sessions, "is_run_by_user", 0),
            (self.user_mayor, sessions, "concerns_me", 2),
            (self.user_portal, lines, "is_mine", 2),
            (self.user_portal, contributions, "is_mine", 3),
            (self.user_portal, actors, "is_mine", 2),
            (self.user_agent, contributions, "is_mine", 0),
        ):
            self.env.invalidate_all()
            theirs = records.with_user(user).with_context(active_test=False).sudo()
            with self.subTest(user=user.login, model=records._name, name=name):
                named = theirs.filtered(name)
                self.assertEqual(len(named), expected)
                for wanted, found in ((True, named), (False, theirs - named)):
                    domain = Domain("id", "in", records.ids)
                    domain &= Domain(name, "=", wanted)
                    self.assertEqual(theirs.search(domain), found)

    def test_read_and_searched_by_the_user(self):
        sessions, contributions, _actors = self._spread_sessions()
        theirs = contributions.with_user(self.user_portal)
        readable = theirs._filtered_access("read")
        # What a colleague confided to the staff is not among them.
        mine = theirs[:2] | theirs[4]
        self.assertEqual(readable, mine)
        self.assertEqual(readable.mapped("is_mine"), [True, True, True])
        found = theirs.search([("is_mine", "=", True), ("id", "in", theirs.ids)])
        self.assertEqual(found, mine)
        self.assertFalse(theirs.search([("is_mine", "=", False)]))
        theirs = sessions.with_user(self.user_facilitator)
        self.assertEqual(theirs.search([("is_run_by_user", "=", True)]), theirs[0])

    def test_kept_rules_follow_what_changes(self):
        """With the domains of the rules kept from before: what they name moves on."""
        sessions, contributions, actors = self._spread_sessions()
        sessions = sessions[:2]
        sessions.action_plan()
        for user, records in (
            (self.user_facilitator, sessions[0]),
            (self.user_portal, sessions),
            (self.user_portal, contributions[:2]),
        ):
            theirs = records.with_user(user)
            found = theirs.search([("id", "in", records.ids)])
            self.assertEqual(found, theirs)
            self.assertTrue(theirs.has_access("read"))
        sessions[0].facilitator_id = False
        actors[1].partner_id.parent_id = False
        self.env.flush_all()
        for user, records, kept in (
            (self.user_facilitator, sessions[0], sessions.browse()),
            (self.user_portal, sessions, sessions[0]),
            (self.user_portal, contributions[:2], contributions[0]),
        ):
            theirs = records.with_user(user)
            self.assertEqual(theirs.search([("id", "in", records.ids)]), kept)
            self.assertEqual(theirs._filtered_access("read"), kept)

    def test_readable_by_as_many_queries_as_before(self):
        sessions, contributions, _actors = self._spread_sessions()
        sessions[:2].action_plan()
        sessions[1].participation_ids = [
            Command.create({"stakeholder_id": self.actors[2].id})
        ]
        contributions = contributions[:-1]
        for number, contribution in enumerate(contributions[2:-1]):
            contribution.partner_id = self.env["res.partner"].create(
                {
                    "name": f"Collègue {number}",
                    "parent_id": self.user_portal.commercial_partner_id.id,
                }
            )
        for user, records, name in (
            (self.user_portal, sessions[:2], "session_portal"),
            (self.user_portal, contributions, "contribution_portal"),
            (self.user_mayor, sessions[1:3], "session_elected"),
            (self.user_facilitator, sessions[0] | sessions[2], "session_facilitator"),
        ):
            with self.subTest(rule=name):
                rule = self.env.ref(f"plpdma_concertation.rule_{name}")
                named = self._count_queries(records.with_user(user))
                rule.domain_force = WRITTEN_OUT[name]
                before = self._count_queries(records.with_user(user))
                # Two more at most, however many records: the user and their contact,
                # asked for anew at each request.
                for count, allowed in zip(named, before, strict=True):
                    self.assertLessEqual(count, allowed + 2)

    def _count_queries(self, records):
        """The numbers of queries by which the first, then all, are found readable."""
        counts = []
        # The first time warms what the server keeps.
        for some in (records[:1], records[:1], records):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            some.browse(some.ids).check_access("read")
            counts.append(self.cr.sql_log_count - before)
        return counts[1:]
