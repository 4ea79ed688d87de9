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
    def _check_links(self, vals_list):
        if self.env.su:
            return
        linked = defaultdict(set)
        for vals in vals_list:
            for name, value in vals.items():
                field = self._fields.get(name)
                if field and field.relational and self._is_told(field.comodel_name):
                    linked[field.comodel_name].update(
                        self._get_linked_ids(field, value)
                    )
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
