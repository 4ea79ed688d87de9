"""How much a response answers, and whom, without reading each contribution."""

from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL

from ...tools.groups import STAFF

# Of what is answered, on the form, before the rest is looked for.
SHOWN = 5
# By whom, and how often: what the index of the contributions holds.
AUTHOR_FIELDS = ("stance", "role_id", "stakeholder_id")


class PlpdmaResponse(models.Model):
    """Counted in the database, as each user reads it: 20,000 contributions cost little
    more than 50."""

    _inherit = "plpdma.response"

    contribution_count = fields.Integer(compute="_compute_contribution_count")
    contribution_more_count = fields.Integer(
        string="Other Contributions", compute="_compute_contribution_count"
    )
    # The response in force of all that it answers, and of nothing else.
    is_in_force_for_all = fields.Boolean(
        string="In Force",
        compute="_compute_is_in_force_for_all",
        exportable=False,
        groups=STAFF,
    )

    @api.depends("contribution_ids")
    @api.depends_context("uid")
    def _compute_contribution_count(self):
        counts = self._count_all_contributions()
        for response in self:
            own, count = counts.get(response.id, (0, 0))
            if not response.id:
                # One whose lines are being changed tells what the form shows.
                own = len(response.contribution_ids)
                count = len(response._get_all_contributions())
            response.contribution_count = count
            response.contribution_more_count = max(own - SHOWN, 0)

    @api.depends("contribution_ids.response_id")
    def _compute_is_in_force_for_all(self):
        """What it is in force for, it answers: as many of both are the same ones. What
        was superseded, and the corrections being prepared, are in force for none."""
        self.env["plpdma.contribution"].flush_model(["response_id", "response_ids"])
        in_force = {
            response_id
            for (response_id,) in self.env.execute_query(
                SQL(
                    """
                    SELECT response.id
                      FROM unnest(%s) AS response(id)
                     WHERE (SELECT count(*) FROM plpdma_response_contribution_rel
                             WHERE response_id = response.id)
                         = (SELECT count(*) FROM plpdma_contribution
                             WHERE response_id = response.id)
                    """,
                    self._origin.ids,
                )
            )
        }
        for response in self:
            response.is_in_force_for_all = response._origin.id in in_force

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    def _count_all_contributions(self):
        """``{id of a response: (how many contributions it answers, how many with those
        merged into them)}``, without reading them."""
        if not self.ids:
            return {}
        counts = defaultdict(lambda: (0, 0))
        for response_id, is_own, count in self.env.execute_query(
            SQL(
                "SELECT response_id, is_own, count FROM (%s) answered",
                self._group_answered(),
            )
        ):
            own, everything = counts[response_id]
            counts[response_id] = (own + is_own * count, everything + count)
        return counts

    def _group_answered(self, *names):
        """SQL of what the responses answer, as ``_get_all_contributions`` gives it and
        as far as the user reads it, grouped: ``response_id``, ``is_own`` unless it is
        merged into one that is answered, the columns by which it is grouped, ``count``
        and the first ``id``. The same group may come twice.

        :param names: stored fields of the contribution
        """
        contributions = self.env["plpdma.contribution"].with_context(active_test=False)
        contributions.flush_model(["duplicate_of_id", "response_ids", *names])
        is_staff = self.env.su or self.env.user.has_group(STAFF)
        in_force = self.filtered("is_in_force_for_all") if is_staff else self.browse()
        selects = []
        if in_force:
            # One index holds all of it, in this order: neither the links nor the rows
            # are read, and each source is grouped before they are put together.
            own = contributions._search([("response_id", "in", in_force.ids)])
            columns = [SQL.identifier(own.table, name) for name in names]
            response_id = SQL.identifier(own.table, "response_id")
            own.groupby = SQL(", ").join([response_id, *columns])
            selects.append(
                own.select(
                    response_id,
                    SQL("TRUE AS is_own"),
                    *columns,
                    SQL("count(*) AS count"),
                    SQL("min(%s) AS id", SQL.identifier(own.table, "id")),
                )
            )
        others = self - in_force
        if others or not in_force:
            selects.append(self._group_linked(others, "id", names))
        if is_staff:
            selects.append(self._group_linked(self, "duplicate_of_id", names))
        return SQL(" UNION ALL ").join(selects)

    @api.model
    def _group_linked(self, responses, by, names):
        """SQL of groups of the contributions whose ``id``, or ``duplicate_of_id``, the
        responses answer: those that are not answered themselves."""
        contributions = self.env["plpdma.contribution"].with_context(active_test=False)
        readable = contributions._search([])
        columns = [
            SQL.identifier(readable.table, name)
            for name in dict.fromkeys(("id", "duplicate_of_id", *names))
        ]
        is_known = SQL(
            """
            EXISTS (SELECT FROM plpdma_response_contribution_rel known
                     WHERE known.response_id = link.response_id
                       AND known.contribution_id = c.id)
            """
        )
        grouped = SQL("").join(SQL(", c.%s", SQL.identifier(name)) for name in names)
        return SQL(
            """
            SELECT link.response_id, %(is_own)s AS is_own%(grouped)s,
                   count(*) AS count, min(c.id) AS id
              FROM plpdma_response_contribution_rel link
              JOIN (%(readable)s) c ON c.%(by)s = link.contribution_id
             WHERE link.response_id = ANY(%(ids)s) AND %(condition)s
          GROUP BY link.response_id%(grouped)s
            """,
            is_own=by == "id",
            grouped=grouped,
            readable=readable.select(*columns),
            by=SQL.identifier(by),
            ids=responses.ids,
            condition=SQL("TRUE") if by == "id" else SQL("NOT %s", is_known),
        )


class PlpdmaContribution(models.Model):
    """What counting those of a response reads."""

    _inherit = "plpdma.contribution"

    _answered_idx = models.Index(
        "(response_id, company_id, stance, role_id, stakeholder_id, partner_id,"
        " name_consent, id) WHERE response_id IS NOT NULL"
    )
