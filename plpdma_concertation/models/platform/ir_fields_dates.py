import pytz

from odoo import api, fields, models

from ...tools.cells import quote_cell
from ...tools.dates import (
    NotADate,
    UnlikelyYear,
    get_order,
    is_doubtful,
    read_moment,
)
from ...tools.import_job import get_job
from ...tools.moments import describe_day


class IrFieldsConverter(models.AbstractModel):
    """The dates of a file, as those who fill in spreadsheets write them."""

    _inherit = "ir.fields.converter"

    @api.model
    def _read_moment(self, value, field, form=""):
        """:raise ValueError: in the user's words"""
        language = self.env["res.lang"]._get_data(code=self.env.user.lang)
        order = get_order(language.date_format or "")
        order = get_job().orders.get((field.model_name, field.name), order)
        if order is None and is_doubtful(value):
            raise self._refuse(self._word_doubtful(value), value)
        try:
            return read_moment(value, order, form)
        except UnlikelyYear as error:
            raise self._refuse(
                self.env._(
                    "“%s”: nothing takes place in such a year.", quote_cell(value)
                ),
                value,
            ) from error
        except NotADate as error:
            example = (
                fields.Date.today()
                .replace(day=12)
                .strftime(language.date_format or "%d/%m/%Y")
            )
            raise self._refuse(
                self.env._(
                    "“%(value)s” is not a date. Write the day, the month and the year, "
                    "such as %(example)s.",
                    value=quote_cell(value),
                    example=example,
                ),
                value,
            ) from error

    @api.model
    def _word_doubtful(self, value):
        """Why a cell that may be two days is neither."""
        days = [
            describe_day(self.env, read_moment(value, order).date())
            for order in ("mdy", "dmy")
        ]
        return self.env._(
            "“%(value)s” may be %(first)s as well as %(second)s. Write the year first, "
            "or the month in letters.",
            value=quote_cell(value),
            first=days[0],
            second=days[1],
        )

    @api.model
    def _str_to_date(self, model, field, value, savepoint):
        if not self._is_concertation(model):
            return super()._str_to_date(model, field, value, savepoint)
        moment = self._read_moment(value, field, get_job().date_format)
        if moment.tzinfo:
            timezone = self.env.company._plpdma_get_timezone()
            moment = moment.astimezone(pytz.timezone(timezone))
        return fields.Date.to_string(moment.date()), []

    @api.model
    def _str_to_datetime(self, model, field, value, savepoint):
        if not self._is_concertation(model):
            return super()._str_to_datetime(model, field, value, savepoint)
        job = get_job()
        moment = self._read_moment(value, field, job.datetime_format or job.date_format)
        if not moment.tzinfo:
            moment = self._input_tz().localize(moment, is_dst=False)
        return fields.Datetime.to_string(moment.astimezone(pytz.UTC)), []
