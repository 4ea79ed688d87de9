from odoo import api, fields, models

from ...tools.groups import STAFF
from ..program.plpdma_delivery import LOST


class PlpdmaResponse(models.Model):
    """How a response reaches those who sign a contribution with its author."""

    _inherit = "plpdma.response"

    co_author_again_count = fields.Integer(
        string="Co-authors Not Reached",
        compute="_compute_co_author_again_count",
        groups=STAFF,
    )

    @api.depends("delivery_contribution_ids.co_author_ids.delivery")
    def _compute_co_author_again_count(self):
        counts = dict(
            self.env["plpdma.contribution.author"]._read_group(
                [("delivery_response_id", "in", self.ids), ("delivery", "in", LOST)],
                ["delivery_response_id"],
                ["__count"],
            )
        )
        for response in self:
            response.co_author_again_count = counts.get(response._origin, 0)

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_view_co_authors_again(self):
        """Open the contributions of which a co-author was not reached."""
        self.ensure_one()
        action = self.program_id._action_open_items("action_plpdma_contribution")
        action["domain"] = [
            (
                "co_author_ids",
                "any",
                [("delivery_response_id", "=", self.id), ("delivery", "in", LOST)],
            )
        ]
        return action

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    def _get_co_authors(self):
        """Those who sign what is answered, and are told as its authors are."""
        self.ensure_one()
        # sudo: who is told is looked at, for who reads the response.
        contributions = self._get_all_contributions().sudo()
        return contributions.co_author_ids._filtered_tellable()

    def _get_co_authors_to_tell(self):
        """Those to whom this very response was not released."""
        return self._get_co_authors().filtered(
            lambda author: author.delivery_response_id != self
        )

    def _get_letter_co_authors(self):
        """Those to whom it goes by post, or went."""
        return self._get_co_authors().filtered(lambda a: a._get_way() == "letter")

    def _release(self, contributions):
        lines, letters = super()._release(contributions)
        told = self._release_to_co_authors(self._get_co_authors_to_tell())
        return lines | told, letters

    def _release_to_co_authors(self, authors):
        """Put the response on its way to those who sign what it answers.

        :param authors: in superuser mode
        :return: the lines of the messages queued
        """
        self._withdraw_corrected(authors)
        authors.write({"delivery_response_id": self.id})
        by_email = authors.filtered(lambda author: author._get_email())
        (authors - by_email).write({"delivery": "to_post", "delivery_id": False})
        lines = self._queue_co_emails(by_email)
        if lines:
            lines._trigger_queue()
        return lines

    def _queue_co_emails(self, authors):
        """Queue one e-mail per person, on all that they sign; the one that did not
        arrive is tried again as it is where nothing of it changed.

        :param authors: co-authors with an address, in superuser mode
        :return: one line of the ledger per e-mail queued
        """
        lines = self.env["plpdma.delivery"].sudo()
        anew = []
        for email, together in authors.grouped(lambda a: a._get_email()).items():
            line = together.delivery_id
            is_same = len(line) == 1 and line._is_same(
                self, together.contribution_id, email
            )
            if is_same and line._retry():
                lines |= line
            else:
                anew.append(together.sorted(lambda a: a.contribution_id.id))
        while anew:
            # A message is written for a contribution: one person each at a time.
            batch = {}
            for together in anew:
                batch.setdefault(together[0].contribution_id, together)
            anew = [together for together in anew if together not in batch.values()]
            lines |= self._queue_new_co_emails(batch)
        return lines

    def _queue_new_co_emails(self, together_by_first):
        """Write the messages, and have them followed.

        :param dict together_by_first: what each person signs, by the first
        :return: the lines of the ledger
        """
        people = list(together_by_first.values())
        firsts = self.env["plpdma.contribution"].sudo().union(*together_by_first)
        readers = self.env["plpdma.contribution.author"].sudo()
        readers = readers.union(*(together[0] for together in people))
        template = self._get_template_for(readers)
        mails = template.send_mail_batch(firsts.ids, email_values={"is_internal": True})
        lines = self.env["plpdma.delivery"]._follow(
            "co_answer",
            mails,
            [{**each._prepare_line(), "response_id": self.id} for each in people],
        )
        for line in lines:
            line.co_author_ids.write({"delivery": "queued", "delivery_id": line.id})
        return lines

    def _get_template_for(self, authors):
        """The template of the answer, as it is written to these co-authors."""
        template = self._get_mail_template()
        return template.with_context(plpdma_told_co_authors=authors)

    def _preview_co_email(self, authors):
        """The message as a co-author will receive it. See ``_preview_email``.

        :param authors: records of one person
        """
        reader = authors.sorted(lambda a: a.contribution_id.id)[:1]
        return self._preview_with(
            self._get_template_for(reader), authors.contribution_id
        )

    def _get_letter_names(self, contributions):
        names = super()._get_letter_names(contributions)
        letters = self.env["plpdma.contribution.author"]
        for response in self:
            letters |= response._get_co_authors().filtered(
                lambda author: author.delivery == "to_post"
            )
        return names + letters._get_names()
