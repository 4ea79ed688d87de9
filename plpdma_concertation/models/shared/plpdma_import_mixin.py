import re

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import plaintext2html

from ...tools.cells import quote_cell
from ...tools.changes import is_other
from ...tools.nobody import is_as_above

HTML_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")


class RefusedBatch(Exception):
    """Some records of a batch are refused: core then tries them one by one."""


class PlpdmaImportMixin(models.AbstractModel):
    """What a spreadsheet needs to be imported as its author means it."""

    _name = "plpdma.import.mixin"
    _description = "Import from a Spreadsheet"
    _inherit = ["plpdma.field.access.mixin"]

    # File of static/xls/ that shows how to fill in a spreadsheet.
    _import_template = None
    # Fields that no screen lets anybody type, and that a sheet may hold.
    _import_fields = ()
    # Required fields that a row may lack, because they are found otherwise.
    _import_found_fields = ()
    # Fields by which other rows name what a row tells of.
    _import_names = ("name",)
    # Texts of which a cell may say only that they are those of the row above.
    _import_repeated = ("name",)
    # The date that is today's where a sheet does not tell it.
    _import_dated = None
    # Fields of which each tells it instead.
    _import_dating = ()
    # What a row says that tells those who bear one name apart, by the field
    # that names them: ``{field: kinds of clues}``, as ``find_clues`` gives them.
    _import_clues = {}
    # What a record that was there says before a row fills it in, given back when the
    # import is undone: ``{field: value}``.
    _import_restored = {}
    # Whether a word of a sheet that no field takes is kept beside the record.
    _import_keeps_words = False

    @api.model
    def get_import_templates(self):
        """Template file offered by the import screen."""
        if not self._import_template:
            return []
        path = f"/plpdma_concertation/static/xls/{self._import_template}.xlsx"
        model = self.env["ir.model"]._get(self._name)
        label = self.env._("Template file: %s", model.sudo().name)
        return [{"label": label, "template": path}]

    # ------------------------------------------------------------------
    # What is wrong in a row, said before anything is created
    # ------------------------------------------------------------------
    @api.model
    def _get_faults(self, values, exists):
        """Faults of a row, cell by cell.

        :param dict values: as ``create`` or ``write`` takes them
        :param bool exists: whether the row changes a record
        :return: list of ``(field, value, message, proposal)``, the last being the value
            that is probably meant, or ``None``
        """
        faults = [
            (name, values[name], self._word_as_above(values[name]), None)
            for name in self._import_repeated
            if values.get(name) and is_as_above(values[name])
        ]
        if exists:
            return faults
        return faults + [
            (name, "", self._word_needed(name), None)
            for name in self._get_needed_fields()
            if name in values and not values[name]
        ]

    @api.model
    def _word_as_above(self, text):
        return self.env._(
            "“%s”: write again what the row above says.", quote_cell(text)
        )

    def _get_change_faults(self, values):
        """Faults of a row that changes the record, as ``_get_faults`` gives them; what
        the row only says again may be taken out of the values."""
        return []

    @api.model
    def _get_needed_fields(self):
        """Required fields that nothing fills in but the sheet."""
        return [
            name
            for name, field in self._fields.items()
            if field.required
            and field.store
            and not field.default
            and not field.compute
            and not field.related
            and name not in self._import_found_fields
        ]

    @api.model
    def _get_needed_columns(self, mapped):
        """Fields without which no row can be taken.

        :param set mapped: fields for which the sheet has a column
        """
        return [name for name in self._get_needed_fields() if name not in mapped]

    @api.model
    def _word_needed(self, name):
        field = self._fields.get(name)
        label = field._description_string(self.env) if field else name
        return self.env._("“%s” must be filled in.", label)

    @api.model
    def _get_update_message(self, count, names):
        """Sentence that is shown before a file changes records.

        :param str names: some of them
        """
        return self.env._(
            "Existing records will be modified (%(model)s, %(count)s): %(names)s.",
            count=count,
            model=self.env["ir.model"]._get(self._name).sudo().name,
            names=names,
        )

    @api.model
    def _keep_left_words(self, values, words):
        """Values of a new record, with the words of its row that the user left out,
        where the model keeps them.

        :param list words: ``"Column: word"``
        """
        return values

    # ------------------------------------------------------------------
    # What the user settles for a whole file
    # ------------------------------------------------------------------
    @api.model
    def _ask_file(self, mapped, job):
        """List of the questions that a file raises as a whole, as ``make_question``
        gives them; what is plain, or was answered, is noted in the job.

        :param set mapped: fields for which the sheet has a column
        """
        return []

    @api.model
    def _get_told_titles(self):
        """``{title of a sheet: what it tells of all of its rows}``, as jobs note it:
        rows that are given back are told nothing twice."""
        return {}

    @api.model
    def _word_missing_columns(self, names):
        """Why no row can be taken, when fields that all need have no column."""
        return self.env._(
            "No column is taken for: %s. Every row needs it.",
            ", ".join(
                self._fields[name]._description_string(self.env) for name in names
            ),
        )

    # ------------------------------------------------------------------
    # What is there already
    # ------------------------------------------------------------------
    @api.model
    def _get_number_heads(self):
        """Set of the letters with which the numbers begin that Odoo drew and that the
        list holds: a row that names another one is mistyped."""
        return set()

    @api.model
    def _word_unknown_reference(self, reference):
        """Why a row that names a record which is not there is refused."""
        return self.env._(
            "“%s”: no record bears this reference. Correct it, or leave this cell "
            "empty for a new one, which is then given its number.",
            quote_cell(reference),
        )

    @api.model
    def _find_there(self, values):
        """The record that a row tells of, though it does not name it as its own; empty
        when it is new.

        :param dict values: as ``create`` takes them
        """
        return self.browse()

    def _lacks(self, name):
        """Whether the record says nothing in a field."""
        return not self[name]

    def _find_otherwise(self, values):
        """``[(field, value)]`` of what a row says of the record otherwise than it says
        itself, which is kept, and that no note holds."""
        return []

    def _keep_missing(self, values):
        """Of the values of a row, those that the record lacks."""
        self.ensure_one()
        kept = {}
        for name, value in values.items():
            field = self._fields.get(name)
            if field is None:
                kept[name] = value
            elif value and field.type == "many2many":
                told = {one for command in value for one in command[2] or ()}
                if ids := sorted(told - set(self[name].ids)):
                    kept[name] = [Command.link(one) for one in ids]
            elif value and self._lacks(name) and is_other(self, name, value):
                kept[name] = value
        return kept

    # ------------------------------------------------------------------
    # Creation
    # ------------------------------------------------------------------
    def _load_records(self, data_list, update=False):
        """Let each bad row be named for itself.

        When a batch raises a ``UserError``, core blames its first row, then reports
        the bad rows. With another exception it only does the latter.
        """
        for data in data_list:
            data["values"] = self._clean_import_vals(data["values"])
        try:
            return super()._load_records(data_list, update)
        except UserError as error:
            if len(data_list) > 1:
                raise RefusedBatch from error
            raise

    def _load_records_create(self, vals_list):
        """An empty cell takes the default or computed value, where there is one."""
        return super()._load_records_create(
            [
                {
                    name: value
                    for name, value in vals.items()
                    if value is not False or not self._fills_itself(name)
                }
                for vals in vals_list
            ]
        )

    def _fills_itself(self, name):
        field = self._fields[name]
        return field.required or bool(field.compute)

    def _clean_import_vals(self, vals):
        """Plain text keeps its paragraphs in a formatted field."""
        return {
            name: plaintext2html(value)
            if isinstance(value, str)
            and name in self._fields
            and self._fields[name].type == "html"
            and not HTML_TAG.search(value)
            else value
            for name, value in vals.items()
        }
