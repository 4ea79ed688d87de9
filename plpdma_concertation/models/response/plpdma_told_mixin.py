from odoo import fields, models
from odoo.exceptions import UserError

from ..program.plpdma_delivery import LOST

# Where each stands once an answer is released to them: in exactly one of these.
DELIVERY_GROUPS = {
    "told": ("sent", "posted", "register", "noted"),
    "waiting": ("queued", "waiting"),
    "again": LOST,
    "to_post": ("to_post",),
}
# What is noted of an answer by the deliveries that earn it.
TOLD_FIELDS = {"delivery", "delivery_id", "delivery_response_id"}


class PlpdmaToldMixin(models.AbstractModel):
    """Somebody to whom answers are released: the author of a contribution, or one who
    signs it with them.

    A response is released to them (its ``_release_to``): it leaves by e-mail, one a
    person, or is a letter to post. The ledger keeps each message; the record says where
    the last one stands. What did not arrive is sent again, or posted, from here.
    """

    _name = "plpdma.told.mixin"
    _description = "Somebody Who Is Told an Answer"

    # What the ledger calls an answer to them, and its field that names them.
    _answer_purpose = None
    _ledger_field = None
    # How they are named where they have no address.
    _silent_name = "display_name"

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
        required=True,
        default="none",
        copy=False,
        readonly=True,
        index=True,
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
    # Who they are
    # ------------------------------------------------------------------
    def _get_answered(self):
        """The contributions on which they are told."""
        raise NotImplementedError

    def _get_answer_email(self):
        """Address to which the answer goes, empty when it must be posted."""
        raise NotImplementedError

    def _get_answer_way(self):
        """How they can be told: by ``email`` or by ``letter``, or otherwise."""
        raise NotImplementedError

    def _get_letter_author(self):
        """Record that tells one person from another where there is no address."""
        raise NotImplementedError

    def _prepare_delivery(self):
        """Values of the ledger's line for a message to one person, about these
        records."""
        raise NotImplementedError

    # ------------------------------------------------------------------
    # Where they stand
    # ------------------------------------------------------------------
    def _get_delivery_group(self):
        """Key for where they stand since their answer was released.

        :return: key of ``DELIVERY_GROUPS``; ``None`` while nothing was released
        """
        self.ensure_one()
        for group, values in DELIVERY_GROUPS.items():
            if self.delivery in values:
                return group
        return None

    def _is_undelivered(self):
        """Whether an answer was released that they have not received yet."""
        return self._get_delivery_group() not in (None, "told")

    def _get_undelivered_together(self):
        """Those whose message did not arrive, and those that the same messages speak
        of."""
        lost = self.filtered(lambda told: told._get_delivery_group() == "again")
        return lost | lost.delivery_id[self._ledger_field].filtered(
            lambda told: told.delivery_id in lost.delivery_id
        )

    # ------------------------------------------------------------------
    # What did not arrive, in superuser mode
    # ------------------------------------------------------------------
    def _resend(self):
        """Send again what did not arrive, or whose letter is still to post.

        :return: number of e-mails
        :raise UserError: naming those without an address
        """
        todo = self._filter_to_resend()
        # One message speaks of several contributions of a person: they go together.
        addresses = {(told.delivery_id, told._get_answer_email()) for told in todo}
        todo |= todo._get_undelivered_together().filtered(
            lambda told: (told.delivery_id, told._get_answer_email()) in addresses
        )
        silent = todo.filtered(lambda told: not told._get_answer_email())
        if silent:
            raise UserError(
                self.env._(
                    "No e-mail address to write to: %s. Add it, or choose “By Post”.",
                    ", ".join(silent.mapped(self._silent_name)),
                )
            )
        return sum(
            len(response._queue_answers(together))
            for response, together in todo.grouped("delivery_response_id").items()
        )

    def _filter_to_resend(self):
        return self.filtered(
            lambda told: told._get_delivery_group() in ("again", "to_post")
        )

    def _put_to_post(self):
        """Put on the list of letters those whom the e-mail did not reach.

        :return: number of letters
        """
        todo = self._get_undelivered_together()
        todo.write({"delivery": "to_post", "delivery_id": False})
        return len(todo)

    def _note_letters_posted(self, date):
        """Note that the letters that were to post are posted, one a response and a
        person.

        :param date: the day on which they were; now unless told otherwise
        :return: the lines of the ledger
        """
        letters = self.filtered(lambda told: told.delivery == "to_post").grouped(
            lambda told: (told.delivery_response_id, told._get_letter_author())
        )
        vals_list = []
        for (response, _person), together in letters.items():
            noon = {"date_done": response.program_id._get_noon(date)} if date else {}
            vals_list.append(
                {**together._prepare_delivery(), "response_id": response.id, **noon}
            )
        return self._note_told("letter", "posted", vals_list)

    def _note_told(self, channel, delivery, vals_list):
        """Note what was told without an e-mail, and that it was the last message.

        :param str channel: of the lines of the ledger
        :param str delivery: where those who are told stand from then on
        :return: the lines of the ledger
        """
        # The lines tell the records that they are theirs: they come first.
        lines = self.env["plpdma.delivery"]._note_told(
            self._answer_purpose, channel, vals_list
        )
        for line in lines:
            line[self._ledger_field].write(
                {"delivery": delivery, "delivery_id": line.id}
            )
        return lines

    def _note_outcomes(self, lines):
        """Note on those who are told what became of the messages.

        :param lines: lines of the ledger on answers, whose state has just changed
        """
        for line in lines:
            # What was tried since is another line's matter; a letter that waited to
            # be posted is not needed any more once the message left after all.
            line[self._ledger_field].filtered(
                lambda told, line=line: (
                    told.delivery_id == line
                    or (
                        line.state == "sent"
                        and told.delivery == "to_post"
                        and told.delivery_response_id == line.response_id
                    )
                )
            ).write({"delivery": line.state, "delivery_id": line.id})
