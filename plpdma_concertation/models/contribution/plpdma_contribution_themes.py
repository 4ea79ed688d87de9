from odoo import api, fields, models

from ...tools.groups import STAFF
from ...tools.theme_words import Themes


class PlpdmaProgram(models.Model):
    """The themes of a programme propose themselves for a text."""

    _inherit = "plpdma.program"

    def _get_theme_proposer(self, theme_ids):
        """:class:`Themes` that proposes some, by their keywords and by what people put
        under them in the programme.

        :param theme_ids: ids of those that may be proposed
        """
        # sudo: the words of at least five authors each; and keywords are no secret.
        themes = self.env["plpdma.theme"].sudo().browse(theme_ids)
        vocabulary = self.env["plpdma.theme.vocabulary"].sudo()
        known = vocabulary.search([("program_id", "in", self.ids)], limit=1)
        return Themes(
            {theme.id: f"{theme.name}\n{theme.keywords or ''}" for theme in themes},
            known.learned or None,
        )

    def _get_offered_themes(self):
        """As ``_get_theme_proposer``, for the themes that the programme offers."""
        offered = self and self._origin._get_submission_choices()["theme_ids"]
        return self._origin._get_theme_proposer(offered or [])


class PlpdmaContribution(models.Model):
    """Themes that propose themselves, each with the words that made it; nothing is
    taken but by somebody."""

    _inherit = "plpdma.contribution"

    suggested_theme_ids = fields.Many2many(
        "plpdma.theme",
        string="Themes Proposed",
        compute="_compute_theme_proposals",
        compute_sudo=True,
        exportable=False,
        groups=STAFF,
        help="By the keywords of the themes, and by the words of what was put under "
        "them in the programme. Nothing is taken by itself.",
    )
    theme_proposals = fields.Json(
        compute="_compute_theme_proposals",
        compute_sudo=True,
        exportable=False,
        groups=STAFF,
    )

    @api.depends("program_id", "summary", "theme_ids", "verbatim")
    @api.depends_context("lang")
    def _compute_theme_proposals(self):
        known = self.env["plpdma.theme"]
        for program, contributions in self.grouped("program_id").items():
            themes = program._get_offered_themes()
            for contribution in contributions:
                text = f"{contribution.summary or ''}\n{contribution.verbatim or ''}"
                proposals = contribution._propose_themes(themes, text)
                contribution.suggested_theme_ids = [p.key for p in proposals]
                contribution.theme_proposals = known._describe_proposals(proposals)

    def _propose_themes(self, themes, text):
        """What is proposed for a text, beside the themes that the contribution has.

        :param Themes themes: that propose themselves
        :return: list of :class:`Proposal`
        """
        taken = self.theme_ids._origin._get_path_ids()
        return [
            proposal for proposal in themes.propose(text) if proposal.key not in taken
        ]

    def action_take_theme(self, theme_id):
        """Put the contributions under a theme, as whoever reads the proposal does.

        :param int theme_id: the theme that they take, beside those that they have
        """
        self.write({"theme_ids": [fields.Command.link(theme_id)]})
