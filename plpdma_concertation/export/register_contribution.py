"""The register, what was said: a row for each contribution, with its answer."""

from odoo.fields import Domain

from ..tools.texts import clean_text
from .table import Table


class ContributionTable(Table):
    """One row for each contribution, with the answer that its author received.

    Its headings are those that the import of responses understands: what is written
    in the last columns comes back as draft responses.
    """

    model_name = "plpdma.contribution"
    order = "date_received, id"
    date_field = "date_received"
    printed = (
        "reference",
        "date_received",
        "author_label",
        "territory_id",
        "register_text",
        "decision",
    )
    _overdue_ids = None
    fetched = (
        "anonymous",
        "date_answered",
        "date_received",
        "part_number",
        "partner_id",
        "public_text",
        "role_id",
        "signature_count",
        "verbatim",
    )

    def _get_title(self):
        return self.env._("Contributions and responses")

    def get_columns(self):
        """Yield the columns: what was said, by whom, and what was answered."""
        yield self.field("reference", 18, label=self.env._("Contribution"))
        yield self.computed(
            "letter", self.env._("Letter"), self._read_letters, width=18
        )
        yield self.computed(
            "point",
            self.env._("Point"),
            lambda records: [record.part_number or None for record in records],
            width=8,
            kind="integer",
        )
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
            yield self.field("contributor_civility", 12)
            yield self.field("author_name", 28)
            yield self.field("contributor_email", 30)
            yield self.field("contributor_street", 30)
            yield self.field("contributor_zip", 10)
            yield self.field("contributor_city", 24)
        yield self.field("kind", 14)
        yield self.field("stance", 20)
        yield self.computed(
            "signatures",
            self.model._fields["signature_count"]._description_string(self.env),
            self._read_signatures,
            width=12,
            kind="integer",
        )
        yield self.field(
            "register_text",
            60,
            label=self.env._("Text of the contribution"),
            sources=("verbatim", "public_text"),
        )
        if self.personal:
            yield self.field("verbatim", 60)
        yield self.field("theme_ids", 32)
        yield self.field("measure_ids", 32)
        yield self.field("territory_id", 22)
        yield self.field("confidentiality", 18)
        yield self.field("moderation", 18)
        yield self.field(
            "moderation_criterion_told",
            28,
            label=self.model._fields["moderation_criterion_id"]._description_string(
                self.env
            ),
        )
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
        """Sentences on what its rows hold that is not for everybody, as the user may
        count it, in one text."""
        staff = self._count("read_by", "staff")
        pending = self.model.search_count(
            self.domain & self.model._get_to_read_domain()
        )
        refused = self._count("moderation", "refused")
        parts = [
            staff == 1 and self.env._("1 reserved for the staff"),
            staff > 1 and self.env._("%s reserved for the staff", staff),
            pending and self.env._("%s to moderate", pending),
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
        """Yield the columns of what the author received, under the names of the
        response's fields."""
        for name, field_name, width in (
            ("name", "response_name", 30),
            ("decision", "decision", 20),
            ("motivation", "response_motivation", 60),
            ("refusal_reason_id", "response_refusal_reason_id", 24),
            ("effect", "response_effect", 60),
            ("review_date", "response_review_date", 14),
            ("change", "response_change", 40),
        ):
            field = self.env["plpdma.response"]._fields[name]
            sources = (field_name,) if field.type == "html" else ()
            label = field._description_string(self.env)
            yield self.field(field_name, width, label=label, sources=sources)

    def _read_letters(self, records):
        """The number of the letter of which a row is a point."""
        return [
            record.letter_reference if record.part_number else None
            for record in records
        ]

    def _read_signatures(self, records):
        """How many signed each letter, at its own row: its points repeat nothing."""
        return [
            None if record.part_number else record.signature_count for record in records
        ]

    def _read_authors(self, records):
        """List of texts, one for each record; an author is labelled once for each
        contact and category."""
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
        """List of « Yes » and « No », one for each record; those overdue are looked for
        once."""
        if self._overdue_ids is None:
            domain = self.domain & self.model._get_overdue_domain()
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
