"""The actions of a programme, as everybody may reuse them."""

from collections import defaultdict

from odoo.fields import Domain

from ..tools.texts import clean_text, html_to_text
from .open_data import CSV, Described, OpenData


class OpenMeasures(OpenData):
    """The actions of the programme that everybody reads."""

    name = "measures"
    formats = (CSV,)
    model_name = "plpdma.measure"
    order = "code_rank, id"

    def __init__(self, env, program):
        self.program = program
        super().__init__(env, program._get_public_measures_domain())

    def get_columns(self):
        """Yield the column of each of those described, in their order."""
        counts = self._count_observations()
        changes = self._find_changes()
        readers = {
            "state_code": self.read_codes("state"),
            "state": self.field("state").values,
            "description": lambda records: [
                html_to_text(record.description) or None for record in records
            ],
            "explanation": lambda records: [
                clean_text(record.explanation or "") or None
                if record.state == "dropped"
                else None
                for record in records
            ],
            "voluntary": lambda records: [record.is_voluntary for record in records],
            "carried_by": self.field("carried_by").values,
            "theme": self.field("theme_ids").values,
            "territory_code": lambda records: [
                ", ".join(filter(None, record.territory_ids.mapped("insee_code")))
                or None
                for record in records
            ],
            "territory": self.field("territory_ids").values,
            "begins": self.field("date_start").values,
            "ends": self.field("date_stop").values,
            "observations": lambda records: [counts[record.id] for record in records],
            "change": lambda records: [
                "\n".join(changes[record.id]) or None for record in records
            ],
        }
        for described in self.describe_columns():
            name = described.name
            values = readers.get(name) or self.field(name).values
            yield self.computed(name, described.title, values)

    def _count_observations(self):
        """``{id: number}`` of the entries of the register that made each action."""
        measures = self.model.search(self.domain)
        contributions = self.env["plpdma.contribution"]
        made = defaultdict(set)
        for entry in contributions.search_fetch(
            contributions._get_published_domain()
            & measures._get_public_observations_domain(measures)
            & Domain("active", "=", True),
            ["measure_ids", "sent_response_id", "response_published"],
        ):
            named = set(entry.measure_ids._ids)
            if entry.response_published:
                named.update(entry.sent_response_id.measure_ids._ids)
            for id_ in named:
                made[id_].add(entry.id)
        return defaultdict(int, {id_: len(ids) for id_, ids in made.items()})

    def _find_changes(self):
        """``{id: [sentence]}``: what published answers say that they change."""
        changes = defaultdict(list)
        measures = self.model.search(self.domain)
        for id_, response in measures._find_public_changes():
            changes[id_].append(clean_text(response.change))
        return changes

    def _get_title(self):
        return self.env._("Actions of the programme")

    def _get_summary(self):
        return self.env._(
            "One row for each published action of the programme: what it is, where it "
            "stands, and what the concertation changed in it."
        )

    def describe_columns(self):
        """What each column holds, in their order."""
        states = dict(self.model._fields["state"]._description_selection(self.env))
        return [
            Described(
                "code",
                self.env._("Code"),
                self.env._("Number of the action."),
                is_key=True,
            ),
            Described(
                "name",
                self.env._("Action"),
                self.env._("Name of the action."),
                is_required=True,
            ),
            Described(
                "description",
                self.env._("Description"),
                self.env._("What is to be done, by which means, for whom."),
            ),
            Described(
                "state_code",
                self.env._("Status: code"),
                self.env._("Code of where the action stands."),
                choices=states,
                is_required=True,
            ),
            Described("state", self.env._("Status"), self.env._("The same, in words.")),
            Described(
                "explanation",
                self.env._("Why it is dropped"),
                self.env._("What is told of an action that is dropped; else empty."),
            ),
            Described(
                "carried_by",
                self.env._("Carried by"),
                self.env._(
                    "The authority, an organisation, or the category of a person."
                ),
            ),
            Described(
                "voluntary",
                self.env._("Voluntary"),
                self.env._("Whether an actor carries it of their own accord."),
                "boolean",
                is_required=True,
            ),
            Described(
                "theme",
                self.env._("Themes"),
                self.env._("Themes of the action, separated by commas."),
            ),
            Described(
                "territory_code",
                self.env._("Territories: INSEE codes"),
                self.env._("Official geographic codes, separated by commas."),
            ),
            Described(
                "territory",
                self.env._("Territories"),
                self.env._("Places where it applies, separated by commas."),
            ),
            Described(
                "begins",
                self.env._("Begins on"),
                self.env._("First day, if it is set."),
                "date",
            ),
            Described(
                "ends",
                self.env._("Ends on"),
                self.env._("Last day, if it is set."),
                "date",
            ),
            Described(
                "text_before",
                self.env._("Text before"),
                self.env._("As it was put to the concertation."),
            ),
            Described(
                "text_after",
                self.env._("Text after"),
                self.env._("As it stands since the concertation changed it."),
            ),
            Described(
                "change",
                self.env._("What the answers changed"),
                self.env._(
                    "What the published answers changed in it, one sentence a line."
                ),
            ),
            Described(
                "observations",
                self.env._("Entries of the register"),
                self.env._(
                    "How many entries of the register name it, or are answered by what "
                    "it became."
                ),
                "integer",
                is_required=True,
            ),
        ]
