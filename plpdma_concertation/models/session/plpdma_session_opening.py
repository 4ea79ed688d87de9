from functools import partial

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.moments import describe_day


class PlpdmaProgram(models.Model):
    """A programme, which says why it takes no contribution from somebody."""

    _inherit = "plpdma.program"

    def _get_contribution_obstacle(self):
        """Sentence that says why the user does not contribute to the programme outside
        any session; None when it is open to them."""
        self.ensure_one()
        # sudo: whether it is open is asked for the user.
        if self.sudo()._is_open_to_contributions(self.env.user):
            return None
        if self.state == "closed":
            return self.env._(
                "The programme is closed: it no longer takes contributions."
            )
        return self.env._("Only the actors of the programme contribute to it here.")


class PlpdmaSession(models.Model):
    """A session, which says when it takes contributions, what is told before and after,
    and to whom it is shown."""

    _inherit = "plpdma.session"

    @api.model
    def _get_coming_domain(self):
        """Domain of the sessions that are planned, and not over yet."""
        return Domain("state", "=", "planned") & Domain("date_stop", ">=", "now")

    def _is_coming(self):
        """Whether the session is not over by its dates."""
        self.ensure_one()
        end = self.date_stop or self.date_start
        return bool(end) and end >= fields.Datetime.now()

    def _is_open_to_contributions(self, user):
        """Whether somebody may contribute to the session: anybody during an
        availability to the public, its participants to a meeting not reported yet.

        :param user: a user; a visitor is the public user
        """
        self.ensure_one()
        if self.state not in ("planned", "held") or not self.active:
            return False
        if self.program_id.state != "open" or not self.program_id.active:
            return False
        if self.format == "public":
            now = fields.Datetime.now()
            opening, closing = self.date_start, self.date_stop
            is_open = opening and opening <= now and (not closing or now <= closing)
            return bool(is_open and self.program_id._is_readable_by(user))
        actors = self.program_id._get_actors(user)
        return bool(actors & self.participation_ids.stakeholder_id)

    @api.model
    def _get_open_to_contributions(self, programs):
        """The sessions of some programmes to which the user may contribute now, in
        superuser mode, those that close first in front."""
        user = self.env.user
        own = self.env["plpdma.participation"]._own_domain(user)
        # sudo: what is put to the public is read by all; of the rest, only what the
        # user is invited to.
        sessions = self.sudo().search(
            Domain("program_id", "in", programs.ids)
            & Domain("state", "in", ("planned", "held"))
            & (
                Domain("format", "=", "public")
                | Domain("participation_ids", "any", own)
            ),
            order="date_stop, id",
        )
        return sessions.filtered(lambda s: s._is_open_to_contributions(user))

    def _get_availability(self):
        """``open``, ``coming`` or ``closed``: where an availability to the public
        stands for the user."""
        self.ensure_one()
        if self._is_open_to_contributions(self.env.user):
            return "open"
        is_coming = self.date_start and self.date_start > fields.Datetime.now()
        return "coming" if is_coming and self.state == "planned" else "closed"

    @api.model
    def _find_place(self, session_id, programs):
        """The session to which the user may want to contribute, in superuser mode: one
        that they read, or one put to the public; else an empty recordset.

        :param int session_id: which
        :param programs: those in which the user has a part
        """
        session = self.search([("id", "=", session_id)]) if programs else self.browse()
        if session:
            # sudo: it is read by the user; what the form offers is asked of it.
            return session.sudo()
        # sudo: what is put to the public is there for everybody to read.
        session = self.sudo().browse(session_id).exists()
        is_put = session.format == "public" and session.state not in (
            "draft",
            "cancelled",
        )
        is_theirs = session.program_id.id in programs.ids
        return session if is_put and is_theirs else session.browse()

    def _get_contribution_obstacle(self):
        """Sentence that says why the user does not contribute to the session; None when
        it is open to them."""
        self.ensure_one()
        # sudo: whether it is open is asked for the user.
        session = self.sudo()
        if session._is_open_to_contributions(self.env.user):
            return None
        if session.state == "cancelled":
            return self.env._("The session is cancelled.")
        day = partial(describe_day, self.env)
        if session.state == "reported":
            reported = session._get_local_day(session.date_state)
            return self.env._(
                "Contributions have been closed since %s, when the session was "
                "reported.",
                day(reported),
            )
        if session.format != "public":
            return self.env._("Only the participants of the session contribute to it.")
        opening, closing = session._get_opening_dates()
        if not opening:
            return self.env._("Contributions are not open yet.")
        if session.date_start > fields.Datetime.now():
            return self.env._("Contributions open on %s.", day(opening))
        return self.env._(
            "Contributions have been closed since %s.", day(closing) or "…"
        )


class PlpdmaParticipation(models.Model):
    """A participation, whose invitation may still await a reply."""

    _inherit = "plpdma.participation"

    @api.model
    def _get_awaited_domain(self):
        """Domain of the invitations to coming meetings that nobody replied to."""
        coming = self.env["plpdma.session"]._get_coming_domain()
        meeting = coming & Domain("format", "!=", "public")
        return Domain("rsvp", "=", "pending") & Domain("session_id", "any", meeting)
