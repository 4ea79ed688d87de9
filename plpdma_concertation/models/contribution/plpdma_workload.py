from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class PlpdmaWorkload(models.Model):
    """What an agent has to do in a programme, what is late, and what was answered.

    Each figure counts what the domains of the figures say.
    """

    _name = "plpdma.workload"
    _description = "Workload of the Agents"
    _inherit = ["plpdma.field.access.mixin"]
    _auto = False
    _order = "user_id, program_id"
    _rec_name = "user_id"
    _depends = {
        "plpdma.contribution": [
            "active",
            "company_id",
            "date_answered",
            "date_due",
            "program_id",
            "response_expected",
            "state",
            "user_id",
        ]
    }

    user_id = fields.Many2one("res.users", string="Handled by", readonly=True)
    program_id = fields.Many2one("plpdma.program", string="Programme", readonly=True)
    company_id = fields.Many2one("res.company", string="Local Authority", readonly=True)
    to_do_count = fields.Integer(string="To Do", readonly=True)
    late_count = fields.Integer(
        string="Late", readonly=True, help="Of those to do, those whose day is past."
    )
    answered_count = fields.Integer(string="Already Answered", readonly=True)

    @api.depends("user_id")
    def _compute_display_name(self):
        """Who handles them, or that nobody does."""
        for workload in self:
            workload.display_name = workload.user_id.name or self.env._(
                "Assigned to nobody"
            )

    @property
    def _table_query(self):
        # sudo: the staff reads all the contributions of its authorities, and the rule
        # keeps the rows of the others; a row is the same for whoever reads it.
        contributions = self.env["plpdma.contribution"].sudo()
        counted = [
            SQL(
                "count(*) FILTER (WHERE c.id IN %s) AS %s",
                contributions._search(domain).subselect(),
                SQL.identifier(f"{name}_count"),
            )
            for name, domain in self._get_domains().items()
        ]
        any_of_them = Domain.OR(self._get_domains().values())
        return SQL(
            """
            SELECT min(c.id) AS id, c.user_id, c.program_id, c.company_id, %s
              FROM plpdma_contribution c
             WHERE c.id IN %s
          GROUP BY c.user_id, c.program_id, c.company_id
            """,
            SQL(", ").join(counted),
            contributions._search(any_of_them).subselect(),
        )

    @api.model
    def _get_domains(self):
        """``{figure: domain of the contributions that it counts}``: observations, of
        which each point of a letter is one, and the letter none."""
        contributions = self.env["plpdma.contribution"]
        standings = contributions._get_standing_domains()
        observed = contributions._get_observation_domain()
        return {
            "to_do": observed & standings["awaiting"],
            "late": observed & contributions._get_overdue_domain(),
            "answered": observed & standings["answered"],
        }

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_view_to_do(self):
        """Window action on the contributions that the agent has to answer."""
        return self._action_view("to_do")

    def action_view_late(self):
        """Window action on those whose day is past."""
        return self._action_view("late")

    def action_view_answered(self):
        """Window action on those whose author was answered."""
        return self._action_view("answered")

    def _action_view(self, name):
        self.ensure_one()
        action = self.program_id._action_open_items("action_plpdma_contribution")
        action["name"] = self._fields[f"{name}_count"]._description_string(self.env)
        action["domain"] = list(
            Domain("program_id", "=", self.program_id.id)
            & Domain("user_id", "=", self.user_id.id)
            & self._get_domains()[name]
        )
        # Nothing to begin with here: others may have some.
        action["help"] = Markup("<p class='o_view_nocontent_smiling_face'>%s</p>") % (
            self.env._("Nothing in this list for %s.", self.display_name)
        )
        return action
