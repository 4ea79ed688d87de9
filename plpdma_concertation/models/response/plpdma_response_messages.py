from collections import defaultdict
from contextlib import closing

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...tools.batches import spread


class PlpdmaResponse(models.Model):
    """The messages of the responses: one a person, with all that is told to them
    together, in the order in which they sent it.

    What is told is given as pairs of a response and of those to whom it goes:
    contributions, for their authors, or co-authors. A message is a list of such pairs,
    for one person; the ledger has a line for each.
    """

    _inherit = "plpdma.response"

    # ------------------------------------------------------------------
    # Who gets which message
    # ------------------------------------------------------------------
    @api.model
    def _sort_into_messages(self, pairs):
        """One message a person, by the address: each tells them all.

        An authority's own template that only knows of one response gets a message for
        each: nothing of what is told is left out.

        :return: ``{(address, …): pairs}``, each in the order of what was sent
        """
        merged = {}
        for response, told in pairs:
            key = (response, told._name)
            merged[key] = merged[key] | told if key in merged else told
        tells_several = self._get_answer_template()._plpdma_tells_several()
        by_person = defaultdict(list)
        for (response, name), told in merged.items():
            apart = () if tells_several else (response, name)
            for email, together in told.grouped(
                lambda each: each._get_answer_email()
            ).items():
                if email:
                    by_person[(email, *apart)].append((response, together))
        return {
            person: sorted(message, key=lambda pair: pair[1]._get_told_rank(pair[0]))
            for person, message in by_person.items()
        }

    @api.model
    def _get_pairs(self, *everybody):
        """Those to whom a response was released, with it."""
        return [
            pair for told in everybody for pair in told._group_by_response().items()
        ]

    # ------------------------------------------------------------------
    # Queuing them, in superuser mode
    # ------------------------------------------------------------------
    @api.model
    def _queue_answers(self, pairs):
        """Queue one e-mail a person. The one that did not arrive is tried again as it
        is, where the person, the address and the answers are the same.

        :return: one line of the ledger per e-mail queued
        """
        retried, anew = [], []
        for (email, *_apart), message in self._sort_into_messages(pairs).items():
            line = self._find_same(email, message)
            if line and line._retry():
                retried.append(line.id)
            else:
                anew.append(message)
        # sudo: the ledger is the system's, here as below.
        lines = self.env["plpdma.delivery"].sudo().browse(retried)
        # A message is written for a contribution: one person each at a time.
        for message_by_first in spread(anew, self._get_first):
            lines |= self._write_answers(message_by_first)
        if lines:
            lines._trigger_queue()
        return lines

    @api.model
    def _get_first(self, message):
        """The first contribution of which a message speaks: the message is written for
        it."""
        response, told = message[0]
        return told._get_told_of(response).sorted(lambda c: c._get_letter_rank())[:1]

    @api.model
    def _find_same(self, email, message):
        """The first line of the message that did not arrive, and would be written again
        as it is; none if there is no such message."""
        lines = self.env["plpdma.delivery"].sudo()
        lines = lines.union(*(told.delivery_id for _response, told in message))
        first = lines._get_firsts()
        if len(first) != 1:
            return None
        lines = (first | first.other_ids).sorted("id")
        is_same = len(lines) == len(message) and all(
            line._is_same(response, told, email)
            for line, (response, told) in zip(lines, message, strict=True)
        )
        return first if is_same else None

    @api.model
    def _write_answers(self, message_by_first):
        """Write the messages, and have them followed.

        :param dict message_by_first: the messages, each by the first of the
            contributions of which it speaks
        :return: the first line of each in the ledger
        """
        messages = list(message_by_first.values())
        lines = self.env["plpdma.delivery"]._write_messages(
            "answer",
            self._get_answer_template(),
            self.env["plpdma.contribution"]
            .sudo()
            .browse([contribution.id for contribution in message_by_first]),
            [self._prepare_message(message) for message in messages],
            is_internal=True,
        )
        for line, message in zip(lines, messages, strict=True):
            all_lines = (line | line.other_ids).sorted("id")
            for each, (_response, told) in zip(all_lines, message, strict=True):
                told.write({"delivery": "queued", "delivery_id": each.id})
        return lines

    @api.model
    def _prepare_message(self, message):
        """Values of the first line of a message, the others in it."""
        first, *others = [
            told._prepare_answer_delivery(response) for response, told in message
        ]
        if others:
            first["other_ids"] = [Command.create(values) for values in others]
        return first

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
    # What is read of them
    # ------------------------------------------------------------------
    @api.model
    def _preview_message(self, message):
        """The message as whoever it goes to will receive it.

        :return: dictionary of the fields of the message
        """
        template = self._get_answer_template()
        # sudo: what is written is undone.
        message = [(response, told.sudo()) for response, told in message]
        first = self._get_first(message)
        # Released for the time of writing it, and nothing of that is kept.
        with closing(self.env.cr.savepoint()):
            for response, told in message:
                told.write({"delivery_response_id": response.id})
            self.env["plpdma.delivery"]._open(
                "answer", [self._prepare_message(message)]
            )
            return template._generate_template(
                first.ids, ("subject", "body_html", "email_to")
            )[first.id]
