from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command


class PlpdmaResponse(models.Model):
    """Whoever may decide on a response they have just written decides and sends in one
    go, by the rules of each step."""

    _inherit = "plpdma.response"

    def action_open_release(self):
        """Show who would be told, and what they would read, before it is decided and
        sent at once. Of several, those that cannot be stay as they are: they are named
        there, with the reason.

        :return: window action of the dialog
        :raise AccessError: for a user who may not decide on any of them
        :raise UserError: with the reasons, when none of them can be
        """
        self.check_access("write")
        obstacles = self._find_release_obstacles()
        ready = self.filtered(lambda response: response not in obstacles)
        left_out = "\n".join(
            response._name_obstacle(error) for response, error in obstacles.items()
        )
        if not ready:
            raise (
                next(iter(obstacles.values()))
                if len(self) == 1
                else UserError(left_out)
            )
        dialog = self.env["plpdma.response.send"].create(
            {
                "response_ids": [Command.set(ready.ids)],
                "is_to_decide": True,
                "left_out_text": left_out,
                "seen": ready._get_fingerprint(),
            }
        )
        return dialog._reopen()

    def _find_release_obstacles(self):
        """``{response: error}`` of those that cannot be decided and sent at once."""
        obstacles = {}
        for response in self:
            try:
                response._check_may_release()
            except UserError as error:
                obstacles[response] = error
        return obstacles

    def _check_may_release(self):
        """:raise AccessError: for a user who may not decide on them
        :raise UserError: for what was decided already, lacks its reasons, or answers
            nobody who is known
        """
        self._check_may_validate()
        for response in self.filtered(lambda response: response.state != "draft"):
            raise UserError(
                self.env._(
                    "%s left the draft: what is left to do is on its form.",
                    response._get_title(),
                )
            )
        self._check_answers()
        self._check_complete()
        self._get_all_contributions()._check_authors_confirmed()

    def _name_obstacle(self, error):
        """The words of an error, with the response that it is about."""
        self.ensure_one()
        reason, title = str(error), self._get_title()
        if self.reference in reason or title in reason:
            return reason
        return self.env._("%(response)s: %(reason)s", response=title, reason=reason)

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
