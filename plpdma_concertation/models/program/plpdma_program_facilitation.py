from markupsafe import Markup

from odoo import fields, models

from ...tools.groups import STAFF
from ...tools.local_html import LocalHtml


class PlpdmaProgram(models.Model):
    """Who may run the sessions of a programme, and the charter that they sign."""

    _inherit = "plpdma.program"

    facilitator_ids = fields.One2many(
        "plpdma.facilitator",
        "program_id",
        string="Facilitators",
        groups=STAFF,
    )
    facilitation_charter = LocalHtml(
        default=lambda self: self._default_facilitation_charter(),
        groups=STAFF,
        help="What whoever runs a session undertakes to do, and signs.",
    )

    def _default_facilitation_charter(self):
        items = (
            self.env._(
                "Neutral: I favour no participant and no solution, and keep my own "
                "opinion to myself."
            ),
            self.env._(
                "Benevolent: I welcome what everyone says, and let nobody be judged."
            ),
            self.env._("Open: I let needs emerge that were not on the agenda."),
            self.env._(
                "I share out speaking time fairly, and invite those who speak little "
                "to speak."
            ),
            self.env._(
                "I remind everyone of the frame: what is open to discussion, what is "
                "not, and that the authority decides."
            ),
            self.env._("I promise nothing in the name of the authority."),
            self.env._("I report faithfully what was said, disagreements included."),
            self.env._("I keep to myself what is told to me in confidence."),
        )
        return Markup("<ul>%s</ul>") % Markup().join(
            Markup("<li>%s</li>") % item for item in items
        )
