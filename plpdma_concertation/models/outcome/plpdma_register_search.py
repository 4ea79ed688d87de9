from odoo import api, models
from odoo.tools import frozendict, ormcache

from ..program.plpdma_program_publication import PlpdmaProgram as Published


class PlpdmaProgram(models.Model):
    """By what the register of a programme is searched."""

    _inherit = "plpdma.program"

    _card_fields = Published._card_fields | {"territory_ids"}

    @api.model
    @ormcache("program_id")
    def _get_register_choices(self, program_id):
        """By what the register of a programme is searched, kept in memory.

        :return: ``{"territory_ids": those where it applies, or parts of them,
            "measures": ((id, title),)}``
        """
        # sudo: of what is published, which territories and which actions.
        program = self.sudo().browse(program_id)
        choices = program._get_submission_choices()
        measures = self.env["plpdma.measure"].sudo()
        published = measures.search(program._get_public_measures_domain())
        return frozendict(
            territory_ids=tuple(choices["territory_id"]),
            measures=tuple((one.id, one.display_name) for one in published),
        )


class PlpdmaMeasure(models.Model):
    """What the register is searched by follows the actions that are published."""

    _inherit = "plpdma.measure"

    # What the choice among the published actions tells of them.
    _choice_fields = frozenset({"active", "code", "is_published", "name", "program_id"})

    @api.model_create_multi
    def create(self, vals_list):
        """New actions are found at once where they are published."""
        measures = super().create(vals_list)
        if any(measures.mapped("is_published")):
            self.env.registry.clear_cache()
        return measures

    def write(self, vals):
        """They are offered, named and withdrawn at once."""
        result = super().write(vals)
        if self._choice_fields & vals.keys():
            self.env.registry.clear_cache()
        return result

    def unlink(self):
        """They are no longer offered."""
        result = super().unlink()
        self.env.registry.clear_cache()
        return result


class PlpdmaContribution(models.Model):
    """The register is searched by what was done with an action, too."""

    _inherit = "plpdma.contribution"

    @api.model
    def _get_register_domain(self, *args, measure=None, **options):
        """:param int measure: an action that everybody reads: what it names, and what
        a published answer changed in it"""
        domain = super()._get_register_domain(*args, **options)
        if not measure:
            return domain
        measures = self.env["plpdma.measure"]
        return domain & measures._get_public_observations_domain(
            measures.browse(measure)
        )
