from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.texts import html_to_text


class PlpdmaResponse(models.Model):
    """The answers that everybody reads, and what they would tell of the authors."""

    _name = "plpdma.response"
    _inherit = ["plpdma.response", "plpdma.publication.warning.mixin"]

    # What the register shows of an answer.
    _published_texts = ("motivation", "effect", "follow_up_terms")
    _published_depends = (*_published_texts, "contribution_ids", "program_id")

    is_published_answer = fields.Boolean(
        string="Read by Everybody",
        compute="_compute_is_published_answer",
        search="_search_is_published_answer",
        compute_sudo=True,
        help="It is published, and so is something that it answers.",
    )

    @api.depends(
        "published",
        "told_contribution_ids.confidentiality",
        "told_contribution_ids.moderation",
    )
    def _compute_is_published_answer(self):
        published = self.filtered_domain(self._get_published_answer_domain())
        for response in self:
            response.is_published_answer = response in published

    def _search_is_published_answer(self, operator, _value):
        return self._search_by_rule(operator, self._get_published_answer_domain())

    @api.model
    def _get_published_answer_domain(self):
        contributions = self.env["plpdma.contribution"]
        return Domain("published", "=", True) & Domain(
            "told_contribution_ids", "any", contributions._get_public_text_domain()
        )

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
