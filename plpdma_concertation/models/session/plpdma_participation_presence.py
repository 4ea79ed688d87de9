"""Who came is noted from the day of the session on, whoever notes it."""

from odoo import api, models
from odoo.exceptions import ValidationError

from ...tools.notifications import CLOSE, make_notification
from .plpdma_session_sign_in import SIGN_IN_MARGIN

# What nobody knows before the day. An excuse is given in advance; a proxy is held by
# somebody who is there.
KNOWN_ON_THE_DAY = ("present", "represented", "absent")


class PlpdmaParticipation(models.Model):
    """A participant, who came or did not."""

    _inherit = "plpdma.participation"

    @api.constrains("attendance", "session_id")
    def _check_presence_day(self):
        noted = self.filtered(lambda line: line.attendance in KNOWN_ON_THE_DAY)
        noted.session_id._check_day_come()

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_mark_present(self):
        """Note as present those who are still only invited.

        :raise ValidationError: before the day of the session
        """
        self._filter_unknown().write({"attendance": "present"})

    def action_mark_excused(self):
        """Note as excused those who are invited, or were noted as present."""
        self._mark_missing("excused")

    def action_mark_absent(self):
        """Note as absent those who are invited, or were noted as present.

        :raise ValidationError: before the day of the session
        """
        self._mark_missing("absent")

    def _mark_missing(self, attendance):
        self.filtered(lambda line: line.attendance in ("invited", "present")).write(
            {"attendance": attendance}
        )

    def _filter_unknown(self):
        """Those of whom nobody noted whether they came."""
        return self.filtered(lambda line: line.attendance == "invited")


class PlpdmaSession(models.Model):
    """A session, at which people are present once its day has come."""

    _inherit = "plpdma.session"

    @api.constrains("date_start")
    def _check_noted_presence(self):
        """One to which people came is not moved to a day to come."""
        self.participation_ids._check_presence_day()

    def _check_day_come(self):
        """:raise ValidationError: for a session whose day, from the hour at which one
        may sign, is still to come"""
        for session in self.filtered("date_start"):
            opening = session._get_local_day(session.date_start - SIGN_IN_MARGIN)
            # sudo: whoever notes who came may not read the authority.
            if opening > session.sudo().company_id._plpdma_get_today():
                raise ValidationError(
                    self.env._(
                        "“%(session)s” takes place on %(day)s: nobody is noted before "
                        "as present, represented or absent. Whoever will not come may "
                        "be noted as excused.",
                        session=session.name,
                        day=session._describe_day(session.date_start),
                    )
                )

    def action_mark_present(self):
        """Note as present all those whose attendance is unknown, but those who replied
        that they would not come.

        :return: notification that names these; None where there are none
        :raise ValidationError: before the day of the session
        """
        self._check_day_come()
        unknown = self.participation_ids._filter_unknown()
        declined = unknown.filtered(lambda line: line.rsvp == "declined")
        (unknown - declined).action_mark_present()
        if not declined:
            return None
        message = self.env._(
            "Left as they are, for they replied that they would not come: %s.",
            "; ".join(declined.mapped("display_name")),
        )
        return make_notification(message, "warning", CLOSE, sticky=True)
