import logging

from odoo import models

_logger = logging.getLogger(__name__)


class Mailbox:
    """What became of the message that was last read in a mailbox."""

    def __init__(self):
        self.is_waiting = False

    def note_registered(self):
        """Let the mailbox mark as read the message that was just written down for
        good."""
        self.is_waiting = False


class FetchmailServer(models.Model):
    """A message written to us is marked as read, or deleted, once it is registered for
    good: core does so as soon as it has tried."""

    _inherit = "fetchmail.server"

    def _fetch_mail(self, batch_limit=50):
        servers = self.with_context(plpdma_mailbox=Mailbox())
        return super(FetchmailServer, servers)._fetch_mail(batch_limit=batch_limit)

    def _connect__(self, allow_archived=False):  # noqa: PLW3201
        connection = super()._connect__(allow_archived=allow_archived)
        mailbox = self.env.context.get("plpdma_mailbox")
        if isinstance(mailbox, Mailbox):
            self._plpdma_keep_unregistered(connection, mailbox)
        return connection

    def _plpdma_keep_unregistered(self, connection, mailbox):
        """Leave in the mailbox, for the next time, what could not be registered."""
        handle, name = connection.handled_message, self.name

        def handled_message(number):
            if mailbox.is_waiting:
                mailbox.is_waiting = False
                _logger.warning(
                    "An e-mail could not be registered: it stays on %s.", name
                )
                return
            handle(number)

        connection.handled_message = handled_message
