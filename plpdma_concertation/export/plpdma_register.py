"""The register of the concertation: one table for each sheet."""

from odoo.fields import Domain

from ..tools.texts import clean_text
from .table import Table


class RegisterTable(Table):
    """A sheet of the register."""

    def read_actors(self, records, name="stakeholder_id"):
        """Actors as they may be told everywhere.

        :return: list of texts, one for each record
        """
        # sudo: of the actor of a record that the user reads, no more is told than the
        # organisation or the category.
        actors = records.sudo().mapped(name)
        labels = {actor.id: actor._get_public_label() for actor in actors}
        return [labels.get(record[name].id) for record in records]


class ActorTable(RegisterTable):
    """The actors, and whether they were heard."""

    model_name = "plpdma.stakeholder"
    order = "program_id, college_id, id"
    fetched = ("partner_id", "role_ids")

    def _get_title(self):
        return self.env._("Actors")

    def get_columns(self):
        """Who the actors are and what they took part in."""
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
        yield self.field("date_start", 12)
        yield self.field("date_end", 12)
        yield self.field("notice_state", 24)
        yield self.field("is_heard", 12)
        yield self.field("session_count", 12, label=self.env._("Sessions"))
        yield self.field("contribution_count", 14, label=self.env._("Contributions"))


class SessionTable(RegisterTable):
    """The sessions, public consultations among them."""

    model_name = "plpdma.session"
    order = "date_start, id"
    date_field = "date_start"
    fetched = ("format", "location")

    def _get_title(self):
        return self.env._("Participation sessions")

    def get_columns(self):
        """What took place, with how many people, and what came of it."""
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
        """The minutes are measured by who may read them all."""
        minutes = self.model._fields["minutes"]
        readable = self.model._has_field_access(minutes, "read")
        return ("minutes",) if readable else ()

    def _read_locations(self, records):
        """An individual meeting takes place where the actor lives or works."""
        return [
            None
            if record.format == "individual" and not self.personal
            else record.location or None
            for record in records
        ]


class ParticipationTable(RegisterTable):
    """Who was invited to each session, and who came."""

    model_name = "plpdma.participation"
    order = "session_date, session_id, capacity, id"
    date_field = "session_date"
    fetched = ("session_id", "stakeholder_id")

    def _get_title(self):
        return self.env._("Attendance by session")

    def get_columns(self):
        """The session, the participant and their attendance."""
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


class ContributionTable(RegisterTable):
    """One row for each contribution, with the answer that its author received.

    Its headings are those that the import of responses understands: what is written
    in the last columns comes back as draft responses.
    """

    model_name = "plpdma.contribution"
    order = "date_received, id"
    date_field = "date_received"
    _overdue_ids = None
    fetched = (
        "anonymous",
        "date_answered",
        "date_received",
        "partner_id",
        "public_text",
        "role_id",
        "verbatim",
    )

    def _get_title(self):
        return self.env._("Contributions and responses")

    def get_columns(self):
        """What was said, by whom, and what was answered."""
        yield self.field("reference", 18, label=self.env._("Contribution"))
        yield self.field("program_id", 28)
        yield self.field("date_received", 12)
        yield self.field("session_id", 30)
        yield self.field("channel", 14)
        yield self.computed(
            "author_label",
            self.model._fields["author_label"]._description_string(self.env),
            self._read_authors,
            width=28,
        )
        if self.personal:
            yield self.field("author_name", 28)
            yield self.field("contributor_email", 30)
        yield self.field("kind", 14)
        yield self.field("stance", 20)
        yield self.field(
            "register_text",
            60,
            label=self.env._("Text of the contribution"),
            sources=("verbatim", "public_text"),
        )
        if self.personal:
            yield self.field("verbatim", 60)
        yield self.field("theme_ids", 32)
        yield self.field("territory_id", 22)
        yield self.field("confidentiality", 18)
        yield self.field("moderation", 18)
        yield self.field("is_late", 12)
        yield self.field("state", 14, label=self.env._("Progress"))
        yield self.field("date_due", 12)
        yield self.computed(
            "is_overdue",
            self.model._fields["is_overdue"]._description_string(self.env),
            self._read_overdue,
            width=12,
        )
        yield from self._get_response_columns()
        yield self.field("date_answered", 12)
        yield self.computed(
            "delay",
            self.env._("Delay (days)"),
            self._read_delays,
            width=12,
            kind="integer",
        )
        yield self.field("answer_channel", 16)
        yield self.field("taken_over", 12)
        yield self.field("response_published", 14)

    def describe_use(self):
        """What its rows hold that is not for everybody, as the user may count it.

        :return: a text
        """
        staff = self._count("confidentiality", "staff")
        pending = self._count("moderation", "pending")
        refused = self._count("moderation", "refused")
        parts = [
            staff == 1 and self.env._("1 reserved for the staff"),
            staff > 1 and self.env._("%s reserved for the staff", staff),
            pending == 1 and self.env._("1 not read"),
            pending > 1 and self.env._("%s not read", pending),
            refused == 1 and self.env._("1 refused for publication"),
            refused > 1 and self.env._("%s refused for publication", refused),
        ]
        parts = list(filter(None, parts))
        if not parts:
            return self.env._("Internal use")
        return self.env._("Internal use: %s", ", ".join(parts))

    def _count(self, name, value):
        return self.model.search_count(self.domain & Domain(name, "=", value))

    def _get_response_columns(self):
        """What the author received, under the names of the response's fields."""
        for name, field_name, width in (
            ("decision", "decision", 20),
            ("motivation", "response_motivation", 60),
            ("refusal_reason_id", "response_refusal_reason_id", 24),
            ("effect", "response_effect", 60),
            ("review_date", "response_review_date", 14),
        ):
            field = self.env["plpdma.response"]._fields[name]
            sources = (field_name,) if field.type == "html" else ()
            label = field._description_string(self.env)
            yield self.field(field_name, width, label=label, sources=sources)

    def _read_authors(self, records):
        """Authors are labelled once for each contact and category."""
        # sudo: of the contact, only the label is told, as its field does.
        records = records.sudo()
        keys = [
            (record.partner_id.id, record.role_id.id, record.anonymous)
            for record in records
        ]
        by_key = dict(zip(keys, records._ids, strict=True))
        authors = records.browse(by_key.values())
        authors.partner_id.fetch()
        labels = {
            key: clean_text(author.author_label)
            for key, author in zip(by_key, authors, strict=True)
        }
        return [labels[key] for key in keys]

    def _read_overdue(self, records):
        """Those overdue are looked for once for all."""
        if self._overdue_ids is None:
            domain = self.domain & Domain("is_overdue", "=", True)
            self._overdue_ids = set(self.model.search(domain)._ids)
        yes, no = self.env._("Yes"), self.env._("No")
        return [yes if id_ in self._overdue_ids else no for id_ in records._ids]

    def _read_delays(self, records):
        return [
            (record.date_answered - record.date_received).days
            if record.date_answered
            else None
            for record in records
        ]


class CommitmentTable(RegisterTable):
    """What the authority promised, and what the actors do of their own accord."""

    model_name = "plpdma.commitment"
    order = "date_due, id"
    fetched = ("stakeholder_id",)

    def _get_title(self):
        return self.env._("Commitments")

    def get_columns(self):
        """What was said that would be done, and where it stands."""
        yield self.field("name", 40)
        yield self.field("kind", 26)
        yield self.field("program_id", 28)
        yield self.computed("actor", self.env._("Actor"), self.read_actors, width=34)
        if self.personal:
            yield self.field("partner_id", 28)
            yield self.field("user_id", 22)
        yield self.field("description", 50)
        yield self.field("response_id", 24)
        yield self.field("session_id", 30)
        yield self.field("theme_ids", 32)
        yield self.field("state", 14)
        yield self.field("date_due", 12)
        yield self.field("date_planned", 20)
        yield self.field("date_done", 12)
        yield self.field("is_overdue", 12)
        yield self.field("explanation", 40)


class AdaptationTable(RegisterTable):
    """The log of the modalities that changed."""

    model_name = "plpdma.adaptation"
    order = "date, id"
    date_field = "date"

    def _get_title(self):
        return self.env._("Adaptations")

    def get_columns(self):
        """From the need that emerged to what changed."""
        yield self.field("date", 12)
        yield self.field("program_id", 28)
        yield self.field("need", 50)
        yield self.field("previous_modality", 40)
        yield self.field("new_modality", 50)
        yield self.field("session_id", 30)
        yield self.field("contribution_id", 24)
        if self.personal:
            yield self.field("stakeholder_id", 28)
            yield self.field("user_id", 22)
        yield self.field("applies_to_id", 30)
        yield self.field("is_corrected", 12)


class MilestoneTable(RegisterTable):
    """The legal thread."""

    model_name = "plpdma.milestone"
    order = "program_id, sequence, year, id"

    def _get_title(self):
        return self.env._("Milestones")

    def get_columns(self):
        """What the law asks for, planned and done."""
        yield self.field("name", 36)
        yield self.field("program_id", 28)
        yield self.field("state", 16)
        yield self.field("date_planned", 14)
        yield self.field("deadline", 14)
        yield self.field("date_done", 14)
        yield self.field("date_start", 14)
        yield self.field("date_stop", 14)
        yield self.field("session_id", 30)
        yield self.field("legal_reference", 36)
        yield self.field("requirements", 60)
        yield self.field("skip_reason", 36)


# The sheets of the register, in their order.
TABLES = {
    "actors": ActorTable,
    "sessions": SessionTable,
    "participations": ParticipationTable,
    "contributions": ContributionTable,
    "commitments": CommitmentTable,
    "adaptations": AdaptationTable,
    "milestones": MilestoneTable,
}


def get_table_domain(table, program_id=None, date_from=None, date_to=None):
    """What a programme and a period keep of a table.

    :param table: class of the table
    :param date_from: first day; ``date_to``: last day, both as dates
    """
    domain = Domain.TRUE
    if program_id:
        domain &= Domain("program_id", "=", program_id)
    if table.date_field and date_from:
        domain &= Domain(table.date_field, ">=", date_from)
    if table.date_field and date_to:
        domain &= Domain(table.date_field, "<=", date_to)
    return domain
