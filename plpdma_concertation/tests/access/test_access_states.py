"""Who reads what, by where it stands and by what a mandate covers."""

from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .profiles import PROFILES, STAFF_PROFILES
from .samples_common import AccessCase

# Who reads what hangs on its own state, in the mandate of the élus and the session of
# the facilitators: the profiles besides the staff, who read them all.
ELECTED = {"elected", "portal_elected"}
FACILITATING = {"facilitator", "portal_facilitator"}
STATES = {
    "public contribution": ELECTED | FACILITATING,
    "contribution for the members": ELECTED | FACILITATING,
    "staff contribution": FACILITATING,
    "public contribution of another session": ELECTED,
    "own contribution": ELECTED | FACILITATING | {"participant"},
    "own staff contribution": FACILITATING | {"participant"},
    "draft response": set(),
    "submitted response": ELECTED,
    "validated response": ELECTED,
    "sent response": ELECTED,
    "sent response to own contribution": ELECTED | {"participant"},
    "published response": ELECTED | FACILITATING | {"participant"},
    "response to a staff contribution": set(),
    "published response to a staff contribution": set(),
    "draft session": ELECTED | FACILITATING,
    "session of others": ELECTED,
    "session of own organisation": ELECTED | {"participant"},
}


@tagged("post_install", "-at_install", "plpdma")
class TestAccessStates(AccessCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_worlds()

    def _contribution(self, **vals):
        session = self.samples["own"]["plpdma.session"]
        return session.env["plpdma.contribution"].create(
            {
                "session_id": session.id,
                "program_id": session.program_id.id,
                "verbatim": "Un mot.",
                **vals,
            }
        )

    def _response(self, state, **vals):
        contribution = self._contribution(**vals)
        now = "2026-07-01 10:00:00"
        response = contribution.env["plpdma.response"].create(
            {
                "contribution_ids": [Command.set(contribution.ids)],
                "decision": "information",
            }
        )
        decided = state in ("validated", "sent")
        response.write(
            {
                "arbiter_id": decided and self.user_manager.partner_id.id,
                "date_validated": decided and now,
                "date_sent": state == "sent" and now,
            }
        )
        if state == "sent":
            contribution.sent_response_id = response
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE plpdma_response SET state = %s WHERE id = %s", (state, response.id)
        )
        self.env.invalidate_all()
        return response

    def _session(self, actor=None, **vals):
        lines = [Command.create({"stakeholder_id": actor.id})] if actor else []
        return self.samples["own"]["plpdma.session"].create(
            {
                "name": "Séance",
                "program_id": self.program.id,
                "participation_ids": lines,
                **vals,
            }
        )

    def _create_states(self):
        own = {"partner_id": self.users["participant"].partner_id.id}
        staff = {"confidentiality": "staff"}
        contribution, response = self._contribution, self._response
        published = response("sent", moderation="accepted")
        staff_published = response("sent", **staff)
        (published | staff_published).published = True
        organisation = self.env["res.partner"].create(
            {"name": "Organisation", "is_company": True}
        )
        self.users["participant"].partner_id.parent_id = organisation
        actor = self.samples["own"]["plpdma.stakeholder"].create(
            {"partner_id": organisation.id, "program_id": self.program.id}
        )
        held = {
            "date_start": "2026-06-01 18:00:00",
            "question_ids": [Command.create({"name": "Où ?"})],
        }
        theirs = self._session(**held) | self._session(actor, **held)
        theirs.write({"state": "planned"})
        return {
            "public contribution": contribution(),
            "contribution for the members": contribution(confidentiality="members"),
            "staff contribution": contribution(**staff),
            "public contribution of another session": contribution(session_id=False),
            "own contribution": contribution(**own),
            "own staff contribution": contribution(**own, **staff),
            "draft response": response("draft", **own),
            "submitted response": response("submitted", **own),
            "validated response": response("validated", **own),
            "sent response": response("sent"),
            "sent response to own contribution": response("sent", **own),
            "published response": published,
            "response to a staff contribution": response("submitted", **staff),
            "published response to a staff contribution": staff_published,
            "draft session": self._session(),
            "session of others": theirs[0],
            "session of own organisation": theirs[1],
        }

    def test_each_state_is_read_by_whom_the_table_says(self):
        records = self._create_states()
        self.assertEqual(records.keys(), STATES.keys())
        for profile in PROFILES:
            user = self._become(profile)
            if profile in FACILITATING:
                records["draft session"].facilitator_id = user.partner_id
                self.env.flush_all()
            for state, record in records.items():
                with self.subTest(profile=profile, state=state):
                    self.env.invalidate_all()
                    readable = profile in {*STATES[state], *STAFF_PROFILES}
                    self.assertEqual(
                        record.with_user(user).has_access("read"), readable
                    )

    def test_elu_who_is_no_longer_in_charge_reads_nothing_at_once(self):
        as_elected = self.program.with_user(self.user_elected)
        self.assertTrue(as_elected.has_access("read"))
        self.program.elected_referent_id = self.partners[0]
        self.env.flush_all()
        self.assertFalse(as_elected.has_access("read"))

    def test_elu_never_counts_what_is_kept_to_the_staff(self):
        public, members, staff = self._create_contributions(
            *({"confidentiality": level} for level in ("public", "members", "staff"))
        )
        contributions = (public | members | staff).with_user(self.user_elected)
        domain = [("id", "in", contributions.ids)]
        groups = contributions.formatted_read_group(
            domain, ["confidentiality"], ["__count"]
        )
        self.assertEqual(
            {group["confidentiality"]: group["__count"] for group in groups},
            {"public": 1, "members": 1},
        )
        session = self._create_session()
        (public | staff).session_id = session
        self.env.invalidate_all()
        as_elected = session.with_user(self.user_elected)
        self.assertEqual(as_elected.contribution_count, 1)
        self.assertEqual(as_elected.to_answer_count, 1)
        self.assertEqual(as_elected.contribution_ids.ids, public.ids)

    def test_elu_reads_no_word_of_a_response_before_its_author(self):
        contribution = self._create_contribution()
        response = self._create_response(contribution)
        response.action_submit()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertTrue(response.with_user(self.user_elected).has_access("read"))
        seen = contribution.with_user(self.user_elected)
        self.assertFalse(seen.decision or seen.response_motivation)


@tagged("post_install", "-at_install", "plpdma")
class TestAccessOverlappingMandates(AccessCase):
    """One élu, two mandates at the same time; and two élus on the same records."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        fixture = cls.fixture
        cls.today = cls.company._plpdma_get_today()
        cls.theme = fixture["plpdma.theme"].create({"name": "Thème d'essai"})
        cls.wide = cls.program.sudo().mandate_ids.filtered(
            lambda m: m.partner_id == cls.user_elected.partner_id
        )
        cls.wide.date_start = cls.today - timedelta(days=30)
        cls.narrow = fixture["plpdma.mandate"].create(
            {
                "program_id": cls.program.id,
                "partner_id": cls.user_elected.partner_id.id,
                "theme_ids": cls.theme.ids,
                "date_start": cls.today - timedelta(days=10),
                "can_arbitrate": False,
            }
        )
        values = {"program_id": cls.program.id, "verbatim": "Un mot."}
        cls.both, cls.one = fixture["plpdma.contribution"].create(
            [{**values, "theme_ids": cls.theme.ids}, values]
        )

    def _found(self, user):
        """The contributions that the user finds, however they are asked for."""
        self.env.flush_all()
        self.env.invalidate_all()
        contributions = self.env["plpdma.contribution"].with_user(user)
        domain = [("id", "in", (self.both | self.one).ids)]
        found = contributions.search(domain)
        self.assertEqual(contributions.search_count(domain), len(found))
        groups = contributions.formatted_read_group(domain, [], ["__count"])
        self.assertEqual(groups[0]["__count"], len(found), "Each counts once")
        return found.sudo()

    def test_what_two_mandates_cover_counts_once(self):
        self.assertEqual(self._found(self.user_elected), self.one | self.both)

    def test_the_end_of_one_leaves_the_other(self):
        self.wide.date_end = self.today - timedelta(days=1)
        self.assertEqual(self._found(self.user_elected), self.both)
        self.narrow.date_end = self.today - timedelta(days=1)
        self.assertFalse(self._found(self.user_elected))

    def test_one_that_starts_later_adds_nothing_yet(self):
        self.wide.date_start = self.today + timedelta(days=1)
        self.assertEqual(self._found(self.user_elected), self.both)

    def test_arbitration_is_not_lent_by_one_to_the_other(self):
        response = self.both.env["plpdma.response"].create(
            {
                "contribution_ids": [Command.set(self.both.ids)],
                "decision": "information",
                "state": "submitted",
            }
        )
        as_elected = response.with_user(self.user_elected)
        self.env.flush_all()
        self.assertTrue(as_elected.has_access("read"))
        self.wide.date_end = self.today - timedelta(days=1)
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(as_elected.has_access("read"))
        with self.assertRaises(AccessError):
            as_elected.action_validate()

    def test_the_end_of_one_elu_leaves_the_other_elu(self):
        other = self.users["portal_elected"]
        (self.wide | self.narrow).write({"date_end": self.today - timedelta(days=1)})
        self.assertFalse(self._found(self.user_elected))
        self.assertEqual(self._found(other), self.one | self.both)
