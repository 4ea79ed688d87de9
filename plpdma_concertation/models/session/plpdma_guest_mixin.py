"""What is sent to the participants of a session, and what they say of it."""

from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, hmac

from ...tools.codes import is_same_token
from ...tools.groups import STAFF
from ...tools.notifications import CLOSE, make_notification
from .plpdma_feedback import PlpdmaFeedback

# How long after the session one may say how it was run.
FEEDBACK_DAYS = 60


class PlpdmaGuestMixin(models.AbstractModel):
    """A session whose participants are written to, before and after."""

    _name = "plpdma.guest.mixin"
    _description = "Session Whose Participants Are Written to"

    feedback_url = fields.Char(
        string="Feedback Link",
        compute="_compute_feedback_url",
        groups=STAFF,
        help="The same for everybody: nothing ties an answer to a person.",
    )

    def _compute_feedback_url(self):
        for session in self:
            session.feedback_url = bool(session.id) and session._get_feedback_url()

    # ------------------------------------------------------------------
    # Writing to the participants
    # ------------------------------------------------------------------
    def action_resend_invitation(self):
        """Invite again the participants who have not replied.

        :return: notification that says how many were written to, and who has no
            address
        """
        return self.participation_ids.action_resend_invitation()

    def action_thank(self):
        """Thank those who came or were represented, once each, with what follows.

        Nobody is noted as thanked before their message has left.

        :return: notification that says how many messages leave, and who has no address
        :raise UserError: before the session is reported and its minutes circulated
        :raise LockError: while somebody else thanks them
        """
        self.check_access("write")
        self._check_thankable()
        took_part = self._get_present_or_represented()
        took_part._lock_to_judge()
        thanked = took_part.filtered("date_thanked")
        todo = self._get_to_tell("thanks")
        reachable = todo.filtered("email")
        sent = reachable._send_thanks()
        parts = [self.env._("Thanks on their way: %s.", sent)]
        if thanked:
            names = ", ".join(thanked.mapped("display_name"))
            parts.append(self.env._("Already thanked: %s.", names))
        return make_notification(
            " ".join(parts)
            + took_part._describe_leaving(took_part - thanked - todo)
            + took_part._describe_unreachable(todo - reachable),
            "success" if sent else "info",
            CLOSE,
        )

    def _get_present_or_represented(self):
        lines = self.participation_ids
        return lines.filtered(lambda line: line.attendance in line._took_part)

    def _check_thankable(self):
        """:raise UserError: before the report is closed and the minutes circulated"""
        for session in self:
            if session.state != "reported" or session.minutes_state == "draft":
                raise UserError(
                    self.env._(
                        "Close the report of “%s” and circulate its minutes first: the "
                        "message leads to them.",
                        session.name,
                    )
                )

    def _get_contact(self):
        """Whom to call or to write to about the session: who organises it, else who
        manages the programme, else the authority; nobody who has left.

        :return: ``{"name", "phone", "email"}``
        """
        self.ensure_one()
        # sudo: the address at work of who organises, which each guest is given.
        session = self.sudo()
        organiser, company = session._get_handler(), session.company_id
        return {
            "name": organiser.name or company.name,
            "phone": organiser.phone or company.phone,
            "email": organiser.email or company.email,
        }

    def _get_sender(self):
        """In whose name the guests are written to: whom they may answer to."""
        self.ensure_one()
        # sudo: as for ``_get_contact``.
        session = self.sudo()
        return (
            session._get_handler().email_formatted
            or session.company_id.email_formatted
            or self.env.user.email_formatted
        )

    def _get_author(self):
        """The contact in whose name the guests are written to, in superuser mode."""
        self.ensure_one()
        # sudo: as for ``_get_contact``.
        session = self.sudo()
        return session._get_handler().partner_id or session.company_id.partner_id

    # ------------------------------------------------------------------
    # Feedback by a link
    # ------------------------------------------------------------------
    def _get_feedback_token(self):
        """What proves that a feedback link was made here; made of the database's
        secret, and the same for all the participants."""
        self.ensure_one()
        # sudo: the secret does not come out of it.
        return hmac(self.env(su=True), "plpdma-feedback", self.id)

    def _get_feedback_path(self):
        return f"/concertation/feedback/{self.id}/{self._get_feedback_token()}"

    def _get_feedback_url(self):
        """Address of the page that asks the three questions."""
        return self.get_base_url() + self._get_feedback_path()

    def _is_feedback_token(self, token):
        return is_same_token(token, self._get_feedback_token())

    def _get_feedback_obstacle(self):
        """Why nobody is asked now, as a sentence; nothing when one is."""
        self.ensure_one()
        if self.format == "public" or self.state in ("draft", "cancelled"):
            return self.env._("No feedback is asked on this session.")
        now = fields.Datetime.now()
        if self.date_start > now:
            return self.env._(
                "This session has not begun yet: come back once it has taken place."
            )
        closing = (self.date_stop or self.date_start) + timedelta(days=FEEDBACK_DAYS)
        if now > closing:
            day = self._get_local_day(closing)
            return self.env._(
                "Feedback is closed: one could give it until %s.",
                format_date(self.env, day, date_format="long"),
            )
        return ""

    def _give_feedback(self, scores):
        """Note an anonymous answer to the three questions.

        :param dict scores: from 1 to 5, by question
        :raise UserError: before the session, or once feedback is closed
        """
        self.ensure_one()
        # sudo: nobody has the right to write feedback; it is only given here, with
        # nothing that says by whom.
        session = self.sudo()
        obstacle = session._get_feedback_obstacle()
        if obstacle:
            raise UserError(obstacle)
        session.env["plpdma.feedback"].create(
            {
                "session_id": session.id,
                **{name: scores[name] for name in PlpdmaFeedback._questions},
            }
        )
