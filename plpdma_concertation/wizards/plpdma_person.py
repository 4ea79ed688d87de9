from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import email_normalize

from ..export.person import PersonFile
from ..tools.groups import MANAGER


class PlpdmaPerson(models.TransientModel):
    """Dialog that hands over all that is known of one person, who asks for it."""

    _name = "plpdma.person"
    _description = "All That Is Known of One Person"
    _inherit = ["plpdma.link.access.mixin"]

    email = fields.Char(string="E-mail Address")
    partner_id = fields.Many2one("res.partner", string="Contact")
    found = fields.Text(compute="_compute_found", help="What the file will hold.")

    @api.depends("email", "partner_id")
    def _compute_found(self):
        for dialog in self:
            dialog.found = dialog._describe_found()

    def _describe_found(self):
        named = self.partner_id or email_normalize(self.email or "")
        if not named:
            return False
        found = self._get_file().find()
        models = self.env["ir.model"]
        return "\n".join(
            f"{models._get(model).name}: {len(records)}"
            for model, records in found.items()
            if records
        ) or self.env._("Nothing is known of them here.")

    def _get_file(self):
        self.ensure_one()
        return PersonFile(self.env, self.email, self.partner_id)

    def action_download(self):
        """Action that downloads the file.

        :raise AccessError: for a user who does not manage the concertation
        :raise UserError: when nobody is named
        """
        self._get_file()
        return {"type": "ir.actions.act_url", "url": f"/plpdma/person/{self.id}"}


class PlpdmaContribution(models.Model):
    """A contribution, whose author may ask for all that is known of them."""

    _inherit = "plpdma.contribution"

    def action_person(self):
        """Dialog that hands over all that is known of the author.

        :raise AccessError: for a user who does not manage the concertation
        """
        self.ensure_one()
        self.check_access("read")
        if not self.env.user.has_group(MANAGER):
            raise AccessError(
                self.env._("Only a manager of the concertation hands this over.")
            )
        return _open_dialog(
            self.env,
            default_email=self.contributor_email or self.partner_id.email,
            default_partner_id=self.partner_id.id,
        )


class ResPartner(models.Model):
    """A contact, who may ask for all that is known of them."""

    _inherit = "res.partner"

    def action_plpdma_person(self):
        """Dialog that hands over all that the concertation knows of the contact."""
        self.ensure_one()
        self.check_access("read")
        return _open_dialog(
            self.env, default_email=self.email, default_partner_id=self.id
        )


def _open_dialog(env, **context):
    return {
        "type": "ir.actions.act_window",
        "name": env._("All that is known of one person"),
        "res_model": "plpdma.person",
        "view_mode": "form",
        "target": "new",
        "context": context,
    }
