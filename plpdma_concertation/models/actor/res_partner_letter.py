from odoo import fields, models

from ...tools.civility import find_civility
from ...tools.groups import STAFF
from ...tools.postal import make_address


class ResPartner(models.Model):
    """A contact to whom letters are written."""

    _inherit = "res.partner"

    plpdma_civility = fields.Selection(
        [("madame", "Madam"), ("monsieur", "Sir")],
        string="Civility",
        groups=STAFF,
        help="How letters greet this person. Not known: “Madam, Sir”.",
    )

    def _plpdma_get_civility(self):
        """``madame``, ``monsieur`` or None: as the contact says, else as the name
        begins; an organisation has none."""
        partner = self[:1]
        if not partner or partner.is_company:
            return None
        # sudo: how whoever receives the letter is greeted.
        return partner.sudo().plpdma_civility or find_civility(partner.name)

    def _plpdma_get_place(self):
        """Whose address an envelope bears: a person of an organisation is written to
        there, unless they say otherwise."""
        return self if self.street or self.city else self.commercial_partner_id

    def _plpdma_get_postal_lines(self, company):
        """Lines of an envelope: the organisation, the person, the address; the country
        where it is not that of the authority.

        :param company: the authority that writes
        """
        self.ensure_one()
        organisation = self.commercial_partner_id
        names = [self.name]
        if organisation != self and organisation.is_company:
            names.insert(0, organisation.name)
        place = self._plpdma_get_place()
        country = place.country_id
        abroad = country and country != company.country_id
        return [
            *filter(None, names),
            *make_address(
                place.street,
                place.zip,
                place.city,
                street2=place.street2,
                country=abroad and country.name,
            ),
        ]
