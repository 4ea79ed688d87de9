from odoo import models
from odoo.tools import format_time

from ...tools.moments import describe_day


class ResCompany(models.Model):
    """An instant in words, by the authority's clock."""

    _inherit = "res.company"

    def _plpdma_describe_instant(self, instant):
        """Words of a day and of its hour, as “31 March 2026 at 17:30”.

        :param datetime instant: in UTC, as the database gives it
        """
        self.ensure_one()
        timezone = self._plpdma_get_timezone()
        day = self._plpdma_get_local_day(instant)
        return self.env._(
            "%(day)s at %(time)s",
            day=describe_day(self.env, day),
            # Translated: each language writes its hours.
            time=format_time(
                self.env, instant, tz=timezone, time_format=self.env._("HH:mm")
            ),
        )
