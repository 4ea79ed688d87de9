"""Five procedures from one end to the other, each with its dates, its points to watch
and what is missing at each step."""

import base64
from datetime import date

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .timeline_common import OFFICES, TimelineCase


@tagged("post_install", "-at_install", "plpdma")
class TestOneCommune(TimelineCase):
    """One commune alone, from the first opinion to the first annual report."""

    def test_from_one_end_to_the_other(self):
        with self._on("2026-01-05"):
            self.assertFalse(self.program.warnings)
            self.assertEqual(self._open_milestones()[0], "cces_opinion")
        # The draft is not adopted before the CCES has given its opinion.
        self._adopt_draft("2026-02-09")
        told = self._warnings("draft_adoption", "2026-02-09")
        self.assertIn("no opinion of the CCES", told)
        with self._on("2026-02-09"):
            self.milestones["draft_adoption"].action_reopen()
        cces = self._hear_cces("cces_opinion", "2026-02-10")
        self.assertEqual(
            self.milestones["cces_opinion"].date_planned, date(2026, 2, 10)
        )
        self.assertEqual(self.milestones["cces_opinion"].state, "todo")
        self._hold(cces, "2026-02-10", "cces_opinion")
        self.assertEqual(self.milestones["cces_opinion"].date_done, date(2026, 2, 10))
        self._adopt_draft("2026-02-20")
        self.assertEqual(self._warnings("draft_adoption", "2026-02-20"), "")

        # Nothing is put to the public without anything to read.
        with self.assertRefused("Presentation note", exception=ValidationError):
            with self.env.cr.savepoint():
                self._consult(
                    "2026-02-25",
                    "2026-03-02 07:00:00",
                    "2026-04-02 16:00:00",
                    document_ids=[],
                )
        # Nor for too short.
        session = self._consult(
            "2026-02-25", "2026-03-02 07:00:00", "2026-03-20 16:00:00"
        )
        told = self._warnings("public_availability", "2026-02-25")
        self.assertIn("lasts 17 clear days", told)
        self.assertIn("this count is ours", told)
        with self._on("2026-02-25"):
            session.date_stop = "2026-04-02 16:00:00"
        told = self._warnings("public_availability", "2026-02-25")
        self.assertEqual(told, "")
        self.assertEqual(self.milestones["public_availability"].public_days, 30)
        # Friday 27 March: four working days before Thursday 2 April.
        self.assertEqual(session.paper_deadline, date(2026, 3, 27))

        with self._on("2026-03-10"):
            with self.assertRefused("Add a new version"), self.env.cr.savepoint():
                session.document_ids[0].file = base64.b64encode(b"Autre chose.")
        contribution = self._write(session, "2026-03-10")
        self.assertFalse(contribution.is_late)
        self._close(session, "2026-04-03")
        self.assertEqual(
            self.milestones["public_availability"].date_done, date(2026, 4, 2)
        )
        self.assertTrue(self._write(session, "2026-04-04").is_late)

        # Somebody wrote: the assembly takes the time to read.
        with self._on("2026-04-03"):
            self.milestones["deliberation"].date_planned = "2026-04-05"
            self.assertIn("less than 4 days", self._warnings("deliberation"))
        with self._on("2026-04-10"):
            self.milestones["deliberation"].date_planned = False
            self.milestones["deliberation"].action_mark_done()
            self.assertEqual(self._warnings("deliberation"), "")
            self.milestones["second_opinion"].skip_reason = "Projet non modifié"
            self.assertEqual(
                self.milestones["transmission"].deadline, date(2026, 6, 10)
            )
            self.assertEqual(self.milestones["evaluation"].deadline, date(2032, 4, 10))
            self.assertIn("is not noted yet", self._warnings("publication"))
            self.assertEqual(
                self._open_milestones(),
                ["publication", "transmission", "annual_report", "evaluation"],
            )

        # Published with its synthesis and its reasons, for three months.
        with self._on("2026-04-15"):
            self.milestones["publication"].action_mark_done()
            self.assertIn(
                "The synthesis of the observations", self._warnings("publication")
            )
            self.assertIn("The reasons for the decision", self._warnings("publication"))
        self._publish(session, "2026-04-16")
        with self._on("2026-04-16"):
            self.assertEqual(self._warnings("publication"), "")
        self.assertEqual(
            self.milestones["publication"].date_online_until, date(2026, 7, 15)
        )
        with self._on("2026-06-01"):
            self.program.with_user(self.user_manager).is_published = False
            self.assertIn("taken off on", self._warnings("publication"))
        with self._on("2026-07-16"):
            self.assertEqual(self._warnings("publication"), "")

        # Transmitted within two months, with the programme.
        with self._on("2026-05-12"):
            transmission = self.milestones["transmission"]
            self.assertIn("due by", transmission.warnings)
            self._create_recipients(transmission, **OFFICES)
            with self.assertRefused("attach the programme", exception=ValidationError):
                with self.env.cr.savepoint():
                    transmission.action_transmit()
            self._attach(transmission)
            transmission.action_transmit()
            self.assertEqual(transmission.state, "todo")
            self._let_leave(transmission)
            self.assertEqual(transmission.date_done, date(2026, 5, 12))
            self.assertEqual(self._warnings("transmission"), "")

        # The report of the year, with the opinion of the CCES.
        report = self.program.milestone_ids.filtered(lambda m: m.year == 2026)
        self.assertEqual(report.deadline, date(2027, 12, 31))
        with self._on("2027-12-10"):
            self.assertIn("is due by", report.warnings)
            report.action_mark_done()
            self.assertIn("the opinion of the CCES", report.warnings)
            report.write(
                {"opinion": "<p>Favorable.</p>", "date_assembly": "2027-12-09"}
            )
            self._attach(report, "bilan.pdf", "online_document_ids")
            report.action_put_online()
            self.assertFalse(report.warnings)
            self.assertEqual(report.date_online, date(2027, 12, 10))
        with self._on("2032-04-11"):
            self.assertIn("was due by", self._warnings("evaluation"))


@tagged("post_install", "-at_install", "plpdma")
class TestTwoAuthorities(TimelineCase):
    """Two authorities share the programme, and deliberate a month apart."""

    def test_the_two_months_run_from_the_last(self):
        session = self._to_the_public()
        self._write(session, "2026-03-10")
        self._close(session, "2026-04-03")
        with self._on("2026-04-20"):
            north, south = self._create_authorities("Nord", "Sud")
            with self.assertRefused("Nord, Sud", exception=ValidationError):
                with self.env.cr.savepoint():
                    self.milestones["deliberation"].action_mark_done()
        transmission = self.milestones["transmission"]
        with self._on("2026-05-04"):
            north.deliberation_date = "2026-05-04"
            self.assertIn("Adopted by Nord", self._warnings("deliberation"))
            self.assertIn("in the same terms: Sud", self._warnings("deliberation"))
            self.assertFalse(self.milestones["deliberation"].date_done)
            self.assertFalse(transmission.deadline)
            self._create_recipients(transmission, **OFFICES)
            self._attach(transmission)
            with self.assertRefused("Still awaited: Sud."):
                transmission.action_transmit()
            self.assertEqual(self._warnings("transmission"), "")
            with self.assertRefused("in the future", exception=ValidationError):
                with self.env.cr.savepoint():
                    south.deliberation_date = "2026-06-08"
        with self._on("2026-06-08"):
            south.deliberation_date = "2026-06-08"
            self.assertEqual(
                self.milestones["deliberation"].date_done, date(2026, 6, 8)
            )
            self.assertEqual(transmission.deadline, date(2026, 8, 8))
            self.assertIn("not attached for: Nord, Sud", self._warnings("deliberation"))
            self.assertIn("due by", self._warnings("transmission"))
        # Two months after the first deliberation, nothing is late yet.
        with self._on("2026-07-10"):
            self.assertFalse(transmission.is_late)
        with self._on("2026-08-10"):
            self.assertTrue(transmission.is_late)
            self.assertIn("late since", self._warnings("transmission"))
            transmission.action_transmit()
            self._let_leave(transmission)
            self.assertEqual(transmission.state, "done")
            self.assertIn("after the deadline", self._warnings("transmission"))


@tagged("post_install", "-at_install", "plpdma")
class TestModifiedDraft(TimelineCase):
    """The draft is modified after the public: the CCES is consulted again."""

    def test_second_opinion_with_the_synthesis(self):
        session = self._to_the_public()
        self._write(session, "2026-03-10")
        self._close(session, "2026-04-03")
        opinion = self.milestones["second_opinion"]
        with self._on("2026-04-06"):
            self.assertEqual(self._warnings("second_opinion"), "")
            self.program.draft_modified = True
            self.assertIn("consult the CCES again", self._warnings("second_opinion"))
            self.assertIn("not noted as given", self._warnings("second_opinion"))
            with self.assertRefused("Choose the meeting"):
                opinion.action_give_synthesis()
            # What the public read is not replaced by what it did not read.
            with self.assertRefused("is over"), self.env.cr.savepoint():
                self.agent_env["plpdma.session.document"].create(
                    {
                        "session_id": session.id,
                        "kind": "draft",
                        "file": base64.b64encode(b"Le projet modifie."),
                        "reason": "Modifié",
                    }
                )
        with self._on("2026-04-07"):
            cces = self._create_session(
                name="CCES",
                actors=self.actors[:2],
                body_id=self.body.id,
                date_start="2026-04-20 13:00:00",
                date_stop="2026-04-20 15:00:00",
            )
            cces.action_plan()
            opinion.session_id = cces
            opinion.action_give_synthesis()
            self.assertFalse(opinion.date_synthesis)
            self._let_leave(opinion)
        self.assertEqual(opinion.date_synthesis, date(2026, 4, 7))
        self.assertEqual(len(opinion.document_ids), 1)
        with self._on("2026-04-10"):
            self.milestones["deliberation"].action_mark_done()
            self.assertIn("no second opinion", self._warnings("second_opinion"))
            self.milestones["deliberation"].action_reopen()
        self._hold(cces, "2026-04-20", "second_opinion")
        with self._on("2026-04-21"):
            self.assertEqual(opinion.date_done, date(2026, 4, 20))
            self.assertEqual(self._warnings("second_opinion"), "")
            self.milestones["deliberation"].date_done = "2026-04-21"
            self.assertEqual(self._warnings("second_opinion"), "")
            self.assertEqual(
                self.milestones["transmission"].deadline, date(2026, 6, 21)
            )
            self.assertFalse(
                [
                    line
                    for line in (self.program.warnings or "").splitlines()
                    if "CCES" in line
                ]
            )


@tagged("post_install", "-at_install", "plpdma")
class TestNobodyWrote(TimelineCase):
    """Nobody wrote: the assembly may decide at once."""

    def test_the_four_days_are_not_asked(self):
        session = self._to_the_public()
        # While it is open, somebody may still write.
        with self._on("2026-03-30"):
            self.milestones["deliberation"].date_planned = "2026-04-03"
            self.assertIn("less than 4 days", self._warnings("deliberation"))
        self._close(session, "2026-04-03", "<p>Personne n'a écrit.</p>")
        with self._on("2026-04-03"):
            self.milestones["deliberation"].action_mark_done()
            self.assertEqual(
                self.milestones["deliberation"].date_done, date(2026, 4, 3)
            )
            self.assertEqual(self._warnings("deliberation"), "")
            # The parameter asks for them all the same.
            program = self.program.with_user(self.user_manager)
            program.adoption_days_always = True
            self.assertIn("less than 4 days", self._warnings("deliberation"))
            program.adoption_days_always = False
            self.assertEqual(self._warnings("deliberation"), "")
        # A letter that was in the post is found: it counts.
        self._write(session, "2026-04-03", "10:00:00")
        with self._on("2026-04-04"):
            self.assertIn("less than 4 days", self._warnings("deliberation"))
        self._publish(session, "2026-04-06")
        with self._on("2026-04-07"):
            self.assertEqual(self._warnings("publication"), "")


@tagged("post_install", "-at_install", "plpdma")
class TestClosedAtNoon(TimelineCase):
    """A consultation closes at noon: the hour counts, where the authority is."""

    def test_the_hour_counts(self):
        self.program.with_user(self.user_manager).is_published = True
        self._hold(
            self._hear_cces("cces_opinion", "2026-02-10"), "2026-02-10", "cces_opinion"
        )
        self._adopt_draft("2026-02-20")
        # Noon in Paris, in summer time.
        session = self._consult(
            "2026-02-25", "2026-03-02 07:00:00", "2026-04-02 10:00:00"
        )
        milestone = self.milestones["public_availability"]
        self.assertEqual(milestone.date_stop, date(2026, 4, 2))
        self.assertEqual(milestone.public_days, 30)
        self.assertEqual(session.paper_deadline, date(2026, 3, 27))
        visitor = self.env.ref("base.public_user")

        def is_open():
            return session.sudo()._is_open_to_contributions(visitor)

        with self._on("2026-03-02", "06:59:59"):
            self.assertFalse(is_open())
            self.assertFalse(session._has_opened())
            self.assertFalse(session.sudo()._describe_documents()["documents"])
        with self._on("2026-03-02", "07:00:00"):
            self.assertTrue(is_open())
            self.assertEqual(len(session.sudo()._describe_documents()["documents"]), 2)
        with self._on("2026-04-02", "10:00:00"):
            self.assertTrue(is_open())
        with self._on("2026-04-02", "10:00:01"):
            self.assertFalse(is_open())
            self.assertIn(
                "closed since",
                session.with_user(visitor).sudo()._get_contribution_obstacle() or "",
            )
            self.assertTrue(session._has_opened())
            with self.assertRefused("is over"), self.env.cr.savepoint():
                self.agent_env["plpdma.session.document"].create(
                    {
                        "session_id": session.id,
                        "kind": "note",
                        "file": base64.b64encode(b"Une autre note."),
                        "reason": "Après midi",
                    }
                )
        self.assertFalse(self._write(session, "2026-04-02", "09:59:00").is_late)
        # Of a letter on that day, the agent notes the hour.
        letter = self._write(session, "2026-04-02", "10:30:00")
        self.assertFalse(letter.is_late)
        with self._on("2026-04-02", "10:30:00"):
            letter.write({"channel": "letter", "received_at": "2026-04-02 10:30:00"})
        self.assertTrue(letter.is_late)
        self.assertTrue(self._write(session, "2026-04-03").is_late)
        # It is held from that instant on, and not before.
        with self._on("2026-04-02", "10:30:00"):
            session.action_hold()
            self.assertEqual(milestone.date_done, date(2026, 4, 2))
        with self._on("2026-04-06"):
            self.milestones["deliberation"].date_done = "2026-04-06"
            self.assertEqual(self._warnings("deliberation"), "")
        with self.assertRaises(UserError), self._on("2026-04-06"):
            session.document_ids[0].unlink()
