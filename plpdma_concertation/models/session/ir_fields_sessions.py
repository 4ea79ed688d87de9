"""Sessions of one name, which their dates tell apart."""

from odoo import api, models

from ...tools.dates import NotADate, get_order, read_moment
from ...tools.import_job import get_job
from ...tools.moments import describe_day

SESSION = "plpdma.session"


class IrFieldsConverter(models.AbstractModel):
    """« Permanence en mairie », held on several days."""

    _inherit = "ir.fields.converter"

    @api.model
    def _get_parent_finders(self):
        return {**super()._get_parent_finders(), "session_id": self._find_row_session}

    @api.model
    def _read_row_program(self, field, savepoint):
        """As elsewhere; or that of the session that the row names."""
        program = super()._read_row_program(field, savepoint)
        return program or self._find_row_session(field, savepoint).program_id

    @api.model
    def _find_row_session(self, field, savepoint):
        """The session that the row names, else that from which the file was opened."""
        row = get_job().row
        session_id = row and self._read_row_cell(
            self.env[row.model], "session_id", field, savepoint
        )
        told = session_id or self.env.context.get("default_session_id")
        return self.env[SESSION].browse(told or ())

    @api.model
    def _filter_told(self, records, kind, said):
        if records._name != SESSION or kind != "day":
            return super()._filter_told(records, kind, said)
        day = self._read_clue_day(said)
        return records.filtered(lambda session: day and _is_held_on(session, day))

    @api.model
    def _read_clue_day(self, said):
        """The day that a cell tells, read as the column of the dates is; None for what
        tells none, or may be two."""
        job = get_job()
        language = self.env["res.lang"]._get_data(code=self.env.user.lang)
        order = get_order(language.date_format or "")
        if job.row and (dated := self.env[job.row.model]._import_dated):
            order = job.orders.get((job.row.model, dated), order)
        try:
            return order and read_moment(said, order, job.date_format).date()
        except NotADate:
            return None

    @api.model
    def _list_marks(self, record):
        """When it takes place, or its session does, and as elsewhere."""
        marks = super()._list_marks(record)
        if record._name == SESSION:
            return [self._word_day(record), *marks]
        session = record._fields.get("session_id")
        if session is None or session.comodel_name != SESSION:
            return marks
        return [*marks, self._word_day(record.session_id)]

    @api.model
    def _word_day(self, session):
        return describe_day(self.env, session._get_held_day()) if session else ""


def _is_held_on(session, day):
    first, last = session._get_opening_dates()
    return first and first <= day <= (last or first)
