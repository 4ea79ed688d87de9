from dataclasses import replace

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date

from ...tools.groups import STAFF

ADDRESS = ("contributor_street", "contributor_zip", "contributor_city")
ERASED = (*ADDRESS, "contributor_civility")


class PlpdmaContribution(models.Model):
    """How an author who is no contact is greeted, and their postal address: their
    letters go there."""

    _inherit = "plpdma.contribution"

    contributor_civility = fields.Selection(
        [("madame", "Madam"), ("monsieur", "Sir")],
        string="Contributor's Civility",
        groups=STAFF,
        help="How letters greet the author. Not known: that of their contact or of "
        "their name, else “Madam, Sir”.",
    )
    contributor_street = fields.Char(
        string="Contributor's Street", groups=STAFF, help="The letters go there."
    )
    contributor_zip = fields.Char(string="Contributor's Postcode", groups=STAFF)
    contributor_city = fields.Char(string="Contributor's Town", groups=STAFF)

    @api.constrains(*ERASED, "anonymous", "date_anonymised")
    def _check_address(self):
        # sudo: the address is read only to refuse it.
        for record in self.sudo():
            if not any(record[name] for name in ERASED):
                continue
            if record.date_anonymised:
                raise ValidationError(
                    self.env._(
                        "The author's identity was erased from %(contribution)s on "
                        "%(date)s, and is not given again.",
                        contribution=record.reference,
                        date=format_date(self.env, record.date_anonymised),
                    )
                )
            if record.anonymous:
                raise ValidationError(
                    self.env._(
                        "%s is anonymous: it holds neither civility nor postal "
                        "address.",
                        record.reference,
                    )
                )

    def _get_postal_lines(self):
        """List of the lines of the author's postal address, without their name: that
        which they gave, else their contact's; empty where none is known."""
        self.ensure_one()
        town = " ".join(filter(None, (self.contributor_zip, self.contributor_city)))
        lines = [*(self.contributor_street or "").splitlines(), town]
        given = [line.strip() for line in lines if line.strip()]
        if given or not self.partner_id:
            return given
        # sudo: whoever writes to the author writes to where they are.
        partner = self.partner_id.sudo()
        shown = partner._display_address(without_company=True).splitlines()
        return [line.strip() for line in shown if line.strip()]

    def _has_postal_address(self):
        """Whether an envelope would bear more than the name of the author."""
        self.ensure_one()
        # sudo: whoever writes to the author writes to where they are.
        place = self.partner_id.sudo()._plpdma_get_place()
        given = self.contributor_street or self.contributor_city
        return bool(given or place.street or place.city)

    @api.model
    def _get_identity(self, partners, contributions):
        """The street and the town, beside what else tells who the authors are."""
        identity = super()._get_identity(partners, contributions)
        streets = contributions.mapped("contributor_street")
        towns = [
            f"{record.contributor_zip} {record.contributor_city}"
            for record in contributions
            if record.contributor_zip and record.contributor_city
        ]
        given = (*filter(None, streets), *towns)
        return replace(identity, addresses=identity.addresses + given)

    @api.model
    def _get_erased_values(self):
        return {**super()._get_erased_values(), **dict.fromkeys(ERASED, False)}
