from odoo import models

from ...tools.local_html import get_written
from ...tools.moments import describe_day


class PlpdmaProgram(models.Model):
    """What the page of a programme tells of its sessions."""

    _inherit = "plpdma.program"

    def _describe_public_sessions(self):
        """``{"availabilities", "discussed", "calendar"}``: the availabilities to the
        public by where they stand, the questions of the next meetings, and the calendar
        of the others, the latest first once they are past."""
        sessions = self._get_public_sessions()
        meetings = sessions.filtered(lambda session: session.format != "public")
        coming = meetings.filtered(
            lambda session: session.state == "planned" and session._is_coming()
        )
        past = (meetings - coming).sorted("date_start", reverse=True)
        put = [session._describe_availability() for session in sessions - meetings]
        return {
            "availabilities": {
                status: [one for one in put if one["status"] == status]
                for status in ("open", "coming", "closed")
            },
            "discussed": [
                {
                    **session._describe_public(),
                    "questions": session.question_ids.mapped("name"),
                    "agenda": session._describe_agenda(),
                }
                for session in coming
                if session.question_ids or session.agenda_ids
            ],
            "calendar": {
                "coming": [session._describe_public() for session in coming],
                "past": [session._describe_public() for session in past],
            },
        }

    def _find_public_session(self, session_id):
        """A session put to the public, in superuser mode, or an empty recordset."""
        return self._get_public_sessions().filtered(
            lambda session: session.id == session_id and session.format == "public"
        )


class PlpdmaSession(models.Model):
    """What the public pages tell of a session, in words."""

    _inherit = "plpdma.session"

    def _describe_format(self, *details):
        """Line of its nature, its format and other details, separated by commas."""
        nature, kind = (
            dict(self._fields[name]._description_selection(self.env))[self[name]]
            for name in ("nature", "format")
        )
        return ", ".join(filter(None, (nature, kind.lower(), *details)))

    def _describe_public(self):
        """Dictionary of the calendar's words on the session: neither who comes nor what
        is said."""
        self.ensure_one()
        return {
            "id": self.id,
            "name": self.name,
            "kind": self._describe_format(),
            "moment": self._describe_moment(),
            "location": self.location,
            "state": self._describe_standing(),
        }

    def _describe_standing(self):
        if self.format == "public":
            return {
                "open": self.env._("Open now"),
                "coming": self.env._("To come"),
                "closed": self.env._("Closed"),
            }[self._get_availability()]
        if self.state == "planned":
            return self.env._("To come") if self._is_coming() else self.env._("Planned")
        return self.env._("Held")

    def _describe_availability(self):
        """Dictionary of the page's words on what is put to the public: what, until
        when, and the synthesis of what was observed, once it is final."""
        status = self._get_availability()
        is_final = self.minutes_state == "final"
        path = self.program_id._get_public_path()
        return {
            **self._describe_public(),
            "status": status,
            "when": self._describe_opening(status),
            "is_consultation": self.nature == "consultation",
            "proposal": get_written(self.proposal),
            "questions": [
                {"id": question.id, "name": question.name}
                for question in self.question_ids
            ],
            "synthesis": is_final and get_written(self.minutes),
            "url": f"{path}/contribute/{self.id}",
            "pages": self._get_page_paths(),
        }

    def _has_public_documents(self):
        """Whether the synthesis and the minutes of what was put to the public are
        everybody's: once they are final, and it is closed."""
        self.ensure_one()
        return (
            self.format == "public"
            and self.minutes_state == "final"
            and self._get_availability() == "closed"
        )

    def _get_page_paths(self):
        """``{"synthesis", "minutes"}``: paths of the pages of the documents of the
        session, none until these are everybody's."""
        if not self._has_public_documents():
            return {}
        path = f"{self.program_id._get_public_path()}/sessions/{self.id}"
        return {name: f"{path}/{name}" for name in ("synthesis", "minutes")}

    def _describe_opening(self, status):
        opening, closing = (
            day and describe_day(self.env, day, "full")
            for day in self._get_opening_dates()
        )
        if status == "open" and closing:
            return self.env._("Open until %s", closing)
        if status == "open":
            return self.env._("Open now")
        if status == "coming":
            return self.env._("Opens on %s", opening)
        if closing:
            return self.env._("Closed since %s", closing)
        return self.env._("Closed")
