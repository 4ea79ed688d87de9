from odoo import api, fields, models

from ...tools.groups import TEAM


class PlpdmaResponse(models.Model):
    """Whoever decided is named in the office that they held then."""

    _inherit = "plpdma.response"

    # Depends on no mandate: one that changes or ends later changes no decision.
    arbiter_office = fields.Char(
        string="In the Office of",
        compute="_compute_arbiter_office",
        store=True,
        precompute=True,
        copy=False,
        groups=TEAM,
        help="The office that whoever decided held on that day; kept, whatever becomes "
        "of the mandate.",
    )

    @api.depends("arbiter_id", "date_validated", "in_absence_of_id")
    def _compute_arbiter_office(self):
        for response in self:
            if not (response.arbiter_id and response.date_validated):
                response.arbiter_office = False
                continue
            company = response.company_id
            mandates = self.env["plpdma.mandate"].with_context(
                lang=company._plpdma_get_lang()
            )
            response.arbiter_office = response._describe_office(
                mandates, company._plpdma_get_local_day(response.date_validated)
            )

    def _describe_office(self, mandates, day):
        """The office of whoever decided; for a substitute, in whose absence and in what
        office that one was to decide.

        :param mandates: the model, in the language that is kept
        :param date day: that of the decision
        """
        self.ensure_one()
        office = mandates._get_office_of(self.program_id, self.arbiter_id, day)
        absent = self.in_absence_of_id
        if not absent:
            return office
        theirs = mandates._get_office_of(self.program_id, absent, day)
        named = ", ".join(filter(None, (absent.name, theirs)))
        absence = mandates.env._("in the absence of %s", named)
        return ", ".join(filter(None, (office, absence)))

    def _describe_arbiter(self):
        """Name of whoever decided, and the office in which they did; nothing while
        nobody has."""
        self.ensure_one()
        # sudo: whoever reads the answer is told who decided, and as what.
        response = self.sudo()
        known = (response.arbiter_id.name, response.arbiter_office)
        return ", ".join(filter(None, known))
