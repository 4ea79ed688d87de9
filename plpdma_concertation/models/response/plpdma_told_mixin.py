from itertools import pairwise

from odoo import fields, models
from odoo.exceptions import UserError

from ..program.plpdma_delivery import LOST

# Where each stands once an answer is released to them: in exactly one of these.
DELIVERY_GROUPS = {
    "told": ("sent", "posted", "register", "noted"),
    "leaving": ("queued",),
    "waiting": ("waiting",),
    "again": LOST,
    "to_post": ("to_post",),
}
# What is noted of an answer by the deliveries that earn it.
TOLD_FIELDS = {"delivery", "delivery_id", "delivery_response_id"}


class PlpdmaToldMixin(models.AbstractModel):
    """Somebody to whom answers are released: the author of a contribution, or one who
    signs it with them.

    Responses are released to them (``_release_to``): they leave by e-mail, one a
    person, or are a letter to post. The ledger keeps each message; the record says
    where the last one stands. What did not arrive is sent again, or posted, from here.
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
            ("waiting", "Waiting"),
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

    def _get_told_of(self, response):
        """The contributions of which a message that gives them this response tells."""
        return self._get_answered()

    def _get_told_rank(self, response):
        """Key by which what a message tells to one person is sorted: the order in which
        they sent what it answers."""
        return min(one._get_letter_rank() for one in self._get_told_of(response))

    def _group_by_response(self):
        """What is to be told to these, or was.

        :return: ``{response: those to whom it goes}``
        """
        return self.grouped("delivery_response_id")

    def _get_answer_email(self):
        """Address to which the answer goes, empty when it must be posted."""
        raise NotImplementedError

    def _get_answer_way(self):
        """How they can be told: by ``email`` or by ``letter``, or otherwise."""
        raise NotImplementedError

    def _get_letter_author(self):
        """Record that tells one person from another where there is no address."""
        raise NotImplementedError

    def _get_to_post_together(self):
        """Those whose letter is to be posted, who may be the same people."""
        raise NotImplementedError

    def _prepare_delivery(self):
        """Values of the ledger's line for a message to one person, about these
        records."""
        raise NotImplementedError

    def _prepare_answer_delivery(self, response):
        """Values of the ledger's line for the message that gives a response to one
        person, about these records."""
        return {
            **self._prepare_delivery(),
            "purpose": self._answer_purpose,
            "response_id": response.id,
        }

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
        lines = lost.delivery_id._get_all_told()
        return lost | lines[self._ledger_field].filtered(
            lambda told: told.delivery_id in lines
        )

    # ------------------------------------------------------------------
    # What did not arrive, in superuser mode
    # ------------------------------------------------------------------
    def _resend(self):
        """Send again what did not arrive, or whose letter is still to post.

        :return: number of e-mails
        :raise UserError: naming those without an address
        """
        pairs = self._get_pairs_to_resend()
        return len(self.env["plpdma.response"]._queue_answers(pairs))

    def _get_pairs_to_resend(self):
        """What is to be sent again to these, and what the same messages told.

        :return: pairs of a response and of those to whom it goes
        :raise UserError: naming those without an address
        """
        todo = self._filter_to_resend()
        silent = todo.filtered(lambda told: not told._get_answer_email())
        if silent:
            raise UserError(
                self.env._(
                    "No e-mail address to write to: %s. Add it, or choose “By Post”.",
                    ", ".join(silent.mapped(self._silent_name)),
                )
            )
        lost = todo.filtered(lambda told: told._get_delivery_group() == "again")
        # One message tells a person of several things: they go together.
        addresses = {
            (told.delivery_id._get_firsts(), told._get_answer_email()) for told in lost
        }
        together = [
            everybody.filtered(
                lambda told: (
                    (told.delivery_id._get_firsts(), told._get_answer_email())
                    in addresses
                )
            )
            for everybody in lost.delivery_id._get_all_told()._get_told()
        ]
        together = [
            everybody | todo if everybody._name == self._name else everybody
            for everybody in together
        ]
        return self.env["plpdma.response"]._get_pairs(*together)

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
        """Note that the letters that were to post are posted, one a person.

        :param date: the day on which they were; now unless told otherwise
        :return: the lines of the ledger
        """
        letters = self.filtered(lambda told: told.delivery == "to_post").grouped(
            lambda told: (told._get_answered().program_id, told._get_letter_author())
        )
        vals_list, firsts = [], []
        for (program, _person), together in letters.items():
            noon = {"date_done": program._get_noon(date)} if date else {}
            firsts.append(len(vals_list))
            for response, told in together._group_by_response().items():
                vals_list.append({**told._prepare_answer_delivery(response), **noon})
        lines = self._note_told("letter", "posted", vals_list)
        # One letter tells them all.
        for start, stop in pairwise([*firsts, len(lines)]):
            lines[start + 1 : stop].write({"first_id": lines[start].id})
        return lines

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
        for state, settled in lines.grouped("state").items():
            told = settled[self._ledger_field]
            # What was tried since is another line's matter.
            told.filtered(lambda each, now=settled: each.delivery_id in now).write(
                {"delivery": state}
            )
            # A letter that waited to be posted is not needed any more once the message
            # left after all.
            posted = told.filtered(lambda each: each.delivery == "to_post")
            for line in settled if state == "sent" and posted else ():
                (line[self._ledger_field] & posted).filtered(
                    lambda each, line=line: each.delivery_response_id
                    == line.response_id
                ).write({"delivery": state, "delivery_id": line.id})
