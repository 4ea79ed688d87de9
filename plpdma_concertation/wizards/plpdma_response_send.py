from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize

from ..tools.notifications import CLOSE
from ..tools.references import name_some

# The authors whom a response names, before those that are only counted.
NAMED = 5


class PlpdmaResponseSend(models.TransientModel):
    """Dialog before a response leaves: who is told and how, who is not, and what each
    of them will read."""

    _name = "plpdma.response.send"
    _description = "Send Responses to the Authors"
    _inherit = ["plpdma.preview.mixin"]

    response_ids = fields.Many2many("plpdma.response", required=True)
    email_count = fields.Integer(string="By E-mail", readonly=True)
    letter_count = fields.Integer(string="By Post", readonly=True)
    letter_names = fields.Text(string="Letters to", readonly=True)
    co_author_count = fields.Integer(
        string="Of Which to Co-authors",
        readonly=True,
        help="E-mails to those who sign a contribution with its author, and whom an "
        "agent has confirmed.",
    )
    co_author_names = fields.Text(string="Co-authors", readonly=True)
    register_count = fields.Integer(
        string="By the Register",
        readonly=True,
        help="Without a name: they read the answer in the published register, or on "
        "the page of their contribution.",
    )
    nothing_text = fields.Text(string="Who Receives Nothing", readonly=True)
    is_to_decide = fields.Boolean(
        help="They are drafts: sending them decides on them too."
    )
    response_count = fields.Integer(compute="_compute_response_count")
    told_text = fields.Text(
        string="What Leaves",
        readonly=True,
        help="Each response, and the authors who are told of it.",
    )
    left_out_text = fields.Text(
        string="What Stays as It Is",
        readonly=True,
        help="The responses that were chosen too and cannot be sent now, and why.",
    )
    # What was shown: what changed since is neither decided nor sent.
    seen = fields.Text()
    # Who is told: whoever joined since is not written to unseen.
    recipients = fields.Json()
    arbiter_id = fields.Many2one(
        "res.partner",
        string="Decided by",
        help="The person who decided, if somebody else than you.",
    )

    @api.depends("response_ids")
    def _compute_response_count(self):
        for dialog in self:
            dialog.response_count = len(dialog.response_ids)

    # ------------------------------------------------------------------
    # What is shown
    # ------------------------------------------------------------------
    def _prepare_shown(self, position):
        """All of it is what sending would do now, co-authors and those who repeated a
        letter among the others; nothing of it is kept."""
        responses = self.response_ids
        to_tell, told_count, lines = self.env["plpdma.contribution"], 0, []
        for response in responses:
            remaining = response._get_contributions_to_tell()
            lines.append(f"{response._get_title()} → {self._name_told(remaining)}")
            to_tell |= remaining
            told_count += len(response._get_all_contributions() - remaining)
        with responses._foresee() as ways:
            messages = responses._sort_into_messages(ways.emails)
            emails = list(messages.values())
            return {
                **self._prepare_ways(ways, emails),
                "recipients": self._list_recipients(ways, messages),
                "told_text": "\n".join(lines),
                "nothing_text": self._describe_nothing(
                    ways.registered, to_tell, told_count
                ),
                **self._prepare_preview(emails, position),
            }

    def _list_recipients(self, ways, messages):
        """Sorted list of who is told: an address for each message, a name for each
        letter, and the references of those whom the register tells."""
        return sorted(
            [
                *(email for email, *_apart in messages),
                *self.response_ids._get_author_names(ways.posted),
                *ways.co_posted._get_names(),
                *ways.registered.mapped("reference"),
            ]
        )

    def _name_told(self, contributions):
        """The first of their authors, and how many others, as one text."""
        names = self.response_ids._get_author_names(contributions[:NAMED])
        others = len(contributions) - len(names)
        if others:
            names.append(self.env._("others: %s", others))
        return ", ".join(names)

    def _prepare_ways(self, ways, emails):
        """Values of how many are told, by each way.

        :param ways: see ``plpdma.response._foresee``
        :param list emails: the messages that will leave
        """
        letters = [
            *ways.posted.grouped(lambda c: c._get_letter_author()),
            *ways.co_posted.grouped(lambda a: a._get_letter_author()),
        ]
        co_authors = ways.co_posted.union(
            *(
                told
                for _response, told in ways.emails
                if told._name == ways.co_posted._name
            )
        )
        return {
            "email_count": len(emails),
            "letter_count": len(letters),
            "letter_names": ", ".join(
                self.response_ids._get_author_names(ways.posted)
                + ways.co_posted._get_names()
            ),
            "co_author_count": sum(
                all(told._name == co_authors._name for _response, told in message)
                for message in emails
            ),
            "co_author_names": ", ".join(co_authors._get_names()),
            "register_count": len(ways.registered),
        }

    def _describe_nothing(self, registered, to_tell, told_count):
        """Sentences on who is told nothing, and why, as one text.

        :param registered: the contributions answered by the register alone
        :param to_tell: all the contributions whose author is to be told
        :param int told_count: how many were told before
        """
        reasons = []
        if told_count:
            reasons.append(
                self.env._("Already released to their author: %s.", told_count)
            )
        waiting = registered - registered._get_readable(self.response_ids)
        unread = waiting.filtered(
            lambda c: c.read_by != "public" or c.moderation == "refused"
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
        held = to_tell._filtered_waiting()
        if held:
            reasons.append(
                self.env._(
                    "Waiting for the rest of their letter: %s.",
                    ", ".join(held.mapped("reference")),
                )
            )
        signed = to_tell | to_tell._get_letter()
        proposed = signed.co_author_ids.filtered(lambda author: not author.confirmed)
        if proposed:
            reasons.append(
                self.env._(
                    "Proposed as co-authors, and not confirmed: %s.",
                    ", ".join(proposed._get_names()),
                )
            )
        return "\n".join(reasons)

    def _preview(self, email):
        message = self.response_ids._preview_message(email)
        return (
            email_normalize(message["email_to"]),
            message["subject"],
            message["body_html"],
        )

    def _get_title(self):
        if self.is_to_decide:
            return self.env._("Validate and Send")
        return self.env._("Send to the Authors")

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_send(self):
        """Release the responses: a notification says what was done, then the dialog
        closes.

        :raise UserError: when one of them is not what was shown any more
        """
        self.response_ids._lock_to_judge()
        self.response_ids._check_seen(self.seen or None)
        self._check_recipients()
        return self._close(self.response_ids.action_send())

    def action_decide_and_send(self):
        """Decide on the drafts, then release them: as ``action_send``.

        :raise AccessError: for a user who may not decide on them
        :raise UserError: when one of them is not what was shown any more
        """
        self.response_ids._lock_to_judge()
        self._check_recipients()
        return self._close(
            self.response_ids._decide_and_send(self.seen, self.arbiter_id)
        )

    def _check_recipients(self):
        """:raise UserError: naming who would be told and was not shown, or was shown
        and would not be told any more
        """
        responses = self.response_ids
        with responses._foresee() as ways:
            messages = responses._sort_into_messages(ways.emails)
            now = Counter(self._list_recipients(ways, messages))
        shown = Counter(self.recipients or [])
        changed = sorted({*(now - shown), *(shown - now)})
        if changed:
            raise UserError(
                self.env._(
                    "Who is told changed since this window was opened: %s. Nothing has "
                    "left. Close it, look at it again, then send.",
                    name_some(changed),
                )
            )

    def _close(self, notification):
        notification["params"]["next"] = dict(CLOSE)
        return notification
