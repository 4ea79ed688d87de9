from odoo import api, models
from odoo.fields import Domain

from ...tools.groups import TEAM

# Who wrote a record: an agent, most often.
LOG_USERS = {"create_uid", "write_uid"}


class PlpdmaFieldAccessMixin(models.AbstractModel):
    """A field kept to some groups neither finds, sorts nor groups for the others.

    Core asks for the rights of stored columns only: it calls the search method of a
    computed field, follows a related one as superuser and joins a many2many, whatever
    the groups of the field itself.
    """

    _name = "plpdma.field.access.mixin"
    _description = "Restricted Fields"
    _inherit = [
        "plpdma.export.mixin",
        "plpdma.link.access.mixin",
        "plpdma.computed.mixin",
    ]

    @api.model
    def _has_field_access(self, field, operation):
        """Agents are not named to the participants, who read what they wrote."""
        is_log = field.name in LOG_USERS and operation == "read" and not self.env.su
        if is_log and not self.env.user.has_groups(TEAM):
            return False
        return super()._has_field_access(field, operation)

    @api.model
    def fields_get(self, allfields=None, attributes=None):
        """Descriptions of the fields, as core gives them, but for the lists of records
        of which the user reads none: core describes them, then fails to read them when
        all the fields are asked for."""
        described = super().fields_get(allfields, attributes)
        return {
            name: description
            for name, description in described.items()
            if self.env.su or self._is_list_readable(self._fields[name])
        }

    @api.model
    def _is_list_readable(self, field):
        is_list = field.type in ("one2many", "many2many")
        return not is_list or self.env[field.comodel_name].has_access("read")

    def _search(self, domain, *args, **kwargs):
        domain = Domain(domain)
        if not self.env.su:
            self._check_domain_access(domain)
        return super()._search(domain, *args, **kwargs)

    @api.model
    def _get_ruled(self, domain):
        """Domain by which a rule with a name is found, whatever it rests on.

        :param domain: the rule; it tells the user no more than the name does
        """
        if self.env.su:
            # So are the record rules: their queries stay as they would be written out.
            return domain
        # sudo: the answer is in the name, which the user was found to read.
        return Domain("id", "in", self.sudo()._search(domain, active_test=False))

    def _field_to_sql(self, alias, field_expr, query=None):
        self._check_path_access(field_expr.partition(".")[0])
        return super()._field_to_sql(alias, field_expr, query)

    def _read_group_groupby(self, alias, groupby_spec, query):
        self._check_path_access(groupby_spec.partition(":")[0])
        return super()._read_group_groupby(alias, groupby_spec, query)

    def _check_domain_access(self, domain, path=""):
        """:raise AccessError: when a condition, or a sub-domain, is on a field that is
        not for the user"""
        for condition in domain.iter_conditions():
            full_path = f"{path}{condition.field_expr}"
            self._check_path_access(full_path)
            if condition.operator in ("any", "not any"):
                self._check_domain_access(Domain(condition.value), f"{full_path}.")

    def _check_path_access(self, path):
        """:raise AccessError: when a field on the path is not for the user"""
        model = self
        for name in path.split("."):
            field = model._fields.get(name)
            if not field:
                # A part of a date, or a property: core judges.
                return
            model._check_field_access(field, "read")
            if not field.relational:
                return
            model = self.env[field.comodel_name]
