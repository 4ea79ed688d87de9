from odoo import api, fields, models
from odoo.tools import email_normalize

from ..tools.notifications import CLOSE


class PlpdmaResponseSend(models.TransientModel):
    """Dialog before a response leaves: who is told and how, who is not, and what each
    of them will read."""

    _name = "plpdma.response.send"
    _description = "Send Responses to the Authors"
    _inherit = ["plpdma.preview.mixin"]

    response_ids = fields.Many2many("plpdma.response", required=True)
    email_count = fields.Integer(string="By E-mail", compute="_compute_ways")
    letter_count = fields.Integer(string="By Post", compute="_compute_ways")
    letter_names = fields.Text(string="Letters to", compute="_compute_ways")
    co_author_count = fields.Integer(
        string="Of Which to Co-authors",
        compute="_compute_co_authors",
        help="E-mails to those who sign a contribution with its author, and whom an "
        "agent has confirmed.",
    )
    co_author_names = fields.Text(string="Co-authors", compute="_compute_co_authors")
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
            released = dialog._get_contributions()
            leaving = released - released._filtered_held(released)
            by_way = leaving.grouped(lambda c: c._get_answer_way())
            nobody = self.env["plpdma.contribution"]
            letters = by_way.get("letter", nobody)
            registered = by_way.get("register", nobody)
            dialog.email_count = len(dialog._get_emails())
            posted = dialog._get_co_authors().filtered(
                lambda a: not a._get_answer_email()
            )
            dialog.letter_count = len(
                letters.grouped(lambda c: c._get_letter_author())
            ) + len(posted.grouped(lambda a: a._get_letter_author()))
            dialog.letter_names = ", ".join(
                dialog.response_ids._get_author_names(letters) + posted._get_names()
            )
            dialog.register_count = len(registered)
            dialog.nothing_text = dialog._describe_nothing(registered)

    @api.depends("response_ids")
    def _compute_co_authors(self):
        for dialog in self:
            co_authors = dialog._get_co_authors()
            dialog.co_author_names = ", ".join(co_authors._get_names())
            dialog.co_author_count = sum(
                all(told._name == co_authors._name for _response, told in message)
                for message in dialog._get_emails()
            )

    def _describe_nothing(self, registered):
        """Sentences on who is told nothing, and why, as one text.

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
        waiting = registered - registered._get_readable(self.response_ids)
        unread = waiting.filtered(
            lambda c: c.confidentiality != "public" or c.moderation == "refused"
        )
        if unread:
            reasons.append(
                self.env._(
                    "Without a name, and not in the published register: %s.",
                    ", ".join(unread.mapped("reference")),
                )
            )
        if waiting - unread:
            reasons.append(
                self.env._(
                    "Without a name, told once their text and the answer are "
                    "published: %s.",
                    ", ".join((waiting - unread).mapped("reference")),
                )
            )
        contributions = self._get_contributions()
        held = contributions._filtered_held(contributions)
        if held:
            reasons.append(
                self.env._(
                    "Waiting for the rest of their letter: %s.",
                    ", ".join(held.mapped("reference")),
                )
            )
        proposed = contributions.co_author_ids.filtered(
            lambda author: not author.confirmed
        )
        if proposed:
            reasons.append(
                self.env._(
                    "Proposed as co-authors, and not confirmed: %s.",
                    ", ".join(proposed._get_names()),
                )
            )
        return "\n".join(reasons)

    # ------------------------------------------------------------------
    # Who is told
    # ------------------------------------------------------------------
    def _get_contributions(self):
        """The contributions whose author is to be told, as a recordset."""
        to_tell = self.env["plpdma.contribution"]
        for response in self.response_ids:
            to_tell |= response._get_contributions_to_tell()
        return to_tell

    def _get_co_authors(self):
        """The co-authors who are to be told as the authors are, as a recordset."""
        to_tell = self.env["plpdma.contribution.author"]
        for response in self.response_ids:
            to_tell |= response._get_co_authors_to_tell().sudo(False)
        return to_tell

    def _get_emails(self):
        """The messages that will leave, always in the same order: each a list of a
        response and of those whom it tells, for one person."""
        released = self._get_contributions()
        held = released._filtered_held(released)
        pairs = []
        for response in self.response_ids.sorted("id"):
            to_tell = response._get_contributions_to_tell() - held
            pairs += [
                (response, to_tell.sorted("id")),
                (response, response._get_co_authors_to_tell().sorted("id")),
            ]
        # What was waiting for these leaves with them.
        waiting = (released - held).whole_id.part_ids - released
        pairs += self.response_ids._get_pairs(waiting._filtered_waiting())
        return list(self.response_ids._sort_into_messages(pairs).values())

    def _preview(self, email):
        message = self.response_ids._preview_message(email)
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
        """Release the responses: a notification says what was done, then the dialog
        closes."""
        action = self.response_ids.action_send()
        action["params"]["next"] = dict(CLOSE)
        return action
