from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date


class PlpdmaMandate(models.Model):
    """A mandate names its substitute, who holds it while its holder is absent: between
    the dates of the absence, and no longer."""

    _inherit = "plpdma.mandate"

    substitute_id = fields.Many2one(
        "res.partner",
        string="Substitute",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="The élu who reads what the mandate covers, and arbitrates if it lets "
        "them, during the noted absences of its holder only.",
    )
    stood_in_notice = fields.Char(
        string="Replacement", compute="_compute_stood_in_notice"
    )

    _substitute_check = models.Constraint(
        "CHECK(substitute_id IS NULL OR substitute_id != partner_id)",
        "An élu is replaced by somebody else.",
    )

    @api.depends("partner_id", "substitute_id")
    @api.depends_context("uid", "lang")
    def _compute_stood_in_notice(self):
        """For whoever holds it only meanwhile: for whom, and until when."""
        me = self.env.user.partner_id
        for mandate in self:
            # sudo: whoever stands in is told for whom, and until when.
            absence = mandate.sudo()._get_absence()
            is_mine = absence and mandate.sudo().partner_id != me
            mandate.stood_in_notice = (
                self.env._(
                    "In place of %(user)s, absent until %(date)s",
                    user=mandate.sudo().partner_id.name,
                    date=format_date(self.env, absence.date_end),
                )
                if is_mine
                else False
            )

    @api.model
    def _mine_domain(self):
        return super()._mine_domain() | self._stood_in_domain()

    @api.model
    def _stood_in_domain(self):
        """Domain of the mandates that the user holds today in place of an élu who is
        absent: their substitute, by the mandate and by the absence both."""
        user = self.env.user
        away = self.env["plpdma.absence"]._get_replaced(user)
        if not away:
            return Domain.FALSE
        # Each authority by itself: being away from one is not being away from another.
        replaced = Domain.OR(
            Domain("company_id", "=", company.id) & Domain("user_id", "in", absent.ids)
            for company, absent in away.items()
        )
        named = Domain("substitute_id", "=", user.partner_id.id)
        return named & replaced & self._in_force_domain()

    def _get_absence(self):
        """The absence of its holder today, where the substitute that it names stands
        in; none otherwise."""
        self.ensure_one()
        absent = self.env["plpdma.absence"]._get_absent(self.company_id)
        absence = absent.get(self.user_id, self.env["plpdma.absence"])
        person = absence.substitute_id
        named = person and person.partner_id == self.substitute_id
        stands_in = named and not absence._find_lacking(person)
        return absence if stands_in else absence.browse()

    def _get_acting_user(self):
        """The account of whoever decides by the mandate today."""
        self.ensure_one()
        return self._get_absence().substitute_id or self.user_id
