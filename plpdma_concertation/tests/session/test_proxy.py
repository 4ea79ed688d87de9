"""Proxies: from somebody absent to somebody present, within what one head may hold."""

from psycopg2 import IntegrityError

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from ..common import ConcertationCase
from .proxy_common import ProxyMixin


@tagged("post_install", "-at_install", "plpdma")
class TestProxy(ProxyMixin, ConcertationCase, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_members()

    # ------------------------------------------------------------------
    # Who may give, who may hold
    # ------------------------------------------------------------------
    def test_a_proxy_is_represented_not_heard(self):
        here, absent, _other = self._create_meeting("present", "absent", "excused")
        session = here.session_id
        session.action_plan()
        session.action_hold()
        self._give(absent, self.partners[0])
        self.assertTrue(absent.is_proxy)
        self.assertFalse(absent.is_in_person)
        self.assertEqual((session.present_count, session.proxy_count), (1, 1))
        self.assertEqual(self.seats[:3].mapped("is_heard"), [True, False, False])
        for domain, expected in (
            ([("is_proxy", "=", True)], absent),
            ([("is_in_person", "=", True)], here),
            ([("is_proxy", "=", False), ("is_in_person", "=", False)], _other),
        ):
            found = here.search([*domain, ("session_id", "=", session.id)])
            self.assertEqual(found, expected, domain)

    def test_a_stand_in_came_in_person(self):
        here, absent = self._create_meeting("present", "absent")
        session = here.session_id
        session.action_plan()
        session.action_hold()
        self._give(absent, self.outsider)
        self.assertFalse(absent.is_proxy)
        self.assertTrue(absent.is_in_person)
        self.assertEqual((session.present_count, session.proxy_count), (2, 0))
        self.assertTrue(self.seats[1].is_heard)

    def test_somebody_outside_the_list_replaces_one(self):
        first, second, third = self._create_meeting("present", "absent", "absent")
        self._give(second, self.outsider)
        with self.assertRefused("Sacha Dehors", exception=ValidationError):
            self._give(third, self.outsider)
        # In another session, they may come for somebody else.
        [other] = self._create_meeting("absent")
        self._give(other, self.outsider)
        self.assertTrue(other.is_in_person)

    def test_whoever_speaks_for_an_organisation_of_the_list(self):
        """A person of the organisation that is invited as such; the organisation whose
        person is invited."""
        here, absent = self._create_meeting("present", "absent")
        self._give(absent, self.person)
        self.assertTrue(absent.is_proxy)
        actor = self.seats.create(
            {"program_id": self.program.id, "partner_id": self.person.id}
        )
        session = self._create_session(actor | self.seats[1])
        lines = session.participation_ids.grouped("stakeholder_id")
        lines[actor].attendance = "present"
        self._give(lines[self.seats[1]], self.partners[0])
        self.assertTrue(lines[self.seats[1]].is_proxy)
        # A colleague who is not on the list comes in person.
        colleague = self.person.create(
            {"name": "Alix Ressource", "parent_id": self.partners[0].id}
        )
        self._give(lines[self.seats[1]], colleague)
        self.assertFalse(lines[self.seats[1]].is_proxy)

    def test_not_to_oneself(self):
        here, absent = self._create_meeting("present", "absent")
        for line in (here, absent):
            with self.assertRefused("themselves", exception=ValidationError):
                self._give(line, line.partner_id)

    def test_not_to_who_is_absent(self):
        for attendance in ("invited", "excused", "absent"):
            _holder, absent = self._create_meeting(attendance, "absent")
            with (
                self.subTest(attendance),
                self.assertRefused("Bailleur", "Ressourcerie", "not noted as present"),
            ):
                self._give(absent, self.partners[0])

    def test_not_to_who_gave_their_own(self):
        _here, second, third = self._create_meeting("present", "absent", "absent")
        self._give(second, self.partners[0])
        with self.assertRefused("not noted as present"):
            self._give(third, self.partners[1])

    def test_who_holds_one_leaves(self):
        """Whatever becomes of its holder, the proxy is judged again."""
        here, absent, other = self._create_meeting("present", "absent", "present")
        self._give(absent, self.partners[0])
        for attendance in ("excused", "absent", "invited"):
            with self.assertRefused("Bailleur", "not noted as present"):
                here.attendance = attendance
        with self.assertRefused("not noted as present"):
            self._give(here, self.partners[2])
        with self.assertRefused("holds the proxy of Bailleur"):
            here.unlink()
        with self.assertRefused("holds the proxy of Bailleur"):
            here.session_id.participation_ids = [Command.unlink(here.id)]
        self._give(absent, self.partners[2])
        here.attendance = "absent"
        (absent | other).unlink()
        self.assertFalse((absent | other).exists())

    def test_who_stands_in_is_invited_afterwards(self):
        """On the list, they would hold a proxy: only if they are there."""
        here, absent = self._create_meeting("present", "absent")
        actor = self.seats.create(
            {"program_id": self.program.id, "partner_id": self.outsider.id}
        )
        self._give(absent, self.outsider)
        with self.assertRefused("not noted as present"):
            here.session_id.participation_ids = [
                Command.create({"stakeholder_id": actor.id})
            ]
        self.assertTrue(absent.is_in_person)

    def test_nobody_represents_who_is_noted_otherwise(self):
        here, absent = self._create_meeting("present", "absent")
        self._give(absent, self.partners[0])
        absent.attendance = "present"
        self.assertFalse(absent.represented_by_id)
        here.attendance = "absent"

    # ------------------------------------------------------------------
    # How many
    # ------------------------------------------------------------------
    def test_one_a_head(self):
        here, *absent = self._create_meeting("present", "absent", "absent")
        self.assertEqual(here.session_id.body_id, self.body)
        self._give(absent[0], self.partners[0])
        with self.assertRefused(
            "Ressourcerie would hold 2 proxies", "1 at most", "Bailleur", "Supermarché"
        ):
            self._give(absent[1], self.partners[0])
        with self.assertRefused("2 proxies"):
            self._give(absent[1], self.person)

    def test_as_many_as_the_body_allows(self):
        here, *absent = self._create_meeting("present", "absent", "absent", "absent")
        self.body.proxy_limit = 2
        for line in absent[:2]:
            self._give(line, self.partners[0])
        with self.assertRefused("3 proxies", "2 at most"):
            self._give(absent[2], self.partners[0])
        # What was noted under a former limit stays, and may be mended.
        self.body.proxy_limit = 1
        absent[2].attendance = "excused"
        absent[1].attendance = "excused"
        self.body.proxy_limit = 0
        with self.assertRefused("0 at most"):
            self._give(absent[1], self.partners[0])
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.body.proxy_limit = -1
            self.body.flush_recordset()

    def test_one_without_a_body(self):
        self.body.proxy_limit = 3
        here, *absent = self._create_meeting(
            "present", "absent", "absent", body_justification="Hors CCES."
        )
        here.session_id.body_id = False
        self._give(absent[0], self.partners[0])
        with self.assertRefused("1 at most"):
            self._give(absent[1], self.partners[0])

    # ------------------------------------------------------------------
    # Every door
    # ------------------------------------------------------------------
    def test_a_list_is_judged_as_a_whole(self):
        """The holder of a proxy may stand below its giver."""
        absent, here = self._create_meeting("invited", "invited")
        proxy = {"attendance": "represented", "represented_by_id": self.partners[1].id}
        session = absent.session_id
        present = {"attendance": "present"}
        session.participation_ids = [
            Command.update(absent.id, proxy),
            Command.update(here.id, present),
        ]
        self.assertTrue(absent.is_proxy)
        session = self._create_session(
            participation_ids=[
                Command.create({"stakeholder_id": actor.id, **vals})
                for actor, vals in zip(self.seats, (proxy, present), strict=False)
            ]
        )
        self.assertEqual(session.proxy_count, 1)
        for vals in (proxy, {"attendance": "absent"}):
            with self.assertRaises(ValidationError):
                session.participation_ids = [
                    Command.update(
                        session.participation_ids.filtered(
                            lambda line: line.partner_id == self.partners[1]
                        ).id,
                        vals,
                    )
                ]

    def test_all_at_once(self):
        here, *absent = self._create_meeting("present", "absent", "absent")
        with self.assertRefused("2 proxies"):
            (absent[0] | absent[1]).write(
                {
                    "attendance": "represented",
                    "represented_by_id": self.partners[0].id,
                }
            )

    def test_who_was_not_noted_is_marked_present(self):
        here, absent, unknown = self._create_meeting("present", "absent", "invited")
        self._give(absent, self.partners[0])
        here.session_id.action_mark_present()
        self.assertEqual(
            (here | absent | unknown).mapped("attendance"),
            ["present", "represented", "present"],
        )

    def test_who_signs_takes_their_proxy_back(self):
        here, absent = self._create_meeting("present", "absent")
        self._give(absent, self.partners[0])
        self.env["plpdma.attendance"].create(
            {
                "session_id": absent.session_id.id,
                "name": "Dominique Bailleur",
                "participation_id": absent.id,
            }
        )
        self.assertEqual(absent.attendance, "present")
        self.assertFalse(absent.represented_by_id)

    def test_a_stand_in_who_signs_is_added(self):
        """Once on the list they are present, and what they held becomes a proxy."""
        here, absent = self._create_meeting("present", "absent")
        self._give(absent, self.outsider)
        attendance = (
            self.agent_env["plpdma.attendance"]
            .sudo()
            .create({"session_id": absent.session_id.id, "name": "Sacha Dehors"})
        )
        attendance.action_add_participant()
        self.assertEqual(attendance.participation_id.attendance, "present")
        self.assertTrue(absent.is_proxy)

    def test_the_stand_in_who_was_announced_came(self):
        here, absent = self._create_meeting("absent", "invited")
        session = absent.session_id
        self.assertFalse(session.has_stand_in)
        absent.write({"rsvp": "accepted", "stand_in_name": "Camille Ressource"})
        # The list shows their column.
        self.assertTrue(session.has_stand_in)
        absent.stand_in_email = "camille@r.example"
        self.person.email = "camille@r.example"
        with self.assertRefused("not noted as present"):
            absent.action_note_stand_in()
        here.attendance = "present"
        absent.action_note_stand_in()
        self.assertTrue(absent.is_proxy)

    # ------------------------------------------------------------------
    # Words
    # ------------------------------------------------------------------
    def test_contacts_that_are_merged_keep_the_proxies(self):
        here, absent = self._create_meeting("present", "absent")
        gone = self.agent_env["res.partner"].create(
            {"name": "La Ressourcerie", "is_company": True}
        )
        actor = self.seats.create(
            {"program_id": self.program.id, "partner_id": gone.id}
        )
        here.session_id.participation_ids = [
            Command.create({"stakeholder_id": actor.id, "attendance": "present"})
        ]
        self._give(absent, gone)
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (gone | self.partners[0]).ids, self.partners[0]
        )
        self.assertEqual(absent.represented_by_id, self.partners[0])
        self.assertTrue(absent.is_proxy)
