from collections import defaultdict
from datetime import timedelta

from odoo import api, models
from odoo.tools import plaintext2html

from ..program.plpdma_delivery import LOST, UNDELIVERED_ACTIVITY

OVERDUE_ACTIVITY = "plpdma_concertation.mail_activity_type_answer_due"


class PlpdmaDelivery(models.Model):
    """What becomes of answers and of receipts is told to their contributions."""

    _inherit = "plpdma.delivery"

    def _tell_records(self):
        result = super()._tell_records()
        told = self.filtered(lambda line: line.purpose in ("answer", "receipt"))
        if told:
            self.env["plpdma.contribution"]._on_delivery(told)
        return result


class PlpdmaContribution(models.Model):
    """What the ledger of messages lets us say of each answer, and no more."""

    _inherit = "plpdma.contribution"

    @api.model
    def _on_delivery(self, lines):
        """Note on the contributions what became of their messages, and tell who
        handles them of those that did not arrive.

        :param lines: lines of the ledger whose state has just changed, in superuser
            mode
        """
        answers = lines.filtered(lambda line: line.purpose == "answer")
        self._note_outcomes(answers)
        answered = answers.contribution_ids._claim_answers()
        done = lines.filtered(lambda line: line.state == "sent")
        # A receipt that arrives at last says nothing of an answer that did not.
        reached = done.contribution_ids.filtered(lambda c: c.delivery not in LOST)
        # Nearly always the same ones: looked for at once.
        (answered & reached).activity_unlink([OVERDUE_ACTIVITY, UNDELIVERED_ACTIVITY])
        (answered - reached).activity_unlink([OVERDUE_ACTIVITY])
        (reached - answered).activity_unlink([UNDELIVERED_ACTIVITY])
        lost = lines.filtered(lambda line: line.state in LOST)
        self._alert_undelivered(
            lost.filtered(
                lambda line: (
                    line.purpose != "answer"
                    or line in line.contribution_ids.delivery_id
                )
            )
        )

    def _claim_answers(self):
        """Say of the answers what the ledger proves, and no more.

        The first message that arrived gives the date and the way of the answer, the
        last one the response that the author holds. What was noted before, or on the
        telephone, has no line and stays.

        :return: those that are answered, of which nobody needs to be reminded
        """
        proofs, refuted = self._get_proofs()
        changes = defaultdict(self.browse)
        for contribution in self:
            told = proofs[contribution]
            vals = contribution._prepare_claim(told, refuted[contribution])
            changes[tuple(sorted(vals.items()))] |= contribution
        for vals, contributions in changes.items():
            if vals:
                contributions.write(dict(vals))
        return self.filtered("date_answered")

    def _get_proofs(self):
        """The lines of the answers to these contributions, the oldest first.

        :return: those that arrived, and those that did not, by contribution
        """
        lines = self.env["plpdma.delivery"].search(
            [("contribution_ids", "in", self.ids), ("purpose", "=", "answer")],
            order="date_done, id",
        )
        proofs = defaultdict(lines.browse)
        refuted = defaultdict(lines.browse)
        for line in lines:
            kept = proofs if line.state == "sent" else refuted
            for contribution in line.contribution_ids & self:
                kept[contribution] |= line
        return proofs, refuted

    def _prepare_claim(self, told, refuted):
        """Values to write on the contribution, for it to say what was delivered.

        :param told: the lines of the messages that arrived, the oldest first
        :param refuted: those of the messages that did not
        """
        self.ensure_one()
        vals = {}
        response = self.sent_response_id
        # One that was corrected since may leave after the one that corrects it.
        latest = told.response_id.sorted("id")[-1:]
        response = latest or (response - refuted.response_id)
        if response != self.sent_response_id:
            vals["sent_response_id"] = response.id
        is_withdrawn = self.answer_delivery_id and self.answer_delivery_id not in told
        if told and (is_withdrawn or not self.date_answered):
            vals.update(
                date_answered=told[0]._get_day(),
                answer_channel=told[0].channel,
                answer_delivery_id=told[0].id,
            )
        elif is_withdrawn:
            vals.update(
                date_answered=False, answer_channel=False, answer_delivery_id=False
            )
        is_answered = vals.get("date_answered", self.date_answered)
        if is_answered and self.state in ("received", "in_review"):
            vals["state"] = "answered"
        elif not is_answered and is_withdrawn:
            closed = self.state == "closed" and self.response_expected
            if closed or self.state == "answered":
                vals["state"] = "in_review"
        return vals

    @api.model
    def _alert_undelivered(self, lines, activity_type=UNDELIVERED_ACTIVITY):
        """Ask whoever handles them to see to the messages that did not arrive: one
        activity a message, in place of the one before.

        :param str activity_type: external id of the type of the activities
        """
        firsts = self.browse()
        alerts = defaultdict(self.browse)
        for together in lines.grouped(lambda line: line._get_firsts()).values():
            line = together[:1]
            first = together.contribution_ids.sorted(lambda c: c._get_letter_rank())[:1]
            firsts |= first
            user = first._get_handler() or first.program_id._get_any_manager()
            reason = line.with_context(lang=user.lang).reason
            alerts[user, reason, line.purpose] |= first
        firsts.activity_unlink([activity_type])
        for (user, reason, purpose), contributions in alerts.items():
            in_words = contributions.with_context(lang=user.lang)
            # No e-mail tells of e-mails that do not leave: the activity is enough.
            quiet = contributions.with_context(mail_activity_quick_update=True)
            quiet.activity_schedule(
                activity_type,
                user_id=user.id or self.env.uid,
                summary=in_words._get_undelivered_summary(purpose),
                note=plaintext2html(reason),
            )

    @api.model
    def _get_undelivered_summary(self, purpose):
        if purpose == "receipt":
            return self.env._("The receipt did not reach its author")
        return self.env._("The answer did not reach its author")

    # ------------------------------------------------------------------
    # What was noted before deliveries were followed
    # ------------------------------------------------------------------
    @api.model
    def _adopt_noted_answers(self):
        """Give their line to the answers that an earlier version noted, or a data file:
        each keeps its date and its way."""
        noted = self.with_context(active_test=False).search(
            [
                ("sent_response_id", "!=", False),
                ("delivery_id", "=", False),
                ("delivery", "in", ("none", "to_post")),
            ]
        )
        noted.filtered(lambda c: not c.delivery_response_id)._adopt_responses()
        told = noted.filtered(lambda c: c.delivery == "none")
        told -= told._adopt_queued_answers()
        by_answer = told.grouped(
            lambda c: (c.sent_response_id, c.date_answered, c.answer_channel)
        )
        channels = self.env["plpdma.delivery"]._fields["channel"].get_values(self.env)
        deliveries = {"letter": "posted", "register": "register"}
        for (response, date, channel), contributions in by_answer.items():
            line = self.env["plpdma.delivery"].create(
                {
                    **contributions._prepare_delivery(),
                    "purpose": "answer",
                    "channel": channel if channel in channels else "email",
                    "state": "sent",
                    "response_id": response.id,
                    "date_queued": response.date_sent,
                    "date_done": response.program_id._get_noon(date)
                    if date
                    else response.date_sent,
                }
            )
            contributions.write(
                {
                    "delivery": deliveries.get(channel, "sent"),
                    "delivery_id": line.id,
                    "answer_delivery_id": date and line.id,
                }
            )

    def _adopt_responses(self):
        for response, contributions in self.grouped("sent_response_id").items():
            contributions.write({"delivery_response_id": response.id})

    def _adopt_queued_answers(self):
        """Follow the e-mails of these answers that are still in the queue, or did not
        leave it: what becomes of them is noted from now on.

        :return: the contributions that they speak of
        """
        mails = self.env["mail.mail"].search(
            [
                ("model", "=", self._name),
                ("res_id", "in", self.ids),
                ("state", "in", ("outgoing", "exception")),
            ]
        )
        deliveries = self.env["plpdma.delivery"]
        by_author = self.grouped(lambda c: (c.sent_response_id, c._get_answer_email()))
        adopted = self.browse()
        for mail in mails:
            contribution = self.browse(mail.res_id)
            response = contribution.sent_response_id
            # A receipt was put in the queue well before the answer.
            is_receipt = not response.date_sent or (
                mail.create_date < response.date_sent - timedelta(minutes=1)
            )
            if is_receipt or contribution in adopted:
                continue
            told = by_author[response, contribution._get_answer_email()]
            vals = {**told._prepare_delivery(), "response_id": response.id}
            line = deliveries._follow("answer", mail, [vals])
            told.write(
                {
                    "delivery": "queued",
                    "delivery_id": line.id,
                    "answer_delivery_id": line.id,
                }
            )
            if mail.state == "exception":
                cause = line._get_cause(mail.failure_reason, mail.failure_type)
                line._settle("failed", cause, mail.failure_reason)
            adopted |= told
        return adopted
