"""After the consultation: the synthesis to the CCES, what stays online, the annual
report."""

from dateutil.relativedelta import relativedelta

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .milestone_common import MilestoneCase


class ClosingCase(MilestoneCase):
    def _consult(self, minutes="<p>Dix observations.</p>", **vals):
        """A consultation that is over, with its milestone."""
        session = self._create_public_session(self._day(-60), self._day(-30), **vals)
        with self.mock_mail_gateway():
            session.action_plan()
            session.action_hold()
        session.minutes = minutes
        self._create_milestone("public_availability", session_id=session.id)
        return session


@tagged("post_install", "-at_install", "plpdma")
class TestSynthesisToTheCces(ClosingCase):
    def setUp(self):
        super().setUp()
        self.consultation = self._consult()
        self.program.draft_modified = True
        self.opinion = self._create_milestone("second_opinion")

    def _invite(self, **vals):
        session = self._create_cces_session(
            days=10, state="planned", actors=self.actors[:2], **vals
        )
        self.opinion.session_id = session
        return session

    def _give(self):
        with self.mock_mail_gateway():
            return self.opinion.action_give_synthesis()

    def test_one_click_with_its_proof(self):
        self._invite()
        self.assertWarns(self.opinion, "it is not noted as given")
        self._give()
        self.assertFalse(self.opinion.date_synthesis, "It has not left yet")
        lines = self._get_lines(self.opinion)
        self.assertEqual(len(lines), 2)
        self.assertEqual(set(lines.mapped("purpose")), {"synthesis"})
        [file] = self.opinion.document_ids
        self.assertIn("Synthesis given to the CCES", file.name)
        self.assertIn("Le projet.", file.raw.decode())
        for line in lines:
            self.assertEqual(
                line.mail_message_id.attachment_ids.checksum, file.checksum
            )
        self._let_leave(self.opinion)
        self.assertEqual(self.opinion.date_synthesis, self.today)
        self.assertQuiet(self.opinion, "not noted as given")

    def test_what_comes_back_was_not_given(self):
        session = self._invite()
        self._give()
        self._let_leave(self.opinion)
        lines = self._get_lines(self.opinion)
        lines[0]._settle("bounced", "full_mailbox")
        self.assertEqual(self.opinion.date_synthesis, self.today)
        self.assertTrue(session.activity_ids)
        lines[1]._settle("bounced", "full_mailbox")
        self.assertFalse(self.opinion.date_synthesis)
        self.assertWarns(self.opinion, "it is not noted as given")
        # They can be sent again from the ledger.
        with self.mock_mail_gateway():
            lines.with_user(self.user_agent).action_resend()
        self._let_leave(self.opinion)
        self.assertEqual(self.opinion.date_synthesis, self.today)

    def test_handed_over(self):
        self._invite()
        self.opinion.action_note_synthesis_given()
        self.assertEqual(self.opinion.date_synthesis, self.today)
        [line] = self._get_lines(self.opinion)
        self.assertEqual(line.channel, "letter")
        self.assertEqual(len(self.opinion.document_ids), 1)

    def test_what_it_needs(self):
        with self.assertRefused("Choose the meeting"):
            self._give()
        self.opinion.session_id = self._create_cces_session(days=10, state="planned")
        with self.assertRefused("Nobody with an e-mail address"):
            self._give()
        self._invite()
        stop = self.consultation.date_stop
        self.consultation.date_stop = "2099-01-01"
        with self.assertRefused("is not over"):
            self._give()
        self.consultation.date_stop = stop
        self.program._get_milestone("public_availability").session_id = False
        with self.assertRefused("Link the milestone"):
            self._give()
        first = self._create_milestone("cces_opinion")
        with self.assertRefused("for its second opinion"):
            first.action_give_synthesis()
        self.assertFalse(self._get_lines(self.opinion))
        self.assertFalse(self.opinion.document_ids)

    def test_given_too_late(self):
        session = self._create_cces_session(days=-3, actors=self.actors[:1])
        self.opinion.session_id = session
        self.opinion.action_note_synthesis_given()
        self.assertWarns(self.opinion, "after its second opinion")

    def test_only_where_the_draft_was_modified(self):
        self._invite()
        self.program.draft_modified = False
        self.assertQuiet(self.opinion)

    def test_fact(self):
        with self.assertRefused("not written by hand"):
            self.opinion.date_synthesis = self.today


@tagged("post_install", "-at_install", "plpdma")
class TestOnline(ClosingCase):
    def setUp(self):
        super().setUp()
        self.consultation = self._consult()
        self.manager = self.program.with_user(self.user_manager)
        self.manager.is_published = True
        self.publication = self._create_milestone(
            "publication", date_done=self._day(-10)
        )

    def _add_motives(self):
        return self.agent_env["plpdma.session.document"].create(
            {
                "session_id": self.consultation.id,
                "kind": "motives",
                "file": b"TW90aWZz",
                "file_name": "motifs.pdf",
            }
        )

    def test_three_months_at_least(self):
        published = self._day(-10)
        self.assertEqual(
            self.publication.date_online_until, published + relativedelta(months=3)
        )
        self.manager.online_months_min = 4
        self.assertEqual(
            self.publication.date_online_until, published + relativedelta(months=4)
        )
        self.publication.date_online_until = published + relativedelta(months=2)
        self.assertWarns(self.publication, "less than 4 months")
        self.assertFalse(self._create_milestone("deliberation").date_online_until)

    def test_what_is_missing_is_named(self):
        self.assertWarns(
            self.publication, "The synthesis of the observations", "reasons for the"
        )
        self.consultation.minutes_state = "final"
        self.assertQuiet(self.publication, "The synthesis of the observations of")
        self._add_motives()
        self.assertQuiet(self.publication)

    def test_pages_taken_off(self):
        self.consultation.minutes_state = "final"
        self._add_motives()
        with Form(self.manager) as form:
            with self.assertLogs("odoo.tests.form.onchange", "WARNING") as told:
                form.is_published = False
            self.assertIn("stay online until", told.output[0])
        self.assertEqual(self.program.date_pages_off, self.today)
        self.assertWarns(self.publication, "were taken off on")
        self.assertWarns(self.program, "were taken off on")
        for user in (self.user_agent, self.user_manager):
            for day in (False, self._day(-1)):
                with self.assertRefused("not written by hand"):
                    self.program.with_user(user).date_pages_off = day
        self.manager.is_published = True
        self.assertFalse(self.program.date_pages_off)
        self.assertQuiet(self.publication)
        with self.assertRefused("not written by hand"):
            self.manager.date_pages_off = self._day(-1)

    def test_synthesis_taken_off(self):
        self.consultation.minutes_state = "final"
        self._add_motives()
        with Form(self.consultation) as form:
            with self.assertLogs("odoo.tests.form.onchange", "WARNING") as told:
                form.minutes_state = "circulated"
            self.assertIn("stay online until", told.output[0])
        self.assertWarns(self.publication, "is not online")

    def test_answers_taken_off(self):
        response = self._create_response(state="sent", published=False)
        response.action_publish_knowingly()
        notice = response.action_unpublish()
        self.assertIn("stay online until", notice["params"]["message"])
        self.publication.date_done = False
        response.action_publish_knowingly()
        self.assertFalse(response.action_unpublish())

    def _look(self):
        """The publication, as the next screen shows it."""
        self.publication.invalidate_recordset(["warnings", "has_warnings"])
        return self.publication

    def test_what_was_written_and_answered_is_no_longer_read(self):
        self.consultation.minutes_state = "final"
        self._add_motives()
        written = self._create_contribution(
            session_id=self.consultation.id, moderation="pending"
        )
        self.assertEqual(written.read_by, "public")
        self.assertWarns(self._look(), "put back to be read: 1")
        written.is_publishable = True
        self.assertQuiet(self._look())
        response = self._create_response(written, state="sent", published=False)
        self.assertWarns(self._look(), "whose answer is not online: 1")
        response.action_publish_knowingly()
        self.assertQuiet(self._look())
        response.action_unpublish()
        self.assertWarns(self._look(), "whose answer is not online: 1")
        response.action_publish_knowingly()
        self.manager.action_close()
        self.assertQuiet(self._look())
        # Also once the programme is over.
        self.manager.is_published = False
        self.assertWarns(self._look(), "were taken off on")

    def test_an_archived_programme_has_no_pages(self):
        self.consultation.minutes_state = "final"
        self._add_motives()
        self.manager.active = False
        self.assertEqual(self.program.date_pages_off, self.today)
        self.assertWarns(self.publication, "were taken off on")
        self.manager.active = True
        self.assertFalse(self.program.date_pages_off)
        self.assertQuiet(self.publication)

    def test_nothing_is_asked_afterwards(self):
        self.publication.date_done = self.today - relativedelta(months=3, days=1)
        self.manager.is_published = False
        self.assertQuiet(self.publication)
        self.assertFalse(self.program._get_online_until())


@tagged("post_install", "-at_install", "plpdma")
class TestAnnualReport(MilestoneCase):
    def setUp(self):
        super().setUp()
        self.report = self._create_milestone("annual_report", year=2027)

    def _put(self, **vals):
        self._attach(self.report, "bilan.pdf", "online_document_ids")
        self.report.write({"opinion": "<p>Favorable.</p>", "date_done": self._day(-3)})
        self.report.action_put_online()

    def test_with_its_file_and_the_opinion(self):
        with self.assertRefused("Add the file"):
            self.report.action_put_online()
        self._attach(self.report, "bilan.pdf", "online_document_ids")
        with self.assertRefused("is not presented yet"):
            self.report.action_put_online()
        self.report.date_done = self._day(-3)
        with self.assertRefused("Write the opinion of the CCES"):
            self.report.action_put_online()
        self.report.opinion = "<p><br></p>"
        with self.assertRefused("Write the opinion of the CCES"):
            self.report.action_put_online()
        self.report.opinion = "<p>Favorable.</p>"
        self.report.action_put_online()
        self.assertEqual(self.report.date_online, self.today)
        with self.assertRefused("take it off before its file"):
            self.report.online_document_ids = [Command.clear()]
        self.report.invalidate_recordset()
        self.report.action_take_off()
        self.assertFalse(self.report.date_online)
        other = self._create_milestone("deliberation")
        with self.assertRefused("is not an annual report"):
            other.action_put_online()

    def test_fact(self):
        with self.assertRefused("not written by hand"):
            self.report.date_online = self.today

    def test_a_file_of_its_own(self):
        elsewhere = self._create_milestone("deliberation")
        file = self._attach(elsewhere)
        with self.assertRaises(UserError):
            self.report.online_document_ids = [Command.link(file.id)]

    def test_what_the_public_reads(self):
        program = self.program.sudo()
        self.assertFalse(program._describe_annual_reports())
        self._put()
        [told] = program._describe_annual_reports()
        self.assertIn("Favorable", told["opinion"])
        [document] = told["documents"]
        self.assertEqual(document["name"], "bilan.pdf")
        file = self.report.online_document_ids
        self.assertEqual(program._find_public_document(file.id), file)
        other = self._attach(self.report, "interne.pdf")
        self.assertFalse(program._find_public_document(other.id))
        self.report.action_take_off()
        self.assertFalse(program._find_public_document(file.id))
        self.assertFalse(program._describe_annual_reports())

    def test_what_is_missing_once_presented(self):
        self.program.with_user(self.user_manager).is_published = True
        self.assertQuiet(self.report, "Still to note")
        self.report.date_done = self._day(-3)
        self.assertWarns(self.report, "the opinion of the CCES", "the assembly", "page")
        self._put()
        self.assertWarns(self.report, "Still to note: the day it was told")
        self.report.date_assembly = self._day(-1)
        self.assertQuiet(self.report)
