from odoo import models
from odoo.exceptions import UserError


class PlpdmaWorkflowMixin(models.AbstractModel):
    """A record whose state follows an order, whoever writes it and from where.

    The form, a drag in the kanban, an import and a call from outside all end in
    ``write``. Where a state is moreover a fact that only actions write, the earned
    mixin stands before this one and has refused already.
    """

    _name = "plpdma.workflow.mixin"
    _description = "State That Follows an Order"

    # Each state, and those from which it can be reached.
    _state_origins = {}

    def write(self, vals):
        """:raise UserError: for a state that cannot be reached from where a record
        stands"""
        if "state" in vals:
            self._check_transition(vals["state"])
        return super().write(vals)

    def _check_transition(self, new_state):
        """Judge all the records before any of them changes.

        :return: those that are not in the state already
        :raise UserError: naming the first record that cannot go there
        """
        origins = self._state_origins.get(new_state, ())
        changing = self.filtered(lambda record: record.state != new_state)
        for record in changing:
            if record.state not in origins:
                labels = dict(self._fields["state"]._description_selection(self.env))
                raise UserError(
                    self.env._(
                        "“%(record)s” cannot go from “%(old)s” to “%(new)s”.",
                        record=record[self._rec_name],
                        old=labels[record.state],
                        new=labels.get(new_state, new_state),
                    )
                )
        return changing
