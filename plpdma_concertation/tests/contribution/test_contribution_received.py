"""Nothing is received on a day that has not come, by whatever door."""

import importlib.util

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import SQL, file_path

from ..common import ConcertationCase
from ..shared.import_common import SequenceCase


@tagged("post_install", "-at_install", "plpdma")
class TestReceived(ConcertationCase):
    def test_every_door(self):
        contribution = self._create_contribution()
        session = self._create_session()
        today = self.program._get_today()
        tomorrow = fields.Date.add(today, days=1)
        values = {"program_id": self.program.id, "verbatim": "Deux bacs."}
        contributions = self.agent_env["plpdma.contribution"]
        doors = (
            lambda: contributions.create({**values, "date_received": tomorrow}),
            lambda: contributions.with_context(default_date_received=tomorrow).create(
                values
            ),
            lambda: contribution.write({"date_received": tomorrow}),
            lambda: contribution.web_save({"date_received": str(tomorrow)}, {}),
            lambda: session.write(
                {
                    "contribution_ids": [
                        Command.create({**values, "date_received": tomorrow})
                    ]
                }
            ),
            lambda: contributions.sudo().create(
                {**values, "date_received": "9999-01-01"}
            ),
        )
        for number, door in enumerate(doors):
            with (
                self.subTest(door=number),
                self.assertRefused("has not come yet", exception=ValidationError),
                self.env.cr.savepoint(),
            ):
                door()
        form = Form(contribution)
        form.date_received = tomorrow
        with self.assertRefused("has not come yet", exception=ValidationError):
            form.save()
        contribution.date_received = today
        self.assertEqual(contribution.date_received, today)

    def test_what_is_there_already_stays_editable(self):
        contribution = self._create_contribution()
        self._date_ahead(contribution)
        contribution.summary = "Deux bacs"
        self.assertEqual(str(contribution.date_received), "2099-05-01")

    def _date_ahead(self, contribution):
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "UPDATE plpdma_contribution SET date_received = %s WHERE id = %s",
                "2099-05-01",
                contribution.id,
            )
        )
        self.env.invalidate_all()

    def test_the_clock_is_the_authority_s(self):
        """An agent far to the east, then one far to the west, at two in the morning in
        Paris."""
        for zone, instant, today in (
            ("Pacific/Noumea", "2026-11-26 20:00:00", "2026-11-26"),
            ("America/Martinique", "2026-11-26 23:30:00", "2026-11-27"),
        ):
            self.user_agent.tz = zone
            with self.subTest(zone=zone), freeze_time(instant):
                contribution = self._create_contribution()
                self.assertEqual(str(contribution.date_received), today)
                form = Form(
                    self.agent_env["plpdma.contribution"].with_context(
                        tz=zone, default_program_id=self.program.id
                    )
                )
                self.assertEqual(str(form.date_received), today)

    def test_where_the_authority_is_elsewhere(self):
        self.company.partner_id.tz = "America/Martinique"
        with freeze_time("2026-11-27 02:00:00"):
            contribution = self._create_contribution()
            self.assertEqual(str(contribution.date_received), "2026-11-26")
            with self.assertRefused("has not come yet", exception=ValidationError):
                contribution.date_received = "2026-11-27"

    def test_update_says_which_are_ahead(self):
        contribution, other = self._create_contributions({}, {})
        self._date_ahead(contribution)
        path = file_path("plpdma_concertation/migrations/19.0.1.5.0/post-received.py")
        spec = importlib.util.spec_from_file_location("post_received", path)
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        script.migrate(self.env.cr, "19.0.1.4.0")
        self.env.invalidate_all()
        note = self.program.sudo().message_ids[0].body
        self.assertIn(contribution.reference, note)
        self.assertNotIn(other.reference, note)
        self.assertEqual(str(contribution.date_received), "2099-05-01")


@tagged("post_install", "-at_install", "plpdma")
class TestNumbersOfWhatRowsHold(SequenceCase):
    """Contributions that come with their session, in one file."""

    FIELDS = (
        "name",
        "program_id",
        "nature",
        "date_start",
        "question_ids/name",
        "contribution_ids/verbatim",
        "contribution_ids/date_received",
    )

    def _load(self, rows, dryrun):
        content = self._make_file(self.FIELDS, *rows)
        model = self.french_env["plpdma.session"]
        wizard = model.env["base_import.import"].create(
            {"res_model": model._name, "file": content, "file_name": "temps.csv"}
        )
        options = wizard.parse_preview(
            {"quoting": '"', "separator": ";", "has_headers": True}
        )["options"]
        result = wizard.execute_import(
            list(self.FIELDS), list(self.FIELDS), options, dryrun=dryrun
        )
        self.env.flush_all()
        return model.browse(result["ids"] or []), result["messages"]

    def _make_rows(self, date="01/03/2026"):
        session = ("Atelier", self.program.name, "concertation", "01/03/2026 09:00:00")
        return [
            (*session, "Où composter ?", "Deux bacs.", date),
            (*[""] * 5, "Trois bacs.", date),
            (
                "Second atelier",
                *session[1:],
                "Quand composter ?",
                "Le matin.",
                date,
            ),
        ]

    def test_drawn_once_all_rows_have_passed(self):
        first = self._create_contribution(date_received="2026-03-01").reference
        before = self._get_last_number()
        for rows, dryrun in (
            (self._make_rows(), True),
            (self._make_rows(), True),
            ([*self._make_rows(), ("Mauvais", "", "", "bientôt")], False),
            (self._make_rows("01/03/2099"), False),
        ):
            with self.subTest(rows=len(rows), dryrun=dryrun):
                sessions, messages = self._load(rows, dryrun)
                self.assertEqual(self._get_last_number(), before)
                self.assertEqual(bool(messages), not dryrun, messages)
        sessions, messages = self._load(self._make_rows(), False)
        self.assertEqual(messages, [])
        self.assertEqual(len(sessions), 2)
        self.env.invalidate_all()
        start = int(first.rpartition("/")[2])
        contributions = sessions.contribution_ids.sorted("id")
        self.assertEqual(
            contributions.mapped("reference"),
            [f"CTR/2026/{start + number:04d}" for number in (1, 2, 3)],
        )
        for session in sessions:
            self.assertRegex(session.reference, r"^[A-Z]+/2026/\d{4}$")
