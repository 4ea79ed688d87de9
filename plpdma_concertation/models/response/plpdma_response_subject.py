from textwrap import shorten

from odoo import api, fields, models

# What is looked at of all that is answered, to propose a subject.
LOOKED_AT = 50
MAX_SUBJECT = 120
MAX_THEMES = 2


class PlpdmaResponse(models.Model):
    """Its subject, by which everybody knows a response: the issue that it answers."""

    _inherit = "plpdma.response"
    _rec_names_search = ["name", "reference"]

    name = fields.Char(
        string="Subject",
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        help="The issue that it answers, in a few words: read by the authors, and by "
        "everybody once the response is published.",
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("contribution_ids")
    def _compute_name(self):
        """Proposed while it is prepared; never over what somebody wrote."""
        for response in self:
            is_open = response.state == "draft"
            response.name = response.name or (is_open and response._propose_subject())

    @api.depends("name", "reference", "decision")
    @api.depends_context("lang")
    def _compute_display_name(self):
        """The subject first; without one, what is decided."""
        for response in self:
            title = response._get_title()
            decided = not response.name and response._get_decision_label()
            response.display_name = " · ".join(filter(None, (title, decided)))

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    def _get_title(self):
        """What a sentence calls the response: its subject, then its number."""
        self.ensure_one()
        return " · ".join(filter(None, (self.name, self.reference)))

    def _propose_subject(self):
        """A subject, by the themes of what is answered: authors and the public read it,
        and the summary of a contribution is the staff's own.

        What is kept to the staff gives its themes only where there is nothing else.

        :return: a text, or False where no theme is known
        """
        self.ensure_one()
        answered = self.contribution_ids._origin[:LOOKED_AT]
        shared = answered.filtered(lambda c: c.read_by != "staff") or answered
        themes = ", ".join(self._get_main_themes(shared))
        return shorten(themes, MAX_SUBJECT, placeholder="…") or False

    @api.model
    def _get_main_themes(self, contributions):
        """Names of the themes that most of the contributions have, those first."""
        counts = {}
        for contribution in contributions:
            for theme in contribution.theme_ids._origin:
                counts[theme] = counts.get(theme, 0) + 1
        # Sorted is stable: of two that are as frequent, the first one met.
        themes = sorted(counts, key=lambda theme: -counts[theme])[:MAX_THEMES]
        return [theme.name for theme in themes]
