from odoo import api, models

from ...tools.mail_incoming import IncomingMail
from .mail_thread import CONTRIBUTION, ORIGINAL


class MailThread(models.AbstractModel):
    """Whether a message was received before."""

    _inherit = "mail.thread"

    @api.model
    def _plpdma_is_known(self, mail):
        """Whether a contribution has the message already.

        :param mail: ``IncomingMail``
        """
        # sudo: whether it is there is asked, nothing of it is shown.
        env = self.env(su=True)
        return bool(
            env["mail.message"].search_count(
                [("message_id", "=", mail.message_id), ("model", "=", CONTRIBUTION)],
                limit=1,
            )
            or env[CONTRIBUTION]
            .with_context(active_test=False)
            .search_count([("message_key", "=", mail.key)], limit=1)
        )

    @api.model
    def _plpdma_tell_apart(self, mail):
        """Give a message an identity of its own when another one, that says something
        else, has the same: copiers and forms give all of theirs one.

        :param mail: ``IncomingMail``
        """
        # sudo: who brings the message may not read those that are there.
        known = self.env["mail.message"].sudo()
        originals = (
            known.search([("message_id", "=", mail.message_id)])
            .filtered(lambda message: message.model == CONTRIBUTION)
            .attachment_ids.filtered(lambda file: file.name == ORIGINAL)
        )
        # Erased, it is known by its identity alone.
        if originals and all(
            IncomingMail(file.raw or b"").fingerprint != mail.fingerprint
            for file in originals
        ):
            mail.is_homonym = True
