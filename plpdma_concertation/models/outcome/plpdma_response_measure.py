from odoo import api, fields, models

from ...tools.full_text import MAX_OTHER
from ...tools.groups import READERS
from ...tools.windows import open_linked
from ..response.plpdma_response import PlpdmaResponse as Response
from ..response.plpdma_response_inspired import PlpdmaResponse as Inspired
from ..response.plpdma_response_publication import PlpdmaResponse as Published
from ..response.plpdma_response_search import PlpdmaResponse as Searched
from ..response.plpdma_response_states import PlpdmaResponse as Standing


class PlpdmaResponse(models.Model):
    """A response that changes the programme: in one sentence, which is part of what is
    decided and told, and in which actions, which may be noted later."""

    _inherit = "plpdma.response"

    _conflict_fields = (*Response._conflict_fields, "change")
    _content_fields = Standing._content_fields | {"change"}
    _published_texts = (*Published._published_texts, "change")
    _published_depends = (*Published._published_depends, "change")
    _repeated_fields = (*Inspired._repeated_fields, "change", "measure_ids")
    _searched_columns = (*Searched._searched_columns, "change")
    _searched_texts = (
        *Searched._searched_texts,
        ("A", "COALESCE(NEW.change, '')", MAX_OTHER),
    )
    _taken_texts = (*Inspired._taken_texts, "change")

    change = fields.Char(
        string="What It Changes in the Programme",
        help="In one sentence, told to the authors and published with the answer.",
    )
    measure_ids = fields.Many2many(
        "plpdma.measure",
        "plpdma_measure_response_rel",
        "response_id",
        "measure_id",
        string="Actions that It Changes",
        check_company=True,
        domain="[('program_id', '=?', program_id)]",
        help="They may still be noted once the response is sent: it tells its authors "
        "the sentence alone.",
    )
    measure_count = fields.Integer(
        string="Number of Actions of the Programme", compute="_compute_measure_count"
    )

    @api.depends("measure_ids")
    def _compute_measure_count(self):
        for response in self:
            response.measure_count = len(response.measure_ids)

    @api.model
    def _get_same_program_fields(self):
        return [*super()._get_same_program_fields(), "measure_ids"]

    @api.model
    def _get_read_fields(self):
        return (*super()._get_read_fields(), "change")

    def action_view_measures(self):
        """Window action on the actions of the programme that the response changes."""
        self.ensure_one()
        return open_linked(
            self.env,
            "action_plpdma_response_measure",
            self.id,
            default_program_id=self.program_id.id,
            default_theme_ids=self.theme_ids.ids,
        )

    def _get_own_text(self):
        return f"{super()._get_own_text()}\n{self.change or ''}"

    def _get_told_extras(self):
        extras = super()._get_told_extras()
        if self.change:
            extras.append((self.env._("What it changes in the programme"), self.change))
        return extras


class PlpdmaContribution(models.Model):
    """What the answer to a contribution changed."""

    _inherit = "plpdma.contribution"

    response_change = fields.Char(
        related="sent_response_id.change",
        string="What It Changed in the Programme",
        groups=READERS,
    )
