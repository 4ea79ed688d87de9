"""Participants on the portal: what awaits them, and the forms they send."""

import base64
from datetime import timedelta

from odoo import fields
from odoo.http import Request

from .portal_common import HOME, PortalCase

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"
GIF = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")


class ParticipantCase(PortalCase):
    """The speaker and a colleague of theirs are invited to a coming meeting."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_colleague = cls._create_portal_user(
            "colleague", parent_id=cls.partners[0].id
        )
        cls.user_rival = cls._create_portal_user("rival", parent_id=cls.partners[2].id)

    def _build_world(self):
        super()._build_world()
        self.coming = self._create_session(
            self.actors[:2], days=7, name="Atelier à venir", location="Mairie d'essai"
        )
        self.coming.action_plan()
        self.invitation, self.other_invitation = self.coming.participation_ids.sorted(
            lambda line: line.stakeholder_id != self.actors[0]
        )
        self.program.theme_ids = self.axis | self.theme
        self.program.territory_ids = self.north
        self.env.flush_all()

    def _consultation(self, days=-2, length=9, **vals):
        """A proposal put to the public, open now unless told otherwise."""
        start = fields.Datetime.now() + timedelta(days=days)
        session = self._create_session(
            name="Avis sur le projet",
            nature="consultation",
            format="public",
            proposal="<p>Le projet de programme.</p>",
            date_start=start,
            date_stop=start + timedelta(days=length),
            **vals,
        )
        session.action_plan()
        self.env.flush_all()
        return session

    def _sent_by(self, user):
        return self.agent_env["plpdma.contribution"].search(
            [("create_uid", "=", user.id)]
        )

    def _files(self, contribution):
        return self.env["ir.attachment"].search(
            [("res_model", "=", contribution._name), ("res_id", "=", contribution.id)]
        )

    def _path_to(self, place):
        name = place._name.removeprefix("plpdma.")
        return f"{HOME}/{name}s/{place.id}/contribute"

    def _contribute(self, place, user=None, files=(), **form):
        """Send the form, with as many files."""
        user = user or self.user_speaker
        self.authenticate(user.login, user.login)
        answer = self.url_open(
            self._path_to(place),
            data={
                "csrf_token": Request.csrf_token(self),
                "form_key": "k1",
                "verbatim": "Un broyeur partagé.",
                "kind": "proposal",
                "confidentiality": "public",
                **form,
            },
            files=[("files", file) for file in files],
        )
        self.env.invalidate_all()
        return answer
