from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import plaintext2html
from odoo.tools.mail import html_to_inner_content

# What an author adds at once, at most.
MAX_MESSAGE = 5_000


class PlpdmaAuthorMixin(models.AbstractModel):
    """What the author of a contribution reads of it and adds to it, signed in.

    The discussion, the files and the reasons of moderation are the staff's: an author
    gets their own part of them through these methods alone.
    """

    _name = "plpdma.author.mixin"
    _description = "Contribution as Its Author Follows It"
    _inherit = ["plpdma.email.intake.mixin"]

    def _is_by(self, user):
        """Whether a person, or somebody of their organisation, is the author."""
        self.ensure_one()
        # sudo: the contact is compared, not shown.
        author = self.sudo().partner_id.commercial_partner_id
        return bool(author) and author == user.commercial_partner_id

    def _check_author(self):
        """:raise AccessError: for who is not the author"""
        if not self._is_by(self.env.user):
            raise AccessError(self.env._("This contribution is not yours."))

    def _get_told_refusal(self):
        """Why the contribution is not published, as its author is told.

        :raise AccessError: for who is not the author
        """
        self._check_author()
        # sudo: the staff writes the reason for the author, who asks for it.
        contribution = self.sudo()
        return contribution.moderation == "refused" and contribution.moderation_reason

    def _get_public_path(self):
        """Address of the contribution in the published register, while it is there."""
        self.ensure_one()
        program = self.program_id
        # sudo: the domain is that of what everybody reads.
        contribution = self.sudo().filtered_domain(
            program._get_published_contributions_domain()
        )
        if not contribution or not program._find_published([("id", "=", program.id)]):
            return None
        return f"{program._get_public_path()}/register/{self.id}"

    # ------------------------------------------------------------------
    # Files
    # ------------------------------------------------------------------
    def _get_sent_files(self):
        """The files that the user sent with the contribution.

        :return: attachments in superuser mode, none for who is not the author
        """
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
        """What the user added to the contribution, and nothing of the staff's.

        :return: messages in superuser mode
        """
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
        :raise AccessError: for who is not the author
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
