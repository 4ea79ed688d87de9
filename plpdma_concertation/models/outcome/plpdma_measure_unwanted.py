from odoo import api, fields, models

from .plpdma_delivery_measure import PURPOSE

UNWANTED = "unwanted"


class PlpdmaDelivery(models.Model):
    """What became of an action is not told to whoever asked for no more, even where the
    message is in the queue already."""

    _inherit = "plpdma.delivery"

    cause = fields.Selection(
        selection_add=[
            (UNWANTED, "Its author asked for no more before it left."),
            ("other",),
        ],
        ondelete={UNWANTED: "set null"},
    )

    @api.depends("cause")
    def _compute_is_lost(self):
        """Nobody has to see to what its author did not want."""
        result = super()._compute_is_lost()
        self.filtered(lambda line: line.cause == UNWANTED).is_lost = False
        return result

    def _filter_unwanted(self):
        """The lines of the messages that wait in the queue, and of which nobody to whom
        they speak still asks to be told; in superuser mode."""
        waiting = self.filtered(
            lambda line: line.purpose == PURPOSE and line.state == "queued"
        )._get_all_told()
        by_message = waiting.grouped("message_uid")
        return self.browse().union(
            *(
                lines
                for lines in by_message.values()
                if not any(lines.contribution_ids.mapped("follow_consent"))
            )
        )

    def _take_back_unwanted(self):
        """Take out of the queue what nobody asks for any more: the ledger says why."""
        unwanted = self._filter_unwanted()
        if not unwanted:
            return
        # First: taken out by hand, it would say no more.
        unwanted._settle("failed", UNWANTED)
        # sudo: the queue is the system's; only what is ours leaves it.
        mails = self.env["mail.mail"].sudo()
        mails.search(
            [
                ("mail_message_id", "in", unwanted.mail_message_id.ids),
                ("state", "=", "outgoing"),
            ]
        ).write({"state": "cancel"})


class PlpdmaContribution(models.Model):
    """Whoever asks for no more is told nothing more from then on."""

    _inherit = "plpdma.contribution"

    def write(self, vals):
        """What waits in the queue for whoever asks for no more does not leave."""
        result = super().write(vals)
        if "follow_consent" in vals and not vals["follow_consent"]:
            # sudo: the ledger is written by nobody else.
            self.env["plpdma.delivery"].sudo().search(
                [
                    ("purpose", "=", PURPOSE),
                    ("state", "=", "queued"),
                    ("contribution_ids", "in", self.ids),
                ]
            )._take_back_unwanted()
        return result


class MailMail(models.Model):
    """The queue asks once more: who withdrew while the message was written, or before
    it was put back in the queue, is not written to."""

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
        """Core passes over what was taken out of the queue."""
        self._plpdma_find_queued()._take_back_unwanted()
        return super()._send(
            auto_commit,
            raise_exception,
            smtp_session,
            alias_domain_id,
            mail_server,
            post_send_callback,
        )
