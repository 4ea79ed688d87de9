"""The register, as everybody may reuse it."""

from dataclasses import replace

from ..tools.texts import clean_text
from .open_data import CSV, JSON, Described, OpenData
from .publication import PublicationTable


class OpenRegister(PublicationTable, OpenData):
    """The entries of the register, each message of a campaign on its own."""

    name = "register"
    formats = (CSV, JSON)

    def __init__(self, env, program):
        self.program = program
        super().__init__(env, program._get_published_contributions_domain())
        self._measures = None

    def get_columns(self):
        """Yield the column of each of those described, in their order."""
        published = {
            "date_received": "date",
            "author": "category",
            "theme_ids": "theme",
            "register_text": "text",
        }
        columns = {
            published.get(column.name, column.name): column
            for column in super().get_columns()
        }
        for name, values in (
            ("kind_code", self.read_codes("kind")),
            ("kind", self.field("kind").values),
            (
                "territory_code",
                lambda records: [
                    record.territory_id.insee_code or None for record in records
                ],
            ),
            ("territory", self.field("territory_id").values),
            ("measure", self._read_measures),
            (
                "signatures",
                lambda records: [record.signature_count for record in records],
            ),
            ("decision_code", self._read_decision_codes),
        ):
            columns[name] = self.computed(name, "", values)
        for described in self.describe_columns():
            column = columns[described.name]
            yield replace(column, name=described.name, sources=())

    def iter_batches(self, columns, ids=None):
        """As a table; the fields on which the columns rest are read by their own."""
        self.fetched = (
            *PublicationTable.fetched,
            "reference",
            "date_received",
            "kind",
            "territory_id",
            "theme_ids",
            "measure_ids",
            "name_consent",
            "anonymous",
            "contributor_name",
            "partner_id",
            "role_id",
            "signature_count",
            "letter_reference",
        )
        return super().iter_batches(columns, ids)

    def _read_decision_codes(self, records):
        return [code or None for code in self._sort_decisions(records)]

    def _read_measures(self, records):
        """Codes of the actions that everybody reads, and that an entry names or its
        published answer changes."""
        if self._measures is None:
            measures = self.env["plpdma.measure"]
            found = measures.search(self.program._get_public_measures_domain())
            self._measures = {one.id: clean_text(one.code) for one in found}
        return self.join_measures(records, self._measures)

    def _get_title(self):
        return self.env._("Register of the contributions")

    def _get_summary(self):
        return self.env._(
            "One row for each entry of the published register: what was said, what the "
            "authority answered, and why. A letter that raises several points has a "
            "row for each of them."
        )

    def describe_columns(self):
        """What each column holds, in their order."""
        kinds = dict(self.model._fields["kind"]._description_selection(self.env))
        texts = dict(
            zip(
                (column.name for column in PublicationTable.get_columns(self)),
                self.describe(),
                strict=True,
            )
        )
        return [
            Described(
                "reference",
                self.env._("Number"),
                texts["reference"],
                is_key=True,
            ),
            Described(
                "letter",
                self.env._("Letter"),
                self.env._(
                    "Number of the letter of which the entry is a point, if any."
                ),
            ),
            Described(
                "date",
                self.env._("Date"),
                texts["date_received"],
                "date",
                is_required=True,
            ),
            Described(
                "category", self.env._("Category of contributor"), texts["author"]
            ),
            Described(
                "kind_code",
                self.env._("Kind: code"),
                self.env._("Code of what the entry is."),
                choices=kinds,
                is_required=True,
            ),
            Described("kind", self.env._("Kind"), self.env._("The same, in words.")),
            Described("theme", self.env._("Themes"), texts["theme_ids"]),
            Described(
                "territory_code",
                self.env._("Territory: INSEE code"),
                self.env._(
                    "Official geographic code of the commune, where it has one."
                ),
            ),
            Described(
                "territory",
                self.env._("Territory"),
                self.env._("Place that the entry is about."),
            ),
            Described(
                "measure",
                self.env._("Actions of the programme"),
                self.env._(
                    "Codes of the published actions that the entry names, or that its "
                    "published answer changes, separated by commas: column “code” of "
                    "the file of the actions."
                ),
            ),
            Described(
                "text",
                self.env._("Observation"),
                texts["register_text"],
                is_required=True,
            ),
            Described(
                "signatures",
                self.env._("Signatures"),
                self.env._("How many people signed it: 1 but for a petition."),
                "integer",
                is_required=True,
            ),
            Described(
                "decision_code",
                self.env._("Decision: code"),
                self.env._("Code of what became of the entry."),
                choices=self._get_decision_labels(),
            ),
            Described("decision", self.env._("Decision"), texts["decision"]),
            Described(
                "response", self.env._("Response of the authority"), texts["response"]
            ),
            Described("reason", self.env._("Reason for the refusal"), texts["reason"]),
            Described(
                "change",
                self.env._("What it changes in the programme"),
                texts["change"],
            ),
        ]
