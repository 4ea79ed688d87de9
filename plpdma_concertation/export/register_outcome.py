"""The register, what followed: the actions of the programme, commitments, adaptations,
and the legal thread."""

from ..tools.texts import clean_text
from .table import Table


class MeasureTable(Table):
    """One row for each action of the programme: what it says, before and after, who
    carries it and where it stands."""

    model_name = "plpdma.measure"
    order = "program_id, code_rank, id"
    printed = ("code", "name", "text_after", "carried_by", "state", "date_stop")

    def _get_title(self):
        return self.env._("Actions")

    def get_columns(self):
        """Yield the columns: what is to be done, what changed, and where it stands."""
        yield self.field("code", 10)
        yield self.field("name", 44)
        yield self.field("program_id", 28)
        yield self.field("theme_ids", 32)
        yield self.field("territory_ids", 28)
        yield self.field("description", 50)
        yield self.field("text_before", 50)
        yield self.field("text_after", 50)
        yield self.field("carried_by", 30)
        yield self.field("is_voluntary", 12)
        if self.personal:
            yield self.field("user_id", 22)
        yield self.field("state", 14)
        yield self.field("date_start", 12)
        yield self.field("date_stop", 12)
        yield self.field("is_overdue", 12)
        yield self.field("explanation", 40)
        yield self.field("is_published", 12)
        yield self.field("contribution_count", 14)
        yield self.computed(
            "responses",
            self.model._fields["response_ids"]._description_string(self.env),
            self._read_responses,
            width=28,
        )
        yield self.field("commitment_ids", 40)
        yield self.field("session_ids", 36)

    def _read_responses(self, records):
        """List of texts, one for each record: the responses that were sent and change
        it; what is being prepared stays where it is."""
        responses = self.env["plpdma.response"].search(
            [("measure_ids", "in", records.ids), ("state", "=", "sent")], order="id"
        )
        names = dict.fromkeys(records.ids, "")
        for response in responses:
            for measure in response.measure_ids & records:
                before = names[measure.id]
                name = clean_text(response.display_name)
                names[measure.id] = f"{before}, {name}" if before else name
        return [names[record.id] or None for record in records]


class CommitmentTable(Table):
    """One row for each commitment: what the authority promised, and what the actors do
    of their own accord."""

    model_name = "plpdma.commitment"
    order = "date_due, id"
    fetched = ("stakeholder_id",)
    printed = (
        "name",
        "kind",
        "actor",
        "state",
        "date_due",
        "date_planned",
        "date_done",
    )

    def _get_title(self):
        return self.env._("Commitments")

    def get_columns(self):
        """Yield the columns: what was to be done, and where it stands."""
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
        yield self.field("measure_ids", 32)
        yield self.field("state", 14)
        yield self.field("date_due", 12)
        yield self.field("date_planned", 20)
        yield self.field("date_done", 12)
        yield self.field("is_overdue", 12)
        yield self.field("explanation", 40)


class AdaptationTable(Table):
    """One row for each entry of the log of the modalities that changed."""

    model_name = "plpdma.adaptation"
    order = "date, id"
    date_field = "date"
    printed = ("date", "need", "previous_modality", "new_modality")

    def _get_title(self):
        return self.env._("Adaptations")

    def get_columns(self):
        """Yield the columns, from the need that emerged to what changed."""
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


class MilestoneTable(Table):
    """One row for each milestone of the legal thread."""

    model_name = "plpdma.milestone"
    order = "program_id, sequence, year, id"
    printed = (
        "name",
        "state",
        "date_planned",
        "deadline",
        "date_done",
        "session_id",
        "legal_reference",
    )

    def _get_title(self):
        return self.env._("Milestones")

    def get_columns(self):
        """Yield the columns: what the law asks for, planned and done."""
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
