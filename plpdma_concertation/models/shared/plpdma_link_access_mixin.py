from collections import defaultdict

from odoo import api, models
from odoo.exceptions import AccessError, MissingError
from odoo.fields import Command

# Commands of a list that name a record, and where they do.
NAMING = (Command.LINK, Command.UPDATE, Command.DELETE, Command.UNLINK)


class PlpdmaLinkAccessMixin(models.AbstractModel):
    """A record only links to what its author reads.

    Core reads the name of what a record links to as superuser, and constraints name
    what is wrong: an id of another authority would be told in a refusal, a dialog or
    a proposal of the form.
    """

    _name = "plpdma.link.access.mixin"
    _description = "Links to What Is Read"

    @api.model_create_multi
    def create(self, vals_list):
        """:raise AccessError: for a link to what the user does not read"""
        vals_list = self._drop_deleted(vals_list)
        self._check_links(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        """:raise AccessError: for a link to what the user does not read"""
        self._check_links([vals])
        return super().write(vals)

    def onchange(self, values, field_names, fields_spec):
        """What the form becomes, as core gives it.

        :raise AccessError: for a link to what the user does not read
        """
        [values] = self._drop_deleted([values])
        self._check_links([values])
        return super().onchange(values, field_names, fields_spec)

    @api.model
    def default_get(self, fields):
        """Default values, as core gives them.

        :raise AccessError: for a link to what the user does not read
        """
        defaults = super().default_get(fields)
        if defaults:
            self._check_links([defaults])
        return defaults

    @api.model
    def _drop_deleted(self, vals_list):
        """The values, in which what a dialog was opened on no longer names what
        somebody deleted since."""
        if not self._transient:
            return vals_list
        named = defaultdict(set)
        for model, ids in self._iter_links(vals_list, "many2many"):
            named[model].update(ids)
        gone = {
            model: ids - set(self.env[model].browse(ids).exists().ids)
            for model, ids in named.items()
        }
        if not any(gone.values()):
            return vals_list
        return [
            {
                name: self._leave_out(value, gone[self._fields[name].comodel_name])
                if name in self._fields
                and self._fields[name].type == "many2many"
                and gone.get(self._fields[name].comodel_name)
                else value
                for name, value in vals.items()
            }
            for vals in vals_list
        ]

    @api.model
    def _leave_out(self, commands, ids):
        """Commands, or ids, of a list without those that name the ids."""
        left = []
        for command in commands or ():
            if not isinstance(command, (list, tuple)):
                named = command
            elif command[0] == Command.SET:
                command = Command.set([id_ for id_ in command[2] if id_ not in ids])
                named = None
            else:
                named = command[1]
            if named not in ids:
                left.append(command)
        return left

    @api.model
    def _check_links(self, vals_list):
        if self.env.su:
            return
        linked = defaultdict(set)
        for model, ids in self._iter_links(vals_list):
            linked[model].update(ids)
        for model, ids in linked.items():
            if self._find_unread(self.env[model].browse(ids)):
                raise AccessError(
                    self.env._(
                        "What is chosen there is not for you to read: it may belong to "
                        "another authority, or be kept to its service (%s).",
                        self.env["ir.model"]._get(model).sudo().name,
                    )
                )

    @api.model
    def _iter_links(self, vals_list, kind=None):
        """``(model, ids)`` of the links to what is not for everybody to read.

        :param str kind: type of the fields that count, all of them by default
        """
        for vals in vals_list:
            for name, value in vals.items():
                field = self._fields.get(name)
                if (
                    field
                    and field.relational
                    and kind in (None, field.type)
                    and self._is_told(field.comodel_name)
                ):
                    yield field.comodel_name, self._get_linked_ids(field, value)

    @api.model
    def _find_unread(self, records):
        """Those that the user does not read; what is not there is core's to refuse."""
        try:
            return records - records._filtered_access("read")
        except MissingError:
            records = records.exists()
            return records - records._filtered_access("read")

    @api.model
    def _is_told(self, model):
        """Whether the records of a model are not for everybody to read."""
        return model.startswith("plpdma.") or model == "res.partner"

    @api.model
    def _get_linked_ids(self, field, value):
        if field.type == "many2one":
            ids = [value.get("id") if isinstance(value, dict) else value]
        else:
            ids = []
            for command in value or ():
                if not isinstance(command, (list, tuple)):
                    ids.append(command)
                elif command[0] in NAMING:
                    ids.append(command[1])
                elif command[0] == Command.SET:
                    ids.extend(command[2])
        return [id_ for id_ in ids if isinstance(id_, int) and id_]
