from contextlib import contextmanager

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
        "the sentence alone. None is taken away once it is validated.",
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

    def write(self, vals):
        """What was validated or sent keeps the actions that it changes.

        :raise UserError: naming the response, for an action taken away
        """
        if "measure_ids" not in vals:
            return super().write(vals)
        with self._keep_measures():
            return super().write(vals)

    @contextmanager
    def _keep_measures(self):
        """What is written meanwhile, from either side, takes no action away from a
        response that was validated, of which it was decided, nor from one that was
        sent: its authors and everybody may have read it there.

        :raise UserError: naming the first one from which something is taken
        :raise LockError: when somebody else is changing such a response
        """
        # sudo: whoever writes, what is compared is all that there is.
        responses = self.sudo().with_context(active_test=False)
        before = {response: response.measure_ids for response in responses}
        yield
        lessened = responses.filtered(
            lambda response: before[response] - response.measure_ids
        )
        if lessened:
            # Another may be sending it.
            lessened._lock_to_judge()
            lessened._check_not_sent()
            lessened._check_decision_unlocked()

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


class PlpdmaMeasure(models.Model):
    """The responses that change an action, noted on it."""

    _inherit = "plpdma.measure"

    def write(self, vals):
        """What was validated or sent keeps the actions that it changes.

        :raise UserError: naming the response, for one taken away
        """
        if "response_ids" not in vals:
            return super().write(vals)
        # Whoever may not write it is told that, and nothing of what was answered.
        self.check_access("write")
        # sudo: all the responses, those that the user does not see too.
        responses = self.sudo().response_ids
        with responses._keep_measures():
            return super().write(vals)


class PlpdmaContribution(models.Model):
    """What the answer to a contribution changed."""

    _inherit = "plpdma.contribution"

    response_change = fields.Char(
        related="sent_response_id.change",
        string="What It Changed in the Programme",
        groups=READERS,
    )
