from odoo import models

from ...tools.texts import html_to_text


class PlpdmaResponse(models.Model):
    """The answers that everybody reads, and what they would tell of the authors."""

    _name = "plpdma.response"
    _inherit = ["plpdma.response", "plpdma.publication.warning.mixin"]

    # What the register shows of an answer.
    _published_texts = ("motivation", "effect", "follow_up_terms")
    _published_depends = (*_published_texts, "contribution_ids", "program_id")

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_publish(self):
        """Show the sent responses in the published register, but those that name
        somebody or say where to reach them; safe to repeat.

        :return: window action on those that were left, each to be published knowingly;
            nothing when none was
        """
        self.check_access("write")
        others = self.filtered(lambda response: not response.published)
        left = others.filtered("has_publication_warning")
        (others - left).write({"published": True})
        if left:
            return left._action_look_first(
                self.env._("To Look at before Publication"),
                "plpdma_concertation.plpdma_response_view_list_look",
            )
        return None

    def action_publish_knowingly(self):
        """Show the sent responses in the published register, the passages that name
        somebody having been looked at; safe to repeat."""
        self.check_access("write")
        self.filtered(lambda response: not response.published).write(
            {"published": True}
        )

    def action_unpublish(self):
        """Withdraw the responses from the published register."""
        self.filtered("published").write({"published": False})

    # ------------------------------------------------------------------
    # What they would tell
    # ------------------------------------------------------------------
    def _get_texts_to_publish(self):
        return [
            (self._fields[name]._description_string(self.env), html_to_text(self[name]))
            for name in self._published_texts
        ]

    def _is_signed(self):
        # The authority signs its answers.
        return False

    def _get_text_authors(self):
        return self._get_all_contributions()._get_author_identity()
