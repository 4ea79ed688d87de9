"""Authors who asked for it, and the messages that tell them what became of actions."""

from odoo.tools import email_normalize

from ..platform.delivery_common import DeliveryCase
from .measure_common import MeasureCase

UNDELIVERED = "plpdma_concertation.mail_activity_type_undelivered_measure"
WHY = "Aucun terrain n'est disponible."


class MeasureNewsCase(MeasureCase, DeliveryCase):
    def setUp(self):
        super().setUp()
        (self.measure | self.other).write({"is_published": True, "state": "running"})
        self._keep_changes()

    # ------------------------------------------------------------------
    # What is done and looked at
    # ------------------------------------------------------------------
    def _keep_changes(self):
        """What a commit runs before it keeps what was done."""
        self.env.cr.flush()
        self.env.invalidate_all()

    def _ask(self, email="a@p.example", measures=None, **vals):
        return self._create_contribution(
            contributor_email=email,
            contributor_name="Camille Essai",
            user_id=self.user_agent.id,
            measure_ids=self._name(*(measures or self.measure)),
            **{"follow_consent": True, **vals},
        )

    def _conclude(self, measures=None, **vals):
        (measures or self.measure).write({"state": "done", **vals})
        self._keep_changes()

    def _get_lines(self):
        return self.env["plpdma.delivery"].search(
            [
                ("purpose", "in", ("measure", "co_measure")),
                ("program_id", "=", self.program.id),
            ],
            order="id",
        )

    def _find_mails(self, contributions):
        lines = self._get_lines().filtered(lambda line: line.state == "queued")
        self.assertEqual(lines.contribution_ids, contributions)
        # sudo: the queue is the system's.
        return lines.mail_message_id.sudo().mail_ids

    def _get_mails(self):
        """The messages in the queue, by the address to which they go."""
        mails = self._get_lines().mail_message_id.mail_ids
        return {email_normalize(mail.email_to): mail for mail in mails}

    def _get_measure_alerts(self, contributions):
        return contributions.activity_ids.filtered(
            lambda one: one.activity_type_id == self.env.ref(UNDELIVERED)
        )
