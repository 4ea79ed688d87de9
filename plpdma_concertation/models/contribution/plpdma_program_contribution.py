from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.groups import STAFF


class PlpdmaProgram(models.Model):
    """The contributions to a programme: those that wait for an answer, how they come
    in, and the identity of their authors."""

    _inherit = "plpdma.program"

    contribution_ids = fields.One2many(
        "plpdma.contribution", "program_id", string="Contributions"
    )
    contribution_count = fields.Integer(compute="_compute_contribution_count")
    observation_count = fields.Integer(
        string="Observations",
        compute="_compute_contribution_count",
        help="What stands for an answer: each point of a letter that was split, and "
        "each contribution that was not; no repeat.",
    )
    to_answer_count = fields.Integer(
        string="Contributions to Answer", compute="_compute_contribution_count"
    )
    overdue_count = fields.Integer(
        string="Overdue Contributions", compute="_compute_contribution_count"
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("contribution_ids.state", "contribution_ids.date_due")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_contribution_count(self):
        contributions = self.env["plpdma.contribution"]
        model = contributions._name
        total = self._count_by_program(model, [("is_received", "=", True)])
        observations = self._count_by_program(
            model, contributions._get_observation_domain()
        )
        to_answer = self._count_by_program(model, contributions._to_answer_domain())
        overdue = self._count_by_program(model, contributions._get_overdue_domain())
        for program in self:
            program.contribution_count = total.get(program, 0)
            program.observation_count = observations.get(program, 0)
            program.to_answer_count = to_answer.get(program, 0)
            program.overdue_count = overdue.get(program, 0)

    def _holds_identities(self):
        """An author whose identity is not erased yet, besides."""
        # sudo: whether there is one is asked, not who.
        contributions = self.env["plpdma.contribution"].sudo()
        kept = Domain("program_id", "=", self.id) & Domain(
            "date_anonymised", "=", False
        )
        return super()._holds_identities() or bool(
            contributions.with_context(active_test=False).search_count(kept, limit=1)
        )

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_close(self):
        """Close the programme.

        :raise UserError: while a contribution still waits for its answer
        """
        for program in self:
            if program.to_answer_count:
                raise UserError(
                    self.env._(
                        "%(count)s contributions of “%(program)s” still wait for an "
                        "answer. Answer them before closing the programme.",
                        count=program.to_answer_count,
                        program=program.name,
                    )
                )
        return super().action_close()

    @api.model
    def _get_home(self):
        """``(external id, context)`` of the contributions that the user has to answer,
        if there are any: an agent arrives there."""
        user = self.env.user
        if user.has_group(STAFF):
            mine = [("is_to_answer", "=", True), ("user_id", "=", user.id)]
            if self.env["plpdma.contribution"].search_count(mine, limit=1):
                return "action_plpdma_contribution", {
                    "search_default_mine": 1,
                    "search_default_to_answer": 1,
                }
        return super()._get_home()

    def action_anonymise(self):
        """Erase the identity of the authors of all the contributions, for good.

        :return: notification that says how many were erased
        :raise AccessError: for a user who does not manage the concertation
        :raise UserError: while a programme is not closed
        """
        for program in self:
            if program.state != "closed":
                raise UserError(
                    self.env._(
                        "Close “%s” first: its authors may still be answered.",
                        program.name,
                    )
                )
        contributions = self.env["plpdma.contribution"].with_context(active_test=False)
        return contributions.search(
            [("program_id", "in", self.ids), ("date_anonymised", "=", False)]
        ).action_anonymise()

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    def _alias_get_creation_values(self):
        """What is written to the programme's address becomes a contribution."""
        values = super()._alias_get_creation_values()
        values["alias_model_id"] = self.env["ir.model"]._get_id("plpdma.contribution")
        if self.id:
            values["alias_defaults"] = {"program_id": self.id}
        return values

    def _get_company_entries_domain(self):
        """Domain of the entries of a catalogue that the programme's authority uses."""
        return Domain("company_id", "in", [False, *self.company_id.ids])

    def _get_submission_choices(self, session=None):
        """``{field of the contribution: ids, in the order of the form}``: the choices
        that a form offers.

        :param session: the session to which its author contributes, if any
        """
        self.ensure_one()
        company = self._get_company_entries_domain()
        themes = (session and session.theme_ids) or self.theme_ids
        places = (session and session.territory_ids) or self.territory_ids
        # Where one lives is a part of where the programme applies.
        here = Domain("id", "child_of", places.ids) if places else Domain.TRUE
        roles = self.env["plpdma.role"].search(
            company & Domain("is_elected", "=", False)
        )
        questions = session.question_ids if session else self.env["plpdma.question"]
        return {
            "theme_ids": (themes or themes.search(company)).ids,
            "territory_id": places.search(company & here).ids,
            "role_id": roles.ids,
            "question_id": questions.ids,
        }


class PlpdmaProgramMixin(models.AbstractModel):
    """Contributions tell the programme of what is imported with them."""

    _inherit = "plpdma.program.mixin"

    @api.model
    def _get_program_columns(self):
        return {*super()._get_program_columns(), "contribution_ids"}
