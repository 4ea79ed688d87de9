from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL, hmac

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
        if self._is_used_up(scope, identity, limit, minutes):
            return False
        self.create({"scope": scope, "mark": self._get_mark(scope, identity)})
        return True

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
        """Whether there were too many uses; noting none. See ``_hit``.

        Whoever asks next for the same place waits until this transaction is over:
        several forms sent at the same moment are counted one after the other.
        """
        mark = self._get_mark(scope, identity)
        self.env.cr.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [mark]
        )
        # What others noted while this one waited is not seen by a transaction that has
        # begun to read; what this one noted is seen by no other.
        self.flush_model()
        since = fields.Datetime.now() - timedelta(minutes=minutes)
        query = SQL(
            """
            SELECT id FROM plpdma_rate_limit
             WHERE scope = %s AND mark = %s AND create_date > %s
          ORDER BY id DESC
             LIMIT %s
            """,
            scope,
            mark,
            since,
            limit,
        )
        uses = {use for (use,) in self.env.execute_query(query)}
        if len(uses) < limit:
            with self.env.registry.cursor() as cr:
                cr.execute(query)
                uses.update(use for (use,) in cr.fetchall())
        return len(uses) >= limit

    @api.model
    def _get_mark(self, scope, identity):
        # sudo: of the database's secret, only the mark is kept.
        return hmac(self.env(su=True), f"plpdma-{scope}", identity or "")

    @api.autovacuum
    def _gc_uses(self):
        """Forget the uses of the day before."""
        limit = fields.Datetime.now() - timedelta(hours=KEPT_HOURS)
        self.search([("create_date", "<", limit)]).unlink()
