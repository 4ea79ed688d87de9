from odoo import api, models
from odoo.exceptions import UserError

from ...tools.import_job import get_job


class IrFieldsConverter(models.AbstractModel):
    """The names that no list has, once the user said what becomes of them: added to the
    list, or left out."""

    _inherit = "ir.fields.converter"

    @api.model
    def _may_create_named(self, field):
        """Whether the user may add to the list of which a cell names an entry."""
        comodel = self.env[field.comodel_name]
        is_catalogue = comodel._name in self.env.registry.descendants(
            ["plpdma.catalogue.mixin"], "_inherit"
        )
        return is_catalogue and comodel.has_access("create")

    @api.model
    def _create_named(self, field, value):
        """Id of a new entry of a catalogue, in the right of the user.

        :raise ValueError: in the user's words
        """
        comodel = self.env[field.comodel_name]
        if not self._may_create_named(field):
            raise self._refuse(
                self.env._("You may not add to this list: %s.", comodel._description),
                value,
            )
        try:
            with self.env.cr.savepoint():
                record = comodel.create({"name": value})
        except UserError as error:
            raise self._refuse(str(error), value) from error
        job = get_job()
        job.brought.append((comodel._name, record.id))
        # What was read of the list is read anew.
        job.created[comodel._name] = job.created.get(comodel._name, 0) + 1
        return record.id

    @api.model
    def _str_to_many2many(self, model, field, value, savepoint):
        """The words that were left out name nothing; of those that mean nothing, each
        is told."""
        if not self._is_concertation(model):
            return super()._str_to_many2many(model, field, value, savepoint)
        try:
            commands, warnings = super()._str_to_many2many(
                model, field, value, savepoint
            )
        except ValueError as error:
            if "word" in self._get_details(error):
                self._add_others(error, model, field, value, savepoint)
            raise
        commands = [
            (code, record_id, list(filter(None, ids)) if ids else ids)
            for code, record_id, ids in commands or ()
        ]
        return commands, warnings

    @api.model
    def _get_details(self, error):
        return error.args[1] if len(error.args) > 1 else {}

    @api.model
    def _add_others(self, error, model, field, value, savepoint):
        """Tell the words of a cell that come after the first one that means nothing."""
        details = self._get_details(error)
        others = []
        for part in self._part_names(field, value[0][None]).split(","):
            try:
                self.db_id_for(model, field, None, part, savepoint)
            except ValueError as other:
                told = self._get_details(other)
                if told.get("word") not in (None, details["word"]):
                    others.append((other.args[0].replace("%%", "%"), told))
        details["others"] = others
