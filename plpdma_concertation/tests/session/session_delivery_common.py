"""Invitations that leave through a mail server."""

import smtplib
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tools import mute_logger

from ..platform.delivery_common import MAIL_LOG, DeliveryCase, load_script


def load_migration(name):
    """The ``migrate`` of a script of the version in progress."""
    return load_script(f"plpdma_concertation/migrations/19.0.1.5.0/{name}").migrate


class SessionDeliveryCase(DeliveryCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for lang in ("en_US", "fr_FR"):
            cls.env["res.lang"]._activate_lang(lang)
        cls.partners.sudo().lang = False

    def _create_meeting(self, **vals):
        return self._create_session(self.actors, **{"days": 5, **vals})

    def _send(self, act, refused=(), server=True):
        """What is done, through a mail server that refuses some addresses; what is in
        the queue then leaves too.

        :return: the Message-IDs that the server took, by address
        """
        taken = {}

        def send_message(message, smtp_from, smtp_to_list):
            [address] = smtp_to_list
            if address in refused:
                raise smtplib.SMTPRecipientsRefused(
                    {address: (550, b"5.1.1 User unknown")}
                )
            self.assertNotIn(address, taken, "Once a message")
            taken[address] = message["Message-Id"]

        with self.mock_mail_gateway(), mute_logger(MAIL_LOG):
            with patch.object(self.testing_smtp_session, "send_message", send_message):
                self.result = act()
                self._find_queued().send()
        return taken

    def _hold_queue(self, act):
        """What is done, with messages that wait for the commit, as outside of tests."""
        mails = self.env.registry["mail.mail"]
        with patch.object(mails, "send_after_commit", lambda mails: None):
            self.result = act()

    def _find_queued(self):
        lines = self.env["plpdma.delivery"].search(
            [("session_id", "!=", False), ("state", "=", "queued")]
        )
        return self.env["mail.mail"].search(
            [
                ("mail_message_id", "in", lines.mail_message_id.ids),
                ("state", "=", "outgoing"),
            ]
        )

    def _lines(self, session, *purposes):
        lines = self.env["plpdma.delivery"].search(
            [("participation_id", "in", session.participation_ids.ids)], order="id"
        )
        return lines.filtered(lambda line: not purposes or line.purpose in purposes)

    def _of(self, session, partner):
        return session.participation_ids.filtered(
            lambda line: line.partner_id == partner
        )

    def _receipts(self, session):
        return self.agent_env["plpdma.notice.receipt"].search(
            [("session_id", "=", session.id), ("channel", "=", "invitation")]
        )

    def _report(self, session):
        """The meeting took place, with all of them."""
        stop = fields.Datetime.now() - timedelta(days=1)
        session.with_context(no_mail_to_attendees=True).write(
            {"date_start": stop - timedelta(hours=2), "date_stop": stop}
        )
        session.action_hold()
        session.action_mark_present()
        session.minutes = "<p>Ce qui fut dit</p>"
        session.action_report()
        session.minutes_state = "circulated"
