from odoo import api, fields, models
from odoo.tools import SQL, ormcache

from ...tools.groups import STAFF
from ...tools.theme_words import Themes


class PlpdmaProgram(models.Model):
    """The themes of a programme propose themselves for a text."""

    _inherit = "plpdma.program"

    @api.model
    @ormcache("program_id")
    def _get_offered_theme_ids(self, program_id):
        """Tuple of the ids of the themes that a programme offers, kept in memory: each
        contribution that is opened asks for them."""
        # sudo: themes are no secret; those of other authorities are left out.
        program = self.sudo().browse(program_id).exists()
        themes = program.theme_ids
        if program and not themes:
            themes = themes.search(program._get_company_entries_domain())
        return tuple(themes.ids)

    @api.model
    def _get_theme_proposer(self, program_id, theme_ids):
        """:class:`Themes` that proposes some, by their keywords and by what people put
        under them in the programme; kept in memory.

        :param tuple theme_ids: ids of those that may be proposed
        """
        vocabularies = self.env["plpdma.theme.vocabulary"]
        vocabularies.flush_model()
        # Which words there are is asked for each time: PostgreSQL deletes them.
        [[vocabulary_id]] = self.env.execute_query(
            SQL(
                "SELECT max(id) FROM plpdma_theme_vocabulary WHERE program_id = %s",
                program_id or None,
            )
        )
        return self._make_theme_proposer(theme_ids, vocabulary_id)

    @api.model
    @ormcache("theme_ids", "vocabulary_id", "self.env.lang")
    def _make_theme_proposer(self, theme_ids, vocabulary_id):
        # sudo: the words of at least five authors each; and keywords are no secret.
        themes = self.env["plpdma.theme"].sudo().browse(theme_ids)
        known = self.env["plpdma.theme.vocabulary"].sudo().browse(vocabulary_id)
        return Themes(
            {theme.id: f"{theme.name}\n{theme.keywords or ''}" for theme in themes},
            known.learned or None,
        )

    def _get_offered_themes(self):
        """As ``_get_theme_proposer``, for the themes that the programme offers."""
        program_id = self._origin.id
        offered = self._get_offered_theme_ids(program_id)
        return self._get_theme_proposer(program_id, offered)


class PlpdmaThemeVocabulary(models.Model):
    """What was learned proposes themes at once."""

    _inherit = "plpdma.theme.vocabulary"

    @api.model_create_multi
    def create(self, vals_list):
        """New words propose themes."""
        vocabularies = super().create(vals_list)
        self.env.registry.clear_cache()
        return vocabularies

    def write(self, vals):
        """Other words propose themes."""
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        """Words that are gone propose nothing."""
        result = super().unlink()
        self.env.registry.clear_cache()
        return result


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
