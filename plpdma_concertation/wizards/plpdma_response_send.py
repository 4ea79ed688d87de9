from odoo import api, fields, models
from odoo.tools import email_normalize


class PlpdmaResponseSend(models.TransientModel):
    """Before a response leaves: who is told how, who is not, and what they read."""

    _name = "plpdma.response.send"
    _description = "Send Responses to the Authors"
    _inherit = ["plpdma.preview.mixin"]

    response_ids = fields.Many2many("plpdma.response", required=True)
    email_count = fields.Integer(string="By E-mail", compute="_compute_ways")
    letter_count = fields.Integer(string="By Post", compute="_compute_ways")
    letter_names = fields.Text(string="Letters to", compute="_compute_ways")
    register_count = fields.Integer(
        string="By the Register",
        compute="_compute_ways",
        help="Without a name: they read the answer in the published register, or on "
        "the page of their contribution.",
    )
    nothing_text = fields.Text(string="Who Receives Nothing", compute="_compute_ways")

    @api.depends("response_ids")
    def _compute_ways(self):
        for dialog in self:
            by_way = dialog._get_contributions().grouped(lambda c: c._get_answer_way())
            nobody = self.env["plpdma.contribution"]
            letters = by_way.get("letter", nobody)
            registered = by_way.get("register", nobody)
            dialog.email_count = len(dialog._get_emails())
            dialog.letter_count = len(letters)
            dialog.letter_names = ", ".join(
                self.env._(
                    "%(author)s (%(reference)s)",
                    author=letter.author_name or self.env._("No name"),
                    reference=letter.reference,
                )
                for letter in letters
            )
            dialog.register_count = len(registered)
            dialog.nothing_text = dialog._describe_nothing(registered)

    def _describe_nothing(self, registered):
        """Who is told nothing, and why.

        :param registered: the contributions answered by the register alone
        """
        reasons = []
        told = sum(
            len(
                response._get_all_contributions()
                - response._get_contributions_to_tell()
            )
            for response in self.response_ids
        )
        if told:
            reasons.append(self.env._("Already released to their author: %s.", told))
        # A form gives its author the code of their page; the others have the register.
        unread = registered.filtered(
            lambda c: (
                c.channel != "web"
                and (c.confidentiality != "public" or c.moderation != "accepted")
            )
        )
        if unread:
            reasons.append(
                self.env._(
                    "Without a name, and not in the published register: %s.",
                    ", ".join(unread.mapped("reference")),
                )
            )
        return "\n".join(reasons)

    # ------------------------------------------------------------------
    # Who is told
    # ------------------------------------------------------------------
    def _get_contributions(self):
        """The contributions whose author is to be told."""
        to_tell = self.env["plpdma.contribution"]
        for response in self.response_ids:
            to_tell |= response._get_contributions_to_tell()
        return to_tell

    def _get_emails(self):
        """The messages that will leave, always in the same order: the response, and the
        contributions of their author."""
        return [
            (response, together)
            for response in self.response_ids.sorted("id")
            for email, together in response._get_contributions_to_tell()
            .sorted("id")
            .grouped(lambda c: c._get_answer_email())
            .items()
            if email
        ]

    def _preview(self, email):
        response, contributions = email
        message = response._preview_email(contributions)
        return (
            email_normalize(message["email_to"]),
            message["subject"],
            message["body_html"],
        )

    def _get_title(self):
        return self.env._("Send to the Authors")

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_send(self):
        """Release the responses.

        :return: what the sender reads, and the end of the dialog
        """
        action = self.response_ids.action_send()
        action["params"]["next"] = {"type": "ir.actions.act_window_close"}
        return action
