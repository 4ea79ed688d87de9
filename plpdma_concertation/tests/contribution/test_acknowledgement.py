"""The acknowledgement of receipt: the instant, the digest, what silence means."""

from datetime import date, timedelta
from hashlib import sha256

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import html2plaintext

from .contribution_common import ContributionCase

# In Paris, 31 March, 12:00.
NOON = "2026-03-31 10:00:00"


class ReceivedCase(ContributionCase):
    def _receive(self, at, **vals):
        """What our server receives from an author, at an instant."""
        [contribution] = self.env["plpdma.contribution"].create(
            {
                "program_id": self.program.id,
                "channel": "web",
                "verbatim": "Ouvrez la déchèterie le dimanche.",
                "received_at": at,
                **vals,
            }
        )
        return contribution.with_user(self.user_agent).with_context(lang="fr_FR")

    def _open_until_noon(self):
        return self._create_session(
            format="public",
            date_start="2026-02-28 23:00:00",
            date_stop=NOON,
        )


@tagged("post_install", "-at_install", "plpdma")
class TestReceivedAt(ReceivedCase):
    def test_closed_at_noon(self):
        """After the hour is late, on the very day; where no hour is known, the day
        counts whole."""
        session = self._open_until_noon()
        for at, late in (
            ("2026-02-28 22:59:59", True),
            ("2026-02-28 23:00:00", False),
            (NOON, False),
            ("2026-03-31 10:00:01", True),
            ("2026-04-01 08:00:00", True),
        ):
            with self.subTest(at=at):
                received = self._receive(at, session_id=session.id)
                self.assertEqual(received.is_late, late)
        paper = self._create_contribution(
            session_id=session.id, channel="letter", date_received="2026-03-31"
        )
        self.assertFalse(paper.is_late)
        paper.received_at = "2026-03-31 10:00:01"
        self.assertTrue(paper.is_late)
        paper.received_at = False
        self.assertFalse(paper.is_late)

    def test_late_follows_the_closing_hour(self):
        session = self._open_until_noon()
        received = self._receive("2026-03-31 10:30:00", session_id=session.id)
        self.assertTrue(received.is_late)
        session.date_stop = "2026-03-31 11:00:00"
        self.assertFalse(received.is_late)

    def test_day_is_that_of_the_instant_where_the_authority_is(self):
        self.assertEqual(
            self._receive("2026-03-31 22:30:00").date_received, date(2026, 4, 1)
        )
        self.company.partner_id.tz = "America/Guadeloupe"
        self.assertEqual(
            self._receive("2026-04-01 02:30:00").date_received, date(2026, 3, 31)
        )

    def test_day_and_instant_stay_those_of_one_moment(self):
        paper = self._create_contribution(
            channel="letter", received_at="2026-03-31 10:00:00"
        )
        self.assertEqual(paper.date_received, date(2026, 3, 31))
        paper.received_at = "2026-03-30 10:00:00"
        self.assertEqual(paper.date_received, date(2026, 3, 30))
        paper.date_received = "2026-03-29"
        self.assertFalse(paper.received_at)

    def test_what_our_server_noted_is_not_written_by_hand(self):
        received = self._receive("2026-03-31 10:00:00")
        for vals in (
            {"date_received": "2026-03-30"},
            {"received_at": "2026-03-31 09:00:00"},
            {"received_at": False},
        ):
            with self.subTest(vals), self.assertRefused("par notre serveur"):
                received.write(vals)
        received.write({"date_received": "2026-03-31", "kind": "need"})
        with self.assertRaises(UserError):
            received.received_digest = "0" * 64

    def test_not_in_the_future(self):
        with self.assertRaises(ValidationError):
            self._create_contribution(
                channel="letter",
                received_at=fields.Datetime.now() + timedelta(minutes=5),
            )

    def test_parts_have_the_instant_of_their_letter(self):
        received = self._receive("2026-03-31 10:00:00", verbatim="Un bac. Deux bacs.")
        received._split(
            [
                {"quote_start": 0, "quote_stop": 7},
                {"quote_start": 8, "quote_stop": 18},
            ]
        )
        for part in received.part_ids:
            self.assertEqual(part.received_at, received.received_at)
            self.assertFalse(part.received_digest)


@tagged("post_install", "-at_install", "plpdma")
class TestAcknowledgement(ReceivedCase):
    def test_digest_is_that_of_what_came(self):
        received = self._receive("2026-03-31 15:30:05", verbatim="Un bac.\r\nDeux.")
        ack = received._describe_acknowledgement()
        lines = f"{received.reference}\n2026-03-31T15:30:05Z\nUn bac.\nDeux."
        self.assertEqual(ack["digest"], sha256(lines.encode()).hexdigest())
        self.assertEqual(received._get_digested().decode(), lines)
        self.assertFalse(ack["is_changed"])
        received.verbatim = "Un bac. Trois."
        changed = received._describe_acknowledgement()
        self.assertEqual(changed["digest"], ack["digest"])
        self.assertTrue(changed["is_changed"])

    def test_instant_by_the_clock_of_the_authority(self):
        received = self._receive("2026-03-31 15:30:05")
        words = received._describe_acknowledgement()["received"]
        self.assertEqual(words, "31 mars 2026 à 17\xa0h\xa030")
        paper = self._create_contribution(date_received="2026-03-31")
        words = paper.with_context(lang="fr_FR")._describe_acknowledgement()
        self.assertEqual(words["received"], "31 mars 2026")

    def test_service_and_delay(self):
        self.program.write(
            {"service_name": "Service prévention", "service_phone": "01 99 00 00 10"}
        )
        received = self._receive("2026-03-01 10:00:00")
        ack = received._describe_acknowledgement()
        self.assertEqual(ack["service"], self.program._get_service_contact())
        self.assertEqual(ack["service"]["name"], "Service prévention")
        self.assertEqual(ack["due"], "31 mars 2026")
        self.assertFalse(ack["request"])
        received.response_expected = False
        self.assertFalse(received._describe_acknowledgement()["due"])

    def test_a_request_says_what_silence_means(self):
        received = self._receive("2025-12-31 10:00:00", kind="request")
        self.assertEqual(received.date_implicit, date(2026, 2, 28))
        told = received._describe_acknowledgement()["request"]
        self.assertEqual(told["date"], "28 février 2026")
        self.assertIn("L231-4", told["silence"])
        self.assertIn("telerecours", told["appeal"])
        self.program.write({"silence_meaning": "Rejet.", "appeal_terms": False})
        told = received._describe_acknowledgement()["request"]
        self.assertEqual(told["silence"], "Rejet.")
        self.assertIn("telerecours", told["appeal"])

    def test_it_follows_the_kind(self):
        received = self._receive("2026-03-01 10:00:00", response_expected=False)
        self.assertFalse(received.date_implicit)
        received.kind = "request"
        self.assertEqual(received.date_implicit, date(2026, 5, 1))
        self.assertTrue(received._describe_acknowledgement()["request"])
        self.program.silence_months = 4
        self.assertEqual(received.date_implicit, date(2026, 7, 1))
        received.kind = "opinion"
        self.assertFalse(received.date_implicit)
        self.assertFalse(received._describe_acknowledgement()["request"])

    def _read_receipts(self, contribution):
        receipts = contribution.sudo().delivery_ids.sorted("id")
        return [html2plaintext(line.mail_message_id.body) for line in receipts]

    def test_message(self):
        contribution = self._create_contribution(
            kind="request", contributor_email="zoe@p.example"
        )
        contribution.sudo()._send_receipt()
        [text] = self._read_receipts(contribution)
        lang = contribution._get_lang()
        ack = contribution.with_context(lang=lang)._describe_acknowledgement()
        for words in (
            ack["reference"],
            ack["received"],
            ack["text"],
            ack["digest"],
            ack["due"],
            ack["service"]["name"],
            ack["request"]["date"],
            ack["request"]["silence"],
            ack["request"]["appeal"],
        ):
            self.assertIn(" ".join(words.split()), " ".join(text.split()))

    def test_a_message_of_another_kind_is_sent_again(self):
        contribution = self._create_contribution(contributor_email="zoe@p.example")
        self.assertFalse(contribution.receipt_outdated)
        contribution.sudo()._send_receipt()
        self.assertFalse(contribution.receipt_outdated)
        contribution.kind = "request"
        self.assertTrue(contribution.receipt_outdated)
        contribution.action_correct_receipt()
        self.assertFalse(contribution.receipt_outdated)
        before, after = self._read_receipts(contribution)
        self.assertNotIn("L231-4", before)
        self.assertIn("L231-4", after)
        contribution.action_correct_receipt()
        self.assertEqual(len(self._read_receipts(contribution)), 2)

    def test_a_request_among_other_points(self):
        """Silence and appeals are told of it, whatever its letter is called."""
        received = self._receive(
            "2026-03-01 10:00:00",
            verbatim="Merci. Un bac, svp.",
            contributor_email="zoe@p.example",
        )
        received.sudo()._send_receipt()
        received._split(
            [
                {"quote_start": 0, "quote_stop": 6},
                {"quote_start": 7, "quote_stop": 19, "kind": "request"},
            ]
        )
        for record in (received, *received.part_ids):
            told = record._describe_acknowledgement()["request"]
            self.assertEqual(told["date"], "1er mai 2026", record.reference)
        self.assertTrue(received.receipt_outdated)
        self.assertTrue(received.receipt_lacks_appeal, "Of one of its points")
        received.action_correct_receipt()
        self.assertFalse(received.receipt_outdated)
        self.assertIn("L231-4", self._read_receipts(received)[-1])
        received.part_ids[1].kind = "proposal"
        self.assertFalse(received._describe_acknowledgement()["request"])
        self.assertTrue(received.receipt_outdated)
        self.assertFalse(received.receipt_lacks_appeal)

    def test_no_law_is_denied_about_a_request(self):
        field = self.program._fields["response_delay_days"]
        self.assertNotIn("no law sets this delay", field.help)
        self.assertIn("request", field.help)


@tagged("post_install", "-at_install", "plpdma")
class TestSilence(ReceivedCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # What else the database holds is left in peace.
        cls.env["plpdma.contribution"].search([]).date_silence_told = "2020-01-01"
        cls.activity_type = cls.env.ref(
            "plpdma_concertation.mail_activity_type_silence"
        )

    def _run(self):
        return self._run_as_cron(
            "ir_cron_warn_of_silence",
            lambda env: env["plpdma.contribution"]._cron_warn_of_silence(),
        )

    def _activities(self, records):
        return self.env["mail.activity"].search(
            [
                ("res_model", "=", records._name),
                ("res_id", "in", records.ids),
                ("activity_type_id", "=", self.activity_type.id),
            ]
        )

    def test_fifteen_days_before(self):
        request = self._create_contribution(kind="request", date_received="2026-03-10")
        other = self._create_contribution(date_received="2026-03-10")
        for today, soon, past in (
            ("2026-04-24 12:00:00", False, False),
            ("2026-04-25 12:00:00", True, False),
            # The 25th in Paris already.
            ("2026-04-24 22:30:00", True, False),
            ("2026-05-10 12:00:00", True, False),
            ("2026-05-11 12:00:00", False, True),
        ):
            with self.subTest(today=today), freeze_time(today):
                for field, expected in (
                    ("is_implicit_soon", soon),
                    ("is_implicit", past),
                ):
                    found = request if expected else request.browse()
                    self.assertSearchIs(field, found, request | other)

    def test_an_answer_stops_it_and_keeps_its_date(self):
        request = self._create_contribution(
            kind="request", date_received="2026-03-10", contributor_email="z@p.example"
        )
        self._create_response(request, state="sent")
        self.program.silence_months = 4
        self.assertEqual(request.date_implicit, date(2026, 5, 10))
        with freeze_time("2026-05-11 12:00:00"):
            self.assertSearchIs("is_implicit", request.browse(), request)

    def test_no_answer_expected_does_not_stop_it(self):
        request = self._create_contribution(
            kind="request", date_received="2026-03-10", response_expected=False
        )
        request.action_close()
        with freeze_time("2026-05-01 12:00:00"):
            self.assertSearchIs("is_implicit_soon", request, request)

    def test_a_merge_does_not_stop_it(self):
        request, other = self._create_contributions(
            {"kind": "request", "date_received": "2026-03-10"}, {}
        )
        request._merge_into(other)
        with freeze_time("2026-05-01 12:00:00"):
            self.assertSearchIs("is_implicit_soon", request, request | other)

    def test_one_activity_however_often_it_runs(self):
        today = self.program._get_today()
        received = fields.Date.subtract(today, months=2) + timedelta(days=5)
        requests = self._create_contributions(
            *[{"kind": "request", "date_received": received}] * 2,
            {"date_received": received},
        )
        for _day in range(2):
            self._run()
            activities = self._activities(requests)
            self.assertEqual(set(activities.mapped("res_id")), set(requests[:2].ids))
            self.assertEqual(len(activities), 2)
        self.assertEqual(activities.user_id, self.user_agent)
        self.assertEqual(
            set(activities.mapped("date_deadline")), {requests[0].date_implicit}
        )
