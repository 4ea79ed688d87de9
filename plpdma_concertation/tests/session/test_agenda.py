"""The agenda of a session: its times, where it is told, and the minutes it begins."""

from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, HttpCase, TransactionCase, tagged
from odoo.tools import mute_logger

from ..common import ConcertationCase

ITEMS = (
    ("Accueil", 15, "Le vice-président"),
    ("Le diagnostic", 30, False),
    ("Échanges", 0, False),
    ("Suites", 10, False),
)
SLOTS = ["17 h – 17 h 15", "17 h 15 – 17 h 45", "17 h 45", ""]


class AgendaCase(ConcertationCase):
    def setUp(self):
        super().setUp()
        self.env["res.lang"]._activate_lang("fr_FR")
        self.company.partner_id.sudo().tz = "Europe/Paris"
        self.session = self._create_session(
            self.actors[:2],
            date_start="2036-07-03 15:00:00",
            date_stop="2036-07-03 17:00:00",
            agenda_ids=[
                Command.create(
                    {
                        "sequence": sequence,
                        "name": name,
                        "duration": duration,
                        "speaker": speaker,
                    }
                )
                for sequence, (name, duration, speaker) in enumerate(ITEMS)
            ],
        )

    def _slots(self, session):
        french = session.with_context(lang="fr_FR")
        return [
            item["slot"].replace("\u00a0", " ") for item in french._describe_agenda()
        ]


@tagged("post_install", "-at_install", "plpdma")
class TestAgenda(AgendaCase, TransactionCase):
    def test_times_follow_from_the_start(self):
        """As far as it is known how long each item takes."""
        self.assertEqual(self._slots(self.session), SLOTS)
        shown = self.session.with_context(lang="fr_FR").agenda_ids.mapped("slot")
        self.assertEqual([slot.replace("\u00a0", " ") for slot in shown], SLOTS)
        self.session.agenda_ids[0].sequence = 9
        self.assertEqual(self._slots(self.session)[0], "17 h – 17 h 30")
        self.session.write({"date_start": "2036-07-03 16:00:00"})
        self.assertEqual(self._slots(self.session)[0], "18 h – 18 h 30")
        self.session.write({"date_start": False, "date_stop": False})
        self.assertEqual(self._slots(self.session), [""] * 4)

    def test_a_new_item_has_no_time_before_it_has_a_name(self):
        """Its place is not known yet: the time would be that of another."""
        self.session.agenda_ids[2:].duration = 15
        session = self.session.with_user(self.user_agent)
        with Form(session) as form, form.agenda_ids.new() as line:
            self.assertFalse(line.slot)
            line.name = "Questions"
            self.assertTrue(line.slot)
        self.assertEqual(self._slots(self.session)[-1], "18 h 15")

    def test_longer_than_the_meeting(self):
        self.assertFalse(self.session.agenda_hint)
        self.session.agenda_ids[2].duration = 90
        hint = self.session.with_context(lang="en_US").agenda_hint
        self.assertIn("25 too many", hint)
        with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation):
            self.session.agenda_ids[2].duration = -1
            self.env.flush_all()

    def test_copied_and_taken_over(self):
        copy = self.session.copy()
        self.assertEqual(copy.agenda_ids.mapped("name"), [item[0] for item in ITEMS])
        other = self._create_session()
        with Form(other) as form:
            form.agenda_source_id = self.session
            self.assertEqual(len(form.agenda_ids), 4)
        self.assertEqual(other.agenda_ids.mapped("name"), [item[0] for item in ITEMS])
        self.assertEqual(other.agenda_ids[0].speaker, "Le vice-président")
        self.assertEqual(len(self.session.agenda_ids), 4, "it keeps its own")

    def test_what_is_taken_over_comes_below(self):
        """Both agendas begin at the same numbers: they are not shuffled."""
        other = self._create_session(agenda_ids=self.session._prepare_agenda_copy())
        other.agenda_ids[0].name = "Accueil"
        with Form(other) as form:
            form.agenda_source_id = self.session
        own = [item[0] for item in ITEMS]
        self.assertEqual(
            other.agenda_ids.sorted("sequence").mapped("name"),
            ["Accueil", *own[1:], *own],
        )

    def test_minutes_begin_with_it(self):
        """A heading is no minutes: the report waits for words."""
        past = self._create_session(
            self.actors[:1],
            days=-2,
            agenda_ids=self.session._prepare_agenda_copy(),
        )
        past.action_plan()
        past.action_hold()
        past.participation_ids.attendance = "present"
        past.action_start_minutes()
        for name, *_rest in ITEMS:
            self.assertIn(f"<h3>{name}</h3>", past.minutes)
        with self.assertRaisesRegex(ValidationError, "needs its minutes"):
            past.action_report()
        past.minutes = past.minutes.replace(
            "<h3>Suites</h3>", "<h3>Suites</h3><p>Oui.</p>"
        )
        before = past.minutes
        past.action_start_minutes()
        self.assertEqual(past.minutes, before, "what is written stays")
        past.action_report()
        self.assertEqual(past.state, "reported")

    def test_only_who_writes_the_minutes_begins_them(self):
        with self.assertRaises(AccessError):
            self.session.with_user(self.user_elected).action_start_minutes()

    def test_facilitator_begins_with_it(self):
        self.session.facilitator_id = self.user_facilitator.partner_id
        dialog = (
            self.env["plpdma.session.minutes"]
            .with_user(self.user_facilitator)
            .create({"session_id": self.session.id})
        )
        self.assertIn("<h3>Accueil</h3>", dialog.minutes)
        dialog.action_save()
        self.assertIn("<h3>Accueil</h3>", self.session.minutes)

    def test_told_in_the_invitation(self):
        line = self.session.participation_ids[:1]
        told = line._prepare_invitation()["agenda"]
        self.assertEqual([item["name"] for item in told], [item[0] for item in ITEMS])
        with self.mock_mail_gateway():
            self.session.action_plan()
        _subject, body = line.sudo()._render_message("invitation")
        for words in ("Le diagnostic", "Le vice-président"):
            self.assertIn(words, body)


@tagged("post_install", "-at_install", "plpdma")
class TestAgendaPages(AgendaCase, HttpCase):
    def test_read_where_the_session_is_shown(self):
        with self.mock_mail_gateway():
            self.session.action_plan()
        self.program.is_published = True
        line = self.session.participation_ids[:1].sudo()
        page = self.url_open(line._get_path("reply")).text
        self.assertIn("Le diagnostic", page)
        self.assertIn("Le vice-président", page)
        public = self.url_open(self.program._get_public_path()).text
        self.assertIn("Le diagnostic", public)
        self.assertNotIn("Le vice-président", public, "nobody is named to everybody")
