from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import plaintext2html
from odoo.tools.mail import html_to_inner_content

from ...tools.codes import squeeze

# What an author adds at once, at most.
MAX_MESSAGE = 5_000


class PlpdmaContribution(models.Model):
    """What the author of a contribution reads of it and adds to it: by its number and
    its code, or signed in.

    The discussion, the files and the reasons of moderation are the staff's: an author
    gets their own part of them through these methods alone.
    """

    _name = "plpdma.contribution"
    _inherit = ["plpdma.contribution", "plpdma.follower.mixin"]

    # ------------------------------------------------------------------
    # By its number and its code
    # ------------------------------------------------------------------
    def _get_followed(self):
        return self

    @api.model
    def _find_followed(self, reference, code):
        """Whose number and code somebody holds, in superuser mode: the author, as the
        contribution itself, or a co-author; else an empty recordset.

        :param str reference: its number, letter case and spaces aside
        :param str code: its code, letter case, spaces, dashes and look-alikes aside
        """
        reference = squeeze(reference).replace("\0", "")
        # sudo: whoever holds its code may read what became of it; the page chooses what
        # is shown. Numbers are those of each authority: several may share one.
        records = self.sudo().with_context(active_test=False)
        numbers = [reference, reference.upper()]
        found = records.search([("reference", "in", numbers)])
        followers = (record._find_follower(code) for record in found)
        return next(filter(None, followers), records.browse())

    # ------------------------------------------------------------------
    # Signed in
    # ------------------------------------------------------------------
    def _is_by(self, user):
        """Whether a person, or somebody of their organisation, is the author."""
        self.ensure_one()
        # sudo: the contact is compared, not shown.
        return bool(self.sudo()._filter_own(user))

    def _check_author(self):
        """:raise AccessError: for a user who is not the author"""
        if not self._is_by(self.env.user):
            raise AccessError(self.env._("This contribution is not yours."))

    def _get_told_refusal(self):
        """The criterion and the reason why the contribution is not published, as its
        author is told them; nothing unless it was refused.

        :raise AccessError: for a user who is not the author
        """
        self._check_author()
        # sudo: the staff writes the reason for the author, who asks for it.
        return self.sudo()._describe_refusal()

    # ------------------------------------------------------------------
    # Files
    # ------------------------------------------------------------------
    def _get_sent_files(self):
        """The files that the user sent with the contribution, as attachments in
        superuser mode; none for somebody who is not its author."""
        self.ensure_one()
        # sudo: files are the staff's; those that the user sent are theirs too. Some
        # may have been added by the staff: who created them tells.
        files = self.env["ir.attachment"].sudo()
        if not self._is_by(self.env.user):
            return files
        return files.search(
            [
                ("res_model", "=", self._name),
                ("res_id", "=", self.id),
                ("res_field", "=", False),
                ("create_uid", "=", self.env.uid),
            ],
            order="id",
        )

    # ------------------------------------------------------------------
    # Words added
    # ------------------------------------------------------------------
    def _get_added_messages(self):
        """The messages that the user added to the contribution, in superuser mode, and
        nothing of the staff's."""
        self.ensure_one()
        # sudo: the discussion is the staff's; only the user's own words come out.
        return (
            self.env["mail.message"]
            .sudo()
            .search(
                Domain("model", "=", self._name)
                & Domain("res_id", "=", self.id)
                & Domain("message_type", "=", "comment")
                & Domain("author_id", "=", self.env.user.partner_id.id)
                & Domain("create_uid", "=", self.env.uid),
                order="id",
            )
        )

    def _add_author_message(self, text):
        """Give the staff a word of the author on their contribution, once.

        :param str text: plain text
        :return: the message, in superuser mode; that which already says it, if so
        :raise AccessError: for a user who is not the author
        :raise UserError: for an empty or endless text
        """
        self._check_author()
        text = (text or "").strip()
        if not text:
            raise UserError(self.env._("Write your message before sending it."))
        if len(text) > MAX_MESSAGE:
            raise UserError(
                self.env._(
                    "Your message has %(count)s characters, %(max)s at most.",
                    count=len(text),
                    max=MAX_MESSAGE,
                )
            )
        body = plaintext2html(text)
        words = html_to_inner_content(body)
        for message in self._get_added_messages():
            if html_to_inner_content(message.body) == words:
                return message
        # sudo: the author writes on what is theirs, as the check above says.
        contribution = self.sudo()
        contribution._tell_author_wrote()
        return contribution.message_post(
            body=body,
            author_id=self.env.user.partner_id.id,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
