from odoo import models


class PlpdmaContribution(models.Model):
    """Who gave no name and no address is told by what they can read: their own page,
    or the published register."""

    _inherit = "plpdma.contribution"

    def write(self, vals):
        """What is published at last tells its author."""
        result = super().write(vals)
        if {"confidentiality", "moderation"} & vals.keys():
            self._note_readable()
        return result

    def _get_readable(self, response):
        """Those whose author can read the response without being written to.

        A form gives its author the code of their page, where every answer stands; the
        others have the register, once both texts are published there.

        :param response: the responses released
        """
        own_page = self.filtered(lambda contribution: contribution.channel == "web")
        if not all(response.mapped("published")):
            return own_page
        return own_page | self.filtered_domain(self._get_public_text_domain())

    def _note_readable(self):
        """Note as told those who waited for the answer to be published, and can read
        it now."""
        # sudo: what is written is what becomes of the answer, which is published.
        waiting = self.sudo().filtered(
            lambda contribution: (
                contribution.delivery == "waiting"
                and contribution._get_answer_way() == "register"
            )
        )
        for response, contributions in waiting.grouped("delivery_response_id").items():
            response._note_registered(contributions)


class PlpdmaResponse(models.Model):
    """A published response tells those who only have the register."""

    _inherit = "plpdma.response"

    def write(self, vals):
        """Those who waited for it to be published are told."""
        result = super().write(vals)
        if vals.get("published"):
            # sudo: which responses were released to whom is looked at.
            self.sudo().delivery_contribution_ids._note_readable()
        return result

    def _note_registered(self, contributions):
        """Who gave no name is told as soon as they can read the answer; until then
        they wait.

        :param contributions: those of the response, in superuser mode
        """
        readable = contributions._get_readable(self)
        waiting = contributions - readable
        waiting.filtered(lambda c: c.delivery != "waiting").write(
            {"delivery": "waiting", "delivery_id": False}
        )
        if readable:
            values = {**readable._prepare_delivery(), "response_id": self.id}
            readable._note_told("register", [values])
