from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.groups import STAFF
from ..contribution.plpdma_contribution_author import CO_AUTHOR
from ..program.plpdma_delivery import LOST
from .plpdma_told_mixin import TOLD_FIELDS

UNDELIVERED_ACTIVITY = "plpdma_concertation.mail_activity_type_undelivered_co_author"


class PlpdmaDeliveryCoAuthor(models.Model):
    """The messages to those who sign a contribution with its author."""

    _inherit = "plpdma.delivery"

    purpose = fields.Selection(
        selection_add=[("co_answer", "Answer to a co-author"), ("co_receipt",)],
        ondelete={"co_answer": "cascade"},
    )

    def _tell_records(self):
        result = super()._tell_records()
        told = self.filtered(lambda line: line.purpose in ("co_answer", "co_receipt"))
        if told:
            self.env[CO_AUTHOR]._on_delivery(told)
        return result


class PlpdmaContributionAuthor(models.Model):
    """Those who sign a contribution are told what its author is."""

    _name = "plpdma.contribution.author"
    _inherit = ["plpdma.contribution.author", "plpdma.told.mixin"]

    _answer_purpose = "co_answer"
    _ledger_field = "co_author_ids"

    delivery = fields.Selection(
        string="Answer to Them", help="Where the last answer to this co-author stands."
    )

    # ------------------------------------------------------------------
    # Facts
    # ------------------------------------------------------------------
    @api.model
    def _get_earned_fields(self):
        return super()._get_earned_fields() | TOLD_FIELDS

    @api.model
    def _get_earned_sentences(self):
        delivered = self.env._("What was delivered is noted when it is.")
        return {
            **super()._get_earned_sentences(),
            **dict.fromkeys(TOLD_FIELDS, delivered),
        }

    @api.model
    def _on_delivery(self, lines):
        """Note what became of the messages, and tell whoever handles the contributions
        of those that did not arrive.

        :param lines: lines of the ledger whose state has just changed, in superuser
            mode
        """
        answers = lines.filtered(lambda line: line.purpose == "co_answer")
        self._note_outcomes(answers)
        contributions = lines.contribution_ids
        contributions.filtered(
            lambda c: not (
                c.co_author_ids.filtered(lambda a: a.delivery in LOST)
                or c.co_author_ids._filtered_tellable().filtered(
                    lambda a: a.delivery == "none" and a.receipt_lost
                )
            )
        ).activity_unlink([UNDELIVERED_ACTIVITY])
        contributions._alert_undelivered(
            lines.filtered(
                lambda line: (
                    line.state in LOST
                    and (line not in answers or line in line.co_author_ids.delivery_id)
                    # Whoever handles the answer to an author is asked for both.
                    and "answer" not in line._get_all_told().mapped("purpose")
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
    def _get_answered(self):
        return self.contribution_id

    def _get_answer_way(self):
        return "email" if self._get_answer_email() else "letter"

    def _is_told_by_letter(self):
        """Whether the answer goes to them by post, or went."""
        self.ensure_one()
        is_posted = self.delivery in ("to_post", "posted")
        return self.confirmed and (is_posted or not self._get_answer_email())

    def _tell_what_was_told(self):
        """The answer too, where one was released."""
        super()._tell_what_was_told()
        by_response = self.grouped(
            lambda author: author.contribution_id.delivery_response_id
        )
        lines, _letters = self.env["plpdma.response"]._release_to(
            [pair for pair in by_response.items() if pair[0].state == "sent"],
            self.contribution_id.filtered(lambda c: c.state == "split"),
        )
        return self.contribution_id._notify_resent(len(lines)) if lines else None

    def _filter_to_resend(self):
        """A letter that is still to post is not missing an address."""
        return (
            super()
            ._filter_to_resend()
            .filtered(lambda a: a.delivery in LOST or a._get_answer_email())
        )

    def _get_letter_author(self):
        self.ensure_one()
        return self._get_answer_email() or self

    def _get_to_post_together(self):
        emails = {author._get_answer_email() for author in self} - {False}
        return self.search(
            Domain("delivery", "=", "to_post")
            & Domain(
                "contribution_id.program_id", "in", self.contribution_id.program_id.ids
            )
            & (Domain("id", "in", self.ids) | Domain("email", "in", list(emails)))
        )


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

    def _get_pairs_to_resend(self):
        pairs = super()._get_pairs_to_resend()
        return pairs + self.co_author_ids._get_pairs_to_resend()

    def _put_to_post(self):
        """Those whom the answer did not reach, co-authors included."""
        count = super()._put_to_post() + self.co_author_ids._put_to_post()
        self.activity_unlink([UNDELIVERED_ACTIVITY])
        return count

    def _note_letters_posted(self, date):
        lines = super()._note_letters_posted(date)
        return lines | self.co_author_ids._note_letters_posted(date)

    @api.model
    def _get_undelivered_summary(self, purpose):
        if purpose == "co_receipt":
            return self.env._("The receipt did not reach a co-author")
        if purpose == "co_answer":
            return self.env._("The answer did not reach a co-author")
        return super()._get_undelivered_summary(purpose)
