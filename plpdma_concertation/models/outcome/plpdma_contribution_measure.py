from odoo import api, fields, models
from odoo.fields import Command

from ...tools.windows import open_linked
from ..contribution.plpdma_contribution_form import PlpdmaContribution as Form


class PlpdmaContribution(models.Model):
    """A contribution about actions of the programme: its author says so on the form,
    whoever handles or splits it does, or a sheet names them by their codes."""

    _inherit = "plpdma.contribution"

    _submitted_fields = Form._submitted_fields | {"measure_ids"}

    measure_ids = fields.Many2many(
        "plpdma.measure",
        "plpdma_measure_contribution_rel",
        "contribution_id",
        "measure_id",
        string="Actions of the Programme",
        check_company=True,
        domain="[('program_id', '=?', program_id)]",
        help="The actions of the programme that it is about.",
    )
    measure_count = fields.Integer(
        string="Number of Actions of the Programme", compute="_compute_measure_count"
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("measure_ids")
    def _compute_measure_count(self):
        for contribution in self:
            contribution.measure_count = len(contribution.measure_ids)

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model
    def _get_same_program_fields(self):
        return [*super()._get_same_program_fields(), "measure_ids"]

    def _prepare_submission(self, vals):
        return {
            **super()._prepare_submission(vals),
            "measure_ids": [Command.set(vals.get("measure_ids") or [])],
        }

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_view_measures(self):
        """Window action on the actions of the programme that it is about."""
        self.ensure_one()
        return open_linked(self.env, "action_plpdma_contribution_measure", self.id)

    # ------------------------------------------------------------------
    # Splitting
    # ------------------------------------------------------------------
    @api.model
    def _get_part_fields(self):
        return super()._get_part_fields() | {"measure_ids"}

    @api.readonly
    def get_split(self):
        """What the screen shows, with the ``measures`` that a point may be about."""
        shown = super().get_split()
        measures = self._get_letter()._get_split_measures()
        return {**shown, "measures": [_describe(measure) for measure in measures]}

    def _describe_part(self):
        return {**super()._describe_part(), "measure_ids": self.measure_ids.ids}

    def _describe_split_proposals(self, passages):
        """A passage that names actions is about them; another one, about those of its
        letter."""
        described = super()._describe_split_proposals(passages)
        measures = self._get_split_measures()
        for proposal, (start, stop) in zip(described, passages, strict=True):
            named = measures._find_named(self.verbatim[start:stop])
            proposal["measure_ids"] = (named or self.measure_ids).ids
        return described

    def _get_split_measures(self):
        """The actions of the programme, and those of the letter that were archived."""
        self.ensure_one()
        measures = self.env["plpdma.measure"].search(
            [("program_id", "=", self.program_id.id)]
        )
        return measures | self.measure_ids


def _describe(measure):
    return {"id": measure.id, "name": measure.display_name}
