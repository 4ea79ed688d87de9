from contextlib import closing

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...tools.groups import STAFF
from ...tools.notifications import make_notification
from .plpdma_contribution_delivery import DELIVERY_GROUPS


class PlpdmaResponse(models.Model):
    """How a response leaves, and whom it has reached."""

    _inherit = "plpdma.response"

    delivery_contribution_ids = fields.One2many(
        "plpdma.contribution",
        "delivery_response_id",
        string="Released to the Authors of",
        context={"active_test": False},
        groups=STAFF,
    )
    # Where the authors stand: each of them in one, see DELIVERY_GROUPS.
    told_count = fields.Integer(
        string="Told", compute="_compute_delivery_counts", groups=STAFF
    )
    waiting_count = fields.Integer(
        string="Waiting", compute="_compute_delivery_counts", groups=STAFF
    )
    again_count = fields.Integer(
        string="Not Delivered", compute="_compute_delivery_counts", groups=STAFF
    )
    to_post_count = fields.Integer(
        string="To Post", compute="_compute_delivery_counts", groups=STAFF
    )

    @api.depends("delivery_contribution_ids.delivery")
    def _compute_delivery_counts(self):
        counts = {
            (response, delivery): count
            for response, delivery, count in self.env["plpdma.contribution"]
            .with_context(active_test=False)
            ._read_group(
                [("delivery_response_id", "in", self.ids)],
                ["delivery_response_id", "delivery"],
                ["__count"],
            )
        }
        for response in self:
            for group, values in DELIVERY_GROUPS.items():
                response[f"{group}_count"] = sum(
                    counts.get((response._origin, value), 0) for value in values
                )

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

    def action_view_told(self):
        """Open the contributions whose author was told."""
        return self._action_view_delivered("told")

    def action_view_waiting(self):
        """Open the contributions whose author is about to be told."""
        return self._action_view_delivered("waiting")

    def action_view_again(self):
        """Open the contributions whose author was not reached."""
        return self._action_view_delivered("again")

    def action_view_to_post(self):
        """Open the contributions whose letter is still to post."""
        return self._action_view_delivered("to_post")

    def _action_view_delivered(self, group):
        self.ensure_one()
        action = self.program_id._action_open_items("action_plpdma_contribution")
        action["domain"] = [
            ("delivery_response_id", "=", self.id),
            ("delivery", "in", DELIVERY_GROUPS[group]),
        ]
        action["context"]["active_test"] = False
        return action

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

        :raise AccessError: for who may not write the responses
        :raise LockError: while somebody else changes them or what they answer
        """
        self.check_access("write")
        self._lock_to_judge()
        self._get_all_contributions()._lock_to_judge()

    def _get_contributions_to_tell(self):
        """Those to whose author this very response was not released."""
        self.ensure_one()
        # sudo: which response was released is looked at, for who reads the response.
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

    def _release(self, contributions):
        """Put the response on its way to the authors of these contributions.

        :param contributions: in superuser mode
        :return: the lines of the messages queued, and the contributions to answer by
            post
        """
        self.ensure_one()
        self._withdraw_corrected(contributions)
        contributions.write({"delivery_response_id": self.id})
        by_way = contributions.grouped(lambda c: c._get_answer_way())
        lines = self._queue_emails(by_way.get("email", contributions.browse()))
        letters = by_way.get("letter", contributions.browse())
        letters.write({"delivery": "to_post", "delivery_id": False})
        self._note_registered(by_way.get("register", contributions.browse()))
        self._mark_sent()
        if lines:
            lines._trigger_queue()
        return lines, letters

    def _queue_emails(self, contributions):
        """Queue one e-mail per author; they leave when the transaction succeeds.

        The message that did not arrive is tried again as it is where the author, the
        address and the answer are the same.

        :param contributions: those to tell by e-mail, in superuser mode
        :return: one line of the ledger per e-mail queued
        """
        self.ensure_one()
        retried = self.env["plpdma.delivery"].sudo()
        anew = {}
        by_author = contributions.grouped(lambda c: c._get_answer_email())
        for email, together in by_author.items():
            line = together.delivery_id
            if (
                len(line) == 1
                and line._is_same(self, together, email)
                and line._retry()
            ):
                retried |= line
            else:
                anew[together.sorted("id")[:1]] = together
        return retried | self._queue_new_emails(anew)

    def _queue_new_emails(self, together_by_first):
        """Write the messages, and have them followed.

        :param dict together_by_first: the contributions of each author, by the first
        :return: the lines of the ledger
        """
        firsts = self.env["plpdma.contribution"].sudo().union(*together_by_first)
        if not firsts:
            return self.env["plpdma.delivery"].sudo()
        template = self._get_mail_template()
        mails = template.send_mail_batch(firsts.ids, email_values={"is_internal": True})
        lines = self.env["plpdma.delivery"]._follow(
            "answer",
            mails,
            [
                {
                    **together_by_first[first]._prepare_delivery(),
                    "response_id": self.id,
                }
                for first in firsts
            ],
        )
        for line in lines:
            line.contribution_ids.write({"delivery": "queued", "delivery_id": line.id})
        return lines

    @api.model
    def _get_mail_template(self):
        """:raise UserError: when somebody deleted it"""
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

    def _withdraw_corrected(self, records):
        """Take out of the queue what the response corrects, and has not left yet: who
        is told would receive both, in any order.

        :param records: contributions, or co-authors, in superuser mode
        """
        queued = records.filtered(
            lambda c: (
                c.delivery == "queued"
                and c.delivery_id.response_id == self.supersedes_id != self
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

    def _preview_email(self, contributions):
        """The message as its author will receive it.

        :param contributions: those of one author
        :return: dictionary of the fields of the message
        """
        template = self._get_mail_template()
        return self._preview_with(template, contributions)

    def _preview_with(self, template, contributions):
        self.ensure_one()
        contribution = contributions.sorted("id")[:1]
        # Released for the time of writing it, and nothing of that is kept.
        with closing(self.env.cr.savepoint()):
            # sudo: what is written is undone.
            contributions.sudo().write({"delivery_response_id": self.id})
            return template._generate_template(
                contribution.ids, ("subject", "body_html", "email_to")
            )[contribution.id]

    def _mark_sent(self):
        self.ensure_one()
        if self.state == "sent":
            return
        self.write({"state": "sent", "date_sent": fields.Datetime.now()})
        self.supersedes_id.filtered(lambda response: response.state == "sent").write(
            {"state": "superseded"}
        )

    def _describe_standing(self):
        """Where those who were released stand, when nothing more is to be released."""
        pending = {
            self.env._("to post"): sum(self.mapped("to_post_count")),
            self.env._("not delivered"): sum(self.mapped("again_count")),
            self.env._("waiting"): sum(self.mapped("waiting_count")),
        }
        pending = [f"{label} : {count}" for label, count in pending.items() if count]
        if not pending:
            return self.env._("Everybody has already been answered.")
        return self.env._(
            "Already released to everybody; not answered yet: %s.", ", ".join(pending)
        )

    def _notify_sending(self, count, posted):
        """What the sender reads once the responses are released."""
        names = self._get_letter_names(posted)
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

    def _get_letter_names(self, contributions):
        """Who is to be told by post, the authors of these contributions first."""
        return self._get_author_names(contributions)

    @api.model
    def _get_author_names(self, contributions):
        """Who wrote them, each with the number of what they wrote."""
        return [
            self.env._(
                "%(author)s (%(reference)s)",
                author=contribution.author_name or self.env._("No name"),
                reference=contribution.reference,
            )
            for contribution in contributions
        ]
