"""What the public reads, for a spreadsheet or a database of the authority's own: a row
for each contribution, codes beside their labels."""

from dataclasses import replace

from ..tools.texts import clean_text
from .publication import PublicationTable


class FlatTable(PublicationTable):
    """The table of the published contributions, each with its answer."""

    fetched = (
        *PublicationTable.fetched,
        "channel",
        "kind",
        "measure_ids",
        "session_id",
        "stance",
        "territory_id",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._public_session_ids = {}

    def get_columns(self):
        """Yield the columns: what was said, where and how, then what was answered."""
        columns = {column.name: column for column in super().get_columns() if column}
        yield columns["reference"]
        yield columns["letter"]
        yield columns["date_received"]
        yield self.computed("session", self.env._("Session"), self._read_sessions)
        yield from self._get_coded("channel")
        yield columns["author"]
        yield from self._get_coded("kind")
        yield from self._get_coded("stance")
        yield self.computed(
            "territory_code",
            self.env._("Territory: INSEE code"),
            lambda records: [one.territory_id.insee_code or None for one in records],
        )
        yield self.field("territory_id")
        yield columns["theme_ids"]
        yield columns["register_text"]
        yield self.computed(
            "decision_code", self.env._("Decision: code"), self._read_decision_codes
        )
        for name in ("decision", "reason", "response"):
            yield columns[name]
        yield self.field("date_answered", label=self.env._("Answered on"))
        yield columns["change"]

    def list_columns(self):
        """As a table: a text has one cell, however long it is."""
        return [replace(column, extra=0) for column in super().list_columns()]

    def _get_coded(self, name):
        """Yield the codes of a selection field, then its labels."""
        column = self.field(name)
        if column:
            label = self.env._("%s: code", column.label)
            yield self.computed(f"{name}_code", label, self.read_codes(name))
            yield column

    def _read_sessions(self, records):
        """Names of the sessions that the public pages show: the others may name whom
        was met."""
        names = []
        for record in records:
            program = record.program_id
            if program not in self._public_session_ids:
                shown = program._get_public_sessions()
                self._public_session_ids[program] = set(shown.ids)
            session = record.session_id
            is_shown = session.id in self._public_session_ids[program]
            names.append(clean_text(session.name) if is_shown else None)
        return names

    def _read_decision_codes(self, records):
        return [code or None for code in self._sort_decisions(records)]
