"""A consultation of the public that is open, with its documents, and one to come."""

import base64
from datetime import timedelta

from odoo import fields

from .public_common import PublicCase


class PublicConsultationCase(PublicCase):
    def _build_world(self):
        super()._build_world()
        now = fields.Datetime.now()
        common = {
            "format": "public",
            "nature": "consultation",
            "proposal": "<p>Le projet.</p>",
        }
        self.draft = self._create_session(
            name="Consultation ouverte",
            date_start=now - timedelta(days=2),
            date_stop=now + timedelta(days=20),
            **common,
        )
        self.coming = self._create_session(
            name="Consultation à venir",
            date_start=now + timedelta(days=2),
            date_stop=now + timedelta(days=30),
            **common,
        )
        with self.mock_mail_gateway():
            (self.draft | self.coming).action_plan()
        self.agent_env["plpdma.session.document"].create(
            {
                "session_id": self.draft.id,
                "kind": "draft",
                "name": "Le projet corrigé",
                "reason": "Une addition fausse.",
                "file": base64.b64encode(b"Le projet, sans faute."),
                "file_name": "projet.txt",
            }
        )
        self.consultation = f"{self.home}/contribute/{self.draft.id}"
        self.env.flush_all()
