from odoo import api, models

from ...tools.typography import set_phone


class PlpdmaProgram(models.Model):
    """What surrounds a message: from whom it comes, whom to ask, and why it is
    received."""

    _inherit = "plpdma.program"

    @api.model
    def _prepare_mail_frame(self, record, company):
        """Dictionary for the layout of a message: ``program`` (its name), ``contact``
        (of the service in charge) and ``reason`` (the sentence that says why it is
        received; empty where the message says it itself).

        :param record: what the message is about, or nothing
        :param company: the authority
        """
        # sudo: whoever is written to may know whom to ask.
        record = record.sudo() if record else None
        program = self._find_mail_program(record).sudo()[:1]
        reason = self._get_mail_reason(record)
        if program:
            contact = program._get_service_contact()
        else:
            company = company.sudo()
            contact = {
                "name": company.name,
                "address": [],
                "phone": set_phone(company.phone) or False,
                "email": company.email,
            }
        return {"program": program.name, "contact": contact, "reason": reason}

    @api.model
    def _find_mail_program(self, record):
        """The programme that a message is about, or none.

        :param record: in superuser mode, or nothing
        """
        if record is None:
            return self.browse()
        if record._name == self._name:
            return record
        return record.program_id if "program_id" in record._fields else self.browse()

    @api.model
    def _get_mail_reason(self, record):
        """Sentence that says why a message is received.

        :param record: as for :meth:`_find_mail_program`
        """
        return self.env._(
            "You receive this message because you have an account with which you work "
            "on the concertation."
        )
