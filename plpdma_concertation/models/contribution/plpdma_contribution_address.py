"""Where an inhabitant is written to by post."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.groups import STAFF
from ...tools.postal import make_address

ADDRESS_FIELDS = ("contributor_street", "contributor_zip", "contributor_city")


class PlpdmaContribution(models.Model):
    """A contribution whose author, who need not become a contact, gave a postal
    address; it goes with their identity."""

    _inherit = "plpdma.contribution"

    contributor_street = fields.Char(
        string="Street of the Contributor",
        groups=STAFF,
        help="Where the answer is posted, without an e-mail address.",
    )
    contributor_zip = fields.Char(string="Postcode of the Contributor", groups=STAFF)
    contributor_city = fields.Char(string="Town of the Contributor", groups=STAFF)

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------
    @api.constrains("anonymous", "date_anonymised", *ADDRESS_FIELDS)
    def _check_no_address(self):
        """Whoever is not known, or not any more, has no address."""
        # sudo: the address is read only to refuse it.
        for record in self.sudo():
            unknown = record.anonymous or record.date_anonymised
            if unknown and any(record[name] for name in ADDRESS_FIELDS):
                raise ValidationError(
                    self.env._(
                        "%s says nothing of who wrote it: it holds no postal address.",
                        record.reference,
                    )
                )

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    @api.model
    def _get_letter_fields(self):
        """The points of a letter have its author's address."""
        return super()._get_letter_fields() | set(ADDRESS_FIELDS)

    @api.model
    def _get_erased_values(self):
        return {**super()._get_erased_values(), **dict.fromkeys(ADDRESS_FIELDS, False)}

    def _get_postal_lines(self):
        """Lines of the author's address, their name first, as on an envelope: that of
        the contact, else the one that they gave."""
        self.ensure_one()
        # sudo: of the contact, what an envelope bears.
        partner = self.sudo().partner_id
        if partner and not (self.contributor_street or self.contributor_city):
            lines = partner._plpdma_get_postal_lines(self.company_id)
            own = self.contributor_name
            return [own, *lines[1:]] if own and not partner.is_company else lines
        return [
            self.author_name,
            *make_address(
                self.contributor_street, self.contributor_zip, self.contributor_city
            ),
        ]
