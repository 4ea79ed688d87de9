import re

from lxml import etree, html

from odoo import api, fields, models
from odoo.tools import html2plaintext
from odoo.tools.mail import email_split_tuples, html_sanitize

# The line with which mail programmes announce the message that is answered, and the
# headers that some of them repeat.
QUOTE_HEADER = re.compile(
    r"^[\s>]*(?:"
    # A date tells it from what somebody reports that somebody else wrote.
    r"(?:Le|On)\s(?=.{0,40}\d).{6,160}?(?:a\s+écrit|wrote)\s*:[ \t]*$"
    r"|-{2,}\s*(?:Message d'origine|Message transféré|Original Message).*"
    r"|(?:De|From)\s*:\s[^\n]+\n[\s>]*(?:Envoyé|Date|Sent|À|To)\s*:\s"
    r")",
    re.MULTILINE | re.DOTALL,
)
# The line that telephones add at the end.
PHONE_SIGNATURE = re.compile(
    r"\n\s*(?:Envoyé (?:de(?:puis)? (?:mon|ma|l['’]application)|à partir d['’]Outlook)"
    r"|(?:Télécharge[rz]|Obtene[rz]) Outlook pour|Sent from my|Get Outlook for)"
    r"[^\n]*\s*\Z",
    re.IGNORECASE,
)
REPLY_PREFIX = re.compile(r"^\s*(?:(?:re|tr|fw|fwd)\s*:\s*)+", re.IGNORECASE)


class PlpdmaEmailIntakeMixin(models.AbstractModel):
    """What is written to the programme's address becomes a contribution."""

    _name = "plpdma.email.intake.mixin"
    _description = "Contribution by E-mail"
    _inherit = ["plpdma.thread.mixin"]

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """Make a contribution of a message: its text without what it quotes nor the
        signature. The whole message stays in the discussion, and as a file.

        :param dict msg_dict: the message, as core parses it
        :param dict custom_values: the programme, as its address says
        :return: the contribution
        """
        subject = REPLY_PREFIX.sub("", msg_dict.get("subject") or "").strip()
        name, email = (email_split_tuples(msg_dict.get("email_from")) or [("", "")])[0]
        program = self.env["plpdma.program"].browse(
            (custom_values or {}).get("program_id")
        )
        values = {
            "channel": "email",
            "summary": subject,
            "verbatim": self._get_words(msg_dict.get("body"))
            or subject
            or self.env._("Message without text: see the files."),
            "contributor_name": name,
            "contributor_email": email,
            "date_received": self._get_local_date(msg_dict.get("date")),
            "user_id": program.manager_id.id,
            "moderation": "pending",
            **(custom_values or {}),
        }
        contribution = self.create(values)
        contribution._send_receipt(references=msg_dict.get("message_id"))
        return contribution

    def message_update(self, msg_dict, update_vals=None):
        """A reply joins the discussion; who handles the contribution is told."""
        self._tell_author_wrote()
        return super().message_update(msg_dict, update_vals)

    def _tell_author_wrote(self):
        """Ask who handles each contribution to read what its author wrote again."""
        for contribution in self:
            user = contribution.user_id or contribution.program_id.manager_id
            if user:
                contribution.activity_schedule(
                    "mail.mail_activity_data_todo",
                    user_id=user.id,
                    summary=self.env._("The author wrote again"),
                )

    @api.model
    def _detect_loop_sender_domain(self, email_from_normalized):
        """What an address sent: past Odoo's limit, its message makes nothing."""
        return [("contributor_email", "=ilike", email_from_normalized)]

    @api.model
    def _get_local_date(self, sent):
        """The day on which a message was sent, where the authority is."""
        sent = fields.Datetime.to_datetime(sent) or fields.Datetime.now()
        return fields.Datetime.context_timestamp(self, sent).date()

    @api.model
    def _get_words(self, body):
        """What the author wrote, without what they quote nor their signature.

        :param str body: HTML of the message
        :return: plain text
        """
        if not body:
            return ""
        document = html.fromstring(f"<div>{html_sanitize(body)}</div>")
        for quote in document.xpath("//*[@data-o-mail-quote]"):
            quote.drop_tree()
        # Written as *bold* otherwise, which are not the author's words.
        etree.strip_tags(document, "b", "strong", "i", "em")
        text = html2plaintext(
            html.tostring(document, encoding="unicode"), include_references=False
        )
        announced = QUOTE_HEADER.search(text)
        text = (text[: announced.start()] if announced else text).strip()
        return PHONE_SIGNATURE.sub("", text).strip()
