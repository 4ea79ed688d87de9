"""A meeting of the CCES, whose members vote."""

from odoo.fields import Command

from ..common import ConcertationCase
from .proxy_common import ProxyMixin


class VoteCase(ProxyMixin, ConcertationCase):
    """Four full members, a quorum of three."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # What is printed is read in English.
        cls.env["res.lang"]._activate_lang("en_US")
        cls._create_members()
        cls.seats.write(
            {"membership": "member", "body_ids": [Command.set(cls.body.ids)]}
        )
        cls.body.quorum = 3

    def _hold(self, *attendances, **vals):
        """The lines of a meeting held."""
        lines = self._create_meeting(*attendances, **vals)
        session = lines[0].session_id
        with self.mock_mail_gateway():
            session.action_plan()
            session.action_hold()
        return lines

    def _vote(self, session, **vals):
        return self.agent_env["plpdma.session.vote"].create(
            {"session_id": session.id, "name": "Avis sur le projet", **vals}
        )

    def _counts(self, record):
        return record.present_count, record.represented_count
