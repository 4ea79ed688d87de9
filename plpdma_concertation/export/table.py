"""Rows of a model in plain Python, batch by batch: what a sheet will hold."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.clock import DEFAULT_TZ, to_local
from ..tools.texts import CELL_LIMIT, clean_text, html_to_text

BATCH_SIZE = 2_500
# What grows with the register: it leaves the memory after each batch. The rest
# (sessions, themes, roles…) is read once.
GROWING_MODELS = ("res.partner", "plpdma.response", "plpdma.stakeholder")
# Characters of the longest text as Excel counts them, one outside the basic plane for
# two; only those that may be too long are looked at.
LONGEST = """
    MAX(CASE WHEN octet_length(%(text)s) > %(limit)s
             THEN length(%(text)s) + length(
                 regexp_replace(%(text)s, '[^\U00010000-\U0010ffff]', '', 'g'))
        END)
"""
# What is printed instead of a label where people are named.
NAMED = {"actor": "partner_id", "author_label": "author_name"}
# How each kind of field is written.
KINDS = {"date": "date", "datetime": "datetime", "integer": "integer"}


@dataclass(frozen=True)
class Column:
    """One column: its heading, and its values for a batch of records."""

    name: str
    label: str
    values: Callable
    kind: str = "text"
    width: int = 14
    # Fields of the database that a long text may hold, one after the other.
    sources: tuple = ()
    # Link and field through which a related field is read.
    through: tuple = ()
    # How many more cells its longest text takes.
    extra: int = 0
    # Whether it stands on paper too: the others are read on screen.
    printed: bool = True


class Table:
    """A table of what a user may read of a model: record rules decide on the rows and
    groups on the columns, as everywhere."""

    model_name = None
    # Order of the rows, and field to which a period applies.
    order = None
    date_field = None
    # Fields on which the computed columns rest.
    fetched = ()
    # The columns that are printed, on one page, and first on the sheet; all of them
    # without any.
    printed = ()

    def __init__(self, env, domain=(), personal=False):
        # Names of what was archived since then are still told.
        self.env = env(context=dict(env.context, active_test=False))
        self.model = self.env[self.model_name]
        self.personal = personal
        self.domain = Domain(domain)
        if self.model._active_name and not self._is_about_archived():
            self.domain &= Domain(self.model._active_name, "=", True)
        self._names = {}

    def _is_about_archived(self):
        """Whether the domain speaks of archived records itself, or names the very
        records."""
        names = {self.model._active_name, "id"}
        conditions = self.domain.iter_conditions()
        return any(condition.field_expr in names for condition in conditions)

    # ------------------------------------------------------------------
    # Columns
    # ------------------------------------------------------------------
    @property
    def title(self):
        """Name of the sheet."""
        return self._get_title()

    def _get_title(self):
        raise NotImplementedError

    def get_columns(self):
        """Yield each :class:`Column`, ``None`` for one that the user may not read."""
        raise NotImplementedError

    def list_columns(self):
        """List of :class:`Column`: those that this user gets, those that are printed
        first, long texts measured."""
        columns = [column for column in self.get_columns() if column]
        named = NAMED if self.personal else {}
        ranks = {named.get(name, name): rank for rank, name in enumerate(self.printed)}
        last = len(ranks)
        columns.sort(key=lambda column: ranks.get(column.name, last))
        extra = self._measure(columns)
        return [
            replace(
                column,
                extra=extra.get(column.name, 0),
                printed=column.name in ranks if ranks else column.printed,
            )
            for column in columns
        ]

    def field(self, name, width=14, label=None, sources=None):
        """:class:`Column` of a field, written as suits its type; None when the user may
        not read it.

        :param str name: the field
        :param int width: of the column, in characters
        :param str label: its heading; by default that of the field
        :param sources: fields of the database that a long text may hold; by default,
            this one
        """
        definition = self.model._fields[name]
        if not self.model._has_field_access(definition, "read"):
            return None
        if sources is None:
            is_long = definition.type in ("text", "html") and definition.store
            sources = (name,) if is_long else ()
        return Column(
            name,
            label or definition._description_string(self.env),
            self._get_reader(definition),
            KINDS.get(definition.type, "text"),
            width,
            sources,
            self._get_path(definition),
        )

    def computed(self, name, label, values, width=14, kind="text"):
        """:class:`Column` of what no field says.

        :param str name: its key; ``label``: its heading
        :param values: function from a batch of records to the list of its values
        :param int width: of the column, in characters
        :param str kind: how it is written, as in :data:`KINDS`
        """
        return Column(name, label, values, kind, width)

    def read_codes(self, name):
        """Function from a batch to the codes of a selection field."""
        return lambda records: [record[name] or None for record in records]

    def _get_reader(self, definition):
        if path := self._get_path(definition):
            return self._get_related_reader(definition, *path)
        name, kind = definition.name, definition.type
        if kind == "selection":
            labels = dict(definition._description_selection(self.env))
            return lambda records: [labels.get(record[name]) for record in records]
        if kind == "boolean":
            words = {True: self.env._("Yes"), False: self.env._("No")}
            return lambda records: [words[record[name]] for record in records]
        if kind in ("many2one", "many2many", "one2many"):
            return lambda records: self.read_names(records, name)
        converts = {
            "html": html_to_text,
            "datetime": self.to_local,
            "char": clean_text,
            "text": clean_text,
        }
        convert = converts.get(kind)
        if convert:
            return lambda records: [
                (value := record[name]) and convert(value) or None for record in records
            ]
        if kind == "date":
            return lambda records: [record[name] or None for record in records]
        return lambda records: [record[name] for record in records]

    def _get_path(self, definition):
        """``(link, field)`` of a related field that is not stored, empty for the
        others."""
        path = tuple((definition.related or "").split("."))
        return () if definition.store or len(path) != 2 else path

    def _get_related_reader(self, definition, link, name):
        """Function from a batch of records to the list of a related field's values,
        each read once however many records link to it."""
        comodel = self.env[definition.model_name]._fields[link].comodel_name
        read = self._get_reader(self.env[comodel]._fields[name])

        def read_related(records):
            # sudo: so is a related field read, and the user may read this one.
            records = records.sudo()
            linked = records[link]
            values = dict(zip(linked._ids, read(linked), strict=True))
            return [values.get(record[link].id) for record in records]

        return read_related

    def to_local(self, value):
        """``datetime`` without zone: a stored instant, by the reader's clock."""
        return to_local(value, self.env.context.get("tz") or DEFAULT_TZ)

    def read_names(self, records, name):
        """List of texts, one for each record: the names of what a relational field
        links to, each looked up once. A record that the user may not read is not
        named."""
        linked = [record[name]._ids for record in records]
        comodel = self.env[records._fields[name].comodel_name]
        names = self._names.setdefault(comodel._name, {})
        missing = {link for links in linked for link in links} - names.keys()
        if missing:
            names.update(dict.fromkeys(missing))
            for found in comodel.browse(missing)._filtered_access("read"):
                names[found.id] = clean_text(found.display_name or "") or None
        return [
            names[links[0]]
            if len(links) == 1
            else ", ".join(filter(None, (names[link] for link in links))) or None
            for links in linked
        ]

    def read_actors(self, records, name="stakeholder_id"):
        """List of texts, one for each record: their actors, as they may be told to
        everybody."""
        # sudo: of the actor of a record that the user reads, no more is told than the
        # organisation or the category.
        actors = records.sudo().mapped(name)
        labels = {actor.id: actor._get_public_label() for actor in actors}
        return [labels.get(record[name].id) for record in records]

    def _measure(self, columns):
        """``{name of a column: number}``: how many more cells its longest text
        takes."""
        sources = [(column, name) for column in columns for name in column.sources]
        if not sources or not self.model.has_access("read"):
            return {}
        query = self.model._search(self.domain)
        terms = []
        for _column, name in sources:
            text = self.model._field_to_sql(self.model._table, name, query)
            terms.append(SQL(LONGEST, text=text, limit=CELL_LIMIT))
        [longest] = self.env.execute_query(query.select(*terms))
        units = Counter()
        for (column, _name), length in zip(sources, longest, strict=True):
            units[column.name] += length or 0
        # A piece may end one short of the limit, before an emoji.
        return {name: total // (CELL_LIMIT - 1) for name, total in units.items()}

    # ------------------------------------------------------------------
    # Rows
    # ------------------------------------------------------------------
    def get_ids(self):
        """Tuple of the ids of the rows, in their order; empty for a user who reads
        none."""
        if not self.model.has_access("read"):
            return ()
        return self.model.search(self.domain, order=self.order)._ids

    def iter_batches(self, columns, ids=None):
        """Iterator of lists of tuples, a value for each column, some thousand rows at a
        time: memory does not grow with their number.

        :param columns: those of :meth:`list_columns`
        :param ids: those of :meth:`get_ids`, read again when they are not given
        """
        ids = self.get_ids() if ids is None else ids
        read = [column.name for column in columns if column.name in self.model._fields]
        for start in range(0, len(ids), BATCH_SIZE):
            records = self.model.browse(ids[start : start + BATCH_SIZE])
            # sudo: the rows were found by the user, in this very transaction; each
            # column was checked, and says what it tells of the rest.
            records.sudo().fetch([*read, *self.fetched])
            self._fetch_linked(records, columns)
            values = [column.values(records) for column in columns]
            yield list(zip(*values, strict=True))
            for name in (self.model_name, *GROWING_MODELS):
                self.env[name].invalidate_model()

    def _fetch_linked(self, records, columns):
        """Read at once what the related columns need."""
        names = {}
        for link, name in filter(None, (column.through for column in columns)):
            names.setdefault(link, []).append(name)
        for link, fields in names.items():
            # sudo: so are related fields read; the user may read these.
            records.sudo()[link].fetch(fields)
