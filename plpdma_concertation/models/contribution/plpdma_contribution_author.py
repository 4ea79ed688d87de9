from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import email_normalize

from ...tools.groups import STAFF


class PlpdmaContributionAuthor(models.Model):
    """Somebody who signs a contribution with its author.

    Those to whom an e-mail was copied are proposed; an agent confirms who they are.
    """

    _name = "plpdma.contribution.author"
    _description = "Co-author"
    _inherit = ["plpdma.earned.mixin", "plpdma.field.access.mixin"]
    _order = "contribution_id, id"

    _earned_fields = frozenset({"confirmed", "confirmed_by_id"})
    _personal_fields = ("display_name", "email", "name")

    contribution_id = fields.Many2one(
        "plpdma.contribution", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="contribution_id.company_id", store=True, index=True
    )
    name = fields.Char()
    email = fields.Char(string="E-mail")
    confirmed = fields.Boolean(
        readonly=True,
        copy=False,
        help="Told what the author is told.",
    )
    confirmed_by_id = fields.Many2one(
        "res.users", string="Confirmed by", readonly=True, copy=False
    )

    _email_uniq = models.UniqueIndex(
        "(contribution_id, lower(email)) WHERE email IS NOT NULL",
        "This person already signs the contribution.",
    )

    @api.depends("name", "email")
    def _compute_display_name(self):
        for author in self:
            author.display_name = author.name or author.email

    @api.constrains("name", "email")
    def _check_who(self):
        for author in self:
            if not author.name and not author.email:
                raise ValidationError(
                    self.env._("A co-author has a name or an e-mail.")
                )
            if author.email and not email_normalize(author.email):
                raise ValidationError(
                    self.env._("“%s” is not a valid e-mail address.", author.email)
                )

    @api.constrains("contribution_id", "name", "email")
    def _check_not_erased(self):
        for author in self:
            # sudo: whether the identity was erased is asked, nothing of it is shown.
            if author.contribution_id.sudo().date_anonymised:
                raise ValidationError(
                    self.env._(
                        "The identity of who wrote %s was erased.",
                        author.contribution_id.reference,
                    )
                )

    @api.model
    def _get_earned_sentences(self):
        confirmed = self.env._("Confirm a co-author by the button.")
        return {"confirmed": confirmed, "confirmed_by_id": confirmed}

    def action_confirm(self):
        """Note that these persons sign the contribution: each is told what its author
        was told, and will be. Safe to repeat.

        :return: notification that says how many messages leave, if any does
        :raise AccessError: for who may not change the contribution
        :raise LockError: while somebody else changes it
        """
        self.check_access("write")
        self.contribution_id.check_access("write")
        # Whoever sends an answer meanwhile finds them confirmed, or is found here.
        self.contribution_id._lock_to_judge()
        # sudo: the rights of who confirms were checked; nothing else confirms.
        confirmed = self.sudo().filtered(lambda author: not author.confirmed)
        confirmed.write({"confirmed": True, "confirmed_by_id": self.env.uid})
        return confirmed._tell_what_was_told()


class PlpdmaContribution(models.Model):
    """Who signs a contribution with its author."""

    _inherit = "plpdma.contribution"

    co_author_ids = fields.One2many(
        "plpdma.contribution.author",
        "contribution_id",
        string="Co-authors",
        groups=STAFF,
        help="Who signs it with its author, once an agent has confirmed them.",
    )

    def _propose_co_authors(self, mail):
        """Propose as co-authors those to whom the author copied their message.

        :param mail: ``IncomingMail``
        """
        self.ensure_one()
        known = {email_normalize(mail.sender[1]), self.proposed_email, False}
        values = []
        pairs = mail.get_addresses("Cc")
        if self.author_to_confirm:
            # Those of the author: an agent copies colleagues and others.
            forwarded = mail.find_forwarded(self._is_own_address)
            pairs = forwarded.copied if forwarded else []
        for name, address in pairs:
            email = email_normalize(address)
            if email not in known and not self._is_own_address(email):
                values.append(
                    {"contribution_id": self.id, "name": name, "email": email}
                )
            known.add(email)
        self.env["plpdma.contribution.author"].create(values)

    def _get_author_emails(self):
        """Addresses of all who sign the contribution: its author, and the co-authors
        that an agent has confirmed.

        :return: list of normalised addresses, the author's first
        """
        self.ensure_one()
        # sudo: who brings a message may read neither; they are compared, not shown.
        contribution = self.sudo()
        confirmed = contribution.co_author_ids.filtered("confirmed")
        emails = [
            email_normalize(contribution.contributor_email),
            contribution.partner_id.email_normalized,
            *map(email_normalize, confirmed.mapped("email")),
        ]
        return list(dict.fromkeys(filter(None, emails)))
