from odoo import api, fields, models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from ...tools.locks import hold
from .plpdma_delivery_measure import OUTDATED, TAKEN_BACK, UNWANTED


class PlpdmaDelivery(models.Model):
    """What became of an action is not told to whoever asked for no more, nor once it is
    no longer so, even where the message is in the queue already.

    The row of the message in the queue decides: whoever takes it back and the queue
    that sends it each hold it first. What is leaving at this very moment leaves, and
    the ledger says so.
    """

    _inherit = "plpdma.delivery"

    cause = fields.Selection(
        selection_add=[
            (UNWANTED, "Whoever it was for asked for no more before it left."),
            (
                OUTDATED,
                "Before it left, an action that it tells had changed or was no longer "
                "published, or what it was about or whoever it was for was deleted.",
            ),
            ("other",),
        ],
        ondelete={UNWANTED: "set null", OUTDATED: "set null"},
    )

    @api.depends("cause")
    def _compute_is_lost(self):
        """Nobody has to see to what was taken back."""
        result = super()._compute_is_lost()
        self.filtered(lambda line: line.cause in TAKEN_BACK).is_lost = False
        return result

    def _sort_void(self, changed=None):
        """The lines of the messages that wait in the queue, and are not to leave: those
        of which nobody to whom they speak still asks to be told, and those that tell
        what is no longer so.

        :param changed: actions of which what waits tells older words
        :return: ``{cause: lines}``, in superuser mode
        """
        waiting = self._filtered_news().filtered(
            lambda line: line.state == "queued" and not line._is_being_written()
        )
        waiting = waiting._get_all_told()
        void = {UNWANTED: self.browse(), OUTDATED: self.browse()}
        made = waiting.contribution_ids._get_made_measures()
        for lines in waiting.grouped("message_uid").values():
            readers = [line._get_news_readers() for line in lines]
            if any(readers) and not any(
                one.follow_consent for several in readers for one in several
            ):
                void[UNWANTED] |= lines
            elif lines.measure_id & (changed or lines.measure_id.browse()) or not all(
                line._is_still_so() and line._is_still_made(made) for line in lines
            ):
                void[OUTDATED] |= lines
        return void

    def _take_back(self, changed=None):
        """Take out of the queue what is not to leave: the ledger says why.

        :param changed: as ``_sort_void`` takes it
        :return: what the same messages told and is still to be told, as
            ``_write_news`` takes it
        """
        void = self._sort_void(changed)
        messages = self.browse().union(*void.values()).mail_message_id
        # sudo: the queue is the system's; only what is ours leaves it.
        mails = self.env["mail.mail"].sudo()
        mails = mails.search(
            [("mail_message_id", "in", messages.ids), ("state", "=", "outgoing")]
        )
        # What is leaving at this very moment leaves.
        mails = mails.try_lock_for_update()
        taken = self.browse()
        for cause, lines in void.items():
            held = lines.filtered(
                lambda line: line.mail_message_id in mails.mail_message_id
            )
            if held:
                # First: taken out by hand, it would say no more.
                held._settle("failed", cause)
                taken |= held
        mails.write({"state": "cancel"})
        return taken._get_firsts()._get_news_left()

    def _take_back_alone(self):
        """Take back what is not to leave, and tell the rest of it in other messages."""
        self.env["plpdma.measure"]._tell(self._take_back())


class PlpdmaFollowerMixin(models.AbstractModel):
    """Whoever asks for no more is told nothing more from then on, and nothing is told
    to whoever was deleted, nor of it."""

    _inherit = "plpdma.follower.mixin"

    # What the ledger calls the messages that tell them what became of an action.
    _news_purpose = None

    def write(self, vals):
        """What waits in the queue for whoever asks for no more does not leave."""
        result = super().write(vals)
        if "follow_consent" in vals and not vals["follow_consent"]:
            self._find_waiting_news()._take_back_alone()
        return result

    def _take_back_deleted(self):
        """Take back what waits in the queue for these, which are about to be deleted.

        :return: what the same messages told to others, or of others, and is still to be
            told once they are, as ``_tell`` takes it
        """
        waiting = self._find_waiting_news()
        return waiting._take_back(waiting.measure_id).without(self)

    def _find_waiting_news(self):
        """The lines of the messages that wait in the queue for these, in superuser
        mode."""
        # sudo: the ledger is written by nobody else.
        return (
            self.env["plpdma.delivery"]
            .sudo()
            .search(
                [
                    ("purpose", "=", self._news_purpose),
                    ("state", "=", "queued"),
                    (self._ledger_field, "in", self.ids),
                ]
            )
        )


class PlpdmaContribution(models.Model):
    """Nothing is told of what was deleted, to its author or to those who sign it."""

    _inherit = "plpdma.contribution"

    def unlink(self):
        """What waits in the queue for these is taken back with them; what it told of
        others is told in other messages."""
        # Those who sign them go with them, unasked.
        # sudo: who signs is looked at, and what they are told.
        signing = self.sudo().with_context(active_test=False).co_author_ids
        left = signing._take_back_deleted().without(self)
        left.update(self._take_back_deleted().without(signing))
        result = super().unlink()
        self.env["plpdma.measure"]._tell(left)
        return result


class MailMail(models.Model):
    """The queue asks once more: who withdrew while the message was written, or before
    it was put back in the queue, is not written to; nor is anybody of what is no longer
    so."""

    _inherit = "mail.mail"

    def _send(
        self,
        auto_commit=False,
        raise_exception=False,
        smtp_session=None,
        alias_domain_id=False,
        mail_server=False,
        post_send_callback=None,
    ):
        """One after the other: what is held is let go as core keeps that one left. Core
        passes over what was taken out of the queue."""
        options = (
            auto_commit,
            raise_exception,
            smtp_session,
            alias_domain_id,
            mail_server,
            post_send_callback,
        )
        news = self._plpdma_find_measure_news()
        result = super(MailMail, self - news)._send(*options)
        for mail in news:
            if mail._plpdma_hold():
                mail._plpdma_find_queued()._take_back_alone()
                super(MailMail, mail)._send(*options)
        return result

    def _plpdma_find_measure_news(self):
        """Those that tell what became of an action."""
        lines = self._plpdma_find_queued()
        uids = set(lines._filtered_news().mapped("message_uid"))
        # sudo: of the message, only its identifier is read.
        return self.filtered(lambda mail: mail.sudo().message_id in uids)

    def _plpdma_hold(self):
        """Keep others from taking the message back until it is known that it left.

        :return: whether it may leave now; else the queue is to come back soon, for
            somebody is writing it, or just did
        """
        try:
            with self.env.cr.savepoint():
                hold(self)
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            self.env["plpdma.delivery"]._trigger_queue()
            return False
        return True
