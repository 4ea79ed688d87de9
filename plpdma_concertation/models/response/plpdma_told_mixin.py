from odoo import api, fields, models
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

    A response is released to them (``_release_answer``): it leaves by e-mail, one a
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
    # Releasing, in superuser mode
    # ------------------------------------------------------------------
    def _release_answer(self, response):
        """Put a response on its way to them; e-mails leave when the transaction
        succeeds.

        :return: the lines of the messages queued, and those to answer by post
        """
        self._withdraw_corrected(response)
        self.write({"delivery_response_id": response.id})
        by_way = self.grouped(lambda told: told._get_answer_way())
        letters = by_way.get("letter", self.browse())
        lines = by_way.get("email", self.browse())._queue_answers(response)
        letters.write({"delivery": "to_post", "delivery_id": False})
        return lines, letters

    def _withdraw_corrected(self, response):
        """Take out of the queue what the response corrects, and has not left yet: they
        would receive both, in any order."""
        queued = self.filtered(
            lambda told: (
                told.delivery == "queued"
                and told.delivery_id.response_id == response.supersedes_id != response
            )
        )
        mails = self.env["mail.mail"].search(
            [
                ("mail_message_id", "in", queued.delivery_id.mail_message_id.ids),
                ("state", "=", "outgoing"),
            ]
        )
        # What is leaving at this very moment leaves.
        mails = mails.try_lock_for_update()
        if mails:
            queued.write({"delivery": "none", "delivery_id": False})
            mails.unlink()

    def _queue_answers(self, response):
        """Queue one e-mail per person, on all that concerns them. The one that did not
        arrive is tried again as it is, where the person, the address and the answer are
        the same.

        :return: one line of the ledger per e-mail queued
        """
        lines = self.env["plpdma.delivery"].sudo()
        anew = []
        for email, together in self.grouped(
            lambda told: told._get_answer_email()
        ).items():
            line = together.delivery_id
            is_same = len(line) == 1 and line._is_same(
                response, together._get_answered(), email
            )
            if is_same and line._retry():
                lines |= line
            else:
                anew.append(together.sorted(lambda told: told._get_answered().id))
        while anew:
            # A message is written for a contribution: one person each at a time.
            batch = {}
            for together in anew:
                batch.setdefault(together[0]._get_answered(), together)
            anew = [together for together in anew if together not in batch.values()]
            lines |= self._write_answers(response, batch)
        if lines:
            lines._trigger_queue()
        return lines

    def _write_answers(self, response, together_by_first):
        """Write the messages, and have them followed.

        :param dict together_by_first: the records of each person, by the first of the
            contributions of which the message speaks
        :return: the lines of the ledger
        """
        people = list(together_by_first.values())
        firsts = self.env["plpdma.contribution"].sudo().union(*together_by_first)
        lines = self.env["plpdma.delivery"]._open(
            self._answer_purpose,
            [
                {**each._prepare_delivery(), "response_id": response.id}
                for each in people
            ],
        )
        template = self._get_answer_template()
        lines._bind(
            template.send_mail_batch(firsts.ids, email_values={"is_internal": True})
        )
        for line, together in zip(lines, people, strict=True):
            together.write({"delivery": "queued", "delivery_id": line.id})
        return lines

    @api.model
    def _get_answer_template(self):
        """The mail template of the responses.

        :raise UserError: when somebody deleted it
        """
        template = self.env.ref(
            "plpdma_concertation.mail_template_response", raise_if_not_found=False
        )
        if not template:
            raise UserError(
                self.env._(
                    "The e-mail template of the responses was deleted: nothing can be "
                    "sent. An update of the module brings it back."
                )
            )
        return template

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
            len(together._queue_answers(response))
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
