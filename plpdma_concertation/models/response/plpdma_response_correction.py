from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command


class PlpdmaResponse(models.Model):
    """What was sent is corrected by another response, and both stay readable."""

    _inherit = "plpdma.response"

    supersedes_id = fields.Many2one(
        "plpdma.response",
        string="Corrects",
        copy=False,
        readonly=True,
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    superseded_by_ids = fields.One2many(
        "plpdma.response", "supersedes_id", string="Corrected by"
    )

    _supersedes_uniq = models.UniqueIndex(
        "(supersedes_id) WHERE supersedes_id IS NOT NULL",
        "This response has a correction already.",
    )

    @api.constrains("supersedes_id")
    def _check_supersedes(self):
        if self._has_cycle("supersedes_id"):
            raise ValidationError(self.env._("A response cannot correct itself."))

    def action_correct(self):
        """Make the draft that will supersede a sent response, or open it again.

        :return: window action on the correction
        :raise UserError: for a response that was not sent
        :raise LockError: while somebody else begins its correction
        """
        self.ensure_one()
        self.check_access("write")
        self._lock_to_judge()
        if self.state != "sent":
            raise UserError(
                self.env._("Only a response that was sent is corrected by another one.")
            )
        correction = self.with_context(active_test=False).superseded_by_ids[:1]
        if correction:
            correction.action_unarchive()
        else:
            self._touch()
            # sudo: the right to write responses was checked; it begins as a draft.
            correction = self.sudo().copy(
                {
                    "supersedes_id": self.id,
                    "contribution_ids": [Command.set(self.contribution_ids.ids)],
                    "author_id": self.env.uid,
                }
            )
        return correction.with_env(self.env).get_formview_action()
