import re

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.models import fix_import_export_id_paths

from ...tools.groups import EXPORTERS, STAFF

# Models whose records are, or name, people.
PERSONS = {"res.partner", "mail.message", "mail.followers"}
IDS = {"id", ".id"}


class PlpdmaExportMixin(models.AbstractModel):
    """Staff and élus take out what they read, nobody else anything, and each export is
    noted in the log."""

    _name = "plpdma.export.mixin"
    _description = "Logged Export"

    # Fields that name a person, besides those that lead to a contact.
    _personal_fields = ()

    def export_data(self, fields_to_export):
        """Rows of the records, as core exports them, once noted in the log.

        :param list fields_to_export: paths of fields
        :return: ``{"datas": rows}``
        :raise UserError: for a user who is neither of the staff nor an élu, whatever
            their rights in other applications
        """
        self._check_may_export()
        self._check_no_personal_data(fields_to_export)
        if self.env.su or self.env.user.has_group("base.group_allow_export"):
            result = super().export_data(fields_to_export)
        else:
            # Core asks for a right on all the models of the database.
            paths = [fix_import_export_id_paths(path) for path in fields_to_export]
            result = {"datas": self._export_rows(paths)}
        self._log_export(fields_to_export, len(result["datas"]))
        return result

    @api.model
    def _check_may_export(self):
        user = self.env.user
        if not self.env.su and not user.has_groups(EXPORTERS):
            raise UserError(
                self.env._(
                    "Only the staff of the concertation and its élus export this. Ask "
                    "the programme's manager for what you need."
                )
            )

    @api.model
    def _check_no_personal_data(self, paths):
        """What an élu reads of a person on screen does not leave in a file: the
        register says the category of each.

        :raise UserError: naming the columns that name a person, or lead to an account
        """
        if self.env.su or self.env.user.has_group(STAFF):
            return
        details = [
            path
            for path in paths
            if self._is_personal_path(path)
            or any(
                "res.users" in (field.model_name, field.comodel_name)
                for field in self._get_path_fields(path)
            )
        ]
        if details:
            raise UserError(
                self.env._(
                    "An élu's export carries no personal data. Take these columns out: "
                    "%s.",
                    ", ".join(map(self._describe_path, details)),
                )
            )

    def _log_export(self, paths, row_count):
        paths = [path for path in paths if path not in IDS]
        company = self.company_id if "company_id" in self._fields else ()
        self.env["plpdma.export.log"]._log(
            self._name,
            row_count,
            filter_text=self.env._("Records chosen one by one: %s", len(self)),
            fields_text=", ".join(map(self._describe_path, paths)),
            with_personal_data=any(map(self._is_personal_path, paths)),
            **({"company_id": company.id} if len(company) == 1 else {}),
        )

    @api.model
    def _log_file(self, file_format, domain=None):
        """Add to the line of the export that was just logged what only the request
        for a file knows.

        :param str file_format: extension of the file
        :param domain: the filter that chose the records; ``None`` when they were
            chosen one by one, as the line says already
        """
        values = {"format": file_format}
        if domain is not None:
            values["filter_text"] = self._describe_filter(Domain(domain))
        self.env["plpdma.export.log"]._complete(self._name, values)

    # ------------------------------------------------------------------
    # What was exported, in words
    # ------------------------------------------------------------------
    def _describe_filter(self, domain):
        """Text of the conditions that chose the records, one a line."""
        conditions = list(domain.iter_conditions())
        if domain.is_true():
            return self.env._("Everything that the user reads")
        if domain != Domain.AND(conditions):
            return str(domain)
        return "\n".join(map(self._describe_condition, conditions))

    def _describe_condition(self, condition):
        label = self._describe_path(condition.field_expr)
        field = self._get_path_field(condition.field_expr)
        value = condition.value
        values = list(value) if isinstance(value, list | tuple | set) else [value]
        if (condition.field_expr, condition.operator) == ("id", "in"):
            numbers = ", ".join(map(str, values))
            return self.env._("Numbers of the records: %s", numbers)
        if field and field.relational:
            texts = self._describe_ids(field.comodel_name, values)
        elif field and field.type == "selection":
            labels = dict(field._description_selection(self.env))
            texts = [labels.get(entry, str(entry)) for entry in values]
        elif field and field.type == "boolean":
            words = {True: self.env._("Yes"), False: self.env._("No")}
            texts = [words[bool(entry)] for entry in values]
        else:
            texts = map(str, values)
        return f"{label} {condition.operator} {', '.join(texts)}"

    def _describe_ids(self, model, values):
        """List of the names of the records that the user reads, and of the numbers of
        the others."""
        ids = [value for value in values if isinstance(value, int)]
        records = self.env[model].with_context(active_test=False)
        readable = records.has_access("read") and records.search([("id", "in", ids)])
        names = {record.id: record.display_name for record in readable or ()}
        return [names.get(value, str(value)) for value in values]

    def _describe_path(self, path):
        """Labels of the fields of a path, joined, as its user reads them."""
        labels = [
            field._description_string(self.env) for field in self._get_path_fields(path)
        ]
        return " / ".join(labels) or path

    # ------------------------------------------------------------------
    # Personal data
    # ------------------------------------------------------------------
    @api.model
    def _get_path_fields(self, path):
        """The fields along a path, such as ``session_id/name``."""
        model, found = self, []
        for name in re.split(r"[/.:]", path):
            field = model is not None and model._fields.get(name)
            if not field or name in IDS:
                break
            found.append(field)
            model = self.env[field.comodel_name] if field.relational else None
        return found

    @api.model
    def _get_path_field(self, path):
        """The field to which a path leads, if any."""
        return next(reversed(self._get_path_fields(path)), None)

    @api.model
    def _is_personal_path(self, path):
        field = self._get_path_field(path)
        return bool(field) and self._is_personal_field(field)

    @api.model
    def _is_personal_field(self, field):
        """Whether the field may name a person: it belongs to a contact, or leads to
        one, or to a record that bears the name of one."""
        model = self.env[field.model_name]
        if {field.model_name, field.comodel_name} & PERSONS:
            return True
        if field.name in getattr(model, "_personal_fields", ()):
            return True
        if field.related and model._name.startswith("plpdma."):
            return model._is_personal_path(field.related)
        model = self.env[field.comodel_name] if field.relational else model
        is_name = field.relational or field.name == "display_name"
        named = model._fields.get(model._rec_name) if is_name else None
        return bool(named) and named != field and self._is_personal_field(named)
