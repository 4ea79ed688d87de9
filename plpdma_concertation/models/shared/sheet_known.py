"""The records that the rows of a sheet name as their own: which of them exist, and what
the rows change of them."""

from ...tools.cells import quote_cell
from ...tools.changes import is_other
from ...tools.references import is_bare, is_drawn, name_some

# How many references a message names.
NAMED = 5


class SheetKnown:
    """What a sheet tells of records that exist, told before it is taken."""

    def __init__(self):
        # Records by company and reference, their ids, the row that named each.
        self.references = {}
        self.own_ids = {}
        self.seen = {}
        # Ids of the records that rows change, and the fields that change, in order.
        self.updated = []
        self.changed = {}
        # How the numbers that Odoo drew begin; those that new records bring with them.
        self.heads = set()
        self.own_numbers = []

    def _find_references(self):
        """The records whose own reference the file names."""
        if ["reference"] not in self.paths or "reference" not in self.model._fields:
            return
        place = self.paths.index(["reference"])
        wanted = {str(row[place]).strip() for row in self.data} - {""}
        records = self.model.with_context(active_test=False).search_fetch(
            [("reference", "in", list(wanted))], ["reference", "company_id"]
        )
        self.heads = self.model._get_number_heads()
        self.references = {
            (record.company_id.id, record.reference): record.id for record in records
        }
        self.own_ids = dict.fromkeys(records.ids)

    def _find_own(self, values, index):
        """The record that the row names by its own reference."""
        reference = values.get("reference") and values["reference"].strip()
        if not reference:
            return False
        values["reference"] = reference
        company = self.model._reference_company(values)
        key = (company.id, reference)
        if key in self.seen:
            self.faults.refuse(
                index,
                self.model.env._(
                    "“%(reference)s” is already the reference of row %(row)s.",
                    reference=quote_cell(reference),
                    row=self.job.get_number(self.seen[key]),
                ),
                field="reference",
                value=reference,
            )
            return False
        self.seen[key] = index
        found = self.references.get(key)
        if found:
            values.pop("reference")
        elif self._is_mistyped(reference):
            message = self.model._word_unknown_reference(reference)
            self.faults.refuse(index, message, field="reference", value=reference)
        else:
            self.own_numbers.append(reference)
        return found or False

    def _is_mistyped(self, reference):
        """Whether a reference that nothing bears is no own number of a register that is
        taken over."""
        if is_bare(reference):
            return self.job.get_choice("reference", "") == ("take", "mistyped")
        return is_drawn(reference, self.heads)

    def _judge_change(self, record_id, values):
        """Faults of what a row changes of a record that exists; which of its fields
        change is noted."""
        record = self.model.browse(record_id)
        if record_id in self.own_ids:
            # Read at once with the others that the file names.
            record = record.with_prefetch(self.own_ids)
        elif not record.has_access("read"):
            # What refuses to change it says so.
            return []
        faults = record._get_change_faults(values)
        for name, value in values.items():
            if name in ("id", *self.changed) or name not in self.model._fields:
                continue
            if is_other(record, name, value):
                self.changed[name] = True
        return faults

    def _announce_updates(self):
        """Records that exist are changed once the user agreed to how many."""
        count = len(set(self.updated))
        if not count or count == self.job.confirmed_updates:
            return
        if self.faults.is_refused():
            return
        self.faults.messages.append(
            {
                "type": "warning" if self.job.is_test else "error",
                "message": self._word_updates(count),
                "update_count": count,
                "not_matching_error": True,
            }
        )

    def _word_updates(self, count):
        env = self.model.env
        records = self.model.browse(self.updated[:NAMED])
        names = ", ".join(records.mapped("display_name"))
        if count > NAMED:
            names = env._("%s…", names)
        told = [self.model._get_update_message(count, names)]
        if self.changed:
            labels = (
                self.model._fields[name]._description_string(env)
                for name in self.changed
            )
            told.append(env._("What they say otherwise: %s.", ", ".join(labels)))
        if self.own_numbers:
            numbers = name_some(self.own_numbers)
            told.append(env._("New, under numbers that nothing bears: %s.", numbers))
        return " ".join(told)
