from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import hmac

# How long a use is remembered: longer than any limit looks back.
KEPT_HOURS = 24


class PlpdmaRateLimit(models.Model):
    """How often a public form was used from one place.

    The address of a visitor is not kept: only a mark made of it, for a day.
    """

    _name = "plpdma.rate.limit"
    _description = "Use of a Public Form"
    _order = "id desc"
    _rec_name = "scope"

    scope = fields.Char(required=True, readonly=True)
    mark = fields.Char(required=True, readonly=True)

    _scope_mark_idx = models.Index("(scope, mark, create_date)")

    @api.model
    def _hit(self, scope, identity, limit, minutes):
        """Note one more use, unless there were too many.

        :param str scope: what is used
        :param str identity: of the visitor who uses it: their address
        :param int limit: uses allowed
        :param int minutes: in how long
        :return: whether this use is allowed
        """
        return self._hit_each(scope, [identity], limit, minutes)[0]

    @api.model
    def _hit_each(self, scope, identities, limit, minutes):
        """Note one more use of each, those apart that there were too many of.

        :param list identities: of those who use it; the same may come several times
        :return: list of whether each use is allowed. See ``_hit``.
        """
        marks = [self._get_mark(scope, identity) for identity in identities]
        since = fields.Datetime.now() - timedelta(minutes=minutes)
        uses = dict(
            self._read_group(
                [
                    ("scope", "=", scope),
                    ("mark", "in", marks),
                    ("create_date", ">", since),
                ],
                ["mark"],
                ["__count"],
            )
        )
        allowed = []
        for mark in marks:
            uses[mark] = uses.get(mark, 0) + 1
            allowed.append(uses[mark] <= limit)
        self.create(
            [
                {"scope": scope, "mark": mark}
                for mark, is_allowed in zip(marks, allowed, strict=True)
                if is_allowed
            ]
        )
        return allowed

    @api.model
    def _is_used_up(self, scope, identity, limit, minutes):
        """Whether there were too many uses; noting none. See ``_hit``."""
        since = fields.Datetime.now() - timedelta(minutes=minutes)
        uses = self.search_count(
            [
                ("scope", "=", scope),
                ("mark", "=", self._get_mark(scope, identity)),
                ("create_date", ">", since),
            ],
            limit=limit,
        )
        return uses >= limit

    @api.model
    def _get_mark(self, scope, identity):
        # sudo: of the database's secret, only the mark is kept.
        return hmac(self.env(su=True), f"plpdma-{scope}", identity or "")

    @api.autovacuum
    def _gc_uses(self):
        """Forget the uses of the day before."""
        limit = fields.Datetime.now() - timedelta(hours=KEPT_HOURS)
        self.search([("create_date", "<", limit)]).unlink()
