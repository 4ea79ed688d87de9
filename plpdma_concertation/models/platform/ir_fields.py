from decimal import Decimal

from odoo import api, fields, models

from ...tools import words
from ...tools.cells import RowMember, is_blank, quote_cell
from ...tools.import_job import get_job
from ...tools.numbers import NotANumber, read_number

# A catalogue is read at once, a directory of people is not.
MAX_NAMES = 2_000
# Looking for what is near takes time: a file wholly wrong does not wait for it.
MAX_NEAREST = 100
# What is longer is no name nor choice, and a list of them is no longer than this.
LONGEST_NAME = 300
LONGEST_LIST = 10_000
NAME_SEPARATORS = (",", ";", "\n", "|")


class IrFieldsConverter(models.AbstractModel):
    """The cells of a file as those who fill in spreadsheets write them.

    Each refusal quotes its cell, in the words of the user: whoever loads the file adds
    the row and the column.
    """

    _inherit = "ir.fields.converter"

    @api.model
    def _is_concertation(self, model):
        return model._original_module == "plpdma_concertation"

    @api.model
    def _refuse(self, message, value, **info):
        """The error that says why a cell is refused."""
        # Core formats the message again.
        details = {"value": quote_cell(value), **info}
        return ValueError(message.replace("%", "%%"), details)

    # ------------------------------------------------------------------
    # Numbers
    # ------------------------------------------------------------------
    @api.model
    def _read_number(self, value):
        """:raise ValueError: in the user's words"""
        language = self.env["res.lang"]._get_data(code=self.env.user.lang)
        try:
            return read_number(value, language.decimal_point or ",")
        except NotANumber as error:
            raise self._refuse(
                self.env._("“%s” is not a number.", quote_cell(value)), value
            ) from error

    @api.model
    def _str_to_integer(self, model, field, value, savepoint):
        if not self._is_concertation(model):
            return super()._str_to_integer(model, field, value, savepoint)
        number = self._read_number(value)
        if number != int(number) or abs(number) > 2**31 - 1:
            raise self._refuse(
                self.env._("“%s” is not a whole number.", quote_cell(value)), value
            )
        return int(number), []

    @api.model
    def _str_to_float(self, model, field, value, savepoint):
        if not self._is_concertation(model):
            return super()._str_to_float(model, field, value, savepoint)
        return float(Decimal(self._read_number(value))), []

    # ------------------------------------------------------------------
    # Choices
    # ------------------------------------------------------------------
    @api.model
    def _str_to_boolean(self, model, field, value, savepoint):
        # Core also asks whether an identifier is empty by this method.
        if field.type != "boolean" or not self._is_concertation(model):
            return super()._str_to_boolean(model, field, value, savepoint)
        folded = words.fold(value[:LONGEST_NAME]) or value.strip()
        if folded in words.YES or folded in words.NO:
            return folded in words.YES, []
        core, warnings = super()._str_to_boolean(model, field, value, savepoint)
        if not warnings:
            return core, []
        raise self._refuse(
            self.env._("“%s” says neither yes nor no.", quote_cell(value)), value
        )

    @api.model
    def _str_to_selection(self, model, field, value, savepoint):
        if not self._is_concertation(model):
            return super()._str_to_selection(model, field, value, savepoint)
        if is_blank(value):
            # As an empty cell, which does not come here.
            return False, []
        known = self._get_known_words(field)
        choice = words.find_word(value[:LONGEST_NAME], known)
        if choice is None:
            verb, name = get_job().get_choice(field.name, value[:LONGEST_NAME])
            if verb == "leave":
                return False, []
            choice = words.find_word(name, known) if verb == "take" else None
        if choice is not None:
            return choice, []
        if field.name in self.env.context.get("import_skip_records", []):
            return None, []
        if field.name in self.env.context.get("import_set_empty_fields", []):
            return False, []
        labels = [label for _choice, label in field._description_selection(self.env)]
        info = {"word": value[:LONGEST_NAME], "choices": labels}
        message = self.env._(
            "“%(value)s” is none of the choices: %(choices)s.",
            value=quote_cell(value),
            choices=", ".join(labels),
        )
        nearest = words.find_nearest(value, labels)
        if nearest and get_job().takes_proposals:
            return words.find_word(nearest, known), []
        if nearest:
            info["proposal"] = nearest
            message = self._ask_nearest(message, nearest)
        raise self._refuse(message, value, moreinfo=labels, **info)

    @api.model
    def _ask_nearest(self, refusal, nearest):
        return self.env._(
            "%(refusal)s Do you mean “%(nearest)s”?", refusal=refusal, nearest=nearest
        )

    @api.model
    def _get_known_words(self, field):
        """Words for each choice of a field: its labels in the languages of the
        database, and the usual words.

        :return: ``{word, folded: choice}``; ``None`` for a word that means several
        """
        cache = self.env.context.get("import_cache")
        key = ("plpdma_words", field.model_name, field.name)
        found = cache.get(key) if cache is not None else None
        if found is None:
            found = words.get_usual_words(field.model_name, field.name)
            labels = {}
            for code, _name in self.env["res.lang"].get_installed():
                env = self.with_context(lang=code).env
                for choice, label in field._description_selection(env):
                    for word in (choice, label):
                        labels.setdefault(words.fold(word), set()).add(choice)
            for word, choices in labels.items():
                found[word] = choices.pop() if len(choices) == 1 else None
            if cache is not None:
                cache[key] = found
        return found

    # ------------------------------------------------------------------
    # Names of records
    # ------------------------------------------------------------------
    @api.model
    def db_id_for(self, model, field, subfield, value, savepoint):
        """Id of the record named in a cell, and warnings, as core gives them; looked up
        once per file in the imports of this addon.

        A register names the same programme, session, themes and communes in every
        row: looking for each of them takes most of the time of an import. A name is
        understood without its accents, its capitals and its plural.
        """
        if not self._is_concertation(model):
            return super().db_id_for(model, field, subfield, value, savepoint)
        found = self.env.context.get("import_cache")
        if found is None or isinstance(value, RowMember):
            return self._find_named(model, field, subfield, value, savepoint)
        key = (model._name, field.name, subfield, value)
        if key not in found:
            record_id, warnings = self._find_named(
                model, field, subfield, value, savepoint
            )
            if not record_id:
                return record_id, warnings
            found[key] = (record_id, warnings)
        record_id, warnings = found[key]
        return record_id, list(warnings)

    @api.model
    def _find_named(self, model, field, subfield, value, savepoint):
        """Id of the record and warnings, as ``db_id_for`` gives them, whatever the
        spelling.

        :raise ValueError: in the user's words, with what is nearest
        """
        names = self._get_names(field) if subfield is None else {}
        by_fold = names.get("by_fold", {})
        if subfield is None:
            value = value.strip()[:LONGEST_NAME]
            verb, name = get_job().get_choice(field.name, value)
            if verb == "leave":
                return False, []
            if verb == "create" and words.fold(value) not in by_fold:
                return self._create_named(field, value), []
            value = name if verb == "take" else value
            ids = by_fold.get(words.fold(value), ())
            if len(ids) == 1:
                return ids[0], []
            if ids and "program_id" not in self.env[field.comodel_name]._fields:
                raise self._refuse(
                    self.env._(
                        "“%s” is the name of several entries: write its code, or make "
                        "their names differ.",
                        quote_cell(value),
                    ),
                    value,
                )
        try:
            return super().db_id_for(model, field, subfield, value, savepoint)
        except ValueError as error:
            refusal = error
        if subfield is not None:
            raise self._refuse(
                self.env._("“%s” identifies nothing here.", quote_cell(value)), value
            ) from refusal
        ids = names.get("by_plural", {}).get(words.fold_plural(value), ())
        if len(ids) == 1:
            return ids[0], []
        nearest = self._find_nearest(field, names, value)
        if nearest and get_job().takes_proposals:
            return by_fold[words.fold(nearest)][0], []
        raise self._refuse_name(field, value, nearest, refusal) from refusal

    @api.model
    def _refuse_name(self, field, value, nearest, refusal):
        info = dict(refusal.args[1]) if len(refusal.args) > 1 else {}
        info.pop("value", None)
        names = self._get_names(field).get("names", ())
        info.update(
            word=value,
            choices=sorted(set(names)),
            can_create=self._may_create_named(field),
        )
        described = isinstance(field, fields.Field)
        label = field._description_string(self.env) if described else field.name
        message = self.env._(
            "“%(value)s” is not in the list “%(field)s”.",
            value=quote_cell(value),
            field=label,
        )
        if nearest:
            info["proposal"] = nearest
            message = self._ask_nearest(message, nearest)
        return self._refuse(message, value, **info)

    @api.model
    def _get_names(self, field):
        """Names of the records of a catalogue, or of another short list.

        :return: ``by_fold`` and ``by_plural``, each ``{name: ids}``, and ``names``;
            empty when the list is long
        """
        comodel = self.env[field.comodel_name]
        rec_name = comodel._fields.get("name")
        if not self._is_concertation(comodel) or not rec_name or not rec_name.store:
            return {}
        cache = self.env.context.get("import_cache")
        key = ("plpdma_names", comodel._name)
        found = cache.get(key) if cache is not None else None
        # What the file itself brings is read anew.
        flush = self.env.context.get("import_flush")
        if flush:
            flush(model=comodel._name)
        count = get_job().created.get(comodel._name, 0)
        if found is None or found["count"] != count:
            found = {"by_fold": {}, "by_plural": {}, "names": [], "count": count}
            records = comodel.search_fetch([], ["name"], limit=MAX_NAMES + 1)
            for record in records if len(records) <= MAX_NAMES else ():
                name = record.name or ""
                found["names"].append(name)
                for fold, table in (
                    (words.fold, found["by_fold"]),
                    (words.fold_plural, found["by_plural"]),
                ):
                    table.setdefault(fold(name), []).append(record.id)
            if cache is not None:
                cache[key] = found
        return found

    @api.model
    def _find_nearest(self, field, names, value):
        """Name that is probably meant, being near; none when there is none, or once too
        many were looked for."""
        job = get_job()
        if not names.get("names") or job.nearest_count >= MAX_NEAREST:
            return None
        job.nearest_count += 1
        return words.find_nearest(value, names["names"])

    @api.model
    def _str_to_many2many(self, model, field, value, savepoint):
        """Names are parted by what their author used."""
        if self._is_concertation(model):
            [record] = value
            if set(record) == {None}:
                value = [{None: self._part_names(field, record[None])}]
        return super()._str_to_many2many(model, field, value, savepoint)

    @api.model
    def _part_names(self, field, text):
        """The names of a cell, parted by commas as core takes them."""
        names = self._get_names(field)
        if len(text) > LONGEST_LIST:
            return text[:LONGEST_NAME].replace(",", " ")
        parts = [text]
        # « Compostage / Broyage » are two, whether or not they are known.
        for separator in (*NAME_SEPARATORS, " / "):
            parts = [
                piece
                for part in parts
                for piece in (
                    [part] if self._is_name(names, part) else part.split(separator)
                )
            ]
        # A bar also stands inside references and names.
        parts = [
            piece
            for part in parts
            for piece in (
                part.split("/")
                if not self._is_name(names, part)
                and any(self._is_name(names, piece) for piece in part.split("/"))
                else [part]
            )
        ]
        return ",".join(part.strip() for part in parts if part.strip())

    @api.model
    def _is_name(self, names, text):
        return words.fold(text) in names.get("by_fold", {}) or (
            words.fold_plural(text) in names.get("by_plural", {})
        )
