from odoo import api, models

from ..tools.groups import STAFF
from ..tools.local_html import get_written
from ..tools.qr_code import draw_code


class ReportConvocation(models.AbstractModel):
    """The invitation to a session: a letter for each participant, with what they send
    back."""

    _name = "report.plpdma_concertation.report_convocation"
    _inherit = ["plpdma.letter.mixin"]
    _description = "Convocations of a Session"

    _printed_model = "plpdma.session"
    _printed_for = STAFF

    @api.model
    def _get_title(self):
        return self.env._("Convocations")

    @api.model
    def _get_nothing_message(self):
        return self.env._("Nobody is invited yet: add the participants first.")

    @api.model
    def _check_printable(self, records):
        records._check_has_guests()

    @api.model
    def _prepare_sheets(self, record):
        return [self._prepare_convocation(line) for line in record.participation_ids]

    @api.model
    def _prepare_convocation(self, participation):
        """Dictionary of what the page of one participant holds, in their language."""
        sheet = self._prepare_sheet(participation, participation._get_lang())
        line = sheet["record"]
        session = line.session_id
        notices = session.program_id._get_notices_in_force()
        is_consultation = session.nature == "consultation"
        partner = line.partner_id
        letter = self._prepare_letter_frame(
            session.program_id,
            partner._plpdma_get_postal_lines(sheet["company"]),
            civility=self._find_civility(partner),
            references=[session.env._("Our references: %s", session.reference)]
            if session.reference
            else (),
            about=session.env._("invitation – %s", session.name),
        )
        return {
            **sheet,
            "session": session,
            "partner": partner,
            "guest": line.display_name,
            "letter": letter,
            "moment": session._describe_moment(),
            "nature": session._get_nature_text(),
            "contact": ", ".join(filter(None, session._get_contact().values())),
            "agenda": session._describe_agenda(),
            "reply_code": not line._get_reply_obstacle()
            and draw_code(line._get_link("reply")),
            "send_back": self._describe_way_back(letter["contact"]),
            "proxies": self._count_proxies(line),
            # Why somebody is met alone is what the staff keeps in mind.
            "purposes": session.format == "collective" and session.purpose_ids,
            "proposal": is_consultation and get_written(session.proposal),
            "elected_role": session.has_elected and get_written(session.elected_role),
            "notice": notices.get(session.program_id),
        }

    @api.model
    def _describe_way_back(self, contact):
        """Line that says where the reply slip is sent: by post, by e-mail, or told by
        telephone."""
        address = [contact["name"], *contact["address"]]
        return ", ".join(filter(None, (*address, contact["email"], contact["phone"])))

    @api.model
    def _count_proxies(self, line):
        """How many proxies one person may hold at the session, where this participant
        may give one: a member of a body that takes any; 0 elsewhere."""
        is_heard = line.capacity in ("participant", "elected")
        is_member = line.session_id.body_id & line.stakeholder_id.body_ids
        return line.session_id._get_proxy_limit() if is_heard and is_member else 0


class ReportParticipationConvocation(models.AbstractModel):
    """The invitations of chosen participants."""

    _name = "report.plpdma_concertation.report_participation_convocation"
    _inherit = ["report.plpdma_concertation.report_convocation"]
    _description = "Convocation of a Participant"

    _printed_model = "plpdma.participation"

    @api.model
    def _check_printable(self, records):
        return super()._check_printable(records.session_id)

    @api.model
    def _prepare_sheets(self, record):
        return [self._prepare_convocation(record)]
