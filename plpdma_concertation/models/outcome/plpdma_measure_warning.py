from odoo import models
from odoo.tools import SQL

from ...tools.texts import html_to_text
from ..contribution.plpdma_contribution_recognised import AUTHOR_FIELDS


class PlpdmaMeasure(models.Model):
    """What the texts of an action would tell of somebody if it were published: those
    who spoke of it, and where to reach anybody. Said, and never forbidden."""

    _name = "plpdma.measure"
    _inherit = ["plpdma.measure", "plpdma.publication.warning.mixin"]

    # What its public page shows.
    _published_texts = (
        "name",
        "description",
        "text_before",
        "text_after",
        "explanation",
    )
    _published_depends = (
        *_published_texts,
        "contribution_ids",
        "response_ids.contribution_ids",
        "program_id",
    )

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_publish(self):
        """Have everybody read the actions, but those that name somebody or say where to
        reach them; safe to repeat.

        :return: window action on those that were left, each to be published knowingly;
            nothing when none was
        """
        self.check_access("write")
        others = self.filtered(lambda measure: not measure.is_published)
        left = others.filtered("has_publication_warning")
        (others - left).write({"is_published": True})
        if left:
            return left._action_look_first(
                self.env._("To Look at before Publication"),
                "plpdma_concertation.plpdma_measure_view_list_look",
            )
        return None

    def action_publish_knowingly(self):
        """Have everybody read the actions, the passages that name somebody having been
        looked at; safe to repeat."""
        self.check_access("write")
        self.filtered(lambda measure: not measure.is_published).write(
            {"is_published": True}
        )

    # ------------------------------------------------------------------
    # What they would tell
    # ------------------------------------------------------------------
    def _get_texts_to_publish(self):
        return [
            (
                self._fields[name]._description_string(self.env),
                html_to_text(self[name])
                if self._fields[name].type == "html"
                else self[name],
            )
            for name in self._published_texts
        ]

    def _is_signed(self):
        # The authority writes its actions.
        return False

    def _get_text_authors(self, texts):
        """Those who named it, and those whose answer changes it."""
        contributions = self.env["plpdma.contribution"]
        contributions.flush_model(["measure_ids", "response_ids"])
        self.flush_model(["response_ids"])
        spoke = SQL(
            """
            SELECT contribution_id AS id
              FROM plpdma_measure_contribution_rel
             WHERE measure_id = %(measure)s
             UNION
            SELECT answered.contribution_id
              FROM plpdma_measure_response_rel changed
              JOIN plpdma_response_contribution_rel answered USING (response_id)
             WHERE changed.measure_id = %(measure)s
            """,
            measure=self._origin.id or None,
        )
        among = SQL("c.id IN (%s)", spoke)
        authors = SQL(
            "SELECT c.* FROM (%s) c WHERE %s",
            contributions._select_readable("id", *AUTHOR_FIELDS),
            among,
        )
        found = contributions._find_recognisable(
            texts, among, contributions._read_contacts(authors)
        )
        return found._get_author_identity()
