"""What the public reads: each contribution and what became of it."""

import csv
import io

from odoo.fields import Domain

from ..tools.moments import describe_day
from ..tools.texts import clean_text, disarm, html_to_text
from .table import Column, Table

# What each column tells.
KEYS = (
    "reference",
    "letter",
    "date",
    "category",
    "theme",
    "text",
    "response",
    "decision",
    "reason",
    "change",
)


def write_csv(file, batches, headings, separator=","):
    """Write rows into a file, in UTF-8.

    :param file: binary file, open for writing
    :param batches: iterator of lists of rows
    :param headings: of the columns
    :param str separator: what stands between two cells
    """
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    writer = csv.writer(text, delimiter=separator)
    writer.writerow(headings)
    for rows in batches:
        writer.writerows([disarm(cell) for cell in row] for row in rows)
    text.detach()


class PublicationTable(Table):
    """The table of the published contributions, with the answers that are published."""

    model_name = "plpdma.contribution"
    order = "date_received, id"
    date_field = "date_received"
    fetched = (
        "verbatim",
        "public_text",
        "date_answered",
        "taken_over",
        "state",
        "response_expected",
        "decision",
        "sent_response_id",
        "response_published",
        "part_number",
    )

    def __init__(self, env, domain=(), personal=False, gathered=False):
        published = env[self.model_name]._get_published_domain()
        super().__init__(env, Domain(domain) & published, personal=False)
        self.similar = {}
        if gathered and self.model.has_access("read"):
            self.domain, self.similar = self.model._gather_readable(self.domain)

    def describe_similar(self, id_):
        """Words on how many others a row stands for, empty where for none."""
        return self.model._describe_similar(self.similar.get(id_, 0))

    def _get_title(self):
        return self.env._("Observations and responses")

    def get_columns(self):
        """Yield the :class:`~.table.Column` of each of :data:`KEYS`, in their order."""
        yield self.field("reference", 18, label=self.env._("Number"))
        yield self.computed(
            "letter",
            self.env._("Letter"),
            lambda records: [
                clean_text(one.letter_reference) if one.part_number else None
                for one in records
            ],
            width=18,
        )
        yield self.field("date_received", 12, label=self.env._("Date"))
        yield self.computed(
            "author",
            self.env._("Category of contributor"),
            lambda records: [clean_text(one._get_told_author()) for one in records],
            width=26,
        )
        yield self.field("theme_ids", 30, label=self.env._("Themes"))
        yield self.field(
            "register_text",
            60,
            label=self.env._("Observation"),
            sources=("verbatim", "public_text"),
        )
        yield Column(
            "response",
            self.env._("Response of the authority"),
            self._read_responses,
            width=60,
            sources=("response_motivation", "response_effect"),
        )
        yield self.computed(
            "decision", self.env._("Decision"), self._read_decisions, width=22
        )
        yield self.computed(
            "reason", self.env._("Reason for the refusal"), self._read_reasons, width=24
        )
        yield self.computed(
            "change",
            self.env._("What it changes in the programme"),
            self._read_changes,
            width=40,
        )

    def _read_responses(self, records):
        """List of texts, one for each record: what it is about, why, then what will be
        done, or when it is looked at again."""
        return [
            "\n".join(
                filter(
                    None,
                    (
                        record.response_name,
                        html_to_text(record.response_motivation),
                        html_to_text(record.response_effect),
                        self._tell_review(record.response_review_date),
                    ),
                )
            )
            or None
            if record.response_published
            else None
            for record in records
        ]

    def _tell_review(self, day):
        """Sentence that says when a deferred answer is looked at again."""
        return day and self.env._(
            "To be looked at again on %s.", describe_day(self.env, day)
        )

    def _read_decisions(self, records):
        labels = self._get_decision_labels()
        return [labels.get(code) for code in self._sort_decisions(records)]

    def _get_decision_labels(self):
        """``{code: label}`` of what may be told of what became of a contribution."""
        field = self.model._fields["decision"]
        return {
            **dict(field._description_selection(self.env)),
            **self.env["plpdma.figures"]._get_standing_labels(),
            "answered": self.env._("Answered to its author directly"),
            "taken_over": self.env._(
                "Answered earlier: taken over from another register"
            ),
            "not_published": self.env._("Answered, response not published"),
        }

    def _sort_decisions(self, records):
        """List of the codes of :meth:`_get_decision_labels`, one for each record."""
        standings = self.env["plpdma.figures"]._sort_contributions(records)

        def sort(record):
            if record.response_published:
                return record.decision
            if record.sent_response_id:
                return "not_published"
            return "taken_over" if record.taken_over else standings[record]

        return [sort(record) for record in records]

    def _read_reasons(self, records):
        return [
            clean_text(record.response_refusal_reason_id.display_name)
            if record.response_published and record.response_refusal_reason_id
            else None
            for record in records
        ]

    def _read_changes(self, records):
        return [
            clean_text(record.response_change)
            if record.response_published and record.response_change
            else None
            for record in records
        ]

    @staticmethod
    def join_measures(records, told):
        """List of texts, one for each record: the actions that it names, or that its
        published answer changes.

        :param dict told: ``{id: text}`` of those that everybody reads
        """
        texts = []
        for record in records:
            ids = set(record.measure_ids._ids)
            if record.response_published:
                ids.update(record.sent_response_id.measure_ids._ids)
            named = (text for id_, text in told.items() if id_ in ids)
            texts.append(", ".join(named) or None)
        return texts

    def describe(self):
        """List of sentences, in the order of the columns: what each holds, for those
        who reuse the data."""
        return [
            self.env._("Number of the contribution in the register."),
            self.env._("Number of the letter of which the entry is a point, if any."),
            self.env._("Day on which the contribution was received."),
            self.env._(
                "Category of the person who speaks; their name if they agreed to it."
            ),
            self.env._("Themes of the contribution, separated by commas."),
            self.env._(
                "Text of the contribution, without what would identify a person."
            ),
            self.env._(
                "Response that was sent and published: why, and what the authority "
                "will do. Empty while there is none."
            ),
            self.env._("What became of the contribution, or what it still waits for."),
            self.env._("Reason for which a request is not retained, if any."),
            self.env._(
                "What the published response changes in the programme, in one sentence."
            ),
        ]
