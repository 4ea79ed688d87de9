from odoo import api, models
from odoo.exceptions import LockError, UserError
from odoo.tools import SQL


class PlpdmaEarnedMixin(models.AbstractModel):
    """What happened is written by the action that does it, and by nothing else.

    The form, an import, a call from outside and a default of the context all end in
    ``create`` or ``write``, which refuse it; actions check the rights and the facts,
    then write as superuser.
    """

    _name = "plpdma.earned.mixin"
    _description = "Facts That Only Actions Write"
    # A fact that is worked out besides is refused as a fact, first.
    _inherit = ["plpdma.computed.mixin"]

    # The fields; where only some values of one are facts, those values.
    _earned_fields = frozenset()
    _earned_values = {}

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        """:raise UserError: for a record that claims a fact from its beginning, be it
        by its values or by a default of the context"""
        records = super().create(vals_list)
        if not self.env.su:
            records._check_begins_unearned()
        return records

    def write(self, vals):
        """:raise UserError: naming the field that only an action writes"""
        claimed = self._get_earned_fields() & vals.keys()
        if claimed and not self.env.su:
            self.check_access("write")
            for name in sorted(claimed):
                self._check_not_earned(name, vals[name])
        return super().write(vals)

    @api.model
    def _get_earned_fields(self):
        """Names of the fields that only actions write."""
        return self._earned_fields & self._fields.keys()

    @api.model
    def _get_earned_sentences(self):
        """``{field: sentence}``: which action writes each field."""
        return {}

    def _check_begins_unearned(self):
        """:raise UserError: where the records hold a fact already"""
        before = {
            name: self._get_unearned_value(name)
            for name in sorted(self._get_earned_fields())
        }
        # sudo: whether something is claimed is looked at, whatever may be read of it.
        for record in self.sudo():
            brought = record._get_brought_fields()
            for name, old in before.items():
                new = record[name]
                # Nearly all of them are empty: asked first, for thousands of records.
                if (new or old) and name not in brought:
                    if record._is_earned_change(name, old, new):
                        record._refuse_earned(name)

    def _get_brought_fields(self):
        """Names of the facts that the record may come with."""
        return frozenset()

    @api.model
    def _get_unearned_value(self, name):
        """Value of the field before anything happened."""
        default = self._fields[name].default
        return default(self) if default else False

    def _check_not_earned(self, name, value):
        """:raise UserError: where the value would change the fact"""
        field = self._fields[name]
        for record in self:
            cached = field.convert_to_cache(value, record, validate=False)
            new = field.convert_to_record(cached, record)
            if record._is_earned_change(name, record[name], new):
                record._refuse_earned(name)

    def _is_earned_change(self, name, old, new):
        """Whether it takes an action to go from one value to the other."""
        if (old or False) == (new or False):
            return False
        values = self._earned_values.get(name)
        return values is None or old in values or new in values

    def _refuse_earned(self, name):
        self.ensure_one()
        raise UserError(
            self.env._(
                "%(record)s: “%(field)s” is not written by hand. %(action)s",
                record=self.display_name,
                field=self._fields[name]._description_string(self.env),
                action=self._get_earned_sentences().get(name, ""),
            )
        )

    # ------------------------------------------------------------------
    # Locks
    # ------------------------------------------------------------------
    def _lock_to_judge(self):
        """Keep everybody else from changing the records until this is done, and read
        them again: what is judged then stays true.

        :raise LockError: when somebody else is changing one of them
        """
        try:
            self.lock_for_update()
        except LockError as error:
            raise LockError(
                self.env._(
                    "Somebody else is changing this right now: %s. Try again in a "
                    "moment.",
                    ", ".join(self.mapped("display_name")),
                )
            ) from error
        self.invalidate_recordset()

    def _touch(self):
        """Make whoever locks the records next, from what they read before this is
        committed, begin again: the database then stops them, and Odoo retries."""
        self.flush_recordset()
        self.env.cr.execute(
            SQL(
                "UPDATE %(table)s SET write_date = write_date WHERE id IN %(ids)s",
                table=SQL.identifier(self._table),
                ids=self._ids,
            )
        )
