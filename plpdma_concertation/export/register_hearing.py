"""The register, who was heard: the actors, the sessions and who came to them."""

from .table import Table


class ActorTable(Table):
    """One row for each actor: who they are, and whether they were heard."""

    model_name = "plpdma.stakeholder"
    order = "program_id, college_id, id"
    fetched = ("partner_id", "role_ids")
    printed = (
        "actor",
        "role_ids",
        "college_id",
        "membership",
        "is_heard",
        "session_count",
        "contribution_count",
    )

    def _get_title(self):
        return self.env._("Actors")

    def get_columns(self):
        """Yield the columns: who the actors are and what they took part in."""
        yield self.computed(
            "actor",
            self.env._("Actor"),
            lambda records: [record._get_public_label() for record in records],
            width=34,
        )
        if self.personal:
            yield self.field("partner_id", 28)
            yield self.field("email", 30)
            yield self.field("phone", 18)
            yield self.field("user_id", 22)
        yield self.field("program_id", 28)
        yield self.field("role_ids", 30)
        yield self.field("college_id", 24)
        yield self.field("membership", 20)
        yield self.field("body_ids", 28)
        yield self.field("follow_scope", 28)
        yield self.field("measure_ids", 28)
        yield self.field("date_start", 12)
        yield self.field("date_end", 12)
        yield self.field("notice_state", 24)
        yield self.field("is_heard", 12)
        yield self.field("session_count", 12, label=self.env._("Sessions"))
        yield self.field("contribution_count", 14, label=self.env._("Contributions"))


class SessionTable(Table):
    """One row for each session, public consultations among them."""

    model_name = "plpdma.session"
    order = "date_start, id"
    date_field = "date_start"
    fetched = ("format", "location")
    printed = (
        "reference",
        "name",
        "date_start",
        "state",
        "contribution_count",
        "shared_minutes",
    )

    def _get_title(self):
        return self.env._("Participation sessions")

    def get_columns(self):
        """Yield the columns: what took place, with how many people, and what came of
        it."""
        yield self.field("reference", 18)
        yield self.field("name", 36)
        yield self.field("program_id", 28)
        yield self.field("nature", 14)
        yield self.field("format", 24)
        yield self.field("state", 14)
        yield self.field("date_start", 18)
        yield self.field("date_stop", 18)
        yield self.field("body_id", 26)
        yield self.computed(
            "location",
            self.model._fields["location"]._description_string(self.env),
            self._read_locations,
            width=30,
        )
        if self.personal:
            yield self.field("user_id", 22)
            yield self.field("facilitator_id", 26)
        yield self.field("theme_ids", 32)
        yield self.field("territory_ids", 26)
        yield self.field("participant_count", 12, label=self.env._("Participants"))
        yield self.field("present_count", 12, label=self.env._("In person"))
        yield self.field("proxy_count", 12, label=self.env._("By proxy"))
        yield self.field("contribution_count", 14, label=self.env._("Contributions"))
        yield self.field("to_answer_count", 14)
        yield self.field("stance_summary", 30)
        yield self.field("minutes_state", 14)
        yield self.field("shared_minutes", 60, sources=self._minutes_sources())

    def _minutes_sources(self):
        """Names of the fields that the column of the minutes may hold: their length is
        told to those who may read them all."""
        minutes = self.model._fields["minutes"]
        readable = self.model._has_field_access(minutes, "read")
        return ("minutes",) if readable else ()

    def _read_locations(self, records):
        """List of texts, one for each session, without the place of an individual
        meeting: the actor lives or works there."""
        return [
            None
            if record.format == "individual" and not self.personal
            else record.location or None
            for record in records
        ]


class ParticipationTable(Table):
    """One row for each participant of a session: who was invited, and who came."""

    model_name = "plpdma.participation"
    order = "session_date, session_id, capacity, id"
    date_field = "session_date"
    fetched = ("session_id", "stakeholder_id")
    printed = (
        "session_id",
        "session_date",
        "actor",
        "college_id",
        "capacity",
        "attendance",
        "is_proxy",
    )

    def _get_title(self):
        return self.env._("Attendance by session")

    def get_columns(self):
        """Yield the columns: the session, the participant and their attendance."""
        yield self.field("session_id", 36)
        yield self.field("session_date", 18)
        yield self.computed("actor", self.env._("Actor"), self.read_actors, width=34)
        if self.personal:
            yield self.field("partner_id", 28)
            yield self.field("email", 30)
        yield self.field("college_id", 24)
        yield self.field("capacity", 16)
        yield self.field("rsvp", 18)
        yield self.field("attendance", 14)
        yield self.field("is_proxy", 10)
        if self.personal:
            yield self.field("represented_by_id", 28)
