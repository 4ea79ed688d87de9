from contextlib import closing

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

from ...tools.notifications import make_notification


class PlpdmaResponse(models.Model):
    """How a response leaves: to whom, by which way, and what they read of it."""

    _inherit = "plpdma.response"

    date_sent = fields.Datetime(
        string="Released on",
        copy=False,
        readonly=True,
        help="Each author is told from then on: the contribution says when it reached "
        "them.",
    )

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    def _check_transition(self, new_state):
        """:raise ValidationError: for what is called sent while one of its authors is
        still to be told"""
        changing = super()._check_transition(new_state)
        for response in changing:
            if new_state == "sent" and response._get_contributions_to_tell():
                raise ValidationError(
                    self.env._(
                        "%s is not sent yet: “Send to the Authors” tells them all.",
                        response.reference,
                    )
                )
        return changing

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_open_send(self):
        """Show who is told how, and what they will read, before anything leaves.

        :return: window action of the dialog
        :raise UserError: when a response was not validated
        """
        self._check_sendable()
        dialog = self.env["plpdma.response.send"].create(
            {"response_ids": [Command.set(self.ids)]}
        )
        return dialog._reopen()

    def action_send(self):
        """Release the validated responses to all their authors, or to none.

        Each author receives one e-mail with the motivation and the follow-up terms in
        full: it is put in the queue, and nothing is noted as answered before it has
        left. Those without an address are listed, to be told by post. Called again,
        it only tells the authors who were not told yet (merged in since then).

        :return: client action telling how many e-mails leave, and whom to write to
        :raise UserError: when a response was not validated
        :raise LockError: while somebody else changes what is sent
        """
        self._lock_to_send()
        self._check_sendable()
        count, posted = 0, self.env["plpdma.contribution"]
        for response in self:
            to_tell = response._get_contributions_to_tell()
            to_tell.check_access("write")
            # sudo: the rights on the response and on what it answers were checked;
            # what is written is what becomes of the messages.
            lines, letters = response.sudo()._release(to_tell.sudo())
            count += len(lines)
            posted |= letters.sudo(self.env.su)
        return self._notify_sending(count, posted)

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    def _check_sendable(self):
        """:raise UserError: when a response was not validated, or was replaced; or when
        it is not known yet who wrote what it answers"""
        for response in self:
            if response.state not in ("validated", "sent"):
                raise UserError(
                    self.env._("%s is not validated yet.", response.reference)
                )
        self._get_all_contributions()._check_authors_confirmed()

    def _lock_to_send(self):
        """Nothing joins or leaves what is answered while its answer is sent.

        :raise AccessError: for a user who may not write the responses
        :raise LockError: while somebody else changes them or what they answer
        """
        self.check_access("write")
        self._lock_to_judge()
        self._get_all_contributions()._lock_to_judge()

    def _get_contributions_to_tell(self):
        """The contributions whose author this very response was not released to."""
        self.ensure_one()
        # sudo: which response was released is looked at, for whoever reads the
        # response.
        return self._get_all_contributions().filtered(
            lambda c: self
            not in c.sudo().delivery_response_id | c.sudo().sent_response_id
        )

    def _get_letters(self):
        """The contributions answered by post: those whose author has no address, and
        those whom the e-mail did not reach."""
        self.ensure_one()
        to_tell = self._get_contributions_to_tell()
        return to_tell.filtered(lambda c: c._get_answer_way() == "letter") | (
            self._get_all_contributions() - to_tell
        ).filtered(
            lambda c: (
                c.delivery_response_id == self and c.delivery in ("to_post", "posted")
            )
        )

    def _get_co_authors(self):
        """The co-authors of what is answered, who are told as its authors are."""
        self.ensure_one()
        # sudo: who is told is looked at, for whoever reads the response.
        contributions = self._get_all_contributions().sudo()
        return contributions.co_author_ids._filtered_tellable()

    def _get_co_authors_to_tell(self):
        """The co-authors to whom this very response was not released."""
        return self._get_co_authors().filtered(
            lambda author: author.delivery_response_id != self
        )

    def _get_letter_co_authors(self):
        """The co-authors to whom it goes, or went, by post."""
        return self._get_co_authors().filtered(lambda a: a._is_told_by_letter())

    # ------------------------------------------------------------------
    # Releasing, in superuser mode
    # ------------------------------------------------------------------
    def _release(self, contributions):
        """Put the response on its way to the authors of these contributions, and to
        those who sign what it answers.

        :return: the lines of the messages queued, and the contributions to answer by
            post
        """
        self.ensure_one()
        lines, letters = self._release_to(contributions)
        self._note_registered(
            contributions.filtered(lambda c: c._get_answer_way() == "register")
        )
        self._mark_sent()
        co_lines, _co_letters = self._release_to(self._get_co_authors_to_tell())
        return lines | co_lines, letters

    def _release_to(self, told):
        """Put the response on its way to these people; e-mails leave when the
        transaction succeeds.

        :param told: contributions, for their authors, or co-authors
        :return: the lines of the messages queued, and those to answer by post
        """
        self._withdraw_corrected(told)
        told.write({"delivery_response_id": self.id})
        by_way = told.grouped(lambda each: each._get_answer_way())
        letters = by_way.get("letter", told.browse())
        lines = self._queue_answers(by_way.get("email", told.browse()))
        letters.write({"delivery": "to_post", "delivery_id": False})
        return lines, letters

    def _withdraw_corrected(self, told):
        """Take out of the queue what the response corrects, and has not left yet: they
        would receive both, in any order."""
        queued = told.filtered(
            lambda each: (
                each.delivery == "queued"
                and each.delivery_id.response_id == self.supersedes_id != self
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

    def _queue_answers(self, told):
        """Queue one e-mail per person, on all that concerns them. The one that did not
        arrive is tried again as it is, where the person, the address and the answer are
        the same.

        :return: one line of the ledger per e-mail queued
        """
        lines = self.env["plpdma.delivery"].sudo()
        anew = []
        for email, together in told.grouped(
            lambda each: each._get_answer_email()
        ).items():
            line = together.delivery_id
            is_same = len(line) == 1 and line._is_same(
                self, together._get_answered(), email
            )
            if is_same and line._retry():
                lines |= line
            else:
                anew.append(together.sorted(lambda each: each._get_answered().id))
        while anew:
            # A message is written for a contribution: one person each at a time.
            batch = {}
            for together in anew:
                batch.setdefault(together[0]._get_answered(), together)
            anew = [together for together in anew if together not in batch.values()]
            lines |= self._write_answers(batch)
        if lines:
            lines._trigger_queue()
        return lines

    def _write_answers(self, together_by_first):
        """Write the messages, and have them followed.

        :param dict together_by_first: those whom each message tells, by the first of
            the contributions of which it speaks
        :return: the lines of the ledger
        """
        people = list(together_by_first.values())
        lines = self.env["plpdma.delivery"]._write_messages(
            people[0]._answer_purpose,
            self._get_answer_template(),
            self.env["plpdma.contribution"].sudo().union(*together_by_first),
            [{**each._prepare_delivery(), "response_id": self.id} for each in people],
            is_internal=True,
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

    def _mark_sent(self):
        self.ensure_one()
        if self.state == "sent":
            return
        self.write({"state": "sent", "date_sent": fields.Datetime.now()})
        self.supersedes_id.filtered(lambda response: response.state == "sent").write(
            {"state": "superseded"}
        )

    # ------------------------------------------------------------------
    # What is read of it
    # ------------------------------------------------------------------
    def _preview_email(self, told):
        """The message as its author, or a co-author, will receive it.

        :param told: contributions, or co-authors, of one person
        :return: dictionary of the fields of the message
        """
        self.ensure_one()
        template = self._get_answer_template()
        # sudo: what is written is undone.
        told = told.sudo()
        answered = told._get_answered().sorted("id")
        # Released for the time of writing it, and nothing of that is kept.
        with closing(self.env.cr.savepoint()):
            answered.write({"delivery_response_id": self.id})
            self.env["plpdma.delivery"]._open(
                told._answer_purpose, [told._prepare_delivery()]
            )
            return template._generate_template(
                answered[:1].ids, ("subject", "body_html", "email_to")
            )[answered[:1].id]

    def _notify_sending(self, count, posted):
        """What the sender reads once the responses are released."""
        co_authors = self.env["plpdma.contribution.author"]
        for response in self:
            co_authors |= response._get_co_authors().filtered(
                lambda author: author.delivery == "to_post"
            )
        # Those who are to be told by post, the authors first.
        names = self._get_author_names(posted) + co_authors._get_names()
        if not count and not names:
            message = self._describe_standing()
        else:
            message = self.env._(
                "E-mails on their way: %s. The response says whom they have reached.",
                count,
            )
        if names:
            message += " " + self.env._("To be told by post: %s.", ", ".join(names))
        return make_notification(
            message, "warning" if names else "success", sticky=bool(names)
        )

    @api.model
    def _get_author_names(self, contributions):
        """List of the authors' names, each with the number of what they wrote."""
        return [
            self.env._(
                "%(author)s (%(reference)s)",
                author=contribution.author_name or self.env._("No name"),
                reference=contribution.reference,
            )
            for contribution in contributions
        ]
