"""The papers of a meeting, in the file of the procedure: as they were sent and signed,
never printed again."""

import re

from markupsafe import Markup

from odoo import models
from odoo.tools.image import image_data_uri

from ...tools.procedure_file import Piece
from ...tools.texts import html_to_text
from ...tools.words import fold
from .calendar_attendee_message import CALLS
from .plpdma_session import HELD

ADDRESS = re.compile(r"https?://\S+")


class PlpdmaSession(models.Model):
    """A meeting, whose convocations and signatures are there, or are missing."""

    _inherit = "plpdma.session"

    def _get_papers_pieces(self):
        """List of :class:`Piece`: the convocations as they were sent, the sheet as it
        was signed, what else was attached; those that are missing."""
        return [
            *self._get_convocation_pieces(),
            *self._get_signed_pieces(),
            *self._get_other_pieces(),
        ]

    # ------------------------------------------------------------------
    # What was sent
    # ------------------------------------------------------------------
    def _get_convocation_pieces(self):
        program = self.program_id
        title = self._name_piece(self.env._("Convocations"))
        pieces = [
            program._make_attached_piece("sessions", file, title=title)
            for file in self.convocation_ids
        ]
        lines = self.env["plpdma.delivery"].search(
            [
                ("session_id", "=", self.id),
                ("purpose", "in", CALLS),
                ("state", "=", "sent"),
            ],
            order="date_done, id",
        )
        is_kept = bool(lines.mail_message_id)
        if is_kept:
            sections = self._get_call_sections(lines)
            day = lines[0]._get_day() or None
            pieces.append(program._make_page_piece("sessions", title, sections, day))
        if not pieces:
            missing = self._get_missing_convocation(lines)
            pieces.append(Piece("sessions", title, missing=missing))
        return pieces

    def _get_call_sections(self, lines):
        """``[(heading, text)]``: each message as it left, when and to whom; who was
        told otherwise."""
        # sudo: the words of the messages that the ledger, which the user reads, says
        # to have left; the calendar entry of an individual meeting is private.
        messages = lines.sudo().mail_message_id
        words = {one: self._read_call(one) for one in messages}
        left = {}
        for line in lines:
            left.setdefault(words.get(line.sudo().mail_message_id), []).append(line)
        channels = dict(lines._fields["channel"]._description_selection(self.env))
        sections = []
        for told, followed in left.items():
            names = "\n".join(
                self.env._(
                    "%(name)s: %(moment)s (%(channel)s)",
                    name=line._get_recipient_name() or self.env._("Address erased"),
                    moment=self.program_id._describe_moment(line.date_done),
                    channel=channels[line.channel],
                )
                for line in followed
            )
            subject, text = told or (self.env._("Without a message that is kept"), "")
            sections.append((subject, "\n\n".join(filter(None, (names, text)))))
        return sections

    def _read_call(self, message):
        """``(subject, text)`` of a message, without the addresses that act in the name
        of whoever received it."""
        return message.subject, ADDRESS.sub("…", html_to_text(message.body))

    def _get_missing_convocation(self, lines):
        """What to do for the convocations to be there.

        :param lines: what the ledger says to have left, of which no word is kept
        """
        if not self.participation_ids:
            return self.env._("Nobody is on the list of participants: add them.")
        if lines:
            return self.env._(
                "Convocations that left: %(count)s, the first one on %(date)s. Their "
                "words are no longer kept: attach them to the session, in its papers.",
                count=len(lines),
                date=self.program_id._describe_moment(lines[0].date_done),
            )
        return self.env._(
            "Nothing says that they left: send the invitations, note the letters as "
            "posted, or attach them to the session, in its papers."
        )

    # ------------------------------------------------------------------
    # What was signed
    # ------------------------------------------------------------------
    def _get_signed_pieces(self):
        program = self.program_id
        title = self._name_piece(self.env._("Attendance sheet"))
        sheets = self.attendance_sheet_ids
        pieces = [
            program._make_attached_piece("sessions", file, title=title)
            for file in sheets
        ]
        signed = self.attendance_ids.sorted(lambda one: (one.date, one.id))
        if signed:
            day = self._get_local_day(signed[-1].date)
            named = self._name_piece(self.env._("Signatures collected on screen"))
            sections = [("", self._draw_signatures(signed))]
            pieces.append(program._make_page_piece("sessions", named, sections, day))
        missing = "" if sheets else self._get_missing_signatures(signed)
        if missing:
            # What did not take place has no day.
            day = self._get_local_day(self.date_start) if self.state in HELD else None
            pieces.append(Piece("sessions", title, date=day, missing=missing))
        return pieces

    def _get_missing_signatures(self, signed):
        """What to do for all the signatures to be there; nothing where they are.

        :param signed: those collected on screen
        """
        if self.state not in HELD:
            return self.env._(
                "Hold the session, then attach the sheet that was signed, in its "
                "papers."
            )
        if not signed:
            return self.env._(
                "Nothing signed is kept: attach the sheet that was signed to the "
                "session, in its papers."
            )
        present = self.participation_ids.filtered(
            lambda line: line.attendance == "present"
        )
        unsigned = present - signed.participation_id
        if unsigned and not any(signed.mapped("date_anonymised")):
            return self.env._(
                "Noted as present without a signature on screen: %s. If they signed on "
                "paper, attach the sheet to the session, in its papers.",
                ", ".join(sorted(unsigned.mapped("display_name"), key=fold)),
            )
        return ""

    def _draw_signatures(self, signed):
        """The table of who signed, when, and the drawings."""
        headings = (
            self.env._("Name"),
            self.env._("Organisation"),
            self.env._("Signed on"),
            self.env._("Signature"),
        )
        rows = [
            (
                one.name or one.display_name,
                one.organisation or "",
                self.program_id._describe_moment(one.date),
                one.signature
                and Markup('<img src="{}" alt="" style="max-height: 4rem">').format(
                    image_data_uri(one.signature)
                )
                or "",
            )
            for one in signed
        ]
        return Markup(
            "<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>"
        ).format(
            Markup().join(
                Markup('<th scope="col">{}</th>').format(h) for h in headings
            ),
            Markup().join(
                Markup("<tr>{}</tr>").format(
                    Markup().join(Markup("<td>{}</td>").format(cell) for cell in row)
                )
                for row in rows
            ),
        )

    # ------------------------------------------------------------------
    # What else was attached
    # ------------------------------------------------------------------
    def _get_other_pieces(self):
        """The other files that the staff attached to the session, under their own
        names."""
        files = self.env["ir.attachment"].search(
            [
                ("res_model", "=", self._name),
                ("res_id", "=", self.id),
                ("res_field", "=", False),
            ],
            order="id",
        )
        return [
            self.program_id._make_attached_piece("sessions", file)
            for file in files - self.convocation_ids - self.attendance_sheet_ids
        ]
