"""What the public reads, answer by answer: each published answer once, and under it
the observations that it answers."""

from dataclasses import replace
from itertools import chain

from ..tools.texts import clean_text
from .publication import KEYS, PublicationTable
from .table import BATCH_SIZE

# What a row tells of an observation, and what it tells of its answer.
OBSERVATION = (
    "reference",
    "date",
    "text",
    "measure",
    "theme",
    "category",
    "territory",
    "channel",
    "letter",
)
ANSWER = ("number", "decision", "reason", "response", "change")


def get_groups(env, domain=(), gathered=False):
    """List of dictionaries, one for each answer, in the order of the first observation
    that it answers: the keys of :data:`ANSWER`, and its ``rows``, dictionaries of the
    keys of :data:`OBSERVATION`. What has no published answer comes last, by what
    became of it; its ``number`` is None.

    :param env: environment of the reader, whose rules decide on the rows
    :param domain: contributions wanted
    :param bool gathered: whether one of those that many sent stands for all of them, as
        in the register; each row then says in ``similar`` of how many
    """
    table = GroupedTable(env, domain, gathered=gathered)
    columns = table.list_columns()
    names = [column.name for column in columns]
    ids = table.get_ids()
    rows = chain.from_iterable(table.iter_batches(columns, ids))
    groups = []
    for id_, row in zip(ids, rows, strict=True):
        cells = dict(zip(names, row, strict=True))
        if table.is_first(id_):
            groups.append({name: cells[name] for name in ANSWER} | {"rows": []})
        told = {name: cells[name] for name in OBSERVATION}
        groups[-1]["rows"].append({**told, "similar": table.describe_similar(id_)})
    return groups


class GroupedTable(PublicationTable):
    """The table of the published contributions, those of one answer together; the
    answer stands in the first of its rows."""

    # What the reader's rows rest on besides.
    fetched = (
        *PublicationTable.fetched,
        "channel",
        "measure_ids",
        "reference",
        "territory_id",
        "theme_ids",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # ``{id: number of its answer, if it has one that is published}``
        self._numbers = {}
        self._first_ids = set()
        self._measures = None

    def get_ids(self):
        """As a table, those of one answer one after the other."""
        ids = super().get_ids()
        numbers, groups = {}, {}
        codes = list(self._get_decision_labels())
        for start in range(0, len(ids), BATCH_SIZE):
            records = self.model.browse(ids[start : start + BATCH_SIZE])
            # sudo: the rows were found by the user, in this very transaction; of the
            # answer, only whether it is published and which ones it goes with.
            records = records.sudo()
            decisions = self._sort_decisions(records)
            for record, code in zip(records, decisions, strict=True):
                if record.response_published:
                    response = record.sent_response_id.id
                    number = numbers.setdefault(response, len(numbers) + 1)
                    key = (0, number)
                else:
                    number, key = None, (1, codes.index(code))
                self._numbers[record.id] = number
                groups.setdefault(key, []).append(record.id)
            self.model.invalidate_model()
        ordered = [groups[key] for key in sorted(groups)]
        self._first_ids = {group[0] for group in ordered}
        return tuple(chain.from_iterable(ordered))

    def is_first(self, id_):
        """Whether a row begins the group of its answer."""
        return id_ in self._first_ids

    def get_columns(self):
        """Yield the columns: the answer, then what it answers."""
        columns = {column.name: column for column in super().get_columns() if column}
        yield self.computed(
            "number",
            self.env._("Published answer"),
            lambda records: [self._numbers[record.id] for record in records],
            width=9,
            kind="integer",
        )
        yield columns["decision"]
        for name in ("reason", "response", "change"):
            yield self._once(columns[name])
        yield columns["reference"]
        yield replace(columns["date_received"], name="date")
        yield replace(columns["register_text"], name="text")
        yield self.computed(
            "measure",
            self.env._("Action of the programme"),
            self._read_measures,
            width=22,
        )
        yield replace(columns["theme_ids"], name="theme", width=22)
        # The last ones of the second page: the others are read on screen.
        yield replace(columns["author"], name="category", width=16)
        yield replace(self.field("territory_id", 18), name="territory", printed=False)
        yield replace(self.field("channel", 12), printed=False)
        yield replace(columns["letter"], printed=False)

    def _once(self, column):
        """A column of the answer, told in the first row of those that it answers."""

        def read(records):
            values = column.values(records)
            return [
                value if record.id in self._first_ids else None
                for record, value in zip(records, values, strict=True)
            ]

        return replace(column, values=read)

    def _read_measures(self, records):
        """Names of the actions of the programme that a row names, or that its published
        answer changes: those that everybody reads."""
        if self._measures is None:
            measures = self.env["plpdma.measure"]
            found = measures.search(measures._get_published_domain())
            self._measures = {one.id: clean_text(one.display_name) for one in found}
        return self.join_measures(records, self._measures)

    def describe(self):
        """As a table: what each column holds, in their order."""
        texts = dict(zip(KEYS, super().describe(), strict=True))
        texts |= {
            "number": self.env._(
                "Number of the published answer in this table; the same for all that "
                "it answers. Empty while there is none."
            ),
            "response": self.env._(
                "%s Told once, in the first row of those that it answers.",
                texts["response"],
            ),
            "channel": self.env._("How the contribution came."),
            "territory": self.env._("Place that the contribution is about."),
            "measure": self.env._(
                "Published actions of the programme that the contribution names, or "
                "that its published answer changes."
            ),
        }
        return [texts[name] for name in (*ANSWER, *OBSERVATION)]
