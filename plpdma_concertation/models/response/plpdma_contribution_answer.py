from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from ...tools.groups import READERS, STAFF
from ...tools.notifications import make_notification
from ..contribution.plpdma_contribution import PlpdmaContribution as Contribution


class PlpdmaContribution(models.Model):
    """The responses that a contribution has, and the one that its author received: what
    each of them locks, and what a merge makes of them."""

    _inherit = "plpdma.contribution"

    _same_program_fields = (*Contribution._same_program_fields, "response_ids")

    response_ids = fields.Many2many(
        "plpdma.response",
        "plpdma_response_contribution_rel",
        "contribution_id",
        "response_id",
        string="All Responses",
        copy=False,
        help="The response in force and those that it superseded.",
    )
    response_id = fields.Many2one(
        "plpdma.response",
        compute="_compute_response_id",
        inverse="_inverse_response_id",
        store=True,
        readonly=False,
        copy=False,
        index="btree_not_null",
        domain="[('program_id', '=', program_id), ('state', '=', 'draft')]",
        groups=STAFF,
        help="The response in force, or the one being prepared.",
    )
    draft_before_merge_id = fields.Many2one(
        "plpdma.response",
        string="Response Being Prepared before the Merge",
        copy=False,
        readonly=True,
        index="btree_not_null",
        groups=STAFF,
        help="Where it stands again once the merge is undone.",
    )
    response_state = fields.Selection(
        related="response_id.state", string="Response Status", groups=STAFF
    )
    # What the author received, never what is still being prepared: these are read
    # by people who may not read a draft response.
    decision = fields.Selection(
        related="sent_response_id.decision", store=True, groups=READERS
    )
    response_name = fields.Char(
        related="sent_response_id.name",
        string="Subject of the Response",
        groups=READERS,
    )
    response_motivation = fields.Html(
        related="sent_response_id.motivation", string="Motivation", groups=READERS
    )
    response_effect = fields.Html(
        related="sent_response_id.effect", string="Effect", groups=READERS
    )
    response_refusal_reason_id = fields.Many2one(
        related="sent_response_id.refusal_reason_id", groups=READERS
    )
    response_review_date = fields.Date(
        related="sent_response_id.review_date", groups=READERS
    )
    response_published = fields.Boolean(
        related="sent_response_id.published",
        string="Response Published",
        groups=READERS,
    )
    response_date_sent = fields.Datetime(
        related="sent_response_id.date_sent",
        string="Response Released on",
        groups=READERS,
    )
    sent_response_id = fields.Many2one(
        "plpdma.response",
        string="Response Received by the Author",
        copy=False,
        readonly=True,
        index="btree_not_null",
        groups=READERS,
        help="The last response that was sent to this author.",
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("response_ids.state")
    def _compute_response_id(self):
        """The response that was sent, else the latest that is being prepared."""
        for contribution in self:
            current = contribution.response_ids.filtered(
                lambda response: response.state != "superseded"
            )
            sent = current.filtered(lambda response: response.state == "sent")
            contribution.response_id = (sent or current).sorted("id")[-1:]

    def _inverse_response_id(self):
        """Put the contribution under the chosen response, and take it off another,
        which a locked one refuses."""
        for contribution in self:
            chosen = contribution.response_id
            current = contribution.response_ids.filtered(
                lambda response: response.state != "superseded"
            )
            commands = [Command.unlink(other.id) for other in current - chosen]
            if chosen:
                commands.append(Command.link(chosen.id))
            contribution.response_ids = commands

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------
    @api.constrains("response_ids", "duplicate_of_id")
    def _check_responses(self):
        """Joining a response from this side meets the rules of the response."""
        self.response_ids._check_contributions()

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        """New contributions do not join a locked response.

        :raise UserError: naming the response
        """
        contributions = super().create(vals_list)
        # Whoever else notes one puts it under no response.
        if self.env.su or self.env.user.has_group(STAFF):
            contributions.response_ids._check_content_unlocked()
        return contributions

    def write(self, vals):
        """Keep a locked text, and locked responses, as they are.

        :raise UserError: naming the contribution or the response that is locked
        """
        if "verbatim" in vals:
            self._check_verbatim_unlocked(vals["verbatim"])
        responses = self.response_ids if "response_ids" in vals else None
        result = super().write(vals)
        if responses is not None:
            # Linking from this side meets the same lock as from the response's.
            changed = (responses | self.response_ids) - (responses & self.response_ids)
            changed._check_content_unlocked()
            changed._check_contributions()
        return result

    def _check_verbatim_unlocked(self, verbatim):
        """:raise UserError: when a validated response stands on the text"""
        # Nobody validates a response while the words that it answers change.
        (self.response_ids | self.duplicate_of_id.response_ids)._lock_to_judge()
        for contribution in self:
            if contribution.verbatim != verbatim and contribution._is_answered_for():
                raise UserError(
                    self.env._(
                        "The text of %s is locked: a validated response stands on it.",
                        contribution.reference,
                    )
                )

    def _is_answered_for(self):
        """Whether a validated response stands on the text: its own, that of the
        contribution into which it was merged, or the one its author received."""
        self.ensure_one()
        responses = self.response_ids | self.duplicate_of_id.response_ids
        return any((responses | self.sent_response_id).mapped("is_locked"))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_answered(self):
        for contribution in self:
            if contribution._is_answered_for():
                raise UserError(
                    self.env._(
                        "%s has a validated response: it is not deleted. Archive it, "
                        "or anonymise it: its author's identity is then erased.",
                        contribution.reference,
                    )
                )

    @api.model
    def _get_earned_fields(self):
        return super()._get_earned_fields() | {
            "draft_before_merge_id",
            "sent_response_id",
        }

    @api.model
    def _get_earned_sentences(self):
        sentences = super()._get_earned_sentences()
        return {
            **sentences,
            "draft_before_merge_id": sentences["duplicate_of_id"],
            "sent_response_id": sentences["date_answered"],
        }

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_answer(self):
        """Open the response of the contributions; make one draft for those without.

        One draft answers all the selected contributions together.

        :return: window action on the response
        :raise UserError: when some already have a response of their own
        """
        responses = self.response_id
        without = self.filtered(lambda c: not c.response_id)
        if len(responses) > 1 or (responses and without):
            raise UserError(
                self.env._(
                    "Some of these contributions already have a response: %s. Select "
                    "only those without one, or open the response itself.",
                    ", ".join((self - without).mapped("reference")),
                )
            )
        if len(self.program_id) > 1:
            raise UserError(
                self.env._("One response answers contributions of one programme.")
            )
        response = responses or self.env["plpdma.response"].create(
            {
                "program_id": self.program_id.id,
                "contribution_ids": [Command.set(self.ids)],
            }
        )
        return response.get_formview_action()

    def action_open_response(self):
        """Open the response in force, or the one being prepared."""
        self.ensure_one()
        return self.response_id.get_formview_action()

    # ------------------------------------------------------------------
    # Merging
    # ------------------------------------------------------------------
    def _merge_into(self, target):
        """Each author receives the answer given to ``target``, at once if that was
        already sent.

        :return: what the sending tells, if it was
        """
        super()._merge_into(target)
        told = self._get_told_by_merge(target)
        return target.response_id.action_send() if told else None

    def _prepare_to_merge(self):
        """Take them from the draft responses: the target alone stays, and answers for
        the others.

        :raise UserError: when one of them already has a validated response
        """
        for contribution in self:
            if contribution.response_ids.filtered("is_locked"):
                raise UserError(
                    self.env._(
                        "%s already has a validated response: it cannot be merged into "
                        "another contribution.",
                        contribution.reference,
                    )
                )
        for contribution in self.filtered("response_ids"):
            # sudo: what the merge remembers, of what the user may write.
            contribution.sudo().draft_before_merge_id = contribution.response_id
            contribution.response_ids = [Command.clear()]
        return super()._prepare_to_merge()

    def action_unmerge(self):
        """As everywhere; and each stands again in the response that was being prepared,
        unless that was decided, or another answers it, since.

        :return: notification of those that do not, none where all do
        """
        # sudo: what the merge remembers; the right to write them is asked next.
        answered = self.sudo().filtered(
            lambda c: c.duplicate_of_id and c.draft_before_merge_id
        )
        super().action_unmerge()
        lost = answered.filtered(
            lambda c: c.response_id or c.draft_before_merge_id.is_locked
        )
        for contribution in answered - lost:
            contribution.response_ids = [
                Command.link(contribution.draft_before_merge_id.id)
            ]
        answered.write({"draft_before_merge_id": False})
        if not lost:
            return None
        message = self.env._(
            "In no response as before the merge, for it was decided since: %s.",
            ", ".join(lost.mapped("reference")),
        )
        return make_notification(message, "warning", sticky=True)

    def _get_told_by_merge(self, target):
        """The contributions whose author receives at once, when merged into ``target``,
        the answer that was already sent for it."""
        sent = target.response_id.filtered(lambda response: response.state == "sent")
        return self._get_merged_with(target).filtered(
            lambda c: sent and sent not in c.delivery_response_id | c.sent_response_id
        )

    # ------------------------------------------------------------------
    # What is told
    # ------------------------------------------------------------------
    def _get_answered_together(self):
        """The contributions on which the message that is being written tells one
        response; else all of this author that the same response answers.

        :return: contributions, this one among them
        """
        self.ensure_one()
        lines = self._get_lines_being_written()
        if lines:
            return lines[0].contribution_ids.with_env(self.env)
        email = self._get_answer_email()
        return (
            self._get_response_to_tell()
            ._get_all_contributions()
            .filtered(lambda c: c == self or c._get_answer_email() == email)
        )

    def _get_response_to_tell(self):
        """The response that is told to the author, or was; else the one in force."""
        self.ensure_one()
        written = self._get_lines_being_written()[:1].response_id.with_env(self.env)
        return written or self.delivery_response_id or self._get_main().response_id

    @api.model
    def _get_entry_domain(self):
        """Domain of those that have an entry of their own: also a merged one whose
        author received an answer."""
        answered = Domain("sent_response_id", "!=", False)
        return answered | super()._get_entry_domain()
