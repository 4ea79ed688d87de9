from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Domain
from odoo.tools import email_normalize, escape_psql

from ..export.person import CO_AUTHOR, PersonFile
from ..tools.groups import MANAGER

# Of a name that everybody bears.
MAX_CANDIDATES = 200


class PlpdmaPerson(models.TransientModel):
    """Dialog that hands over all that is known of one person, who asks for it."""

    _name = "plpdma.person"
    _description = "All That Is Known of One Person"
    _inherit = ["plpdma.link.access.mixin"]

    email = fields.Char(string="E-mail Address")
    partner_id = fields.Many2one("res.partner", string="Contact")
    name = fields.Char(help="As written on paper, of somebody without a contact.")
    street = fields.Char(help="Their postal address, as they gave it.")
    candidate_ids = fields.Many2many(
        "plpdma.contribution",
        string="May Be Theirs",
        compute="_compute_candidate_ids",
        help="The same name, the same street, or an address that several people share.",
    )
    candidate_count = fields.Integer(
        string="Still to Be Looked at", compute="_compute_candidate_ids"
    )
    contribution_ids = fields.Many2many(
        "plpdma.contribution",
        "plpdma_person_contribution_rel",
        string="Are Theirs",
        domain="[('id', 'in', candidate_ids)]",
        context={"active_test": False},
        help="Those that you found to be theirs, by name, street and text.",
    )
    signed_candidate_ids = fields.Many2many(
        CO_AUTHOR,
        string="May Be Them",
        compute="_compute_signed_candidate_ids",
        help="Co-authors of the same name, or with an address that several people "
        "share.",
    )
    signed_candidate_count = fields.Integer(
        string="Co-authors Still to Be Looked at",
        compute="_compute_signed_candidate_ids",
    )
    signed_ids = fields.Many2many(
        CO_AUTHOR,
        "plpdma_person_signed_rel",
        string="Signed by Them",
        domain="[('id', 'in', signed_candidate_ids)]",
        help="Those that you found to be them, among the co-authors of others.",
    )
    found = fields.Text(compute="_compute_found", help="What the file will hold.")
    obstacle = fields.Text(compute="_compute_found")

    @api.depends("email", "partner_id", "name", "street", "contribution_ids")
    def _compute_candidate_ids(self):
        for dialog in self:
            dialog.candidate_ids = dialog._find_candidates()
            still = dialog.candidate_ids._origin - dialog.contribution_ids._origin
            dialog.candidate_count = len(still)

    def _find_candidates(self):
        """The contributions that may be theirs, which the user looks at."""
        self.ensure_one()
        contributions = self.env["plpdma.contribution"].with_context(active_test=False)
        domain = Domain("id", "in", self.contribution_ids._origin.ids)
        domain |= self._get_name_domain("contributor_name")
        if (self.street or "").strip():
            street = escape_psql(self.street.strip())
            domain |= Domain("contributor_street", "=ilike", street)
        domain |= Domain("partner_id", "=", False) & self._get_email_domain(
            "contributor_email"
        )
        return contributions.search(domain, order="id", limit=MAX_CANDIDATES)

    @api.depends("email", "partner_id", "name", "signed_ids")
    def _compute_signed_candidate_ids(self):
        for dialog in self:
            domain = Domain("id", "in", dialog.signed_ids._origin.ids)
            domain |= dialog._get_name_domain("name")
            domain |= dialog._get_email_domain("email")
            authors = self.env[CO_AUTHOR].with_context(active_test=False)
            dialog.signed_candidate_ids = authors.search(
                domain, order="id", limit=MAX_CANDIDATES
            )
            still = dialog.signed_candidate_ids._origin - dialog.signed_ids._origin
            dialog.signed_candidate_count = len(still)

    def _get_name_domain(self, field):
        """Domain of what bears all the words of the name, in any order."""
        words = (self.name or "").split()
        if not words:
            return Domain.FALSE
        return Domain.AND(Domain(field, "ilike", escape_psql(word)) for word in words)

    def _get_email_domain(self, field):
        """Domain of what bears the address, or that of the contact."""
        emails = {email_normalize(self.email or ""), self.partner_id.email_normalized}
        return Domain.OR(
            Domain(field, "=ilike", escape_psql(email))
            for email in sorted(filter(None, emails))
        )

    @api.depends("email", "partner_id", "contribution_ids", "signed_ids")
    def _compute_found(self):
        for dialog in self:
            try:
                dialog.found, dialog.obstacle = dialog._describe_found(), False
            except UserError as error:
                dialog.found, dialog.obstacle = False, str(error)

    def _describe_found(self):
        """What the file will hold, and what it leaves out; ``False`` while nobody is
        named."""
        named = self.partner_id or email_normalize(self.email or "")
        if not (named or self.contribution_ids or self.signed_ids):
            return False
        file = self._get_file()
        found = file.find()
        lines = [
            self.env._(
                "%(label)s: %(count)s",
                label=file.get_heading(model),
                count=len(records),
            )
            for model, records in found.items()
            if records
        ] or [self.env._("Nothing is known of them here.")]
        names = set(found["plpdma.contribution"].mapped("contributor_name")) - {False}
        if len(names) > 1:
            lines.append(
                self.env._("Names in them: %s.", ", ".join(sorted(names, key=str)))
            )
        if file.sharers:
            lines.append(
                self.env._(
                    "The address is also that of %s: what bears it and no contact is "
                    "left out, unless you add it below.",
                    ", ".join(file.sharers.mapped("display_name")),
                )
            )
        return "\n".join(lines)

    def _get_file(self):
        self.ensure_one()
        return PersonFile(
            self.env,
            self.email,
            self.partner_id,
            self.contribution_ids._origin,
            self.signed_ids._origin,
        )

    def action_download(self):
        """Action that downloads the file.

        :raise AccessError: for a user who does not manage the concertation
        :raise UserError: when nobody is named, or several people are
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
            default_name=self.contributor_name,
            default_street=self.contributor_street,
            default_contribution_ids=[Command.set(self.ids)],
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
