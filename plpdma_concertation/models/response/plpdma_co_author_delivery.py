from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import email_normalize, formataddr

from ...tools.addresses import get_display_name
from ...tools.groups import STAFF
from ..program.plpdma_delivery import LOST

CO_AUTHOR = "plpdma.contribution.author"
UNDELIVERED_ACTIVITY = "plpdma_concertation.mail_activity_type_undelivered_co_author"
EARNED_FIELDS = {"delivery", "delivery_id", "delivery_response_id"}


class PlpdmaDeliveryCoAuthor(models.Model):
    """The messages to those who sign a contribution with its author."""

    _inherit = "plpdma.delivery"

    purpose = fields.Selection(
        selection_add=[
            ("co_answer", "Answer to a co-author"),
            ("co_receipt", "Receipt to a co-author"),
        ],
        ondelete={"co_answer": "cascade", "co_receipt": "cascade"},
    )
    co_author_ids = fields.Many2many(
        CO_AUTHOR,
        "plpdma_delivery_co_author_rel",
        "delivery_id",
        "author_id",
        string="Co-authors",
        readonly=True,
    )

    @api.model
    def _get_told_models(self):
        purposes = ("co_answer", "co_receipt")
        return {**super()._get_told_models(), **dict.fromkeys(purposes, CO_AUTHOR)}


class PlpdmaContributionAuthor(models.Model):
    """Whether those who sign a contribution were told what its author was."""

    _inherit = "plpdma.contribution.author"

    delivery = fields.Selection(
        [
            ("none", "Nothing sent"),
            ("queued", "Leaving"),
            ("sent", "Left"),
            ("failed", "Did not leave"),
            ("bounced", "Came back"),
            ("to_post", "Letter to post"),
            ("posted", "Letter posted"),
        ],
        string="Answer",
        required=True,
        default="none",
        copy=False,
        readonly=True,
        index=True,
        help="Where the last answer to this co-author stands.",
    )
    delivery_id = fields.Many2one(
        "plpdma.delivery",
        string="Last Message",
        copy=False,
        readonly=True,
        index="btree_not_null",
    )
    delivery_reason = fields.Text(
        related="delivery_id.reason", string="Why It Was Not Delivered"
    )
    delivery_response_id = fields.Many2one(
        "plpdma.response",
        string="Response Released",
        copy=False,
        readonly=True,
        index="btree_not_null",
    )

    # ------------------------------------------------------------------
    # Facts
    # ------------------------------------------------------------------
    @api.model
    def _get_earned_fields(self):
        return super()._get_earned_fields() | EARNED_FIELDS

    @api.model
    def _get_earned_sentences(self):
        delivered = self.env._("What was delivered is noted when it is.")
        return {
            **super()._get_earned_sentences(),
            **dict.fromkeys(EARNED_FIELDS, delivered),
        }

    @api.model
    def _on_delivery(self, lines):
        """Note what became of the messages, and tell who handles the contributions of
        those that did not arrive.

        :param lines: lines of the ledger whose state has just changed, in superuser
            mode
        """
        answers = lines.filtered(lambda line: line.purpose == "co_answer")
        for line in answers:
            # What was tried since is another line's matter.
            line.co_author_ids.filtered(
                lambda author, line=line: author.delivery_id == line
            ).write({"delivery": line.state})
        contributions = lines.contribution_ids
        contributions.filtered(
            lambda c: not c.co_author_ids.filtered(lambda a: a.delivery in LOST)
        ).activity_unlink([UNDELIVERED_ACTIVITY])
        contributions._alert_undelivered(
            lines.filtered(
                lambda line: (
                    line.state in LOST
                    and (line not in answers or line in line.co_author_ids.delivery_id)
                )
            ),
            UNDELIVERED_ACTIVITY,
        )

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_resend(self):
        """Send again the answers that these co-authors did not receive.

        :return: notification that says how many e-mails leave
        :raise UserError: naming those without an address
        """
        self.check_access("write")
        self.contribution_id.check_access("write")
        # sudo: the right to write the contributions was checked.
        count = self.sudo()._resend()
        return self.contribution_id._notify_resent(count)

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    def _get_email(self):
        """Address to which the answer goes, empty when it must be posted."""
        self.ensure_one()
        return email_normalize(self.email) or False

    def _get_way(self):
        """How the answer goes to them, or went: by ``email`` or by ``letter``; nothing
        for who is not confirmed."""
        self.ensure_one()
        if not self.confirmed:
            return None
        is_posted = self.delivery in ("to_post", "posted")
        return "letter" if is_posted or not self._get_email() else "email"

    def _get_email_formatted(self):
        """Recipient of the answer, as the mail template writes it."""
        return formataddr((get_display_name(self.name), self._get_email() or ""))

    def _get_names(self):
        """Who they are, each with the number of what they sign."""
        return [
            self.env._(
                "%(author)s (%(reference)s)",
                author=author.display_name,
                reference=author.contribution_id.reference,
            )
            for author in self
        ]

    def _filtered_tellable(self):
        """Those who are told something: confirmed, beside an author who is known; who
        is told as that author is not told again."""
        return self.filtered(
            lambda author: (
                author.confirmed
                and not author.contribution_id.author_to_confirm
                and not author.contribution_id.date_anonymised
                and (
                    not author._get_email()
                    or author._get_email() != author.contribution_id._get_answer_email()
                )
            )
        )

    def _tell_what_was_told(self):
        """Tell those who have just been confirmed what the author was told: that the
        contribution is received, and the answer where one was released."""
        self._send_receipt()
        count = 0
        for response, authors in self.grouped(
            lambda author: author.contribution_id.delivery_response_id
        ).items():
            if response.state == "sent":
                count += len(response._release_to_co_authors(authors))
        return self.contribution_id._notify_resent(count) if count else None

    def _send_receipt(self):
        """Tell each of them, once, that the contribution is received."""
        told = self.env["plpdma.delivery"].search(
            [("purpose", "=", "co_receipt"), ("co_author_ids", "in", self.ids)]
        )
        todo = self._filtered_tellable().filtered("email") - told.co_author_ids
        for authors in todo._split_by_contribution():
            contributions = authors.contribution_id
            reached = contributions._filter_receivable(
                [author._get_email() for author in authors]
            )
            told = authors.filtered(lambda a, c=reached: a.contribution_id in c)
            told._as_readers(reached)._queue_receipts(
                "co_receipt", [author._prepare_line() for author in told]
            )
            self.env["plpdma.delivery"]._note_withheld(
                "co_receipt",
                [
                    {**author._prepare_line(), "email": author._get_email()}
                    for author in authors - told
                ],
            )

    def _prepare_line(self):
        """What the ledger keeps of a message to these records of one co-author."""
        return {
            **self.contribution_id._prepare_delivery(),
            "co_author_ids": [Command.set(self.ids)],
        }

    def _split_by_contribution(self):
        """Groups of which each contribution has one co-author at most, in the order of
        the contributions."""
        groups = []
        for authors in self.grouped("contribution_id").values():
            for rank, author in enumerate(authors):
                if rank == len(groups):
                    groups.append(self.browse())
                groups[rank] |= author
        return groups

    def _as_readers(self, contributions):
        """The contributions, as a message to these co-authors tells of them."""
        return contributions.with_context(plpdma_told_co_authors=self)

    def _resend(self):
        """Send again what did not arrive, in superuser mode.

        :return: number of e-mails
        """
        lost = self.filtered(lambda author: author.delivery in LOST)
        silent = lost.filtered(lambda author: not author._get_email())
        if silent:
            raise UserError(
                self.env._(
                    "No e-mail address to write to: %s. Add it, or choose “By Post”.",
                    ", ".join(silent.mapped("display_name")),
                )
            )
        # One message speaks of several contributions: they go together.
        lost |= lost.delivery_id.co_author_ids.filtered(
            lambda author: author.delivery_id in lost.delivery_id
        )
        late = self.filtered(lambda a: a.delivery == "to_post" and a._get_email())
        count = 0
        for response, authors in (lost | late).grouped("delivery_response_id").items():
            count += len(response._queue_co_emails(authors))
        if count:
            self.env["plpdma.delivery"]._trigger_queue()
        return count

    def _note_posted(self, date):
        """Note the letters in the ledger, one a response and a person."""
        letters = self.grouped(lambda a: (a.delivery_response_id, a._get_person()))
        for (response, _person), authors in letters.items():
            noon = {"date_done": response.program_id._get_noon(date)} if date else {}
            values = {**authors._prepare_line(), "response_id": response.id, **noon}
            line = self.env["plpdma.delivery"]._note_told(
                "co_answer", "letter", [values]
            )
            authors.write({"delivery": "posted", "delivery_id": line.id})

    def _get_person(self):
        """What tells one co-author from another where there is no address."""
        self.ensure_one()
        return self._get_email() or self


class PlpdmaContribution(models.Model):
    """What is still to be told to those who sign a contribution with its author."""

    _inherit = "plpdma.contribution"

    co_author_again = fields.Boolean(
        string="Co-author Not Reached",
        compute="_compute_co_author_delivery",
        groups=STAFF,
    )
    co_author_to_post = fields.Boolean(
        string="Letter to a Co-author",
        compute="_compute_co_author_delivery",
        groups=STAFF,
    )

    @api.depends("co_author_ids.delivery")
    def _compute_co_author_delivery(self):
        for contribution in self:
            states = set(contribution.co_author_ids.mapped("delivery"))
            contribution.co_author_again = bool(states & set(LOST))
            contribution.co_author_to_post = "to_post" in states

    def _resend(self):
        return super()._resend() + self.co_author_ids._resend()

    def _put_to_post(self):
        """Those whom the answer did not reach, co-authors included."""
        count = super()._put_to_post()
        lost = self.co_author_ids.filtered(lambda author: author.delivery in LOST)
        lost.write({"delivery": "to_post", "delivery_id": False})
        self.activity_unlink([UNDELIVERED_ACTIVITY])
        return count + len(lost)

    def _note_letters_posted(self, date):
        result = super()._note_letters_posted(date)
        letters = self.co_author_ids.filtered(lambda a: a.delivery == "to_post")
        letters._note_posted(date)
        return result

    def _get_told_co_author(self):
        """The co-author to whom the message that is being written goes, if any."""
        told = self.env.context.get("plpdma_told_co_authors")
        # What comes from outside in a context is never one.
        if not isinstance(told, models.BaseModel) or told._name != CO_AUTHOR:
            return self.env[CO_AUTHOR]
        return told.filtered(lambda author: author.contribution_id == self)[:1]

    def _get_answer_email_formatted(self):
        co_author = self._get_told_co_author()
        if co_author:
            return co_author._get_email_formatted()
        return super()._get_answer_email_formatted()

    def _get_answered_together(self):
        """A co-author reads of those alone that they sign."""
        co_author = self._get_told_co_author()
        if not co_author:
            return super()._get_answered_together()
        signed = self._get_response_to_tell()._get_co_authors()
        email = co_author._get_email()
        return signed.filtered(lambda a: a._get_email() == email).contribution_id

    @api.model
    def _get_undelivered_summary(self, purpose):
        if purpose == "co_receipt":
            return self.env._("The receipt did not reach a co-author")
        if purpose == "co_answer":
            return self.env._("The answer did not reach a co-author")
        return super()._get_undelivered_summary(purpose)
