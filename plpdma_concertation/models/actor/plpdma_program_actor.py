from odoo import api, fields, models

from ...tools.groups import STAFF


class PlpdmaProgram(models.Model):
    """The actors of a programme, and the services rendered to them."""

    _inherit = "plpdma.program"

    stakeholder_ids = fields.One2many(
        "plpdma.stakeholder", "program_id", string="Actors"
    )
    stakeholder_count = fields.Integer(
        string="Actor Count",
        compute="_compute_stakeholder_count",
        groups=STAFF,
    )
    unheard_count = fields.Integer(
        string="Actors Never Heard",
        compute="_compute_stakeholder_count",
        groups=STAFF,
    )
    service_ids = fields.One2many(
        "plpdma.service",
        "program_id",
        string="Services Rendered",
        groups=STAFF,
    )
    service_count = fields.Integer(compute="_compute_service_count", groups=STAFF)

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("stakeholder_ids")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_stakeholder_count(self):
        model = "plpdma.stakeholder"
        total = self._count_by_program(model, [])
        unheard = self._count_by_program(model, ~self.env[model]._get_heard_domain())
        for program in self:
            program.stakeholder_count = total.get(program, 0)
            program.unheard_count = unheard.get(program, 0)

    @api.depends("service_ids")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_service_count(self):
        total = self._count_by_program("plpdma.service", [])
        for program in self:
            program.service_count = total.get(program, 0)

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_import_actors(self):
        """Action that imports a sheet of actors into the programme."""
        self.ensure_one()
        return self._action_import_actors()

    def _action_import_actors(self, **defaults):
        """The import screen of the actors.

        :param defaults: what the actors of the sheet start with
        """
        return {
            "type": "ir.actions.client",
            "tag": "import",
            "name": self.env._("Import Actors"),
            "params": {
                "active_model": "plpdma.stakeholder",
                "context": {"default_program_id": self.id, **defaults},
            },
        }

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    def _get_actors(self, user):
        """The actors of the programme for whom the user speaks, themselves and their
        organisation, as a recordset."""
        if user._is_public():
            return self.env["plpdma.stakeholder"]
        return self.stakeholder_ids._filter_own(user)

    def _is_open_to_contributions(self, user):
        """Whether somebody may contribute to the programme outside any session: its
        actors may, while it is open.

        :param user: a user; a visitor is the public user
        """
        self.ensure_one()
        return self.state == "open" and bool(self._get_actors(user))

    def _is_readable_by(self, user):
        """Whether the programme has public pages, or the user has a part in it."""
        self.ensure_one()
        is_public = self.filtered_domain(self._get_published_domain())
        return bool(is_public or self._get_actors(user))
