"""A name that several records bear: what the row says tells which one is meant, or
nothing is imported. Core takes the first of them."""

import itertools

from odoo import api, fields, models

from ...tools.cells import RowMember, quote_cell
from ...tools.import_job import get_job
from ...tools.words import fold
from .ir_fields import LONGEST_NAME

# Of how many records one name is looked at, and how many of them are told.
MAX_BEARERS = 100
MAX_TOLD = 10
# Fields that tell one record from another of the same name.
MARKS = ("login", "reference", "code")


class IrFieldsConverter(models.AbstractModel):
    """Nobody is taken for being the first who bears a name."""

    _inherit = "ir.fields.converter"

    @api.model
    def db_id_for(self, model, field, subfield, value, savepoint):
        """As elsewhere; what depends on the row, or on those above it, is not kept for
        the whole file."""
        is_named = subfield is None and not isinstance(value, RowMember)
        if is_named and self._is_concertation(model):
            is_own = field.comodel_name == model._name
            name = value.strip()[:LONGEST_NAME]
            if is_own or len(self._find_bearers(field, name)) > 1:
                return self._find_named(model, field, subfield, value, savepoint)
        return super().db_id_for(model, field, subfield, value, savepoint)

    @api.model
    def _find_named(self, model, field, subfield, value, savepoint):
        """Id of the record and warnings; of several that bear the name, that of whom
        the row tells, or of whom the user chose.

        :raise ValueError: for a name of which neither tells whose it is
        """
        if subfield is not None:
            return super()._find_named(model, field, subfield, value, savepoint)
        name = value.strip()[:LONGEST_NAME]
        verb, chosen = get_job().get_choice(field.name, name)
        bearers = self._find_bearers(field, name)
        if len(bearers) < 2:
            if bearers and not verb:
                return bearers.id, []
            return super()._find_named(model, field, subfield, value, savepoint)
        told = self._tell_apart(model, field, bearers, savepoint)
        if len(told) == 1:
            return told.id, []
        if verb == "leave":
            return False, []
        labelled = [one for one in self._label_bearers(bearers) if one[1] in told]
        choices = self._list_told_apart(labelled)
        if verb == "take" and chosen in choices:
            return choices[chosen].id, []
        names = self._join_labels(labelled)
        raise self._refuse(
            self._word_bearers(field, name, names),
            name,
            word=name,
            choices=sorted(choices),
        )

    # ------------------------------------------------------------------
    # Who bears a name
    # ------------------------------------------------------------------
    @api.model
    def _find_bearers(self, field, name):
        """The records that a cell may name, those of a catalogue whose entries have
        one name aside: these are told otherwise."""
        comodel = self.env[field.comodel_name]
        if not name:
            return comodel
        # What the file itself brings bears names too.
        flush = self.env.context.get("import_flush")
        if flush:
            flush(model=comodel._name)
        cache = self.env.context.get("import_cache")
        count = len(get_job().brought) + get_job().created.get(comodel._name, 0)
        key = ("plpdma_bearers", comodel._name, name, count)
        if cache is not None and key in cache:
            return comodel.browse(cache[key])
        found = self._search_bearers(field, name)
        if cache is not None:
            cache[key] = found.ids
        return found

    @api.model
    def _search_bearers(self, field, name):
        comodel = self.env[field.comodel_name]
        ids = self._get_names(field).get("by_fold", {}).get(fold(name), ())
        if len(ids) > 1 and "program_id" not in comodel._fields:
            return comodel
        found = comodel.browse(ids) or self._search_displayed(comodel, name)
        return found or self._find_labelled(field, name)

    @api.model
    def _search_displayed(self, comodel, name):
        """The records that core finds by a name."""
        found = comodel.name_search(name, None, "=", MAX_BEARERS)
        return comodel.browse([record_id for record_id, _name in found])

    @api.model
    def _find_labelled(self, field, text):
        """The record of which a refusal told « Name (what tells it apart) »."""
        comodel = self.env[field.comodel_name]
        name, _parenthesis, told = text.rpartition(" (")
        if not name.strip() or not told.endswith(")"):
            return comodel
        bearers = self._find_bearers(field, name.strip())
        found = comodel.union(
            *(
                one
                for label, one in self._label_bearers(bearers)
                if fold(label) == fold(text)
            )
        )
        return found if len(found) == 1 else comodel

    @api.model
    def _label_bearers(self, bearers):
        """``[(what each is called, record)]``, with what tells one from another of
        those that are displayed alike, where something does."""
        labelled = []
        for label, alike in bearers.grouped("display_name").items():
            marks = [self._list_marks(one) for one in alike]
            # What all of them have tells none.
            telling = [len(set(column)) > 1 for column in zip(*marks, strict=True)]
            for one, own in zip(alike, marks, strict=True):
                told = ", ".join(filter(None, itertools.compress(own, telling)))
                labelled.append((f"{label} ({told})" if told else label or "", one))
        return labelled

    @api.model
    def _list_told_apart(self, labelled):
        """``{label: record}`` of those whom it tells from the others."""
        labels = [label for label, _one in labelled]
        return {label: one for label, one in labelled if labels.count(label) == 1}

    @api.model
    def _list_marks(self, record):
        """What tells a record from another of the same name."""
        own = [record[name] for name in MARKS if name in record._fields]
        parents = reversed(self._get_parent_finders())
        linked = [record[name] for name in parents if name in record._fields]
        return [*own, *(one.display_name for one in linked)]

    # ------------------------------------------------------------------
    # Whom a row means
    # ------------------------------------------------------------------
    @api.model
    def _tell_apart(self, model, field, bearers, savepoint):
        """Those whom the row may mean: of its programme, and of whom it tells what no
        other of them has. All of them where its words contradict each other."""
        for name, find in self._get_parent_finders().items():
            if name in bearers._fields and name != field.name:
                meant = find(field, savepoint)
                here = [one.id for one in bearers if one[name] == meant]
                bearers = bearers.browse(here) or bearers
        row, told = get_job().row, bearers
        is_own = row and row.model == model._name
        clues = getattr(model, "_import_clues", {}) if is_own else {}
        for kind in clues.get(field.name, ()):
            said = get_job().get_clue(kind)
            meant = self._filter_told(bearers, kind, said) if said else bearers.browse()
            if meant:
                told &= meant
        return told or bearers

    @api.model
    def _get_parent_finders(self):
        """``{field: function}`` of what records belong to, by which a row tells one
        from another; each gives the record that the row means, by the column that is
        read and the savepoint."""
        return {}

    @api.model
    def _filter_told(self, records, kind, said):
        """Those of the records of which a clue of the row is true.

        :param str kind: as ``find_clues`` gives it
        :param said: what the cell says
        """
        return records.browse()

    @api.model
    def _find_row_record(self, model):
        """The record that the row changes, which it names by its own reference or by
        the identifier that Odoo gave it; empty for a new one."""
        record = get_job().row.record
        told, xml_id = record.get("reference"), record.get("id")
        if told and "reference" in model._fields:
            found = model.search([("reference", "=", told.strip())], limit=2)
            return found if len(found) == 1 else model.browse()
        own = xml_id and self.env.ref(xml_id, raise_if_not_found=False)
        return own if own and own._name == model._name else model.browse()

    @api.model
    def _read_row_cell(self, model, name, field, savepoint):
        """Id of the record that another column of the row names; none without any."""
        cell = get_job().row.record.get(name)
        own = model._fields.get(name)
        if not cell or own is None or own == field or own.type != "many2one":
            return None
        try:
            [[(subfield, value)]] = [one.items() for one in cell]
            return self.db_id_for(model, own, subfield, value, savepoint)[0]
        except ValueError:
            # That column is refused for itself.
            return None

    # ------------------------------------------------------------------
    # Words
    # ------------------------------------------------------------------
    @api.model
    def _word_bearers(self, field, name, names):
        """Why a name that several records bear is refused.

        :param str names: what they are called
        """
        described = isinstance(field, fields.Field)
        return self.env._(
            "“%(name)s” is the name of several entries of “%(field)s”: %(names)s. "
            "Write which one as it is written here.",
            name=quote_cell(name),
            field=field._description_string(self.env) if described else field.name,
            names=names,
        )

    @api.model
    def _join_labels(self, labelled):
        names = sorted(label for label, _one in labelled)
        return " ; ".join(names[:MAX_TOLD]) + " …" * (len(names) > MAX_TOLD)
