"""A meeting that takes place, and signatures."""

import base64
import io
from datetime import timedelta

from PIL import Image, ImageDraw

from odoo import fields

from ..common import ConcertationCase


def draw(colour="black", size=(300, 120), kind="PNG"):
    """A signature as the pad gives it: a stroke on a transparent ground."""
    image = Image.new("RGBA", size, (255, 255, 255, 0))
    if colour:
        ImageDraw.Draw(image).line((20, 90, 280, 30), fill=colour, width=3)
    if kind == "JPEG":
        image = image.convert("RGB")
    stream = io.BytesIO()
    image.save(stream, kind)
    encoded = base64.b64encode(stream.getvalue()).decode()
    return f"data:image/{kind.lower()};base64,{encoded}"


class AttendanceCase(ConcertationCase):
    """A meeting that began an hour ago."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")
        cls.env["ir.default"].set("res.partner", "lang", "en_US")
        cls.partners.sudo().is_company = True
        cls.persons = cls.env["res.partner"].create(
            [
                {"name": "Émilie Lefèvre", "parent_id": cls.partners[1].id},
                {"name": "Jean-Pierre Martin", "parent_id": cls.partners[2].id},
            ]
        )
        cls.person_actors = cls.agent_env["plpdma.stakeholder"].create(
            [
                {"program_id": cls.program.id, "partner_id": person.id}
                for person in cls.persons
            ]
        )
        cls.user_host = cls._create_user(
            "host", groups="base.group_portal,plpdma_concertation.group_facilitator"
        )

    def _build_world(self):
        super()._build_world()
        self.meeting = self._create_session(
            self.actors[0] | self.person_actors,
            name="Atelier <b>compost</b>",
            facilitator_id=self.user_host.partner_id.id,
        )
        self._start(hours=-1)
        self.meeting.state = "planned"
        lines = self.meeting.participation_ids
        self.line_of_company, self.line_emilie, self.line_martin = (
            lines.filtered(lambda line, actor=actor: line.stakeholder_id == actor)
            for actor in self.actors[0] | self.person_actors
        )
        self.env.flush_all()

    def _start(self, **delta):
        """Make the meeting start so long from now, for two hours."""
        start = fields.Datetime.now() + timedelta(**delta)
        self.meeting.write(
            {"date_start": start, "date_stop": start + timedelta(hours=2)}
        )

    def _sign(self, name="Camille Nouvelle", organisation="", signature=None):
        return self.meeting.with_user(self.env.ref("base.public_user"))._sign_in(
            name, organisation, draw() if signature is None else signature
        )
