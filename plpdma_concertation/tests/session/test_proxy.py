"""Proxies: from somebody absent to somebody present, within what one head may hold."""

from psycopg2 import IntegrityError
from psycopg2.errors import LockNotAvailable, SerializationFailure

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from ..common import FRAME, ConcertationCase
from ..export.documents_common import DocumentCase
from ..shared.import_common import ImportCase


class ProxyMixin:
    """A meeting of the CCES held two days ago: whoever comes is named first."""

    def _create_meeting(self, *attendances, **vals):
        """The lines of a meeting, one for each attendance noted."""
        session = self._create_session(self.seats[: len(attendances)], **vals)
        lines = session.participation_ids.grouped("stakeholder_id")
        lines = [lines[actor] for actor in self.seats[: len(attendances)]]
        for line, attendance in zip(lines, attendances, strict=True):
            line.attendance = attendance
        return lines

    def _give(self, line, holder):
        line.write({"attendance": "represented", "represented_by_id": holder.id})

    @classmethod
    def _create_members(cls):
        """Four organisations, and a person of the first one who is no actor."""
        cls.partners.sudo().is_company = True
        cls.fourth = cls.agent_env["res.partner"].create(
            {"name": "Régie de quartier", "is_company": True}
        )
        cls.seats = cls.actors | cls.agent_env["plpdma.stakeholder"].create(
            {"program_id": cls.program.id, "partner_id": cls.fourth.id}
        )
        cls.person = cls.agent_env["res.partner"].create(
            {"name": "Camille Ressource", "parent_id": cls.partners[0].id}
        )
        cls.outsider = cls.agent_env["res.partner"].create({"name": "Sacha Dehors"})


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
        absent.write({"rsvp": "accepted", "stand_in_name": "Camille Ressource"})
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


@tagged("post_install", "-at_install", "plpdma")
class TestTwoAgents(TransactionCase):
    """Two transactions, each on its own connection, on a list that both see."""

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            env = self.env(cr=cr, context={"tracking_disable": True})
            program = env["plpdma.program"].create({"name": "PLPDMA", **FRAME})
            partners = env["res.partner"].create(
                [{"name": f"Structure {number}"} for number in range(5)]
            )
            actors = env["plpdma.stakeholder"].create(
                [
                    {"program_id": program.id, "partner_id": partner.id}
                    for partner in partners
                ]
            )
            session = env["plpdma.session"].create(
                {
                    "name": "Atelier",
                    "program_id": program.id,
                    "participation_ids": [
                        Command.create({"stakeholder_id": actor.id})
                        for actor in actors[:3]
                    ],
                }
            )
            session.participation_ids[0].attendance = "present"
            self.lines = session.participation_ids.ids
            self.holder_id = session.participation_ids[0].partner_id.id
            self.session_id, self.newcomers = session.id, actors[3:].ids
            self.records = [session, actors, program, partners]
            self.addCleanup(self._clean)

    def _clean(self):
        with self.registry.cursor() as cr:
            for records in self.records:
                records.with_env(records.env(cr=cr)).unlink()

    def _give(self, cr, number):
        lines = self.env(cr=cr)["plpdma.participation"]
        lines.browse(self.lines[number]).write(
            {"attendance": "represented", "represented_by_id": self.holder_id}
        )

    def test_one_proxy_each_to_the_same_person(self):
        with self.registry.cursor() as first, self.registry.cursor() as second:
            # Both have read the list before either writes; the second one does not wait
            # for the first, which would never end here.
            for cr in (first, second):
                cr.execute("SET LOCAL lock_timeout = '200ms'")
                cr.execute("SELECT count(*) FROM plpdma_participation")
            self._give(first, 1)
            with mute_logger("odoo.sql_db"), self.assertRaises(LockNotAvailable):
                self._give(second, 2)
            second.rollback()
            second.execute("SELECT count(*) FROM plpdma_participation")
            first.commit()
            # What was seen is not what stands now: the request is run again.
            with mute_logger("odoo.sql_db"), self.assertRaises(SerializationFailure):
                self._give(second, 2)
            second.rollback()
            with self.assertRaisesRegex(ValidationError, "2 proxies"):
                self._give(second, 2)
            second.rollback()

    def _add(self, cr, number):
        self.env(cr=cr)["plpdma.participation"].create(
            {
                "session_id": self.session_id,
                "stakeholder_id": self.newcomers[number],
                "attendance": "represented",
                "represented_by_id": self.holder_id,
            }
        )

    def test_newcomers_who_give_a_proxy_to_the_same_person(self):
        with self.registry.cursor() as first, self.registry.cursor() as second:
            second.execute("SELECT count(*) FROM plpdma_participation")
            self._add(first, 0)
            first.commit()
            # The first newcomer is not seen here: the request is run again.
            with mute_logger("odoo.sql_db"), self.assertRaises(SerializationFailure):
                self._add(second, 1)
            second.rollback()
            with self.assertRaisesRegex(ValidationError, "2 proxies"):
                self._add(second, 1)
            second.rollback()

    def test_a_list_in_which_somebody_writes(self):
        with self.registry.cursor() as first, self.registry.cursor() as second:
            self.env(cr=second)["plpdma.participation"].browse(self.lines[2]).unlink()
            with self.assertRaisesRegex(UserError, "Somebody else is noting"):
                self._give(first, 1)
            first.rollback()
            second.rollback()
            self._give(first, 1)
            first.rollback()


@tagged("post_install", "-at_install", "plpdma")
class TestProxyImport(ProxyMixin, ImportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_members()

    def test_a_file_is_judged_as_a_whole(self):
        lines = self._create_meeting("invited", "invited", "invited")
        fields = [".id", "attendance", "represented_by_id/.id"]
        holder = str(self.partners[2].id)
        ids = [line.id for line in lines]
        rows = [
            [str(ids[0]), "represented", holder],
            [str(ids[1]), "absent", ""],
            [str(ids[2]), "present", ""],
        ]
        result = lines[0].browse().load(fields, rows)
        self.assertFalse(result["messages"])
        self.assertTrue(lines[0].is_proxy)
        rows[1] = [str(ids[1]), "represented", holder]
        result = lines[0].browse().load(fields, rows)
        self.assertIn("2 proxies", result["messages"][0]["message"])
        self.assertEqual(lines[1].attendance, "absent")


@tagged("post_install", "-at_install", "plpdma")
class TestProxyDocuments(ProxyMixin, DocumentCase, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_members()

    def test_minutes_and_sheet_say_who_holds_it(self):
        here, absent, replaced = self._create_meeting("present", "absent", "absent")
        self._give(absent, self.partners[0])
        self._give(replaced, self.outsider)
        session = here.session_id
        minutes = self._text("report_minutes", session)
        self.assertIn("Represented by proxy (1)", minutes)
        self.assertIn("Bailleur gave a proxy to Ressourcerie", minutes)
        self.assertIn("Replaced by a stand-in (1)", minutes)
        self.assertIn("Supermarché replaced by Sacha Dehors", minutes)
        self.assertIn("Present (1)", minutes)
        sheet = self._text("report_attendance_sheet", session)
        self.assertIn("gave a proxy to Ressourcerie", sheet)
