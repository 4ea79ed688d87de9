from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command


class PlpdmaResponse(models.Model):
    """Whoever may decide on a response they have just written decides and sends in one
    go, by the rules of each step."""

    _inherit = "plpdma.response"

    def action_open_release(self):
        """Show who would be told, and what they would read, before it is decided and
        sent at once.

        :return: window action of the dialog
        :raise AccessError: for a user who may not decide on them
        :raise UserError: for what was decided already, or lacks its reasons
        """
        self.check_access("write")
        self._check_may_validate()
        for response in self.filtered(lambda response: response.state != "draft"):
            raise UserError(
                self.env._(
                    "%s left the draft: what is left to do is on its form.",
                    response._get_title(),
                )
            )
        self._check_complete()
        self._get_all_contributions()._check_authors_confirmed()
        dialog = self.env["plpdma.response.send"].create(
            {
                "response_ids": [Command.set(self.ids)],
                "is_to_decide": True,
                "seen": self._get_fingerprint(),
            }
        )
        return dialog._reopen()

    def _decide_and_send(self, seen, arbiter=None):
        """Submit the drafts, validate them and release them, all or nothing; nobody is
        asked to arbitrate what is decided at the same moment.

        :param str seen: what ``_get_fingerprint`` gave when they were shown
        :param arbiter: contact of whoever decided, the user by default
        :return: as ``action_send``
        :raise AccessError: for a user who may not decide on them
        :raise UserError: when one of them is not what was shown any more
        """
        self._lock_to_judge()
        self._check_seen(seen)
        self._submit()
        if arbiter:
            self.write({"arbiter_id": arbiter.id})
        self.action_validate(seen=self._get_fingerprint())
        return self.action_send()
