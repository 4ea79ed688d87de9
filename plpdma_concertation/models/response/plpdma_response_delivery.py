from contextlib import closing, contextmanager
from dataclasses import dataclass

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

from ...tools.notifications import make_notification


@dataclass(frozen=True)
class Ways:
    """Those to whom responses are released, by how they are told."""

    # Pairs of a response and of those whom it tells by e-mail.
    emails: list
    # Contributions whose authors are written to by post, and co-authors who are.
    posted: models.BaseModel
    co_posted: models.BaseModel
    # Contributions whose authors read the register.
    registered: models.BaseModel


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
            {
                "response_ids": [Command.set(self.ids)],
                "seen": self._get_fingerprint(),
            }
        )
        return dialog._reopen()

    def action_send(self):
        """Release the validated responses to all their authors, or to none.

        Each author receives one e-mail, with all that the responses tell them, the
        motivation and the follow-up terms in full: it is put in the queue, and nothing
        is noted as answered before it has left. The points of a letter wait for each
        other, where the programme says so. Those without an address are listed, to be
        told by post. Called again, it only tells the authors who were not told yet
        (merged in since then).

        :return: client action telling how many e-mails leave, and whom to write to
        :raise UserError: when a response was not validated
        :raise LockError: while somebody else changes what is sent
        """
        self._lock_to_send()
        self._check_sendable()
        for response in self:
            response._get_contributions_to_tell().check_access("write")
        # sudo: the rights on the responses and on what they answer were checked; what
        # is written is what becomes of the messages.
        lines, letters = self.sudo()._release()
        return self._notify_sending(len(lines), letters.sudo(self.env.su))

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
    def _release(self):
        """Put the responses on their way to all who are still to be told: the authors
        of what they answer, and those who sign it with them.

        :return: as ``_release_to``
        """
        released = self._release_to(self._get_pairs_to_tell())
        for response in self:
            response._mark_sent()
        return released

    def _get_pairs_to_tell(self):
        """The responses, each with those to whom it was not released yet: authors, then
        co-authors."""
        pairs = []
        for response in self.sorted("id"):
            pairs += [
                (response, response._get_contributions_to_tell()),
                (response, response._get_co_authors_to_tell()),
            ]
        return pairs

    @api.model
    def _release_to(self, pairs, letters=None):
        """Put responses on their way to people: each gets one message with all that is
        told to them, which leaves when the transaction succeeds.

        :param list pairs: each a response and those to whom it goes: contributions,
            for their authors, or co-authors
        :param letters: contributions that were split: whoever hears of them is told
            what they were not
        :return: one line of the ledger a message queued, and the contributions to
            answer by post
        """
        ways = self._sort_by_way(pairs, letters)
        for response, told in self._get_pairs(ways.registered):
            response._note_registered(told)
        return self._queue_answers(ways.emails), ways.posted

    @api.model
    def _sort_by_way(self, pairs, letters=None):
        """Note that responses are released to people, those who wait for the rest of a
        letter aside, and sort them by how they are told.

        :param pairs: and ``letters``: as ``_release_to``
        :return: :class:`Ways`
        """
        authors = self.env["plpdma.contribution"]
        co_authors = self.env["plpdma.contribution.author"]
        for response, told in pairs:
            for each in (told, *response._withdraw_corrected(told)):
                if each._name == authors._name:
                    authors |= each
                else:
                    co_authors |= each
        for response, told in pairs:
            told.write({"delivery_response_id": response.id})
        authors, hearing = self._hold_letters(authors, letters or authors.browse())
        co_authors |= hearing
        by_way = authors.grouped(lambda author: author._get_answer_way())
        co_by_way = co_authors.grouped(lambda author: author._get_answer_way())
        posted = by_way.get("letter", authors.browse())
        co_posted = co_by_way.get("letter", co_authors.browse())
        for to_post in (posted, co_posted):
            to_post.write({"delivery": "to_post", "delivery_id": False})
        return Ways(
            emails=self._get_pairs(
                by_way.get("email", authors.browse()),
                co_by_way.get("email", co_authors.browse()),
            ),
            posted=posted,
            co_posted=co_posted,
            registered=by_way.get("register", authors.browse()),
        )

    @contextmanager
    def _foresee(self):
        """How all of them would be told, were these responses released now: context
        manager that gives :class:`Ways`. What is written to find out is undone at its
        end."""
        with closing(self.env.cr.savepoint()):
            # sudo: nothing of what is written is kept, and whoever looks may send.
            responses = self.sudo()
            yield responses._sort_by_way(responses._get_pairs_to_tell())

    def _withdraw_corrected(self, told):
        """Take out of the queue what the response corrects, and has not left yet: they
        would receive both, in any order.

        :return: all whom these messages told: the contributions, then the co-authors
        """
        if not self.supersedes_id:
            return ()
        queued = told.filtered(
            lambda each: (
                each.delivery == "queued"
                and each.delivery_id.response_id == self.supersedes_id
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
        if not mails:
            return ()
        lines = self.env["plpdma.delivery"]._find(mails.mapped("message_id"))
        withdrawn = lines._get_told()
        for everybody in withdrawn:
            everybody.write({"delivery": "none", "delivery_id": False})
        mails.unlink()
        return withdrawn

    def _mark_sent(self):
        self.ensure_one()
        if self.state == "sent":
            return
        self.write({"state": "sent", "date_sent": fields.Datetime.now()})
        self.supersedes_id.filtered(lambda response: response.state == "sent").write(
            {"state": "superseded"}
        )

    # ------------------------------------------------------------------
    # What the sender reads
    # ------------------------------------------------------------------
    def _notify_sending(self, count, posted):
        """What the sender reads once the responses are released."""
        co_authors = self.env["plpdma.contribution.author"]
        for response in self:
            co_authors |= response._get_co_authors().filtered(
                lambda author: author.delivery == "to_post"
            )
        # Those who are to be told by post, the authors first.
        names = self._get_author_names(posted) + co_authors._get_names()
        held = self.delivery_contribution_ids._filtered_waiting()
        if not count and not names and not held:
            message = self._describe_standing()
        else:
            message = self.env._(
                "E-mails on their way: %s. The response says whom they have reached.",
                count,
            )
        if names:
            message += " " + self.env._("To be told by post: %s.", ", ".join(names))
        if held:
            message += " " + self.env._(
                "Waiting for the rest of their letter: %s.",
                ", ".join(held.mapped("reference")),
            )
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
