from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date, plaintext2html

from ...tools.groups import MANAGER
from ..program.plpdma_delivery import UNDELIVERED_ACTIVITY

OVERDUE_ACTIVITY = "plpdma_concertation.mail_activity_type_answer_due"
# The facts that a line of an earlier register comes with.
BROUGHT_FIELDS = frozenset({"answer_channel", "date_answered", "state", "taken_over"})


class PlpdmaContribution(models.Model):
    """Answers given otherwise than by a response that is sent from here."""

    _inherit = "plpdma.contribution"

    taken_over = fields.Boolean(
        copy=False,
        help="Answered before it was registered here: a manager took it over from an "
        "earlier register.",
    )

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        """A manager also brings the lines of an earlier register, each marked so.

        :raise UserError: for a line without the date of its answer, or with a wrong one
        """
        contributions = super().create(vals_list)
        # sudo: which lines say so is looked at; that a manager brings them was checked.
        brought = contributions.sudo().filtered("taken_over")
        for (channel, date), lines in brought.grouped(
            lambda line: (line.answer_channel, line.date_answered)
        ).items():
            lines._check_answer_date(date)
            lines._write_answer(channel, date, taken_over=True)
        return contributions

    @api.model
    def _get_earned_fields(self):
        return super()._get_earned_fields() | {"taken_over"}

    @api.model
    def _get_earned_sentences(self):
        taken_over = self.env._("A manager takes over an earlier register.")
        return {**super()._get_earned_sentences(), "taken_over": taken_over}

    def _get_brought_fields(self):
        if self.taken_over and self.env.user.has_group(MANAGER):
            return super()._get_brought_fields() | BROUGHT_FIELDS
        return super()._get_brought_fields()

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_note_answered(self, channel, date=None, note=None):
        """Note an answer given by telephone, in a session or by a letter of one's own.

        :param str channel: one of ``answer_channel``, the published register aside
        :param date: the day of the answer; today by default, where the authority is
        :param str note: what was answered, kept in the discussion
        :raise AccessError: for a user who may not write the contributions
        :raise UserError: for one that is answered already, or an answer in the future
            or before what it answers
        """
        if channel not in self._get_noted_channels():
            raise UserError(self.env._("Say how the answer was given."))
        for company, contributions in self.grouped("company_id").items():
            contributions._note_answer(
                channel, date or company._plpdma_get_today(), note
            )

    def action_take_over(self, date, channel=None, note=None):
        """Note that these were answered before they were registered here.

        :param date: the day of the answer
        :param str channel: one of ``answer_channel``; the earlier register may not say
        :param str note: what was answered, kept in the discussion
        :raise AccessError: for a user who does not manage the concertation
        :raise UserError: as ``action_note_answered``
        """
        if not self.env.su and not self.env.user.has_group(MANAGER):
            raise AccessError(
                self.env._("Only a manager takes over an earlier register.")
            )
        if channel and channel not in self._fields["answer_channel"].get_values(
            self.env
        ):
            raise UserError(self.env._("Say how the answer was given."))
        self._note_answer(channel, date, note, taken_over=True)

    def action_cancel_noted(self):
        """Take back an answer that was noted by mistake; one that was sent stays.

        :raise UserError: naming the one whose answer was sent, or was never noted
        """
        self.check_access("write")
        self._lock_to_judge()
        for contribution in self:
            if not contribution.date_answered or contribution.sent_response_id:
                raise UserError(
                    self.env._(
                        "No answer was noted by hand on %s.", contribution.reference
                    )
                )
        # sudo: the right to write them was checked.
        noted = self.sudo()
        noted.filtered(lambda c: c.state in ("answered", "closed")).state = "in_review"
        noted.write(
            {"date_answered": False, "answer_channel": False, "taken_over": False}
        )
        noted._restore_delivery()
        body = self.env._("The answer noted here was taken back.")
        self._message_log_batch(bodies=dict.fromkeys(self.ids, body))

    def action_open_note_answered(self):
        """Ask how and when the answer was given.

        :return: window action of the dialog
        """
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Note an Answer Given"),
            "res_model": "plpdma.contribution.answered",
            "view_mode": "form",
            "target": "new",
            "context": {"default_contribution_ids": self.ids},
        }

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    @api.model
    def _get_noted_channels(self):
        """Set of the channels by which an answer may be noted by hand: one that is
        published was sent by a response."""
        return set(self._fields["answer_channel"].get_values(self.env)) - {"register"}

    def _note_answer(self, channel, date, note=None, taken_over=False):
        self.check_access("write")
        self._lock_to_judge()
        date = fields.Date.to_date(date)
        self._check_answer_date(date)
        for contribution in self.filtered("date_answered"):
            raise UserError(
                self.env._(
                    "%(contribution)s was answered on %(date)s already.",
                    contribution=contribution.reference,
                    date=format_date(self.env, contribution.date_answered),
                )
            )
        self._check_merged_answered()
        # sudo: the right to write them was checked; somebody states what they did.
        self.sudo()._write_answer(channel, date, taken_over, note)
        self.activity_unlink([OVERDUE_ACTIVITY])

    def _check_merged_answered(self):
        """:raise UserError: naming the merged ones whose author would be told nothing:
        the answer was given to the others, and no response will leave"""
        forgotten = self._get_repeats().filtered(
            lambda c: not c.date_answered and c.response_expected
        )
        for repeat in forgotten - self:
            raise UserError(
                self.env._(
                    "%(repeat)s is merged into %(main)s, and its author would be told "
                    "nothing. If they were answered too, note it on both; otherwise "
                    "answer with a response, which tells both authors.",
                    repeat=repeat.reference,
                    main=repeat.duplicate_of_id.reference,
                )
            )

    def _get_repeats(self):
        """What repeats these, whose authors hear of the answers to them."""
        return self.duplicate_ids

    def _restore_delivery(self):
        """Where the answers that were released stand again, the one noted by hand being
        taken back."""
        for contribution in self.filtered(lambda c: c.delivery == "noted"):
            response = contribution.delivery_response_id
            line = contribution.delivery_ids.filtered(
                lambda line, response=response: (
                    line.purpose == "answer" and line.response_id == response
                )
            ).sorted("id")[-1:]
            contribution.write(
                {
                    "delivery": line.state or contribution._get_pending_delivery(),
                    "delivery_id": line.id,
                }
            )

    def _get_pending_delivery(self):
        """Where it stands while its answer was released, and never written."""
        self.ensure_one()
        return "waiting" if self._get_answer_way() == "register" else "to_post"

    def _check_answer_date(self, date):
        """:raise UserError: for an answer that cannot have been given on that day"""
        for contribution in self:
            if not date:
                raise UserError(
                    self.env._(
                        "%s: say on which day it was answered.", contribution.reference
                    )
                )
            if date > contribution.program_id._get_today():
                raise UserError(
                    self.env._(
                        "%s: an answer is noted once it has been given, not before.",
                        contribution.reference,
                    )
                )
            if date < contribution.date_received:
                raise UserError(
                    self.env._(
                        "%(contribution)s was received on %(date)s: it was not "
                        "answered before.",
                        contribution=contribution.reference,
                        date=format_date(self.env, contribution.date_received),
                    )
                )

    def _write_answer(self, channel, date, taken_over, note=None):
        """Write an answer given elsewhere, and who says so."""
        # What did not reach them is no more to be sent, nor waits for anything.
        self.filtered(lambda c: c.delivery != "none").write(
            {"delivery": "noted", "delivery_id": False}
        )
        self.write(
            {
                "date_answered": date,
                "answer_channel": channel,
                "taken_over": taken_over,
            }
        )
        self.filtered(lambda c: c.state in ("received", "in_review")).write(
            {"state": "answered"}
        )
        self.activity_unlink([UNDELIVERED_ACTIVITY])
        labels = dict(self._fields["answer_channel"]._description_selection(self.env))
        body = self.env._(
            "Answered on %(date)s (%(channel)s), as %(user)s notes.",
            date=format_date(self.env, date),
            channel=labels.get(channel, self.env._("not said how")),
            user=self.env.user.name,
        )
        if taken_over:
            body += " " + self.env._("Taken over from an earlier register.")
        if note:
            body = plaintext2html(f"{body}\n\n{note}")
        self._message_log_batch(bodies=dict.fromkeys(self.ids, body))
