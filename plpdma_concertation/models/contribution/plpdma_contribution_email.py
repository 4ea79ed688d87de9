from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import email_normalize

from ...tools.groups import STAFF
from .plpdma_contribution import PlpdmaContribution

CONFIRM_AUTHOR = "plpdma_concertation.mail_activity_type_confirm_author"
# What the message itself says, and the actions decide.
MESSAGE_FIELDS = {
    "author_to_confirm",
    "cut_text",
    "date_written",
    "forwarded_by_id",
    "intake_error",
    "message_key",
}


class PlpdmaContributionEmail(models.Model):
    """What came with a message, beside its author's words; and who wrote a message that
    an agent brings along."""

    _inherit = "plpdma.contribution"

    _personal_fields = (
        *PlpdmaContribution._personal_fields,
        "cut_text",
        "intake_error",
        "proposed_email",
        "proposed_name",
        "transcription",
    )
    cut_text = fields.Text(
        string="What Was Left Out",
        copy=False,
        readonly=True,
        groups=STAFF,
        help="Quoted messages and signature, which are not the author's words. The "
        "original message is among the files.",
    )
    date_written = fields.Char(
        string="Date on the Message",
        copy=False,
        readonly=True,
        groups=STAFF,
        help="As the sender's clock says. The date of arrival is the one that counts.",
    )
    intake_error = fields.Char(
        string="Why It Could Not Be Read", copy=False, readonly=True, groups=STAFF
    )
    forwarded_by_id = fields.Many2one(
        "res.users",
        string="Forwarded by",
        copy=False,
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        groups=STAFF,
    )
    author_to_confirm = fields.Boolean(
        string="Author to Confirm",
        copy=False,
        readonly=True,
        groups=STAFF,
        help="An agent forwarded the message: its author, as it says, is confirmed "
        "before they are told of it.",
    )
    proposed_name = fields.Char(string="Author Named", copy=False, groups=STAFF)
    proposed_email = fields.Char(string="Address Named", copy=False, groups=STAFF)

    message_key = fields.Char(
        string="Identity of the Message",
        copy=False,
        readonly=True,
        groups=STAFF,
        help="By which the same message, delivered twice at once, makes one.",
    )

    _message_key_uniq = models.UniqueIndex(
        "(program_id, message_key) WHERE message_key IS NOT NULL",
        "This message was already received.",
    )
    _author_to_confirm_idx = models.Index("(program_id) WHERE author_to_confirm")

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("author_to_confirm", "proposed_name", "proposed_email")
    def _compute_author_name(self):
        """Who is proposed as the author is named as such."""
        result = super()._compute_author_name()
        for contribution in self.filtered("author_to_confirm"):
            if not contribution.author_name:
                contribution.author_name = self.env._(
                    "%s (to confirm)",
                    contribution.proposed_name or contribution.proposed_email or "?",
                )
        return result

    # ------------------------------------------------------------------
    # Facts
    # ------------------------------------------------------------------
    @api.model
    def _get_earned_fields(self):
        return super()._get_earned_fields() | MESSAGE_FIELDS

    @api.model
    def _get_earned_sentences(self):
        read = self.env._("What a message says is noted when it arrives.")
        return {
            **super()._get_earned_sentences(),
            **dict.fromkeys(MESSAGE_FIELDS, read),
            "author_to_confirm": self.env._("Confirm the author by the button."),
        }

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_confirm_author(self):
        """Make the author named in a forwarded message that of the contribution; they
        are then told that it was received. Safe to repeat.

        :raise UserError: naming those of which nobody is named as the author
        """
        waiting = self._get_waiting_for_author()
        nameless = waiting.filtered(
            lambda record: not record.proposed_name and not record.proposed_email
        )
        if nameless:
            raise UserError(
                self.env._(
                    "Write who the author of %s is first.",
                    ", ".join(nameless.mapped("reference")),
                )
            )
        for contribution in waiting:
            contribution._set_author(
                contribution.proposed_name, contribution.proposed_email
            )
        waiting._tell_received()

    def action_keep_forwarder(self):
        """Make the agent who sent the message its author: they forwarded nobody's.
        Safe to repeat."""
        waiting = self._get_waiting_for_author()
        for contribution in waiting:
            # sudo: of the colleague, name and address, as their message gave them.
            agent = contribution.forwarded_by_id.sudo()
            contribution._set_author(agent.name, agent.email)
        waiting._tell_received()

    def _get_waiting_for_author(self):
        """Those whose author is to be confirmed, for who may do it.

        :raise AccessError: for who may not
        """
        if not self.env.su and not self.env.user.has_group(STAFF):
            raise AccessError(
                self.env._("Only agents and managers say who the author is.")
            )
        self.check_access("write")
        # Clicked twice, it is done once.
        return self.try_lock_for_update().filtered("author_to_confirm")

    def _set_author(self, name, email):
        self.ensure_one()
        # sudo: the action that calls it has checked who confirms, and that it waits.
        self.sudo().write(
            {
                "contributor_name": name,
                "contributor_email": email_normalize(email) or email,
                "author_to_confirm": False,
                "proposed_name": False,
                "proposed_email": False,
            }
        )
        # sudo: the agent's activity is done, whoever confirmed.
        self.sudo().activity_feedback([CONFIRM_AUTHOR])

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    def _check_authors_confirmed(self):
        """:raise UserError: naming those of which it is not known yet whom to tell"""
        waiting = self.filtered("author_to_confirm")
        if waiting:
            raise UserError(
                self.env._(
                    "The author of these contributions is not confirmed yet: %s. "
                    "Confirm who wrote them, then send the response.",
                    ", ".join(waiting.mapped("reference")),
                )
            )

    def _tell_received(self):
        """Tell those who wrote them that they are received."""
        self._send_receipt()
        # sudo: which of them were confirmed is looked at, for who confirms the author.
        self.sudo().co_author_ids._send_receipt()

    def _ask_author(self):
        """Ask the agent who forwarded a message to confirm its author."""
        for contribution in self:
            contribution.activity_schedule(
                CONFIRM_AUTHOR, user_id=contribution.forwarded_by_id.id
            )

    def _anonymise(self):
        """The signature left out, the names proposed and the co-authors go too."""
        result = super()._anonymise()
        # sudo: as the identity itself, whoever wrote them.
        records = self.sudo().with_context(active_test=False, tracking_disable=True)
        records.co_author_ids.unlink()
        records.write(
            {
                "author_to_confirm": False,
                "cut_text": False,
                "intake_error": False,
                "proposed_email": False,
                "proposed_name": False,
            }
        )
        return result
