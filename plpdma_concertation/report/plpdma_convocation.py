from odoo import api, models

from ..tools.groups import STAFF
from ..tools.local_html import get_written


class ReportConvocation(models.AbstractModel):
    """The invitation to a session, one page for each participant."""

    _name = "report.plpdma_concertation.report_convocation"
    _inherit = ["plpdma.document.mixin"]
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
        return {
            **sheet,
            "session": session,
            "partner": line.partner_id,
            "moment": session._describe_moment(),
            "nature": session._get_nature_text(),
            "contact": ", ".join(filter(None, session._get_contact().values())),
            # Why somebody is met alone is what the staff keeps in mind.
            "purposes": session.format == "collective" and session.purpose_ids,
            "proposal": is_consultation and get_written(session.proposal),
            "elected_role": session.has_elected and get_written(session.elected_role),
            "notice": notices.get(session.program_id),
        }


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
