"""The calendar of a programme, as everybody's own calendar reads it."""

from datetime import date, datetime, timedelta

import vobject

from odoo import fields
from odoo.tests import tagged

from .public_common import PublicCase


@tagged("post_install", "-at_install", "plpdma")
class TestCalendarFeed(PublicCase):
    def _build_world(self):
        super()._build_world()
        now = fields.Datetime.now().replace(microsecond=0)
        self.coming = self._create_session(
            self.actors[0],
            name="Atelier, du lavoir",
            location="Salle des fêtes",
            state="planned",
            date_start=now + timedelta(days=5),
        )
        self.alone = self._create_session(
            self.actors[0],
            name="Rencontre tue",
            format="individual",
            date_start=now + timedelta(days=6),
        )
        self.alone.state = "planned"
        self.draft = self._create_session(name="En projet")
        self.milestones = self.agent_env["plpdma.milestone"].create(
            [
                {
                    "program_id": self.program.id,
                    "kind": "deliberation",
                    "date_planned": "2027-03-15",
                },
                {"program_id": self.program.id, "kind": "publication"},
            ]
        )
        self.env.flush_all()

    def _read(self):
        response = self.url_open(f"{self.home}/calendar.ics")
        self.assertEqual(response.status_code, 200)
        self.assertIn("text/calendar", response.headers["Content-Type"])
        calendar = vobject.readOne(response.text)
        return {event.summary.value: event for event in calendar.vevent_list}

    def test_what_the_page_tells(self):
        events = self._read()
        self.assertIn("Atelier, du lavoir", events)
        self.assertIn("Le projet de plan", events)
        self.assertNotIn("Rencontre tue", events)
        self.assertNotIn("En projet", events)
        event = events["Atelier, du lavoir"]
        self.assertEqual(event.location.value, "Salle des fêtes")
        self.assertIsInstance(event.dtstart.value, datetime)
        self.assertEqual(
            event.dtstart.value.replace(tzinfo=None), self.coming.date_start
        )
        # Whole days, where the public may contribute.
        opened = events["Le projet de plan"]
        self.assertNotIsInstance(opened.dtstart.value, datetime)
        self.assertGreater(opened.dtend.value, opened.dtstart.value)

    def test_nobody_is_named(self):
        text = self.url_open(f"{self.home}/calendar.ics").text
        for event in self._read().values():
            self.assertNotIn("attendee", event.contents)
            self.assertNotIn("organizer", event.contents)
        self.assertNotIn(self.actors[0].partner_id.name, text)
        self.assertNotIn("@p.example", text)
        # What a guest was sent is another entry.
        self.assertNotIn(f"UID:{self.coming.calendar_uid}", text)

    def test_milestones_once_published(self):
        name = self.milestones[0].name
        self.assertNotIn(name, self._read())
        self.milestones.is_published = True
        self.env.flush_all()
        events = self._read()
        self.assertEqual(events[name].dtstart.value, date(2027, 3, 15))
        self.assertEqual(events[name].dtend.value, date(2027, 3, 16))
        # What has no date yet stands nowhere.
        self.assertNotIn(self.milestones[1].name, events)
        self.milestones[0].skip_reason = "Sans objet"
        self.env.flush_all()
        self.assertNotIn(name, self._read())

    def test_changed(self):
        path = f"{self.home}/calendar.ics"
        etag = self.url_open(path).headers["ETag"]
        same = self.url_open(path, headers={"If-None-Match": etag})
        self.assertEqual(same.status_code, 304)
        self.coming.location = "Mairie"
        self.env.flush_all()
        self.assertEqual(
            self.url_open(path, headers={"If-None-Match": etag}).status_code, 200
        )
