import re

from lxml import html

from odoo import api, fields, models
from odoo.tools import html2plaintext
from odoo.tools.mail import email_split_tuples, html_sanitize

# The line with which mail programmes announce the message that is answered, and the
# headers that some of them repeat.
QUOTE_HEADER = re.compile(
    r"^\s*(?:"
    r"(?:Le|On)\s.{6,120}?(?:a écrit|wrote)\s*:"
    r"|-{2,}\s*(?:Message d'origine|Message transféré|Original Message).*"
    r"|(?:De|From)\s*:\s.+\n\s*(?:Envoyé|Date|Sent|À|To)\s*:\s"
    r")",
    re.MULTILINE | re.DOTALL,
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
        contribution._send_receipt()
        return contribution

    def message_update(self, msg_dict, update_vals=None):
        """A reply joins the discussion; who handles the contribution is told."""
        for contribution in self:
            user = contribution.user_id or contribution.program_id.manager_id
            contribution.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=user.id,
                summary=self.env._("The author wrote again"),
            )
        return super().message_update(msg_dict, update_vals)

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
        text = html2plaintext(
            html.tostring(document, encoding="unicode"), include_references=False
        )
        announced = QUOTE_HEADER.search(text)
        return (text[: announced.start()] if announced else text).strip()
