"""A sheet taken in whole or not at all, with all that is wrong in it told at once."""

import psycopg2

from odoo.models import fix_import_export_id_paths
from odoo.tools.lru import LRU

from ...tools.cells import quote_cell
from ...tools.import_job import THERE, RowRead, SavedRow, get_job, running
from .sheet_faults import SheetFaults
from .sheet_known import SheetKnown
from .sheet_words import find_left_words

CACHE_SIZE = 4_096


class SheetRecord:
    """What one row, or several that tell of one record, become."""

    __slots__ = ("exists", "index", "values", "xml_id")

    def __init__(self, index, values, xml_id, exists):
        self.index = index
        self.values = values
        self.xml_id = xml_id
        self.exists = exists

    def make_data(self):
        """Dictionary of the row, as ``_load_records`` takes it: a new one each time,
        since it changes what it is given."""
        data = {"values": dict(self.values), "noupdate": False}
        return {**data, "xml_id": self.xml_id} if self.xml_id else data


class SheetLoad(SheetKnown):
    """Core's ``load``, which stops after ten errors, draws numbers for rows that are
    refused, and changes records without a word.

    Everything is converted, judged and created inside one savepoint; what is refused
    is looked for by halves, so that each bad row is named without trying the good
    ones one by one. Numbers are drawn once nothing was refused.
    """

    def __init__(self, model, field_paths, data, digests=None):
        """
        :param list digests: of the rows, when they are noted
        """
        super().__init__()
        self.job = get_job()
        self.data = data
        self.digests = digests
        self.paths = [fix_import_export_id_paths(path) for path in field_paths]
        self.names = list(field_paths)
        self.pending = []
        self.ids = []
        self.model = model.with_context(
            _import_current_module=model.env.context.get("module", "__import__"),
            import_flush=self.flush,
            import_cache=LRU(CACHE_SIZE),
        )
        self.faults = SheetFaults(self.model, self.job)
        self.is_doomed = False

    def run(self):
        """:return: as ``load`` does: ``ids`` or ``False``, ``messages``, ``nextrow``"""
        with running(self.job):
            return self._run()

    def _run(self):
        if not self.model.has_access("write"):
            self.model.check_access("create")
        savepoint = self.model.env.cr.savepoint()
        self._check_columns()
        self._check_formulas()
        self._check_left_over()
        self._find_references()
        self.left_words = find_left_words(self.job, self.paths, self.data)
        extracted = self.model._extract_records(
            self.paths, self.data, log=self.faults.messages.append
        )
        converted = self.model._convert_records(
            self._follow(extracted), log=self.faults.log, savepoint=savepoint
        )
        for record_id, xml_id, values, info in converted:
            self._take(record_id, xml_id, values, info["rows"]["from"])
        self.flush()
        self._announce_updates()
        is_refused = self.faults.is_refused()
        if is_refused:
            savepoint.rollback()
            self.model.pool.reset_changes()
        elif not (self.job.is_test or self.job.waits):
            # A number that is drawn is not given back.
            self._give_numbers()
        savepoint.close(rollback=False)
        return {
            "ids": False if is_refused else self.ids,
            "messages": self.faults.describe_all(),
            "nextrow": 0,
        }

    # ------------------------------------------------------------------
    # Row by row
    # ------------------------------------------------------------------
    def _follow(self, extracted):
        """The rows, each known to what reads its cells."""
        for record, info in extracted:
            self.job.row = RowRead(self.model._name, info["rows"]["from"], record)
            yield record, info

    def _take(self, record_id, xml_id, values, index):
        """Judge what a row became, and keep it until it is created."""
        skipped = self.model.env.context.get("import_skip_records") or ()
        if any(values.get(name) is None for name in skipped):
            return
        xml_id = self._read_external_id(xml_id, index)
        record_id = record_id or self._find_own(values, index)
        named = xml_id and self.model.env.ref(xml_id, raise_if_not_found=False)
        own_id = record_id or (named and named.id)
        exists = bool(own_id)
        if exists:
            # An empty cell takes nothing away from a record that exists.
            values = {
                name: value for name, value in values.items() if value is not False
            }
            self.updated.append(own_id)
        if record_id:
            values["id"] = record_id
        faults = self.model._get_faults(values, exists)
        if exists:
            faults = [*faults, *self._judge_change(own_id, values)]
        for name, value, message, proposal in faults:
            if proposal and (
                self.job.takes_proposals
                or self.job.get_choice(name, value) == ("take", proposal)
            ):
                values[name] = proposal
                continue
            self.faults.refuse(
                index, message, field=name, value=value, proposal=proposal
            )
        if index in self.faults.bad:
            names = filter(None, map(values.get, self.model._import_names))
            self.faults.refused_names.update(map(quote_cell, names))
            return
        if not exists and self.job.asks:
            there = self.model._find_there(values)
            if there:
                if there.id in self.job.there.values():
                    # What another row gave it is there.
                    self.flush()
                self.job.there[index] = there.id
                if self.job.get_choice(THERE, "")[0] == "leave":
                    return
                self.faults.tell_otherwise(index, there, values)
                values = there._keep_missing(values)
                if not values and there._import_restored:
                    return
                self.job.note_filled(there, values)
                values["id"] = there.id
                exists = True
        if index in self.left_words and not exists:
            values = self.model._keep_left_words(values, self.left_words[index])
        self.pending.append(SheetRecord(index, values, xml_id, exists))

    def _read_external_id(self, xml_id, index):
        """An identifier that Odoo gave; the number of a form is none."""
        if not xml_id:
            return False
        if "." not in xml_id:
            self.faults.refuse(
                index,
                self.model.env._(
                    "“%s” is not an identifier given by Odoo: do not import this "
                    "column, or take it for another field.",
                    quote_cell(xml_id),
                ),
                field="id",
                value=xml_id,
            )
            return False
        # sudo: only whether a module bears this name.
        modules = self.model.env["ir.module.module"].sudo()
        known = self.model.env.ref(xml_id, raise_if_not_found=False)
        if xml_id.partition(".")[0] in modules._installed() and not known:
            self.faults.refuse(
                index,
                self.model.env._(
                    "“%s” is the identifier of no record, and bears the name of a "
                    "module, which would delete it when it is updated: leave this cell "
                    "empty.",
                    quote_cell(xml_id),
                ),
                field="id",
                value=xml_id,
            )
            return False
        return xml_id

    # ------------------------------------------------------------------
    # Creation
    # ------------------------------------------------------------------
    def flush(self, *, xml_id=None, model=None):
        """Create what is pending, when a later row may name it."""
        if model and model != self.model._name:
            return
        if xml_id and xml_id not in {record.xml_id for record in self.pending}:
            return
        pending, self.pending = self.pending, []
        self._save(pending)

    def _save(self, records):
        """Create or change records; of those refused, say which and why.

        What is accepted stays, so that of two rows that clash the second is named.
        """
        if not records or self.is_doomed:
            return
        env = self.model.env
        try:
            with env.cr.savepoint():
                saved = self.model._load_records(
                    [record.make_data() for record in records]
                )
        except psycopg2.OperationalError:
            # Somebody else writes the same: the whole request is tried again.
            raise
        except Exception as error:
            if len(records) == 1:
                self.faults.refuse_error(records[0], error)
                return
            half = len(records) // 2
            self._save(records[:half])
            self._save(records[half:])
            return
        self.ids.extend(saved.ids)
        if self.digests is not None:
            self._note_saved(records, saved.ids)
        created = self.job.created
        created[self.model._name] = created.get(self.model._name, 0) + len(saved)

    def _note_saved(self, records, ids):
        """Remember which row made which record; a row that brought nothing, as those of
        an answer that is known, has none."""
        known = len(records) == len(ids)
        for place, record_id in enumerate(ids):
            record = records[place] if known else None
            self.job.saved.append(
                SavedRow(
                    record_id,
                    self.job.get_number(record.index) if known else 0,
                    self.digests[record.index] if known else "",
                    known and record.exists,
                )
            )

    def _give_numbers(self):
        """Draw the numbers of what the file brought, the records that its rows hold
        included."""
        env = self.model.with_context(import_flush=None, import_cache=None).env
        for name in self.job.numberless:
            env[name]._give_numbers(self.job.token)

    # ------------------------------------------------------------------
    # What is wrong before any row is read
    # ------------------------------------------------------------------
    def _check_nested(self):
        """Records are changed by a file of theirs, which says so first: not by the rows
        of another kind that hold them."""
        for path in self.paths:
            field = self.model._fields.get(path[0])
            is_list = field is not None and field.type == "one2many"
            if is_list and path[1:2] and path[1] in ("id", ".id", "reference"):
                self.is_doomed = True
                self.faults.messages.append(
                    {
                        "type": "error",
                        "message": self.model.env._(
                            "“%s”: records that exist are not changed by this file. "
                            "Import them from their own list.",
                            field._description_string(self.model.env),
                        ),
                    }
                )

    def _check_columns(self):
        """A field that every row needs has a column."""
        mapped = {path[0] for path in self.paths}
        self._check_nested()
        if mapped & {"id", ".id", "reference"}:
            return
        missing = [
            name
            for name in self.model._get_needed_columns(mapped)
            if f"default_{name}" not in self.model.env.context
        ]
        if missing:
            self.is_doomed = True
            self.faults.messages.append(
                {
                    "type": "error",
                    "not_matching_error": True,
                    "message": self.model._word_missing_columns(missing),
                }
            )

    def _check_formulas(self):
        for index, field, cell in self.job.failed:
            message = self._word_formula(cell)
            self.faults.refuse(index, message, field=field, value=cell)
        self.faults.failed = {(index, field) for index, field, _cell in self.job.failed}

    def _check_left_over(self):
        """A row that has more cells than the headings is cut, or shifted."""
        told = dict(self.job.left_over)
        for index in range(len(self.data)) if told else ():
            cell = told.pop(self.job.get_number(index), None)
            if cell is not None:
                self.faults.refuse(index, self._word_left_over(cell))

    def _word_left_over(self, cell):
        return self.model.env._(
            "This row has more cells than there are headings, and “%s” is left over: "
            "a text that holds the separator stands between quotation marks.",
            quote_cell(cell),
        )

    def _word_formula(self, cell):
        """Sentence on a formula that gave nothing, by what stands in its cell."""
        env = self.model.env
        if cell.startswith("="):
            return env._(
                "“%s”: the file holds no result of this formula. Open it in a "
                "spreadsheet, save it, and load it again.",
                quote_cell(cell),
            )
        return env._("“%s”: the formula of this cell failed.", cell)
