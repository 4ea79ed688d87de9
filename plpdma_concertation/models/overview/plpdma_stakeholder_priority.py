"""Whom to see first: those whose voice is missing, and who count."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.groups import STAFF
from ..actor.plpdma_stakeholder_scales import SCALE

# An influence that was not judged yet weighs as the lowest.
LEAST = min(SCALE.values())


class PlpdmaStakeholder(models.Model):
    """An actor on whom something depends, and who weighs on the programme.

    Nothing of it is stored: a list is sorted by the very counts that it shows.
    """

    _inherit = "plpdma.stakeholder"

    dependent_summary = fields.Char(
        string="What Depends on Them",
        compute="_compute_visit_priority",
        groups=STAFF,
        help="The questions put to their categories that nobody answered yet, and what "
        "they carry of their own accord.",
    )
    visit_priority = fields.Integer(
        string="Priority",
        compute="_compute_visit_priority",
        groups=STAFF,
        aggregator=None,
        help="Influence (1 to 3) times what depends on them (1 for nothing, and 1 more "
        "for each).",
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("influence", "role_ids", "program_id")
    @api.depends_context("uid", "allowed_company_ids", "lang")
    def _compute_visit_priority(self):
        counts = self._count_dependents()
        labels = self._get_dependent_labels()
        for actor in self:
            theirs = counts.get(actor._origin.id, {})
            weight = SCALE.get(actor.influence, LEAST)
            actor.visit_priority = weight * (1 + sum(theirs.values()))
            actor.dependent_summary = " · ".join(
                self.env._("%(what)s: %(count)s", what=labels[name], count=count)
                for name, count in theirs.items()
                if count
            )

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    @api.model
    def _get_dependent_labels(self):
        """``{what depends on actors: its label}``."""
        return {
            "questions": self.env._("Questions"),
            "plpdma.commitment": self.env._("Voluntary actions"),
            "plpdma.measure": self.env._("Actions of the programme"),
        }

    @api.model
    def _get_carried_domains(self):
        """``{model: (field of the actor who carries it, domain of what is still to be
        done)}``."""
        commitments = self.env["plpdma.commitment"]
        measures = self.env["plpdma.measure"]
        return {
            "plpdma.commitment": (
                "stakeholder_id",
                Domain("kind", "=", "partner")
                & Domain("state", "in", commitments._open_states),
            ),
            "plpdma.measure": (
                "pilot_id",
                Domain("state", "in", measures._committed_states),
            ),
        }

    def _count_dependents(self):
        """``{id of an actor: {what: number}}`` of what depends on each, counted in one
        query."""
        if not self.ids:
            return {}
        query = self._search([("id", "in", self.ids)], active_test=False)
        counted = self._get_dependents_sql(query.table)
        rows = self.env.execute_query(
            query.select(SQL.identifier(query.table, "id"), *counted.values())
        )
        return {
            actor_id: dict(zip(counted, counts, strict=True))
            for actor_id, *counts in rows
        }

    @api.model
    def _get_dependents_sql(self, alias):
        """``{what: SQL}``: how much of it depends on each actor.

        :param str alias: the actors' table in the query
        """
        carried = {
            model: self._get_carried_sql(alias, model, name, domain)
            for model, (name, domain) in self._get_carried_domains().items()
        }
        return {"questions": self._get_questions_sql(alias), **carried}

    @api.model
    def _get_carried_sql(self, alias, model, name, domain):
        records = self.env[model]
        query = records._search(domain)
        actor = records._field_to_sql(query.table, name, query)
        query.add_where(SQL("%s = %s", actor, SQL.identifier(alias, "id")))
        return query.subselect("COUNT(*)")

    @api.model
    def _get_questions_sql(self, alias):
        """Number of the questions put to one of the actor's categories which no
        contribution answers."""
        questions = self.env["plpdma.question"]
        query = questions._search(
            Domain("session_id.state", "!=", "cancelled")
            & Domain("contribution_ids", "not any", [("state", "!=", "split")])
        )
        put_to, roles = questions._fields["role_ids"], self._fields["role_ids"]
        query.add_where(
            SQL(
                """%(program)s = %(actor_program)s AND EXISTS (
                    SELECT 1 FROM %(put_to)s q
                      JOIN %(roles)s r ON r.%(role)s = q.%(put_to_role)s
                     WHERE q.%(question)s = %(question_id)s AND r.%(actor)s = %(id)s
                )""",
                program=questions._field_to_sql(query.table, "program_id", query),
                actor_program=self._field_to_sql(alias, "program_id"),
                put_to=SQL.identifier(put_to.relation),
                put_to_role=SQL.identifier(put_to.column2),
                question=SQL.identifier(put_to.column1),
                question_id=SQL.identifier(query.table, "id"),
                roles=SQL.identifier(roles.relation),
                role=SQL.identifier(roles.column2),
                actor=SQL.identifier(roles.column1),
                id=SQL.identifier(alias, "id"),
            )
        )
        return query.subselect("COUNT(*)")

    # ------------------------------------------------------------------
    # Sorting
    # ------------------------------------------------------------------
    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        """Those never heard stand before those who were, and each in the order of the
        priority, though neither is stored."""
        if field_name == "is_heard":
            rank = self._get_heard_sql(alias)
        elif field_name == "visit_priority":
            rank = self._get_priority_sql(alias)
        else:
            return super()._order_field_to_sql(
                alias, field_name, direction, nulls, query
            )
        self._check_field_access(self._fields[field_name], "read")
        return SQL("%s %s", rank, direction)

    @api.model
    def _get_heard_sql(self, alias):
        heard = self._search(self._get_heard_domain(), active_test=False)
        return SQL("%s IN %s", SQL.identifier(alias, "id"), heard.subselect())

    @api.model
    def _get_priority_sql(self, alias):
        return SQL(
            "COALESCE(%s, %s) * (1 + %s)",
            self._scale_to_sql(self._field_to_sql(alias, "influence")),
            LEAST,
            SQL(" + ").join(self._get_dependents_sql(alias).values()),
        )
