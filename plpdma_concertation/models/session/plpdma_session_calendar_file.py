"""What the calendars of the guests read of a session, and know it by."""

from urllib.parse import urlsplit
from uuid import uuid4

from odoo import api, fields, models
from odoo.tools import email_normalize, html2plaintext
from odoo.tools.misc import clean_context

from ...tools.calendar_file import CANCEL, Meeting, write_calendar
from ...tools.groups import STAFF


class PlpdmaSession(models.Model):
    """A session is known to calendars by a number of its own, and by how many times it
    changed."""

    _name = "plpdma.session"
    _inherit = ["plpdma.session", "plpdma.earned.mixin"]

    _earned_fields = frozenset(
        {"calendar_event_id", "calendar_sequence", "calendar_uid", "date_sequence"}
    )

    # What calendars know the meeting by, whatever the message.
    calendar_uid = fields.Char(
        string="Calendar UID",
        compute="_compute_calendar_uid",
        store=True,
        precompute=True,
        copy=False,
        groups=STAFF,
    )
    calendar_sequence = fields.Integer(
        default=0,
        copy=False,
        readonly=True,
        groups=STAFF,
        help="Rises with each change that calendars are told.",
    )
    date_sequence = fields.Integer(
        string="Sequence of the Date",
        default=0,
        copy=False,
        readonly=True,
        groups=STAFF,
        help="The sequence since which the date is what it is: whoever replies to an "
        "earlier one replies to another date.",
    )

    def _compute_calendar_uid(self):
        """Drawn once, and kept: copies of the database go on knowing the meeting."""
        # sudo: the address of the database, of which the name alone is kept.
        parameters = self.env["ir.config_parameter"].sudo()
        url = urlsplit(parameters.get_param("web.base.url") or "")
        host = url.hostname or "localhost"
        for session in self:
            session.calendar_uid = (
                session._origin.calendar_uid or f"plpdma-session-{uuid4()}@{host}"
            )

    # ------------------------------------------------------------------
    # Facts
    # ------------------------------------------------------------------
    def _get_brought_fields(self):
        """A session is known to calendars from its beginning."""
        return super()._get_brought_fields() | {"calendar_uid"}

    @api.model
    def _get_earned_sentences(self):
        counted = self.env._("Calendars know the session by it.")
        return {
            **super()._get_earned_sentences(),
            **dict.fromkeys(
                ("calendar_uid", "calendar_sequence", "date_sequence"), counted
            ),
            "calendar_event_id": self.env._("It is made when the session is planned."),
        }

    # ------------------------------------------------------------------
    # What calendars are told
    # ------------------------------------------------------------------
    def _raise_calendar_sequence(self):
        """Calendars are to take the next file for a newer one."""
        # sudo: counted by what happens to the session, and by nobody by hand.
        for session in self.sudo():
            session.calendar_sequence += 1

    def _raise_for_one(self):
        """Calendars are to take the file of one guest for a newer one; the others know
        what they knew."""
        self._raise_calendar_sequence()
        # sudo: counted by what happens to the session.
        session = self.sudo()
        sequence = session.calendar_sequence
        session.participation_ids.filtered(
            lambda line: line.told_sequence == sequence - 1
        ).write({"told_sequence": sequence})

    def _get_calendar_file(self, method, email="", reply="", lang=None):
        """Bytes of the file that a guest's calendar reads: it names nobody but them and
        the person to contact.

        :param str method: as ``write_calendar`` takes it
        :param str email: address of the guest; none for a file that is for nobody
        :param str reply: what they replied so far
        :param str lang: language of the guest
        :return: the bytes of the file
        """
        self.ensure_one()
        # sudo: the essentials that each guest is told, whoever tells them.
        session = self.sudo()
        session = session.with_context(lang=lang or session._get_lang())
        is_known = method == CANCEL and session.told_date_start
        start = session.told_date_start if is_known else session.date_start
        stop = session.told_date_stop if is_known else session.date_stop
        contact = session._get_contact()
        parts = [session._describe_moment(start, stop)]
        if method != CANCEL:
            parts += [
                session._get_nature_text(),
                html2plaintext(session.program_id.notice or ""),
                " ".join(filter(None, contact.values())),
            ]
        return write_calendar(
            Meeting(
                uid=session.calendar_uid,
                sequence=session.calendar_sequence,
                start=start,
                stop=stop or start,
                summary=session._get_known()[0] if is_known else session.name,
                description="\n\n".join(part.strip() for part in parts if part),
                location=session.location,
                organizer_name=session.company_id.name,
                # Where the replies of calendars are read, if anywhere.
                organizer_email=email_normalize(session.program_id.alias_email)
                or email_normalize(contact["email"]),
            ),
            method,
            email=email_normalize(email) or "",
            reply=reply,
        )

    @api.model
    def _make_calendar_attachment(self, method, content):
        """A file to be joined to a message.

        :return: the attachment, in superuser mode
        """
        # sudo: joined to a message of the system, whoever sends it.
        quiet = {**clean_context(self.env.context), "no_document": True}
        env = self.env(context=quiet, su=True)
        return env["ir.attachment"].create(
            {
                "name": "annulation.ics" if method == CANCEL else "invitation.ics",
                "raw": content,
                "mimetype": "text/calendar",
                "res_id": 0,
                "res_model": "mail.compose.message",
            }
        )

    @api.model
    def _give_to_message(self, files, message):
        """The files of a message are read by whom it is for: the entry of the calendar,
        to which core gives them, is looked at by everybody.

        :param message: ``mail.message``, in superuser mode
        """
        files.write({"res_model": message._name, "res_id": message.id})
