"""Which sessions and which attendances each figure counts."""

from odoo import api, fields, models
from odoo.fields import Domain

from .plpdma_session import HELD


class PlpdmaSession(models.Model):
    """A session, and what the figures about the sessions mean, as domains."""

    _inherit = "plpdma.session"

    @api.model
    def _get_standing_domains(self):
        """Domains that say where the sessions stand.

        - ``held``: noted as held or reported; an availability to the public, as soon
          as it opened;
        - ``to_come``: planned, and not held yet, be its day past;
        - ``in_preparation``: not planned yet;
        - ``cancelled``.

        :return: ``{standing: domain}``
        """
        planned = Domain("state", "=", "planned")
        opened = (
            planned
            & Domain("format", "=", "public")
            & Domain("date_start", "<=", fields.Datetime.now())
        )
        return {
            "held": Domain("state", "in", HELD) | opened,
            "to_come": planned & ~opened,
            "in_preparation": Domain("state", "=", "draft"),
            "cancelled": Domain("state", "=", "cancelled"),
        }

    @api.model
    def _get_held_domain(self):
        """The sessions held, archived ones left out, whatever the context."""
        return self._get_standing_domains()["held"] & Domain("active", "=", True)

    @api.model
    def _get_invited_domain(self):
        """Sessions to which somebody is invited: announced, and not cancelled."""
        return Domain("state", "not in", ("draft", "cancelled")) & Domain(
            "active", "=", True
        )


class PlpdmaParticipation(models.Model):
    """What the figures about the attendances mean, as domains."""

    _inherit = "plpdma.participation"

    @api.model
    def _get_attendance_domains(self):
        """Domains that say how the participants of the sessions held came, or did not.

        - ``in_person``: present, or replaced by a stand-in who came;
        - ``proxy``: absent, and gave a proxy to another participant;
        - ``others``: excused, absent, or not noted.

        :return: ``{attendance: domain}``; the sum is that of the lines of the sessions
            held
        """
        sessions = self.env["plpdma.session"]
        held = Domain("session_id", "any", sessions._get_held_domain())
        came = Domain("is_in_person", "=", True)
        proxy = Domain("is_proxy", "=", True)
        return {
            "in_person": held & came,
            "proxy": held & proxy,
            "others": held & ~came & ~proxy,
        }
