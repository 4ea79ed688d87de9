from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...tools.notifications import make_notification


class PlpdmaContribution(models.Model):
    """Many observations raise few issues: each is put under the response that answers
    its own."""

    _inherit = "plpdma.contribution"

    def action_open_filing(self):
        """Choose the draft under which the contributions are put, or a new one.

        :return: window action of the dialog
        :raise UserError: for those that have a response, that were merged, or that are
            of several programmes, and for none
        """
        self._check_can_be_filed(self.env["plpdma.response"])
        dialog = self.env["plpdma.response.filing"]._open(self)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Put Under…"),
            "res_model": dialog._name,
            "res_id": dialog.id,
            "view_mode": "form",
            "target": "new",
        }

    def _file_under(self, response):
        """Put the contributions under a draft, all of them or none.

        :param response: the draft; those that it answers already stay
        :return: those that it answers from now on
        :raise UserError: for a response that left the draft, and as
            ``action_open_filing``
        """
        self.check_access("write")
        self._lock_to_judge()
        response._lock_to_judge()
        response._check_content_unlocked()
        self._check_can_be_filed(response)
        filed = self.filtered(lambda c: response not in c.response_ids)
        if filed:
            response.write(
                {"contribution_ids": [Command.link(id_) for id_ in filed.ids]}
            )
        return filed

    def _check_can_be_filed(self, response):
        """:raise UserError: naming what has a response of its own already, was merged
        or was split; for nothing at all"""
        if not self:
            raise UserError(self.env._("Choose at least one contribution."))
        if len(self.program_id | response.program_id) > 1:
            raise UserError(
                self.env._("One response answers contributions of one programme.")
            )
        merged = self.filtered("duplicate_of_id")
        if merged:
            raise UserError(
                self.env._(
                    "%(contribution)s is merged into %(main)s: answer the latter, both "
                    "authors will be told.",
                    contribution=merged[0].reference,
                    main=merged[0].duplicate_of_id.reference,
                )
            )
        letters = self.filtered(lambda c: c.state == "split")
        if letters:
            raise UserError(
                self.env._(
                    "%s was split: its points are put under a response, not the "
                    "letter.",
                    letters[0].reference,
                )
            )
        answered = self.filtered(lambda c: c.response_id and c.response_id != response)
        if answered:
            raise UserError(
                self.env._(
                    "Already under a response of their own: %s. Take them out of the "
                    "selection, or out of that response first.",
                    ", ".join(
                        self.env._(
                            "%(contribution)s (%(response)s)",
                            contribution=contribution.reference,
                            response=contribution.response_id._get_title(),
                        )
                        for contribution in answered
                    ),
                )
            )


class PlpdmaResponse(models.Model):
    """What is told once contributions were put under a response."""

    _inherit = "plpdma.response"

    def _notify_filed(self, filed):
        """:param filed: the contributions that it answers from now on
        :return: a notification with a link to the response
        """
        self.ensure_one()
        if not filed:
            message = self.env._("They were already under %s.", "%s")
        elif len(filed) == 1:
            message = self.env._(
                "%(contribution)s is now under %(response)s.",
                contribution=filed.reference,
                response="%s",
            )
        else:
            message = self.env._(
                "%(count)s contributions are now under %(response)s.",
                count=len(filed),
                response="%s",
            )
        link = {
            "label": self._get_title(),
            "url": f"/odoo/{self._name}/{self.id}",
        }
        return make_notification(message, "success" if filed else "info", links=[link])
