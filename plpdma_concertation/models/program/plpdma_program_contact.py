from odoo import fields, models

from ...tools.typography import set_phone


class PlpdmaProgram(models.Model):
    """Whom to write to about the programme: the service in charge, and the data
    protection officer. Each page, message and document asks here."""

    _inherit = "plpdma.program"

    service_name = fields.Char(
        string="Service in Charge",
        help="The service that receives and answers, as pages, messages and letters "
        "name it. Empty: the local authority.",
    )
    service_address = fields.Text(
        string="Postal Address of the Service",
        help="Without the service's name, one line each. Empty: the local authority's.",
    )
    service_phone = fields.Char(
        string="Telephone of the Service", help="Empty: the local authority's."
    )
    service_email = fields.Char(
        string="Email of the Service", help="Empty: the local authority's."
    )
    dpo_email = fields.Char(
        string="Data Protection Officer",
        help="Address at which the data protection officer is reached: a public "
        "authority has one, and says how to reach them.",
    )

    def _get_service_contact(self):
        """``{"name", "address" (lines), "phone", "email"}`` of the service in charge,
        each a text or ``False``, the address a list without the country, which is the
        reader's; what the programme does not say is the local authority's. Asked of one
        programme, by pages in superuser mode."""
        self.ensure_one()
        # sudo: the authority's own name and address, which its pages and letters bear.
        company = self.company_id.sudo()
        address = self.service_address or company.partner_id._display_address(
            without_company=True
        )
        lines = [line for line in address.splitlines() if line.strip()]
        country = company.country_id.name
        return {
            "name": self.service_name or company.name,
            "address": [line for line in lines if line != country],
            "phone": set_phone(self.service_phone or company.phone) or False,
            "email": self.service_email or company.email,
        }
