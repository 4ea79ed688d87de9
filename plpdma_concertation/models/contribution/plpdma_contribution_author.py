from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tools import email_normalize, formataddr

from ...tools.addresses import get_display_name, get_email_error
from ...tools.batches import spread
from ...tools.groups import STAFF

CO_AUTHOR = "plpdma.contribution.author"


class PlpdmaContributionAuthor(models.Model):
    """Somebody who signs a contribution with its author.

    Those to whom an e-mail was copied are proposed; an agent confirms who they are.
    Each is then told what the author is told.
    """

    _name = "plpdma.contribution.author"
    _description = "Co-author"
    _inherit = ["plpdma.acknowledged.mixin", "plpdma.field.access.mixin"]
    _order = "contribution_id, id"

    _earned_fields = frozenset({"confirmed", "confirmed_by_id"})
    _personal_fields = ("display_name", "email", "name")
    _receipt_purpose = "co_receipt"
    _receipt_field = "co_author_ids"

    contribution_id = fields.Many2one(
        "plpdma.contribution", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="contribution_id.company_id", store=True, index=True
    )
    name = fields.Char()
    email = fields.Char(string="E-mail")
    confirmed = fields.Boolean(
        string="Confirmed by the Team",
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
            error = get_email_error(self.env, author.email)
            if error:
                raise ValidationError(error)

    @api.constrains("contribution_id", "name", "email")
    def _check_not_erased(self):
        for author in self:
            # sudo: whether the identity was erased is asked, nothing of it is shown.
            if author.contribution_id.sudo().date_anonymised:
                raise ValidationError(
                    self.env._(
                        "The identity of whoever wrote %s was erased.",
                        author.contribution_id.reference,
                    )
                )

    @api.model
    def _get_earned_sentences(self):
        confirmed = self.env._("Confirm a co-author by the button.")
        return {"confirmed": confirmed, "confirmed_by_id": confirmed}

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_confirm(self):
        """Note that these people sign the contribution: each is told what its author
        was told, and will be. Safe to repeat.

        :return: notification that says how many messages leave, if any does
        :raise AccessError: for a user who may not change the contribution
        :raise LockError: while somebody else changes it
        """
        self.check_access("write")
        self.contribution_id.check_access("write")
        # Whoever sends an answer meanwhile finds them confirmed, or is found here.
        self.contribution_id._lock_to_judge()
        # sudo: the rights of whoever confirms were checked; nothing else confirms.
        confirmed = self.sudo().filtered(lambda author: not author.confirmed)
        confirmed.write({"confirmed": True, "confirmed_by_id": self.env.uid})
        return confirmed._tell_what_was_told()

    # ------------------------------------------------------------------
    # Who they are
    # ------------------------------------------------------------------
    def _get_answer_email(self):
        """Address to which the answer goes, empty when it must be posted."""
        self.ensure_one()
        return email_normalize(self.email) or False

    def _get_email_formatted(self):
        """Recipient of the answer, as the mail template writes it."""
        return formataddr((get_display_name(self.name), self._get_answer_email() or ""))

    def _get_names(self):
        """List of their names, each with the number of the contribution that they
        sign."""
        return [
            self.env._(
                "%(author)s (%(reference)s)",
                author=author.display_name,
                reference=author.contribution_id.reference,
            )
            for author in self
        ]

    def _filtered_tellable(self):
        """Those who are told something: confirmed, beside an author who is known;
        whoever is told as that author is not told again."""
        return self.filtered(
            lambda author: (
                author.confirmed
                and not author.contribution_id.author_to_confirm
                and not author.contribution_id.date_anonymised
                and (
                    not author._get_answer_email()
                    or author._get_answer_email()
                    != author.contribution_id._get_answer_email()
                )
            )
        )

    # ------------------------------------------------------------------
    # What they are told
    # ------------------------------------------------------------------
    def _tell_what_was_told(self):
        """Tell those who have just been confirmed what the author was told.

        :return: what the screen tells of it, if anything
        """
        self._send_receipt()

    def _send_receipt(self):
        """Tell each of them, once, that the contribution is received."""
        told = self.env["plpdma.delivery"].search(
            [("purpose", "=", "co_receipt"), ("co_author_ids", "in", self.ids)]
        )
        (self - told.co_author_ids)._write_receipt()

    def _write_receipt(self):
        """Tell those of them who may be told, once more where they were already.

        :return: those who are written to
        """
        todo = self._filtered_tellable().filtered("email")
        written = self.browse()
        for together in spread(todo, lambda author: author.contribution_id):
            authors = todo.browse().union(*together.values())
            contributions = authors.contribution_id
            reached = contributions._filter_receivable(
                [author._get_answer_email() for author in authors]
            )
            told = authors.filtered(lambda a, c=reached: a.contribution_id in c)
            queued = reached._queue_receipts(
                "co_receipt", [author._prepare_receipt() for author in told]
            )
            written |= told.filtered(lambda a, c=queued: a.contribution_id in c)
            self.env["plpdma.delivery"]._note_withheld(
                "co_receipt",
                [author._prepare_receipt() for author in authors - told],
            )
        return written

    def _prepare_delivery(self):
        """Values of the ledger's line for a message to one person, co-author of all of
        these."""
        return {
            **self.contribution_id._prepare_delivery(),
            "co_author_ids": [Command.set(self.ids)],
        }

    def _prepare_receipt(self):
        """Values of the ledger's line for the message that says the contribution is
        received."""
        return {**self._prepare_delivery(), "email": self._get_answer_email()}


class PlpdmaDelivery(models.Model):
    """The messages to those who sign a contribution with its author."""

    _inherit = "plpdma.delivery"

    purpose = fields.Selection(
        selection_add=[("co_receipt", "Receipt to a co-author")],
        ondelete={"co_receipt": "cascade"},
    )

    co_author_ids = fields.Many2many(
        CO_AUTHOR,
        "plpdma_delivery_co_author_rel",
        "delivery_id",
        "author_id",
        string="Co-authors",
        readonly=True,
    )


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
        known = {email_normalize(mail.sender[1]), self.contributor_email}
        known |= {self.proposed_email, False}
        values = []
        pairs = mail.get_addresses("Cc")
        if self.author_to_confirm:
            # Those of the author: an agent copies colleagues and others.
            forwarded = self._find_forwarded(mail, self.program_id)
            pairs = forwarded.copied if forwarded else []
        for name, address in pairs:
            email = email_normalize(address)
            if email not in known and not self._is_own_address(email):
                # Who cannot be written to is known by their name.
                is_lost = get_email_error(self.env, email)
                who = {"name": name or email} if is_lost else {"name": name}
                who["email"] = not is_lost and email
                values.append({"contribution_id": self.id, **who})
            known.add(email)
        self.env["plpdma.contribution.author"].create(values)

    def _get_author_emails(self):
        """Addresses of all who sign the contribution: its author, and the co-authors
        that an agent has confirmed.

        :return: list of normalised addresses, the author's first
        """
        self.ensure_one()
        # sudo: whoever brings a message may read neither; they are compared, not shown.
        contribution = self.sudo()
        confirmed = contribution.co_author_ids.filtered("confirmed")
        emails = [
            email_normalize(contribution.contributor_email),
            contribution.partner_id.email_normalized,
            *map(email_normalize, confirmed.mapped("email")),
        ]
        return list(dict.fromkeys(filter(None, emails)))

    def _get_told_co_author(self):
        """The co-author to whom the message that is being written goes, if any: its
        line is in the ledger already."""
        signing = self._get_opened_lines().co_author_ids
        here = signing.filtered(lambda a: a.contribution_id == self._get_letter())
        return (here | signing)[:1]

    def _get_answer_email_formatted(self):
        co_author = self._get_told_co_author()
        if co_author:
            return co_author._get_email_formatted()
        return super()._get_answer_email_formatted()
