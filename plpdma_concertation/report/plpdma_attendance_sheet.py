from odoo import api, models
from odoo.exceptions import AccessError

from ..tools.groups import RUNNERS, STAFF
from ..tools.moments import describe_day
from ..tools.words import fold

# Lines for those who come without having been announced.
BLANK_LINES = 6


class ReportAttendanceSheet(models.AbstractModel):
    """The sheet that the participants of a session sign as they come in."""

    _name = "report.plpdma_concertation.report_attendance_sheet"
    _inherit = ["plpdma.document.mixin"]
    _description = "Attendance Sheet of a Session"

    _printed_model = "plpdma.session"
    _printed_for = RUNNERS

    @api.model
    def _get_title(self):
        return self.env._("Attendance Sheet")

    @api.model
    def _check_printable(self, records):
        """Refuse the sessions whose sheet is not the user's to print: a facilitator
        prints that of the sessions they run, and no other.

        :raise AccessError: for the other sessions that they read
        """
        if not self.env.user.has_group(STAFF):
            others = records.filtered(lambda session: not session.is_run_by_user)
            if others:
                raise AccessError(
                    self.env._(
                        "Only those who run a session print its attendance sheet: %s.",
                        ", ".join(others.mapped("name")),
                    )
                )
        records._check_has_guests()

    @api.model
    def _prepare_sheets(self, record):
        sheet = self._prepare_sheet(record)
        session = sheet["record"]
        capacities = self._get_labels(session.participation_ids, "capacity")
        signatures = session.attendance_ids.grouped("participation_id")
        rows = [
            {
                **self._get_identity(line),
                "college": line.college_id.display_name or "",
                "capacity": capacities[line.capacity],
                "representation": line._describe_representation(),
                "signatures": self._describe_signatures(signatures.get(line)),
            }
            for line in session.participation_ids
        ]
        # Those whom nobody has recognised yet signed all the same.
        unknown = signatures.get(session.participation_ids.browse())
        rows += [
            {
                "organisation": attendance.organisation or "",
                "name": attendance.name or attendance.display_name,
                "college": "",
                "capacity": "",
                "representation": "",
                "signatures": self._describe_signatures(attendance),
            }
            for attendance in unknown or ()
        ]
        return [
            {
                **sheet,
                "moment": session._describe_moment(),
                "data_use": self._describe_data_use(session),
                "rows": sorted(
                    rows,
                    key=lambda row: fold(row["organisation"] or row["name"]),
                ),
                "blank_lines": range(BLANK_LINES),
                "sign_in_image": session._is_signed_on_screen()
                and session._get_sign_in_image(),
            }
        ]

    @api.model
    def _describe_data_use(self, session):
        """Sentences that say what becomes of the names and signatures."""
        env = session.env
        # sudo: what everybody who signs is told.
        program = session.sudo().program_id
        company = program.company_id
        sentences = [
            env._(
                "Names and signatures are collected by %s to note who attended, and "
                "read by those who organise and run the session.",
                company.with_context(lang=env.lang)._plpdma_get_name(),
            )
        ]
        if program.date_retention:
            sentences.append(
                env._("Kept until %s.", describe_day(env, program.date_retention))
            )
        contact = program.dpo_email or program._get_service_contact()["email"]
        if contact:
            sentences.append(
                env._("Access, rectification, objection: %s; complaint: CNIL.", contact)
            )
        return " ".join(sentences)

    @api.model
    def _describe_signatures(self, attendances):
        """``[{"text", "image"}]``: who signed on screen and when, in one sentence, and,
        for the staff alone, the drawing.

        :param attendances: those of one participant, or None
        """
        is_staff = self.env.user.has_group(STAFF)
        return [
            {
                "text": attendance.env._(
                    "Signed electronically: %(name)s, at %(time)s",
                    name=attendance.name or attendance.display_name,
                    time=attendance.session_id._describe_time(attendance.date),
                ),
                "image": is_staff and attendance.signature,
            }
            for attendance in attendances or ()
        ]

    @api.model
    def _get_identity(self, participation):
        """``{"organisation", "name"}`` of a participant. An organisation invited as
        such has no name of a person: whoever comes for it writes theirs."""
        # sudo: whoever reads the participants of a session reads their names; nothing
        # else is taken from their contacts.
        partner = participation.sudo().stakeholder_id.partner_id
        return {
            "organisation": partner._plpdma_get_organisation().name or "",
            "name": "" if partner.is_company else partner.name,
        }
